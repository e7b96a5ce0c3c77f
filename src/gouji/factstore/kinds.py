"""Kinds: printed lines with the same keys are of one kind, whatever file they stand in.

A line whose row is a code may stand in one file and not in another of the same layout; the others are fixed.
Codes of one table with the same columns and groups and of one length are of one style.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gouji.factstore.record import GLUE

if TYPE_CHECKING:
    from gouji.factstore.chunk import Ints, Lines, Words

LONGEST_CODE = 12


class Kind(NamedTuple):
    """What lines of one kind have in common. `style` is -1 for a fixed line."""

    table: str
    row: str
    columns: tuple[str, ...]
    groups: tuple[str, ...]
    style: int


class Kinds:
    """Every kind of line that has come up, by number, with what is asked of many at once as arrays."""

    def __init__(self) -> None:
        self.all: list[Kind] = []
        self._numbers: dict[tuple[int, ...], int] = {}
        self._styles: dict[tuple[object, ...], int] = {}
        self._ranks: list[int] = []

    def numbers(self, lines: Lines, words: Words) -> Ints:
        """Return the number of the kind of each line."""
        keys = np.stack([lines.table, lines.row, lines.columns, lines.groups])
        # numbered anew in this chunk, so that the products of the numbers stay small
        own = [numbered_anew(key) for key in keys]
        packed = np.ravel_multi_index([n for n, _ in own], [max(1, count) for _, count in own])
        _, first, place = np.unique(packed, return_index=True, return_inverse=True)
        numbers = [self._number(tuple(map(int, keys[:, n])), words) for n in first]
        return np.array(numbers, np.int64)[place]

    @property
    def styles(self) -> Ints:
        """The style of each kind."""
        return np.array([kind.style for kind in self.all], np.int64)

    @property
    def ranks(self) -> Ints:
        """Numbers in the order of the codes, -1 for a fixed line."""
        return np.array(self._ranks, np.int64)

    def _number(self, key: tuple[int, ...], words: Words) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self.all)
            table, row, columns, groups = (words.texts[n] for n in key)
            is_code = row.isdecimal()
            style = (table, columns, groups, len(row))
            number = self._styles.setdefault(style, len(self._styles)) if is_code else -1
            self.all.append(Kind(table, row, _split(columns), _split(groups), number))
            self._ranks.append(_rank(row) if is_code else -1)
        return self._numbers[key]


def numbered_anew(numbers: Ints) -> tuple[Ints, int]:
    """Return 0, 1, 2 … in place of the different numbers, and how many there are."""
    present = np.zeros(numbers.max(initial=-1) + 1, bool)
    present[numbers] = True
    return (np.cumsum(present) - 1)[numbers], int(present.sum())


def _split(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(GLUE)))


def _rank(code: str) -> int:
    """Return a number that grows as codes do when they are sorted as texts."""
    return int(code[:LONGEST_CODE].ljust(LONGEST_CODE, "0")) * (LONGEST_CODE + 1) + len(code)
