"""Cells: other styles for cells of a sheet's XML, and cells that were not there.

A sheet can hold millions of cells, so its XML is read as a stream and only what stands at the wanted cells is
remembered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError, ParserCreate

from gouji.grid import column_index, column_letters
from gouji.workbook.package.spans import Element, XmlError, is_empty_tag, tag_end, with_attribute
from gouji.workbook.package.splices import Splice, insertion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Place = tuple[int, int]
"""Row and column from 1."""

_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True, slots=True)
class Found:
    """A wanted cell. `start` is where its tag begins or where it has to be put, `style` its style number.

    `lacks` is '' for a cell that is there, `cell` where its row is there, `content` where that row is written
    as an empty tag, `row` where the row is missing too, and `rows` where the sheet's data are an empty tag.
    """

    start: int
    style: int
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class SheetXml:
    """What a pass through a sheet's XML found: the wanted cells, and the elements behind the cells.

    `tail` are these elements without what is in them; `close` is where the root's end tag begins.
    """

    root: Element
    cells: Mapping[Place, Found]
    tail: Sequence[Element]
    close: int


def place_of(address: str) -> Place:
    """Return row and column, from 1, of an A1 address."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise ValueError(address)
    return int(match[2]), column_index(match[1]) + 1


def scan(xml: bytes, wanted: Iterable[Place]) -> SheetXml:
    """Return where each wanted cell stands or would stand; raise XmlError for XML that is not well-formed."""
    one = _Scan(xml, wanted)
    one.run()
    return SheetXml(one.root, one.found, one.tail, one.close)


def restyle(xml: bytes, sheet: SheetXml, styles: Mapping[Place, int]) -> list[Splice]:
    """Return the edits that give cells these styles; cells that are not there are made."""
    splices: list[Splice] = []
    made: dict[tuple[int, str], list[bytes]] = {}
    for place in sorted(styles):
        where = sheet.cells[place]
        if not where.lacks:
            end = tag_end(xml, where.start)
            tag = with_attribute(xml[where.start : end], "s", str(styles[place]))
            splices.append(Splice(where.start, end, tag))
            continue
        address = f"{column_letters(place[1] - 1)}{place[0]}"
        cell = f'<{sheet.root.prefix}c r="{address}" s="{styles[place]}"/>'.encode()
        if where.lacks == "cell":
            splices.append(insertion(where.start, cell))
        else:
            made.setdefault((place[0], where.lacks), []).append(cell)
    first_rows = []
    for (row, lacks), cells in made.items():
        start = next(where.start for place, where in sheet.cells.items() if place[0] == row)
        content, name = b"".join(cells), f"{sheet.root.prefix}row".encode()
        whole = b'<%s r="%d">%s</%s>' % (name, row, content, name)
        if lacks == "content":
            splices.append(_filled(start, content, name))
        elif lacks == "row":
            splices.append(insertion(start, whole))
        else:
            first_rows.append((start, whole))
    if first_rows:
        rows = b"".join(whole for _, whole in first_rows)
        splices.append(_filled(first_rows[0][0], rows, f"{sheet.root.prefix}sheetData".encode()))
    return splices


def _filled(end: int, content: bytes, name: bytes) -> Splice:
    """Return the edit that puts content into an element whose empty tag ends at `end`."""
    return Splice(end - 2, end, b">" + content + b"</%s>" % name)


