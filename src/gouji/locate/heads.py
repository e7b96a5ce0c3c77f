"""Page heads and notes: the unit, the year, and the lines below a table."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from gouji.catalogue import catalogue
from gouji.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gouji.locate.titles import Region

_UNIT = re.compile(r"单位:(?:人民币)?(万元|元)(?![一-鿿])|\((?:单位:)?(万元|元)\)")
_OTHER_UNIT = re.compile(r"单位:(?:人民币)?(亿元|千元|百元|百万元)(?![一-鿿])")
_YEAR = re.compile(r"(20\d\d)年")


def unit_of(texts: Iterable[str]) -> str:
    """Return 万元, 元, another printed unit, or '' when the head gives none.

    “编制单位：元氏县…” names a unit of government, not a unit of money.
    """
    other = ""
    for text in texts:
        label = plain_label(text)
        if "元" not in label:
            continue
        if match := _UNIT.search(label):
            return match[1] or match[2]
        if match := _OTHER_UNIT.search(label):
            other = match[1]
    return other


def year_of(texts: Iterable[str]) -> int:
    """Return the year that the head names, 0 when it names none."""
    return next((int(match[1]) for text in texts if (match := _YEAR.search(plain_label(text)))), 0)


def texts_of(region: Region, first: int, last: int) -> Iterator[str]:
    """Yield the texts of the region's rows from `first` to `last`, `last` excluded."""
    for row in region.sheet.rows[max(first, 0) : last]:
        yield from (v for v in row[region.left : region.right] if v.__class__ is str and v)


def is_note(text: str) -> bool:
    """Say whether the text is a note line (注：…, 说明：…) below a table."""
    return plain_label(text).startswith(_note_openings())


@cache
def _note_openings() -> tuple[str, ...]:
    return tuple(f"{mark}{sign}" for mark in catalogue().note_marks for sign in (":", "1", ".", ";"))
