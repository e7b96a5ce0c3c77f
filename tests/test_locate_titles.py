"""A table is found by its title, wherever it stands and whatever is printed around it."""

# ruff: noqa: E501  (tables are as wide as the forms)

import pytest
from tests.test_locate_support import facts_of, remarks_of, rows_of, tables_of

from gouji.locate.titles import title_of

T3 = """
支出决算表 | | | | 单位：万元
编码 | 名称 | 本年支出合计 | 基本支出 | 项目支出
合计 | | 10.00 | 4.00 | 6.00
201 | 一般公共服务支出 | 10.00 | 4.00 | 6.00
"""
T5 = """
一般公共预算财政拨款支出决算表 | | | | 单位：万元
编码 | 名称 | 合计 | 基本支出 | 项目支出
合计 | | 8.00 | 3.00 | 5.00
201 | 一般公共服务支出 | 8.00 | 3.00 | 5.00
"""
T7 = """
财政拨款“三公”经费支出决算表 | | 单位：万元
项目 | 预算数 | 决算数
合计 | 2.00 | 1.00
公务接待费 | 2.00 | 1.00
"""


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("收入支出决算总表", "T1"),
        ("收 入 支 出 决 算 总 表", "T1"),
        ("2023年度收入支出决算总表", "T1"),
        ("二〇二三年度收入支出决算总表", "T1"),
        ("2023年部门收入支出决算总表", "T1"),
        ("某市住房公积金管理中心2023年度收入支出决算总表", "T1"),
        ("某市社会保险基金管理中心收入支出决算总表", "T1"),
        ("某县投资项目评审中心收入支出决算总表", "T1"),
        ("收入支出决算总表（公开01表）", "T1"),
        ("公开01表 收入支出决算总表", "T1"),
        ("收入支出决算总表　公开01表", "T1"),
        ("收入支出决算总表（单位：万元）", "T1"),
        ("附件1：收入支出决算总表", "T1"),
        ("表1 收入支出决算总表", "T1"),
        ("一、收入支出决算总表", "T1"),
        ("Z01 收入支出决算总表(财决01表)", "T1"),
        ("收入支出决算总表\n公开01表", "T1"),
        ("某局2023年度部门决算报表\n收入支出决算总表\n单位：万元", "T1"),
        ("收支决算总表", "T1"),
        ("收入支出决算表", "T1"),
        ("见义勇为基金会收入支出决算总表", "T1"),
        ("数据资源管理局收入支出决算总表", "T1"),
        ("注册会计师协会收入支出决算总表", "T1"),
        ("收入决算表", "T2"),
        ("收入决算总表", "T2"),
        ("收入决算表（续）", "T2"),
        ("收入决算表续表", "T2"),
        ("某县非税收入征收局收入决算表", "T2"),
        ("支出决算表", "T3"),
        ("《支出决算表》", "T3"),
        ("支出决算总表", "T3"),
        ("财政拨款收入支出决算总表", "T4"),
        ("2023年度财政拨款收支决算总表", "T4"),
        ("一般公共预算财政拨款支出决算表", "T5"),
        ("一般公共预算财政拨款支出决算表（按功能分类科目）", "T5"),
        ("一般公共预算财政拨款收入支出决算表", "T5"),
        ("一般公共预算财政拨款基本支出决算表", "T6"),
        ("一般公共预算财政拨款基本支出决算明细表", "T6"),
        ("一般公共预算财政拨款基本支出决算表（按经济分类科目）", "T6"),
        ("财政拨款“三公”经费支出决算表", "T7"),
        ("财政拨款＂三公＂经费支出决算表", "T7"),
        ("一般公共预算财政拨款 三公 经费支出决算表", "T7"),
        ("一般公共预算财政拨款“三公”经费及会议费、培训费支出决算表", "T7"),
        ("政府性基金预算财政拨款收入支出决算表", "T8"),
        ("政府性基金预算财政拨款\n收入支出决算表", "T8"),
        ("国有资本经营预算财政拨款收入支出决算表", "T9"),
        ("国有资本经营预算财政拨款支出决算表", "T9"),
        ("财政拨款“三公”经费、会议费和培训费支出决算表", "T7"),
        ("一般公共预算财政拨款“三公”经费和机关运行经费支出决算表", "T7"),
        ("政府性基金预算支出决算表（功能科目）", "T8"),
        ("一般公共预算基本支出决算表（经济科目）", "T6"),
    ],
)
def test_a_title_is_told_whatever_is_printed_with_it(text, table):
    assert title_of(text).table == table


@pytest.mark.parametrize(
    "text",
    [
        "项目支出决算表",
        "基本支出决算明细表",
        "项目收入支出决算表",
        "财政专户管理资金收入支出决算表",
        "财政拨款支出决算明细表",
        "一般公共预算财政拨款支出决算明细表",
        "一般公共预算财政拨款项目支出决算表",
        "一般公共预算财政拨款支出决算表（按经济分类科目）",
        "财政拨款“三公”经费、行政参公单位机关运行经费情况表",
        "一般公共预算财政拨款“工会”经费支出决算表",
        "国有资产使用情况表",
        "机构运行信息表",
        "项目支出绩效自评表",
    ],
)
def test_a_table_beyond_the_nine_is_known_as_one(text):
    assert title_of(text).table == ""


