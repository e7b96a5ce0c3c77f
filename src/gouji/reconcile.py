"""Reconcile: forms → findings, by the interval test in integers.

A printed figure with its last place in hundredths stands for the closed interval of half a place on either
side (XBRL Calculations 1.1, round to nearest); a printed zero and a blank stand for exactly zero, and figures
in 元 are exact. So a sum of facts misses its total by rounding alone as long as twice the difference is at
most one last place for each fact that is not zero.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from gouji.figures import plain
from gouji.findings import Finding, FindingCell, Verdict
from gouji.rules.bind import Bound, Form, bind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gouji.facts import Facts, Remark
    from gouji.rules import Rule, RuleBook
    from gouji.rules.bind import Broken, Gap

TWO_FACTS = 2


class Judged(NamedTuple):
    """A form with its verdict and the difference left − right in the facts' integers."""

    form: Form
    verdict: Verdict
    difference: int


@dataclass(frozen=True)
class Reconciliation:
    """Everything a rule book says of one workbook's facts."""

    facts: Facts
    book: RuleBook
    bound: Bound
    judged: Sequence[Judged]

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding but the exact forms, in the order of the rule book."""
        return tuple(self._ordered(self._found(judged for judged in self.judged if judged.verdict != Verdict.EXACT)))

    @cached_property
    def all_findings(self) -> tuple[Finding, ...]:
        """Every finding, the exact forms included, in the order of the rule book."""
        return tuple(self._ordered(self._found(self.judged)))

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Number of findings by verdict, exact ones included."""
        counted = Counter(judged.verdict for judged in self.judged if judged.verdict == Verdict.EXACT)
        counted.update(finding.verdict for finding in self.findings)
        return {verdict.value: counted[verdict] for verdict in Verdict}

    def _found(self, judged: Iterable[Judged]) -> Iterator[Finding]:
        rules = {rule.id: rule for rule in self.book}
        yield from (_of_remark(remark, rules[remark.rule]) for remark in self.facts.remarks if remark.rule in rules)
        yield from (_of_form(one, self.facts) for one in judged)
        yield from (_of_broken(one) for one in self.bound.broken)
        if any(self.facts.printed):
            yield from (_of_gap(gap) for gap in self.bound.gaps)

    def _ordered(self, findings: Iterable[Finding]) -> list[Finding]:
        place = {rule.id: n for n, rule in enumerate(self.book)}
        return sorted(findings, key=lambda finding: place[finding.rule])


def reconcile(facts: Facts, book: RuleBook) -> Reconciliation:
    """Bind the rule book to the facts and judge every form in which something is printed."""
    bound = bind(book, facts)
    return Reconciliation(facts, book, bound, list(judge(bound.forms, facts)))


def judge(forms: Iterable[Form], facts: Facts) -> Iterator[Judged]:
    """Yield the verdict of each form; forms whose cells are all blank say nothing and are left out."""
    amount, printed, unreadable = facts.amounts.__getitem__, facts.printed.__getitem__, facts.unreadable
    exact, missing = Verdict.EXACT, Verdict.NOT_EVALUATED
    for form in forms:
        _, left, right, relation, if_printed = form
        plus = sum(map(amount, left))
        difference = plus - sum(map(amount, right))
        if unreadable and not (unreadable.keys().isdisjoint(left) and unreadable.keys().isdisjoint(right)):
            yield Judged(form, missing, 0)
        elif _holds(difference, relation):
            if plus or any(map(printed, left)) or any(map(printed, right)):
                yield Judged(form, exact, difference)
        elif if_printed and not (any(map(printed, left)) and any(map(printed, right))):
            yield Judged(form, missing, difference)
        else:
            yield Judged(form, _verdict(difference, form, facts), difference)


def _holds(difference: int, relation: str) -> bool:
    if relation == "==":
        return difference == 0
    return difference <= 0 if relation == "<=" else difference >= 0


def _verdict(difference: int, form: Form, facts: Facts) -> Verdict:
    """Return rounding, plug or mismatch for a form that does not hold as printed.

    One amount printed in two places, differing by one last place, is a plug.
    """
    ulps = [facts.ulps[i] for i in (*form.left, *form.right) if facts.amounts[i]]
    if 2 * abs(difference) > sum(ulps):
        return Verdict.MISMATCH
    single = len(ulps) == TWO_FACTS and form.relation == "=="
    return Verdict.PLUG if single and abs(difference) == max(ulps) else Verdict.ROUNDING


def _of_form(judged: Judged, facts: Facts) -> Finding:
    form, verdict, difference = judged
    cells = (
        *(_cell(facts, index, 1) for index in form.left),
        *(_cell(facts, index, -1) for index in form.right),
    )
    says = verdict.value
    words = (plain(sum(facts.amounts[i] for i in form.left)), plain(sum(facts.amounts[i] for i in form.right)))
    if verdict == Verdict.NOT_EVALUATED:
        bad = [facts.fact(i) for i in (*form.left, *form.right) if i in facts.unreadable]
        says = "unreadable_cell" if bad else "blank_side"
        words = (bad[0].cell.sheet, bad[0].cell.address, bad[0].text or "") if bad else ()
    shown = None if verdict == Verdict.NOT_EVALUATED else plain(difference)
    return Finding(form.rule.id, verdict, form.rule.severity, says, words, shown, cells)


def _cell(facts: Facts, index: int, weight: int) -> FindingCell:
    fact = facts.fact(index)
    label = facts.tables[fact.table].labels[fact.row]
    return FindingCell(
        fact.cell.sheet, fact.cell.address, fact.table, fact.row, fact.column, weight, fact.text, label
    )


def _of_remark(remark: Remark, rule: Rule) -> Finding:
    cells = tuple(
        FindingCell(c.sheet, c.address, remark.table, remark.row, remark.column, 0, remark.text or None)
        for c in remark.cells
    )
    verdict = Verdict.MISMATCH if rule.id in CELL_RULES else Verdict.NOT_EVALUATED
    return Finding(rule.id, verdict, rule.severity, rule.id, (remark.table, remark.text, remark.row), None, cells)


CELL_RULES = frozenset({"F-05", "F-06", "F-07", "F-08", "F-10", "F-11"})
"""Reading rules about a cell's own content, which is wrong; the others say what was left out of the check."""


def _of_broken(broken: Broken) -> Finding:
    cells = tuple(FindingCell(c.sheet, c.address, table, row) for c, table, row in broken.breach.cells)
    rule, breach = broken
    return Finding(rule.id, Verdict.MISMATCH, rule.severity, breach.says, breach.words, None, cells)


def _of_gap(gap: Gap) -> Finding:
    return Finding(gap.rule.id, Verdict.NOT_EVALUATED, gap.rule.severity, gap.says, gap.words)