class _Scan:
    """One pass through a sheet's XML."""

    def __init__(self, xml: bytes, wanted: Iterable[Place]) -> None:
        self.xml = xml
        self.found: dict[Place, Found] = {}
        self.root = Element("", {}, 0, 0)
        self.tail: list[Element] = []
        self.close = 0
        self._rows: dict[int, list[int]] = {}
        for row, column in sorted(wanted, reverse=True):
            self._rows.setdefault(row, []).append(column)
        self._pending = sorted(self._rows, reverse=True)
        self._columns: list[int] = []
        self._column_styles: list[tuple[int, int, int]] = []
        self._row, self._column, self._row_style, self._empty_row_end = 0, 0, -1, 0
        self._depth = 0
        self._parser = ParserCreate()

    def run(self) -> None:
        parser = self._parser
        parser.StartElementHandler, parser.EndElementHandler = self._begin_root, self._end
        try:
            parser.Parse(self.xml, True)  # noqa: FBT003 expat's own signature
        except ExpatError as error:
            raise XmlError(str(error)) from None

    def _begin_root(self, name: str, attributes: dict[str, str]) -> None:
        start = self._parser.CurrentByteIndex
        self.root = Element(name, attributes, start, tag_end(self.xml, start))
        self._parser.StartElementHandler = self._begin

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c" or name.endswith(":c"):
            if self._columns:
                self._cell(attributes)
            return
        kind = name.rpartition(":")[2]
        if kind == "row":
            self._begin_row(attributes)
        elif kind == "col" and "style" in attributes:
            first, last = int(attributes["min"]), int(attributes["max"])
            self._column_styles.append((first, last, int(attributes["style"])))

    def _begin_row(self, attributes: dict[str, str]) -> None:
        start = self._parser.CurrentByteIndex
        self._row = int(attributes.get("r") or self._row + 1)
        self._column = 0
        self._missing_rows(self._row, start)
        if self._pending and self._pending[-1] == self._row:
            self._columns = self._rows[self._pending.pop()]
            has_style = attributes.get("customFormat") in ("1", "true")
            self._row_style = int(attributes.get("s", 0)) if has_style else -1
            end = tag_end(self.xml, start)
            self._empty_row_end = end if is_empty_tag(self.xml, end) else 0

    def _cell(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r")
        self._column = column_index(address.rstrip("0123456789")) + 1 if address else self._column + 1
        start = self._parser.CurrentByteIndex
        while self._columns and self._columns[-1] < self._column:
            self._lacking(self._columns.pop(), start, "cell")
        if self._columns and self._columns[-1] == self._column:
            place = self._row, self._columns.pop()
            self.found[place] = Found(start, int(attributes.get("s", 0)))

    def _end(self, name: str) -> None:
        kind = name.rpartition(":")[2]
        if kind == "row":
            at = self._empty_row_end or self._parser.CurrentByteIndex
            while self._columns:
                self._lacking(self._columns.pop(), at, "content" if self._empty_row_end else "cell")
        elif kind == "sheetData":
            at = self._parser.CurrentByteIndex
            # expat stands behind an empty tag, and before an end tag
            self._missing_rows(0, at, "row" if self.xml.startswith(b"</", at) else "rows")
            self._parser.StartElementHandler, self._parser.EndElementHandler = (
                self._begin_tail,
                self._end_tail,
            )

    def _begin_tail(self, name: str, attributes: dict[str, str]) -> None:
        start = self._parser.CurrentByteIndex
        if not self._depth:
            self.tail.append(Element(name, attributes, start, tag_end(self.xml, start)))
        self._depth += 1

    def _end_tail(self, _: str) -> None:
        self._depth -= 1
        if self._depth < 0:
            self.close = self._parser.CurrentByteIndex

    def _missing_rows(self, row: int, at: int, lacks: str = "row") -> None:
        """Note the wanted rows before this one, all that are left for row 0, as missing."""
        while self._pending and (not row or self._pending[-1] < row):
            missing = self._pending.pop()
            for column in self._rows[missing]:
                self.found[missing, column] = Found(at, self._style_of(column, -1), lacks)

    def _lacking(self, column: int, at: int, lacks: str) -> None:
        self.found[self._row, column] = Found(at, self._style_of(column, self._row_style), lacks)

    def _style_of(self, column: int, row_style: int) -> int:
        if row_style >= 0:
            return row_style
        return next((s for first, last, s in self._column_styles if first <= column <= last), 0)
