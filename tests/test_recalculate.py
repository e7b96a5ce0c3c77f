"""Recalculate: what formulas store against what they give, by two engines, and what cannot be computed."""

import json
import sys
from pathlib import Path

import openpyxl
import pytest
from jsonschema import validate
from openpyxl.worksheet.formula import ArrayFormula
from tests.function_hosts import placed
from tests.test_function_hosts import EXAMPLES
from tests.test_read import xlsx
from workbooks.build import figures

from gouji.facts import Cell
from gouji.functions.values import CellError
from gouji.grid import ErrorValue, Uncached
from gouji.statement import parse_statement
from gouji.workbook.compute import ENGINES, compute
from gouji.workbook.formulae import read_formulae
from gouji.workbook.formulafindings import is_same
from gouji.workbook.official import write_official
from gouji.workbook.read import UnreadableError, read_workbook
from gouji.workbook.recalculate import recalculate, with_computed

DOCS = Path(__file__).parents[1] / "docs"
SHEET = "表&1"
"""The name of the sheet that `xlsx` writes."""

ENGINE = pytest.mark.parametrize("engine", ENGINES)
RULES = {
    "F-15": {"A1": "1", "A2": "=A1+1"},
    "R-01": {"A1": "1", "A2": "=A1+1 → 3"},
    "R-02": {"A1": "1", "A2": "=NOSUCH(A1) → 3"},
    "R-04": {"A1": "=A2+1 → 1", "A2": "=A1-1 → 0"},
}
"""Rule → a sheet that breaks it; R-03 needs a statement."""


def book(folder, cells, name="a.xlsx"):
    """Write a sheet of cells: a number, a 'text, an #error, `=formula`, or `=formula → stored result`."""
    rows = {}
    for address, text in cells.items():
        formula, _, stored = text.partition(" → ") if text.startswith("=") else ("", "", text)
        kind, value = _stored(stored)
        inner = f"<f>{_escaped(formula[1:])}</f>" if formula else ""
        inner += f"<v>{_escaped(value)}</v>" if stored else ""
        rows.setdefault(int(address[1:]), []).append(f'<c r="{address}"{kind}>{inner}</c>')
    data = "".join(f'<row r="{row}">{"".join(rows[row])}</row>' for row in sorted(rows))
    return xlsx(folder / name, data)


def _stored(text):
    if text.startswith("#"):
        return ' t="e"', text
    if text in ("TRUE", "FALSE"):
        return ' t="b"', str(int(text == "TRUE"))
    return (' t="str"', text[1:]) if text.startswith("'") else ("", text)


def _escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def told(path, engine="formualizer"):
    """Return the findings as `rule key cells: words`, without those that are only counted."""
    return [
        f"{f.rule} {f.says} {' '.join(cell.cell for cell in f.cells)}: {' | '.join(f.words)}"
        for f in recalculate(path, engine).findings
        if f.rule != "F-15"
    ]


# --- stored results ---------------------------------------------------------------------------------------


@ENGINE
def test_a_workbook_that_stores_what_its_formulas_give_has_no_findings(tmp_path, engine):
    path = book(tmp_path, {"A1": "1", "A2": "2", "A3": "=SUM(A1:A2) → 3", "B1": '=A1&"<元" → \'1<元'})

    report = recalculate(path, engine)

    assert ("ties", (), 2) == (report.status, report.findings, report.counts["exact"])
    assert {"formula_exact"} == {finding.says for finding in report.reconciliation.all_findings}


@ENGINE
@pytest.mark.parametrize(
    ("formula", "stored", "computed"),
    [
        ("=SUM(A1:A2)", "4", "3"),
        ("=SUM(A1:A2)", "0", "3"),
        ("=SUM(A1:A2)", "'3", "3"),
        ("=A1/0", "1", "#DIV/0!"),
        ("=GJ_GROWTH(A1,A2)", "#NAME?", "-0.5"),
        ("=GJ_GROWTH(A1,A2)", "-0.4999", "-0.5"),
        ("=GJ_PHRASE(A1,A2)", "'减少1.00万元", "减少1.00万元，下降50.00%"),
        ("=A1=1", "FALSE", "TRUE"),
        ("=A1=1", "1", "TRUE"),
        ('=IF(A1=1,"",1)', "1", '""'),
    ],
)
def test_a_stored_result_that_differs_is_named_with_both(tmp_path, engine, formula, stored, computed):
    path = book(tmp_path, {"A1": "1", "A2": "2", "A3": f"{formula} → {stored}"})

    shown = stored.removeprefix("'")
    assert [f"R-01 formula_differs A3: {formula} | {shown} | {computed}"] == told(path, engine)
    assert "mismatch" == recalculate(path, engine).status


