"""Regions: where in a sheet a score sheet stands, and its heads: rows of labels over columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gouji.facts import Cell
from gouji.labels import plain_label
from gouji.scores.entries import number_at, words_at
from gouji.scores.forms import named
from gouji.scores.titles import kind_of_title, titles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from gouji.grid import Sheet, Value
    from gouji.scores.entries import Entry

ABOVE = -1
"""The row of a title that only the sheet's name gives."""


class Span(NamedTuple):
    """The columns that a label of a head owns, `end` excluded."""

    start: int
    end: int


class Head(NamedTuple):
    """A row of labels and the columns below each."""

    row: int
    columns: Mapping[str, Span]


class Region(NamedTuple):
    """The rows of a sheet that a title owns, from `top` to `end`, which is excluded."""

    kind: str
    title: str
    sheet: Sheet
    at: Cell
    top: int
    end: int

    def entry(self, row: int, span: Span, suffixes: tuple[str, ...] | None = None) -> Entry:
        """Return the first entry of a row below a label that is not blank; a number if it has suffixes."""
        values = self.sheet.rows[row]
        column = next((c for c in range(*span) if is_filled(values[c])), span.start)
        if suffixes is None:
            return words_at(self.sheet, row, column)
        return number_at(self.sheet, row, column, suffixes)

    def head(self, row: int, labels: Mapping[str, str]) -> Head:
        """Return the labels of a row; each owns the columns up to the next cell that is not blank."""
        values = self.sheet.rows[row]
        filled = [(c, v) for c, v in enumerate(values) if isinstance(v, str) and is_filled(v)]
        ends = [*(c for c, _ in filled), len(values)][1:]
        columns: dict[str, Span] = {}
        for (c, value), end in zip(filled, ends, strict=True):
            if key := named(value, labels):
                columns.setdefault(key, Span(c, end))
        return Head(row, columns)

    def find_head(self, labels: Mapping[str, str], needed: Collection[str]) -> Head | None:
        """Return the first head of the region that has the needed labels."""
        heads = (self.head(row, labels) for row in range(self.top, self.end))
        return next((head for head in heads if head.columns.keys() >= set(needed)), None)

    @property
    def has_numbers(self) -> bool:
        """Whether a number is stored in a cell of the region."""
        rows = self.sheet.rows[self.top : self.end]
        return any(isinstance(value, float | int) for row in rows for value in row)


def regions(sheet: Sheet) -> Iterator[Region]:
    """Yield the regions of the titles in a sheet, or the whole sheet when its name alone is a title."""
    found = list(titles(sheet))
    if not found and sheet.rows and (kind := kind_of_title(sheet.name)):
        found = [(ABOVE, 0, kind)]
    ends = [*(row for row, *_ in found), len(sheet.rows)][1:]
    for (row, column, kind), end in zip(found, ends, strict=True):
        title = sheet.name if row == ABOVE else sheet.rows[row][column]
        at = Cell(sheet.name, max(row, 0), column)
        yield Region(kind, plain_label(title), sheet, at, row + 1, end)


def is_filled(value: Value) -> bool:
    """Say whether a cell shows something."""
    return bool(plain_label(value)) if isinstance(value, str) else value is not None
