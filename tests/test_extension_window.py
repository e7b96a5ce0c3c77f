"""The extension in a real LibreOffice in a window, with a Chinese interface, by keyboard and mouse.

GOUJI_PICTURES names a folder for pictures of what a user sees, those of docs/ among them.
"""

import os
import shutil
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from tests import desktop, extension, ooxml
from tests.desktop import until
from tests.window import MENU, one_round, windowed

import gouji
from gouji.functions.cards import cards
from gouji.marks.plan import marks_of
from gouji.workbook.clear import cleared
from xlwings_libreoffice.bridge import properties

MISTAKEN = "2023决算样表-五处错误"
URL = "org.gouji.addin:mark"
WIZARD = "函数向导"


@pytest.fixture(scope="module")
def window(extension_profile, tmp_path_factory):
    """Give a LibreOffice in a window, with the extension."""
    reason = desktop.missing()
    if reason:
        pytest.skip(f"NOT TESTED IN A REAL WINDOW: {reason}")
    with windowed(extension.copied(extension_profile, tmp_path_factory.mktemp("window"))) as one:
        yield one


@pytest.fixture
def opened(window, built_folder, tmp_path):
    """Open copies of our workbooks, and close them without saving at the end."""

    def open_copy(name=f"{MISTAKEN}.xlsm", stem="决算"):
        path = Path(shutil.copy(built_folder / name, tmp_path / f"{stem}{Path(name).suffix}"))
        return window.open(path), path

    yield open_copy
    window.close()


@pytest.fixture
def picture(window):
    """Take a picture of the screen where pictures are wanted."""

    def take(name):
        if folder := os.environ.get("GOUJI_PICTURES"):
            time.sleep(1)  # what was closed is gone, and what was opened is painted, only after a while
            window.desktop.picture(Path(folder) / f"{name}.png")

    return take


def in_sheet(window, frame):
    """Click the button in the sheet, which is wider than those of the toolbar."""
    window.click(frame, "一键核对", wide=100)


def in_toolbar(window, frame):
    window.click(frame, "一键核对")


def in_menu(window, frame):
    window.click(frame, "决算核对", MENU)
    window.desktop.press("Down", "Return")


def marks_in(document):
    """Return the cells that carry a note of ours: (sheet, row, column) → the note."""
    return {
        (sheet.Name, note.Position.Row, note.Position.Column): note.String
        for sheet in document.Sheets
        for note in sheet.Annotations
    }


def headless(path):
    """Return the marks of a file as `gouji mark` would write them, placed as LibreOffice places them."""
    return {
        (mark.sheet, *(n - 1 for n in openpyxl.utils.cell.coordinate_to_tuple(mark.cell))): mark.note
        for mark in marks_of(gouji.check(path), "zh")
    }


def sheets(document):
    return list(document.Sheets.ElementNames)


@pytest.mark.parametrize("click", [in_sheet, in_toolbar, in_menu])
def test_one_click_marks_what_the_headless_check_finds(window, opened, picture, click):
    frame, path = opened()
    click(window, frame)
    says = window.box()
    picture(click.__name__)

    assert says.startswith("核对完毕：有 14 条勾稽关系不符。")
    assert headless(path) == marks_in(frame.Controller.Model)


def test_one_undo_takes_all_of_a_mark_away_and_redo_gives_it_back(window, opened):
    frame, _ = opened()
    document = frame.Controller.Model
    before = sheets(document)
    in_toolbar(window, frame)
    window.box()
    marked, with_list = marks_in(document), sheets(document)

    window.desktop.press("ctrl+z")
    until(lambda: not marks_in(document), "the marks undone")
    assert before == sheets(document)
    assert () == document.UndoManager.getAllUndoActionTitles()

    window.desktop.press("ctrl+y")
    until(lambda: marked == marks_in(document), "the marks made again")
    assert with_list == sheets(document)


def test_the_clear_command_takes_the_marks_off(window, opened):
    frame, _ = opened()
    before = sheets(frame.Controller.Model)
    in_toolbar(window, frame)
    window.box()
    window.click(frame, "清除标注")

    assert "标注已清除。" == window.box()
    assert {} == marks_in(frame.Controller.Model)
    assert before == sheets(frame.Controller.Model)


def test_next_goes_to_a_finding_and_explain_tells_its_ties(window, opened, picture):
    frame, _ = opened()
    in_toolbar(window, frame)
    window.box()
    window.click(frame, "下一处")
    selected = until(lambda: frame.Controller.Model.CurrentSelection.AbsoluteName, "a selection")
    window.click(frame, "解释单元格")
    until(lambda: window.desktop.window("勾稽"), "the box")
    picture("explained")

    assert "勾稽关系" in window.box()
    assert "$公开01表.$F$33" == selected


def test_about_tells_the_version(window, opened):
    frame, _ = opened()
    window.click(frame, "关于")

    assert f"勾稽 {gouji.__version__}" in window.box()


def test_the_document_of_the_clicked_window_is_marked(window, opened):
    first, _ = opened(stem="甲")
    second, _ = opened(stem="乙")
    window.desktop.do("windowactivate", "--sync", window.desktop.window("甲"))
    in_toolbar(window, first)
    window.box()

    assert marks_in(first.Controller.Model)
    assert not marks_in(second.Controller.Model)


