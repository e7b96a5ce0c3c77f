"""Titles: where in the sheets a table begins and which region is its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gouji.catalogue import catalogue
from gouji.facts import Cell, Remark
from gouji.labels import bare_label, plain_label, short_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gouji.catalogue import TableSpec
    from gouji.grid import Sheet, Value

_SENTENCE = re.compile(
    r"[,。;!?]|^(?:注|说明|备注)[:1]|^本表|^见(?:收入|支出|财政|一般|政府|国有)|详见|参见|来源|取自|反映|根据|填列|目录"
)
_TAIL = re.compile(
    r"(?:\([^()]*\)|(?:公开|财决)?\d\d(?:-\d)?表|(?:金额)?单位:(?:人民币)?[百千万亿]*元|续表?|[-—:])+$"
)
_JOINED = re.compile(r"(?:[于与和及]|决算表|总表)$")
_OTHER_TABLE = re.compile(r"(?:预算|拨款|支出|收入|费用?|项目|基本|明细|基金|资金|资本经营|结余)$")
_COVER = re.compile(r"(?:^|部门|单位|年度?|本级|公开)$")
LONGEST_TITLE = 80
HEAD_ROWS = 8
"""The header of a table begins within this many rows below its title."""

ABOVE = -1
"""The row of a title that stands in no row of its sheet."""


class Title(NamedTuple):
    """A printed title: the table's id, '' for a table beyond the nine, and the words that name it."""

    table: str
    words: str


@dataclass(frozen=True, slots=True)
class Region:
    """The cells that a title owns: rows below it to `end`, columns from `left` to `right`, ends excluded.

    `title` is the title as printed, `words` what of it names the table. A sheet without any title may go on
    with the table of the sheet before it: then `words` is ''. A title just below another one `is_listed`,
    as in a table of contents.
    """

    spec: TableSpec
    title: str
    words: str
    sheet: Sheet
    top: int
    end: int
    left: int
    right: int
    is_listed: bool = False

    @property
    def columns(self) -> range:
        """The grid columns."""
        return range(self.left, self.right)

    def remark(self, rule: str, text: str, row: int, columns: Iterable[int]) -> Remark:
        """Return a remark on cells of one row; a row without words is named by its number."""
        cells = tuple(Cell(self.sheet.name, max(row, 0), c) for c in columns)
        return Remark(rule, text or str(row + 1), cells, self.spec.id)


def regions(sheets: Iterable[Sheet]) -> Iterator[Region]:
    """Yield the regions of the nine tables in sheet order; a title of another table ends a region as well."""
    last = Title("", "")
    for sheet in sheets:
        titles = list(_titles_in(sheet))
        yield from _titled_regions(sheet, titles) if titles else _untitled_region(sheet, last)
        last = titles[-1][2] if titles else title_of(sheet.name) or last


@lru_cache(maxsize=1 << 12)
def title_of(text: str) -> Title | None:
    """Return the title that the text is, None when it is none.

    The longest title that ends the text wins. What stands before it may be a unit, a year or a number; where
    words of titles stand before it, it is the title of another table.
    """
    whole = _title_of_line(text)
    if whole or "\n" not in text:
        return whole
    found = list(filter(None, map(_title_of_line, text.split("\n"))))
    return found[0] if len(found) == 1 else None


def _title_of_line(text: str) -> Title | None:
    if len(text) > LONGEST_TITLE:
        return None
    label = _plain_title(text)
    title = _TAIL.sub("", label)
    if _SENTENCE.search(title):
        return None
    for words, table in _known_titles():
        if title.endswith(words):
            before = title[: -len(words)]
            if table and _JOINED.search(before):
                return None
            if not table and _COVER.search(before):
                return None
            if not (table and _OTHER_TABLE.search(before)):
                return Title("" if table == "T5" and "经济分类" in label else table, words)
    return None


def _plain_title(text: str) -> str:
    return bare_label(text).replace("、", "")


@cache
def _known_titles() -> Sequence[tuple[str, str]]:
    """Return the words of all titles with their tables, the longest first."""
    book = catalogue()
    named = [(_plain_title(t), spec.id) for spec in book.tables.values() for t in (spec.title, *spec.titles)]
    named += [(_plain_title(t), "") for t in book.other_titles]
    return sorted(named, key=lambda pair: -len(pair[0]))


def _titles_in(sheet: Sheet) -> Iterator[tuple[int, int, Title]]:
    """Yield grid row, grid column and title, in reading order; a title in every cell of a row counts once."""
    rows = sheet.rows
    texts = [(r, v) for r, row in enumerate(rows) for v in row if v.__class__ is str and "表" in v]
    for r, text in dict.fromkeys(texts):
        if title := title_of(text):
            yield (
                r,
                rows[r].index(text),
                title if _is_of_its_layout(title, rows[r + 1 : r + 1 + HEAD_ROWS]) else Title("", ""),
            )


def _is_of_its_layout(title: Title, below: Sequence[Sequence[Value]]) -> bool:
    """Say whether the title is borne out: without 总表 it is a two-sided table's if the sides are below it.

    Else 收入支出决算表 is a table of codes beyond the nine.
    """
    if not title.table or _spec(title).layout != "balance" or title.words.endswith("总表"):
        return True
    sides = {"收入", "支出"}
    return any(sides <= {short_label(v) for v in row if v.__class__ is str} for row in below)


def _titled_regions(sheet: Sheet, titles: Sequence[tuple[int, int, Title]]) -> Iterator[Region]:
    width = len(sheet.rows[0])
    for r, c, title in titles:
        beside = sorted(other for row, other, _ in titles if row == r)
        left = c if c > beside[0] else 0
        right = next((other for other in beside if other > c), width)
        end = next((row for row, other, _ in titles if row > r and left <= other < right), len(sheet.rows))
        if title.table:
            printed = plain_label(sheet.rows[r][c])
            is_listed = any(row == r - 1 and left <= other < right for row, other, _ in titles)
            yield Region(_spec(title), printed, title.words, sheet, r, end, left, right, is_listed)


def _untitled_region(sheet: Sheet, last: Title) -> Iterator[Region]:
    """Yield the region of a sheet whose name alone is a title, or that may go on with the last table."""
    named = title_of(sheet.name)
    title = named or last
    if sheet.rows and title.table:
        printed, words = (plain_label(sheet.name), title.words) if named else (_spec(title).title, "")
        yield Region(_spec(title), printed, words, sheet, ABOVE, len(sheet.rows), 0, len(sheet.rows[0]))


def _spec(title: Title) -> TableSpec:
    return catalogue().tables[title.table]
