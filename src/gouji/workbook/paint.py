"""Paint: how the sheets of our own workbooks look: fonts, heads, rows of values, lines, printed pages."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from gouji.labels import text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

Value = str | Decimal | None
SheetCell = Any
"""A cell of openpyxl, which may also be one of a merged range."""

AMOUNT, RATE = "#,##0.00;[Red]-#,##0.00", "0.00%;[Red]-0.00%"
PALE = "D9D9D9"
"""The colour of lines."""

TITLE_FONT = Font(name="黑体", size=16, bold=True)
SECTION_FONT = Font(name="黑体", size=12)
HEAD_FONT = Font(name="宋体", size=10, bold=True)
FONT = Font(name="宋体", size=10)
HEAD_FILL = PatternFill("solid", fgColor="DCE6F1")
LINE_HEIGHT = 15.0
"""Points that a line of text is high."""


def _grid(edge: Side) -> Border:
    return Border(left=edge, right=edge, top=edge, bottom=edge)


FORM_GRID = _grid(Side(style="thin"))
"""The black lines of a form that is handed in."""

_GRID = _grid(Side(style="thin", color=PALE))


def write(sheet: Worksheet, row: int, column: int, value: Value) -> SheetCell:
    """Write a value and return its cell; a text stays a text even where it begins like a formula."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) or None
        cell.data_type = "s"
    else:
        cell.value = value
    cell.font, cell.alignment = FONT, Alignment(vertical="center")
    return cell


def paint_head(sheet: Worksheet, row: int, labels: Sequence[str]) -> None:
    """Write the labels of a table's columns."""
    for c, label in enumerate(labels, 1):
        cell = write(sheet, row, c, label)
        cell.font, cell.fill, cell.border = HEAD_FONT, HEAD_FILL, _GRID
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def paint_row(sheet: Worksheet, row: int, values: Sequence[Value], forms: Sequence[str]) -> None:
    """Write a row of a table; `forms` are the number formats of its columns, '' for text."""
    for c, (value, form) in enumerate(zip(values, forms, strict=True), 1):
        cell = write(sheet, row, c, value)
        cell.border = _GRID
        if form:
            cell.number_format = form
        else:
            cell.alignment = Alignment(horizontal="left", vertical="center", indent=1)


def paint_lines(sheet: Worksheet, row: int, lines: Sequence[str], columns: int) -> int:
    """Write each line over so many columns, as high as it needs; return the row behind."""
    width = sum(sheet.column_dimensions[get_column_letter(c)].width for c in range(1, columns + 1))
    for r, line in enumerate(lines, row):
        write(sheet, r, 1, line).alignment = Alignment(vertical="center", wrap_text=True)
        sheet.merge_cells(None, r, 1, r, columns)
        sheet.row_dimensions[r].height = LINE_HEIGHT * max(1, math.ceil(text_width(line) / width))
    return row + len(lines)


def set_widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    """Set the widths of the first columns, in characters."""
    for c, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(c)].width = width


def fit_to_a4(sheet: Worksheet) -> None:
    """Print on A4, scaled to the page, without the grid lines of the screen."""
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.paperSize = 9  # A4


def fit_across(sheet: Worksheet, pages: int = 0) -> None:
    """Print on A4 landscape, one page wide and so many pages high, 0 for as many as it takes."""
    fit_to_a4(sheet)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, pages


def set_up_page(sheet: Worksheet, pages: int = 0) -> None:
    """Print across A4 within narrow margins, in the middle of the page."""
    fit_across(sheet, pages)
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.print_options.horizontalCentered = True
