"""Two years side by side: every fact's change and growth, units, rows of one year, names that differ."""

from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rule_cases import changed
from tests.small_tables import NINE, T1, T3, T4, T8, T9, workbook
from tests.tables import sheets

from gouji.comparison import NoGrowth, compare_years
from gouji.figures import WAN, YUAN
from gouji.locate import locate

CODES = ["205", "20502", "2050201", "2050204", "208", "20805", "2080505", "210"]


def compare(this, last):
    """Compare the workbooks that two texts draw."""
    return compare_years(locate(sheets(this)), locate(sheets(last)))


def spending(*amounts, unit="万元", year=""):
    """Return a T3 whose codes have these totals, as texts."""
    rows = "\n".join(f"{code} | 科目{code} | {amount}" for code, amount in zip(CODES, amounts, strict=False))
    return f"{year}支出决算表 | 单位：{unit}\n编码 | 名称 | 本年支出合计 | 基本支出\n{rows}"


def pair(this, last):
    """Return the only pair of two tables of one amount each."""
    (only,) = compare(spending(this), spending(last)).pairs
    return only


def told(pairs):
    return {(p.row, p.column): (p.this, p.last, p.change, p.growth, p.no_growth) for p in pairs}


# --- one fact ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("this", "last", "change", "growth", "reason"),
    [
        ("185.29", "254.50", -6921, Decimal("-0.2719"), None),
        ("3.77", "2.20", 157, Decimal("0.7136"), None),
        ("18.00", "1.99", 1601, Decimal("8.0452"), None),
        ("0.00", "0.21", -21, Decimal(-1), None),
        ("0.00", "0.00", 0, Decimal(0), None),
        ("5.00", "0.00", 500, None, NoGrowth.ZERO_BASE),
        ("5.00", "", 500, None, NoGrowth.BLANK),
        ("", "5.00", -500, None, NoGrowth.BLANK),
        ("", "0.00", 0, None, NoGrowth.BLANK),
        ("1.00", "-2.00", 300, Decimal("1.5"), None),
        ("#REF!", "5.00", None, None, NoGrowth.UNREADABLE),
        ("5.00", "=SUM(C4:C9)", None, None, NoGrowth.UNREADABLE),
        ("#REF!", "", None, None, NoGrowth.UNREADABLE),
    ],
)
def test_a_fact_has_its_change_and_its_growth_or_why_it_has_none(this, last, change, growth, reason):
    found = pair(this, last)

    assert (found.change, found.growth, found.no_growth) == (change, growth, reason)


def test_a_fact_has_its_names_its_amounts_and_its_cells():
    found = pair("185.29", "254.50")

    assert found[:6] == ("T3", "205", "科目205", "本年支出合计", 18529, 25450)
    assert (found.this_cell, found.last_cell) == (("表", 2, 2), ("表", 2, 2))


def test_an_amount_that_cannot_be_read_is_neither_blank_nor_zero():
    found = pair("#REF!", "5.00")

    assert (found.this, found.last) == (None, 500)
    assert [f.rule for f in compare(spending("#REF!"), spending("5.00")).this.findings if f.cells] == ["F-07"]


def test_what_neither_year_prints_is_left_out():
    assert compare(spending("", "1.00"), spending("", "2.00")).pairs[0].row == "20502"


def test_a_growth_that_no_cell_of_a_spreadsheet_holds_is_none():
    text = spending("'" + "9" * 320 + ".00")

    (found,) = compare(text, spending("0.01")).pairs
    assert (found.growth, found.no_growth) == (None, NoGrowth.TOO_LARGE)


AMOUNTS = st.one_of(st.none(), st.just(0), st.integers(-10_000, 10_000), st.integers(-(10**12), 10**12))
YEARS = st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=len(CODES))


def text_of(hundredths):
    return "" if hundredths is None else f"{Decimal(hundredths).scaleb(-2):f}"


def expected_growth(this, last):
    """Return the growth by plain decimal arithmetic, None where there is none."""
    if this is None or last is None or (this and not last):
        return None
    with localcontext(prec=60):
        rate = Decimal(this - last) / abs(last) if last else Decimal(0)
        return rate.quantize(Decimal("0.0001"), ROUND_HALF_UP)


@given(YEARS)
def test_every_growth_agrees_with_decimal_arithmetic(years):
    this, last = (spending(*map(text_of, amounts)) for amounts in zip(*years, strict=True))

    found = {p.row: (p.change, p.growth) for p in compare(this, last).pairs}
    assert found == {
        code: ((a or 0) - (b or 0), expected_growth(a, b))
        for code, (a, b) in zip(CODES, years, strict=False)
        if a is not None or b is not None
    }


@given(YEARS)
def test_exchanged_years_change_the_other_way(years):
    this, last = (spending(*map(text_of, amounts)) for amounts in zip(*years, strict=True))

    there, back = compare(this, last).pairs, compare(last, this).pairs
    assert [(p.row, p.change) for p in there] == [(p.row, -p.change) for p in back]


# --- units ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("this", "last", "unit", "amounts"),
    [
        (spending("2.50"), spending("20000.00", unit="元"), YUAN, (2_500_000, 2_000_000)),
        (spending("25000.00", unit="元"), spending("2.00"), YUAN, (2_500_000, 2_000_000)),
        (spending("2.50"), spending("2.00"), WAN, (250, 200)),
        (spending("2.50", unit="元"), spending("2.00", unit="元"), YUAN, (250, 200)),
    ],
)
def test_amounts_are_in_the_finer_unit_of_both_years(this, last, unit, amounts):
    comparison = compare(this, last)

    (found,) = comparison.pairs
    assert (comparison.unit, (found.this, found.last), found.growth) == (unit, amounts, Decimal("0.25"))


