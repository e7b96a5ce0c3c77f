"""Plan: a report → the cells to mark, each with its kind and its note."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from gouji.findings import Verdict, telling
from gouji.marks.kinds import Kind
from gouji.marks.notes import note_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gouji.findings import Finding, FindingCell
    from gouji.report import Report

Place = tuple[str, str]
"""(sheet, A1 address)"""

_SILENT = frozenset({Verdict.EXACT, Verdict.NOT_EVALUATED})
_WEIGHT_OF_KINDS = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell to be marked."""

    sheet: str
    cell: str
    kind: Kind
    note: str


def marks_of(report: Report, lang: str) -> tuple[Mark, ...]:
    """Return a mark for each cell that a finding is about, in the order of the sheets and cells.

    What ties, what could not be evaluated and what is accepted is not marked. A cell of several findings gets
    the gravest kind.
    """
    told: dict[Place, list[tuple[Kind, Finding, FindingCell]]] = defaultdict(list)
    for finding in report.counted:
        for kind, cell in _marked(finding):
            told[cell.sheet, cell.cell].append((kind, finding, cell))
    return tuple(_mark(place, told[place], report, lang) for place in sorted(told, key=_order))


def main_cell(cells: Sequence[FindingCell]) -> FindingCell | None:
    """Return the cell that stands for a finding: the culprit, else the one alone on its side of the tie."""
    culprits = (cell for cell in cells if cell.culprit)
    sides = ([cell for cell in cells if cell.weight == weight] for weight in (1, -1))
    alone = (side[0] for side in sides if len(side) == 1)
    return next(chain(culprits, alone, cells), None)


def _marked(finding: Finding) -> Iterator[tuple[Kind, FindingCell]]:
    if finding.verdict in _SILENT:
        return
    if finding.verdict == Verdict.MISMATCH and finding.severity != "info":
        # a culprit may be a blank cell, which tells nothing of its side
        culprits = (cell for cell in finding.cells if cell.culprit)
        for cell in dict.fromkeys(chain(telling(finding.cells), culprits)):
            is_wrong = cell.culprit or (len(finding.cells) == 1 and finding.severity == "must")
            yield (Kind.CULPRIT if is_wrong else Kind.INVOLVED), cell
    elif finding.verdict == Verdict.ROUNDING:
        total = main_cell(finding.cells)
        if total:
            yield Kind.NOTICE, total
    else:
        yield from ((Kind.NOTICE, cell) for cell in telling(finding.cells))


def _mark(place: Place, told: Sequence[tuple[Kind, Finding, FindingCell]], report: Report, lang: str) -> Mark:
    gravest = sorted(told, key=lambda one: _WEIGHT_OF_KINDS.index(one[0]))
    kind = gravest[0][0]
    return Mark(*place, kind, note_of([(f, cell) for _, f, cell in gravest], kind, report, lang))


def _order(place: Place) -> tuple[str, int, int, str]:
    sheet, cell = place
    letters = cell.rstrip("0123456789")
    return sheet, int(cell[len(letters) :]), len(letters), letters
