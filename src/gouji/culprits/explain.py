"""Explain: how the cells of a smallest set came to be wrong, and which explanation is the likeliest.

An explanation is a few acts. What it costs to believe is the sum over its acts of what any wrong act costs,
of what its kind costs, and of the rules with exceptions that it leaves broken; the cheapest comes first.
"""

from __future__ import annotations

from itertools import combinations, islice, product
from typing import TYPE_CHECKING, NamedTuple

from gouji.culprits.acts import ACT, Act, Change, copied, followed
from gouji.culprits.effort import Effort
from gouji.culprits.eliminate import ContradictionError, Row, interval
from gouji.culprits.search import System
from gouji.culprits.slipped import slipped
from gouji.culprits.typing_errors import slip

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from gouji.culprits.eliminate import Bound
    from gouji.culprits.search import Located
    from gouji.facts import Facts

EXCHANGED, PLUGGED = 3.0, 3.0
OTHER_ROW = 5.0
"""What it costs that the amount of another row was copied."""
HINT = 1.5
"""What it costs to leave a rule broken that has legal exceptions, or to break one."""
STEPS_A_MEMBER = 30
"""Steps that a cell which may stand in a set takes to be explained."""
MOST_PAIRS = 400
"""Pairs of cells of two groups that are tried as an exchange."""


class Explanation(NamedTuple):
    """Acts that explain every broken tie; `groups`: culprit → cells that no tie can tell apart from it."""

    acts: tuple[Act, ...]
    groups: Mapping[int, Sequence[int]]
    cost: float


def explanations(
    system: System, hinting: Callable[[], System], facts: Facts, located: Located, steps: float
) -> list[Explanation]:
    """Return what explains the broken ties, the likeliest first, equally likely ones in the order of cells.

    `hinting` gives the ties of the rules with exceptions; it is not asked where there is nothing to rank.
    Sets are ranked, and acts of many cells looked for, in about so many steps each.
    """
    only_one = len(located.sets) == located.weight == 1 == len(system.group(located.sets[0][0]))
    hints = System(()) if only_one else hinting()
    found: list[Explanation] = []
    effort = Effort(steps)
    for cells in located.sets:
        if not found or not effort.is_spent:
            effort.spend(_steps_of(system, cells))
            found.append(_of_set(system, hints, facts, cells))
    if located.weight > 1:
        effort = Effort(steps)
        by_cells = tuple(found)
        found += [
            Explanation((act,), {}, act.cost + _hint(hints, facts, act.changes))
            for act in _wider(system, facts, system.broken, effort)
        ]
        found += _by_parts(system, hints, facts, by_cells, effort)
    return sorted(found, key=_order)


def _steps_of(system: System, cells: Sequence[int]) -> int:
    """Return about how many steps it takes to explain a set."""
    return STEPS_A_MEMBER * sum(len(system.group(cell)) for cell in cells)


def _wider(system: System, facts: Facts, broken: Collection[int], effort: Effort) -> list[Act]:
    """Return the acts of many cells that repair all these broken ties and break no other, likeliest first."""
    found = [*copied(system, facts, broken), *followed(system, facts, broken)]
    found += slipped(system, facts, broken, effort)
    return sorted(found, key=lambda act: (act.cost, len(act.changes)))


def _order(explanation: Explanation) -> tuple[float, list[int]]:
    return explanation.cost, [change.cell for act in explanation.acts for change in act.changes]


