"""Explain: every tie a cell is part of, with each addend's interval, calculated against printed, verdict."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING

from gouji.figures import PLACES, UNITS, Figure, Interval, NotAFigureError, parse_figure
from gouji.findings import Verdict
from gouji.messages import rule_text, texts
from gouji.report.culprit import culprit_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gouji.culprits import Culprit
    from gouji.facts import Facts
    from gouji.findings import Finding, FindingCell
    from gouji.report import Report

_NOTHING = Interval(Decimal(0), Decimal(0))
_MOST_TERMS = 30


@dataclass(frozen=True, slots=True)
class Term:
    """A cell of a tie: `interval` are the true amounts, in the workbook's unit, that print as it does.

    None for a cell that holds no amount.
    """

    cell: FindingCell
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Explained:
    """A tie: its finding, the terms of both sides, and what each side can add up to, None if unknown."""

    finding: Finding
    rule: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    left_sum: Interval | None
    right_sum: Interval | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """All ties of one cell, those that do not hold first; `culprit` says that the cell is likely wrong."""

    sheet: str
    cell: str
    ties: tuple[Explained, ...]
    culprit: Culprit | None = None

    def text(self, lang: str) -> str:
        """Return the explanation as lines for a person."""
        words = texts("explain", lang)
        place = f"{self.sheet}!{self.cell}"
        if not self.ties:
            return words["no_ties"].format(place)
        head = [words["head"].format(place, len(self.ties))]
        head += [words["culprit"].format(culprit_text(self.culprit, lang))] if self.culprit else []
        return "\n\n".join(["\n".join(head), *(_text(tie, lang) for tie in self.ties)])


def explanation_of(report: Report, sheet: str, cell: str, lang: str) -> Explanation:
    """Return the ties of a cell; texts of rules in zh or en."""
    if report.reconciliation is None:
        return Explanation(sheet, cell, ())
    mine = [
        finding
        for finding in report.all_findings
        if any((one.sheet, one.cell) == (sheet, cell) for one in finding.cells)
    ]
    mine.sort(key=lambda finding: _ORDER.index(finding.verdict.value))
    facts = report.reconciliation.facts
    ties = tuple(_explained(f, rule_text(report.rules[f.rule], lang), facts) for f in mine)
    likely = report.culprits.sets[0].cells if report.culprits.sets else ()
    blamed = next((one for one in likely if one.place.at == (sheet, cell)), None)
    return Explanation(sheet, cell, ties, blamed)


_ORDER = ("mismatch", "not_evaluated", "plug", "rounding", "exact")


def _explained(finding: Finding, rule: str, facts: Facts) -> Explained:
    left, right = (
        tuple(Term(cell, _interval(cell, facts)) for cell in finding.cells if cell.weight == weight)
        for weight in (1, -1)
    )
    return Explained(finding, rule, left, right, _sum(left), _sum(right))


def _interval(cell: FindingCell, facts: Facts) -> Interval | None:
    if not cell.value:
        return _NOTHING
    unit = facts.tables[cell.table].unit if cell.table in facts.tables else facts.unit
    try:
        figure = parse_figure(cell.value)
    except NotAFigureError:
        return None
    scale = Decimal(UNITS[unit]) / UNITS[facts.unit]
    low, high = Figure(figure.value, PLACES, unit).interval
    return Interval(low * scale, high * scale)


def _sum(terms: Iterable[Term]) -> Interval | None:
    intervals = [term.interval for term in terms]
    known = [one for one in intervals if one is not None]
    return reduce(Interval.__add__, known, _NOTHING) if len(known) == len(intervals) else None


def _text(tie: Explained, lang: str) -> str:
    words = texts("explain", lang)
    verdict = texts("verdicts", lang)[tie.finding.verdict.value]
    # by how much the sides of an inequality that holds are apart is nobody's question
    is_off = tie.finding.difference and tie.finding.verdict != Verdict.EXACT
    off = words["off"].format(tie.finding.difference) if is_off else ""
    lines = [f"{tie.finding.rule} {tie.rule}", f"{words['verdict'].format(verdict)}{off}"]
    for name, terms, total in (("left", tie.left, tie.left_sum), ("right", tie.right, tie.right_sum)):
        shown = [term for term in terms if term.cell.value not in (None, "0.00")] or list(terms[:1])
        lines += _terms(shown, words)
        if total is not None and terms:
            lines.append(words[name].format(*total))
    return "\n".join(lines)


def _terms(terms: Sequence[Term], words: Mapping[str, str]) -> list[str]:
    lines = []
    for term in terms[:_MOST_TERMS]:
        cell, interval = term.cell, term.interval
        shown = f" [{interval.low}, {interval.high}]" if interval else ""
        value = cell.value or words["blank"]
        lines.append(f"  {cell.label or cell.row} {cell.sheet}!{cell.cell} {value}{shown}")
    if len(terms) > _MOST_TERMS:
        lines.append(f"  {words['more'].format(len(terms) - _MOST_TERMS)}")
    return lines
