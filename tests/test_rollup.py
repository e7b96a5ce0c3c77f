"""Roll-up: the sum of the units' workbooks against their parent's, and the years of one unit in a row."""

import json
import re
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rule_cases import changed
from tests.small_tables import NINE
from tests.tables import sheets
from tests.test_comparison_report import saved
from tests.test_comparison_rules import NEXT
from typer.testing import CliRunner

from gouji import cli
from gouji.locate import locate
from gouji.rollup import roll_up

SCHEMA = json.loads((Path(__file__).parents[1] / "docs" / "result.schema.json").read_text("utf-8"))
INTERNAL = [
    ("T1", "上级补助收入", "收入"),
    ("T1", "本年收入合计", "收入"),
    ("T1", "总计", "收入"),
    ("T1", "205", "支出"),
    ("T1", "本年支出合计", "支出"),
    ("T1", "总计", "支出"),
    *(
        ("T2", row, c)
        for row in ("合计", "205", "20502", "2050204")
        for c in ("上级补助收入", "本年收入合计")
    ),
    *(
        ("T3", row, c)
        for row in ("合计", "205", "20502", "2050204")
        for c in ("对附属单位补助支出", "本年支出合计")
    ),
]
"""Where 上级补助 and 对附属补助 between the two small units stand in their parent's tables."""


def times(factor, text=NINE):
    """Return the workbook with all its amounts multiplied."""
    return re.sub(r"-?\d+\.\d\d\b", lambda m: f"{Decimal(m[0]) * factor:.2f}", text)


def in_yuan(text):
    return times(10_000, text).replace("单位：万元", "单位：元")


def amount(text, place):
    table, row, column = place
    facts = locate(sheets(text))
    return Decimal(facts.amounts[facts.tables[table].rows[row][column]]) / 100


def less(text, places, by):
    """Return the workbook with the amounts at the places reduced."""
    for place in places:
        table, row, column = place
        text = changed(text, f"{table}[{row}].{column} = {amount(text, place) - by:.2f}")
    return text


def rolled(parent, *units):
    named = {f"{n}.xlsx": locate(sheets(text)) for n, text in enumerate(units, 1)}
    return roll_up(locate(sheets(parent)), named, "上级.xlsx")


def wrong(result):
    """Return rule, row and column of what each mismatch of severity must is about."""
    return [
        (f.rule, f.cells[0].table, f.cells[0].row, f.cells[0].column)
        for f in result.findings
        if f.verdict == "mismatch"
    ]


def test_the_sum_of_the_units_ties():
    result = rolled(times(3), NINE, times(2))

    assert (True, ()) == (result.ties, result.findings)
    assert result.exact > 200
    assert len(result.all_findings) == result.exact


def test_what_one_unit_alone_lists_is_zero_elsewhere():
    row = "2080506 | 机关事业单位职业年金缴费支出 | 4.00 | 4.00\n"
    assert 2 <= NINE.count(row)
    other = NINE.replace(row, row.replace("2080506", "2080599"))
    parent = times(2).replace(times(2, row), row + row.replace("2080506", "2080599"))

    assert [] == wrong(rolled(parent, NINE, other))
    assert ("R-1", "T3", "2080506", "基本支出") in wrong(rolled(times(2), NINE, other))


def test_a_code_that_a_workbook_prints_only_by_what_is_below_it_is_their_sum():
    row = "20502 | 普通教育 | 115.00 | 56.00 | 50.00 | 2.00 | 3.00 | 4.00\n"
    assert row in NINE

    assert () == rolled(times(2), NINE, NINE.replace(row, "")).findings


def test_a_workbook_with_less_detail_accuses_nobody_and_is_told():
    rows = re.compile(r"^20502\d\d \|.*\n", re.MULTILINE)
    result = rolled(times(2), NINE, rows.sub("", NINE))

    assert [] == wrong(result)
    assert {"2050201", "2050204"} == {f.words[1] for f in result.findings if f.rule == "R-7"}


@pytest.mark.parametrize("units", [2, 9])
def test_one_hundredth_of_rounding_in_each_figure_is_no_mismatch(units):
    parent = times(units)
    place = ("T4", "总计", "收入")
    most = Decimal("0.005") * (units + 1)

    for by, mismatches in ((Decimal("0.01"), 0), (most, 0), (most + Decimal("0.01"), 1)):
        result = rolled(less(parent, [place], by.quantize(Decimal("0.01"), "ROUND_FLOOR")), *[NINE] * units)
        assert mismatches == len(wrong(result)), by


