"""Sheet XML: what value readers do not tell of a sheet: errors, formulas without a result, its extent."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from gouji.grid import ErrorValue, Uncached, column_index

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipFile

Special = tuple[int, int, ErrorValue | Uncached]
"""(zero-based row, column, value)"""

_RELATIONS = "xl/_rels/workbook.xml.rels"
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_FORMULA_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*"
    rb"(<(?:\w+:)?v(?:\s[^>]*)?>[^<]|<(?:\w+:)?is>)?"
)
_ERROR_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*\bt=[\"']e[\"'][^>]*)>.*?<(?:\w+:)?v[^>]*>([^<]*)<", re.DOTALL)
_FILLED_CELL = re.compile(rb" r=[\"']([A-Z]+)(\d++)[\"'][^>/]*+>")
_PLACE = re.compile(rb"\br=[\"']([A-Z]+)(\d+)[\"']")
_TEXT_RESULT = re.compile(rb"\bt=[\"']str[\"']")
_ROW = re.compile(rb"<row\b[^>]*?\br=[\"'](\d+)")
PROLOGUE = 4096
"""Bytes at the head of a part that a document type must stand in."""
MOST_COLUMNS = 16_384
SMALL_HEIGHT = 300
"""Rows whose rectangle is no burden even if it has every column."""


def worksheets(archive: ZipFile) -> list[str]:
    """Return the parts of an Excel file that are worksheets; nothing for other kinds of file."""
    if _RELATIONS not in archive.namelist():
        return []
    parts = [
        name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")
    ]
    if archive.read(_RELATIONS).count(b'/relationships/worksheet"') == len(parts):
        return parts
    return list(sheet_names(archive))


def sheet_names(archive: ZipFile) -> dict[str, str]:
    """Return part → sheet name of the worksheets of an Excel file."""
    names = set(archive.namelist())
    targets = {
        entry.get("Id", ""): entry.get("Target", "")
        for entry in _elements(_RELATION, archive.read(_RELATIONS).decode("utf-8", "replace"))
    }
    found = {}
    for entry in _elements(_SHEET, archive.read("xl/workbook.xml").decode("utf-8", "replace")):
        target = targets.get(next((v for k, v in entry.items() if k.endswith(":id")), ""), "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if part in names and "chartsheets/" not in part:
            found[part] = _unescaped(entry.get("name", ""))
    return found


def specials(xml: bytes) -> list[Special]:
    """Return the error values and the formulas without a stored result.

    A formula whose result is declared as text may have an empty one.
    """
    found: list[Special] = []
    usual = _is_usual(xml)
    if b't="e"' in xml or not usual:
        found += (
            (*place(match[1]), ErrorValue(match[2].decode("utf-8", "replace")))
            for match in _ERROR_CELL.finditer(xml)
        )
    if b"</f>" in xml or not usual:
        found += (
            (*place(match[1]), Uncached("=" + _unescaped((match[2] or b"").decode("utf-8", "replace"))))
            for match in _FORMULA_CELL.finditer(xml)
            if match[3] is None and not _TEXT_RESULT.search(match[1])
        )
    return found


def has_doctype(xml: bytes) -> bool:
    """Say whether the XML declares a document type, which can define entities that grow without bound."""
    return b"<!DOCTYPE" in xml


def extent(xml: bytes) -> tuple[int, int]:
    """Return height and width of the rectangle from A1 to the last cells that are not blank.

    A sheet of few rows is taken to have every column.
    """
    row = _ROW.search(xml, max(xml.rfind(b"<row"), 0)) if _is_usual(xml) else None
    if row and int(row[1]) <= SMALL_HEIGHT:
        return int(row[1]), MOST_COLUMNS
    places = [(int(match[2]), column_index(match[1].decode()) + 1) for match in _FILLED_CELL.finditer(xml)]
    return max((height for height, _ in places), default=0), max((width for _, width in places), default=0)


def _is_usual(xml: bytes) -> bool:
    """Say whether the sheet is written as nearly all are: no namespace prefix, double quotes.

    Then a few searches for fixed bytes tell that it has nothing special, without looking at its cells.
    """
    first = xml.find(b"<row")
    return b"<sheetData" in xml and b"='" not in xml[first : first + 200]


def place(attributes: bytes) -> tuple[int, int]:
    """Return the zero-based row and column of a cell by its attributes; A1 where they do not say."""
    match = _PLACE.search(attributes)
    return (int(match[2]) - 1, column_index(match[1].decode())) if match else (0, 0)


def _elements(pattern: re.Pattern[str], xml: str) -> Iterator[dict[str, str]]:
    for match in pattern.finditer(xml):
        yield {key: double or single for key, double, single in _ATTRIBUTE.findall(match[1])}


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    from html import unescape  # noqa: PLC0415 few names and formulas need it

    return unescape(text)
