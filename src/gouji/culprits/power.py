"""Power: what a rule book can see in a workbook, from its matrix, and confirmed by making mistakes.

Of each cell the matrix says whether a rule weighs it and which other cells no rule can tell apart from it.
Then every cell is made wrong, upwards and downwards, by more than rounding can hide: the mistake is detected
when a tie breaks, and located when the cell's group is the only smallest set.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gouji.culprits import place_of
from gouji.culprits.search import smallest_sets
from gouji.culprits.ties import HINTING, system_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from gouji.culprits import Place
    from gouji.culprits.search import System
    from gouji.reconcile import Reconciliation

WRONG_BY = 1_234_567_891
"""How much a cell is made wrong, in the facts' integers; no sum of roundings is as large."""
_ONE_SEARCH = 80_000
"""Steps, about a second."""


class TablePower(NamedTuple):
    """One table's cells and mistakes by what becomes of them.

    `hinted` cells are weighed by rules with exceptions only, `uncovered` by no rule. `alone` cells can be
    told apart from every other. Of `tried` mistakes so many are `detected` and `located`.
    """

    table: str
    cells: int
    uncovered: int
    hinted: int
    alone: int
    tried: int
    detected: int
    located: int


class Power(NamedTuple):
    """The power of a rule book on one workbook; the groups are of cells that no rule can tell apart."""

    tables: tuple[TablePower, ...]
    uncovered: tuple[Place, ...]
    hinted: tuple[Place, ...]
    groups: tuple[tuple[Place, ...], ...]


def power(result: Reconciliation, track: Callable[[Sequence[int]], Iterable[int]] = iter) -> Power:
    """Return the power of the reconciliation's rule book on its workbook, which should tie.

    `track` goes through the cells and may show how far it is. Amounts that broke ties are taken as they are.
    """
    facts = result.facts
    system = system_of(result)
    hints = system_of(result, HINTING).columns
    cells = [cell for line in facts.lines for cell in range(line.start, line.start + len(line.columns))]
    table_of = {
        cell: line.table for line in facts.lines for cell in range(line.start, line.start + len(line.columns))
    }
    tried = {cell: _tried(system, cell) for cell in track([cell for cell in cells if cell in system.columns])}
    hinted = [cell for cell in cells if cell not in system.columns and cell in hints]
    uncovered = [cell for cell in cells if cell not in system.columns and cell not in hints]
    groups = dict.fromkeys(tuple(system.group(cell)) for cell in tried if len(system.group(cell)) > 1)
    tables = []
    for table in facts.tables:
        own = [cell for cell in cells if table_of[cell] == table]
        trials = [trial for cell in own if cell in tried for trial in tried[cell]]
        tables.append(
            TablePower(
                table,
                len(own),
                sum(table_of[cell] == table for cell in uncovered),
                sum(table_of[cell] == table for cell in hinted),
                sum(cell in tried and len(system.group(cell)) == 1 for cell in own),
                len(trials),
                sum(detected for detected, _ in trials),
                sum(located for _, located in trials),
            )
        )
    return Power(
        tuple(tables),
        tuple(place_of(cell, facts) for cell in uncovered),
        tuple(place_of(cell, facts) for cell in hinted),
        tuple(tuple(place_of(cell, facts) for cell in group) for group in groups),
    )


def _tried(system: System, cell: int) -> list[tuple[bool, bool]]:
    """Return whether a mistake upwards and one downwards are detected, and whether they are located."""
    trials = []
    for by in (WRONG_BY, -WRONG_BY):
        mistaken = system.mistaken(cell, by)
        detected = len(mistaken.broken) > len(system.broken)
        sets = smallest_sets(mistaken, _ONE_SEARCH).sets if detected else ()
        trials.append((detected, sets == ((system.group(cell)[0],),)))
    return trials
