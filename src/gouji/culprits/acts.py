"""Acts: one thing that a person did which makes many cells wrong by one amount.

`copied`: one wrong amount written in several places of its line. `followed`: a wrong amount, and the totals
above it, which are formulas or were added up again. Each is tested against the ties as a whole and repairs
the broken ties it is asked to.
"""

from __future__ import annotations

from collections import defaultdict
from math import ceil, floor, inf, log
from typing import TYPE_CHECKING, NamedTuple

from gouji.culprits.typing_errors import slip

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from gouji.culprits.eliminate import Bound
    from gouji.culprits.search import System
    from gouji.facts import Facts

ACT = 7.0
"""What it costs to believe that a person did something wrong at all, in the units of typing errors."""
_COPIED, _FOLLOWED = 1.0, 2.0


class Change(NamedTuple):
    """A cell with the kind of slip, its right amount if known, and the interval of right amounts."""

    cell: int
    kind: str
    right: int | None
    low: Bound
    high: Bound


class Act(NamedTuple):
    """What was done, the cells it made wrong, the one it began with first, and what it costs to believe."""

    kind: str
    changes: tuple[Change, ...]
    cost: float


def _shift(system: System, cells: Collection[int], broken: Collection[int]) -> tuple[Bound, Bound] | None:
    """Return the interval of the one change of all these cells that repairs the broken ties, if any."""
    for tie in broken:
        weights = system.ties[tie].weights
        if not sum(weights[cell] for cell in cells if cell in weights):
            return None
    nets: dict[int, int] = defaultdict(int)
    for cell in cells:
        for tie in system.columns[cell]:
            nets[tie] += system.ties[tie].weights[cell]
    low, high = -inf, inf
    for place, net in nets.items():
        if not net:
            continue
        _, least, most, width = system.ties[place]
        ends = ((least - width // 2) / net, (most + width // 2) / net)
        low, high = max(low, min(ends)), min(high, max(ends))
        if low > high:
            return None
    low, high = (low if low == -inf else ceil(low)), (high if high == inf else floor(high))
    return (low, high) if low <= high and not low <= 0 <= high else None


def _moved(kind: str, cells: Sequence[int], facts: Facts, change: tuple[Bound, Bound], cost: float) -> Act:
    """Return the act that changed all the cells by one amount, the first one by a slip of the keyboard."""
    low, high = change
    first = facts.amounts[cells[0]]
    how = slip(first, first + low, first + high)
    by = None if how.right is None else how.right - first
    changes = []
    for cell in cells:
        amount = facts.amounts[cell]
        right = None if by is None else amount + by
        own_kind = how.kind if kind == "copied" or cell == cells[0] else kind
        changes.append(Change(cell, own_kind, right, amount + low, amount + high))
    return Act(kind, tuple(changes), ACT + cost + how.cost)


# --- copied -----------------------------------------------------------------------------------------------


def copied(system: System, facts: Facts, broken: Collection[int]) -> Iterator[Act]:
    """Yield one wrong amount in several places of a line that repairs the broken ties."""
    by_amount: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for line in facts.lines:
        for cell in range(line.start, line.start + len(line.columns)):
            if facts.amounts[cell] and cell in system.columns:
                by_amount[facts.amounts[cell]].append((line.key, cell))
    for places in by_amount.values():
        for row in sorted({key for key, _ in places}):
            cells = [cell for key, cell in places if _one_line(row, key)]
            if len(cells) > 1 and (change := _shift(system, cells, broken)):
                yield _moved("copied", cells, facts, change, _COPIED)
                break


def _one_line(key: str, other: str) -> bool:
    """Say whether the rows are one, or a code and a code above it."""
    codes = key.isdecimal() and other.isdecimal()
    return key == other or (codes and (key.startswith(other) or other.startswith(key)))


# --- followed ---------------------------------------------------------------------------------------------


def followed(system: System, facts: Facts, broken: Collection[int]) -> Iterator[Act]:
    """Yield a wrong amount with the totals that follow it that repairs the broken ties."""
    table_of = {
        cell: line.table for line in facts.lines for cell in range(line.start, line.start + len(line.columns))
    }
    totals = _totals(system, table_of)
    tables = {table_of[cell] for tie in broken for cell in system.ties[tie].weights}
    found = []
    for cell in system.columns:
        if table_of[cell] in tables and totals.get(cell):
            above = _above(cell, totals)
            if change := _shift(system, above, broken):
                found.append((above, change))
    chance = log(len(found)) if found else 0.0
    yield from (_moved("followed", cells, facts, change, _FOLLOWED + chance) for cells, change in found)


def _totals(system: System, table_of: Mapping[int, str]) -> Mapping[int, Sequence[int]]:
    """Return cell → the totals of its own table that it is added to."""
    totals: dict[int, list[int]] = defaultdict(list)
    for tie in system.ties:
        sums = [cell for cell, weight in tie.weights.items() if weight > 0]
        within = len({table_of[cell] for cell in tie.weights}) == 1
        if len(sums) == 1 and within and tie.low == tie.high:
            for cell in tie.weights:
                if cell != sums[0]:
                    totals[cell].append(sums[0])
    return totals


def _above(cell: int, totals: Mapping[int, Sequence[int]]) -> list[int]:
    """Return the cell and every total that it is part of."""
    reached = [cell]
    for one in reached:
        reached += [total for total in totals.get(one, ()) if total not in reached]
    return reached
