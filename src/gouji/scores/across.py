"""Across sheets: the unit's against those of its projects and the tables (P-09, P-10, P-12, P-14)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from gouji.figures import UNITS, WAN
from gouji.findings import FindingCell, Verdict
from gouji.functions.values import half_up
from gouji.scores.awards import award
from gouji.scores.forms import forms, has_word
from gouji.scores.judge import PLACES, Judgement, cell, compared, plain, shown
from gouji.scores.quantities import HUNDRED, quantity
from gouji.scores.titles import PROJECT, UNIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gouji.facts import Facts
    from gouji.scores.sheet import Fund, Indicator, ScoreSheet


class Money(NamedTuple):
    """Budget of the year and what was spent, in 万元, and the row of the funds that says so."""

    budget: Fraction
    executed: Fraction
    fund: Fund

    @property
    def cells(self) -> tuple[FindingCell, ...]:
        """The cells of both amounts."""
        label = self.fund.label
        return cell(self.fund.executed, label, "executed"), cell(self.fund.budget, label, "budget")


def money_of(sheets: Iterable[ScoreSheet], kind: str) -> list[Money]:
    """Return the money of the sheets of a kind that state both amounts."""
    found = []
    for sheet in sheets:
        total = sheet.total
        if sheet.kind != kind or total is None:
            continue
        if total.budget.number is not None and total.executed.number is not None:
            in_wan = Fraction(UNITS[sheet.unit], UNITS[WAN])
            amounts = (Fraction(total.budget.number) * in_wan, Fraction(total.executed.number) * in_wan)
            found.append(Money(*amounts, total))
    return found


def check_across(sheets: Sequence[ScoreSheet], facts: Facts) -> Iterator[Judgement]:
    """Judge the unit's sheet against the others; several units in one workbook share no projects."""
    units = [sheet for sheet in sheets if sheet.kind == UNIT]
    if len(units) != 1:
        return
    (unit,), projects = units, money_of(sheets, PROJECT)
    for money in money_of(units, UNIT):
        yield from _spent_by_tables(money, facts)
        if projects:
            yield from _unspent(money, projects)
    if projects:
        yield from _projects_rate(unit, projects)
        yield from _stated_projects(unit, projects)


def _spent_by_tables(money: Money, facts: Facts) -> Iterator[Judgement]:
    """P-09: the unit spent what the tables say, all of it or its appropriations."""
    spent = cell(money.fund.executed, money.fund.label, "executed")
    left = spent._replace(weight=1, value=plain(money.executed))
    judged = [
        compared("P-09", "score_spending", money.executed, amount, (left, right), right.table)
        for amount, right in _table_amounts(facts)
    ]
    if judged:
        best = min(judged, key=lambda one: abs(Fraction(one.difference or 0)))
        is_plug = best.verdict == Verdict.ROUNDING
        yield best._replace(verdict=Verdict.PLUG, says="plug") if is_plug else best


def _table_amounts(facts: Facts) -> Iterator[tuple[Fraction, FindingCell]]:
    """Yield the year's spending by each table that prints it, in 万元, with its cell."""
    for table, row, column in forms().spent:
        located = facts.tables.get(table)
        index = located.rows.get(row, {}).get(column) if located else None
        if index is None or not facts.printed[index]:
            continue
        amount = Fraction(facts.amounts[index] * UNITS[facts.unit], 100 * UNITS[WAN])
        fact = facts.fact(index)
        yield amount, FindingCell(fact.cell.sheet, fact.cell.address, table, row, column, -1, fact.text)


def _unspent(whole: Money, projects: Sequence[Money]) -> Iterator[Judgement]:
    """P-10: what the unit did not spend holds what its projects did not, unless the rest overspent."""
    budget, executed = _sum(projects)
    left, right = whole.budget - whole.executed, budget - executed
    if left >= right:
        return
    rest = (whole.budget - budget, whole.executed - executed)
    words = (*map(shown, rest), shown(rest[1] - rest[0]))
    yield compared("P-10", "score_unspent", left, right, _cells((whole, *projects)), *words)


def _projects_rate(unit: ScoreSheet, projects: Sequence[Money]) -> Iterator[Judgement]:
    """P-12: the unit's execution rate of projects is that of the projects' sheets."""
    budget, executed = _sum(projects)
    for indicator in unit.indicators:
        said = quantity(indicator.actual.text)
        is_rate = has_word(indicator.name, "projects") and has_word(indicator.name, "execution")
        if not is_rate or said is None or not budget:
            continue
        rate = executed / budget * HUNDRED
        cells = (cell(indicator.actual, indicator.name, "actual"), *_cells(projects))
        words = (indicator.name, str(len(projects)), shown(executed), shown(budget), _earned(indicator, rate))
        yield compared("P-12", "score_projects_rate", said.amount, rate, cells, *words)


def _earned(indicator: Indicator, rate: Fraction) -> str:
    """Return the points that the indicator would earn at this rate, in per cent; '' where no rule says."""
    actual = replace(indicator.actual, text=f"{half_up(rate, PLACES)}%")
    earned = award(replace(indicator, actual=actual))
    return shown(earned.most) if earned else ""


def _stated_projects(unit: ScoreSheet, projects: Sequence[Money]) -> Iterator[Judgement]:
    """P-14: the number of projects and their spending in the goal's text are those of the sheets."""
    match = forms().projects.search(unit.achieved.text)
    if match is None:
        return
    _, executed = _sum(projects)
    count, stated = int(match["count"]), Fraction(match["amount"])
    words = (match["count"], str(len(projects)))
    text = cell(unit.achieved, "", "achieved")._replace(value=match[0])
    judged = compared("P-14", "score_stated_projects", stated, executed, (text, *_cells(projects)), *words)
    if count != len(projects):
        judged = judged._replace(verdict=Verdict.MISMATCH, says="score_stated_projects")
    yield judged


def _sum(projects: Iterable[Money]) -> tuple[Fraction, Fraction]:
    return sum((p.budget for p in projects), Fraction(0)), sum((p.executed for p in projects), Fraction(0))


def _cells(money: Iterable[Money]) -> tuple[FindingCell, ...]:
    return tuple(cell for one in money for cell in one.cells)
