"""The commands of the ribbon in a real spreadsheet: the Python of each macro, on a book in LibreOffice."""

import ast
import shutil

import pytest
import xlwings as xw
from tests.addin_commands import commands

FIRST, WRONG, RIGHT = "公开01表", "F33", 183.99
"""A sheet and its cell with a mistake, and what the figure should be."""
ADDED = ["核对结果", "_gouji"]


@pytest.fixture
def book(office_app, built_folder, tmp_path, monkeypatch):
    """Return the open workbook with mistakes and a button, which is the one that calls."""
    copy = shutil.copy(built_folder / "2023决算样表-五处错误.xlsm", tmp_path)
    opened = office_app.books.open(str(copy))
    monkeypatch.setattr(xw.Book, "_mock_caller", opened, raising=False)  # as set_mock_caller does
    yield opened
    opened.close()


def click(command):
    """Run the Python of a command's macro and return what it came to."""
    *before, call = ast.parse(commands()[command]).body
    names = {}
    exec(compile(ast.Module(before, []), command, "exec"), names)  # noqa: S102 the text of our own macro
    outcome = eval(compile(ast.Expression(call.value), command, "eval"), names)  # noqa: S307
    assert not outcome.failed, outcome.says
    return outcome


def added(book):
    return [name for name in book.sheet_names if name in ADDED]


def note(book, cell=WRONG):
    found = book.sheets[FIRST][cell].note
    return found and found.text


def test_one_click_marks_and_clearing_takes_the_marks_away(book):
    colour = book.sheets[FIRST][WRONG].color

    click("GoujiMark")
    marked = (added(book), note(book), book.sheets[FIRST][WRONG].color)
    click("GoujiClear")

    assert ADDED == marked[0]
    assert "应为 183.99，现为 189.39" in marked[1]
    assert marked[2] != colour
    assert ([], None, colour) == (added(book), note(book), book.sheets[FIRST][WRONG].color)


def test_checking_alone_writes_nothing(book):
    outcome = click("GoujiCheck")

    assert "不符" in outcome.says
    assert ([], None) == (added(book), note(book))


def test_after_a_correction_checking_anew_renews_the_marks(book):
    click("GoujiMark")
    book.sheets[FIRST][WRONG].value = RIGHT
    click("GoujiRefresh")

    assert ADDED == added(book)
    assert note(book) is None


def test_next_and_previous_walk_through_the_findings(book):
    click("GoujiMark")
    places = []
    for command in ("GoujiNext", "GoujiNext", "GoujiPrevious"):
        click(command)
        places.append((book.selection.sheet.name, book.selection.address))

    assert places[0] == places[2] != places[1]


def test_the_selected_cell_is_explained(book):
    book.sheets[FIRST].activate()
    book.sheets[FIRST][WRONG].select()

    outcome = click("GoujiExplain")

    assert f"{FIRST}!{WRONG}" in outcome.says
    assert "189.39" in outcome.says


def test_every_command_of_the_ribbon_is_clicked_here():
    clicked = {
        "GoujiMark",
        "GoujiClear",
        "GoujiCheck",
        "GoujiRefresh",
        "GoujiNext",
        "GoujiPrevious",
        "GoujiExplain",
    }

    assert clicked == set(commands())


def test_while_libreoffice_is_driven_a_missing_package_is_missing_as_usual(office_app):
    assert office_app.version

    with pytest.raises(ModuleNotFoundError):
        from no_such_package import anything  # noqa: F401, PLC0415
