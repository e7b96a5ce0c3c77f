"""Apps, books and sheets through xlwings in a real LibreOffice."""

import os
import signal
import time

import openpyxl
import pytest
import xlwings as xw
from tests.libreoffice import missing

import xlwings_libreoffice
from xlwings_libreoffice import LibreOfficeError, LostConnectionError, NotSupportedError, ProtectedError


def test_the_engine_is_registered_by_importing_it(office_app):
    assert office_app.engine.name == "libreoffice"
    assert office_app.version.major >= 7
    assert office_app.pid in list(xw.apps.keys())


def test_a_saved_book_is_read_by_openpyxl_with_its_marks(book, tmp_path):
    sheet = book.sheets[0]
    sheet["A1"].value = [["科目", 1.5], ["=B1*2", True]]
    sheet["A1,B2"].color = (255, 199, 206)
    sheet["B1"].add_note("批注：不一致")
    sheet["A1"].font.name = "仿宋_GB2312"
    sheet["A3"].add_hyperlink("#Sheet1!B2", "跳转")
    book.save(tmp_path / "保存.xlsx")
    saved = openpyxl.load_workbook(tmp_path / "保存.xlsx")["Sheet1"]
    assert [cell.fill.fgColor.rgb for cell in (saved["A1"], saved["B2"])] == ["FFFFC7CE"] * 2
    assert saved["B1"].comment.text == "批注：不一致"
    assert saved["A1"].font.name == "仿宋_GB2312"
    assert saved["A2"].value == "=B1*2"
    assert saved["B2"].value is True
    assert "B2" in saved["A3"].hyperlink.location


def test_a_book_is_opened_by_its_path_and_found_again_by_it(office_app, book, tmp_path):
    book.save(tmp_path / "a.xlsx")
    assert xw.Book(str(tmp_path / "a.xlsx")) == book
    assert office_app.books["a.xlsx"].fullname == str(tmp_path / "a.xlsx")


def test_a_read_only_book_is_not_saved_in_place(office_app, tmp_path):
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    book = office_app.books.open(tmp_path / "a.xlsx", read_only=True)
    with pytest.raises(LibreOfficeError, match="read-only"):
        book.save()
    book.save(tmp_path / "b.xlsx")
    book.close()
    assert (tmp_path / "b.xlsx").exists()


def test_sheets_are_added_named_hidden_moved_copied_and_deleted(book):
    first = book.sheets[0]
    added = book.sheets.add("核对结果", after=first)
    assert book.sheets.active == added
    added.visible = False
    assert not book.sheets["核对结果"].visible
    added.visible = True
    added.move(before=first)
    assert book.sheet_names == ["核对结果", "Sheet1"]
    assert first.copy(name="副本")["A1"].value is None
    added.delete()
    assert book.sheet_names == ["Sheet1", "副本"]


@pytest.mark.parametrize(
    "change",
    [
        lambda cell: setattr(cell, "value", 1),
        lambda cell: setattr(cell, "formula", "=1"),
        lambda cell: setattr(cell, "color", (255, 0, 0)),
        lambda cell: setattr(cell.font, "bold", True),
        lambda cell: cell.add_note("批注"),
        lambda cell: cell.add_hyperlink("https://example.org"),
        lambda cell: cell.clear_contents(),
    ],
)
def test_a_protected_sheet_says_so_instead_of_staying_silently_as_it_is(book, change):
    sheet = book.sheets[0]
    sheet["A1"].value = 7
    sheet.api.protect("")
    with pytest.raises(ProtectedError, match="Sheet1 is protected"):
        change(sheet["A1"])
    assert (sheet["A1"].value, sheet["A1"].color, sheet["A1"].note) == (7, None, None)


def test_selection_status_bar_screen_updating_and_calculation(office_app, book):
    book.sheets[0]["B3:C4"].select()
    assert book.selection.address == "$B$3:$C$4"
    with office_app.properties(status_bar="核对中", screen_updating=False, calculation="manual"):
        assert office_app.status_bar == "核对中"
        assert office_app.calculation == "manual"
    assert office_app.status_bar is False
    assert office_app.screen_updating


def test_names_refer_to_their_cells(book):
    book.sheets[0]["B2:C3"].name = "合计"
    assert book.names["合计"].refers_to == "=Sheet1!$B$2:$C$3"
    assert book.sheets[0]["合计"].address == "$B$2:$C$3"
    book.names["合计"].delete()
    assert len(book.names) == 0


def test_what_is_not_supported_says_what_to_use(book):
    with pytest.raises(NotSupportedError, match=r"use sheet\.api\.Charts"):
        book.sheets[0].charts.add()
    with pytest.raises(NotSupportedError, match=r"use range\.note"):
        _ = book.sheets[0]["A1"].comment


def test_a_killed_libreoffice_is_told_at_once_and_the_file_is_untouched(office_app, tmp_path):
    app = xw.App(visible=False)
    book = app.books[0]
    book.save(tmp_path / "a.xlsx")
    before = (tmp_path / "a.xlsx").read_bytes()
    book.sheets[0]["A1"].value = "not saved"
    cell = book.sheets[0]["A1"]
    os.kill(app.pid, signal.SIGKILL)
    started = time.monotonic()
    for action in (lambda: cell.value, lambda: cell.note, lambda: book.name, book.save, book.sheets.add):
        with pytest.raises(LostConnectionError, match="connection"):
            action()
    assert time.monotonic() - started < 10
    assert app not in list(xw.apps)
    assert office_app.books is not None
    assert (tmp_path / "a.xlsx").read_bytes() == before


def test_a_running_libreoffice_is_attached_by_its_pipe(office_app):
    pipe = office_app.impl._process.pipe  # noqa: SLF001  what a user would have chosen
    attached = xlwings_libreoffice.attach(pipe=pipe)
    assert attached == office_app
    assert attached.books.count == office_app.books.count


def test_a_pipe_that_nobody_answers_is_a_lost_connection():
    if missing():
        pytest.skip(f"NOT TESTED IN A REAL SPREADSHEET: {missing()}")
    with pytest.raises(LostConnectionError, match="nobody-here"):
        xlwings_libreoffice.attach(pipe="nobody-here")
