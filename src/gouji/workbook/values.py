"""Values: the stored results of formulas, written into a copy of an Excel file and nothing else changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zipfile import ZipFile

from gouji.grid import ErrorValue
from gouji.workbook.sheetxml import place, sheet_names
from gouji.written import written_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gouji.facts import Cell
    from gouji.grid import Value

_CELL = re.compile(
    rb"""<(?P<prefix>(?:\w+:)?)c(?=\s)(?P<attributes>(?:[^>"']|"[^"]*"|'[^']*')*+)(?<!/)>"""
    rb"""(?P<content>.*?)</(?P=prefix)c\s*>""",
    re.DOTALL,
)
_FORMULA = re.compile(rb"\s*<((?:\w+:)?)f\b(?:[^>]*/>|.*?</\1f\s*>)\s*", re.DOTALL)
_VALUE = re.compile(rb"\s*<((?:\w+:)?)(?P<name>v|is)\b(?:[^>]*/>|.*?</\1(?P=name)\s*>)", re.DOTALL)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_KIND = re.compile(rb"""\s+t\s*=\s*(?:"[^"]*"|'[^']*')""")


def write_values(path: Path, values: Mapping[Cell, Value], out: Path) -> None:
    """Write a copy of an .xlsx or .xlsm file in which the cells of `values` store these results.

    Only the value and the type of these cells change; every other part of the file stays byte for byte the
    same. A number is a float; None takes the stored result away. `out`, which may be `path`, gets its name
    when the copy is whole. Raises ValueError when the file has no such cell, OSError when it cannot be
    written.
    """
    with written_whole(out) as part, ZipFile(path) as source, ZipFile(part, "w") as target:
        target.comment = source.comment
        titles = sheet_names(source)
        if lost := {cell.sheet for cell in values} - set(titles.values()):
            raise ValueError(f"no sheet {', '.join(sorted(lost))}")
        for entry in source.infolist():
            data = source.read(entry)
            if title := titles.get(entry.filename):
                data = _with_values(data, {cell: v for cell, v in values.items() if cell.sheet == title})
            target.writestr(entry, data)


def _with_values(xml: bytes, values: Mapping[Cell, Value]) -> bytes:
    """Return the XML of a sheet with these results in its cells."""
    by_place = {cell[1:]: (cell, value) for cell, value in values.items()}
    written: set[Cell] = set()

    def changed(match: re.Match[bytes]) -> bytes:
        cell, value = by_place.get(place(match["attributes"]), (None, None))
        if cell is None or b"r=" not in match["attributes"]:
            return match[0]
        written.add(cell)
        return _with_value(match, value)

    result = _CELL.sub(changed, xml) if by_place else xml
    if lost := {cell for cell, value in values.items() if value is not None} - written:
        raise ValueError(f"no cell {min(lost).sheet}!{min(lost).address}")
    return result


def _with_value(match: re.Match[bytes], value: Value) -> bytes:
    prefix, content = match["prefix"], match["content"]
    kind, stored = _stored(value, prefix)
    attributes = _KIND.sub(b"", match["attributes"]) + (b' t="%s"' % kind if kind else b"")
    formula = _FORMULA.match(content)
    split = formula.end() if formula else 0
    rest = _VALUE.sub(b"", content[split:], count=1)
    return b"<%sc%s>%s%s%s</%sc>" % (prefix, attributes, content[:split], stored, rest, prefix)


def _stored(value: Value, prefix: bytes) -> tuple[bytes, bytes]:
    """Return a value's type, empty for a number, and its element."""
    if value is None:
        return b"", b""
    if isinstance(value, bool):
        kind, text = b"b", str(int(value))
    elif isinstance(value, float):
        kind, text = b"", repr(value).removesuffix(".0")
    else:
        kind, text = (b"e" if isinstance(value, ErrorValue) else b"str"), _escaped(str(value))
    return kind, b"<%sv>%s</%sv>" % (prefix, text.encode(), prefix)


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _CONTROL.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text)