@ENGINE
@pytest.mark.parametrize("stored", ["0.3", "0.30000000000000004", "0.3000000001"])
def test_what_differs_in_the_last_bits_of_a_double_is_the_same(tmp_path, engine, stored):
    path = book(tmp_path, {"A1": "0.1", "A2": "0.2", "A3": f"=A1+A2 → {stored}"})

    assert [] == told(path, engine)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (1e15, 1e15 + 1, True),
        (100.0, 100.01, False),
        (0.0, 1e-17, True),
        (True, 1.0, False),
        ("1", 1.0, False),
        ("", 0.0, False),
        (ErrorValue("#N/A"), "#N/A", True),
        (ErrorValue("#N/A"), ErrorValue("#REF!"), False),
    ],
)
def test_numbers_are_compared_relatively_and_texts_to_the_letter(one, other, same):
    assert same == is_same(one, other) == is_same(other, one)


def test_a_date_is_its_serial_day(tmp_path):
    path = book(tmp_path, {"A1": "=DATE(2023,12,31) → 45291"})

    assert [] == told(path)


@ENGINE
def test_formulas_without_a_stored_result_are_computed_and_counted(tmp_path, engine):
    path = book(tmp_path, {"A1": "1", "A2": "=A1+1", "A3": "=A2+1"})

    report = recalculate(path, engine)

    (finding,) = report.findings
    assert ("F-15", ["A2", "A3"]) == (finding.rule, [cell.cell for cell in finding.cells])
    assert [2.0, 3.0] == list(report.reconciliation.results.values())


@ENGINE
def test_shared_and_array_formulas_are_computed_in_each_of_their_cells(tmp_path, engine):
    shared = '<f t="shared" ref="B1:B2" si="0">A1*2</f>'
    path = xlsx(
        tmp_path / "a.xlsx",
        f'<row r="1"><c r="A1"><v>1</v></c><c r="B1">{shared}<v>2</v></c>'
        '<c r="C1"><f t="array" ref="C1:C2">A1:A2*3</f><v>3</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" si="0"/><v>5</v></c>'
        '<c r="C2"><v>7</v></c></row>',
    )

    assert [
        "R-01 formula_differs B2: =A2*2 | 5 | 4",
        "R-01 formula_differs C2: =A1:A2*3 | 7 | 6",
    ] == told(path, engine)


FOLLOWER, MASTER = '<f t="shared" si="0"/>', '<f t="shared" si="0" ref="A1:B9">{}</f>'
PLACED = {
    "a cell says its own row": (
        '<row><c r="A1"><v>1</v></c></row><row><c r="A5"><v>2</v></c><c r="B5"><f>A5+1</f></c></row>',
        {"B5": "=A5+1"},
    ),
    "no place": (
        "<row><c><v>1</v></c><c><f>A1+1</f></c></row><row><c><f>A1+2</f></c></row>",
        {"B1": "=A1+1", "A2": "=A1+2"},
    ),
    "a follower before its master": (
        f'<row r="1"><c r="A1">{FOLLOWER}</c><c r="B1">{MASTER.format("B2+1")}</c></row>',
        {"A1": "=", "B1": "=B2+1"},
    ),
    "a follower outside the sheet": (
        f'<row r="1"><c r="B1">{MASTER.format("A1")}</c></row><row r="2"><c r="A2">{FOLLOWER}</c></row>',
        {"B1": "=A1", "A2": ""},
    ),
    "a master that is no formula": (
        f"""<row r="1"><c r="A1">{MASTER.format('"abc')}</c><c r="B1"><f>1+1</f></c></row>""",
        {"A1": "", "B1": "=1+1"},
    ),
    "data table": ('<row r="1"><c r="A1"><f t="dataTable" ref="A1:A2" r1="B1"/></c></row>', {"A1": ""}),
}


@pytest.mark.parametrize(("cells", "formulas"), PLACED.values(), ids=PLACED)
def test_formulas_stand_where_the_file_says(tmp_path, cells, formulas):
    found = read_formulae(xlsx(tmp_path / "a.xlsx", cells))

    assert formulas == {cell.address: formula.text for cell, formula in found.items()}


@pytest.mark.parametrize("address", ["A", "1", "$A$1", "A0", "A-1"])
def test_a_cell_whose_place_cannot_be_read_makes_the_file_damaged(tmp_path, address):
    with pytest.raises(UnreadableError) as caught:
        read_formulae(xlsx(tmp_path / "a.xlsx", f'<row r="1"><c r="{address}"><f>1</f></c></row>'))

    assert "damaged" == caught.value.says


