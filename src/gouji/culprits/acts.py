"""Acts: one thing that a person did which makes many cells wrong at once.

`copied`: one wrong amount written in several places of its line. `followed`: a wrong amount, and the totals
above it, which are formulas or were added up again. `slipped`: a run of values that stands some rows away
from its labels. Each is tested against the ties as a whole, and explains the broken ties it is asked to.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from math import ceil, floor, inf, log
from typing import TYPE_CHECKING, NamedTuple

from gouji.culprits.eliminate import Row, contradiction, interval
from gouji.culprits.typing_errors import slip

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from gouji.culprits.eliminate import Bound
    from gouji.culprits.search import System
    from gouji.facts import Facts

ACT = 7.0
"""What it costs to believe that a person did something wrong at all, in the units of typing errors."""
_COPIED, _FOLLOWED, _SLIPPED = 1.0, 2.0, 3.0
_FARTHEST = 3
"""Rows that values can stand away from their labels."""
_FEWEST_SLIPPED = 3
"""Cells with an amount that a slip moves; fewer are an exchange or single errors."""


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


def acts(system: System, facts: Facts, broken: Collection[int]) -> list[Act]:
    """Return the acts of many cells that repair all these broken ties and break no other, likeliest first."""
    found = [*_copied(system, facts, broken), *_followed(system, facts, broken)]
    found += _slipped(system, facts, broken)
    return sorted(found, key=lambda act: (act.cost, len(act.changes)))


def _shift(system: System, cells: Collection[int], broken: Collection[int]) -> tuple[Bound, Bound] | None:
    """Return the interval of the one change of all these cells that repairs the broken ties, if there is one."""
    nets: dict[int, int] = defaultdict(int)
    for cell in cells:
        for tie in system.columns[cell]:
            nets[tie] += system.ties[tie].weights[cell]
    if not all(nets.get(tie) for tie in broken):
        return None
    low, high = -inf, inf
    for place, net in nets.items():
        if not net:
            continue
        tie = system.ties[place]
        half = tie.width // 2
        ends = ((tie.low - half) / net, (tie.high + half) / net)
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


def _copied(system: System, facts: Facts, broken: Collection[int]) -> Iterator[Act]:
    by_amount: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for line in facts.lines:
        for cell in range(line.start, line.start + len(line.columns)):
            if facts.amounts[cell] and cell in system.columns:
                by_amount[facts.amounts[cell]].append((line.key, cell))
    for places in by_amount.values():
        for line in {key for key, _ in places}:
            cells = [cell for key, cell in places if _one_line(line, key)]
            if len(cells) > 1 and (change := _shift(system, cells, broken)):
                yield _moved("copied", cells, facts, change, _COPIED)
                break


def _one_line(key: str, other: str) -> bool:
    """Say whether the rows are one, or a code and a code above it."""
    codes = key.isdecimal() and other.isdecimal()
    return key == other or (codes and (key.startswith(other) or other.startswith(key)))


# --- followed ---------------------------------------------------------------------------------------------


def _followed(system: System, facts: Facts, broken: Collection[int]) -> Iterator[Act]:
    table_of = {
        cell: line.table
        for line in facts.lines
        for cell in range(line.start, line.start + len(line.columns))
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


# --- slipped ----------------------------------------------------------------------------------------------


def _slipped(system: System, facts: Facts, broken: Collection[int]) -> Iterator[Act]:
    for lane in _lanes(facts):
        known = [cell for cell in lane if cell in system.columns]
        if len(known) != len(lane):
            continue
        places = {cell: place for place, cell in enumerate(lane)}
        hit = [[places[c] for c in system.ties[tie].weights if c in places] for tie in broken]
        if not all(hit):
            continue
        for by in (rows * side for rows, side in product(range(1, _FARTHEST + 1), (1, -1))):
            if changed := _run(system, facts, lane, by, broken, hit):
                yield changed


def _lanes(facts: Facts) -> Iterable[list[int]]:
    """Return the cells of each column of each table, from top to bottom."""
    lanes: dict[tuple[str, int], list[int]] = defaultdict(list)
    for line in sorted(facts.lines, key=lambda line: line.row):
        for cell, place in enumerate(line.places, line.start):
            lanes[line.table, place].append(cell)
    return lanes.values()


def _run(
    system: System,
    facts: Facts,
    lane: Sequence[int],
    by: int,
    broken: Collection[int],
    hit: Sequence[Sequence[int]],
) -> Act | None:
    """Return the shortest run of the lane whose values stand `by` rows too far up (down, if negative)."""
    amount = facts.amounts
    for tie, places in zip(broken, hit, strict=True):
        if len(places) == 1 and 0 <= (place := places[0]) - by < len(lane):
            cell = lane[place]
            change = (amount[lane[place - by]] - amount[cell]) * system.ties[tie].weights[cell]
            low, high, width = system.ties[tie][1:]
            free = place - by < 0 or place - by >= len(lane)
            if not free and not low - width // 2 <= change <= high + width // 2:
                return None
    first, last = max(min(places) for places in hit), min(max(places) for places in hit)
    first, last = min(first, last), max(first, last)
    size = len(lane)
    ends = sorted(product(range(first + 1), range(last, size)), key=lambda ends: (ends[1] - ends[0], ends))
    for start, end in ends:
        if act := _slip_between(system, facts, lane, by, broken, (start, end)):
            return act
    return None


def _slip_between(
    system: System, facts: Facts, lane: Sequence[int], by: int, broken: Collection[int], ends: tuple[int, int]
) -> Act | None:
    """Return the slip of this run of the lane if it makes every tie hold; its lost amounts are free."""
    amount = facts.amounts
    fixed: dict[int, int] = {}
    free: list[int] = []
    start, end = ends
    for place in range(start, end + 1):
        source = place - by
        if start <= source <= end:
            if amount[lane[source]] != amount[lane[place]]:
                fixed[lane[place]] = amount[lane[source]] - amount[lane[place]]
        else:
            free.append(lane[place])
    if sum(bool(amount[cell] or amount[cell] + change) for cell, change in fixed.items()) < _FEWEST_SLIPPED:
        return None
    sums: dict[int, int] = defaultdict(int)
    for cell, change in fixed.items():
        for tie in system.columns[cell]:
            sums[tie] += change * system.ties[tie].weights[cell]
    open_ties = {tie for cell in free for tie in system.columns[cell]}
    touched = open_ties | sums.keys()
    rows = []
    for place in {*touched, *broken}:
        weights, low, high, width = system.ties[place]
        half = (width + sum(system.widths.get(cell, 0) for cell in (*fixed, *free) if cell in weights)) // 2
        low, high = low - half - sums.get(place, 0), high + half - sums.get(place, 0)
        own = {cell: weights[cell] for cell in free if cell in weights}
        if not own and not low <= 0 <= high:
            return None
        if own:
            rows.append(Row(own, low, high, frozenset((place,))))
    if contradiction(rows):
        return None
    changes = [
        Change(cell, "slipped", amount[cell] + change, amount[cell] + change, amount[cell] + change)
        for cell, change in fixed.items()
    ]
    for cell in free:
        low, high = interval(rows, cell)
        if amount[cell] + high < 0:
            return None
        if not low <= 0 <= high:
            exact = amount[cell] + int(low) if low == high else None
            changes.append(Change(cell, "lost", exact, amount[cell] + low, amount[cell] + high))
    order = {cell: place for place, cell in enumerate(lane)}
    changes.sort(key=lambda change: order[change.cell])
    return Act("slipped", tuple(changes), ACT + _SLIPPED + log(len(lane)) * 2)
