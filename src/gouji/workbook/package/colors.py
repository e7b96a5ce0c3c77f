"""Colors: what colour a fill shows, where the file says so by a theme or an old palette."""

from __future__ import annotations

import colorsys

from gouji.workbook.package.spans import Element, parse

_FIRST = "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF "
_REST = (
    "800000 008000 000080 808000 800080 008080 C0C0C0 808080 "
    "9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF "
    "000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF "
    "00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 "
    "3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 "
    "003366 339966 003300 333300 993300 993366 333399 333333"
)
_INDEXED = (_FIRST + _FIRST + _REST).split()
"""The indexed colours of Excel 97 (ECMA-376 part 1, 18.8.27); 8 to 15 repeat the first eight."""

_THEME_ORDER = (1, 0, 3, 2, 4, 5, 6, 7, 8, 9, 10, 11)
"""A theme index in a style → the place of its colour in the theme part: light and dark are exchanged."""


def color_of_fill(fill: bytes, theme: bytes) -> str:
    """Return the colour of a fill as RRGGBB: the foreground of a pattern, the first stop of a gradient.

    '' for no fill and for a colour that cannot be told. `theme` is the theme part, b'' for none.
    """
    if not fill:
        return ""
    elements = list(parse(fill).walk())
    pattern = next((e for e in elements if e.kind == "patternFill"), None)
    if pattern is not None and pattern.get("patternType") in ("", "none"):
        return ""
    shade = next((e for e in elements if e.kind in ("fgColor", "bgColor", "color")), None)
    return _rgb(shade, theme) if shade else ""


def _rgb(shade: Element, theme: bytes) -> str:
    if color := shade.get("rgb"):
        base = color[-6:].upper()
    elif number := shade.get("theme"):
        base = _theme_color(theme, int(number))
    else:
        place = int(shade.get("indexed") or 64)
        base = _INDEXED[place] if place < len(_INDEXED) else ""
    return _tinted(base, float(shade.get("tint") or 0)) if base else ""


def _theme_color(theme: bytes, number: int) -> str:
    scheme = next((e for e in parse(theme).walk() if e.kind == "clrScheme"), None) if theme else None
    place = _THEME_ORDER[number] if number < len(_THEME_ORDER) else len(_THEME_ORDER)
    if scheme is None or place >= len(scheme.children):
        return ""
    color = scheme.children[place].children[0]
    return (color.get("lastClr") or color.get("val"))[-6:].upper()


def _tinted(color: str, tint: float) -> str:
    """Return a colour made darker or lighter in its HLS lightness (ECMA-376 part 1, 18.8.19)."""
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(255 * part):02X}" for part in colorsys.hls_to_rgb(hue, light, saturation))
