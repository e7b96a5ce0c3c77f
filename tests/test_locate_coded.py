"""Tables of functional codes: however a form prints codes, names, totals and headers, the rows are the same."""

# ruff: noqa: E501  (tables are as wide as the forms)

from datetime import date

import pytest
from tests.tables import sheets
from tests.test_locate_support import columns_of, facts_of, joined, remarks_of, rows_of

from gouji.locate import locate

ROWS = {
    "合计": "10.00 4.00 6.00",
    "201": "7.00 4.00 3.00",
    "20106": "7.00 4.00 3.00",
    "2010601": "4.00 4.00 -",
    "2010602": "3.00 - 3.00",
    "205": "3.00 - 3.00",
    "20502": "3.00 - 3.00",
    "2050205": "3.00 - 3.00",
}
HEAD = "支出决算表 | | | | 单位：万元\n"
ONE_COLUMN = """
科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出
合计 | | 10.00 | 4.00 | 6.00
201 | 一般公共服务支出 | 7.00 | 4.00 | 3.00
20106 | 财政事务 | 7.00 | 4.00 | 3.00
2010601 | 行政运行 | 4.00 | 4.00 |
2010602 | 一般行政管理事务 | 3.00 | | 3.00
205 | 教育支出 | 3.00 | | 3.00
20502 | 普通教育 | 3.00 | | 3.00
2050205 | 高等教育 | 3.00 | | 3.00
"""
NAMES = ["一般公共服务支出", "财政事务", "行政运行", "一般行政管理事务", "教育支出", "普通教育", "高等教育"]


def with_labels(header: str, total: str, labels: list[str]) -> str:
    """Draw the table with other label cells: a header, the row of the total, and a row a code."""
    amounts = [line.split("|", 2)[2] for line in ONE_COLUMN.strip().splitlines()]
    return HEAD + joined(
        f"{label} | {cells}" for label, cells in zip([header, total, *labels], amounts, strict=True)
    )


def named(*codes: str) -> list[str]:
    return [f"{code} | {name}" for code, name in zip(codes, NAMES, strict=True)]


