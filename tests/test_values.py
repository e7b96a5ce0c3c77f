"""Values: a copy in which formulas store other results, and in which nothing else is another byte."""

import re
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.test_read import MAIN, xlsx
from tests.test_recalculate import SHEET, book

from gouji.facts import Cell
from gouji.grid import ErrorValue
from gouji.workbook.read import read_workbook
from gouji.workbook.recalculate import recalculate
from gouji.workbook.values import write_values

PART = "xl/worksheets/sheet1.xml"
A1, A2 = Cell(SHEET, 0, 0), Cell(SHEET, 1, 0)


def parts(path):
    with ZipFile(path) as archive:
        return {entry.filename: (archive.read(entry), entry.date_time) for entry in archive.infolist()}


def read(path, cell):
    return read_workbook(path)[0].rows[cell.row][cell.column]


@pytest.mark.parametrize("stored", ["", " → 5", " → 'alt", " → #REF!", " → TRUE"])
@pytest.mark.parametrize(
    "value", [3.0, -0.2719, 1e20, True, False, "", "文字 <&> \"'", ErrorValue("#DIV/0!")], ids=repr
)
def test_a_result_of_any_kind_takes_the_place_of_any_other(tmp_path, stored, value):
    path = book(tmp_path, {"A1": f'=IF(1<2,"&",B1){stored}', "A2": "=1+1 → 2"})

    write_values(path, {A1: value}, tmp_path / "out.xlsx")

    result = read(tmp_path / "out.xlsx", A1)
    assert (value, isinstance(value, bool)) == (result, isinstance(result, bool))
    assert isinstance(value, ErrorValue) == isinstance(result, ErrorValue)
    assert 2.0 == read(tmp_path / "out.xlsx", A2)
    assert '=IF(1<2,"&",B1)' == openpyxl.load_workbook(tmp_path / "out.xlsx").active["A1"].value


def test_no_result_takes_the_stored_one_away(tmp_path):
    path = book(tmp_path, {"A1": "=1+1 → 2"})

    write_values(path, {A1: None}, path)

    assert "=1+1" == read(path, A1)


def test_every_other_part_and_every_other_byte_of_the_sheet_stays(tmp_path):
    path = tmp_path / "a.xlsx"
    workbook = openpyxl.Workbook()
    workbook.active.append(["合计", 1.5, "=B1*2", "=B1*3"])
    workbook.active.merge_cells("A5:C6")
    workbook.create_sheet("二").append(["=Sheet!B1"])
    workbook.save(path)

    write_values(path, {Cell("Sheet", 0, 2): 3.0}, tmp_path / "out.xlsx")

    before, after = parts(path), parts(tmp_path / "out.xlsx")
    assert list(before) == list(after)
    assert [PART] == [name for name in before if before[name] != after[name]]
    cell = rb'<c r="C1"[^>]*>.*?</c>'
    assert re.sub(cell, b"", before[PART][0]) == re.sub(cell, b"", after[PART][0])
    assert b'<c r="C1"><f>B1*2</f><v>3</v></c>' in after[PART][0]


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_prefixes_single_quotes_and_shared_formulas_stay_as_they_are(tmp_path, prefix):
    p, name = prefix, f"xmlns{prefix and ':x'}"
    cell = f"<{p}c s='0' r='A2' t='str'><{p}f t='shared' si='0'/><{p}v>alt</{p}v></{p}c>"
    data = f"<{p}sheetData><{p}row r='2'>{cell}</{p}row></{p}sheetData>"
    sheet = f"<{p}worksheet {name}='{MAIN}'>{data}</{p}worksheet>"
    path = xlsx(tmp_path / "a.xlsx", "")
    old = parts(path)
    with ZipFile(path, "w") as archive:
        for part, (data, _) in old.items():
            archive.writestr(part, sheet if part == PART else data)

    write_values(path, {A2: 7.0}, path)

    expected = sheet.replace(" t='str'>", ">").replace("alt", "7")
    assert expected == parts(path)[PART][0].decode()


def test_cells_without_content_are_not_taken_for_the_beginning_of_others(tmp_path):
    path = xlsx(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1" s="0"/><c r="B1"><f>1+1</f></c><c r="C1"><f>B1</f><v>9</v></c></row>',
    )

    write_values(path, {Cell(SHEET, 0, 1): 2.0, Cell(SHEET, 0, 2): 2.0}, path)

    assert ["", 2.0, 2.0] == list(read_workbook(path)[0].rows[0])


@pytest.mark.parametrize("cell", [Cell(SHEET, 8, 8), Cell("无此表", 0, 0)])
def test_a_cell_that_the_file_does_not_have_is_refused_and_nothing_written(tmp_path, cell):
    path = book(tmp_path, {"A1": "=1+1 → 2"})

    with pytest.raises(ValueError, match=re.escape(cell.sheet)):
        write_values(path, {A1: 3.0, cell: 1.0}, tmp_path / "out.xlsx")

    assert ["a.xlsx"] == [file.name for file in tmp_path.iterdir()]


def test_a_failure_leaves_what_was_there(tmp_path, monkeypatch):
    path = book(tmp_path, {"A1": "=1+1 → 2"})
    before = path.read_bytes()

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_values(path, {A1: 3.0}, path)

    assert (before, ["a.xlsx"]) == (path.read_bytes(), [file.name for file in tmp_path.iterdir()])


@settings(max_examples=50)
@given(
    value=st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.text(st.characters(codec="utf-8")))
)
def test_what_is_written_is_well_formed_and_read_back(tmp_path_factory, value):
    path = book(tmp_path_factory.mktemp("values"), {"A1": "=B1 → 2"})

    write_values(path, {A1: value}, path)

    result = openpyxl.load_workbook(path, data_only=True).active["A1"].value
    if isinstance(value, float) or (value and value.isprintable() and value == value.strip()):
        assert value == result


def test_results_written_into_a_copy_are_those_it_stores(tmp_path):
    path = book(
        tmp_path, {"A1": "2", "A2": "=A1*2 → 5", "A3": '=A1&"元"', "A4": "=1/0 → 1", "A5": "=NOSUCH() → 8"}
    )
    report = recalculate(path)

    write_values(path, report.reconciliation.results, tmp_path / "out.xlsx")

    again = recalculate(tmp_path / "out.xlsx")
    assert ["R-02"] == [finding.rule for finding in again.findings]
    assert 3 == again.counts["exact"]
    assert [2.0, 4.0, "2元", "#DIV/0!", 8.0] == [
        row[0] for row in read_workbook(tmp_path / "out.xlsx")[0].rows
    ]
