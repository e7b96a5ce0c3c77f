"""Page heads: the unit of the amounts and the year, however and wherever they are printed."""

# ruff: noqa: E501  (tables are as wide as the forms)

import pytest
from tests.test_locate_support import facts_of, remarks_of, rows_of

GRID = "编码 | 名称 | 本年支出合计 | 基本支出 | 项目支出\n合计 | | 10.00 | 4.00 | 6.00"
T5 = "=== 05\n一般公共预算财政拨款支出决算表 | {}\n编码 | 名称 | 合计 | 基本支出 | 项目支出\n合计 | | 8.00 | 3.00 | 5.00"


def unit_of(head: str) -> str:
    return facts_of(f"{head}\n{GRID}").tables["T3"].unit


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("单位：万元", "万元"),
        ("单位:元", "元"),
        ("金额单位：万元", "万元"),
        ("金额单位：元", "元"),
        ("单位：人民币万元", "万元"),
        ("单 位：万 元", "万元"),
        ("（单位：万元）", "万元"),
        ("单位（万元）", "万元"),
        ("单位：元 公开03表", "元"),
        ("单位：万元公开03表", "万元"),
        ("公开03表 单位：万元", "万元"),
        ("部门：某县财政局　　　　单位：万元", "万元"),
        ("编制单位：某县财政局 金额单位：元", "元"),
        ("编制单位：元氏县财政局 | | | | 单位：万元", "万元"),
        ("编制单位：元氏县财政局 | | | | 金额单位：元", "元"),
        ("编制单位：万元县某局 | | | | 单位： | 元", "元"),
        ("部门：某局 | | | 单位： | 万元", "万元"),
        ("单位：⏎万元", "万元"),
        ("部门：某局⏎单位：元", "元"),
    ],
)
def test_a_unit_is_known_however_it_is_printed(line, unit):
    assert unit_of(f"支出决算表\n{line}") == unit


@pytest.mark.parametrize(
    "line", ["编制单位：元氏县财政局", "单位：某县财政局", "部门：某县万元乡政府", "预算单位：元"]
)
def test_a_unit_of_government_is_no_unit_of_money(line):
    assert remarks_of(f"支出决算表\n{line}\n{GRID}") == ["F-09 A1"]


def test_the_unit_may_stand_in_the_title_above_it_or_in_the_header():
    assert unit_of("支出决算表（单位：元）") == "元"
    assert unit_of("公开03表 | 单位：元\n支出决算表") == "元"
    assert facts_of("支出决算表\n" + GRID.replace("支出合计", "支出合计（元）")).tables["T3"].unit == "元"


def test_a_sheet_without_any_unit_is_read_in_ten_thousands():
    facts = facts_of(f"支出决算表\n{GRID}")

    assert (facts.tables["T3"].unit, remarks_of(f"支出决算表\n{GRID}")) == ("万元", ["F-09 A1"])


def test_the_caller_may_give_the_unit():
    facts = facts_of(f"支出决算表\n{GRID}", unit="元")

    assert (facts.tables["T3"].unit, remarks_of(f"支出决算表\n{GRID}", unit="元")) == ("元", [])


def test_a_printed_unit_goes_before_the_callers():
    assert facts_of(f"支出决算表\n单位：万元\n{GRID}", unit="元").tables["T3"].unit == "万元"


def test_a_table_without_a_unit_takes_that_of_the_others():
    text = f"=== 03\n支出决算表\n{GRID}\n{T5.format('单位：元')}"

    assert facts_of(text).tables["T3"].unit == "元"
    assert remarks_of(text) == ["F-14 03!A1"]


def test_tables_may_differ_in_their_units():
    facts = facts_of(f"=== 03\n支出决算表 | 单位：元\n{GRID}\n{T5.format('单位：万元')}")

    assert {table.unit for table in facts.tables.values()} == {"元", "万元"}
    assert facts.amounts[facts.tables["T5"].rows["合计"]["合计"]] == 800 * 10_000


@pytest.mark.parametrize("unit", ["千元", "亿元", "百元"])
def test_another_unit_of_money_is_remarked_upon(unit):
    assert remarks_of(f"支出决算表 | 单位：{unit}\n{GRID}") == ["F-13 A1"]


@pytest.mark.parametrize(
    "head",
    [
        "2023年度支出决算表",
        "支出决算表\n2023年度",
        "二〇二三年度支出决算表",
        "二○二三年支出决算表",
        "某局2023年部门决算\n支出决算表",
        "支出决算表\n部门：某局 | 2023年度 | 单位：万元",
    ],
)
def test_the_year_is_read_from_the_page_head(head):
    assert facts_of(f"{head}\n{GRID}").tables["T3"].year == 2023


def test_a_head_may_have_no_year():
    assert facts_of(f"支出决算表\n{GRID}").tables["T3"].year == 0


@pytest.mark.parametrize(
    "note",
    [
        "注：本表反映部门本年度支出情况。",
        "注:无",
        "备注：1.折算有尾差",
        "说明：本单位无此项支出",
        "我单位2023年度没有政府性基金收支，本表为空表。",
        "本单位无国有资本经营预算财政拨款支出",
    ],
)
def test_a_line_below_the_table_is_a_note(note):
    text = f"支出决算表 | 单位：万元\n{GRID}\n{note}"

    assert facts_of(text).tables["T3"].notes == (note,)
    assert rows_of(text) == {"合计": "10.00 4.00 6.00"}


@pytest.mark.parametrize("text", ["单位负责人：张三", "部门：无锡市财政局", "1,234.50", "制表日期"])
def test_other_words_below_the_table_are_no_notes(text):
    assert facts_of(f"支出决算表 | 单位：万元\n{GRID}\n{text}").tables["T3"].notes == ()
