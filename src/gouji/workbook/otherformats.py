"""Other formats: the error values of .xls and .ods files, which value readers turn into blanks."""

from __future__ import annotations

import re
from io import BytesIO
from typing import IO, TYPE_CHECKING
from xml.etree import ElementTree as ET

from gouji.grid import ErrorValue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from zipfile import ZipFile

    from gouji.workbook.sheetxml import Special

_BIFF_ERROR_CELL = b"\x05\x02\x08\x00"
_BIFF_ERROR_RESULT = re.compile(rb"\x02\x00[\x00\x07\x0f\x17\x1d\x24\x2a]\x00\x00\x00\xff\xff")
_XLRD_ERROR = 5

ODS_CONTENT = "content.xml"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_KIND = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"


def xls_errors(data: bytes) -> Mapping[str, Sequence[Special]]:
    """Return sheet name → error values of an .xls file.

    Only a file that holds the bytes of an error record is read a second time.
    """
    if _BIFF_ERROR_CELL not in data and not _BIFF_ERROR_RESULT.search(data):
        return {}
    import xlrd  # noqa: PLC0415 rarely needed

    with xlrd.open_workbook(file_contents=data, logfile=BytesIO()) as book:
        return {
            sheet.name: [
                (r, c, ErrorValue(xlrd.error_text_from_code.get(sheet.cell_value(r, c), "#VALUE!")))
                for r in range(sheet.nrows)
                for c in range(sheet.row_len(r))
                if sheet.cell_type(r, c) == _XLRD_ERROR
            ]
            for sheet in book.sheets()
        }


def ods_errors(archive: ZipFile) -> tuple[Mapping[str, Sequence[Special]], int]:
    """Return sheet name → error values of an .ods file, and the cells of its largest filled rectangle."""
    found: dict[str, list[Special]] = {}
    largest = 0
    with archive.open(ODS_CONTENT) as content:
        for name, row, column, cell in _filled_cells(content):
            rows, columns = _repeats(cell, "rows"), _repeats(cell, "columns")
            largest = max(largest, (row + rows) * (column + columns))
            if cell.get(_KIND) == "error":
                value = ErrorValue("".join(cell.find(f"{_TEXT}p").itertext()))  # type: ignore[union-attr]
                found.setdefault(name, []).append((row, column, value))
    return found, largest


def _filled_cells(content: IO[bytes]) -> Iterator[tuple[str, int, int, ET.Element]]:
    """Yield (sheet, row, column, element) of the cells that hold something, by their repeat counts."""
    name, row = "", 0
    for event, element in ET.iterparse(content, ("start", "end")):  # noqa: S314 refused before if unsafe
        if event == "start" and element.tag == f"{_TABLE}table":
            name, row = element.get(f"{_TABLE}name", ""), 0
        elif event == "end" and element.tag == f"{_TABLE}table-row":
            column = 0
            repeats = _repeats(element, "rows")
            for cell in element:
                if cell.get(f"{_OFFICE}value-type"):
                    cell.set(f"{_TABLE}number-rows-repeated", str(repeats))
                    yield name, row, column, cell
                column += _repeats(cell, "columns")
            row += repeats
            element.clear()


def _repeats(element: ET.Element, what: str) -> int:
    return int(element.get(f"{_TABLE}number-{what}-repeated", "1"))
