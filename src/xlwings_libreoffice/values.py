"""Values of cells, read and written a block at a time.

The number of calls to LibreOffice does not depend on the number of cells. A cell of LibreOffice holds a
number or a text: that a number is a date or a boolean shows in its format only.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from xlwings.utils import datetime_to_xlserial, xlserial_to_datetime

from xlwings_libreoffice.areas import Area
from xlwings_libreoffice.errors import LibreOfficeError
from xlwings_libreoffice.formulas import to_native
from xlwings_libreoffice.numberformats import BOOLEAN, DATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlwings_libreoffice.ranges import Range

COM_ERROR = -2146828288
"""What COM adds to Excel's number of an error: raw values hold the integers that Excel's would."""
NUMBERS = {
    "#NULL!": 2000,
    "#DIV/0!": 2007,
    "#VALUE!": 2015,
    "#REF!": 2023,
    "#NAME?": 2029,
    "#NUM!": 2036,
    "#N/A": 2042,
}
"""Excel's numbers of its errors (XlCVError)."""
ERRORS = {COM_ERROR + number: text for text, number in NUMBERS.items()}
NATIVE_ERRORS = {
    502: "#NUM!",
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
    32767: "#N/A",
}
"""LibreOffice's numbers of errors (ScErrorCodes); what Excel does not know counts as #VALUE!."""

DATETIME_CONTENT, FORMULA_ERROR = 2, 4
FORMULA_CONTENT = 16
"""Bits of UNO's sheet.CellFlags and sheet.FormulaResult."""
BOOLEANS = "^(TRUE|FALSE)$"
DATES = r"\d[-/:年月日]|\d\.\d+\.|\p{L}{3}"
"""Regular expressions for what the number of a boolean or a date is shown as."""
FIRST_DATE = 1.0
"""A number below 1 in a date's format is a time of day, which Excel hands over as a number."""


def read(cells: Range, *, errors: bool = True) -> list[list[Any]]:
    """Return the raw values: None, float, bool, str, datetime; an error as the integer of Excel's COM.

    Without `errors` all errors are #VALUE!, which saves one call for each cell with an error.
    """
    native, corner = cells.native, cells.area
    rows = [[None if value == "" else value for value in row] for row in native.getDataArray()]
    _set_errors(cells, rows, errors=errors)
    for row, column in places(native.queryContentCells(DATETIME_CONTENT), corner):
        rows[row][column] = _date(rows[row][column])
    for row, column in _date_formulas(cells, rows):
        rows[row][column] = _date(rows[row][column])
    if any(value in (0.0, 1.0) for row in rows for value in row if isinstance(value, float)):
        for row, column in places(find_all(native, native.RangeAddress, BOOLEANS), corner):
            if isinstance(rows[row][column], float):
                rows[row][column] = bool(rows[row][column])
    return rows


def _set_errors(cells: Range, rows: list[list[Any]], *, errors: bool) -> None:
    # an error comes out of getDataArray as None as well, while a blank is an empty text
    for row, column in places(cells.native.queryFormulaCells(FORMULA_ERROR), cells.area):
        number = cells.native.getCellByPosition(column, row).getError() if errors else 519
        rows[row][column] = COM_ERROR + NUMBERS[NATIVE_ERRORS.get(number, "#VALUE!")]


def _date(value: Any) -> Any:
    return xlserial_to_datetime(value) if isinstance(value, float) and value >= FIRST_DATE else value


def _date_formulas(cells: Range, rows: list[list[Any]]) -> set[tuple[int, int]]:
    if not any(isinstance(value, float) and value >= FIRST_DATE for row in rows for value in row):
        return set()
    formulas = cells.native.queryContentCells(FORMULA_CONTENT)
    found = find_all(formulas, cells.native.RangeAddress, DATES) if formulas.Count else None
    if not found:
        return set()
    # what is shown like a date is one if its format says so
    groups, formats = cells.native.getUniqueCellFormatRanges(), cells.sheet.book.number_formats
    dated: set[tuple[int, int]] = set()
    for group in map(groups.getByIndex, range(groups.Count)):
        if formats.is_date(group.NumberFormat):
            dated.update(places(group, cells.area))
    return dated.intersection(places(found, cells.area))


