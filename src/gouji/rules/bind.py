"""Bind: rules × a workbook's facts → forms, by looking facts up by key, never by trying combinations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from gouji.catalogue import CLASS_GROUP
from gouji.facts import ABSENT, TOTAL
from gouji.rules.language import ANY_CODE, ANY_ROW, BELOW, LEVELS, Check, Equation, Membership
from gouji.rules.structure import CHECKS, Breach

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence

    from gouji.facts import Facts, Layout, Table
    from gouji.rules import Rule, RuleBook
    from gouji.rules.language import Ref, Tree


Form = tuple[tuple[int, ...], tuple[int, ...]]
"""One instance of an equation: the facts on its left and those on its right."""


LAYOUTS_KEPT = 6


class Family(NamedTuple):
    """All forms of one tree: the sum of the left facts stands in the relation to the sum of the right ones.

    `if_printed`: a form is not to be evaluated while all facts of one of its sides are blank. The forms
    apply only where `conditions`, which are equations, hold exactly.
    """

    rule: Rule
    tree: Equation
    if_printed: bool
    forms: Sequence[Form]
    conditions: Sequence[Form] = ()

    @property
    def relation(self) -> str:
        """What should hold between the sums: ==, <= or >=."""
        return self.tree.relation


class Gap(NamedTuple):
    """Why a rule could not be bound: a message key and the table, row or column that is missing."""

    rule: Rule
    says: str
    words: tuple[str, ...]


class Broken(NamedTuple):
    """A breach of a rule that is a check of structure."""

    rule: Rule
    breach: Breach


@dataclass(frozen=True, slots=True)
class Bound:
    """A rule book on one workbook: the forms to evaluate, what could not be bound, what is broken."""

    families: Sequence[Family]
    gaps: Sequence[Gap]
    broken: Sequence[Broken]


_NOTHING: Mapping[str, int] = MappingProxyType({})
CLASS_LENGTH = LEVELS[CLASS_GROUP]


class _MissingError(Exception):
    """A fact that a rule needs is not in the workbook."""

    def __init__(self, says: str, *words: str) -> None:
        super().__init__(says)
        self.gap = (says, words)


def bind(book: RuleBook, facts: Facts) -> Bound:
    """Bind every rule of the book to the facts.

    Workbooks of one layout, such as one workbook checked again after an edit, share their forms.
    """
    families, gaps = _kept(book, facts.layout)
    broken = [
        Broken(rule, breach)
        for rule in book
        if rule.applies_to(facts.layout.year)
        for tree, _ in trees_of(rule)
        if not isinstance(tree, Equation)
        for breach in _breaches(tree, rule, facts)
    ]
    return Bound(families, gaps, broken)


def bind_layout(book: RuleBook, layout: Layout) -> tuple[Sequence[Family], Sequence[Gap]]:
    """Return the forms of a layout by tree, and why the other rules could not be bound."""
    binder = _Binder(layout)
    families: list[Family] = []
    gaps: dict[Gap, None] = {}
    for rule in book:
        if not rule.applies_to(layout.year):
            continue
        try:
            conditions = [form for condition in rule.when for form in binder.forms(condition, rule)]
        except _MissingError as missing:
            gaps[Gap(rule, *missing.gap)] = None
            continue
        for tree, if_printed in trees_of(rule):
            if isinstance(tree, Equation):
                try:
                    forms = binder.forms(tree, rule)
                except _MissingError as missing:
                    gaps[Gap(rule, *missing.gap)] = None
                else:
                    families.append(Family(rule, tree, if_printed, forms, conditions))
            elif missed := _missing_table(tree, rule, layout):
                gaps[Gap(rule, "no_table", (missed,))] = None
    return families, list(gaps)


_kept = lru_cache(maxsize=LAYOUTS_KEPT)(bind_layout)


def trees_of(rule: Rule) -> Iterator[tuple[Tree, bool]]:
    """Yield the trees of a rule, each with whether its forms need something printed on both sides."""
    yield from ((tree, False) for tree in rule.trees)
    yield from ((tree, True) for tree in rule.trees_if_printed)


def _missing_table(tree: Membership | Check, rule: Rule, layout: Layout) -> str:
    """Return the table that a rule about rows needs and the workbook lacks; checks take what there is."""
    needed = (tree.ref.table, tree.within) if isinstance(tree, Membership) else ()
    return next((name for name in needed if name not in layout.tables and name not in rule.absent), "")


def _breaches(tree: Membership | Check, rule: Rule, facts: Facts) -> Iterable[Breach]:
    if isinstance(tree, Check):
        return CHECKS[tree.name](facts, tree.tables)
    return () if _missing_table(tree, rule, facts.layout) else _strangers(tree, facts)


def _strangers(tree: Membership, facts: Facts) -> Iterator[Breach]:
    """Yield the rows with an amount that the other table does not have."""
    table, within = facts.tables.get(tree.ref.table), facts.tables.get(tree.within)
    if table is None or within is None:
        return
    for row in rows_of(table, tree.ref.row):
        if row in within.labels:
            continue
        if filled := [i for i in table.rows[row].values() if facts.amounts[i]]:
            places = ((facts.cell(i), table.id, row) for i in filled)
            yield Breach("not_in_table", (row, table.title, within.title), tuple(places))


def rows_of(table: Table, word: str) -> Iterator[str]:
    """Yield the rows of the table that a row word stands for, every row for ''."""
    if word in ("", ANY_ROW):
        yield from table.labels
    elif word in table.groups:
        yield from table.groups[word]
    elif word == ANY_CODE:
        yield from (row for row in table.labels if row.isdecimal())
    elif word in LEVELS:
        yield from (row for row in table.labels if row.isdecimal() and len(row) == LEVELS[word])


def code_above(code: str, rows: Container[str]) -> str:
    """Return the nearest code above a code among the rows, '' where there is none."""
    above = code[:-2]
    while above and above not in rows:
        above = above[:-2] if len(above) > CLASS_LENGTH else ""
    return above


def _forms(left: Sequence[Collection[int]], right: Sequence[Collection[int]]) -> list[Form]:
    """Return the forms of which each term gives the nth fact to the nth form."""
    pluses, minuses = zip(*left, strict=True), zip(*right, strict=True)
    return list(zip(pluses if left else repeat(()), minuses if right else repeat(()), strict=False))


class _Binder:
    """The lookups that rules share: tables, rows by word, and the codes directly below each code."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.tables = layout.tables
        self._words: dict[tuple[str, str], Sequence[str]] = {}
        self._below: dict[str, Mapping[str, Sequence[str]]] = {}
        self._complete: set[tuple[str, str, str]] = set()

    def forms(self, tree: Equation, rule: Rule) -> list[Form]:
        """Return the instances of the equation.

        A code that a table does not list, or a column that a row does not have, adds nothing. Raises
        _MissingError when the workbook lacks a table, row or column that the rule needs, unless the rule is
        optional, which then has no instance.
        """
        left = [ref for ref in tree.left if self._has_table(ref.table, rule)]
        right = [ref for ref in tree.right if self._has_table(ref.table, rule)]
        refs = left + right
        if not refs or not all(self._is_complete(ref, rule) for ref in refs):
            return []
        if all(ref.column and not ref.summed for ref in refs):
            rows = self._range(refs)
            return _forms(*([self._in_rows(ref, rows) for ref in side] for side in (left, right)))
        return list(self._by_columns(left, right))

    def _in_rows(self, ref: Ref, rows: Sequence[str]) -> list[int]:
        """Return the ref's fact in each of the rows."""
        table, column = self.tables[ref.table].rows, ref.column
        if not ref.ranges:
            return [table.get(ref.row, _NOTHING).get(column, ABSENT)] * len(rows)
        return [table.get(row, _NOTHING).get(column, ABSENT) for row in rows]

    def _by_columns(self, left: Sequence[Ref], right: Sequence[Ref]) -> Iterator[Form]:
        """Yield a form for each row the refs range over and each column they leave open."""
        refs = [*left, *right]
        columns = self._open_columns(refs)
        parent = next((ref.row for ref in refs if not ref.ranges), "")
        summed = any(ref.summed for ref in refs)
        rows = self._range(refs)
        if parents := [self._children(self.tables[ref.table]) for ref in refs if ref.row == BELOW]:
            rows = [row for row in rows if any((row or parent) in below for below in parents)]
        for row in rows:
            pluses = self._in_columns(left, row, row or parent, columns)
            minuses = self._in_columns(right, row, row or parent, columns)
            if (pluses and minuses) or ((pluses or minuses) and not summed):
                yield from _forms(pluses, minuses)

    def _in_columns(
        self, refs: Sequence[Ref], row: str, parent: str, columns: list[str]
    ) -> list[Collection[int]]:
        """Return the facts of each row that the refs name, in each of the columns."""
        terms: list[Collection[int]] = []
        for ref in refs:
            rows = self.tables[ref.table].rows
            for name in self._named_rows(ref, row, parent):
                facts = rows.get(name)
                if facts is None:
                    continue
                if not ref.column and [*facts] == columns:
                    terms.append(facts.values())
                else:
                    terms.append([facts.get(ref.column or column, ABSENT) for column in columns])
        return terms

    def _open_columns(self, refs: Sequence[Ref]) -> list[str]:
        """Return the columns that refs without a column take: those that all their single rows have."""
        open_refs = [ref for ref in refs if not ref.column]
        if not open_refs:
            return [""]
        rows = [self.tables[ref.table].rows.get(ref.row) for ref in open_refs if not ref.ranges]
        columns = self._columns(self.tables[open_refs[0].table])
        return [column for column in columns if all(row is None or column in row for row in rows)]

    def _named_rows(self, ref: Ref, row: str, parent: str) -> Sequence[str]:
        if not ref.summed:
            return (row,) if ref.ranges else (ref.row,)
        if ref.row == BELOW:
            return self._children(self.tables[ref.table]).get(parent, ())
        return self._rows(ref.table, ref.row)

    def _range(self, refs: Sequence[Ref]) -> Sequence[str]:
        """Return the rows that the refs range over, those of every table they name; one '' if they do not."""
        ranging = {(ref.table, ref.row) for ref in refs if ref.ranges and not ref.summed}
        if not ranging:
            return [""]
        if len(ranging) == 1:
            return self._rows(*next(iter(ranging)))
        ordered = dict.fromkeys((ref.table, ref.row) for ref in refs if (ref.table, ref.row) in ranging)
        return list(dict.fromkeys(row for table, word in ordered for row in self._rows(table, word)))

    def _has_table(self, name: str, rule: Rule) -> bool:
        if name in self.tables:
            return True
        if name in rule.absent:
            return False
        raise _MissingError("no_table", name)

    def _is_complete(self, ref: Ref, rule: Rule) -> bool:
        """Say whether the table has what the ref names; raise _MissingError if the rule insists on it."""
        key = ref.table, ref.row, ref.column
        if key in self._complete:
            return True
        table = self.tables[ref.table]
        if ref.column and table.rows and ref.column not in self._columns(table):
            return self._lacking(rule, "no_column", ref.table, ref.column)
        if not ref.ranges and not ref.row.isdecimal() and ref.row not in table.rows:
            return self._lacking(rule, "no_row", ref.table, ref.row)
        unlisted = ref.ranges and ref.row != BELOW and not self._rows(ref.table, ref.row)
        if unlisted and ref.table in self.layout.filled:
            return self._lacking(rule, "no_rows", ref.table, ref.row or ANY_ROW)
        self._complete.add(key)
        return True

    def _lacking(self, rule: Rule, says: str, *words: str) -> bool:
        if rule.optional:
            return False
        raise _MissingError(says, *words)

    def _columns(self, table: Table) -> Sequence[str]:
        key = (table.id, "")
        if key not in self._words:
            self._words[key] = table.columns
        return self._words[key]

    def _rows(self, name: str, word: str) -> Sequence[str]:
        """Return the rows of the table that a row word stands for."""
        key = (name, word or ANY_ROW)
        if key not in self._words:
            self._words[key] = list(rows_of(self.tables[name], word))
        return self._words[key]

    def _children(self, table: Table) -> Mapping[str, Sequence[str]]:
        """Return code → the codes directly below it; those without a listed ancestor are below 合计."""
        if table.id not in self._below:
            rows = table.rows
            below: dict[str, list[str]] = {}
            for row in rows:
                code = row.partition("#")[0]
                if code.isdecimal():
                    below.setdefault(code_above(code, rows) or TOTAL, []).append(row)
            self._below[table.id] = below
        return self._below[table.id]
