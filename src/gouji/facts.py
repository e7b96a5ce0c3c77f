"""Facts: (table, row, column) → amount, with the sheet and cell where it stands.

Facts are stored flat: a fact is an index into parallel lists, and a table maps its row and column keys to
indices. A statement has about 1,400 of them, and every rule looks its facts up by key.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from gouji.figures import UNITS, WAN, YUAN, NotAFigureError, amount_of_number, amount_of_text, plain
from gouji.grid import ErrorValue, Uncached, address
from gouji.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gouji.grid import Sheet, Value

TOTAL = "合计"
"""The row key of the total of a table of codes."""

EXACT = 1e-5
"""A stored number this near to a hundredth of the unit is that hundredth; see figures.amount_of_number."""


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
            facts = zip(line.columns, range(line.start, line.start + len(line.columns)), strict=True)
            rows.setdefault(line.key, {}).update(facts)
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
        line = self.lines[bisect_right(self.lines, index, key=_start) - 1]
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
        key = tuple([(line.table, line.key, line.columns) for line in self.lines])
        filled = frozenset(
            line.table
            for line in self.lines
            if any(self.amounts[line.start : line.start + len(line.columns)])
        )
        year = max((table.year for table in self.tables.values()), default=0)
        return Layout((key, frozenset(self.tables), filled, year), self.tables, filled, year)

    def cell(self, index: int) -> Cell:
        """Return the cell where the fact stands."""
        return self.fact(index).cell


_start = attrgetter("start")


@dataclass
class _Store:
    """The lists of Facts while they fill."""

    amounts: list[int] = field(default_factory=list)
    printed: list[bool] = field(default_factory=list)
    unreadable: dict[int, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


def gather(tables: Iterable[PlacedTable], fallback_unit: str, remarks: Iterable[Remark] = ()) -> Facts:
    """Read the amounts of located tables into facts.

    `fallback_unit` is the unit of tables whose page head gives none. Parts of one table that share no row
    are one table printed on several pages.
    """
    store = _Store(remarks=list(remarks))
    ulps: list[int] = []
    located: dict[str, Table] = {}
    placed = list(tables)
    finest = YUAN if any((table.unit or fallback_unit) == YUAN for table in placed) else WAN
    for part in placed:
        start = len(store.amounts)
        unit = part.unit or fallback_unit
        table = _read(part, unit, store, located.get(part.id))
        located[part.id] = table
        scale = UNITS[unit] // UNITS[finest]
        if scale != 1:
            store.amounts[start:] = [amount * scale for amount in store.amounts[start:]]
        ulps += [0 if unit == YUAN else scale] * (len(store.amounts) - start)
    ordered = {key: located[key] for key in sorted(located)}
    lines = sorted(line for table in ordered.values() for line in table.lines)
    store.amounts.append(0)
    store.printed.append(False)
    ulps.append(0)
    return Facts(
        ordered, store.amounts, ulps, store.printed, lines, store.unreadable, finest, tuple(store.remarks)
    )


def _read(part: PlacedTable, unit: str, store: _Store, before: Table | None) -> Table:
    """Append the facts of a part of a table to the store; return the table with all parts so far."""
    lines = list(before.lines) if before else []
    labels = dict(before.labels) if before else {}
    groups = {k: list(v) for k, v in before.groups.items()} if before else {}
    start, first_remark = len(store.amounts), len(store.remarks)
    amounts, printed, sheet = store.amounts, store.printed, part.sheet.name
    excess: list[Cell] = []
    for key, label, r, columns, places, row_groups in part.rows:
        values = part.sheet.rows[r]
        index = len(amounts)
        if key not in labels:
            labels[key] = label
            for group in row_groups:
                groups.setdefault(group, []).append(key)
        elif any(line.key == key and not set(columns).isdisjoint(line.columns) for line in lines):
            store.remarks.append(Remark("F-11", label, (Cell(sheet, r, places[0]),), part.id, key))
            key = _repeated_key(key, labels)  # noqa: PLW2901 a second row of one code keeps a key of its own
            labels[key] = label
        lines.append(Line(index, part.id, key, sheet, r, columns, places))
        for c in places:
            value = values[c]
            if value.__class__ is float:
                hundredths = round(value * 100)
                if -EXACT < value * 100 - hundredths < EXACT:
                    amounts.append(hundredths)
                    printed.append(True)
                    continue
            elif value == "" or value is None:
                amounts.append(0)
                printed.append(False)
                continue
            column = columns[len(amounts) - index]
            _read_odd(value, unit, store, excess, Remark("", "", (Cell(sheet, r, c),), part.id, key, column))
    if not any(printed[start:]):
        _forget_words(store, start, first_remark)
    if excess:
        store.remarks.append(Remark("F-10", "", tuple(excess), part.id))
    store.remarks.extend(part.remarks)
    notes = (*(before.notes if before else ()), *part.notes)
    head = before or part
    return Table(part.id, head.title, sheet, unit, part.year, lines, labels, groups, notes)


def _read_odd(value: Value, unit: str, store: _Store, excess: list[Cell], where: Remark) -> None:
    """Append the amount of a cell that is neither blank nor a number of hundredths."""
    index = len(store.amounts)
    try:
        if isinstance(value, ErrorValue | Uncached) or not isinstance(value, str | int | float):
            raise NotAFigureError(str(value))  # noqa: TRY301 read like any other cell that holds no amount
        if isinstance(value, bool):
            raise NotAFigureError(str(value).upper())  # noqa: TRY301
        if isinstance(value, str) and not plain_label(value):
            store.amounts.append(0)
            store.printed.append(False)
            return
        amount = amount_of_text(value, unit) if isinstance(value, str) else amount_of_number(value)
    except NotAFigureError as error:
        store.amounts.append(0)
        store.printed.append(False)
        store.unreadable[index] = str(error)
        store.remarks.append(where._replace(rule=_rule_for(value), text=str(error)))
        return
    store.amounts.append(amount.hundredths)
    store.printed.append(True)
    if amount.excess:
        excess += where.cells


def _rule_for(value: Value) -> str:
    """Return the reading rule that a cell without an amount breaks."""
    if isinstance(value, ErrorValue):
        return "F-07"
    if isinstance(value, Uncached):
        return "F-08"
    return "F-06" if any(sign.isdecimal() for sign in str(value)) else "F-05"


def _forget_words(store: _Store, start: int, first_remark: int) -> None:
    """Take words in the amount cells of a table without any amount for its printed form, not for figures."""
    words = {r.text for r in store.remarks[first_remark:] if r.rule == "F-05"}
    store.remarks[first_remark:] = [r for r in store.remarks[first_remark:] if r.rule != "F-05"]
    for index in [i for i, text in store.unreadable.items() if i >= start and text in words]:
        del store.unreadable[index]


def _repeated_key(key: str, rows: Mapping[str, object]) -> str:
    number = 2
    while f"{key}#{number}" in rows:
        number += 1
    return f"{key}#{number}"
