"""Formula findings: what the formulas of a workbook and their stored results say by the R rules."""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from math import isclose
from typing import TYPE_CHECKING

from gouji.findings import Finding, FindingCell, Verdict
from gouji.grid import Uncached
from gouji.rules import in_order
from gouji.workbook.totals import missed_addends

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gouji.facts import Cell, Fact, Facts
    from gouji.grid import Value
    from gouji.rules import RuleBook
    from gouji.workbook.formulae import Formula
    from gouji.workbook.totals import Missed

NEAR = 1e-9
"""Numbers are the same up to this part of either, and up to this much, which is no cent of anything."""

Stated = tuple[str, Verdict, str, tuple[str, ...], tuple[FindingCell, ...]]
"""A finding without its severity: rule, verdict, message key, words, cells."""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """The formulas of a workbook, the results it stores, and those that an engine could compute."""

    formulae: Mapping[Cell, Formula]
    stored: Mapping[Cell, Value]
    results: Mapping[Cell, Value]

    @property
    def unsettled(self) -> list[Cell]:
        """The formulas that the engine could not compute."""
        return [cell for cell in self.formulae if cell not in self.results]

    def taken(self, cell: Cell, among: Mapping[Cell, object]) -> list[Cell]:
        """Return the cells among these that a formula takes."""
        return [taken for box in self.formulae[cell].boxes for taken in box.among(among)]


def formula_findings(workbook: Recomputed, facts: Facts, book: RuleBook) -> tuple[Finding, ...]:
    """Return the findings in the order of the rule book, a result that is as stored as an exact one.

    `facts` are those of the workbook with its computed results.
    """
    severities = {rule.id: rule.severity for rule in book}
    stated = [
        *_of_results(workbook),
        *_of_unsettled(workbook),
        *(_of_missed(missed, facts) for missed in missed_addends(book, facts, workbook.formulae)),
    ]
    findings = (
        Finding(id_, verdict, severities[id_], says, words, None, cells)
        for id_, verdict, says, words, cells in stated
        if id_ in severities
    )
    return in_order(findings, book)


def is_same(stored: Value, computed: Value) -> bool:
    """Say whether two results are one: numbers to a relative 1e-9, texts and errors to the letter."""
    if isinstance(stored, float) and isinstance(computed, float):
        return isclose(stored, computed, rel_tol=NEAR, abs_tol=NEAR)
    # a truth value equals 1 or 0 in Python and an error value its text, of which only the latter is meant
    return isinstance(stored, bool) == isinstance(computed, bool) and bool(stored == computed)


def _of_results(workbook: Recomputed) -> Iterator[Stated]:
    lacking = tuple(
        _cell(c) for c, v in workbook.stored.items() if isinstance(v, Uncached) and c in workbook.results
    )
    if lacking:
        yield "F-15", Verdict.NOT_EVALUATED, "F-15", ("", "", ""), lacking
    for cell, result in workbook.results.items():
        stored, text = workbook.stored[cell], workbook.formulae[cell].text
        if isinstance(stored, Uncached):
            continue
        here = (_cell(cell, _shown(stored)),)
        if is_same(stored, result):
            yield "R-01", Verdict.EXACT, "formula_exact", (text, _shown(result)), here
        else:
            yield "R-01", Verdict.MISMATCH, "formula_differs", (text, _shown(stored), _shown(result)), here


def _of_unsettled(workbook: Recomputed) -> Iterator[Stated]:
    """Yield the circles, each formula that is not understood, and what rests on either, in one finding."""
    unsettled = dict.fromkeys(workbook.unsettled)
    circles = list(_circles({cell: workbook.taken(cell, unsettled) for cell in unsettled}))
    for circle in circles:
        path = " → ".join(f"{cell.sheet}!{cell.address}" for cell in (*circle, circle[0]))
        yield "R-04", Verdict.MISMATCH, "formula_circular", (path,), tuple(map(_cell, circle))
    told = {cell for circle in circles for cell in circle}
    changing, resting = [], []
    for cell in unsettled:
        formula = workbook.formulae[cell]
        if formula.is_changing:
            changing.append(cell)
        elif cell not in told and workbook.taken(cell, unsettled):
            resting.append(cell)
        elif cell not in told:
            words = (cell.sheet, cell.address, formula.text)
            yield "R-02", Verdict.NOT_EVALUATED, "formula_unknown", words, (_cell(cell),)
    for says, cells in (("formula_changing", changing), ("formula_depends", resting)):
        if cells:
            yield "R-02", Verdict.NOT_EVALUATED, says, (str(len(cells)),), tuple(map(_cell, cells))


def _circles(takes: Mapping[Cell, Iterable[Cell]]) -> Iterator[tuple[Cell, ...]]:
    """Yield circles of cells that take each other; no cell is in two of them."""
    rest = dict(takes)
    while True:
        try:
            TopologicalSorter(rest).prepare()
        except CycleError as error:
            # the first cell stands at the end once more, and each takes the one before
            circle = tuple(reversed(error.args[1][1:]))
            yield circle
            rest = {cell: taken for cell, taken in rest.items() if cell not in circle}
        else:
            return


def _of_missed(missed: Missed, facts: Facts) -> Stated:
    names = "、".join(_named(fact, facts) for fact in missed.left_out)
    cells = (_of_fact(missed.total, facts, 1), *(_of_fact(fact, facts, -1) for fact in missed.left_out))
    return "R-03", Verdict.MISMATCH, "formula_misses", (missed.formula.text, names, missed.rule.id), cells


def _named(fact: Fact, facts: Facts) -> str:
    return f"{facts.tables[fact.table].labels[fact.row]}（{fact.cell.address}）"


def _of_fact(fact: Fact, facts: Facts, weight: int) -> FindingCell:
    label = facts.tables[fact.table].labels[fact.row]
    at = fact.cell
    return FindingCell(at.sheet, at.address, fact.table, fact.row, fact.column, weight, fact.text, label)


def _cell(cell: Cell, value: str | None = None) -> FindingCell:
    return FindingCell(cell.sheet, cell.address, value=value)


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value:.15g}" if isinstance(value, float) else str(value) or '""'
