"""Hosts: what xlwings' interface does not say and each spreadsheet program says in its own way."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings as xw

_VERY_HIDDEN = 2  # Excel's xlSheetVeryHidden


def is_protected(sheet: xw.Sheet) -> bool:
    """Say whether a sheet's cells cannot be changed."""
    native = sheet.api
    return bool(native.ProtectContents if _is_excel(sheet.book) else native.isProtected())


def is_structure_protected(book: xw.Book) -> bool:
    """Say whether no sheet can be added to a book."""
    native = book.api
    return bool(native.ProtectStructure if _is_excel(book) else native.isProtected())


def hide_deeply(sheet: xw.Sheet) -> None:
    """Hide a sheet so that a user does not come across it; LibreOffice only knows hidden."""
    sheet.visible = False
    if _is_excel(sheet.book):
        sheet.api.Visible = _VERY_HIDDEN


def say(app: xw.App, text: str) -> None:
    """Show a sentence to the person at the screen; nobody is there when the program is not visible."""
    if app.visible:
        # a program that shows no boxes still has its status bar, which was set before
        with suppress(NotImplementedError):
            app.alert(text)


def is_gone(app: xw.App) -> bool:
    """Say whether the program has ended, so that nothing can be said there any more."""
    try:
        app.version  # noqa: B018 the question is whether there is an answer
    except Exception:  # noqa: BLE001 each program fails in its own way
        return True
    return False


def _is_excel(book: xw.Book) -> bool:
    return book.app.engine.name == "excel"
