"""Titles: where in the sheets a table begins and which region is its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from gouji.catalogue import catalogue
from gouji.labels import bare_label, plain_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gouji.catalogue import TableSpec
    from gouji.grid import Sheet

_TAIL = re.compile(r"(?:\([^()]*\)|续表|续|:)+$")
_YEAR = re.compile(r"(20\d\d)年")
_ENDS_IN_YEAR = re.compile(r"\d{4}年?度?(?:部门|单位)?$")
_WORDS_OF_TITLES = re.compile(r"预算|拨款|支出|收入|经费|项目|基本|明细|基金|资本|详见|见")
LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Region:
    """The cells that a title owns: rows from its own to `end`, columns from `left` to `right`, ends excluded."""

    spec: TableSpec
    title: str
    year: int
    sheet: Sheet
    top: int
    end: int
    left: int
    right: int


def regions(sheets: Sequence[Sheet]) -> list[Region]:
    """Return the regions of the nine tables in sheet order; a title of another table ends a region as well."""
    return [region for sheet in sheets for region in _regions_of(sheet)]


def table_titled(text: str) -> str | None:
    """Return the id of the table that the text is the title of, '' for a table beyond the nine, else None.

    The longest title that ends the text wins; what stands before it may be a unit, a year or a number,
    not words that make it another table's title.
    """
    title = _TAIL.sub("", bare_label(text))
    for known, table_id in _titles():
        if title.endswith(known):
            before = title[: -len(known)]
            if before and not _ENDS_IN_YEAR.search(before) and _WORDS_OF_TITLES.search(before):
                return None
            return table_id
    return None


@cache
def _titles() -> list[tuple[str, str]]:
    book = catalogue()
    named = [(plain_label(t), spec.id) for spec in book.tables.values() for t in (spec.title, *spec.titles)]
    named += [(plain_label(t), "") for t in book.other_titles]
    return sorted(named, key=lambda pair: -len(pair[0]))


def _regions_of(sheet: Sheet) -> Iterator[Region]:
    heads = [
        (r, c, table_id, value)
        for r, row in enumerate(sheet.rows)
        for c, value in enumerate(row)
        if value.__class__ is str
        and "表" in value
        and len(value) < LONGEST_TITLE
        and (table_id := table_titled(value)) is not None
    ]
    width = len(sheet.rows[0]) if sheet.rows else 0
    for r, c, table_id, value in heads:
        beside = sorted(other for row, other, *_ in heads if row == r)
        left = c if len(beside) > 1 and c > beside[0] else 0
        right = next((other for other in beside if other > c), width)
        end = min((row for row, other, *_ in heads if row > r and left <= other < right), default=len(sheet.rows))
        if table_id:
            text = plain_label(value)
            year = _YEAR.search(text)
            spec = catalogue().tables[table_id]
            yield Region(spec, text, int(year[1]) if year else 0, sheet, r, end, left, right)
