"""Formats of a range: colour, number format, alignment, wrapping, sizes of rows and columns."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from xlwings_libreoffice import colors
from xlwings_libreoffice.borders import Borders
from xlwings_libreoffice.bridge import Guarded, enum
from xlwings_libreoffice.errors import NotSupportedError, ProtectedError
from xlwings_libreoffice.fonts import Font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlwings_libreoffice.areas import Area
    from xlwings_libreoffice.sheets import Sheet

HORIZONTAL = {
    "general": "STANDARD",
    "left": "LEFT",
    "center": "CENTER",
    "right": "RIGHT",
    "fill": "REPEAT",
    "justify": "BLOCK",
    "distributed": "BLOCK",
}
"""UNO's table.CellHoriJustify; a distributed one also has HoriJustifyMethod 1."""
VERTICAL = {"top": 1, "center": 2, "bottom": 3, "justify": 4, "distributed": 4}
"""UNO's table.CellVertJustify2; the standard, 0, is at the bottom."""
DISTRIBUTED = 1
TWIPS = 1440 / 2540
"""Twips, which LibreOffice counts in, to 1/100 mm, which it is asked in."""
PIXEL, POINT = 15, 20
"""Twips to a pixel of 96 to the inch, and to a point."""
DIGIT, PADDING = 7, 5
"""Pixels of a digit in Excel's standard font and of the padding of a column: a width of 1 is one digit."""