def test_a_sheet_is_found_whose_name_is_written_in_numbers(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><f>1+1</f></c></row>', name="&#34920;&#x31;")

    assert [Cell("表1", 0, 0)] == list(recalculate(path).reconciliation.results)


def test_an_array_formula_is_computed_though_a_cell_of_its_area_is_empty(tmp_path):
    path = xlsx(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="array" ref="B1:B2">A1:A2*2</f></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2"/></row>',
    )

    assert [2.0, 4.0] == list(recalculate(path).reconciliation.results.values())


# --- what cannot be computed ------------------------------------------------------------------------------


@ENGINE
@pytest.mark.parametrize(
    "formula", ["=NOSUCH(A1)", "=SUM(A1,1", "=nowhere+1", "=[1]Sheet1!A1", "='[b.xlsx]表'!A1+1"]
)
def test_a_formula_that_the_engine_does_not_understand_is_left_as_it_is(tmp_path, engine, formula):
    path = book(tmp_path, {"A1": "1", "A2": f"{formula} → 5", "A3": "=A1+1 → 2"})

    assert [f"R-02 formula_unknown A2: {SHEET} | A2 | {formula}"] == told(path, engine)
    assert [Cell(SHEET, 2, 0)] == list(recalculate(path, engine).reconciliation.results)
    assert "ties" == recalculate(path, engine).status


def test_a_range_where_one_cell_is_meant_is_not_taken_for_an_array(tmp_path):
    path = book(tmp_path, {"A1": "1", "B1": "=A1:A2*2 → 2", "A2": "2", "B2": "=A1:A2*2 → 4"})

    assert [] == [line for line in told(path) if not line.startswith("R-02")]


@ENGINE
def test_nothing_is_said_of_results_that_rest_on_what_is_not_understood(tmp_path, engine):
    cells = {"A1": "=NOSUCH(1) → 5", "A2": "=IFERROR(A1,0) → 5", "A3": "=SUM(A1:A2) → 10", "B1": "=1+1 → 2"}
    path = book(tmp_path, cells)

    assert [
        f"R-02 formula_unknown A1: {SHEET} | A1 | =NOSUCH(1)",
        "R-02 formula_depends A2 A3: 2",
    ] == told(path, engine)


@ENGINE
def test_results_that_change_with_the_clock_or_by_chance_are_not_compared(tmp_path, engine):
    path = book(tmp_path, {"A1": "=YEAR(TODAY()) → 1999", "A2": "=A1+1 → 2000", "A3": "=RAND() → 0.5"})

    assert ["R-02 formula_changing A1 A3: 2", "R-02 formula_depends A2: 1"] == told(path, engine)


@ENGINE
@pytest.mark.parametrize(
    ("cells", "circle"),
    [
        ({"A1": "=A1+1 → 0"}, "A1"),
        ({"A1": "=SUM(A1:A3) → 0"}, "A1"),
        ({"A1": "=A2 → 0", "A2": "=A3 → 0", "A3": "=GJ_CHANGE(A1,1) → 0"}, "A1 A2 A3"),
    ],
)
def test_a_circular_reference_is_one_finding_with_its_cells(tmp_path, engine, cells, circle):
    path = book(tmp_path, {**cells, "B1": "=A1+1 → 1"})

    resting, found = recalculate(path, engine).findings

    assert ("formula_depends", ["B1"]) == (resting.says, [cell.cell for cell in resting.cells])
    assert ("R-04", "mismatch", "must") == (found.rule, found.verdict, found.severity)
    assert sorted(cell.cell for cell in found.cells) == circle.split()


# --- worksheet functions and bad input --------------------------------------------------------------------


@ENGINE
@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("=GJ_GROWTH(A1)", "#VALUE!"),
        ("=GJ_GROWTH(A1,A2,A3,A4)", "#VALUE!"),
        ("=GJ_SCORE(1,2)", "#VALUE!"),
        ("=GJ_CHANGE(A1:A2,B1:B3)", "#VALUE!"),
        ("=GJ_CHANGE(A1,C1)", "#VALUE!"),
        ("=GJ_CHANGE(A1,C2)", "#REF!"),
        ("=GJ_CHANGE(A1,C3)", "#N/A"),
        ("=GJ_SHARE(A1,0)", "#DIV/0!"),
        ("=GJ_SUM(A1)", None),
    ],
)
def test_bad_input_is_an_error_value_or_one_sentence(tmp_path, engine, formula, result):
    cells = {"A1": "1", "A2": "2", "B1": "1", "B2": "2", "B3": "3", "C1": "'文字", "C2": "#REF!"}
    path = book(tmp_path, {**cells, "D1": formula})

    results = recalculate(path, engine).reconciliation.results

    assert result == results.get(Cell(SHEET, 0, 3))


