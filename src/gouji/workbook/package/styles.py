"""Styles: the cell styles of an Excel file, and new ones that differ from them in fill and border alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gouji.workbook.package.colors import color_of_fill
from gouji.workbook.package.spans import Element, append, parse, with_attribute
from gouji.workbook.package.splices import Splice, spliced

EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill>'
    b'<fill><patternFill patternType="gray125"/></fill></fills>'
    b'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    b"</styleSheet>"
)
"""The styles of a file that has none."""

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_LISTS = ("fonts", "fills", "borders", "cellXfs")
_SIDES = (b"left", b"right", b"top", b"bottom")
NO_BORDER = b"<border><left/><right/><top/><bottom/><diagonal/></border>"
NO_FILL = b'<fill><patternFill patternType="none"/></fill>'


@dataclass(frozen=True, slots=True)
class CellLook:
    """How a cell of our own looks: XML of its font, border and alignment, its fill as RRGGBB, '' for none."""

    font: bytes
    fill: str = ""
    border: bytes = NO_BORDER
    alignment: bytes = b""
    number_format: int = 0


@dataclass
class Styles:
    """The styles part of a file and the entries that are added to it."""

    original: bytes
    theme: bytes = b""
    _new: dict[str, list[bytes]] = field(default_factory=lambda: {name: [] for name in _LISTS})
    _entries: dict[tuple[str, bytes], int] = field(default_factory=dict)
    _appended: dict[tuple[str, bytes], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.data = _completed(self.original)
        self._root = parse(self.data)
        self._lists = {e.kind: e for e in self._root.children if e.kind in _LISTS}
        for name in ("fonts", "fills", "borders"):
            for number, element in enumerate(self._lists[name].children):
                self._entries.setdefault((name, unprefixed(self._slice(element))), number)

    def fill_of(self, style: int) -> bytes:
        """Return the XML of a cell style's fill, without namespace prefixes; b'' for no fill."""
        return self._part_of(style, "fills", "fillId")

    def border_of(self, style: int) -> bytes:
        """Return the XML of a cell style's border, without namespace prefixes."""
        return self._part_of(style, "borders", "borderId")

    def color_of(self, style: int) -> str:
        """Return the fill colour of a cell style as RRGGBB, '' for no fill."""
        return color_of_fill(self.fill_of(style), self.theme)

    def with_fill(self, style: int, fill: bytes, border: bytes = b"") -> int:
        """Return the cell style that is like `style` but for its fill and, unless empty, its border."""
        changes = {"fillId": self._entry("fills", fill or NO_FILL), "applyFill": 1}
        if border:
            changes |= {"borderId": self._entry("borders", border), "applyBorder": 1}
        xf = self._xf(style)
        tag = self.data[xf.start : xf.inside]
        for name, value in changes.items():
            tag = with_attribute(tag, name, str(value))
        return self._append("cellXfs", tag + self.data[xf.inside : xf.end])

    def new_style(self, look: CellLook) -> int:
        """Return a cell style of our own, for a sheet of our own."""
        prefix = self._root.prefix.encode()
        tag = b'<%sxf numFmtId="%d" fontId="%d" fillId="%d" borderId="%d" xfId="0" %s>%s</%sxf>' % (
            prefix,
            look.number_format,
            self._entry("fonts", look.font),
            self._entry("fills", solid(look.fill) if look.fill else NO_FILL),
            self._entry("borders", look.border),
            b'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"',
            prefixed(look.alignment, prefix),
            prefix,
        )
        return self._append("cellXfs", tag)

    def splices(self) -> list[Splice]:
        """Return the edits that add the new entries to the part."""
        found = []
        for name, new in self._new.items():
            holder = self._lists[name]
            if new:
                tag = self.data[holder.start : holder.inside]
                if count := holder.attributes.get("count"):
                    tag = with_attribute(tag, "count", str(int(count) + len(new)))
                    found.append(Splice(holder.start, holder.inside, tag))
                found.append(append(self.data, holder, b"".join(new)))
        if self.data is self.original:
            return found
        return [Splice(0, len(self.original), spliced(self.data, found))]

    def _xf(self, style: int) -> Element:
        found = self._lists["cellXfs"].children
        # spreadsheets read a number without a style as the default style
        return found[style if 0 <= style < len(found) else 0]

    def _part_of(self, style: int, name: str, attribute: str) -> bytes:
        entries = self._lists[name].children
        number = int(self._xf(style).attributes.get(attribute, 0))
        return unprefixed(self._slice(entries[number])) if number < len(entries) else b""

    def _slice(self, element: Element) -> bytes:
        return self.data[element.start : element.end]

    def _entry(self, name: str, xml: bytes) -> int:
        """Return the index of an entry with this XML, which is added unless the list has it."""
        if (name, xml) not in self._entries:
            self._entries[name, xml] = self._append(name, prefixed(xml, self._root.prefix.encode()))
        return self._entries[name, xml]

    def _append(self, name: str, xml: bytes) -> int:
        if (name, xml) not in self._appended:
            self._appended[name, xml] = len(self._lists[name].children) + len(self._new[name])
            self._new[name].append(xml)
        return self._appended[name, xml]