def _of_set(system: System, hints: System, facts: Facts, cells: Sequence[int]) -> Explanation:
    """Return the likeliest explanation by single cells, one of each group, or by two at once."""
    intervals = dict(zip(cells, system.changes(cells), strict=True))
    acts_found: list[Act] = []
    rest = list(cells)
    for one, other in combinations(cells, 2):
        if one in rest and other in rest:
            act = _exchange(system, facts, intervals, (one, other)) or _plug(
                system, facts, intervals, (one, other)
            )
            if act:
                acts_found.append(act)
                rest = [cell for cell in rest if cell not in (one, other)]
    told: dict[int, Sequence[int]] = {}
    fixed: list[Row] = []
    for cell in rest:
        members = _members(system, cells, cell, fixed)
        singles = (_single(system, hints, facts, member, change) for member, change in members.items())
        best = min(singles, key=lambda act: act.cost)
        wrong = best.changes[0]
        told[wrong.cell] = sorted(members)
        if wrong.right is not None:
            by = _sign(system, cell, wrong.cell) * (wrong.right - facts.amounts[wrong.cell])
            fixed.append(Row({cell: 1}, by, by, frozenset()))
        acts_found.append(best)
    acts_found.sort(key=lambda act: act.changes[0].cell)
    cost = sum(act.cost for act in acts_found)
    cost += _hint(hints, facts, [change for act in acts_found for change in act.changes])
    return Explanation(tuple(acts_found), told, cost)


def _members(
    system: System, cells: Sequence[int], cell: int, fixed: Sequence[Row]
) -> dict[int, tuple[Bound, Bound]]:
    """Return the cells that may stand for this one of a set, each with the interval of its change.

    `fixed` are the changes chosen for other cells; where their rounding leaves no room they are left out.
    """
    others = [one for one in cells if one != cell]
    by_width: dict[int, tuple[Bound, Bound] | None] = {}
    found = {}
    for member in system.group(cell):
        width = system.widths.get(member, 0)
        sign = _sign(system, cell, member)
        if width not in by_width:
            rows = system.rows([*others, member])
            change = _room([*rows, *fixed], member) or _room(rows, member)
            by_width[width] = change and _signed(change, sign)
        if change := by_width[width]:
            found[member] = _signed(change, sign)
    return found


def _room(rows: Sequence[Row], cell: int) -> tuple[Bound, Bound] | None:
    try:
        return interval(rows, cell)
    except ContradictionError:
        return None


def _signed(change: tuple[Bound, Bound], sign: int) -> tuple[Bound, Bound]:
    return change if sign > 0 else (-change[1], -change[0])


def _sign(system: System, cell: int, member: int) -> int:
    """Return 1 where a change of the member is one of the cell, -1 where it is the negative one."""
    tie = system.ties[system.columns[cell][0]]
    return 1 if tie.weights[cell] == tie.weights[member] else -1


def _single(system: System, hints: System, facts: Facts, cell: int, change: tuple[Bound, Bound]) -> Act:
    """Return the slip of a cell that needs this change."""
    low, high = change
    amount = facts.amounts[cell]
    how = slip(amount, amount + low, amount + high)
    if how.cost > OTHER_ROW and _stands_in_another_row(facts, cell):
        how = how._replace(kind="other_row", cost=OTHER_ROW)
    wrong = Change(cell, how.kind, how.right, amount + low, amount + high)
    cost = ACT + how.cost + (_hint(hints, facts, (wrong,)) if len(system.group(cell)) > 1 else 0)
    return Act(how.kind, (wrong,), cost)


def _stands_in_another_row(facts: Facts, cell: int) -> bool:
    """Say whether the amount is that of another row of its column, neither above nor below its code."""
    here = facts.fact(cell)
    return any(
        facts.amounts[line.start + n] == facts.amounts[cell]
        for line in facts.lines
        if line.table == here.table and not (line.key.startswith(here.row) or here.row.startswith(line.key))
        for n, column in enumerate(line.columns)
        if column == here.column
    )


def _exchange(
    system: System, facts: Facts, intervals: Mapping[int, tuple[Bound, Bound]], pair: tuple[int, int]
) -> Act | None:
    """Return the exchange of the amounts of a cell of each group, if that is what the ties need."""
    members = product(*map(system.group, pair))
    for chosen in islice(members, MOST_PAIRS):
        found = [facts.amounts[cell] for cell in chosen]
        by = found[1] - found[0]
        changes = [_sign(system, cell, one) * d for cell, one, d in zip(pair, chosen, (by, -by), strict=True)]
        ends = [intervals[cell] for cell in pair]
        if by and all(low <= d <= high for d, (low, high) in zip(changes, ends, strict=True)):
            wrong = (
                Change(cell, "exchanged", right, right, right)
                for cell, right in zip(chosen, reversed(found), strict=True)
            )
            return Act("exchanged", tuple(wrong), ACT + EXCHANGED)
    return None


