"""Files: a book as .xlsx, by XlsxWriter, or as .xls, by xlwt.

xlwt stores 0 for the result of every formula, so .xls files have values only.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

import xlsxwriter
import xlwt
from books.book import BODY, HEAD, NOTE, TITLE, Entry, is_stored

if TYPE_CHECKING:
    from pathlib import Path

    from books.book import Book, Place
    from books.pages import Key

AMOUNT, WIDTH = "#,##0.00", 17
CREATED = datetime(2025, 3, 1, tzinfo=UTC)
ERROR = "#REF!"
XLS_ERROR = 0x17
"""The code of #REF! in an .xls file."""
XLS_WIDTH = 256
"""The width of a character in an .xls file."""
GRID = "borders: left thin, right thin, top thin, bottom thin"
XLSX_STYLES = {
    TITLE: {"align": "center", "bold": True, "font_name": "黑体"},
    HEAD: {"align": "center", "valign": "vcenter", "text_wrap": True, "border": 1, "font_name": "宋体"},
    BODY: {"border": 1, "font_name": "宋体"},
    NOTE: {"font_name": "宋体"},
}
XLS_STYLES = {
    TITLE: "font: name 黑体, bold on; align: horiz center",
    HEAD: f"font: name 宋体; align: horiz center, vert center, wrap on; {GRID}",
    BODY: f"font: name 宋体; {GRID}",
    NOTE: "font: name 宋体",
}


def write_book(book: Book, path: Path) -> None:
    """Write the workbook in the format of its layout."""
    (_write_xlsx if book.layout.suffix == ".xlsx" else _write_xls)(book, path)


def _write_xlsx(book: Book, path: Path) -> None:
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as file:
        file.set_properties({"created": CREATED})
        styles = {part: file.add_format(style) for part, style in XLSX_STYLES.items()}
        amount = file.add_format({**XLSX_STYLES[BODY], "num_format": AMOUNT})
        for sheet in book.sheets:
            target = file.add_worksheet(sheet.name)
            target.set_column(0, max(c for _, c in sheet.cells), WIDTH)
            for (r, c), (part, content) in sheet.cells.items():
                if not isinstance(content, Entry):
                    _write_content(
                        target, r, c, content, amount if isinstance(content, Decimal) else styles[part]
                    )
                elif content.addends:
                    stored = _stored(book, content) if is_stored(content, book.layout) else ""
                    target.write_formula(r, c, _formula(book, content, sheet.name), amount, stored)
                else:
                    _write_content(target, r, c, _shown(content, book), amount)
            for top, left, bottom, right in sheet.merged:
                part, content = sheet.cells[top, left]
                target.merge_range(top, left, bottom, right, "", styles[part])
                _write_content(target, top, left, content, styles[part])


def _write_content(
    target: xlsxwriter.worksheet.Worksheet, r: int, c: int, content: object, style: object
) -> None:
    if content == ERROR:
        target.write_formula(r, c, "=#REF!", style, ERROR)
    elif isinstance(content, str) and content:
        target.write_string(r, c, content, style)
    elif isinstance(content, int | float | Decimal):
        target.write_number(r, c, float(content), style)
    else:
        target.write_blank(r, c, None, style)


def _write_xls(book: Book, path: Path) -> None:
    file = xlwt.Workbook(encoding="utf-8")
    styles, amount = _xls_styles()
    for sheet in book.sheets:
        target = file.add_sheet(sheet.name)
        for c in {c for _, c in sheet.cells}:
            target.col(c).width = WIDTH * XLS_WIDTH
        starts = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merged}
        covered = {
            (r, c)
            for top, left, bottom, right in sheet.merged
            for r in range(top, bottom + 1)
            for c in range(left, right + 1)
        }
        for (r, c), (part, content) in sheet.cells.items():
            shown = _shown(content, book) if isinstance(content, Entry) else content
            style = amount if isinstance(content, Entry | Decimal) else styles[part]
            if isinstance(shown, Decimal):
                shown = float(shown)
            if (r, c) in starts:
                bottom, right = starts[r, c]
                target.write_merge(r, bottom, c, right, shown, style)
            elif shown == ERROR:
                target.row(r).set_cell_error(c, XLS_ERROR, style)
            elif (r, c) not in covered:
                target.write(r, c, shown, style)
    file.save(str(path))


@cache
def _xls_styles() -> tuple[dict[int, xlwt.XFStyle], xlwt.XFStyle]:
    """Return the styles, parsed once: parsing takes as long as a sheet."""
    styles = {part: xlwt.easyxf(style) for part, style in XLS_STYLES.items()}
    return styles, xlwt.easyxf(XLS_STYLES[BODY], num_format_str=AMOUNT)


def _shown(entry: Entry, book: Book) -> object:
    """Return what the cell of an amount that is no formula holds."""
    value, layout = entry.value, book.layout
    if not isinstance(value, Decimal):
        return value
    if not value:
        return Decimal(0) if layout.zero == "0.00" and not layout.as_text else layout.zero
    return f"{value:,.2f}" if layout.as_text else value


def _stored(book: Book, entry: Entry) -> float:
    """Return the result that a spreadsheet stores: the sum in binary, unless an earlier one was kept."""
    if entry.stale and isinstance(entry.value, Decimal):
        return float(entry.value)
    return sum(_binary(book, key) for key in entry.addends)


def _binary(book: Book, key: Key) -> float:
    entry = book.entries[key]
    if entry.addends:
        return _stored(book, entry)
    return float(entry.value) if isinstance(entry.value, Decimal) else 0.0


def _formula(book: Book, entry: Entry, sheet: str) -> str:
    """Return the formula that adds up the addends, as ranges where they stand side by side."""
    places = [book.places[key] for key in entry.addends]
    if len(places) == 1:
        return f"={_reference(places, sheet)}"
    down, across = _runs(places, by_row=True), _runs(places, by_row=False)
    return f"=SUM({','.join(_reference(run, sheet) for run in min(down, across, key=len))})"


def _runs(places: list[Place], *, by_row: bool) -> list[list[Place]]:
    """Return the places in runs of neighbours down a column, or else across a row."""

    def line(at: tuple[int, Place]) -> tuple[str, int, int]:
        n, (sheet, row, column) = at
        return (sheet, row - n, column) if by_row else (sheet, row, column - n)

    return [[place for _, place in run] for _, run in groupby(enumerate(places), key=line)]


def _reference(run: list[Place], sheet: str) -> str:
    first, last = run[0], run[-1]
    cells = first.address if first == last else f"{first.address}:{last.address}"
    return cells if first.sheet == sheet else f"'{first.sheet}'!{cells}"
