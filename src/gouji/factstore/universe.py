"""Universe: the rule book bound once for all files of a layout, over every code that one of them lists.

A code that a file does not list counts as blank there. So that the forms are those of the file bound by
itself, the file must list the code above each of its codes, and a sum has no form in a file that lists
nothing of one of its sides.
"""

from __future__ import annotations

from itertools import accumulate, chain
from typing import TYPE_CHECKING

import numpy as np

from gouji.facts import ABSENT, Layout, Line, Table
from gouji.factstore.terms import forms_of
from gouji.rules.bind import bind_layout, code_above, rows_of, trees_of
from gouji.rules.language import BELOW, Membership

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gouji.factstore.chunk import Bools, Ints
    from gouji.factstore.kinds import Kinds
    from gouji.factstore.layouts import Layout as Common
    from gouji.rules import RuleBook
    from gouji.rules.bind import Family

NOTHING, NOWHERE = -1, -2
"""In place of the kind of line that a line needs beside it: it needs none; no file lists such a line."""


class Universe:
    """The forms of a layout and its facts, which are numbered line by line.

    It is made over the kinds of some `lines` of the layout, and takes in others as they come up.
    `starts` holds the first fact of each kind of line, -1 for kinds that are not of the layout; `rules` are
    the ids of the rules of the families of forms, and `gaps` why other rules could not be bound.
    """

    def __init__(self, book: RuleBook, common: Common, kinds: Kinds, lines: Ints) -> None:
        self._book = book
        self._common = common
        self._kinds = kinds
        self._codes: dict[tuple[str, str], int] = {}
        self.starts = np.full(len(kinds.all), -1)
        self._above: Ints
        self._within: list[Ints]
        self._add_codes(lines)
        self._bind()

    def take(self, lines: Ints) -> None:
        """Take in kinds of lines, and bind the rules anew when there is a new code among them."""
        others = 0, len(self._kinds.all) - len(self.starts)
        arrays = self.starts, self._above, *self._within
        self.starts, self._above, *self._within = (np.pad(one, others, constant_values=-1) for one in arrays)
        known = len(self._codes)
        self._add_codes(lines)
        if len(self._codes) > known:
            self._bind()

    def admits(self, files: Ints, kinds: Ints, filled: Bools, size: int) -> Bools:
        """Say of each of `size` files whether its forms are those of the universe.

        `files`, `kinds` and `filled` are of their lines: the place of the file, and whether it has an amount.
        """
        listed = np.zeros((size, len(self.starts)), bool)
        listed[files, kinds] = True
        lacks = self.starts[kinds] < 0
        lacks |= _lacking(listed, files, self._above[kinds])
        for within in self._within:
            lacks |= filled & _lacking(listed, files, within[kinds])
        admitted: Bools = np.bincount(files[lacks], minlength=size) == 0
        return admitted & self._is_separable

    def _add_codes(self, lines: Ints) -> None:
        for number in map(int, np.unique(lines[self.starts[lines] < 0])):
            kind = self._kinds.all[number]
            if kind.style >= 0:
                self._codes.setdefault((kind.table, kind.row), number)

    def _bind(self) -> None:
        """Bind the rules to a layout with every code known."""
        placed = {table: self._placed(table) for table in self._common.tables}
        tables = self._tables(placed)
        year = self._common.year
        families, self.gaps = bind_layout(self._book, Layout((), tables, self._common.filled, year))
        self.rules = [family.rule.id for family in families]
        self.facts = sum(len(self._kinds.all[number].columns) for number in chain(*placed.values()))
        self.forms = forms_of(families, self.facts)
        self._is_separable = all(map(_is_separable, families)) and self._has_one_kind_of_codes()
        self.starts = np.full(len(self._kinds.all), -1)
        for table, numbers in placed.items():
            self.starts[numbers] = [line.start for line in tables[table].lines]
        self._above = self._codes_above(tables)
        self._within = list(self._rows_within(tables))

    def _placed(self, table: str) -> list[int]:
        """Return the kinds of lines of the table: the fixed ones in their order, the codes sorted."""
        kinds, ranks = self._kinds.all, self._kinds.ranks
        own = [number for number in self._common.lines if kinds[number].table == table]
        fixed = [number for number in own if kinds[number].style < 0]
        before = next((n for n, number in enumerate(own) if kinds[number].style >= 0), len(own))
        codes = [number for (home, _), number in self._codes.items() if home == table]
        return [*fixed[:before], *sorted(codes, key=ranks.__getitem__), *fixed[before:]]

    def _tables(self, placed: Mapping[str, Sequence[int]]) -> dict[str, Table]:
        tables, start = {}, 0
        for name in sorted(placed):
            kinds = [self._kinds.all[number] for number in placed[name]]
            starts = accumulate((len(kind.columns) for kind in kinds), initial=start)
            lines = [
                Line(first, name, kind.row, "", 0, kind.columns, range(len(kind.columns)))
                for first, kind in zip(starts, kinds, strict=False)
            ]
            start += sum(len(kind.columns) for kind in kinds)
            groups: dict[str, dict[str, None]] = {}
            for kind in kinds:
                for group in kind.groups:
                    groups.setdefault(group, {})[kind.row] = None
            labels = {kind.row: "" for kind in kinds}
            rows = {group: list(members) for group, members in groups.items()}
            tables[name] = Table(name, "", "", "", self._common.year, lines, labels, rows, ())
        return tables

    def _codes_above(self, tables: Mapping[str, Table]) -> Ints:
        above = np.full(len(self.starts), NOTHING)
        for (table, code), number in self._codes.items():
            above[number] = self._codes.get((table, code_above(code, tables[table].labels)), NOTHING)
        return above

    def _rows_within(self, tables: Mapping[str, Table]) -> Iterator[Ints]:
        """Yield for each rule about rows of another table the lines there that lines with amounts need."""
        for rule in self._book:
            for tree, _ in trees_of(rule) if rule.applies_to(self._common.year) else ():
                if isinstance(tree, Membership) and {tree.ref.table, tree.within} <= tables.keys():
                    within = np.full(len(self.starts), NOTHING)
                    for row in rows_of(tables[tree.ref.table], tree.ref.row):
                        if row.isdecimal():
                            number = self._codes[tree.ref.table, row]
                            within[number] = self._codes.get((tree.within, row), NOWHERE)
                    yield within

    def _has_one_kind_of_codes(self) -> bool:
        """Say whether the codes of each table have the same columns."""
        columns = {(table, self._kinds.all[number].columns) for (table, _), number in self._codes.items()}
        return len(columns) == len({table for table, _ in columns})


def _lacking(listed: Bools, files: Ints, needed: Ints) -> Bools:
    """Say of each line whether its file does not list the kind of line that it needs."""
    lacks: Bools = (needed == NOWHERE) | ((needed >= 0) & ~listed[files, needed])
    return lacks


def _is_separable(family: Family) -> bool:
    """Say whether its being listed shows for each side of the forms which of them a file has.

    It does not where a side adds the codes below and something else, or a row without the column.
    """
    sides = family.tree.left, family.tree.right
    refs = [ref for side in sides for ref in side]
    if not any(ref.summed for ref in refs):
        return True
    mixed = any(len({ref.row == BELOW for ref in side}) > 1 for side in sides)
    return not mixed and not any(ABSENT in side for form in family.forms for side in form)