@pytest.mark.parametrize(
    "text",
    [
        "注：本表反映部门本年度的总收支，与支出决算表一致",
        "数据来源于收入支出决算总表",
        "详见附件2《收入决算表》",
        "见收入决算表",
        "收入决算表和支出决算表",
        "收入决算表、支出决算表",
        "本表数据取自支出决算表。",
        "公开01表",
        "财决01表",
        "本年度无收支，本表为空表",
        "2023年度部门决算公开报表",
        "某局2023年度部门决算表",
        "单位决算表",
        "收入支出决算总表……………………3",
        "收入支出决算总表\n收入决算表\n支出决算表",
        "关于批复2023年度部门决算的通知所附支出决算表的说明",
        "长" * 90 + "支出决算表",
    ],
)
def test_words_about_a_table_are_no_title(text):
    assert title_of(text) is None


def test_the_names_and_the_order_of_sheets_say_nothing():
    text = f"=== 公开03表\n{T5}\n=== Sheet1\n{T3}"

    assert (rows_of(text, "T3")["201"], rows_of(text, "T5")["201"]) == ("10.00 4.00 6.00", "8.00 3.00 5.00")


def test_a_page_head_may_stand_above_the_title():
    text = "表3 | | | 公开03表\n | | | 单位：元" + T3.replace("单位：万元", "")

    assert facts_of(text).tables["T3"].unit == "元"


def test_a_table_of_contents_is_no_table():
    contents = "=== 目录\n序号 | 报表 | 页码\n1 | 收入支出决算总表 | 3\n2 | 支出决算表 | 5\n3 | 财政拨款“三公”经费支出决算表 | 9"

    assert (tables_of(contents), remarks_of(contents)) == ([], [])
    assert (tables_of(f"{contents}\n=== 03\n{T3}"), remarks_of(f"{contents}\n=== 03\n{T3}")) == (["T3"], [])


def test_a_table_of_contents_may_go_on_with_other_parts():
    contents = "目录\n收入支出决算总表 | 3\n支出决算表 | 5\n第三部分 情况说明 | 9\n附件 | 12"

    assert (tables_of(contents), remarks_of(contents)) == ([], [])


def test_a_line_of_the_page_head_like_a_title_is_no_title():
    assert tables_of(T3.replace("编码", "某局2023年度部门决算表\n编码", 1)) == ["T3"]


def test_a_table_of_contents_may_stand_on_the_sheet_of_the_tables():
    assert remarks_of(f"目录\n支出决算表\n一般公共预算财政拨款支出决算表\n{T3}{T5}") == []


def test_a_sentence_that_names_a_table_does_not_end_the_one_it_stands_in():
    text = T3.replace("201 |", "注：本表数据取自支出决算表 | | | |\n201 |")

    assert rows_of(text)["201"] == "10.00 4.00 6.00"


def test_tables_stacked_on_one_sheet_are_told_apart():
    text = T3 + "注：本表反映支出。\n" + T5 + T7

    assert tables_of(text) == ["T3", "T5", "T7"]
    assert rows_of(text, "T5")["合计"] == "8.00 3.00 5.00"
    assert remarks_of(text) == []


def test_tables_side_by_side_are_told_apart():
    lines = zip(T3.strip().splitlines(), T5.strip().splitlines(), strict=True)
    text = "\n".join(f"{left} | | {right}" for left, right in lines)

    assert (rows_of(text, "T3")["201"], rows_of(text, "T5")["201"]) == ("10.00 4.00 6.00", "8.00 3.00 5.00")
    assert remarks_of(text) == []


def test_a_table_beyond_the_nine_ends_the_one_above_it():
    text = (
        T3
        + "项目支出决算表\n编码 | 名称 | 本年支出合计 | 基本支出 | 项目支出\n205 | 教育支出 | 1.00 | | 1.00"
    )

    assert list(rows_of(text)) == ["合计", "201"]
    assert remarks_of(text) == []


def test_a_table_beyond_the_nine_is_left_alone():
    text = T3.replace("支出决算表", "财政拨款支出决算明细表")

    assert (tables_of(text), remarks_of(text)) == ([], [])


def test_a_repeated_title_goes_on_with_the_table():
    page = T3.replace("合计 | | 10.00 | 4.00 | 6.00\n", "").replace(
        "201 | 一般公共服务支出", "205 | 教育支出"
    )
    text = T3 + page.replace("支出决算表", "支出决算表（续表）")

    assert list(rows_of(text)) == ["合计", "201", "205"]
    assert remarks_of(text) == []


