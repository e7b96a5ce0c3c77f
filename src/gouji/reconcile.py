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
from operator import eq, ge, le
from typing import TYPE_CHECKING, NamedTuple

from gouji.facts import ABSENT
from gouji.figures import plain, printed
from gouji.findings import Finding, FindingCell, Verdict
from gouji.rules import in_order
from gouji.rules.bind import Bound, Family, bind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gouji.facts import Facts, Remark
    from gouji.rules import Rule, RuleBook
    from gouji.rules.bind import Broken, Form, Gap

TWO_FACTS = 2
_RELATIONS = {"==": eq, "<=": le, ">=": ge}


class Judged(NamedTuple):
    """One form with its verdict and the difference left − right in the facts' integers."""

    family: Family
    left: tuple[int, ...]
    right: tuple[int, ...]
    verdict: Verdict
    difference: int


@dataclass(frozen=True)
class Reconciliation:
    """Everything a rule book says of one workbook's facts. `judged` are the forms that are not exact."""

    facts: Facts
    book: RuleBook
    bound: Bound
    judged: Sequence[Judged]
    exact: int

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding but the exact forms, in the order of the rule book."""
        return self._findings(self.judged)

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Every finding, the exact forms included, in the order of the rule book."""
        return self._findings([*self.judged, *exact_forms(self.bound.families, self.facts)])

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Number of findings by verdict, exact ones included."""
        counted = Counter(finding.verdict for finding in self.findings)
        counted[Verdict.EXACT] = self.exact
        return {verdict.value: counted[verdict] for verdict in Verdict}

    @property
    def ties(self) -> bool:
        """Whether no finding of severity must is a mismatch."""
        return not any(f.verdict == Verdict.MISMATCH and f.severity == "must" for f in self.findings)

    def _findings(self, judged: Iterable[Judged]) -> tuple[Finding, ...]:
        rules = {rule.id: rule for rule in self.book}
        found = [_of_remark(remark, rules[remark.rule]) for remark in self.facts.remarks]
        found += (finding_of(one, self.facts) for one in judged)
        found += map(_of_broken, self.bound.broken)
        if any(self.facts.printed):
            found += map(_of_gap, self.bound.gaps)
        return in_order(found, self.book)


@dataclass(frozen=True)
class Stated(Reconciliation):
    """What other rules than the ties say of a workbook or document: `told`, the exact findings included."""

    told: tuple[Finding, ...] = ()

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding but the exact ones, in the order of the rule book."""
        return tuple(finding for finding in self.told if finding.verdict != Verdict.EXACT)

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Every finding, the exact ones included, in the order of the rule book."""
        return self.told


def reconcile(facts: Facts, book: RuleBook) -> Reconciliation:
    """Bind the rule book to the facts and judge every form in which something is printed."""
    bound = bind(book, facts)
    judged, exact = judge(bound.families, facts)
    return Reconciliation(facts, book, bound, judged, exact)


def judge(families: Iterable[Family], facts: Facts) -> tuple[list[Judged], int]:
    """Return the forms that are not exact with their verdicts, and the number of the exact ones.

    Forms whose cells are all blank say nothing and are not counted.
    """
    amount, printed = facts.amounts.__getitem__, facts.printed.__getitem__
    unreadable = facts.unreadable.keys()
    judged: list[Judged] = []
    exact = 0
    for family in families:
        if not applies(family, facts):
            continue
        holds = _RELATIONS[family.relation]
        for left, right in family.forms:
            total = amount(left[0]) if len(left) == 1 else sum(map(amount, left))
            other = amount(right[0]) if len(right) == 1 else sum(map(amount, right))
            if unreadable and not unreadable.isdisjoint(left + right):
                judged.append(Judged(family, left, right, Verdict.NOT_EVALUATED, 0))
            elif holds(total, other):
                exact += bool(total) or any(map(printed, left)) or any(map(printed, right))
            else:
                verdict = _verdict(family, left, right, total - other, facts)
                judged.append(Judged(family, left, right, verdict, total - other))
    return judged, exact


def exact_forms(families: Iterable[Family], facts: Facts) -> Iterator[Judged]:
    """Yield the forms that hold as printed."""
    for family in families:
        if not applies(family, facts):
            continue
        for left, right in family.forms:
            cells = left + right
            difference = _difference(left, right, facts)
            readable = facts.unreadable.keys().isdisjoint(cells)
            if (
                readable
                and _RELATIONS[family.relation](difference, 0)
                and any(facts.printed[i] for i in cells)
            ):
                yield Judged(family, left, right, Verdict.EXACT, difference)


def applies(family: Family, facts: Facts) -> bool:
    """Say whether the family's conditions hold exactly and all their cells are readable."""
    return all(
        not _difference(left, right, facts) and facts.unreadable.keys().isdisjoint(left + right)
        for left, right in family.conditions
    )