def test_both_engines_agree_on_the_examples_of_all_cards(tmp_path):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row, formula, (height, width), cells in placed([(name, one.arguments) for name, one in EXAMPLES]):
        for (r, c), value in cells.items():
            cell = sheet.cell(r, c, value.text if isinstance(value, CellError) else value)
            if isinstance(value, str):
                cell.data_type = "s"
        area = f"A{row}:{sheet.cell(row + height - 1, width).coordinate}"
        for cell in (cell for cells in sheet[area] for cell in cells):
            cell.value = 0
        sheet.cell(row, 1).value = formula if (height, width) == (1, 1) else ArrayFormula(area, formula)
    workbook.save(tmp_path / "cards.xlsx")
    formulae = read_formulae(tmp_path / "cards.xlsx")

    first, second = (compute(tmp_path / "cards.xlsx", formulae, engine) for engine in ENGINES)

    assert formulae.keys() == first.keys() == second.keys()
    assert [] == [cell for cell in formulae if not is_same(first[cell], second[cell])]


# --- totals -----------------------------------------------------------------------------------------------


@pytest.fixture
def statement(tmp_path):
    """Return a function that writes a published statement with these formulas in it: sheet!cell → formula."""

    def written(formulas):
        path = tmp_path / "statement.xlsx"
        write_official(parse_statement(figures("S01")), path)
        workbook = openpyxl.load_workbook(path)
        for place, formula in formulas.items():
            sheet, _, cell = place.partition("!")
            workbook[sheet][cell] = formula
        workbook.save(path)
        return path

    return written


ALL_CLASSES = "=SUM(F7:F32)"


def missed(path):
    return [
        (f.cells[0].cell, [cell.label.partition("、")[2] or cell.label for cell in f.cells[1:]])
        for f in recalculate(path).findings
        if f.rule == "R-03"
    ]


def test_a_total_whose_sum_ends_a_row_early_misses_that_row(statement):
    assert [] == missed(statement({"公开01表!F33": ALL_CLASSES}))
    assert [("F33", ["抗疫特别国债安排的支出"])] == missed(statement({"公开01表!F33": "=SUM(F7:F31)"}))


@pytest.mark.parametrize(
    "formula", ["=SUM(F7:F20,F22:F32)", "=SUM(F7:F20)+SUM(F22:F32)", "=+(F7+SUM(F8:F20,F22:F32))"]
)
def test_a_total_that_skips_a_row_misses_that_row(statement, formula):
    assert [("F33", ["商业服务业等支出"])] == missed(statement({"公开01表!F33": formula}))


@pytest.mark.parametrize(
    "formula",
    [
        "=SUM(F7:F31)+F32",
        "=SUM(F7:F31)-F34",
        "=SUM(F7:F31)*1",
        "=SUM(F7:F31)+1",
        "=SUM('公开04表'!F7:F31)",
        "=SUM(F7:F31,F34)",
        "=SUM(F:F)",
        "=C33",
    ],
)
def test_a_total_made_in_another_way_is_left_alone(statement, formula):
    assert [] == missed(statement({"公开01表!F33": formula}))


def test_a_missed_row_is_told_with_the_rule_and_what_to_do(statement):
    path = statement({"公开01表!F33": "=SUM(F7:F31)"})

    finding = json.loads(recalculate(path).to_json())["files"][0]["findings"][-1]

    assert ("R-03", "mismatch", "must") == (finding["rule"], finding["verdict"], finding["severity"])
    assert "=SUM(F7:F31)" in finding["message"]
    assert "F32" in finding["message"]
    assert [1, -1] == [cell["weight"] for cell in finding["cells"]]


# --- files ------------------------------------------------------------------------------------------------


def test_what_cannot_be_recalculated_says_why_in_one_sentence(tmp_path):
    (tmp_path / "a.xls").write_bytes(b"")
    plain = book(tmp_path, {"A1": "1"})

    assert "no_formulas" == recalculate(plain).says
    assert "not_found" == recalculate(tmp_path / "none.xlsx").says
    assert "empty_file" == recalculate(tmp_path / "a.xls").says
    plain.rename(tmp_path / "b.ods")
    assert "not_excel" == recalculate(tmp_path / "b.ods").says