class Formats(Guarded):
    """What is common to all formats of a range: `native` is its UNO object."""

    native: Any
    area: Area
    areas: tuple[Area, ...]
    shape: tuple[int, int]
    sheet: Sheet

    def uniform(self, name: str) -> Any:
        """Return a UNO property of the cells, None when it differs between them."""
        if sum(area.size for area in self.areas) > 1:
            state = self.native.getPropertyState(name)
            if state.value == "AMBIGUOUS_VALUE":
                return None
        return self.native.getPropertyValue(name)

    @property
    def changeable(self) -> Any:
        """The UNO object to change; ProtectedError where LibreOffice would change nothing without a word."""
        sheet = self.sheet.native
        if sheet.isProtected():
            protection = self.uniform("CellProtection")
            if protection is None or protection.IsLocked:
                message = f"The sheet {sheet.Name} is protected: its cells cannot be changed until it is not."
                raise ProtectedError(message)
        return self.native

    @property
    def font(self) -> Font:
        return Font(self)  # type: ignore[arg-type]

    @property
    def borders(self) -> Borders:
        return Borders(self)  # type: ignore[arg-type]

    @property
    def color(self) -> tuple[int, int, int] | None:
        return colors.from_native(self.uniform("CellBackColor"))

    @color.setter
    def color(self, color: Any) -> None:
        self.changeable.CellBackColor = colors.to_native(color)

    def set_colors(self, rows: Sequence[Sequence[Any]]) -> None:
        """Colour every cell; two calls for each colour, whatever the number of cells."""
        _ = self.changeable
        places: dict[int, list[Area]] = defaultdict(list)
        for row, line in enumerate(rows):
            for column, color in enumerate(line):
                if color is not ...:
                    place = self.area.cell(row + 1, column + 1)
                    places[colors.to_native(color)].append(place)
        for color, areas in places.items():
            self.sheet.ranges(areas).CellBackColor = color

    @property
    def number_format(self) -> str | None:
        key = self.uniform("NumberFormat")
        return None if key is None else self.sheet.book.number_formats.code(key)

    @number_format.setter
    def number_format(self, code: str) -> None:
        self.changeable.NumberFormat = self.sheet.book.number_formats.key(code)

    @property
    def wrap_text(self) -> bool | None:
        wrapped: bool | None = self.uniform("IsTextWrapped")
        return wrapped

    @wrap_text.setter
    def wrap_text(self, wrap: bool) -> None:
        self.changeable.IsTextWrapped = bool(wrap)

    @property
    def horizontal_alignment(self) -> str | None:
        native = self.uniform("HoriJustify")
        if native is None:
            return None
        if native.value == "BLOCK" and self.uniform("HoriJustifyMethod") == DISTRIBUTED:
            return "distributed"
        return next(name for name, value in HORIZONTAL.items() if value == native.value)

    @horizontal_alignment.setter
    def horizontal_alignment(self, alignment: str) -> None:
        if alignment not in HORIZONTAL:
            raise NotSupportedError("LibreOffice cannot center across a selection; merge the cells instead.")
        self.changeable.HoriJustify = enum("table.CellHoriJustify", HORIZONTAL[alignment])
        self.changeable.HoriJustifyMethod = DISTRIBUTED if alignment == "distributed" else 0

    @property
    def vertical_alignment(self) -> str | None:
        native = self.uniform("VertJustify")
        if native is None:
            return None
        if native == VERTICAL["justify"] and self.uniform("VertJustifyMethod") == DISTRIBUTED:
            return "distributed"
        return next((name for name, value in VERTICAL.items() if value == native), "bottom")

    @vertical_alignment.setter
    def vertical_alignment(self, alignment: str) -> None:
        self.changeable.VertJustify = VERTICAL[alignment]
        self.changeable.VertJustifyMethod = DISTRIBUTED if alignment == "distributed" else 0

    def adjust_indent(self, amount: int) -> None:
        step = round(10 / TWIPS * POINT)  # Excel's step is about the width of a character and a half
        indent = max(0, (self.uniform("ParaIndent") or 0) + amount * step)
        if indent:
            self.changeable.HoriJustify = enum("table.CellHoriJustify", "LEFT")
        self.changeable.ParaIndent = indent

    def _extents(self, kind: str, name: str) -> list[int]:
        # rows of one height and columns of one width are asked for together
        items = getattr(self.native, kind)
        count = min(items.Count, SIZES_ASKED)
        return [getattr(items.getByIndex(index), name) for index in range(count)]

    @property
    def column_width(self) -> float | None:
        widths = set(self._extents("Columns", "Width"))
        if len(widths) != 1:
            return None
        pixels = round(widths.pop() * TWIPS) / PIXEL
        wide = pixels > DIGIT + PADDING
        return round((pixels - PADDING) / DIGIT if wide else pixels / (DIGIT + PADDING), 2)

    @column_width.setter
    def column_width(self, width: float) -> None:
        pixels = width * DIGIT + PADDING if width > 1 else width * (DIGIT + PADDING)
        self.changeable.Columns.Width = round(pixels * PIXEL / TWIPS)

    @property
    def row_height(self) -> float | None:
        heights = set(self._extents("Rows", "Height"))
        return _points(heights.pop()) if len(heights) == 1 else None

    @row_height.setter
    def row_height(self, height: float) -> None:
        self.changeable.Rows.Height = round(height * POINT / TWIPS)

    @property
    def width(self) -> float:
        return _points(self.native.Size.Width)

    @property
    def height(self) -> float:
        return _points(self.native.Size.Height)

    @property
    def left(self) -> float:
        return _points(self.native.Position.X)

    @property
    def top(self) -> float:
        return _points(self.native.Position.Y)

    @property
    def row_hidden(self) -> bool | None:
        return self._hidden("Rows")

    @row_hidden.setter
    def row_hidden(self, hidden: bool) -> None:
        self.changeable.Rows.IsVisible = not hidden

    @property
    def column_hidden(self) -> bool | None:
        return self._hidden("Columns")

    @column_hidden.setter
    def column_hidden(self, hidden: bool) -> None:
        self.changeable.Columns.IsVisible = not hidden

    def _hidden(self, kind: str) -> bool | None:
        shown = set(self._extents(kind, "IsVisible"))
        return not shown.pop() if len(shown) == 1 else None

    def autofit(self, axis: str | None = None) -> None:
        if axis in {None, "c", "columns"}:
            self.changeable.Columns.OptimalWidth = True
        if axis in {None, "r", "rows"}:
            self.changeable.Rows.OptimalHeight = True


SIZES_ASKED = 200
"""Rows or columns whose size is asked for; those further on count as alike."""


def _points(hundredths: int) -> float:
    # rows and columns are a whole number of quarter points; 1/100 mm is coarser than LibreOffice's own unit
    return round(hundredths * TWIPS / POINT * 4) / 4