def test_amounts_in_yuan_are_exact():
    parent = in_yuan(times(2))
    cent = less(parent, [("T4", "总计", "收入")], Decimal("0.01"))

    assert [] == wrong(rolled(parent, in_yuan(NINE), in_yuan(NINE)))
    assert [("R-1", "T4", "总计", "收入")] == wrong(rolled(cent, in_yuan(NINE), in_yuan(NINE)))


def test_workbooks_in_yuan_and_in_wan_are_converted():
    parent, unit = times(2), in_yuan(NINE)
    near, far = (less(unit, [("T4", "总计", "收入")], Decimal(by)) for by in ("100.00", "101.00"))

    assert () == rolled(parent, unit, NINE).findings
    assert [] == wrong(rolled(parent, near, NINE))
    assert [("R-1", "T4", "总计", "收入")] == wrong(rolled(parent, far, NINE))


@given(st.data())
def test_any_changed_amount_of_a_unit_is_found(data):
    facts = locate(sheets(NINE))
    cells = [(t.id, r, c) for t in facts.tables.values() for r in t.rows for c in t.rows[r]]
    filled = [one for one in cells if facts.amounts[facts.tables[one[0]].rows[one[1]][one[2]]]]
    place = data.draw(st.sampled_from(filled))
    result = rolled(times(2), less(NINE, [place], Decimal("0.03")), NINE)

    assert wrong(result), place
    assert all(place in {(c.table, c.row, c.column) for c in f.cells} for f in result.findings)


def test_an_elimination_on_both_sides_ties():
    parent = less(times(2), INTERNAL, Decimal("4.00"))
    result = rolled(parent, NINE, NINE)

    assert [] == wrong(result)
    assert (True, ()) == (result.ties, result.findings)


def test_an_elimination_on_one_side_is_found():
    income = [place for place in INTERNAL if place[0] == "T2" or place[2] == "收入"]
    found = wrong(rolled(less(times(2), income, Decimal("4.00")), NINE, NINE))

    assert [("R-3", "T2", "合计", "上级补助收入")] == found


def test_a_total_from_which_the_elimination_was_not_taken_is_found():
    places = [place for place in INTERNAL if place != ("T3", "合计", "本年支出合计")]
    found = wrong(rolled(less(times(2), places, Decimal("4.00")), NINE, NINE))

    assert [("R-4", "T3", "合计", "本年支出合计")] == found


def test_what_cannot_be_eliminated_is_no_elimination():
    found = wrong(rolled(less(times(2), [("T2", "合计", "事业收入")], Decimal("4.00")), NINE, NINE))

    assert [("R-1", "T2", "合计", "事业收入")] == found


def test_a_parent_above_the_sum_is_found():
    found = wrong(rolled(less(times(2), [("T2", "2050204", "上级补助收入")], Decimal("-1.00")), NINE, NINE))

    assert ("R-2", "T2", "2050204", "上级补助收入") in found


def test_an_unreadable_cell_is_neither_zero_nor_a_mismatch():
    unit = changed(NINE, "T4[总计].收入 = '见附注")
    result = rolled(times(2), unit, NINE)

    assert [] == wrong(result)
    assert ["unreadable_cell"] == [f.says for f in result.findings if f.verdict == "not_evaluated"]


def test_a_table_that_a_unit_lacks_is_left_out_and_told():
    text = NINE[NINE.index("一般公共预算财政拨款支出决算表") :]
    start = NINE.rindex("===", 0, NINE.index(text)) if "===" in NINE else NINE.index(text)
    end = NINE.index("===", NINE.index(text))
    result = rolled(times(2), NINE[:start] + NINE[end:], NINE)

    assert [] == wrong(result)
    assert [("T5", "1.xlsx")] == [f.words[:2] for f in result.findings if f.rule == "R-6"]


def test_a_row_that_not_every_workbook_prints_is_left_out_and_told():
    row = "使用非财政拨款结余 | 1.00 | 结余分配 | 2.00\n"
    assert row in NINE
    result = rolled(times(2), NINE, NINE.replace(row, ""))

    assert [] == wrong(result)
    assert ["使用非财政拨款结余", "结余分配"] == [f.words[1] for f in result.findings if f.rule == "R-7"]


def test_a_workbook_of_another_year_is_found():
    result = rolled(of_year(2023, times(2)), of_year(2023, NINE), of_year(2022, NINE))

    assert [("R-5", ("", "2.xlsx", "2022"))] == [(f.rule, f.words) for f in result.findings]
    assert not result.ties