def solid(color: str) -> bytes:
    """Return the XML of a solid fill of this colour, RRGGBB."""
    return (
        b'<fill><patternFill patternType="solid"><fgColor rgb="FF%s"/><bgColor indexed="64"/>'
        b"</patternFill></fill>" % color.encode()
    )


def framed(border: bytes, color: str) -> bytes:
    """Return a border that is thick on all sides in this colour, with the diagonals of the border before."""
    root = parse(border) if border else None
    diagonal = root.find("diagonal") if root else None
    inner = border[diagonal.start : diagonal.end] if diagonal else b"<diagonal/>"
    tag = border[: root.inside].replace(b"/>", b">") if root else b"<border>"
    sides = b"".join(
        b'<%s style="thick"><color rgb="FF%s"/></%s>' % (side, color.encode(), side) for side in _SIDES
    )
    return tag + sides + inner + b"</border>"


def is_framed(border: bytes, color: str) -> bool:
    """Say whether the border is one of `framed`, also after a spreadsheet has written it in its own words."""
    root = parse(border) if border else Element("", {}, 0, 0)
    sides = [root.find(side.decode()) for side in _SIDES]
    colors = [side.find("color") if side else None for side in sides]
    return all(side and side.get("style") == "thick" for side in sides) and all(
        shade and shade.get("rgb")[-6:].upper() == color for shade in colors
    )


def unprefixed(xml: bytes) -> bytes:
    """Return XML without the namespace prefixes of its elements."""
    return re.sub(rb"<(/?)\w+:", rb"<\1", xml)


def prefixed(xml: bytes, prefix: bytes) -> bytes:
    """Return XML whose elements have this namespace prefix."""
    return re.sub(rb"<(/?)(?=\w)", rb"<\1" + prefix, xml) if prefix else xml


def _completed(data: bytes) -> bytes:
    """Return a styles part that has every list that cell styles need; the data itself where it has."""
    root = parse(data)
    had = {e.kind: data[e.start : e.end] for e in root.children if e.children or e.kind not in _LISTS}
    if had.keys() >= set(_LISTS):
        return data
    prefix = root.prefix.encode()
    defaults = {e.kind: prefixed(EMPTY[e.start : e.end], prefix) for e in parse(EMPTY).children}
    first = ("numFmts", *defaults)
    order = [*first, *(kind for kind in had if kind not in first)]
    pieces = (had.get(kind) or defaults.get(kind, b"") for kind in order)
    tag = data[: root.inside].removesuffix(b"/>").removesuffix(b">")
    return tag + b">" + b"".join(pieces) + b"</%s>" % root.name.encode()