def test_a_year_with_tables_in_both_units_is_compared_in_yuan():
    mixed = workbook(T1=T1, T3=T3.replace("万元", "元"))

    found = told(compare(mixed, workbook(T1=T1, T3=T3)).pairs)
    assert found["本年收入合计", "收入"][:3] == (185_000_000, 185_000_000, 0)
    assert found["合计", "本年支出合计"][:3] == (17800, 178_000_000, 17800 - 178_000_000)


# --- a workbook and itself --------------------------------------------------------------------------------


@given(st.lists(AMOUNTS, min_size=1, max_size=len(CODES)))
def test_a_workbook_compared_with_itself_has_no_change(amounts):
    text = spending(*map(text_of, amounts))
    comparison = compare(text, text)

    assert {p.change for p in comparison.pairs} <= {0}
    assert all(p.growth == 0 for p in comparison.pairs)
    assert (comparison.unmatched, comparison.renamed) == ((), ())


def test_the_nine_tables_compared_with_themselves_have_no_change():
    comparison = compare(NINE, NINE)

    assert {(p.change, p.growth) for p in comparison.pairs} == {(0, 0)}
    assert {p.table for p in comparison.pairs} == {f"T{n}" for n in range(1, 10)}
    assert [p.this_cell for p in comparison.pairs] == [p.last_cell for p in comparison.pairs]


# --- rows, columns and tables of one year -----------------------------------------------------------------


def test_rows_that_only_one_year_has_are_told_from_blanks_and_stand_where_they_stood():
    this = changed(T3, "2050204 | 高中教育 → 2050205 | 高等教育")
    comparison = compare(this, T3)

    rows = list(dict.fromkeys(p.row for p in comparison.pairs))
    assert rows[3:7] == ["2050201", "2050204", "2050205", "208"]
    assert [(p.row, p.label, p.no_growth) for p in comparison.unmatched] == [
        ("2050204", "高中教育", NoGrowth.ONLY_LAST),
        ("2050205", "高等教育", NoGrowth.ONLY_THIS),
    ]
    found = told(comparison.pairs)
    assert found["2050204", "本年支出合计"] == (None, 5500, -5500, None, NoGrowth.ONLY_LAST)
    assert found["2050205", "本年支出合计"] == (5500, None, 5500, None, NoGrowth.ONLY_THIS)


def test_a_fact_of_one_year_has_no_cell_in_the_other():
    found = compare(spending("1.00", "2.00"), spending("1.00")).pairs[1]

    assert (found.this_cell, found.last_cell) == (("表", 3, 2), None)


def test_a_row_of_one_year_at_the_top_comes_first():
    without_total = T3.replace("| 合计 | 178.00 | 81.00 | 88.00 | 2.00 | 3.00 | 4.00\n", "")

    assert compare(without_total, T3).pairs[0].row == "合计"


def test_a_column_that_only_one_year_has_is_told_and_its_row_is_in_both():
    three_columns = """
    国有资本经营预算财政拨款支出决算表 | | 单位：万元
    科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
    | 合计 | 9.00 | 1.00 | 8.00
    """
    comparison = compare(T9, three_columns)

    found = told(comparison.pairs)
    assert found["合计", "年末结转和结余"] == (300, None, 300, None, NoGrowth.ONLY_THIS)
    assert found["合计", "本年支出合计"] == (900, 900, 0, 0, None)
    assert {p.row for p in comparison.unmatched} == {"223", "2230105"}


def test_a_table_that_only_one_year_has_is_told_row_by_row_and_in_reading():
    comparison = compare(workbook(T1=T1, T8=T8), workbook(T1=T1))

    assert {(p.table, p.no_growth) for p in comparison.unmatched} == {("T8", NoGrowth.ONLY_THIS)}
    missing = [{f.words[0] for f in year.findings} for year in (comparison.this, comparison.last)]
    assert missing[1] - missing[0] == {"T8"}


def test_both_sides_of_a_two_sided_table_are_compared_in_their_order():
    found = [p.column for p in compare(T1, T1).pairs if p.row == "总计"]

    assert found == ["收入", "支出"]


# --- names and years --------------------------------------------------------------------------------------


def test_a_code_with_another_name_is_told_once():
    this = workbook(T3=T3, T4=T4).replace("普通教育", "普通 教育").replace("征地和拆迁补偿支出", "征地补偿")
    comparison = compare(this, workbook(T3=T3, T4=T4))

    assert comparison.renamed == (("T3", "2120801", "征地补偿", "征地和拆迁补偿支出"),)


def test_another_ordinal_is_no_other_name():
    assert compare(T1, T1.replace("五、住房", "十九、住房")).renamed == ()


def test_a_class_of_an_earlier_name_is_the_same_class():
    this = T1.replace("卫生健康支出", "医疗卫生与计划生育支出")

    comparison = compare(this, T1)
    assert [(r.code, r.this) for r in comparison.renamed] == [("210", "医疗卫生与计划生育支出")]
    assert {p.change for p in comparison.pairs} == {0}


@pytest.mark.parametrize(
    ("this", "last", "in_order"),
    [
        ("2024年度", "2023年度", True),
        ("2024年度", "", True),
        ("", "", True),
        ("2023年度", "2024年度", False),
        ("2024年度", "2024年度", False),
        ("2024年度", "2022年度", False),
    ],
)
def test_printed_years_that_do_not_follow_each_other_are_told(this, last, in_order):
    comparison = compare(spending("1.00", year=this), spending("1.00", year=last))

    assert comparison.years == tuple(int(year[:4] or 0) for year in (this, last))
    assert comparison.in_order == in_order
