"""Quiet: a command works with the screen still and leaves the program as it found it, whatever happens."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from gouji.marks.notes import TAG

if TYPE_CHECKING:
    from collections.abc import Iterator

    import xlwings as xw


@contextmanager
def quiet(book: xw.Book) -> Iterator[None]:
    """Hold screen and calculation still; restore them, the status bar and the selection at the end."""
    app = book.app
    updating, calculation, status = app.screen_updating, app.calculation, app.status_bar
    if TAG in str(status):  # the finding that was last gone to may not stand after the command
        status = False
    selected = _selection(book)
    try:
        app.screen_updating = False
        app.calculation = "manual"
        yield
    finally:
        # what cannot be restored does not keep the rest from it, and what went wrong is already on its way up
        with suppress(Exception):
            app.calculation = calculation
        with suppress(Exception):
            _select(book, selected)
        with suppress(Exception):
            app.status_bar = status
        with suppress(Exception):
            app.screen_updating = updating


def _selection(book: xw.Book) -> tuple[str, str] | None:
    """Return sheet and address of the selected cells; None where a chart or a shape is selected."""
    with suppress(Exception):
        selection = book.selection
        if selection is not None:
            return selection.sheet.name, selection.address
    return None


def _select(book: xw.Book, place: tuple[str, str] | None) -> None:
    if place is not None:
        sheet = book.sheets[place[0]]
        sheet.activate()
        sheet.range(place[1]).select()
