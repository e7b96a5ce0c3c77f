"""Clearing: an open book as it was without its marks, whoever made them, here or in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gouji.live.borders import border_of, give_border
from gouji.live.colors import shown
from gouji.live.hosts import heights_kept, is_protected, one_step
from gouji.live.messages import sentence
from gouji.live.reading import sheets_by_name
from gouji.marks.borders import border_from, frame
from gouji.marks.kinds import looks
from gouji.marks.notes import TAG, without
from gouji.marks.record import RECORD_SHEET, record_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import xlwings as xw

    from gouji.marks.record import Before, Record


def record_in(sheets: Mapping[str, xw.Sheet]) -> Record | None:
    """Return the record that a book keeps, None for a book without marks."""
    if RECORD_SHEET not in sheets:
        return None
    sheet = sheets[RECORD_SHEET]
    used = sheet.used_range
    last = used.row + used.shape[0] - 1
    values = sheet.range(f"A1:C{last}").options(ndim=2, empty="").value
    formulas = sheet.range(f"A1:C{last}").formula
    return record_of(
        (value[0], formula[1], value[2]) for value, formula in zip(values, formulas, strict=True) if value[0]
    )


def clear_book(book: xw.Book) -> bool:
    """Take the marks off an open book; say whether there were any.

    A fill or border that the user has given a marked cell since stays, and so does what the user wrote into a
    note. Sheets that were protected since stay as they are.
    """
    sheets = sheets_by_name(book)
    record = record_in(sheets)
    if record is None:
        return False
    marked = {cell.sheet for cell in record.cells} & sheets.keys()
    open_sheets = {name for name in marked if not is_protected(sheets[name])}
    with heights_kept(book), one_step(book, sentence("clear_step")):
        for before in record.cells:
            if before.sheet in open_sheets:
                _restore(sheets[before.sheet].range(before.cell), before)
    for name in (record.results, RECORD_SHEET):
        if name in sheets:
            # Excel may refuse to delete what is very hidden
            sheets[name].visible = True
            sheets[name].delete()
    return True


def _restore(cell: xw.Range, before: Before) -> None:
    look = looks()[before.kind]
    if shown(cell.color) == look.fill:
        cell.color = f"#{before.color}" if before.color else None
    if look.edge and border_of(cell) == frame(look.edge):
        give_border(cell, border_from(before.border))
    note = cell.note
    if note is not None and TAG in (text := note.text):
        kept = without(text, before.note)
        if kept.strip():
            note.text = kept
        else:
            note.delete()
