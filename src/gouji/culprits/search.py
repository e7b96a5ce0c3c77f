"""Search: the smallest sets of cells whose correction makes every row hold, with proof that none is smaller.

The principle is Fellegi and Holt's (1976): change as little as possible. Rows that cannot hold together while
the chosen cells are free and all others keep their amounts must be hit by one more cell of theirs. So the
search branches over the cells of such rows, never over amounts, and is exact: every set is reached that hits
all of them. Depth is raised from the sum that disjoint hits need at least until a set is found; what is found
first is smallest. Cells with equal columns stand in for each other and are tried once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from gouji.culprits.effort import Effort
from gouji.culprits.eliminate import Bound, Row, TooManyRowsError, connected, contradiction, interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

MOST_SETS = 200
"""Smallest sets that are told; of more than that the rest is left out and the answer called incomplete."""


class Tie(NamedTuple):
    """What one tie lets its cells change: low - width ÷ 2 <= sum of weight × change <= high + width ÷ 2.

    `width` is the sum of the last places of its amounts. Where zero lies outside the bounds the tie does not
    hold as printed.
    """

    weights: Mapping[int, int]
    low: Bound
    high: Bound
    width: int = 0

    @property
    def holds(self) -> bool:
        """Whether the tie holds as printed."""
        return 2 * self.low <= self.width and -2 * self.high <= self.width


@dataclass(frozen=True)
class System:
    """All ties over the cells of a workbook.

    `widths` is what a cell adds to the width of its ties when it is changed: the last place of a printed
    zero, which stands for exactly nothing. `weights` are what a change of a cell costs, 1 where not given;
    `pinned` cells are never changed.
    """

    ties: Sequence[Tie]
    widths: Mapping[int, int] = field(default_factory=dict)
    weights: Mapping[int, float] = field(default_factory=dict)
    pinned: frozenset[int] = frozenset()

    @cached_property
    def broken(self) -> Sequence[int]:
        """The ties that do not hold as printed."""
        return [place for place, tie in enumerate(self.ties) if not tie.holds]

    @cached_property
    def columns(self) -> Mapping[int, Sequence[int]]:
        """Cell → the ties that weigh it."""
        columns: dict[int, list[int]] = defaultdict(list)
        for place, tie in enumerate(self.ties):
            for cell in tie.weights:
                columns[cell].append(place)
        return columns

    def group(self, cell: int) -> Sequence[int]:
        """Return the cells that the ties cannot tell apart from this one, itself included; pinned: none.

        Blank ones come first: their change widens a tie most, so where no change of theirs helps none does.
        """
        if cell not in self._groups:
            key = self._key(cell)
            same = [one for one in self.ties[self.columns[cell][0]].weights if self._key(one) == key]
            free = (one for one in same if one not in self.pinned)
            members = tuple(sorted(free, key=lambda one: (-self.widths.get(one, 0), one)))
            self._groups.update(dict.fromkeys(members, members))
            self._groups.setdefault(cell, ())
        return self._groups[cell]

    @cached_property
    def _groups(self) -> dict[int, Sequence[int]]:
        return {}

    def _key(self, cell: int) -> tuple[object, ...]:
        """Return what is the same for just the cells that the ties cannot tell apart."""
        ties = self.columns[cell]
        sign = self.ties[ties[0]].weights[cell]
        column = [self.ties[tie].weights[cell] * sign for tie in ties]
        return ties, column, self.weights.get(cell, 1)

    def mistaken(self, cell: int, by: int) -> System:
        """Return the system after the cell's amount was changed by so much; widths stay as they are."""
        ties = list(self.ties)
        for place in self.columns[cell]:
            weights, low, high, width = ties[place]
            ties[place] = Tie(weights, low - weights[cell] * by, high - weights[cell] * by, width)
        changed = replace(self, ties=ties)
        # neither depends on amounts, and a rule book's power asks for them again for every cell
        vars(changed).update(columns=self.columns, _groups=self._groups)
        return changed

    def rows(self, cells: Iterable[int]) -> list[Row]:
        """Return what the ties demand of the changes of these cells, all other cells as printed."""
        weights: dict[int, dict[int, int]] = defaultdict(dict)
        for cell in cells:
            for tie in self.columns[cell]:
                weights[tie][cell] = self.ties[tie].weights[cell]
        rows = []
        for place, changed in weights.items():
            _, low, high, width = self.ties[place]
            half = (width + sum(self.widths.get(cell, 0) for cell in changed)) // 2
            rows.append(Row(changed, low - half, high + half, frozenset((place,))))
        return rows

    def changes(self, cells: Sequence[int]) -> list[tuple[Bound, Bound]]:
        """Return the interval of each cell's change with which all ties of the cells can hold."""
        rows = self.rows(cells)
        return [interval(rows, cell) for cell in cells]

    def hits(self, cells: Iterable[int], effort: Effort | None = None) -> Iterator[frozenset[int]]:
        """Yield ties that cannot hold together when these cells alone are free, of each part one such lot.

        Raises TooManyRowsError.
        """
        touched = {tie for cell in cells for tie in self.columns[cell]}
        yield from (frozenset((tie,)) for tie in self.broken if tie not in touched)
        rest = self.rows(cells)
        while rest:
            part, rest = connected(rest, next(iter(rest[0].weights)))
            if found := contradiction(part, effort):
                yield found