def test_blank_workbooks_say_nothing():
    blank = re.sub(r"-?\d+\.\d\d\b", "", NINE)

    assert () == rolled(blank, blank).findings


@pytest.fixture
def run():
    runner = CliRunner()
    return lambda *arguments: runner.invoke(cli.app, ["rollup", *map(str, arguments)])


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "所属单位"
    place.mkdir()
    for name, text in (("甲.xlsx", NINE), ("乙.xlsx", in_yuan(NINE)), ("汇总.xlsx", times(2))):
        saved(place / name, text)
    return place


def test_a_folder_that_adds_up_exits_0(run, folder):
    result = run(folder, "--parent", folder / "汇总.xlsx")

    assert 0 == result.exit_code, result.output


def test_a_missing_unit_is_a_mismatch_and_exits_1(run, folder):
    (folder / "乙.xlsx").unlink()
    result = run(folder, "--parent", folder / "汇总.xlsx")

    assert (1, True) == (result.exit_code, "R-1" in result.stdout)


def test_a_changed_cell_is_told_with_the_file_and_cell_of_each_unit(run, folder):
    saved(folder / "甲.xlsx", less(NINE, [("T4", "总计", "收入")], Decimal("1.00")))
    result = run(folder, "--parent", folder / "汇总.xlsx", "--format", "json", "--out", folder / "结果.json")
    data = json.loads((folder / "结果.json").read_text("utf-8"))
    [finding] = data["files"][0]["findings"]

    jsonschema.validate(data, SCHEMA)
    assert (1, "R-1", "10000.00") == (result.exit_code, finding["rule"], finding["difference"])
    assert "元" == data["files"][0]["unit"]
    assert {"", "[甲.xlsx]", "[乙.xlsx]"} == {re.match(r"(\[.*\])?", c["sheet"])[0] for c in finding["cells"]}


def test_a_unit_that_cannot_be_read_is_named_and_nothing_is_added_up(run, folder):
    (folder / "丙.xlsx").write_bytes(b"no workbook")
    result = run(folder, "--parent", folder / "汇总.xlsx")

    assert (2, True, False) == (result.exit_code, "丙.xlsx" in result.stdout, "R-1" in result.stdout)


def test_the_parent_is_asked_for(run, folder, tmp_path):
    assert (2, True) == ((r := run(folder)).exit_code, "--parent" in r.output)
    assert 2 == run(folder, "--parent", folder / "汇总.xlsx", "--years").exit_code
    assert 2 == run(tmp_path / "无", "--years").exit_code
    assert 2 == run(folder, "--parent", folder / "无.xlsx").exit_code


def test_no_result_is_written_over_a_workbook(run, folder):
    for name in ("甲.xlsx", "汇总.xlsx"):
        before = (folder / name).read_bytes()
        assert 2 == run(folder, "--parent", folder / "汇总.xlsx", "--out", folder / name).exit_code
        assert before == (folder / name).read_bytes()


def of_year(year, text):
    return text.replace("| 单位：", f"| {year}年度 单位：")


def test_the_years_of_a_unit_are_put_in_order_and_each_opening_is_checked(run, tmp_path):
    wrong_opening = changed(NEXT, "T1[年初结转和结余].收入 = 30.00")
    for name, text in (("b", of_year(2022, NINE)), ("c", of_year(2023, NEXT)), ("a", of_year(2021, NINE))):
        saved(tmp_path / f"{name}.xlsx", text)
    saved(tmp_path / "c.xlsx", of_year(2023, wrong_opening))
    result = run(tmp_path, "--years", "--format", "json")
    first, second = json.loads(result.stdout)["files"]

    assert ["b.xlsx", "c.xlsx"] == [Path(one["path"]).name for one in (first, second)]
    [finding] = [one for one in second["findings"] if one["verdict"] == "mismatch"]
    assert ("XY-1", "3.00") == (finding["rule"], finding["difference"])
    assert ["[b.xlsx]"] == [c["sheet"][:8] for c in finding["cells"] if c["weight"] < 0]


@pytest.mark.parametrize(
    ("years", "told"),
    [((2021, 2023), "没有 2022 年的报表"), ((2021, 2021), "同是 2021 年"), ((2021, ""), "没有年度")],
)
def test_years_that_are_not_in_a_row_exit_2(run, tmp_path, years, told):
    for n, year in enumerate(years):
        saved(tmp_path / f"{n}.xlsx", of_year(year, NINE) if year else NINE)
    result = run(tmp_path, "--years")

    assert (2, True) == (result.exit_code, told in result.stdout)
