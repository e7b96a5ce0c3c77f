"""Comparison: two years of one unit, fact against fact, opening balances against last year's closing ones.

The facts of both workbooks are taken as those of one, in the finer of their units, where a table of last year
is named `last.T1`: then amounts compare as they are, and rules between years are bound and judged like any.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from gouji.facts import ABSENT
from gouji.functions.ratios import growth
from gouji.functions.values import DIV0, NA, NUM, VALUE
from gouji.labels import bare_label
from gouji.reconcile import reconcile
from gouji.rules import rule_book
from gouji.together import together

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gouji.facts import Cell, Facts, Table
    from gouji.functions.values import CellError
    from gouji.reconcile import Reconciliation
    from gouji.rules import Rule, RuleBook

LAST = "last."
"""What stands before the id of a table of last year."""

Key = tuple[str, str]
"""A row and a column of a table."""


class NoGrowth(StrEnum):
    """Why a fact has no growth."""

    ZERO_BASE = "zero_base"
    BLANK = "blank"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    ONLY_THIS = "only_this"
    ONLY_LAST = "only_last"


_REASONS: Mapping[object, NoGrowth] = {
    DIV0: NoGrowth.ZERO_BASE,
    NA: NoGrowth.BLANK,
    VALUE: NoGrowth.UNREADABLE,
    NUM: NoGrowth.TOO_LARGE,
}
"""What the growth function answers instead of a growth."""


class Pair(NamedTuple):
    """One fact in both years: its keys and label, the amounts in hundredths of the comparison's unit.

    `this` and `last` are None where the year prints no readable amount, and so is the cell of a year that
    has no such row or column. `change` takes a blank for zero, as sums do; it is None where a cell cannot be
    read. `growth` is change over last year's amount, to four decimals; `no_growth` says why it is None.
    """

    table: str
    row: str
    label: str
    column: str
    this: int | None
    last: int | None
    change: int | None
    growth: Decimal | None
    no_growth: NoGrowth | None
    this_cell: Cell | None
    last_cell: Cell | None


class Renamed(NamedTuple):
    """A code that has another name than last year, and the first table that says so."""

    table: str
    code: str
    this: str
    last: str


@dataclass(frozen=True)
class Comparison:
    """Two years of one unit.

    `this` and `last` are what reading each workbook found; `openings` are the ties between the years, whose
    cells of last year are in tables named with LAST. `pairs` are the facts that either year prints, in the
    order of this year's tables.
    """

    this: Reconciliation
    last: Reconciliation
    openings: Reconciliation
    pairs: Sequence[Pair]
    renamed: Sequence[Renamed]

    @property
    def unit(self) -> str:
        """The unit of the amounts: the finer one of both workbooks."""
        return self.openings.facts.unit

    @property
    def years(self) -> tuple[int, int]:
        """The years that the tables of both workbooks print, 0 for none."""
        return self.this.facts.layout.year, self.last.facts.layout.year

    @property
    def in_order(self) -> bool:
        """Whether this year is the one after last year, as far as both are printed."""
        this, last = self.years
        return not (this and last) or this == last + 1

    @property
    def unmatched(self) -> tuple[Pair, ...]:
        """The first fact of each row that only one year has."""
        rows: dict[Key, list[Pair]] = {}
        for pair in self.pairs:
            rows.setdefault((pair.table, pair.row), []).append(pair)
        single = {NoGrowth.ONLY_THIS, NoGrowth.ONLY_LAST}
        return tuple(row[0] for row in rows.values() if all(pair.no_growth in single for pair in row))


def compare_years(this: Facts, last: Facts) -> Comparison:
    """Compare the facts of a unit's workbook with those of its workbook of the year before."""
    both = together({"": this, LAST: last})
    book = rule_book()
    return Comparison(
        reconcile(this, _reading(book)),
        reconcile(last, _reading(book)),
        reconcile(both, _between_years(book)),
        tuple(_pairs(both)),
        tuple(_renamed(both)),
    )


def year_and_table(name: str) -> tuple[str, str]:
    """Return the year, this or last, and the id of a table of both years: last.T1 → last, T1."""
    return ("last", name.removeprefix(LAST)) if name.startswith(LAST) else ("this", name)