def _plug(
    system: System, facts: Facts, intervals: Mapping[int, tuple[Bound, Bound]], pair: tuple[int, int]
) -> Act | None:
    """Return a slip in one cell and the other plugged so that a sum of both ties, if the ties allow it."""
    common = set(system.columns[pair[0]]).intersection(system.columns[pair[1]])
    for tie in (system.ties[place] for place in sorted(common) if system.ties[place].holds):
        opposite = -tie.weights[pair[0]] * tie.weights[pair[1]]
        acts_found = []
        for slipped_cell, plugged in (pair, pair[::-1]):
            low, high = intervals[slipped_cell]
            least, most = intervals[plugged]
            ends = (least, most) if opposite > 0 else (-most, -least)
            low, high = max(low, ends[0]), min(high, ends[1])
            if low > high:
                continue
            first, second = facts.amounts[slipped_cell], facts.amounts[plugged]
            how = slip(first, first + low, first + high)
            if how.right is None or how.kind == "unexplained":
                continue
            right = second + opposite * (how.right - first)
            changes = (
                Change(slipped_cell, how.kind, how.right, first + low, first + high),
                Change(plugged, "plugged", right, right, right),
            )
            acts_found.append(Act("plugged", changes, ACT + PLUGGED + how.cost))
        if acts_found:
            return min(acts_found, key=lambda act: act.cost)
    return None


def _hint(hints: System, facts: Facts, changes: Iterable[Change]) -> float:
    """Return what the rules with exceptions cost that do not hold once the changes are made."""
    by = {one.cell: _likely(one) - facts.amounts[one.cell] for one in changes}
    broken = set(hints.broken)
    for cell in by:
        for place in hints.columns.get(cell, ()):
            weights, low, high, width = hints.ties[place]
            half = (width + sum(hints.widths.get(c, 0) for c in by if c in weights)) // 2
            change = sum(weights[c] * d for c, d in by.items() if c in weights)
            if low - half <= change <= high + half:
                broken.discard(place)
            else:
                broken.add(place)
    return HINT * len(broken)


def _likely(change: Change) -> int:
    """Return the right amount, or the end of its interval that is nearer to zero."""
    if change.right is not None:
        return change.right
    return int(min(max(change.low, 0), change.high))


# --- parts ------------------------------------------------------------------------------------------------


def _by_parts(
    system: System, hints: System, facts: Facts, by_cells: Sequence[Explanation], effort: Effort
) -> Iterator[Explanation]:
    """Yield the likeliest explanation by cells with acts of many cells for parts that do not touch."""
    if not by_cells:
        return
    best = min(by_cells, key=_order)
    parts = _parts(system, [change.cell for act in best.acts for change in act.changes])
    if len(parts) == 1:
        return
    chosen: list[Act] = []
    for part in parts:
        ties = {tie for cell in part for tie in system.columns[cell]}
        single = [act for act in best.acts if act.changes[0].cell in part]
        cost = sum(act.cost for act in single)
        broken = [tie for tie in system.broken if tie in ties]
        wider = _wider(system, facts, broken, effort) if len(part) > 1 and not effort.is_spent else []
        chosen += [wider[0]] if wider and wider[0].cost < cost else single
    if chosen != [*best.acts]:
        changes = [change for act in chosen for change in act.changes]
        cost = sum(act.cost for act in chosen) + _hint(hints, facts, changes)
        yield Explanation(tuple(chosen), best.groups, cost)


def _parts(system: System, cells: Sequence[int]) -> list[set[int]]:
    """Return the cells in parts, no two parts having a tie in common."""
    parts: list[tuple[set[int], set[int]]] = []
    for cell in cells:
        ties = set(system.columns[cell])
        near = [part for part in parts if part[1] & ties]
        parts = [part for part in parts if not part[1] & ties]
        parts.append(({cell}.union(*(cells for cells, _ in near)), ties.union(*(known for _, known in near))))
    return [cells for cells, _ in parts]
