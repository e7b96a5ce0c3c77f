"""Glyphs: the signs of a PDF page with their boxes → lines of text in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gouji.documents.located import Sign

_WIDE = re.compile(r"[⺀-鿿豈-﫿︰-﹏＀-￯　-〿‘-‟…—]")
_SAME_LINE = 0.3
_LATIN_SPACE, _WIDE_SPACE = 0.25, 0.9
_SEGMENT_GAP = 1.5
_OVERPRINT = 0.25
"""Distances in parts of the font's size: baselines of one line, gaps that are a space, overprinting."""


class Glyph(NamedTuple):
    """One printed sign: its page from 1, its box and baseline from the page's top left corner, in points."""

    text: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float


@dataclass(frozen=True)
class Line:
    """Glyphs on one baseline, from left to right."""

    glyphs: Sequence[Glyph]

    @cached_property
    def signs(self) -> list[Sign]:
        """The characters with their glyphs, spaces put in where the print leaves a gap."""
        signs: list[Sign] = []
        for n, glyph in enumerate(self.glyphs):
            if n and _is_space(self.glyphs[n - 1], glyph):
                signs.append((" ", None))
            signs += [(sign, glyph) for sign in glyph.text]
        return signs

    @cached_property
    def text(self) -> str:
        """The characters."""
        return "".join(sign for sign, _ in self.signs)

    @property
    def page(self) -> int:
        """The number of its page."""
        return self.glyphs[0].page

    @property
    def x0(self) -> float:
        """The left end."""
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        """The right end."""
        return self.glyphs[-1].x1

    @property
    def baseline(self) -> float:
        """The baseline's distance from the page's top."""
        return self.glyphs[0].baseline

    @cached_property
    def size(self) -> float:
        """The font's size of most of the line."""
        return median(glyph.size for glyph in self.glyphs)

    def segments(self) -> list[Line]:
        """Return the parts of the line between wide gaps."""
        parts: list[list[Glyph]] = [[self.glyphs[0]]]
        for before, glyph in zip(self.glyphs, self.glyphs[1:], strict=False):
            if glyph.x0 - before.x1 > _SEGMENT_GAP * max(before.size, glyph.size):
                parts.append([])
            parts[-1].append(glyph)
        return [Line(part) for part in parts]


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """Return the lines that the glyphs stand on, from top to bottom; fonts of one line share its baseline."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.baseline):
        if rows and glyph.baseline - rows[-1][-1].baseline <= _SAME_LINE * glyph.size:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [Line(_once(sorted(row, key=lambda glyph: glyph.x0))) for row in rows]


def joined(lines: Iterable[Line]) -> list[Sign]:
    """Return the signs of the lines as one text; between words of letters the line's end is a space."""
    signs: list[Sign] = []
    for line in lines:
        if signs and line.signs and signs[-1][0].isalpha() and line.signs[0][0].isalpha():
            is_word = not (_WIDE.match(signs[-1][0]) or _WIDE.match(line.signs[0][0]))
            signs += [(" ", None)] if is_word else []
        signs += line.signs
    return signs


def _is_space(before: Glyph, glyph: Glyph) -> bool:
    is_wide = _WIDE.match(before.text[-1]) or _WIDE.match(glyph.text)
    return glyph.x0 - before.x1 > (_WIDE_SPACE if is_wide else _LATIN_SPACE) * max(before.size, glyph.size)


def _once(row: Sequence[Glyph]) -> list[Glyph]:
    """Return the row without the glyphs that are printed twice to look bold."""
    kept: list[Glyph] = []
    for glyph in row:
        if not any(g.text == glyph.text and glyph.x0 - g.x0 < _OVERPRINT * g.size for g in kept[-2:]):
            kept.append(glyph)
    return kept