FORMS = {
    "numbers in one column": with_labels(
        "编码 | 名称", "合计 |", named("201", "20106", "2010601", "2010602", "205", "20502", "2050205")
    ),
    "text in one column": with_labels(
        "编码 | 名称", "合计 |", named("'201", "'20106", "'2010601", "'2010602", "'205", "'20502", "'2050205")
    ),
    "full-width digits": with_labels(
        "编码 | 名称",
        "合 计 |",
        named(
            "２０１",
            "２０１０６",
            "２０１０６０１",
            "２０１０６０２",
            "２０５",
            "２０５０２",
            "２０５０２０５",
        ),
    ),
    "levels divided by spaces": with_labels(
        "编码 | 名称",
        "| 合计",
        named("201", "201 06", "201 06 01", "201 06 02", "205", "205 02", "205 02 05"),
    ),
    "three columns of text": with_labels(
        "类 | 款 | 项 | 科目名称",
        "| | | 合计",
        named(
            "201 | |",
            "201 | '06 |",
            "201 | '06 | '01",
            "201 | '06 | '02",
            "205 | |",
            "205 | '02 |",
            "205 | '02 | '05",
        ),
    ),
    "three columns of numbers": with_labels(
        "类 | 款 | 项 | 科目名称",
        "合计 | | |",
        named("201 | |", "201 | 6 |", "201 | 6 | 1", "201 | 6 | 2", "205 | |", "205 | 2 |", "205 | 2 | 5"),
    ),
    "three columns that add up": with_labels(
        "类 | 款 | 项 | 科目名称",
        "合计 | | |",
        named(
            "201 | |",
            "201 | 20106 |",
            "201 | 20106 | 2010601",
            "201 | 20106 | 2010602",
            "205 | |",
            "205 | 20502 |",
            "205 | 20502 | 2050205",
        ),
    ),
    "whole codes in the column of their level": with_labels(
        "类 | 款 | 项 | 科目名称",
        "合计 | | |",
        named("201 | |", "| 20106 |", "| | 2010601", "| | 2010602", "205 | |", "| 20502 |", "| | 2050205"),
    ),
    "only the last part in the column of its level": with_labels(
        "类 | 款 | 项 | 科目名称",
        "合计 | | |",
        named("201 | |", "| '06 |", "| | '01", "| | '02", "205 | |", "| '02 |", "| | '05"),
    ),
    "code and name in one cell": with_labels(
        "项目",
        "合计",
        [
            "201一般公共服务支出",
            "20106 财政事务",
            "　2010601行政运行",
            "[2010602]一般行政管理事务",
            "205-教育支出",
            "20502_普通教育",
            "2050205　高等教育",
        ],
    ),
    "the name before the code": with_labels(
        "科目名称 | 科目编码",
        "合计 |",
        [f"{name} | {code}" for code, name in zip(list(ROWS)[1:], NAMES, strict=True)],
    ),
    "a leading line number": with_labels(
        "序号 | 编码 | 名称",
        "1 | 合计 |",
        [f"{n} | {row}" for n, row in enumerate(named(*list(ROWS)[1:]), 2)],
    ),
    "a leading line number without a header": with_labels(
        "| 编码 | 名称", "1 | 合计 |", [f"{n} | {row}" for n, row in enumerate(named(*list(ROWS)[1:]), 2)]
    ),
    "a line number behind the name": with_labels(
        "编码 | 名称 | 行次",
        "合计 | | 1",
        [f"{row} | {n}" for n, row in enumerate(named(*list(ROWS)[1:]), 202)],
    ),
    "a spare column before the amounts": with_labels(
        "编码 | 名称 |", "合计 | |", [f"{row} |" for row in named(*list(ROWS)[1:])]
    ),
}


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_codes_are_read_however_they_are_printed(form):
    assert rows_of(FORMS[form]) == ROWS
    assert remarks_of(FORMS[form]) == []


def test_a_row_has_its_printed_name():
    assert (
        facts_of(FORMS["only the last part in the column of its level"]).tables["T3"].labels["2010601"]
        == "行政运行"
    )


def test_the_last_part_of_a_code_without_the_levels_above_it_is_remarked_upon():
    text = with_labels("类 | 款 | 项 | 科目名称", "合计 | | |", named(*["| | '01"] * 7))

    assert list(rows_of(text)) == ["合计"]
    assert [remark.split()[0] for remark in remarks_of(text)] == ["F-03"] * 7


TOTALS = {
    "at the top": "编码 | 名称 | 合计 | 基本支出 | 项目支出\n合计 | | 3.00 | 1.00 | 2.00\n201 | 甲 | 3.00 | 1.00 | 2.00",
    "at the bottom": "编码 | 名称 | 合计 | 基本支出 | 项目支出\n201 | 甲 | 3.00 | 1.00 | 2.00\n合计 | | 3.00 | 1.00 | 2.00",
    "in the row of 类款项": "编码 | | | 名称 | 合计 | 基本支出 | 项目支出\n"
    "类 | 款 | 项 | 合计 | 3.00 | 1.00 | 2.00\n201 | | | 甲 | 3.00 | 1.00 | 2.00",
    "behind 栏次": "编码 | 名称 | 合计 | 基本支出 | 项目支出\n栏次 | | 1 | 2 | 3\n合计 | | 3.00 | 1.00 | 2.00\n"
    "201 | 甲 | 3.00 | 1.00 | 2.00",
    "behind numbers of the columns": "编码 | 名称 | 合计 | 基本支出 | 项目支出\n | | 1=2+3 | 2 | 3\n"
    "| 合计 | 3.00 | 1.00 | 2.00\n201 | 甲 | 3.00 | 1.00 | 2.00",
    "beside numbers of the label columns": "编码 | 名称 | 合计 | 基本支出 | 项目支出\n1 | 2 | 3 | 4 | 5\n"
    "| 合计 | 3.00 | 1.00 | 2.00\n201 | 甲 | 3.00 | 1.00 | 2.00",
    "as 总计": "编码 | 名称 | 合计 | 基本支出 | 项目支出\n总 计 | | 3.00 | 1.00 | 2.00\n201 | 甲 | 3.00 | 1.00 | 2.00",
}