def test_a_file_that_the_engine_refuses_says_so(tmp_path):
    path = book(tmp_path, {"A1": "=1+1 → 2", "B1": "#SPILL!"})

    report = recalculate(path)

    assert ("engine_failed", "formualizer") == (report.says, report.words[0])
    assert "--engine" in report.to_json()


def test_an_engine_that_panics_is_one_sentence_as_well(tmp_path, monkeypatch):
    class PanicException(BaseException):
        """What Python code gets from a panic in Rust."""

    def panic(*_):
        raise PanicException

    monkeypatch.setitem(ENGINES, "formualizer", panic)

    report = recalculate(book(tmp_path, {"A1": "=1+1"}))

    assert ("engine_failed", ("formualizer", "PanicException")) == (report.says, report.words)


def test_too_little_memory_is_not_told_as_the_engines_failure(tmp_path, monkeypatch):
    def exhausted(*_):
        raise MemoryError

    monkeypatch.setitem(ENGINES, "formualizer", exhausted)

    with pytest.raises(MemoryError):
        recalculate(book(tmp_path, {"A1": "=1+1"}))


def test_results_without_a_cell_to_write_them_into_are_refused_in_one_sentence(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", '<row r="1"><c><v>1</v></c><c><f>A1+1</f><v>2</v></c></row>')

    assert "not_written" == recalculate(path, out=tmp_path / "b.xlsx").says
    assert not (tmp_path / "b.xlsx").exists()


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_that_is_not_installed_is_named(tmp_path, monkeypatch, engine):
    monkeypatch.setitem(sys.modules, engine, None)
    path = book(tmp_path, {"A1": "=1+1"})

    report = recalculate(path, engine)

    assert ("no_engine", (engine,)) == (report.says, report.words)
    assert "pip install" in report.to_json("en")


def test_the_results_are_written_into_a_copy_and_never_over_the_file(tmp_path):
    path = book(tmp_path, {"A1": "1", "A2": "=A1+1 → 5", "A3": "=NOSUCH(1) → 7"})
    before, out = path.read_bytes(), tmp_path / "out.xlsx"

    assert "mismatch" == recalculate(path, out=out).status
    assert [1.0, 2.0, 7.0] == [row[0] for row in read_workbook(out)[0].rows]
    assert "out_is_input" == recalculate(path, out=tmp_path / "." / "a.xlsx").says
    assert ("not_written", "unreadable") == (
        (report := recalculate(path, out=tmp_path / "no folder" / "a.xlsx")).says,
        report.status,
    )
    assert before == path.read_bytes()


def test_the_result_has_the_documented_form(tmp_path, statement):
    schema = json.loads((DOCS / "result.schema.json").read_text("utf-8"))

    for path in (book(tmp_path, RULES["R-01"]), statement({"公开01表!F33": "=SUM(F7:F31)"})):
        validate(json.loads(recalculate(path).to_json()), schema)


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_about_formulas_is_broken_by_a_sheet(tmp_path, rule):
    assert rule in {finding.rule for finding in recalculate(book(tmp_path, RULES[rule])).findings}
    assert rule not in {finding.rule for finding in recalculate(book(tmp_path, {"A1": "=1 → 1"})).findings}


# --- for the check ----------------------------------------------------------------------------------------


def test_only_formulas_without_a_stored_result_are_filled_in(tmp_path):
    path = book(tmp_path, {"A1": "1", "A2": "=A1+1", "A3": "=A1+1 → 5", "A4": "=NOSUCH(1)", "A5": "=1/0"})

    (sheet,), (remark,) = with_computed(read_workbook(path), path)

    assert [1.0, 2.0, 5.0, "=NOSUCH(1)", "#DIV/0!"] == [row[0] for row in sheet.rows]
    assert (Uncached, ErrorValue) == (type(sheet.rows[3][0]), type(sheet.rows[4][0]))
    assert ("F-15", ["A2", "A5"]) == (remark.rule, [cell.address for cell in remark.cells])


def test_sheets_are_as_they_were_where_nothing_lacks_or_no_engine_is(tmp_path, monkeypatch):
    whole, lacking = (book(tmp_path, {"A1": text}, f"{n}.xlsx") for n, text in enumerate(("=1 → 1", "=1")))

    sheets = read_workbook(whole)
    assert (sheets, ()) == with_computed(sheets, whole)
    monkeypatch.setitem(sys.modules, "formualizer", None)
    sheets = read_workbook(lacking)
    assert (sheets, ()) == with_computed(sheets, lacking)
