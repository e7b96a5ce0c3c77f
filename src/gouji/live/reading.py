"""Reading: an open book → sheets of values and their report, by a few calls a sheet whatever its size."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from gouji.accepted import read_accepted
from gouji.grid import ErrorValue, Sheet, sheet_of
from gouji.live.errors import ERROR_CODES, ERROR_TEXTS
from gouji.live.hosts import values_of
from gouji.locate import locate
from gouji.marks.record import RECORD_SHEET, place_of
from gouji.report.sheets import report_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import xlwings as xw

    from gouji.grid import Value
    from gouji.report import Report


def check_book(book: xw.Book) -> Report:
    """Check the tables of an open book as it stands, saved or not, and return the report.

    Findings that were accepted beside its file do not count. Raises AcceptedError when it cannot be read.
    """
    sheets, file = sheets_of(book), _path_of(book)
    # a book that is not in a file here has no accepted findings beside it
    accepted = read_accepted(file) if file.is_absolute() else ()
    return report_of(file, sheets, locate(sheets), None, accepted)


def _path_of(book: xw.Book) -> Path:
    """Return the path of a book's file, its name alone where the file is not on this machine."""
    try:
        return Path(book.fullname)
    except Exception:  # noqa: BLE001 a file of OneDrive or SharePoint may have no local copy
        return Path(book.name)


def sheets_of(book: xw.Book) -> list[Sheet]:
    """Return the worksheets of a book, hidden ones too, without those that marks have added."""
    sheets = sheets_by_name(book)
    ours = {RECORD_SHEET, results_name(sheets)}
    return [_read(name, sheet) for name, sheet in sheets.items() if name not in ours]


def sheets_by_name(book: xw.Book) -> dict[str, xw.Sheet]:
    """Return the worksheets of a book by name, in their order: asked for once, as each costs calls."""
    return {sheet.name: sheet for sheet in book.sheets}


def results_name(sheets: Mapping[str, xw.Sheet]) -> str:
    """Return the name of the results sheet of a marked book, '' where there is none."""
    if RECORD_SHEET not in sheets:
        return ""
    # the record's first row is about the results sheet
    place = place_of(str(sheets[RECORD_SHEET].range("B1").formula))
    return place[0] if place and place[0] in sheets else ""


def _read(name: str, sheet: xw.Sheet) -> Sheet:
    used = sheet.used_range
    rows = values_of(used)
    above, before = used.row - 1, used.column - 1
    return sheet_of(name, [[] for _ in range(above)] + [_row(row, before) for row in rows])


def _row(values: Sequence[Value], before: int) -> list[Value]:
    return [""] * before + [plain(value) for value in values]


def plain(value: Value) -> Value:
    """Return a cell's value as the readers of files give it.

    Excel hands an amount in a currency format over as a Decimal, and an error value that xlwings does not
    know as an integer; its numbers are floats.
    """
    if isinstance(value, str):
        return ErrorValue(value) if value in ERROR_CODES else value
    if isinstance(value, int) and value in ERROR_TEXTS:
        return ErrorValue(ERROR_TEXTS[value])
    return float(value) if isinstance(value, Decimal) else value
