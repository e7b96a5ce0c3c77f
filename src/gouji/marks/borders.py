"""Borders: the four sides of a cell's border, and the XML in which a record keeps them."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

_SIDE = re.compile(
    r'<(left|right|top|bottom)\b[^>]*?style="(\w+)"[^>]*>(?:<color\b[^>]*?rgb="(?:FF)?(\w{6})")?'
)


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its style by the name files use (ECMA-376 part 1, 18.18.3), its colour, '' for automatic."""

    style: str
    color: str = ""


@dataclass(frozen=True, slots=True)
class Border:
    """The sides of a border, None for no line."""

    left: Side | None = None
    right: Side | None = None
    top: Side | None = None
    bottom: Side | None = None


def frame(color: str) -> Border:
    """Return the border of a culprit: thick on all sides in this colour."""
    return Border(*[Side("thick", color)] * 4)


def border_xml(border: Border) -> str:
    """Return the border as files write it."""
    sides = "".join(_xml(field.name, getattr(border, field.name)) for field in fields(Border))
    return f"<border>{sides}<diagonal/></border>"


def border_from(xml: str) -> Border:
    """Return the border that files write so; a side in a colour of the theme becomes automatic."""
    sides = {name: Side(style, color or "") for name, style, color in _SIDE.findall(xml) if style != "none"}
    return Border(**sides)


def _xml(name: str, side: Side | None) -> str:
    if side is None:
        return f"<{name}/>"
    color = f'<color rgb="FF{side.color}"/>' if side.color else '<color auto="1"/>'
    return f'<{name} style="{side.style}">{color}</{name}>'
