"""Marks in parts as real writers leave them, which small files made for a test seldom hold."""

import zipfile
from io import BytesIO

import openpyxl
import pytest
from tests.ooxml import schema_errors

from gouji.marks.plan import Mark
from gouji.marks.results import Results
from gouji.workbook.clear import cleared
from gouji.workbook.mark import marked

NO_RESULTS = Results("核对结果", "勾稽核对结果", ("一句话",), (), ("",) * 7, ())


def parts(data):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def blank():
    """A workbook whose sheet 表 has no rows: its data are one empty tag, as Excel writes them."""
    written = BytesIO()
    book = openpyxl.Workbook()
    book.active.title = "表"
    book.save(written)
    entries = parts(written.getvalue())
    sheet = "xl/worksheets/sheet1.xml"
    usual = b"<sheetData></sheetData>"
    assert usual in entries[sheet]
    entries[sheet] = entries[sheet].replace(usual, b"<sheetData/>")
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, data in entries.items():
            target.writestr(name, data)
    return out.getvalue()


def test_a_sheet_without_rows_gets_them_for_its_marks(blank, tmp_path):
    marks = [Mark("表", cell, "notice", f"[勾稽] {cell}") for cell in ("C5", "B2", "D2")]
    data = marked(blank, marks, NO_RESULTS)
    before, after = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    before.write_bytes(blank)
    after.write_bytes(data)

    sheet = openpyxl.load_workbook(after)["表"]
    assert ["FFBDD7EE"] * 3 == [sheet[mark.cell].fill.fgColor.rgb for mark in marks]
    assert parts(blank) == parts(cleared(data))
    assert not schema_errors(after) - schema_errors(before)
