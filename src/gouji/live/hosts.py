"""Hosts: what xlwings' interface does not say and each spreadsheet program says in its own way."""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from gouji.live.errors import ERROR_CODES
from gouji.live.messages import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import xlwings as xw

    from gouji.grid import Value

_VERY_HIDDEN = 2  # Excel's xlSheetVeryHidden
_VISIBLE = (True, -1)  # Excel's xlSheetVisible; very hidden is 2, which is true to Python


def is_protected(sheet: xw.Sheet) -> bool:
    """Say whether a sheet's cells cannot be changed."""
    native = sheet.api
    if _is_windows(sheet.book):
        return bool(native.ProtectContents)
    return bool(native.protect_contents.get() if _is_mac(sheet.book) else native.isProtected())


def is_structure_protected(book: xw.Book) -> bool:
    """Say whether no sheet can be added to a book."""
    native = book.api
    if _is_windows(book):
        return bool(native.ProtectStructure)
    return bool(native.protect_structure.get() if _is_mac(book) else native.isProtected())


def hide_deeply(sheet: xw.Sheet) -> None:
    """Hide a sheet so that a user does not come across it; only Excel for Windows knows more than hidden."""
    sheet.visible = False
    if _is_windows(sheet.book):
        sheet.api.Visible = _VERY_HIDDEN


def is_visible(sheet: xw.Sheet) -> bool:
    """Say whether a user sees a sheet's tab."""
    return sheet.visible in _VISIBLE


def freeze_rows(sheet: xw.Sheet, rows: int) -> None:
    """Keep the first rows of the active sheet on the screen; on macOS they scroll like the others."""
    if _is_windows(sheet.book):
        # xlwings' engine for Excel has no frozen panes
        window = sheet.book.api.Windows(1)
        window.ScrollRow = 1
        window.SplitColumn, window.SplitRow = 0, rows
        window.FreezePanes = True
    elif not _is_mac(sheet.book):
        sheet.freeze_panes.freeze_at(f"1:{rows}")


def values_of(cells: xw.Range) -> Sequence[Sequence[Value]]:
    """Return the values of a range row by row, '' for a blank, an error value by its text."""
    if not _is_mac(cells.sheet.book):
        rows: Sequence[Sequence[Value]] = cells.options(ndim=2, err_to_str=True, empty="").value
        return rows
    # there xlwings fails on texts of errors in more than one row, and gives blanks for them without
    return with_errors(cells.options(ndim=2, empty="").value, cells.api.string_value.get())


def with_errors(rows: Sequence[Sequence[Value]], shown: object) -> list[list[Value]]:
    """Return the rows with the error values that are shown in them; `shown` is a text, a row or rows."""
    table = shown if isinstance(shown, list) else [shown]
    texts = table if isinstance(table[0], list) else [table]
    return [
        [text if text in ERROR_CODES else value for value, text in zip(row, line, strict=True)]
        for row, line in zip(rows, texts, strict=True)
    ]


def say(app: xw.App, text: str) -> None:
    """Show a sentence to the person at the screen; nobody is there when the program is not visible."""
    # macOS may not tell whether it is visible
    if app.visible is not False:
        # a program that shows no boxes still has its status bar, which was set before
        with suppress(NotImplementedError):
            app.alert(text, title=sentence("title"))


@contextmanager
def one_step(book: xw.Book, title: str) -> Iterator[None]:
    """Let a user take back all that is done within at once; Excel takes back nothing that a program did.

    Steps may hold steps. LibreOffice cuts an open one to the 100 last changes whenever a sheet is activated:
    what makes many changes is a step of its own, in which no sheet is activated.
    """
    if book.app.engine.name == "excel":
        yield
        return
    undo = book.api.UndoManager
    undo.enterUndoContext(title)
    try:
        yield
    finally:
        undo.leaveUndoContext()


@contextmanager
def heights_kept(book: xw.Book) -> Iterator[None]:
    """Keep the heights of rows; LibreOffice fits a row anew to its text when a cell gets a colour."""
    if book.app.engine.name == "excel":
        yield
        return
    native = book.api
    native.IsAdjustHeightEnabled = False
    try:
        yield
    finally:
        native.IsAdjustHeightEnabled = True


def is_gone(app: xw.App) -> bool:
    """Say whether the program has ended, so that nothing can be said there any more."""
    try:
        app.version  # noqa: B018 the question is whether there is an answer
    except Exception:  # noqa: BLE001 each program fails in its own way
        return True
    return False


def _is_windows(book: xw.Book) -> bool:
    return book.app.engine.name == "excel" and sys.platform != "darwin"


def _is_mac(book: xw.Book) -> bool:
    return book.app.engine.name == "excel" and sys.platform == "darwin"