@pytest.mark.parametrize("place", TOTALS, ids=str)
def test_the_total_is_read_wherever_it_stands(place):
    text = "一般公共预算财政拨款支出决算表 | | | | 单位：万元\n" + TOTALS[place]

    assert (rows_of(text)["合计"], rows_of(text)["201"]) == ("3.00 1.00 2.00",) * 2
    assert remarks_of(text) == []


def test_a_table_may_have_no_total():
    text = HEAD + ONE_COLUMN.strip().replace("合计 | | 10.00 | 4.00 | 6.00\n", "")

    assert (list(rows_of(text)), remarks_of(text)) == (list(ROWS)[1:], [])


def test_blank_rows_and_dots_are_no_rows():
    text = HEAD + ONE_COLUMN.strip().replace("205 |", "| | | |\n… | … | | |\n……… | | | |\n205 |", 1)

    assert (rows_of(text), remarks_of(text)) == (ROWS, [])


def test_a_form_without_amounts_is_read_with_its_codes():
    text = "支出决算表 | 单位：万元\n编码 | 名称 | 本年支出合计 | 基本支出 | 项目支出\n合计\n205 | 教育支出\n… | …"

    assert rows_of(text) == {"合计": "- - -", "205": "- - -"}


HEADERS = {
    "merged over two levels": "项目 | | 本年支出 | |\n编码 | 名称 | 小计 | 基本支出 | 项目支出",
    "merged above the total": "项目 | | 本年支出合计 | 基本支出 | 项目支出\n编码 | 名称 | | |",
    "repeated in every merged cell": "项目 | 项目 | 本年支出 | 本年支出 | 本年支出\n编码 | 名称 | 小计 | 基本支出 | 项目支出",
    "with 其中 above the parts": "项目 | | 本年支出合计 | 其中： |\n编码 | 名称 | | 基本支出 | 项目支出",
    "with units": "编码 | 名称 | 本年支出合计（万元） | 基本支出(万元) | 项目支出（万元）",
    "broken over two rows": "科目 | 科目 | 本年支出合计 | 基本支出 | 项目\n编码 | 名称 | | | 支出",
    "with line breaks": "编码 | 名称 | 本年⏎支出合计 | 基本⏎支出 | 项目⏎支出",
    "spaced": "编 码 | 名 称 | 本年支出 合计 | 基 本 支 出 | 项 目 支 出",
    "numbered": "编码 | 名称 | 1.本年支出合计 | 2.基本支出 | 3.项目支出",
    "below a year": "项目 | | 2023年度 | |\n编码 | 名称 | 本年支出合计 | 基本支出 | 项目支出",
    "of a year": "编码 | 名称 | 2023年本年支出合计 | 2023年基本支出 | 2023年度项目支出",
}


@pytest.mark.parametrize("header", HEADERS, ids=str)
def test_columns_are_known_by_headers(header):
    text = HEAD + HEADERS[header] + "\n合计 | | 10.00 | 4.00 | 6.00"

    assert columns_of(text) == ["本年支出合计", "基本支出", "项目支出"]
    assert rows_of(text) == {"合计": "10.00 4.00 6.00"}
    assert remarks_of(text) == []


