"""Fonts of cells. LibreOffice keeps a font for Western and one for Asian text: both are set together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xlwings_libreoffice import colors
from xlwings_libreoffice.bridge import Guarded, enum

if TYPE_CHECKING:
    from xlwings_libreoffice.ranges import Range

BOLD, NORMAL = 150.0, 100.0
"""UNO's awt.FontWeight."""


class Font(Guarded, base_classes.Font):
    """The font of a range; what differs between its cells reads as None."""

    def __init__(self, cells: Range) -> None:
        self._cells, self.app = cells, cells.app

    @property
    def api(self) -> Any:
        return self._cells.native

    def _set(self, name: str, value: Any) -> None:
        native = self._cells.changeable
        for suffix in ("", "Asian", "Complex"):
            native.setPropertyValue(name + suffix, value)

    @property
    def bold(self) -> bool | None:
        weight = self._cells.uniform("CharWeight")
        return None if weight is None else weight > NORMAL

    @bold.setter
    def bold(self, bold: bool) -> None:
        self._set("CharWeight", BOLD if bold else NORMAL)

    @property
    def italic(self) -> bool | None:
        posture = self._cells.uniform("CharPosture")
        return None if posture is None else posture.value != "NONE"

    @italic.setter
    def italic(self, italic: bool) -> None:
        self._set("CharPosture", enum("awt.FontSlant", "ITALIC" if italic else "NONE"))

    @property
    def size(self) -> float | None:
        size: float | None = self._cells.uniform("CharHeight")
        return size

    @size.setter
    def size(self, size: float) -> None:
        self._set("CharHeight", float(size))

    @property
    def name(self) -> str | None:
        name: str | None = self._cells.uniform("CharFontName")
        return name

    @name.setter
    def name(self, name: str) -> None:
        self._set("CharFontName", name)

    @property
    def color(self) -> tuple[int, int, int] | None:
        color = self._cells.uniform("CharColor")
        if color is None:
            return None
        return colors.from_native(color) or (0, 0, 0)  # the automatic colour is shown black

    @color.setter
    def color(self, color: Any) -> None:
        self._cells.changeable.CharColor = colors.to_native(color)