def test_loading_points_the_button_to_the_command_and_leaves_nothing_to_save(opened):
    frame, _ = opened()
    document = frame.Controller.Model
    form = document.Sheets.getByIndex(0).DrawPage.Forms.getByIndex(0)

    assert URL == form.getByIndex(0).TargetURL
    assert "GoujiButton.GoujiCheckNow" in form.getScriptEvents(0)[0].ScriptCode
    assert not document.isModified()
    assert () == document.UndoManager.getAllUndoActionTitles()


def test_a_file_marked_and_saved_as_xlsx_is_cleared_by_gouji_clear_and_keeps_the_button(
    window, opened, tmp_path
):
    frame, _ = opened()
    in_sheet(window, frame)
    window.box()
    saved = tmp_path / "另存.xlsx"
    save_as(frame, saved)
    plain = tmp_path / "清除.xlsx"
    plain.write_bytes(cleared(saved.read_bytes()))

    assert "[勾稽]" in texts_of_notes(saved)
    assert "[勾稽]" not in texts_of_notes(plain)
    assert not {"核对结果", "_gouji"} & set(openpyxl.load_workbook(plain).sheetnames)
    with zipfile.ZipFile(saved) as archive:
        assert 'macro="GoujiButton.GoujiCheckNow"' in archive.read("xl/worksheets/sheet1.xml").decode()


def test_a_pointed_button_is_written_as_one_that_was_not(opened, tmp_path):
    frame, _ = opened()
    save_as(frame, tmp_path / "有.xlsx")
    button = frame.Controller.Model.Sheets.getByIndex(0).DrawPage.Forms.getByIndex(0).getByIndex(0)
    button.TargetURL = ""
    button.setPropertyToDefault("ButtonType")
    save_as(frame, tmp_path / "无.xlsx")

    assert ooxml.schema_errors(tmp_path / "无.xlsx") == ooxml.schema_errors(tmp_path / "有.xlsx")
    assert control_parts(tmp_path / "无.xlsx") == control_parts(tmp_path / "有.xlsx")


def test_a_typed_function_is_calculated_and_saved_under_its_own_name(window, opened):
    frame, path = opened("2023决算样表.xlsx")
    document = frame.Controller.Model
    cell = document.Sheets.getByIndex(0).getCellRangeByName("H2")
    frame.Controller.select(cell)
    window.desktop.type("=GJ_GROWTH(120,100)")
    window.desktop.press("Return")
    until(lambda: cell.Value, "a result")
    assert pytest.approx(0.2) == cell.Value

    document.store()
    assert "<f>GJ_GROWTH(120,100)</f>" in plain_formulas(path)
    # a file that was changed behind its back would make LibreOffice ask
    cell.setValue(1)
    document.store()
    assert "GJ_GROWTH" not in plain_formulas(path)


@pytest.mark.parametrize(
    "written", ["GJ_GROWTH(120,100)", "_xll.GJ_GROWTH(120,100)", "GJ_GROWTH(120,100)*2/2"]
)
def test_a_function_in_a_file_is_known_when_it_is_loaded(window, tmp_path, written):
    path = tmp_path / "公式.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"] = f"={written}"
    book.active["A2"] = "=A1*10"
    book.save(path)
    frame = window.open(path)
    document = frame.Controller.Model
    values = [document.Sheets.getByIndex(0).getCellRangeByName(name).Value for name in ("A1", "A2")]
    modified = document.isModified()
    window.close()

    assert [pytest.approx(0.2), pytest.approx(2)] == values
    assert not modified


def test_the_wizard_lists_the_functions_with_help_in_chinese(window, opened, picture):
    frame, _ = opened("2023决算样表.xlsx")
    frame.Controller.select(frame.Controller.Model.Sheets.getByIndex(0).getCellRangeByName("H2"))
    window.desktop.press("ctrl+F2")
    until(lambda: window.desktop.window(WIZARD), "the wizard")
    window.desktop.type("GJ_")
    listed = until(lambda: window.names(WIZARD) & cards().keys(), "functions")
    window.click_in(WIZARD, "GJ_EXECUTION_SCORE")
    helps = until(lambda: [one for one in window.names(WIZARD) if "预算执行率得分" in one], "the help")
    picture("wizard")
    window.desktop.press("Escape")
    until(lambda: not window.desktop.window(WIZARD), "the wizard closed")

    assert cards().keys() == listed
    assert helps


def test_two_documents_in_three_windows_are_marked_and_closed_again_and_again(window, built_folder):
    for _ in range(3):
        one_round(window, *(built_folder / f"{name}.xlsx" for name in (MISTAKEN, "2023决算样表")))

    assert [] == window.frames()


def save_as(frame, path):
    options = properties(FilterName="Calc MS Excel 2007 XML")
    frame.Controller.Model.storeToURL(path.as_uri(), options)


def texts_of_notes(path):
    book = openpyxl.load_workbook(path)
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    return "".join(cell.comment.text for cell in cells if cell.comment)


def plain_formulas(path):
    """Return the first sheet's XML with plain tags of formulas."""
    with zipfile.ZipFile(path) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode().replace('<f aca="false">', "<f>")


def control_parts(path):
    with zipfile.ZipFile(path) as archive:
        return {n: archive.read(n) for n in archive.namelist() if "ctrlProps" in n or "drawings" in n}
