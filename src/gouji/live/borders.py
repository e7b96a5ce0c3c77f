"""Borders: the sides of a cell's border as xlwings says them and as the record keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gouji.live.colors import shown
from gouji.marks.borders import Border, Side

if TYPE_CHECKING:
    import xlwings as xw

_EDGES = {side: f"edge_{side}" for side in ("left", "right", "top", "bottom")}
_LINES: dict[str, tuple[Any, Any]] = {
    "hair": ("continuous", "hairline"),
    "thin": ("continuous", "thin"),
    "medium": ("continuous", "medium"),
    "thick": ("continuous", "thick"),
    "double": ("double", "thick"),
    "dotted": ("dot", "thin"),
    "dashed": ("dash", "thin"),
    "mediumDashed": ("dash", "medium"),
    "dashDot": ("dash_dot", "thin"),
    "mediumDashDot": ("dash_dot", "medium"),
    "dashDotDot": ("dash_dot_dot", "thin"),
    "mediumDashDotDot": ("dash_dot_dot", "medium"),
    "slantDashDot": ("slant_dash_dot", "medium"),
}
"""Style of a side in a file → line style and weight in xlwings."""

_STYLES = {line: style for style, line in _LINES.items()}


def border_of(cell: xw.Range) -> Border:
    """Return the border of a cell."""
    return Border(**{side: _side(cell.borders[edge]) for side, edge in _EDGES.items()})


def give_border(cell: xw.Range, border: Border) -> None:
    """Give a cell this border, which replaces the one it has."""
    sides: dict[str, Side | None] = {edge: getattr(border, name) for name, edge in _EDGES.items()}
    # a frame that is the same all around takes a fourth of the calls
    around = {"outside": border.left} if len(set(sides.values())) == 1 else sides
    for where, side in around.items():
        _give_side(cell, where, side)


def _give_side(cell: xw.Range, where: Any, side: Side | None) -> None:
    if side is None:
        cell.borders.set(where, line_style="none")
        return
    style, weight = _LINES.get(side.style, _LINES["thin"])
    # Excel may change the weight with the style, so the style goes first; a double line has its own
    cell.borders.set(where, line_style=style)
    cell.borders.set(where, color=f"#{side.color or '000000'}")
    if style != "double":
        cell.borders.set(where, weight=weight)


def _side(border: Any) -> Side | None:
    style = border.line_style
    if style in (None, "none"):
        return None
    name = _STYLES.get((style, border.weight)) or _STYLES.get((style, "thin"), "thin")
    return Side(name, shown(border.color))
