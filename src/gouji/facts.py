"""Facts: (table, row, column) → amount, with the sheet and cell where it stands.

Facts are stored flat: a fact is an index into parallel lists, and a table maps its row and column keys to
indices. A statement has about 1,400 of them, and every rule looks its facts up by key.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from gouji.figures import UNITS, plain
from gouji.grid import address

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gouji.grid import Sheet

TOTAL = "合计"
"""The row key of the total of a table of codes."""


class Cell(NamedTuple):
    """A cell by its sheet's name and zero-based row and column."""

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """The cell's A1 address without the sheet."""
        return address(self.row, self.column)


class Remark(NamedTuple):
    """Something the reader must know about how the workbook was read, by the id of a reading rule.

    `text` is what was found; `cells` are where; `table`, `row` and `column` are keys where they are known.
    """

    rule: str
    text: str
    cells: tuple[Cell, ...] = ()
    table: str = ""
    row: str = ""
    column: str = ""


class PlacedRow(NamedTuple):
    """A row of a table in a sheet: its key, printed label, grid row, and the grid column of each key."""

    key: str
    label: str
    row: int
    columns: Sequence[str]
    places: Sequence[int]
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table found in a sheet. `unit` is '' and `year` 0 where the page head does not give them."""

    id: str
    title: str
    sheet: Sheet
    rows: Sequence[PlacedRow]
    unit: str
    year: int
    notes: tuple[str, ...]
    remarks: tuple[Remark, ...] = ()


class Line(NamedTuple):
    """The facts of one printed row: they follow each other from index `start` on, a fact a column."""

    start: int
    table: str
    key: str
    sheet: str
    row: int
    columns: Sequence[str]
    places: Sequence[int]


@dataclass(frozen=True)
class Table:
    """One located table: its lines, the printed label of each row key, and the rows of each group."""

    id: str
    title: str
    sheet: str
    unit: str
    year: int
    lines: Sequence[Line]
    labels: Mapping[str, str]
    groups: Mapping[str, Sequence[str]]
    notes: tuple[str, ...]

    @cached_property
    def rows(self) -> Mapping[str, Mapping[str, int]]:
        """Row key → column key → fact."""
        rows: dict[str, dict[str, int]] = {}
        for line in self.lines:
            facts = dict(zip(line.columns, count(line.start)))
            if line.key in rows:
                rows[line.key].update(facts)
            else:
                rows[line.key] = facts
        return rows

    @property
    def columns(self) -> list[str]:
        """The column keys of the table, in order of their first use."""
        return list(dict.fromkeys(column for line in self.lines for column in line.columns))


ABSENT = -1
"""The index of a fact that a table does not have: a blank at the end of the lists, which counts as zero."""


class Fact(NamedTuple):
    """A fact as a finding shows it. `text` is the cell's printed value, None for a blank."""

    table: str
    row: str
    column: str
    cell: Cell
    text: str | None


@dataclass(frozen=True)
class Layout:
    """What the facts of workbooks may have in common: tables, rows and columns, and which tables are filled.

    Two layouts are equal when their `key`s are: then the same fact has the same index in both.
    """

    key: tuple[object, ...]
    tables: Mapping[str, Table] = field(compare=False)
    filled: frozenset[str] = field(compare=False)
    year: int = field(compare=False)


@dataclass(frozen=True)
class Facts:
    """All facts of a workbook.

    `amounts` are integers of the hundredth of the workbook's finest unit; what is blank or unreadable is 0
    there and told apart by `printed` and `unreadable`. `ulps` are the last printed places of the facts'
    tables in the same integers, 0 in 元, where printed figures are exact.
    """

    tables: Mapping[str, Table]
    amounts: list[int]
    ulps: list[int]
    printed: list[bool]
    lines: list[Line]
    unreadable: Mapping[int, str]
    unit: str
    remarks: tuple[Remark, ...] = ()

    def fact(self, index: int) -> Fact:
        """Return the fact with its keys, its cell and its printed value."""
        line = self.lines[bisect_right(self._starts, index) - 1]
        column = index - line.start
        if index in self.unreadable:
            text: str | None = self.unreadable[index]
        elif self.printed[index]:
            text = plain(self.amounts[index] * UNITS[self.unit] // UNITS[self.tables[line.table].unit])
        else:
            text = None
        cell = Cell(line.sheet, line.row, line.places[column])
        return Fact(line.table, line.key, line.columns[column], cell, text)

    @cached_property
    def layout(self) -> Layout:
        """What of the facts is not amounts."""
        key = tuple(map(_place_of, self.lines))
        filled = frozenset(table.id for table in self.tables.values() if self._is_filled(table))
        year = max((table.year for table in self.tables.values()), default=0)
        return Layout((key, frozenset(self.tables), filled, year), self.tables, filled, year)

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def cell(self, index: int) -> Cell:
        """Return the cell where the fact stands."""
        return self.fact(index).cell

    def _is_filled(self, table: Table) -> bool:
        return any(any(self.amounts[one.start : one.start + len(one.columns)]) for one in table.lines)


_place_of = attrgetter("table", "key", "columns")
