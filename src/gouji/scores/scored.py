"""Scored: a reconciliation with what the P rules say of the workbook's score sheets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from gouji.findings import Finding, FindingCell, Verdict
from gouji.reconcile import Reconciliation
from gouji.rules import in_order
from gouji.scores.across import check_across
from gouji.scores.judge import cell as cell_of
from gouji.scores.judge import open_question, wrong
from gouji.scores.marks import check_marks, check_reasons, check_total_by_rules
from gouji.scores.measures import check_copied_rates, check_procurement, check_standards
from gouji.scores.read import read_scores
from gouji.scores.within import check_execution, check_funds, check_sums

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gouji.facts import Facts
    from gouji.grid import Sheet
    from gouji.rules import RuleBook
    from gouji.scores.judge import Judgement
    from gouji.scores.regions import Region
    from gouji.scores.sheet import ScoreSheet

_CHECKS_OF_A_SHEET = (
    check_execution,
    check_sums,
    check_funds,
    check_marks,
    check_reasons,
    check_copied_rates,
    check_procurement,
    check_standards,
    check_total_by_rules,
)


@dataclass(frozen=True)
class Scored(Reconciliation):
    """A reconciliation with what the rules say of score sheets as well, `scored` with the exact findings.

    `exact` counts those too.
    """

    scored: tuple[Finding, ...] = ()

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding but the exact ones, in the order of the rule book."""
        told = [finding for finding in self.scored if finding.verdict != Verdict.EXACT]
        return in_order([*self._findings(self.judged), *told], self.book)

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Every finding, the exact ones included, in the order of the rule book."""
        return in_order([*super().all_findings, *self.scored], self.book)


def scored(reconciliation: Reconciliation, sheets: Sequence[Sheet], facts: Facts) -> Reconciliation:
    """Return the reconciliation with the findings on the score sheets; itself where none can be read."""
    read, unread = read_scores(sheets)
    if not read and not unread:
        return reconciliation
    told = tuple(_findings((*_judged(read, facts), *map(_unread, unread)), reconciliation.book))
    return with_told(reconciliation, told)


def with_told(reconciliation: Reconciliation, told: tuple[Finding, ...]) -> Reconciliation:
    """Return the reconciliation with findings on score sheets, the exact ones among them counted."""
    before = reconciliation
    exact = sum(finding.verdict == Verdict.EXACT for finding in told)
    return Scored(before.facts, before.book, before.bound, before.judged, before.exact + exact, told)


def _judged(sheets: Sequence[ScoreSheet], facts: Facts) -> Iterator[Judgement]:
    for sheet in sheets:
        for label, entry in sheet.faults():
            at = cell_of(entry, label, "")
            yield wrong(entry.fault, entry.fault, ("", entry.text, label), at)
        for check in _CHECKS_OF_A_SHEET:
            yield from check(sheet)
    yield from check_across(sheets, facts)


def _unread(region: Region) -> Judgement:
    at = FindingCell(region.at.sheet, region.at.address, value=region.title)
    return open_question("P-17", "P-17", ("", region.title, ""), at)


def _findings(judgements: Iterable[Judgement], book: RuleBook) -> Iterator[Finding]:
    rules = {rule.id: rule for rule in book}
    return (one.finding(rules[one.rule]) for one in judgements if one.rule in rules)
