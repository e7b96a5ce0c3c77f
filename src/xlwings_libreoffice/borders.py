"""Borders of a range.

UNO: the properties TopBorder2, BottomBorder2, LeftBorder2, RightBorder2, TableBorder2 (with the inner lines),
DiagonalTLBR2 and DiagonalBLTR2 of `range.api`, each a table.BorderLine2 of colour, style and width.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xlwings_libreoffice import colors
from xlwings_libreoffice.bridge import Guarded, struct

if TYPE_CHECKING:
    from xlwings_libreoffice.ranges import Range

UNSET = base_classes._UNSET  # noqa: SLF001  xlwings' own mark of an attribute that is not given
STYLES = {
    "continuous": 0,
    "dot": 1,
    "dash": 2,
    "double": 3,
    "dash_dot": 16,
    "dash_dot_dot": 17,
    "slant_dash_dot": 16,
}
"""UNO's table.BorderLineStyle of each of xlwings' line styles; it has no slanted one."""
NAMES = {number: name for name, number in reversed(STYLES.items())} | {14: "dash"}
WIDTHS = {"hairline": 2, "thin": 26, "medium": 53, "thick": 88}
"""Widths of lines in 1/100 mm: 0.05, 0.75, 1.5 and 2.5 points."""
TABLE_LINES = {
    "edge_top": "TopLine",
    "edge_bottom": "BottomLine",
    "edge_left": "LeftLine",
    "edge_right": "RightLine",
    "inside_horizontal": "HorizontalLine",
    "inside_vertical": "VerticalLine",
}
CELL_BORDERS = {
    "edge_top": "TopBorder2",
    "edge_bottom": "BottomBorder2",
    "edge_left": "LeftBorder2",
    "edge_right": "RightBorder2",
    "inside_horizontal": "BottomBorder2",
    "inside_vertical": "RightBorder2",
}
DIAGONALS = {"diagonal_down": "DiagonalTLBR2", "diagonal_up": "DiagonalBLTR2"}


class Borders(Guarded, base_classes.Borders):
    """All borders of a range."""

    def __init__(self, cells: Range) -> None:
        self.parent, self.app = cells, cells.app

    @property
    def api(self) -> Any:
        return self.parent.native

    def __getitem__(self, side: str) -> Border:
        return Border(self, side)

    def _common(self, attribute: str) -> Any:
        values = {getattr(self[side], attribute) for side in self._grid_sides()}
        return values.pop() if len(values) == 1 else None

    @property
    def line_style(self) -> str | None:
        style: str | None = self._common("line_style")
        return style

    @line_style.setter
    def line_style(self, style: Any) -> None:
        self.set(self._grid_sides(), line_style=style)

    @property
    def weight(self) -> str | None:
        weight: str | None = self._common("weight")
        return weight

    @weight.setter
    def weight(self, weight: Any) -> None:
        self.set(self._grid_sides(), weight=weight)

    @property
    def color(self) -> tuple[int, int, int] | None:
        color: tuple[int, int, int] | None = self._common("color")
        return color

    @color.setter
    def color(self, color: Any) -> None:
        self.set(self._grid_sides(), color=color)

    def line(self, side: str) -> Any:
        """Return the UNO BorderLine2 of a side; where it differs, that of the first cell, as in Excel."""
        if side in DIAGONALS:
            line = self.parent.uniform(DIAGONALS[side])
            return line or self._first(side).getPropertyValue(DIAGONALS[side])
        table, name = self.parent.native.TableBorder2, TABLE_LINES[side]
        if getattr(table, f"Is{name}Valid"):
            return getattr(table, name)
        return self._first(side).getPropertyValue(CELL_BORDERS[side])

    def _first(self, side: str) -> Any:
        left, top, right, bottom = self.parent.area.bounds()
        column = right if side == "edge_right" else left
        row = bottom if side == "edge_bottom" else top
        return self.parent.sheet.native.getCellByPosition(column, row)

    def set(
        self, which: Any = "all", *, line_style: Any = UNSET, weight: Any = UNSET, color: Any = UNSET
    ) -> None:
        native = self.parent.changeable
        table = native.TableBorder2
        for name in TABLE_LINES.values():
            setattr(table, f"Is{name}Valid", False)
        inner = {"inside_horizontal": self.parent.shape[0] > 1, "inside_vertical": self.parent.shape[1] > 1}
        for side in which:
            if not inner.get(side, True):
                continue
            line = _changed(self.line(side), line_style, weight, color)
            if side in DIAGONALS:
                native.setPropertyValue(DIAGONALS[side], line)
            else:
                setattr(table, TABLE_LINES[side], line)
                setattr(table, f"Is{TABLE_LINES[side]}Valid", True)
        native.TableBorder2 = table


def _changed(line: Any, style: Any, weight: Any, color: Any) -> Any:
    if style is None:
        return struct("table.BorderLine2")
    drawn = line.LineWidth > 0
    new = struct("table.BorderLine2")
    new.Color = colors.to_native(color) if color is not UNSET else line.Color if drawn else 0
    new.LineStyle = STYLES[style] if style is not UNSET else line.LineStyle if drawn else 0
    width = WIDTHS[weight] if weight is not UNSET else line.LineWidth if drawn else WIDTHS["thin"]
    new.LineWidth = new.OuterLineWidth = width
    return new


class Border(Guarded, base_classes.Border):
    """One side of the borders of a range; without a line its weight and colour are None."""

    def __init__(self, borders: Borders, side: str) -> None:
        self._borders, self._side, self.app = borders, side, borders.app

    @property
    def api(self) -> Any:
        return self._borders.line(self._side)

    def _drawn(self) -> Any:
        line = self._borders.line(self._side)
        return line if line.LineWidth > 0 else None

    @property
    def line_style(self) -> str | None:
        line = self._drawn()
        return NAMES.get(line.LineStyle, "continuous") if line else "none"

    @line_style.setter
    def line_style(self, style: str | None) -> None:
        self._borders.set([self._side], line_style=style)

    @property
    def weight(self) -> str | None:
        line = self._drawn()
        return min(WIDTHS, key=lambda name: abs(WIDTHS[name] - line.LineWidth)) if line else None

    @weight.setter
    def weight(self, weight: str) -> None:
        self._borders.set([self._side], weight=weight)

    @property
    def color(self) -> tuple[int, int, int] | None:
        line = self._drawn()
        return colors.from_native(line.Color) if line else None

    @color.setter
    def color(self, color: Any) -> None:
        self._borders.set([self._side], color=color)