@dataclass(frozen=True)
class Located:
    """The smallest sets, each in rising order, in rising order; `weight` is what one costs.

    `at_least` is proven: no set costs less. `complete` says that these are all smallest sets, of each group
    of cells that no tie can tell apart the first standing for all.
    """

    sets: tuple[tuple[int, ...], ...]
    weight: float
    at_least: float
    complete: bool


def smallest_sets(system: System, steps: float = inf) -> Located:
    """Return all smallest sets of cells whose correction makes every tie hold.

    After so many steps, or where too many ties hang together, it returns what it has. No set is found when
    the ties contradict each other, whatever is changed, or when every cell of a broken tie is pinned.
    """
    if not system.broken:
        return Located((), 0, 0, complete=True)
    search = _Search(system, Effort(steps))
    cost = 0.0
    while cost < inf:
        search.next_cost = inf
        if not search.extend((), frozenset(), cost):
            break
        if search.found:
            break
        cost = search.next_cost
    sets = tuple(sorted(tuple(sorted(cells)) for cells in search.found))
    return Located(sets, cost if sets else inf, cost, complete=not search.stopped)


class _Search:
    """One search with a rising budget: the sets found so far, and the next budget worth trying."""

    def __init__(self, system: System, effort: Effort) -> None:
        self.system = system
        self.effort = effort
        self.found: list[tuple[int, ...]] = []
        self.next_cost = inf
        self.stopped = False
        self._firsts: dict[int, frozenset[int]] = {}
        self._least = min(system.weights.values(), default=1)

    def extend(self, chosen: tuple[int, ...], ruled_out: frozenset[int], budget: float) -> bool:
        """Find every set within the budget that extends the chosen cells by cells not ruled out.

        Returns False when effort or room is up, or when too many ties hang together.
        """
        self.effort.spend(1 + len(self.system.broken))
        try:
            self.stopped = self.effort.is_spent or len(self.found) >= MOST_SETS
            lots = [] if self.stopped else list(self.system.hits(chosen, self.effort))
        except TooManyRowsError:
            self.stopped = True
        if self.stopped:
            return False
        hits = [self._cells_of(ties) - ruled_out - set(chosen) for ties in lots]
        if not hits:
            self.found.append(chosen)
            return True
        hits.sort(key=len)
        needed = self._needed(hits)
        spent = sum(map(self._weight, chosen))
        if needed > budget:
            self.next_cost = min(self.next_cost, spent + needed)
            return True
        candidates = hits[0]
        if budget < 2 * self._least:
            candidates = candidates.intersection(*hits)
            self.next_cost = min(self.next_cost, spent + 2 * self._least)
        for cell in sorted(candidates):
            weight = self._weight(cell)
            if weight > budget:
                self.next_cost = min(self.next_cost, spent + weight)
            elif not self.extend((*chosen, cell), ruled_out, budget - weight):
                return False
            ruled_out |= {cell}
        return True

    def _needed(self, hits: Sequence[frozenset[int]]) -> float:
        """Return what it costs at least to hit all of them: the sum over some that are disjoint."""
        taken: set[int] = set()
        cost = 0.0
        for cells in hits:
            if taken.isdisjoint(cells):
                taken |= cells
                cost += min(map(self._weight, cells), default=inf)
        return cost

    def _cells_of(self, ties: frozenset[int]) -> frozenset[int]:
        """Return the cells of the ties, of each group that no tie can tell apart the first."""
        cells: frozenset[int] = frozenset()
        for tie in ties:
            if tie not in self._firsts:
                groups = map(self.system.group, self.system.ties[tie].weights)
                self._firsts[tie] = frozenset(group[0] for group in groups if group)
            cells |= self._firsts[tie]
        return cells

    def _weight(self, cell: int) -> float:
        return self.system.weights.get(cell, 1)