def is_evaluated(family: Family, form: Form, facts: Facts) -> bool:
    """Say whether the form's cells are readable and no side that must be filled in is blank."""
    left, right = form
    printed = facts.printed.__getitem__
    return facts.unreadable.keys().isdisjoint(left + right) and (
        not family.if_printed or (any(map(printed, left)) and any(map(printed, right)))
    )


def _difference(left: Iterable[int], right: Iterable[int], facts: Facts) -> int:
    amount = facts.amounts.__getitem__
    return sum(map(amount, left)) - sum(map(amount, right))


def _verdict(
    family: Family, left: tuple[int, ...], right: tuple[int, ...], difference: int, facts: Facts
) -> Verdict:
    """Return the verdict on a form of readable cells that does not hold as printed."""
    if not is_evaluated(family, (left, right), facts):
        return Verdict.NOT_EVALUATED
    ulps = [facts.ulps[i] for i in left + right if facts.amounts[i]]
    if 2 * abs(difference) > sum(ulps):
        return Verdict.MISMATCH
    return Verdict.PLUG if _is_plug(family, ulps, difference) else Verdict.ROUNDING


def _is_plug(family: Family, ulps: Sequence[int], difference: int) -> bool:
    """Say whether the form is one amount printed in two places, one last place apart."""
    return family.relation == "==" and len(ulps) == TWO_FACTS and abs(difference) == max(ulps)


def finding_of(judged: Judged, facts: Facts) -> Finding:
    """Return what a judged form says, with its cells."""
    family, left, right, verdict, difference = judged
    rule = family.rule
    cells = tuple(
        _cell(facts, index, weight)
        for side, weight in ((left, 1), (right, -1))
        for index in side
        if index != ABSENT
    )
    if verdict == Verdict.NOT_EVALUATED:
        bad = next((facts.cell(i) for i in left + right if i in facts.unreadable), None)
        says, place = ("unreadable_cell", (bad.sheet, bad.address)) if bad else ("blank_side", ())
        return Finding(rule.id, verdict, rule.severity, says, place, None, cells)
    sums = (sum(facts.amounts[i] for i in side) for side in (left, right))
    words = (*map(printed, sums), printed(difference))
    return Finding(
        rule.id, verdict, rule.severity, verdict.value, words, plain(difference), cells, family.relation
    )


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
    return Finding(
        rule.id, verdict, rule.severity, rule.id, (remark.table, remark.text, remark.row), None, cells
    )


CELL_RULES = frozenset({"F-05", "F-06", "F-07", "F-08", "F-10", "F-11", "F-15"})
"""Reading rules about what stands in a cell; the others say what was left out of the check."""


def _of_broken(broken: Broken) -> Finding:
    cells = tuple(FindingCell(c.sheet, c.address, table, row) for c, table, row in broken.breach.cells)
    rule, breach = broken
    return Finding(rule.id, Verdict.MISMATCH, rule.severity, breach.says, breach.words, None, cells)


def _of_gap(gap: Gap) -> Finding:
    return Finding(gap.rule.id, Verdict.NOT_EVALUATED, gap.rule.severity, gap.says, gap.words)
