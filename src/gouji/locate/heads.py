"""Page heads and notes: the unit, the year, and the lines below a table."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gouji.catalogue import catalogue
from gouji.facts import PlacedTable
from gouji.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gouji.facts import PlacedRow, Remark
    from gouji.locate.titles import Region

_GOVERNMENT_UNIT = r"(?<!编制)(?<!填报)(?<!预算)(?<!主管)(?<!报送)"
_NAME_ENDS = r"(?![一-鿿])|(?=公开|财决|部门|编制|填报|决算|人民币)"
_UNIT = re.compile(
    rf"{_GOVERNMENT_UNIT}单位:?(?:人民币)?([百千万亿]*元)(?:{_NAME_ENDS})|\((?:单位:?)?(?:人民币)?([百千万亿]*元)\)"
)
_YEAR = re.compile(r"(20\d\d|二[〇○零Oo0][一二三四五六七八九〇○零Oo0]{2})年")
_CHINESE_DIGITS = str.maketrans("〇○零Oo一二三四五六七八九", "00000123456789")
_SENTENCE = re.compile(r"[。;]|[一-鿿],|本表|空表|(?:本|年度?|单位|部门|[局委办院校])均?(?:无|没有)")


ROWS_ABOVE = 2
"""A page head begins at most so many rows above its title."""


class Body(NamedTuple):
    """What a reader found in a region: the grid row below the header, the table's rows, and the remarks."""

    first: int
    rows: Sequence[PlacedRow]
    remarks: Sequence[Remark] = ()


def placed_table(region: Region, body: Body) -> PlacedTable:
    """Return the table of the region with the unit and the year of its page head and with its notes."""
    own = {row.row for row in body.rows}
    head = {r: _texts(region, r) for r in range(max(region.top - ROWS_ABOVE, 0), min(body.first, region.end))}
    below = {r: _texts(region, r) for r in range(body.first, region.end) if r not in own}
    around = [text for r, texts in (head | below).items() if r > region.top for text in texts]
    return PlacedTable(
        region.spec.id,
        region.title,
        region.sheet,
        body.rows,
        unit_of(head.values()),
        year_of([region.title, *(text for texts in head.values() for text in texts)]),
        tuple([text for text in around if is_note(text)]),
        tuple(body.remarks),
    )


def unit_of(head: Iterable[Sequence[str]]) -> str:
    """Return 万元, 元, another printed unit, or '' when the rows of the head give none.

    “编制单位：元氏县…” names a unit of government, not a unit of money. `单位：` and its unit may stand in
    two cells of a row.
    """
    for texts in head:
        if "元" in "".join(texts):
            for text in (*texts, "".join(texts)):
                if match := _UNIT.search(plain_label(text)):
                    return match[1] or match[2]
    return ""


def year_of(texts: Iterable[str]) -> int:
    """Return the year that the texts name, 0 when they name none."""
    found = (match for text in texts if "年" in text and (match := _YEAR.search(plain_label(text))))
    return next((int(match[1].translate(_CHINESE_DIGITS)) for match in found), 0)


@lru_cache(maxsize=1 << 12)
def is_note(text: str) -> bool:
    """Say whether the text is a line of words beside a table: 注：…, 说明：…, or a plain sentence."""
    label = plain_label(text)
    return label.startswith(_note_openings()) or _SENTENCE.search(label) is not None


def _texts(region: Region, r: int) -> list[str]:
    return [v for v in region.sheet.rows[r][region.left : region.right] if v and v.__class__ is str]


@cache
def _note_openings() -> tuple[str, ...]:
    return tuple(f"{mark}{sign}" for mark in catalogue().note_marks for sign in (":", "1", ".", ";"))
