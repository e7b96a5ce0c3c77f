"""Notes of cells: Excel's notes are LibreOffice's annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xlwings_libreoffice.bridge import Guarded, struct

if TYPE_CHECKING:
    from xlwings_libreoffice.ranges import Range


def note_of(cell: Range) -> Note | None:
    """Return the note of a cell, None when it has none."""
    note = Note(cell)
    return note if note.text else None


def add_note(cell: Range, text: str) -> Note:
    """Put a note on a cell, without its window showing."""
    _write(cell, text)
    return Note(cell)


def _write(cell: Range, text: str) -> None:
    """Put a note on a cell in place of one it has: unlike a change of its text, this can be undone."""
    _ = cell.changeable
    place = struct("table.CellAddress", cell.sheet.index - 1, cell.column - 1, cell.row - 1)
    cell.sheet.native.Annotations.insertNew(place, text)


class Note(Guarded, base_classes.Note):
    """The note of a cell."""

    def __init__(self, cell: Range) -> None:
        self._cell, self.app = cell, cell.app

    @property
    def api(self) -> Any:
        return self._cell.first_cell.Annotation

    @property
    def text(self) -> str:
        return str(self.api.String)

    @text.setter
    def text(self, text: str) -> None:
        _write(self._cell, text)

    @property
    def author(self) -> str:
        return str(self.api.Author)

    @property
    def location(self) -> Range:
        return self._cell

    def delete(self) -> None:
        _ = self._cell.changeable
        # LibreOffice removes notes by number only; this clears the one kind of content of the one cell
        self._cell.first_cell.clearContents(ANNOTATION)


ANNOTATION = 8
"""UNO's sheet.CellFlags for notes."""