@cache
def _reading(book: RuleBook) -> RuleBook:
    """Return the rules without ties, among them those that say what was found in reading."""
    return tuple(r for r in book if not (r.trees or r.trees_if_printed or r.trees_between_years))


@cache
def _between_years(book: RuleBook) -> RuleBook:
    """Return the rules between years as rules of a workbook that holds both."""
    return tuple(_over_both(rule) for rule in book if rule.trees_between_years)


def _over_both(rule: Rule) -> Rule:
    trees = tuple(
        replace(tree, right=tuple(replace(ref, table=LAST + ref.table) for ref in tree.right))
        for tree in rule.trees_between_years
    )
    return replace(rule, trees=trees, absent=rule.absent | {LAST + table for table in rule.absent})


def _pairs(both: Facts) -> Iterator[Pair]:
    for name, this, last in _tables(both):
        present, past = _facts_of(this), _facts_of(last)
        for row, column in _merged(present, past):
            facts = present.get((row, column), ABSENT), past.get((row, column), ABSENT)
            if any(both.printed[fact] or fact in both.unreadable for fact in facts):
                label = next(table.labels[row] for table in (this, last) if table and row in table.labels)
                yield _pair(both, (name, row, label, column), *facts)


def _tables(both: Facts) -> Iterator[tuple[str, Table | None, Table | None]]:
    """Yield each table's id and the table in this year and in last year."""
    for name in sorted({year_and_table(table)[1] for table in both.tables}):
        yield name, both.tables.get(name), both.tables.get(LAST + name)


def _facts_of(table: Table | None) -> Mapping[Key, int]:
    """Return (row, column) → fact in the order of the table's rows."""
    lines = table.lines if table else ()
    return {(line.key, column): line.start + n for line in lines for n, column in enumerate(line.columns)}


def _merged(present: Mapping[Key, int], past: Mapping[Key, int]) -> Iterator[Key]:
    """Yield all keys: this year's in their order, one of last year only behind the one it followed there."""
    behind: dict[Key | None, list[Key]] = {}
    place = None
    for key in past:
        if key in present:
            place = key
        else:
            behind.setdefault(place, []).append(key)
    yield from behind.get(None, ())
    for key in present:
        yield key
        yield from behind.get(key, ())


def _pair(both: Facts, names: tuple[str, str, str, str], this: int, last: int) -> Pair:
    """Return the pair of two facts, of which one may be ABSENT; `names` are its first four fields."""
    current, prior = _value(both, this), _value(both, last)
    rate = growth(current, prior)
    reason = None if isinstance(rate, Decimal) else _REASONS[rate]
    if reason == NoGrowth.BLANK and ABSENT in (this, last):
        reason = NoGrowth.ONLY_THIS if last == ABSENT else NoGrowth.ONLY_LAST
    return Pair(
        *names,
        this=current if isinstance(current, int) else None,
        last=prior if isinstance(prior, int) else None,
        change=None if reason == NoGrowth.UNREADABLE else both.amounts[this] - both.amounts[last],
        growth=rate if isinstance(rate, Decimal) else None,
        no_growth=reason,
        this_cell=None if this == ABSENT else both.cell(this),
        last_cell=None if last == ABSENT else both.cell(last),
    )


def _value(facts: Facts, index: int) -> int | CellError | None:
    """Return the amount as the growth function takes it: None for a blank, an error for what is no amount."""
    if index in facts.unreadable:
        return VALUE
    return facts.amounts[index] if facts.printed[index] else None


def _renamed(both: Facts) -> Iterator[Renamed]:
    """Yield the codes whose names differ between the years beyond ordinals and signs, each once."""
    seen: set[tuple[str, str, str]] = set()
    for name, this, last in _tables(both):
        if this is None or last is None:
            continue
        for code in filter(str.isdecimal, filter(last.labels.__contains__, this.labels)):
            names = code, bare_label(this.labels[code]), bare_label(last.labels[code])
            if names[1] != names[2] and names not in seen:
                seen.add(names)
                yield Renamed(name, *names)
