"""Bind: a rule's tree × a workbook's facts → forms, by looking facts up by key, never by trying combinations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from gouji.facts import TOTAL, Cell
from gouji.rules.language import ANY_CODE, ANY_ROW, BELOW, LEVELS, Check, Equation, Membership
from gouji.rules.structure import CHECKS, Breach

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gouji.facts import Facts, Table
    from gouji.rules import Rule, RuleBook
    from gouji.rules.language import Ref, Tree


class Form(NamedTuple):
    """A rule bound to facts: the sum of the left facts stands in the relation to the sum of the right ones.

    `if_printed`: not to be evaluated while all facts of a side are blank.
    """

    rule: Rule
    left: tuple[int, ...]
    right: tuple[int, ...]
    relation: str
    if_printed: bool = False


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
    """What a rule book says of one workbook: the forms to evaluate, what could not be bound, what is broken."""

    forms: Sequence[Form]
    gaps: Sequence[Gap]
    broken: Sequence[Broken]


class _MissingError(Exception):
    """A fact that a rule needs is not in the workbook."""

    def __init__(self, says: str, *words: str) -> None:
        super().__init__(says)
        self.gap = (says, words)


def bind(book: RuleBook, facts: Facts) -> Bound:
    """Bind every rule of the book to the facts."""
    binder = _Binder(facts)
    forms: list[Form] = []
    gaps: list[Gap] = []
    broken: list[Broken] = []
    year = max((table.year for table in facts.tables.values()), default=0)
    for rule in book:
        if not rule.applies_to(year):
            continue
        seen: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()
        try:
            if not all(binder.holds(condition, rule) for condition in rule.when):
                continue
        except _MissingError as missing:
            gaps.append(Gap(rule, *missing.gap))
            continue
        for tree, if_printed in _trees(rule):
            try:
                if isinstance(tree, Check):
                    broken += (Broken(rule, breach) for breach in CHECKS[tree.name](facts, tree.tables))
                elif isinstance(tree, Membership):
                    broken += (Broken(rule, breach) for breach in binder.strangers(tree, rule))
                else:
                    for left, right in binder.sides(tree, rule):
                        if (left, right) not in seen:
                            seen.add((left, right))
                            forms.append(Form(rule, left, right, tree.relation, if_printed))
            except _MissingError as missing:
                gaps.append(Gap(rule, *missing.gap))
    return Bound(forms, list(dict.fromkeys(gaps)), broken)


def _trees(rule: Rule) -> Iterator[tuple[Tree, bool]]:
    yield from ((tree, False) for tree in rule.trees)
    yield from ((tree, True) for tree in rule.trees_if_printed)


class _Binder:
    """The lookups that rules share: tables, rows by word, and the codes directly below each code."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._words: dict[tuple[str, str], Sequence[str]] = {}
        self._below: dict[str, Mapping[str, Sequence[str]]] = {}

    def sides(self, tree: Equation, rule: Rule) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
        """Yield the left and right facts of each instance of the equation.

        Raises _MissingError when the workbook lacks a table, row or column that the rule needs, unless the
        rule is optional, which then has no instance.
        """
        refs = [r for r in (*tree.left, *tree.right) if self._has_table(r.table, rule)]
        if not refs or not all(self._is_complete(ref, rule) for ref in refs):
            return
        ranging = [ref for ref in refs if ref.ranges and not ref.summed]
        rows = dict.fromkeys(row for ref in ranging for row in self._rows(ref.table, ref.row))
        open_columns = next((ref for ref in refs if not ref.column), None)
        columns = self.facts.tables[open_columns.table].columns if open_columns else [""]
        left = [ref for ref in tree.left if ref in refs]
        right = [ref for ref in tree.right if ref in refs]
        needs_parts = any(ref.summed for ref in refs)
        for row in rows if ranging else [""]:
            parent = row or next((ref.row for ref in refs if not ref.ranges), "")
            for column in columns:
                pluses = self._indices(left, row, parent, column)
                minuses = self._indices(right, row, parent, column)
                if pluses is None or minuses is None or not (pluses or minuses):
                    continue
                if needs_parts and not (pluses and minuses):
                    continue
                yield tuple(pluses), tuple(minuses)

    def holds(self, condition: Equation, rule: Rule) -> bool:
        """Say whether a condition holds exactly. Raises _MissingError when a fact it needs is missing."""
        amounts = self.facts.amounts
        for left, right in self.sides(condition, rule):
            residual = sum(amounts[i] for i in left) - sum(amounts[i] for i in right)
            unreadable = any(i in self.facts.unreadable for i in (*left, *right))
            if residual or unreadable:
                return False
        return True

    def strangers(self, tree: Membership, rule: Rule) -> Iterator[Breach]:
        """Yield the rows with an amount that the other table does not have."""
        if not self._has_table(tree.ref.table, rule) or not self._has_table(tree.within, rule):
            return
        table, within = self.facts.tables[tree.ref.table], self.facts.tables[tree.within]
        for row in self._rows(tree.ref.table, tree.ref.row):
            filled = [i for i in table.rows[row].values() if self.facts.amounts[i]]
            if row not in within.rows and filled:
                places = ((Cell(*self.facts.places[i]), table.id, row) for i in filled)
                yield Breach("not_in_table", (row, table.title, within.title), tuple(places))

    def _has_table(self, name: str, rule: Rule) -> bool:
        if name in self.facts.tables:
            return True
        if name in rule.absent:
            return False
        raise _MissingError("no_table", name)

    def _is_complete(self, ref: Ref, rule: Rule) -> bool:
        """Say whether the table has what the reference names; raise _MissingError if the rule insists on it."""
        table = self.facts.tables[ref.table]
        if ref.column and table.rows and ref.column not in self._columns(table):
            return self._lacking(rule, "no_column", ref.table, ref.column)
        if not ref.ranges and not ref.row.isdecimal() and ref.row not in table.rows:
            return self._lacking(rule, "no_row", ref.table, ref.row)
        if ref.ranges and ref.row != BELOW and not self._rows(ref.table, ref.row):
            listed = any(self.facts.amounts[i] for row in table.rows.values() for i in row.values())
            if listed:
                return self._lacking(rule, "no_rows", ref.table, ref.row or ANY_ROW)
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

    def _indices(self, refs: Sequence[Ref], row: str, parent: str, column: str) -> list[int] | None:
        """Return the facts of the references, None where a fixed row lacks the column.

        A code that the table does not list, or a column that a row does not have, adds nothing.
        """
        found: list[int] = []
        for ref in refs:
            table = self.facts.tables[ref.table]
            key = ref.column or column
            if ref.summed:
                if ref.row == BELOW:
                    rows = self._children(table).get(parent, ())
                else:
                    rows = self._rows(ref.table, ref.row)
                found += (columns[key] for r in rows if key in (columns := table.rows[r]))
            elif ref.ranges:
                index = table.rows.get(row, {}).get(key)
                if index is not None:
                    found.append(index)
            else:
                columns = table.rows.get(ref.row, {})
                if key in columns:
                    found.append(columns[key])
                elif not ref.row.isdecimal():
                    return None
        return found

    def _rows(self, name: str, word: str) -> Sequence[str]:
        """Return the rows of the table that a row word stands for."""
        key = (name, word or ANY_ROW)
        if key not in self._words:
            self._words[key] = list(self._rows_of(self.facts.tables[name], word or ANY_ROW))
        return self._words[key]

    def _rows_of(self, table: Table, word: str) -> Iterator[str]:
        if word == ANY_ROW:
            yield from table.rows
        elif word in table.groups:
            yield from table.groups[word]
        elif word == ANY_CODE:
            yield from (row for row in table.rows if row.isdecimal())
        elif word in LEVELS:
            yield from (row for row in table.rows if row.isdecimal() and len(row) == LEVELS[word])

    def _children(self, table: Table) -> Mapping[str, Sequence[str]]:
        """Return code → the codes directly below it; those without a listed ancestor are below 合计."""
        if table.id not in self._below:
            below: dict[str, list[str]] = {}
            for row in table.rows:
                code = row.partition("#")[0]
                if code.isdecimal():
                    above = (code[:n] for n in range(len(code) - 2, 2, -2))
                    below.setdefault(next((a for a in above if a in table.rows), TOTAL), []).append(row)
            self._below[table.id] = below
        return self._below[table.id]