def test_columns_are_known_by_header_in_any_order():
    text = HEAD + "编码 | 名称 | 项目支出 | 基本支出 | 本年支出合计\n合计 | | 6.00 | 4.00 | 10.00"

    facts = facts_of(text)
    assert {c: facts.fact(i).text for c, i in facts.tables["T3"].rows["合计"].items()} == {
        "本年支出合计": "10.00",
        "基本支出": "4.00",
        "项目支出": "6.00",
    }


def test_income_has_seven_columns_and_a_memo_of_fees():
    text = """
收入决算表 | | | | | | | | | 单位：万元
项目 | | 本年收入合计 | 财政拨款收入 | 上级补助收入 | 事业收入 | | 经营收入 | 附属单位上缴收入 | 其他收入
编码 | 名称 | | | | 小计 | 其中：教育收费 | | |
栏次 | | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8
合计 | | 28.00 | 2.00 | 3.00 | 4.00 | 1.50 | 5.00 | 6.00 | 8.00
"""
    assert rows_of(text) == {"合计": "28.00 2.00 3.00 4.00 5.00 6.00 8.00"}
    assert remarks_of(text) == []


def test_parts_without_their_total_are_remarked_upon():
    text = """
收入决算表 | | | | | | 单位：万元
编码 | 名称 | 本年收入合计 | 财政拨款收入 | 事业收入 | | 其他收入
| | | | 专户收入 | 非专户收入 |
合计 | | 9.00 | 2.00 | 3.00 | 1.00 | 3.00
"""
    assert columns_of(text) == ["本年收入合计", "财政拨款收入", "其他收入"]
    assert remarks_of(text) == ["F-04 E4", "F-04 F4"]


def test_the_total_column_may_be_headed_by_a_total_word_alone():
    text = "国有资本经营预算财政拨款支出决算表 | | | | 单位：万元\n编码 | 名称 | 合计 | 基本支出 | 项目支出\n223 | 国资 | 3.00 | | 3.00"

    assert columns_of(text) == ["本年支出合计", "基本支出", "项目支出"]
    assert rows_of(text) == {"223": "3.00 - 3.00"}


FUND = "政府性基金预算财政拨款收入支出决算表 | | | | | | | 单位：万元\n"


def test_a_fund_table_has_six_columns():
    text = (
        FUND
        + """项目 | | 年初结转和结余 | 本年收入 | 本年支出 | | | 年末结转和结余
编码 | 名称 | | | 小计 | 基本支出 | 项目支出 |
合计 | | 1.00 | 5.00 | 4.00 | | 4.00 | 2.00
22960 | 彩票 | 1.00 | 5.00 | 4.00 | | 4.00 | 2.00"""
    )

    assert columns_of(text) == [
        "年初结转和结余",
        "本年收入",
        "本年支出合计",
        "基本支出",
        "项目支出",
        "年末结转和结余",
    ]
    assert rows_of(text) == {"合计": "1.00 5.00 4.00 - 4.00 2.00", "22960": "1.00 5.00 4.00 - 4.00 2.00"}


def test_a_fund_table_may_print_header_words_in_the_row_of_the_total():
    text = (
        FUND
        + """项目 | | 年初结转和结余 | 本年收入 | 本年支出 | | | 年末结转和结余
编码 | 名称 | | | | | |
合计 | | | 5.00 | 合计 | 基本支出 | 项目支出 |
22960 | 彩票 | 1.00 | 5.00 | 4.00 | | 4.00 | 2.00"""
    )

    assert rows_of(text) == {"合计": "- 5.00 合计 基本支出 项目支出 -", "22960": "1.00 5.00 4.00 - 4.00 2.00"}
    assert remarks_of(text) == ["F-05 E4", "F-05 F4", "F-05 G4"]


def test_other_words_in_the_row_of_the_total_are_no_header():
    text = (
        FUND
        + """编码 | 名称 | 年初结转和结余 | 本年收入 | 本年支出合计 | 基本支出 | 项目支出 | 年末结转和结余
合计 | | | 5.00 | （见说明） | | 4.00 |"""
    )

    assert rows_of(text) == {"合计": "- 5.00 （见说明） - 4.00 -"}


