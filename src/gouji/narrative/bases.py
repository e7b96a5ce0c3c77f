"""Bases: what a text's comparisons go by: which budget, and what last year must have left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gouji.findings import Verdict
from gouji.narrative.amounts import compared, money
from gouji.narrative.numbers import MONEY
from gouji.narrative.told import Told, about, plain, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gouji.narrative.amounts import Money
    from gouji.narrative.ledger import Ledger
    from gouji.narrative.topics import Claim, Topic

_STATEMENT = ("overall", "appropriation", "general", "structure", "items", "sangong")
_OPENING, _ANNUAL = "年初", "全年"


def bases(ledger: Ledger) -> Iterator[Told]:
    """Yield what N-32 and N-33 say."""
    yield from _budgets(ledger)
    yield from _left_by_last_year(ledger)


def _budgets(ledger: Ledger) -> Iterator[Told]:
    """N-32: one kind of budget in all sections that print tables' amounts."""
    first: dict[str, tuple[Topic, Claim]] = {}
    for topic in ledger.topics:
        claim = topic.first("budget")
        if claim and claim.detail in (_OPENING, _ANNUAL) and topic.section in _STATEMENT:
            first.setdefault(claim.detail, (topic, claim))
    if len(first) > 1:
        (one, _), (other, claim) = first[_OPENING], first[_ANNUAL]
        words = (one.sentence.placed.heading, _OPENING, other.sentence.placed.heading, _ANNUAL)
        yield about(claim, "N-32", Verdict.MISMATCH, "text_bases", *words)


def _left_by_last_year(ledger: Ledger) -> Iterator[Told]:
    """N-33: last year's income less its spending is the opening balance, where all is general budget."""
    total, general = _prior(ledger, "overall"), _prior(ledger, "general.total")
    spent, own = ledger.quantity("spending.total"), ledger.quantity("general.total")
    opening = ledger.quantity("overall.opening")
    if not total or not general or not spent or not own or not opening:
        return
    if spent.value != own.value:
        return
    left = total + -general
    if compared(opening, left) == Verdict.MISMATCH:
        found = ledger.said("overall.opening") or ledger.said("overall.income") or ledger.said("overall.both")
        if found is None:
            return
        scale = MONEY[ledger.unit]
        off = (opening.value - left.value) / scale
        values = (opening.value, left.value, abs(opening.value - left.value), total.value, general.value)
        words = tuple(shown(value / scale) for value in values)
        yield about(found[1], "N-33", Verdict.MISMATCH, "text_opening", *words, difference=plain(off))


def _prior(ledger: Ledger, quantity: str) -> Money | None:
    """Return last year's amount by the change that the text states; `overall` is any total of 一."""
    for topic in ledger.topics:
        change, current = topic.first("change"), ledger.amount(topic)
        own = topic.subject.quantity
        is_meant = own == quantity or (quantity == "overall" and own in ("overall.both", "overall.income"))
        if is_meant and change and change.number and current:
            delta = money(change.number, ledger.unit)
            return current + (delta if change.sign < 0 else -delta)
    return None
