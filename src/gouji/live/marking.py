"""Marking: a book's findings made visible in it, wholly or not at all."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from gouji.live.addresses import unions
from gouji.live.borders import border_of, give_border
from gouji.live.clearing import clear_book
from gouji.live.colors import shown
from gouji.live.hosts import heights_kept, hide_deeply, is_gone, is_protected, one_step
from gouji.live.messages import UserError, sentence
from gouji.live.reading import sheets_by_name
from gouji.live.resultslist import write_results
from gouji.marks.borders import border_xml, frame
from gouji.marks.kinds import Kind, looks
from gouji.marks.notes import joined
from gouji.marks.record import RECORD_SHEET, Before, Record, rows_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    import xlwings as xw

    from gouji.marks.plan import Mark
    from gouji.marks.results import Results


def mark_book(book: xw.Book, marks: Sequence[Mark], results: Results) -> None:
    """Mark an open book that has no marks; when anything fails, none of them stays.

    Neither the book's structure nor a sheet of a mark may be protected. Raises UserError when some stay as
    they could not be taken off.
    """
    sheets = sheets_by_name(book)
    by_sheet: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_sheet[mark.sheet].append(mark)
    before = [_before(sheets[mark.sheet].range(mark.cell), mark) for mark in marks]
    try:
        listed = write_results(book, sheets, results)
        # the record comes before the first mark: whatever happens then, it can be cleared
        _write_record(book, Record(listed, tuple(before)))
        with heights_kept(book), one_step(book, sentence("mark_step")):
            for name, mine in by_sheet.items():
                _annotate(sheets[name], mine)
                _colour(sheets[name], mine)
    except BaseException as error:
        # Esc and a program's end come as exceptions too; what failed is told by the first one
        is_undone = _undone(book, sheets)
        if not is_undone and isinstance(error, Exception) and not is_gone(book.app):
            raise UserError("not_undone", f"{type(error).__name__}: {error}") from error
        raise


def _undone(book: xw.Book, before: Container[str]) -> bool:
    """Take off the marks and the sheets that were not there before; say whether it could be done.

    The record of the marks stays where they could not be taken off, so that they can still be cleared.
    """
    try:
        clear_book(book)
        for name, sheet in sheets_by_name(book).items():
            if name not in before:
                sheet.delete()
    except Exception:  # noqa: BLE001 a spreadsheet program fails in every way
        return False
    return True


def protected_sheets(book: xw.Book, marks: Iterable[Mark]) -> list[str]:
    """Return the names of the protected sheets among those that marks are for."""
    names = dict.fromkeys(mark.sheet for mark in marks)
    return [name for name in names if is_protected(book.sheets[name])]


def _before(cell: xw.Range, mark: Mark) -> Before:
    border = border_xml(border_of(cell)) if looks()[mark.kind].edge else ""
    return Before(mark.sheet, mark.cell, mark.kind, mark.note, shown(cell.color), "", border)


def _annotate(sheet: xw.Sheet, marks: Iterable[Mark]) -> None:
    has_notes = len(sheet.notes) > 0
    for mark in marks:
        cell = sheet.range(mark.cell)
        try:
            own = cell.note if has_notes else None
            if own is None:
                cell.add_note(mark.note)
            else:
                own.text = joined(own.text, mark.note)
        except Exception:
            # Excel refuses a note where a threaded comment stands; the mark is then its colour and its row
            if is_gone(sheet.book.app):
                raise


def _colour(sheet: xw.Sheet, marks: Iterable[Mark]) -> None:
    cells: dict[Kind, list[str]] = defaultdict(list)
    for mark in marks:
        cells[mark.kind].append(mark.cell)
    for kind, addresses in cells.items():
        look = looks()[kind]
        for union in unions(addresses):
            sheet.range(union).color = f"#{look.fill}"
        if look.edge:
            for address in addresses:
                give_border(sheet.range(address), frame(look.edge))


def _write_record(book: xw.Book, record: Record) -> None:
    sheet = book.sheets.add(RECORD_SHEET, after=book.sheets[record.results])
    rows = rows_of(record)
    sheet.range(f"A1:C{len(rows)}").formula = [list(row) for row in rows]
    hide_deeply(sheet)
