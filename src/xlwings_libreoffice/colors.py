"""Colours: xlwings' RGB tuples, hex texts and Excel's integers; UNO's 0xRRGGBB."""

from __future__ import annotations

from typing import Any

from xlwings.utils import hex_to_rgb, int_to_rgb

NONE = -1
"""No colour, and the automatic colour of a font."""


def to_native(color: Any) -> int:
    """Return UNO's number of a colour given as xlwings gives it."""
    if color is None:
        return NONE
    if isinstance(color, str):
        color = hex_to_rgb(color)
    elif isinstance(color, int):
        color = int_to_rgb(color)
    red, green, blue = color
    return int(red) << 16 | int(green) << 8 | int(blue)


def from_native(number: int | None) -> tuple[int, int, int] | None:
    """Return UNO's number of a colour as an RGB tuple, None for no colour."""
    if number is None or number < 0:
        return None
    return number >> 16 & 255, number >> 8 & 255, number & 255
