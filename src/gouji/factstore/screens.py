"""Screens: the files of which the checks of structure have nothing to say.

A screen may keep a file back that is in order, but lets none through that is not: what is kept back is
checked by itself. A check of structure without a screen keeps every file back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gouji.factstore.kinds import numbered_anew
from gouji.labels import plain_label
from gouji.rules.bind import trees_of
from gouji.rules.language import Check
from gouji.rules.structure import owner_of_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gouji.factstore.chunk import Bools, Chunk, Ints, Words
    from gouji.rules import RuleBook


@dataclass(frozen=True)
class Screened:
    """A chunk's lines as the screens see them, and the words that their numbers stand for.

    `ranks` are numbers in the order of the codes, -1 for lines without a code; `is_filled`: the line has an
    amount.
    """

    chunk: Chunk
    ranks: Ints
    is_filled: Bools
    keys: Words
    labels: Words

    def of_tables(self, tables: Sequence[str]) -> Bools:
        """Say of each line whether it is one of a code in one of the tables."""
        numbers = [self.keys.number(table) for table in tables]
        return (self.ranks >= 0) & np.isin(self.chunk.lines.table, numbers)

    def files_of(self, lines: Bools) -> Bools:
        """Say of each file whether one of the lines is its own."""
        return np.bincount(self.chunk.lines.file[lines], minlength=self.chunk.size) > 0


def kept_back(one: Screened, book: RuleBook) -> Bools:
    """Say of each file of a chunk whether it is to be checked by itself."""
    kept = np.zeros(one.chunk.size, bool)
    checks = {tree for rule in book for tree, _ in trees_of(rule) if isinstance(tree, Check)}
    for check in checks:
        screen = _SCREENS.get(check.name)
        kept |= True if screen is None else screen(one, check.tables)
    return kept


def _noted_when_empty(one: Screened, tables: Sequence[str]) -> Bools:
    heads, lines = one.chunk.heads, one.chunk.lines
    filled = np.zeros((one.chunk.size, len(one.keys.texts)), bool)
    filled[lines.file[one.is_filled], lines.table[one.is_filled]] = True
    asked = np.isin(heads.table, [one.keys.number(table) for table in tables])
    silent = asked & ~heads.noted & ~filled[heads.file, heads.table]
    return np.bincount(heads.file[silent], minlength=one.chunk.size) > 0


def _own_names(one: Screened, tables: Sequence[str]) -> Bools:
    lines = one.chunk.lines
    places = np.flatnonzero(one.of_tables(tables))
    triples = np.stack([lines.table, lines.row, lines.label])[:, places]
    packed = np.ravel_multi_index(tuple(triples), tuple(triples.max(axis=1, initial=0) + 1))
    _, first, which = np.unique(packed, return_index=True, return_inverse=True)
    wrong = np.zeros(len(lines.file), bool)
    wrong[places] = np.array([_is_anothers(one, *map(int, triples[:, n])) for n in first], bool)[which]
    return one.files_of(wrong)


def _is_anothers(one: Screened, table: int, code: int, label: int) -> bool:
    return bool(owner_of_name(one.keys.texts[table], one.keys.texts[code], one.labels.texts[label]))


def _same_names(one: Screened, tables: Sequence[str]) -> Bools:
    lines = one.chunk.lines
    chosen = one.of_tables(tables) & (lines.label != one.labels.number(""))
    places = np.flatnonzero(chosen)
    different, which = np.unique(lines.label[places], return_inverse=True)
    plain = [plain_label(one.labels.texts[number]) for number in different]
    name = np.unique(np.array(plain, str), return_inverse=True)[1][which]
    code, codes = numbered_anew(lines.row[places])
    name_of = np.empty((one.chunk.size, codes), np.int64)
    name_of[lines.file[places], code] = name
    wrong = np.zeros(len(lines.file), bool)
    wrong[places] = name_of[lines.file[places], code] != name
    return one.files_of(wrong)


def _same_order(one: Screened, tables: Sequence[str]) -> Bools:
    lines = one.chunk.lines
    places = np.flatnonzero(one.of_tables(tables))
    order = places[np.lexsort((lines.table[places], lines.file[places]))]
    same_table = _is_next(lines.file[order], lines.table[order])
    falls = np.diff(one.ranks[order]) <= 0
    wrong = np.zeros(len(lines.file), bool)
    wrong[order[1:][same_table & falls]] = True
    return one.files_of(wrong)


def _is_next(*keys: Ints) -> Bools:
    """Say of each entry but the first whether its keys are those of the entry before."""
    same: Bools = np.logical_and.reduce([np.diff(key) == 0 for key in keys])
    return same


_SCREENS: Mapping[str, Callable[[Screened, Sequence[str]], Bools]] = {
    "noted_when_empty": _noted_when_empty,
    "own_names": _own_names,
    "same_names": _same_names,
    "same_order": _same_order,
}
