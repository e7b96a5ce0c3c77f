"""Draw docs/ribbon.svg and docs/ribbon-help.svg from addin/customUI14.xml: what the tab shows in Excel.

Run `.venv/bin/python docs/ribbon.py` after a change of the ribbon. Excel's own pictures are Microsoft's: the
drawings here only stand for them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
RIBBON = HERE.parent / "addin" / "customUI14.xml"
PICTURES = {"ribbon.svg": False, "ribbon-help.svg": True}
"""The files, and whether the help of each button is shown instead of the tab alone."""

_NAMESPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
_TABS = ("文件", "开始", "插入", "页面布局", "公式", "数据", "审阅", "视图")
_FONT = "Microsoft YaHei, Noto Sans CJK SC, sans-serif"
_GREEN, _INK, _GREY, _LINE, _BLUE, _RED = "#217346", "#262626", "#666666", "#d0d0d0", "#2b6cb0", "#c0392b"
_ICON = 'fill="none" stroke="{}" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"'
_DRAWINGS = {
    "AcceptInvitation": (_GREEN, "M5 17 L13 26 L28 6"),
    "Spelling": (_BLUE, "M4 8 H18 M4 15 H14 M4 22 H12 M15 22 L20 27 L29 14"),
    "RefreshAll": (_GREEN, "M27 12 A11 11 0 0 0 7 10 M7 4 V10 H13 M5 20 A11 11 0 0 0 25 22 M25 28 V22 H19"),
    "Refresh": (_GREEN, "M27 16 A11 11 0 1 1 23 8 M23 2 V8 H17"),
    "ReviewPreviousComment": (_BLUE, "M4 5 H28 V21 H14 L8 27 V21 H4 Z M20 13 H10 M14 9 L10 13 L14 17"),
    "ReviewNextComment": (_BLUE, "M4 5 H28 V21 H14 L8 27 V21 H4 Z M10 13 H20 M16 9 L20 13 L16 17"),
    "ClearFormats": (_RED, "M6 20 L18 6 L28 14 L18 26 H11 Z M12 13 L22 21 M18 26 H29"),
    "TracePrecedents": (
        _BLUE,
        "M4 6 H11 V12 H4 Z M4 20 H11 V26 H4 Z M11 9 L24 15 M11 23 L24 17 M20 12 L25 16 L20 20",
    ),
    "Info": (_BLUE, "M16 4 A12 12 0 1 1 15.9 4 Z M16 15 V23 M16 9 V9.5"),
}
_HEIGHT, _GROUP_TOP, _GROUP_BOTTOM = 150, 38, 126


def picture(*, helped: bool) -> str:
    """Return the picture of the tab as SVG; `helped` puts the help of each button below."""
    tab = next(ET.parse(RIBBON).iter(f"{_NAMESPACE}tab"))  # noqa: S314 our own file
    body, width = _groups(tab)
    strip, strip_width = _strip(tab.get("label", ""))
    width = max(width, strip_width, 760 if helped else 0)
    helps = list(tab.iter(f"{_NAMESPACE}button")) if helped else []
    keys = tab.get("keytip", "")
    height = _HEIGHT + 46 * len(helps) + (10 if helped else 0)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="{_FONT}">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<rect width="{width}" height="34" fill="#f3f2f1"/>',
        f'<path d="M0 {_HEIGHT - 2} H{width}" stroke="{_LINE}"/>',
        *strip,
        *body,
        *(line for place, one in enumerate(helps) for line in _help(one, keys, _HEIGHT + 12 + 46 * place)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _strip(label: str) -> tuple[list[str], int]:
    """Return the titles of the tabs, ours behind 审阅, and their width."""
    titles = [*_TABS[:-1], label, _TABS[-1]]
    lines, x = [], 14
    for title in titles:
        width = 15 * len(title)
        colour = _GREEN if title == label else _INK
        weight = ' font-weight="bold"' if title == label else ""
        lines.append(_text(x, 22, title, 14, colour, weight))
        if title == label:
            lines.append(f'<rect x="{x}" y="30" width="{width - 2}" height="3" fill="{_GREEN}"/>')
        x += width + 20
    return lines, x


def _groups(tab: ET.Element) -> tuple[list[str], int]:
    lines, x = [], 10
    for group in tab.iter(f"{_NAMESPACE}group"):
        start = x
        small = 0
        for button in group.iter(f"{_NAMESPACE}button"):
            if button.get("size") == "large":
                lines += _large(button, x)
                x += 78
            else:
                lines += _small(button, x, _GROUP_TOP + 8 + 27 * small)
                small += 1
        x += 108 if small else 0
        middle = (start + x) // 2
        lines.append(
            _text(middle, _GROUP_BOTTOM + 14, group.get("label", ""), 12, _GREY, ' text-anchor="middle"')
        )
        lines.append(f'<path d="M{x + 4} {_GROUP_TOP + 4} V{_GROUP_BOTTOM + 16}" stroke="{_LINE}"/>')
        x += 12
    return lines, x


def _large(button: ET.Element, x: int) -> list[str]:
    name = _text(x + 39, _GROUP_TOP + 66, button.get("label", ""), 13, _INK, ' text-anchor="middle"')
    return [_icon(button, x + 23, _GROUP_TOP + 10, 1.0), name]


def _small(button: ET.Element, x: int, y: int) -> list[str]:
    return [_icon(button, x + 6, y, 0.55), _text(x + 30, y + 14, button.get("label", ""), 13, _INK)]


def _icon(button: ET.Element, x: int, y: int, scale: float) -> str:
    colour, path = _DRAWINGS[button.get("imageMso", "")]
    return f'<path transform="translate({x} {y}) scale({scale})" d="{path}" {_ICON.format(colour)}/>'


def _help(button: ET.Element, tab_keys: str, y: int) -> Iterator[str]:
    keys = "，".join(("Alt", *tab_keys, button.get("keytip", "")))
    yield _icon(button, 16, y, 0.8)
    yield _text(56, y + 12, f"{button.get('label')}　（按键 {keys}）", 13, _INK, ' font-weight="bold"')
    yield _text(56, y + 31, button.get("supertip", ""), 12, _GREY)


def _text(x: int, y: int, text: str, size: int, colour: str, more: str = "") -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}"{more}>{escape(text)}</text>'


if __name__ == "__main__":
    for name, helped in PICTURES.items():
        (HERE / name).write_text(picture(helped=helped), "utf-8")
