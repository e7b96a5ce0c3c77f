"""Layouts: which files of a chunk have the same tables and lines but for their codes.

The rules are bound once for all files of a layout, over every code that any of them lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from gouji.factstore.chunk import Bools, Chunk, Ints, Lines, Words
    from gouji.factstore.kinds import Kinds

    Hashes = NDArray[np.uint64]

_SMALL = 1 << 15


@dataclass(frozen=True)
class Layout:
    """What the files of one layout have in common.

    `lines` are the kinds of the lines of the file that was seen first, in its order.
    """

    tables: tuple[str, ...]
    filled: frozenset[str]
    year: int
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Group:
    """The files of one layout in a chunk and their lines, both as places in the chunk's arrays."""

    layout: Layout
    files: Ints
    lines: Ints


class Layouts:
    """Every layout that has come up, by the hash of what its files have in common."""

    def __init__(self, kinds: Kinds, words: Words) -> None:
        self._kinds, self._words = kinds, words
        self._known: dict[int, Layout] = {}

    def groups(self, chunk: Chunk, kinds: Ints, filled: Bools, files: Bools) -> Iterator[Group]:
        """Yield the groups of the chosen files; `kinds` and `filled` are of the chunk's lines."""
        hashes = self._hashes(chunk, kinds, filled)
        signatures, own = np.unique(hashes[files], return_inverse=True)
        # small numbers are sorted in one pass
        groups = np.full(chunk.size, -1, np.int16 if len(signatures) < _SMALL else np.int64)
        groups[files] = own
        of_lines = groups[chunk.lines.file]
        order = np.argsort(of_lines, kind="stable")
        ends = np.searchsorted(of_lines[order], range(len(signatures) + 1))
        for n, (start, end) in enumerate(pairwise(ends)):
            places, signature = np.flatnonzero(groups == n), int(signatures[n])
            if signature not in self._known:
                self._known[signature] = self._layout(chunk, kinds, filled, int(places[0]))
            yield Group(self._known[signature], places, order[start:end])

    def _layout(self, chunk: Chunk, kinds: Ints, filled: Bools, file: int) -> Layout:
        heads, lines = chunk.heads, chunk.lines
        own, of_file = heads.file == file, lines.file == file
        filled_tables = np.unique(lines.table[of_file & filled])
        return Layout(
            tuple(self._words.texts[n] for n in heads.table[own]),
            frozenset(self._words.texts[n] for n in filled_tables),
            int(heads.year[own].max(initial=0)),
            tuple(map(int, kinds[of_file])),
        )

    def _hashes(self, chunk: Chunk, kinds: Ints, filled: Bools) -> Hashes:
        """Return for each file a number that is the same for files of one layout."""
        heads, lines = chunk.heads, chunk.lines
        styles = self._kinds.styles[kinds] if len(kinds) else kinds
        is_fixed = styles < 0
        years = np.zeros(chunk.size, np.int64)
        np.maximum.at(years, heads.file, heads.year)
        parts = [
            _sums(lines.file[is_fixed], _mixed(kinds[is_fixed], 1), chunk.size),
            _sums(*_pairs(lines.file[~is_fixed], styles[~is_fixed], 2), chunk.size),
            _sums(*_pairs(lines.file[filled], lines.table[filled], 3), chunk.size),
            _sums(*_pairs(heads.file, heads.table, 4), chunk.size),
            _mixed(years, 5),
        ]
        total: Hashes = np.sum(parts, axis=0, dtype=np.uint64)
        return total


def is_filled(lines: Lines) -> Bools:
    """Say of each line whether it has an amount that is not zero."""
    owners = np.repeat(np.arange(len(lines.file)), np.diff(lines.start))
    return np.bincount(owners[lines.amounts != 0], minlength=len(lines.file)) > 0


def _pairs(files: Ints, values: Ints, salt: int) -> tuple[Ints, Hashes]:
    """Return the files and the hashes of the different values of each file."""
    width = int(values.max(initial=0)) + 1
    pairs = np.unique(files * width + values)
    return pairs // width, _mixed(pairs % width, salt)


def _sums(files: Ints, hashes: Hashes, size: int) -> Hashes:
    total = np.zeros(size, np.uint64)
    np.add.at(total, files, hashes)
    return total


def _mixed(values: Ints, salt: int) -> Hashes:
    """Return well-spread hashes of small numbers (the finalizer of splitmix64)."""
    mixed = values.astype(np.uint64) * np.uint64(64) + np.uint64(salt)
    mixed *= np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