def test_the_second_page_takes_the_unit_of_the_first():
    page = (
        "=== 2\n支出决算表\n编码 | 名称 | 本年支出合计 | 基本支出 | 项目支出\n205 | 教育支出 | 1.00 | 1.00 |"
    )

    assert remarks_of(f"=== 1\n{T3}\n{page}") == []


def test_a_sheet_without_a_title_goes_on_with_the_table_before_it():
    page = "=== 2\n编码 | 名称 | 本年支出合计 | 基本支出 | 项目支出\n205 | 教育支出 | 1.00 | 1.00 |"

    assert list(rows_of(f"=== 1\n{T3}\n{page}")) == ["合计", "201", "205"]


def test_a_sheet_without_a_title_that_has_rows_of_its_own_is_left_alone():
    page = "=== 2\n编码 | 名称 | 本年支出合计 | 基本支出 | 项目支出\n201 | 一般公共服务支出 | 1.00 | 1.00 |"
    text = f"=== 1\n{T3}\n{page}"

    assert (rows_of(text)["201"], remarks_of(text)) == ("10.00 4.00 6.00", [])


def test_a_sheet_without_a_title_in_its_cells_is_known_by_its_name():
    text = "=== 03支出决算表\n" + "\n".join(T3.strip().splitlines()[1:])

    assert rows_of(text)["201"] == "10.00 4.00 6.00"


def test_a_header_repeated_on_a_page_without_a_title_is_skipped():
    header = (
        "支出决算 | | | | 公开03表\n编码 | 名称 | 本年支出合计 | 基本支出 | 项目支出\n栏次 | | 1 | 2 | 3\n"
    )
    text = T3 + header + "205 | 教育支出 | 1.00 | 1.00 |"

    assert list(rows_of(text)) == ["合计", "201", "205"]
    assert remarks_of(text) == []


def test_of_two_tables_with_one_title_the_first_is_read():
    text = f"=== a\n{T3}\n=== b\n{T3.replace('10.00', '11.00')}"

    assert rows_of(text)["合计"] == "10.00 4.00 6.00"
    assert remarks_of(text) == ["F-02 b!A4"]


def test_of_two_tables_with_one_title_the_one_with_amounts_is_read():
    blank = T3.replace("10.00 | 4.00 | 6.00", "| |")

    assert rows_of(f"=== a\n{blank}\n=== b\n{T3}")["合计"] == "10.00 4.00 6.00"
    assert remarks_of(f"=== a\n{blank}\n=== b\n{T3}") == ["F-02 a!A4"]


def test_of_the_longer_and_the_shorter_form_of_one_table_the_longer_is_read():
    shorter = T3.replace("支出决算表", "国有资本经营预算财政拨款支出决算表")
    longer = """
国有资本经营预算财政拨款收入支出决算表 | | | | | | | 单位：万元
编码 | 名称 | 年初结转和结余 | 本年收入 | 本年支出 | | | 年末结转和结余
| | | | 小计 | 基本支出 | 项目支出 |
合计 | | | 10.00 | 10.00 | 4.00 | 6.00 |
"""
    for text in (f"=== a\n{shorter}\n=== b\n{longer}", f"=== a\n{longer}\n=== b\n{shorter}"):
        assert rows_of(text, "T9")["合计"] == "- 10.00 10.00 4.00 6.00 -"
        assert remarks_of(text) == []


def test_a_title_without_a_readable_header_is_remarked_upon_if_it_has_amounts():
    text = "支出决算表 | 单位：万元\n甲 | 乙\n办公 | 12.00"

    assert (tables_of(text), remarks_of(text)) == ([], ["F-12 A1"])


def test_what_is_missing_is_said_once_a_table_is_found():
    missing = [r.table for r in facts_of(T3).remarks if r.rule == "F-01"]

    assert missing == ["T1", "T2", "T4", "T5", "T6", "T7", "T8", "T9"]
    assert facts_of("支出").remarks == ()


def test_a_title_without_one_word_is_a_two_sided_tables_if_its_sides_are_below_it():
    sides = "收入支出决算表 | | | 单位：万元\n收入 | | 支出 |\n项目 | 金额 | 项目 | 金额\n一、事业收入 | 1.00 | 一、教育支出 | 1.00"
    codes = "收入支出决算表 | | | 单位：万元\n编码 | 名称 | 本年收入合计 | 本年支出合计\n205 | 教育支出 | 1.00 | 1.00"

    assert rows_of(sides) == {"事业收入": "1.00", "205": "1.00"}
    assert (tables_of(codes), remarks_of(codes)) == ([], [])


def test_a_sheet_without_a_title_behind_a_table_beyond_the_nine_is_left_alone():
    page = "编码 | 名称 | 本年支出合计 | 基本支出 | 项目支出\n205 | 教育支出 | 1.00 | 1.00 |"
    text = f"=== 1\n{T3}\n=== 2\n项目支出决算表\n{page}\n=== 3\n{page}"

    assert list(rows_of(text)) == ["合计", "201"]
