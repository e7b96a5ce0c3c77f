"""Slipped: a run of values that stands some rows away from its labels, in one column or in a whole table."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from math import log
from typing import TYPE_CHECKING, NamedTuple

from gouji.culprits.acts import ACT, Act, Change
from gouji.culprits.eliminate import Row, TooManyRowsError, contradiction, interval
from gouji.culprits.typing_errors import slip

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from gouji.culprits.effort import Effort
    from gouji.culprits.eliminate import Bound
    from gouji.culprits.search import System
    from gouji.facts import Facts

_SLIPPED = 3.0
_FARTHEST = 2
"""Rows that values can stand away from their labels."""
_FEWEST = 3
"""Amounts that a slip moves; fewer are an exchange or single errors."""
_MARGIN = 12
"""Rows beyond those of the broken ties that a run may have."""
_MOST_LOST = 8
"""Cells whose amounts a slip has overwritten; of more nothing is known."""

Lane = list[dict[int, int]]
"""The rows of a column or a table from top to bottom: place in the sheet → cell."""


class _Run(NamedTuple):
    """The rows from `start` to `end` of a lane, whose values stand `by` rows too far up (down: negative)."""

    lane: Lane
    by: int
    start: int
    end: int

    def source(self, row: int, place: int) -> int | None:
        """Return the cell that prints what belongs in a cell of the run, none where that was overwritten."""
        from_row = row - self.by
        return self.lane[from_row].get(place) if self.start <= from_row <= self.end else None


class _Demand(NamedTuple):
    """What a broken tie demands of a lane: row, place, weight of its cells there, bounds of their change."""

    cells: tuple[tuple[int, int, int], ...]
    low: Bound
    high: Bound


def slipped(system: System, facts: Facts, broken: Collection[int], effort: Effort) -> Iterator[Act]:
    """Yield the shortest slip of each lane that repairs the broken ties, until the effort is spent."""
    for lane in _lanes(facts):
        where = {cell: (n, place) for n, row in enumerate(lane) for place, cell in row.items()}
        demands = [_demand(system, tie, where) for tie in broken]
        if not all(demand.cells for demand in demands):
            continue
        demands.sort(key=lambda demand: len(demand.cells))
        runs = _runs(demands, len(lane))
        for by in (rows * side for rows, side in product(range(1, _FARTHEST + 1), (1, -1))):
            if effort.is_spent:
                return
            for start, end in runs:
                effort.spend(1)
                run = _Run(lane, by, start, end)
                if _may_repair(demands, facts, run) and (act := _act(system, facts, broken, run)):
                    yield act
                    break


def _demand(system: System, tie: int, where: Mapping[int, tuple[int, int]]) -> _Demand:
    weights, low, high, width = system.ties[tie]
    slack = width // 2 + len(weights)
    cells = tuple((*where[cell], weight) for cell, weight in weights.items() if cell in where)
    return _Demand(cells, low - slack, high + slack)


def _runs(demands: Sequence[_Demand], rows: int) -> list[tuple[int, int]]:
    """Return the first and last rows of the runs worth trying, shortest first.

    A run has a cell of every broken tie. It ends not far beyond them or goes on to the end of the lane.
    """
    first = min(max(row for row, _, _ in demand.cells) for demand in demands)
    last = max(min(row for row, _, _ in demand.cells) for demand in demands)
    starts = {0, *range(max(0, first - _MARGIN), first + 1)}
    ends = {rows - 1, *range(last, min(rows, last + _MARGIN + 1))}
    runs = ((start, end) for start in starts for end in ends if start < end)
    return sorted(runs, key=lambda run: (run[1] - run[0], run))


def _lanes(facts: Facts) -> Iterator[Lane]:
    """Yield the cells of each column of each table and of each whole table."""
    tables: dict[str, dict[int, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for line in facts.lines:
        tables[line.table][line.row].update(
            zip(line.places, range(line.start, line.start + len(line.places)), strict=True)
        )
    for rows in tables.values():
        whole = [rows[row] for row in sorted(rows)]
        places = sorted({place for row in whole for place in row})
        for place in places:
            yield [{place: row[place]} for row in whole if place in row]
        if len(places) > 1:
            yield whole


def _may_repair(demands: Sequence[_Demand], facts: Facts, run: _Run) -> bool:
    """Say whether the slip repairs all broken ties of which it leaves no cell open: soon said of most."""
    lane, by, start, end = run
    amounts = facts.amounts
    for cells, low, high in demands:
        moved, known = 0, True
        for row, place, weight in cells:
            if start <= row <= end:
                source = lane[row - by].get(place) if start <= row - by <= end else None
                if source is None:
                    known = False
                    break
                moved += weight * (amounts[source] - amounts[lane[row][place]])
        if known and not low <= moved <= high:
            return False
    return True


def _act(system: System, facts: Facts, broken: Collection[int], run: _Run) -> Act | None:
    """Return the slip if all ties of its cells can hold; amounts that it has overwritten are free."""
    amounts = facts.amounts
    moved, lost = _moves(system, facts, run)
    if len(moved) < _FEWEST or len(lost) > _MOST_LOST:
        return None
    rows = _rows_of_lost(system, broken, moved, lost)
    if rows is None or not _can_hold(rows):
        return None
    changes = {
        cell: Change(cell, "slipped", amounts[cell] + by, amounts[cell] + by, amounts[cell] + by)
        for cell, by in moved.items()
    }
    for cell in lost:
        low, high = interval(rows, cell)
        if amounts[cell] + high < 0:
            return None
        if not low <= 0 <= high:
            low, high = amounts[cell] + low, amounts[cell] + high
            right = slip(amounts[cell], low, high).right
            changes[cell] = Change(cell, "lost", right, low, high)
    ordered = [changes[cell] for row in run.lane for cell in row.values() if cell in changes]
    return Act("slipped", tuple(ordered), ACT + _SLIPPED + 2 * log(len(run.lane)))


def _can_hold(rows: Sequence[Row]) -> bool:
    try:
        return not contradiction(rows)
    except TooManyRowsError:
        return False


def _moves(system: System, facts: Facts, run: _Run) -> tuple[dict[int, int], list[int]]:
    """Return the change of each cell of the run, and the cells whose amounts were overwritten."""
    moved: dict[int, int] = {}
    lost: list[int] = []
    for n in range(run.start, run.end + 1):
        for place, cell in run.lane[n].items():
            if cell not in system.columns:
                continue
            source = run.source(n, place)
            if source is None:
                lost.append(cell)
            elif facts.amounts[source] != facts.amounts[cell]:
                moved[cell] = facts.amounts[source] - facts.amounts[cell]
    return moved, lost


def _rows_of_lost(
    system: System, broken: Collection[int], moved: Mapping[int, int], lost: Sequence[int]
) -> list[Row] | None:
    """Return what the ties demand of the lost amounts once the others are moved; none if a tie breaks."""
    sums: dict[int, int] = defaultdict(int)
    for cell, by in moved.items():
        for tie in system.columns[cell]:
            sums[tie] += by * system.ties[tie].weights[cell]
    rows = []
    for tie in {*broken, *sums, *(tie for cell in lost for tie in system.columns[cell])}:
        weights, low, high, width = system.ties[tie]
        changed = [cell for cell in weights if cell in moved or cell in lost]
        half = (width + sum(system.widths.get(cell, 0) for cell in changed)) // 2
        low, high = low - half - sums.get(tie, 0), high + half - sums.get(tie, 0)
        if own := {cell: weights[cell] for cell in changed if cell in lost}:
            rows.append(Row(own, low, high, frozenset((tie,))))
        elif not low <= 0 <= high:
            return None
    return rows