def find_all(native: Any, address: Any, pattern: str) -> Any:
    """Return the cells of an address whose value matches a regular expression, None when there are none."""
    search = native.createSearchDescriptor()
    search.SearchString, search.SearchRegularExpression = pattern, True
    search.SearchType = 1  # values
    return within(native.findAll(search), address)


def within(found: Any, address: Any) -> Any:
    """Return what was found at an address; LibreOffice searches the whole sheet when asked for one cell."""
    own = found.queryIntersection(address) if found else None
    return own if own and own.Count else None


def places(ranges: Any, corner: Area) -> Iterator[tuple[int, int]]:
    """Yield the cells of UNO ranges as row and column from 0 at a corner."""
    if ranges is None:
        return
    for address in ranges.RangeAddresses:
        for row in range(address.StartRow + 1 - corner.row, address.EndRow + 2 - corner.row):
            for column in range(
                address.StartColumn + 1 - corner.column, address.EndColumn + 2 - corner.column
            ):
                yield row, column


def write(cells: Range, value: Any) -> None:
    """Write a block of values, or one value into every cell.

    A text that starts with = is a formula; any other text stays a text, whatever it looks like.
    """
    area = cells.area
    rows = value if isinstance(value, (list, tuple)) else [[value] * area.columns] * area.rows
    if rows and not isinstance(rows[0], (list, tuple)):
        rows = [rows]
    if {len(row) for row in rows} != {area.columns} or len(rows) != area.rows:
        message = f"The values do not fill {cells.address}: all rows must be {area.columns} cells long."
        raise LibreOfficeError(message)
    if any(isinstance(one, str) and one.startswith("=") for row in rows for one in row):
        cells.changeable.setFormulaArray(tuple(tuple(map(_formula_text, row)) for row in rows))
    else:
        cells.changeable.setDataArray(tuple(tuple(map(_content, row)) for row in rows))
    _format(cells, rows)


def _format(cells: Range, rows: Any) -> None:
    formats = cells.sheet.book.number_formats
    kinds = {(kind := _kind(value)) for row in rows for value in row} - {None}
    if float in kinds:
        _unformat_booleans(cells)
    for kind, key in ((bool, BOOLEAN), (dt.date, DATE), (dt.datetime, DATE | 4)):
        if kind not in kinds:
            continue
        areas = [
            Area(cells.row + row, cells.column + column)
            for row, values in enumerate(rows)
            for column, value in enumerate(values)
            if _kind(value) is kind
        ]
        if kind is not bool:
            areas = _without_dates(cells, areas)
        if areas:
            cells.sheet.ranges(areas).NumberFormat = (
                formats.key(DATE_FORMATS[kind]) if kind in DATE_FORMATS else formats.standard(key)
            )


DATE_FORMATS = {dt.date: "yyyy-mm-dd", dt.datetime: "yyyy-mm-dd hh:mm:ss"}


def _kind(value: Any) -> Any:
    if isinstance(value, bool):
        return bool
    if isinstance(value, dt.datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return dt.date if midnight else dt.datetime
    if isinstance(value, dt.date):
        return dt.date
    return float if isinstance(value, (int, float)) else None


def _unformat_booleans(cells: Range) -> None:
    # a number in a boolean's format would show and read as TRUE
    found = find_all(cells.native, cells.native.RangeAddress, BOOLEANS)
    if found and found.NumberFormat == cells.sheet.book.number_formats.standard(BOOLEAN):
        found.NumberFormat = 0


def _without_dates(cells: Range, areas: Iterable[Area]) -> list[Area]:
    already = cells.native.queryContentCells(DATETIME_CONTENT)
    taken = set(places(already, cells.area))
    return [area for area in areas if (area.row - cells.row, area.column - cells.column) not in taken]


def _content(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return datetime_to_xlserial(value)
    if isinstance(value, (bool, int, float)):
        return float(value)
    text = str(value)
    return text.removeprefix("'")


def _formula_text(value: Any) -> str:
    if isinstance(value, str) and value.startswith("="):
        return to_native(value)
    content = _content(value)
    if isinstance(content, float):
        return repr(content)
    return f"'{content}" if content else ""