def test_balances_and_income_may_be_split_like_expenditure():
    text = FUND + (
        "项目 | | 年初结转和结余 | | | 本年收入 | | | 本年支出 | | | | | 年末结转和结余 | |\n"
        "编码 | 名称 | 合计 | 基本支出结转 | 项目支出结转和结余 | 合计 | 基本支出 | 项目支出"
        " | 合计 | 基本支出 | | | 项目支出 | 合计 | 基本支出结转 | 项目支出结转和结余\n"
        "| | | | | | | | | 小计 | 人员经费 | 公用经费 | | | |\n"
        "合计 | | 1.00 | | 1.00 | 5.00 | 2.00 | 3.00 | 4.00 | 2.00 | 1.50 | 0.50 | 2.00 | 2.00 | | 2.00"
    )
    assert rows_of(text) == {"合计": "1.00 5.00 4.00 2.00 2.00 2.00"}
    assert remarks_of(text) == []


def test_the_yunnan_form_of_general_expenditure_has_income_and_balances_too():
    text = (
        "一般公共预算财政拨款收入支出决算表 | | | | | | | | | | 单位：元\n"
        "项目 | | 年初结转和结余 | 本年收入 | | | 本年支出 | | | 年末结转和结余\n"
        "编码 | 名称 | 合计 | 合计 | 基本支出 | 项目支出 | 合计 | 基本支出 | 项目支出 | 合计\n"
        "合计 | | 1.00 | 5.00 | 2.00 | 3.00 | 4.00 | 2.50 | 1.50 | 2.00"
    )
    assert (columns_of(text), rows_of(text)) == (["合计", "基本支出", "项目支出"], {"合计": "4.00 2.50 1.50"})
    assert remarks_of(text) == []


def test_an_empty_table_keeps_the_line_that_says_why():
    grid = "编码 | 名称 | 年初结转和结余 | 本年收入 | 本年支出 | 基本支出 | 项目支出 | 年末结转和结余\n合计 | | | | | | |\n"
    said = "我单位2023年度无政府性基金预算财政拨款收支，故本表为空表。"

    for text in (
        FUND + grid + said,
        FUND + grid.replace("合计", f"{said} | \n合计"),
        FUND + said + "\n" + grid,
    ):
        assert facts_of(text).tables["T8"].notes == (said,)
        assert remarks_of(text) == []


def test_an_empty_table_may_have_nothing_but_that_line():
    text = FUND + "说明：我单位2023年度没有政府性基金预算财政拨款收支，故本表为空表。"

    assert (rows_of(text), remarks_of(text)) == ({}, [])


def test_an_unknown_column_with_amounts_is_remarked_upon():
    text = (
        HEAD
        + "编码 | 名称 | 本年支出合计 | 基本支出 | 项目支出 | 工程支出\n合计 | | 10.00 | 4.00 | 5.00 | 1.00"
    )

    assert (rows_of(text), remarks_of(text)) == ({"合计": "10.00 4.00 5.00"}, ["F-04 F3"])


def test_a_column_without_any_header_is_remarked_upon_if_it_has_amounts():
    text = (
        HEAD + "编码 | 名称 | 本年支出合计 | 基本支出 | 项目支出 | |\n合计 | | 10.00 | 4.00 | 5.00 | | 1.00"
    )

    assert remarks_of(text) == ["F-04 G3"]
    assert [r.text for r in facts_of(text).remarks if r.rule == "F-04"] == ["G"]


def test_a_row_without_any_label_is_named_by_its_number():
    text = HEAD + ONE_COLUMN.strip() + "\n | | 1.00 | |"

    assert [r.text for r in facts_of(text).remarks if r.rule == "F-03"] == ["11"]


