"""Names of functions in files for Excel: as LibreOffice 7.4 writes them, and as Excel knows them."""

import re
import zipfile

import openpyxl
import pytest

from gouji.extension.formulas import with_names
from gouji.extension.saving import restore_names

LONG = "ORG.GOUJI.FUNCTIONS.GJGROWTH"
NAMES = re.compile(rf"GJ_GROWTH|{LONG}\(<".encode())
"""The function in the XML of a part: in formulas, and at the end of a text."""


@pytest.mark.parametrize(
    ("formula", "named"),
    [
        (f"={LONG}(A1,B1)", "=GJ_GROWTH(A1,B1)"),
        ("=ORG.GOUJI.FUNCTIONS.GJEXECUTIONSCORE(A1,B1,10)", "=GJ_EXECUTION_SCORE(A1,B1,10)"),
        ("=gj_growth(A1;B1)", "=GJ_GROWTH(A1;B1)"),
        ("=_xll.GJ_GROWTH(A1,B1)", "=GJ_GROWTH(A1,B1)"),
        ("='gouji.xlam'!GJ_GROWTH(A1,B1)", "=GJ_GROWTH(A1,B1)"),
        ("=[1]!GJ_GROWTH(A1,B1)", "=GJ_GROWTH(A1,B1)"),
        (f"=IF(A1>0,{LONG}(A1,{LONG}(B1,C1)),0)", "=IF(A1>0,GJ_GROWTH(A1,GJ_GROWTH(B1,C1)),0)"),
        (f'="{LONG}("&{LONG}(A1,B1)', f'="{LONG}("&GJ_GROWTH(A1,B1)'),
        (f"=&quot;{LONG}(&quot;", f"=&quot;{LONG}(&quot;"),
        ("=MY_GJ_GROWTH(A1,B1)", "=MY_GJ_GROWTH(A1,B1)"),
        ("=GJ_GROWTHS(A1,B1)", "=GJ_GROWTHS(A1,B1)"),
        ("=SUM(A1:B1)", "=SUM(A1:B1)"),
    ],
)
def test_functions_get_their_names_and_texts_stay(formula, named):
    assert named == with_names(formula)


@pytest.fixture
def workbook(tmp_path):
    """Return the path of a workbook with formulas in all places, as LibreOffice 7.4 writes them."""
    path = tmp_path / "报表.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["A3"] = f"={LONG}(120,100)", f"文字 {LONG}(", "=SUM(1,2)"
    book.defined_names["增长"] = openpyxl.workbook.defined_name.DefinedName(
        "增长", attr_text=f"{LONG}(120,100)"
    )
    rule = openpyxl.formatting.rule.FormulaRule(formula=[f"{LONG}(A1,A3)>0"])
    sheet.conditional_formatting.add("A1", rule)
    book.save(path)
    return path


def parts(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_only_the_names_in_formulas_are_changed_and_the_file_keeps_time_and_rights(workbook):
    before, state = parts(workbook), workbook.stat()
    workbook.chmod(0o640)

    assert restore_names(workbook)
    after = parts(workbook)
    changed = {name for name in before if before[name] != after[name]}
    assert {"xl/worksheets/sheet1.xml", "xl/workbook.xml"} == changed
    assert [b"GJ_GROWTH", f"{LONG}(<".encode(), b"GJ_GROWTH"] == NAMES.findall(
        after["xl/worksheets/sheet1.xml"]
    )
    assert [b"GJ_GROWTH"] == NAMES.findall(after["xl/workbook.xml"])
    assert (state.st_mtime_ns, 0o640) == (workbook.stat().st_mtime_ns, workbook.stat().st_mode & 0o777)
    assert not restore_names(workbook)


def test_a_file_that_is_no_workbook_is_left_alone(tmp_path):
    path = tmp_path / "加密.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0 encrypted")

    assert not restore_names(path)
    assert b"\xd0\xcf\x11\xe0 encrypted" == path.read_bytes()


def test_a_file_that_cannot_be_replaced_is_as_before(workbook, monkeypatch):
    before = workbook.read_bytes()
    monkeypatch.setattr(type(workbook), "replace", refuse)

    with pytest.raises(OSError, match="read-only"):
        restore_names(workbook)
    assert before == workbook.read_bytes()
    assert [workbook] == list(workbook.parent.iterdir())


def refuse(*_):
    raise OSError(30, "read-only")
