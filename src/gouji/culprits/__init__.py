"""Culprits: from a reconciliation to the cells that are wrong, what they should print, and what happened.

`ties` turns the forms into a system, `search` and `eliminate` find the smallest sets of cells and prove that
none is smaller, `typing_errors` and `acts` say how a set came to be wrong, `explain` ranks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from math import inf
from typing import TYPE_CHECKING

from gouji.culprits.explain import explanations
from gouji.culprits.search import smallest_sets
from gouji.culprits.ties import ACCUSING, HINTING, system_of
from gouji.figures import UNITS, plain
from gouji.findings import Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from gouji.culprits.acts import Act, Change
    from gouji.culprits.eliminate import Bound
    from gouji.culprits.explain import Explanation
    from gouji.facts import Facts
    from gouji.findings import Finding
    from gouji.reconcile import Judged, Reconciliation

STEPS = 6_000
"""What each part of the work on a workbook may take, about 0.08 s: search, ranking, acts of many cells."""
MOST_TOLD = 5
"""Explanations that are told, the likeliest ones."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell with its keys and printed label."""

    sheet: str
    cell: str
    table: str
    row: str
    column: str
    label: str

    @property
    def at(self) -> tuple[str, str]:
        """The sheet and the address of the cell in it."""
        return self.sheet, self.cell


@dataclass(frozen=True, slots=True)
class Culprit:
    """A cell that is wrong, in one explanation.

    `found` is what it prints ('' for a blank), `proposed` what it should print, '' where only the interval
    from `low` to `high` is known, either of them '' where it is open: texts in the table's own unit.
    `hypothesis` is the key of how it came to be wrong. `others` are the cells that no rule can tell apart
    from it: it may as well be one of them.
    """

    place: Place
    found: str
    proposed: str
    low: str
    high: str
    hypothesis: str
    others: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that went wrong: its key, and the cells that it made wrong, the one it began with first."""

    hypothesis: str
    cells: tuple[Culprit, ...]


@dataclass(frozen=True, slots=True)
class CulpritSet:
    """Cells whose correction makes every tie hold, by what went wrong; `cost` ranks, less is likelier."""

    deeds: tuple[Deed, ...]
    cost: float

    @property
    def cells(self) -> tuple[Culprit, ...]:
        """All cells of the set."""
        return tuple(cell for deed in self.deeds for cell in deed.cells)


@dataclass(frozen=True, slots=True)
class Culprits:
    """The explanations of one workbook's mismatches, the likeliest first; none when nothing mismatches.

    `smallest` is the number of cells that must be wrong at least, which is proven. `count` is the number of
    smallest sets, and `complete` says whether all were found in time; with `count` 0 none was.
    """

    sets: tuple[CulpritSet, ...] = ()
    smallest: int = 0
    count: int = 0
    complete: bool = True


def culprits(result: Reconciliation, *, excused: Collection[Judged] = (), steps: float = STEPS) -> Culprits:
    """Return the cells that explain the mismatches of severity must in at most about three times `steps`.

    `excused` are mismatches that are accepted: they accuse nobody.
    """
    if not any(
        one.verdict == Verdict.MISMATCH and one.family.rule.severity in ACCUSING and one not in excused
        for one in result.judged
    ):
        return Culprits()
    system = system_of(result, excused={(one.left, one.right) for one in excused})
    located = smallest_sets(system, steps)
    ranked = explanations(system, partial(system_of, result, HINTING), result.facts, located, steps)
    sets = tuple(_told(one, result.facts) for one in ranked[:MOST_TOLD])
    smallest = 0 if located.at_least == inf else int(located.at_least)
    return Culprits(sets, smallest, len(located.sets), located.complete)


def with_culprits(findings: Iterable[Finding], found: Culprits) -> tuple[Finding, ...]:
    """Return the findings, the cells of the likeliest set marked as culprits in every mismatch."""
    if not found.sets:
        return tuple(findings)
    places = {one.place.at for one in found.sets[0].cells}
    return tuple(
        _accusing(finding, places) if finding.verdict == Verdict.MISMATCH else finding for finding in findings
    )


def _accusing(finding: Finding, places: Collection[tuple[str, str]]) -> Finding:
    cells = (cell._replace(culprit=(cell.sheet, cell.cell) in places) for cell in finding.cells)
    return replace(finding, cells=tuple(cells))


def _told(explanation: Explanation, facts: Facts) -> CulpritSet:
    return CulpritSet(tuple(_deeds(explanation, facts)), explanation.cost)


def _deeds(explanation: Explanation, facts: Facts) -> Iterator[Deed]:
    for act in explanation.acts:
        yield Deed(act.kind, tuple(_culprit(change, act, explanation, facts) for change in act.changes))


def _culprit(change: Change, act: Act, explanation: Explanation, facts: Facts) -> Culprit:
    others: Sequence[int] = explanation.groups.get(change.cell, ()) if len(act.changes) == 1 else ()
    return Culprit(
        place_of(change.cell, facts),
        facts.fact(change.cell).text or "",
        _text(change.right, change.cell, facts),
        _text(change.low, change.cell, facts),
        _text(change.high, change.cell, facts),
        change.kind,
        tuple(place_of(cell, facts) for cell in others if cell != change.cell),
    )


def place_of(cell: int, facts: Facts) -> Place:
    """Return where a fact stands and what it is."""
    fact = facts.fact(cell)
    label = facts.tables[fact.table].labels[fact.row]
    return Place(fact.cell.sheet, fact.cell.address, fact.table, fact.row, fact.column, label)


def _text(amount: Bound | None, cell: int, facts: Facts) -> str:
    """Return the amount in the unit of the cell's table, '' for none."""
    if amount is None or amount in (inf, -inf):
        return ""
    return plain(int(amount) * UNITS[facts.unit] // UNITS[facts.tables[facts.fact(cell).table].unit])