def test_a_column_of_comments_is_no_column_of_amounts():
    text = (
        HEAD + "编码 | 名称 | 本年支出合计 | 基本支出 | 项目支出 | 备注\n合计 | | 10.00 | 4.00 | 6.00 | 2023"
    )

    assert remarks_of(text) == []


@pytest.mark.parametrize("code", ["2101", "20", "20106011", "301", "ABC", "#REF!", "=A1"])
def test_a_row_with_amounts_under_no_code_is_remarked_upon(code):
    text = HEAD + ONE_COLUMN.strip() + f"\n{code} | 某支出 | 1.00 | | 1.00"

    assert (rows_of(text), remarks_of(text)) == (ROWS, ["F-03 C11 E11"])


def test_a_memo_row_is_no_row():
    text = HEAD + ONE_COLUMN.strip() + "\n| 其中：政府采购 | 1.00 | | 1.00"

    assert (rows_of(text), remarks_of(text)) == (ROWS, [])


def test_a_code_that_stands_twice_is_remarked_upon():
    text = HEAD + ONE_COLUMN.strip().replace("2010602 |", "2010601 |")

    assert remarks_of(text) == ["F-11 C7"]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("无", "F-05"),
        ("1O.00", "F-06"),
        ("#REF!", "F-07"),
        ("=C1+C2", "F-08"),
        ("10.001", "F-10"),
        ("5元", "F-06"),
    ],
)
def test_what_is_no_amount_is_remarked_upon_and_never_read_as_zero(content, rule):
    assert remarks_of(HEAD + ONE_COLUMN.strip().replace("10.00", content)) == [f"{rule} C3"]


@pytest.mark.parametrize(
    ("value", "rule"), [(date(2024, 1, 1), "F-06"), (True, "F-05"), (float("inf"), "F-05")]
)
def test_what_a_spreadsheet_stores_otherwise_is_no_amount(value, rule):
    sheet = sheets(HEAD + ONE_COLUMN.strip())[0]
    sheet.rows[2][3] = value

    assert [r.rule for r in locate([sheet]).remarks if r.rule != "F-01"] == [rule]


def test_lines_below_the_table_are_notes():
    text = (
        HEAD
        + ONE_COLUMN.strip()
        + "\n注：1.本表反映部门本年度各项支出情况。\n2.本套报表金额单位转换时可能存在尾数误差。"
    )

    assert len(facts_of(text).tables["T3"].notes) == 2
    assert remarks_of(text) == []


def test_page_numbers_and_zeros_under_no_code_are_nothing():
    text = HEAD + ONE_COLUMN.strip() + "\n| | 0.00 | '0.00 | 0\n| | — 3 — | |"

    assert (rows_of(text), remarks_of(text)) == (ROWS, [])


@pytest.mark.parametrize(
    "header",
    [
        "编码 | 名称 | 2022年决算数 | | | 2023年决算数 | |",
        "编码 | 名称 | 上年决算数 | | | 本年决算数 | |",
        "编码 | 名称 | 2022年 | | | 2023年 | |",
    ],
)
def test_of_two_years_the_latest_is_read(header):
    text = (
        HEAD
        + header
        + """
 | | 本年支出合计 | 基本支出 | 项目支出 | 本年支出合计 | 基本支出 | 项目支出
合计 | | 1.00 | 1.00 | | 10.00 | 4.00 | 6.00"""
    )

    assert rows_of(text) == {"合计": "10.00 4.00 6.00"}
    assert remarks_of(text) == ["F-04 C4", "F-04 D4"]


def test_an_unknown_column_before_the_others_is_remarked_upon():
    text = (
        HEAD
        + "编码 | 名称 | 上年数 | 本年支出合计 | 基本支出 | 项目支出\n201 | 甲 | 1.50 | 10.00 | 4.00 | 6.00"
    )

    assert (rows_of(text), remarks_of(text)) == ({"201": "10.00 4.00 6.00"}, ["F-04 C3"])
