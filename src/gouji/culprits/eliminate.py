"""Eliminate: whether linear inequalities in integers can hold together, by Fourier and Motzkin.

A system is a few rows `low <= sum of weight × change <= high` over the changes of a few cells. Eliminating a
cell adds up each two rows so that its changes cancel (Fourier 1826, Motzkin 1936; both bounds are carried at
once). A row without cells whose bounds leave out zero is a contradiction, and the rows that it came from
cannot hold together. Bounds are cut to multiples of the weights' common divisor, since changes are integers.
"""

from __future__ import annotations

from itertools import combinations
from math import comb, gcd, inf
from typing import TYPE_CHECKING, NamedTuple

from gouji.culprits.effort import Effort

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Bound = float
"""An integer, or an infinity for none."""
MOST_ROWS = 500
"""Rows that eliminating a cell may leave: where more are left, the next cells leave millions."""


class Row(NamedTuple):
    """low <= sum of weight × change over the cells <= high; `origin` are the rows it was made of."""

    weights: Mapping[int, int]
    low: Bound
    high: Bound
    origin: frozenset[int]


class ContradictionError(Exception):
    """The rows of `origin` cannot hold together."""

    def __init__(self, origin: frozenset[int]) -> None:
        super().__init__(origin)
        self.origin = origin


class TooManyRowsError(Exception):
    """Eliminating a cell would leave more rows than MOST_ROWS."""


def contradiction(rows: Iterable[Row], effort: Effort | None = None) -> frozenset[int]:
    """Return the origin of rows that cannot hold together, none when all rows can.

    A row each time that a cell is eliminated is a step of the effort. Raises TooManyRowsError where that
    cannot be decided in reasonable time and memory.
    """
    try:
        _without(_tightest(rows), (), effort or Effort())
    except ContradictionError as error:
        return error.origin
    return frozenset()


def interval(rows: Sequence[Row], cell: int) -> tuple[Bound, Bound]:
    """Return the least and the greatest change of the cell with which all rows can hold.

    Rows that share no cell with it, not even through others, do not matter; where too many do, nothing is
    said of the change. Raises ContradictionError when the rows cannot hold.
    """
    try:
        left = _without(_tightest(connected(rows, cell)[0]), (cell,), Effort())
    except TooManyRowsError:
        return -inf, inf
    bounds = [
        (row.low, row.high) if row.weights[cell] > 0 else (-row.high, -row.low) for row in left if row.weights
    ]
    return max((low for low, _ in bounds), default=-inf), min((high for _, high in bounds), default=inf)


def connected(rows: Sequence[Row], cell: int) -> tuple[list[Row], list[Row]]:
    """Return the rows that are connected to the cell by cells that they share, and the others."""
    reached, found, rest = {cell}, [], list(rows)
    while near := [row for row in rest if not reached.isdisjoint(row.weights)]:
        found += near
        rest = [row for row in rest if reached.isdisjoint(row.weights)]
        reached.update(*(row.weights for row in near))
    return found, rest


def _without(rows: Sequence[Row], kept: tuple[int, ...], effort: Effort) -> Sequence[Row]:
    """Return what the rows say of the kept cells alone, eliminating the cell in the fewest rows first."""
    while True:
        effort.spend(len(rows))
        cells: dict[int, int] = {}
        for row in rows:
            for cell in row.weights:
                cells[cell] = cells.get(cell, 0) + 1
        open_cells = [cell for cell in cells if cell not in kept]
        if not open_cells:
            return rows
        rows = _eliminated(rows, min(open_cells, key=lambda cell: (cells[cell], cell)))


def _eliminated(rows: Sequence[Row], cell: int) -> Sequence[Row]:
    having = [row for row in rows if cell in row.weights]
    rest = [row for row in rows if cell not in row.weights]
    if len(rest) + comb(len(having), 2) > MOST_ROWS:
        raise TooManyRowsError
    return _tightest([*rest, *(_sum(one, other, cell) for one, other in combinations(having, 2))])


def _sum(one: Row, other: Row, cell: int) -> Row:
    """Return the sum of multiples of two rows in which the cell cancels."""
    a, b = one.weights[cell], other.weights[cell]
    times, minus = abs(b), -abs(a) if (a > 0) == (b > 0) else abs(a)
    weights = {c: times * w for c, w in one.weights.items()}
    for c, w in other.weights.items():
        weights[c] = weights.get(c, 0) + minus * w
    low, high = (other.low, other.high) if minus > 0 else (other.high, other.low)
    return Row(
        {c: w for c, w in weights.items() if w},
        times * one.low + minus * low,
        times * one.high + minus * high,
        one.origin | other.origin,
    )


def _tightest(rows: Iterable[Row]) -> Sequence[Row]:
    """Return one row for each direction, with the tightest bounds. Raises ContradictionError."""
    found: dict[tuple[tuple[int, int], ...], Row] = {}
    for row in map(_reduced, rows):
        key = tuple(sorted(row.weights.items()))
        same = found.get(key)
        if same is not None:
            low, high = max(same.low, row.low), min(same.high, row.high)
            if (low, high) == (same.low, same.high):
                continue
            merged = (low, high) != (row.low, row.high)
            row = Row(row.weights, low, high, same.origin | row.origin if merged else row.origin)  # noqa: PLW2901
        if row.low > row.high or (not key and not row.low <= 0 <= row.high):
            raise ContradictionError(row.origin)
        found[key] = row
    return [row for key, row in found.items() if key]


def _reduced(row: Row) -> Row:
    """Return the row with its first weight positive and the weights' common divisor cut out."""
    if not row.weights:
        return row
    divisor = gcd(*row.weights.values())
    flipped = row.weights[min(row.weights)] < 0
    if divisor == 1 and not flipped:
        return row
    sign = -1 if flipped else 1
    low, high = (-row.high, -row.low) if flipped else (row.low, row.high)
    weights = {cell: sign * weight // divisor for cell, weight in row.weights.items()}
    return Row(
        weights,
        low if low == -inf else -(-low // divisor),
        high if high == inf else high // divisor,
        row.origin,
    )
