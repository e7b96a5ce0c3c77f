"""Ratios: every percentage of the text, recomputed by the intervals of its printed operands.

A growth goes by this year's amount and its change; authors compute from 元, so the true ratio lies anywhere
between the ends that the printed amounts allow. A percentage one last place beside is told as such, not as
wrong.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from typing import TYPE_CHECKING

from gouji.figures import Interval
from gouji.findings import Verdict
from gouji.narrative.amounts import Money, money, signed
from gouji.narrative.ledger import key_of
from gouji.narrative.numbers import MONEY
from gouji.narrative.subjects import subject_of, subjects
from gouji.narrative.told import Told, about, plain, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gouji.narrative.ledger import Ledger
    from gouji.narrative.numbers import Number
    from gouji.narrative.topics import Claim, Topic

HUNDRED = Decimal(100)
_WHOLES = {
    **dict.fromkeys(("", "general", "structure", "items"), "general.total"),
    "spending": "spending.total",
    "appropriation": "appropriation.spent",
    "fund": "fund.expense",
    "capital": "capital.expense",
    "basic": "basic.total",
}
"""Section → what the shares of its codes are of."""

FULL = (Decimal(0), HUNDRED)


def ratios(ledger: Ledger) -> Iterator[Told]:
    """Yield what N-03 … N-23 say of the percentages of every topic."""
    for topic in ledger.topics:
        yield from _shares(ledger, topic)
        yield from _growth(ledger, topic)
        yield from _over_budget(ledger, topic)
        yield from _against_budget(ledger, topic)


def judged(stated: Number, ratio: Interval, best: Decimal) -> Verdict:
    """Return what the interval test says of a percentage; `best` is the ratio of the printed amounts."""
    unit = Decimal(1).scaleb(-stated.decimals)
    half = unit / 2
    value = stated.value
    if best.quantize(unit, ROUND_HALF_UP) == value:
        return Verdict.EXACT
    if Interval(value - half, value + half).meets(ratio):
        return Verdict.ROUNDING
    near = abs(best.quantize(unit, ROUND_HALF_UP) - value) <= unit
    return Verdict.PLUG if near or Interval(value - unit, value + unit).meets(ratio) else Verdict.MISMATCH


def quotient(above: Money, below: Money) -> tuple[Interval, Decimal]:
    """Return above ÷ below in per cent, as interval and of the printed amounts; below is not zero."""
    ends = [a / b * HUNDRED for a, b in product(above.interval, below.interval) if b]
    return Interval(min(ends), max(ends)), above.value / below.value * HUNDRED


def _told(claim: Claim, rule: str, ratio: Interval, best: Decimal, *words: str) -> Told:
    """Judge the claim's percentage; the message says stated, right, difference and then the words."""
    assert claim.number is not None  # noqa: S101 a percentage has a number
    number = claim.number
    verdict = judged(number, ratio, best)
    right = best.quantize(Decimal(1).scaleb(-number.decimals), ROUND_HALF_UP)
    off = number.value - right
    said = (
        shown(number.value, number.decimals),
        shown(right, number.decimals),
        shown(abs(off), number.decimals),
    )
    unit = "" if number.unit else "%"
    says = f"text_ratio_{verdict.value}"
    return about(
        claim, rule, verdict, says, *said, *words, difference=plain(off), right=f"{right}{number.unit}{unit}"
    )


def _shares(ledger: Ledger, topic: Topic) -> Iterator[Told]:
    for claim in topic.all("share"):
        part = ledger.amount(topic)
        wholes = _wholes(ledger, topic, claim) if part else []
        told = [one for whole in wholes if part and (one := _share(ledger, topic, claim, part, whole))]
        # a base that the words leave open is the one that fits
        yield from sorted(told, key=lambda one: one.verdict == Verdict.MISMATCH)[:1]


def _share(ledger: Ledger, topic: Topic, claim: Claim, part: Money, whole: Money) -> Told | None:
    rule = _share_rule(topic)
    if whole.value:
        ratio, best = quotient(part, whole)
        return _told(claim, rule, ratio, best, _said(ledger, part), _said(ledger, whole))
    if part.value or _value(claim) in FULL:
        return None
    return about(claim, rule, Verdict.MISMATCH, "text_of_nothing", shown(_value(claim)))


def _wholes(ledger: Ledger, topic: Topic, claim: Claim) -> list[Money]:
    """Return what the share may be a share of, as its words say and as the section has it."""
    quantity = topic.subject.quantity
    default = subjects().quantities[quantity].whole if quantity else _whole_of_codes(topic)
    base = subject_of(claim.detail, topic.section)
    if base.text and not base.quantity:
        return []
    if not base.text and not default and topic.whole is not None and topic.whole.first("amount"):
        return [whole] if (whole := ledger.amount(topic.whole)) else []
    named = [base.quantity] if base.text else []
    known = dict.fromkeys([*named, *([default] if default else [])])
    return [whole for one in known if (whole := ledger.quantity(one))]


def _whole_of_codes(topic: Topic) -> str:
    return _WHOLES.get(topic.section, "")


def _share_rule(topic: Topic) -> str:
    if topic.subject.quantity:
        quantity = subjects().quantities[topic.subject.quantity]
        return quantity.share_rule or quantity.rule or "N-03"
    return "N-07"


def _growth(ledger: Ledger, topic: Topic) -> Iterator[Told]:
    """N-19, N-20: a growth is the change by last year's amount, and nothing grows from zero."""
    growth, change, current = topic.first("growth"), topic.first("change"), ledger.amount(topic)
    if growth is None:
        return
    if change and change.sign * growth.sign < 0 and _value(change) and _value(growth):
        yield about(growth, "N-19", Verdict.MISMATCH, "text_directions")
        return
    last = _last_year(ledger, topic, current)
    if current is None or last is None:
        return
    if last.value > 0:
        yield _growth_told(ledger, growth, "N-19", current, last, change)
    elif last.value < 0:
        if change and topic.first("amount"):
            yield about(change, "N-19", Verdict.MISMATCH, "text_more_than_all", _said(ledger, current))
    elif _value(growth):
        says = "text_zero_base" if current.value else "text_of_nothing"
        yield about(growth, "N-20", Verdict.MISMATCH, says, f"{_value(growth)}")


def _value(claim: Claim) -> Decimal:
    assert claim.number is not None  # noqa: S101 claims of these roles have numbers
    return claim.number.value


def _last_year(ledger: Ledger, topic: Topic, current: Money | None) -> Money | None:
    """Return last year's amount, as the text states it or as the change makes it."""
    prior, change = topic.first("prior"), topic.first("change")
    if prior and prior.number:
        return money(prior.number, ledger.unit)
    return current + -signed(change, ledger.unit) if change and current else None


def _growth_told(
    ledger: Ledger, growth: Claim, rule: str, current: Money, base: Money, change: Claim | None
) -> Told:
    """Judge a growth from the base, whose sign its words carry."""
    ratio, best = _growth_of(current, signed(change, ledger.unit) if change else None, base)
    sign = growth.sign or 1
    ratio = Interval(*sorted(end * sign for end in ratio))
    return _told(growth, rule, ratio, best * sign, _said(ledger, current), _said(ledger, base))


def _growth_of(current: Money, delta: Money | None, last: Money) -> tuple[Interval, Decimal]:
    """Return the growth in per cent, by the change as printed or as the difference of two printed years."""
    best = (current.value - last.value) / last.value * HUNDRED
    half = current.place / 2
    low, high = last.value - half, last.value + half
    ends = [(c - p) / p * HUNDRED for c, p in product(current.interval, (low, high)) if p > 0]
    if delta is not None:
        ends += [d / (c - d) * HUNDRED for c, d in product(current.interval, delta.interval) if c - d > 0]
    return Interval(min([*ends, best]), max([*ends, best])), best


def _over_budget(ledger: Ledger, topic: Topic) -> Iterator[Told]:
    """N-23: a change against the budget, in words like one against last year."""
    over, rate, final = topic.first("over"), topic.first("over_rate"), ledger.amount(topic)
    if over is None or rate is None or final is None:
        return
    budget = final + -signed(over, ledger.unit)
    if budget.value > 0:
        yield _growth_told(ledger, rate, "N-23", final, budget, over)


def _against_budget(ledger: Ledger, topic: Topic) -> Iterator[Told]:
    done, off = topic.first("completion"), topic.first("variance")
    relations = [claim for claim in topic.claims if claim.role == "relation" and claim.detail]
    if not done and not off and not relations:
        return
    budget, final = ledger.budget(topic), _final(ledger, topic)
    if budget is None or final is None:
        return
    for claim in relations:
        yield from _relation(claim, budget, final, ledger)
    for stated, rule, less in ((done, "N-22", Decimal(0)), (off, "N-23", HUNDRED)):
        if stated is None:
            continue
        if budget.value:
            ratio, best = quotient(final, budget)
            ratio = Interval(*(end - less for end in ratio))
            yield _told(stated, rule, ratio, best - less, _said(ledger, final), _said(ledger, budget))
        elif _value(stated) and (final.value or _value(stated) != HUNDRED):
            yield about(stated, rule, Verdict.MISMATCH, "text_zero_budget", shown(_value(stated)))


def _final(ledger: Ledger, topic: Topic) -> Money | None:
    """Return the final amount held against the budget: the one stated beside it, or the quantity's."""
    claims = topic.all("amount")
    if topic.first("budget") and claims and claims[-1].number:
        return money(claims[-1].number, ledger.unit) if not ledger.fact(topic) else ledger.amount(topic)
    if claims:
        return ledger.amount(topic)
    same = [
        t
        for t in ledger.topics
        if key_of(t) == key_of(topic) and t.section == topic.section and t.first("amount")
    ]
    return ledger.amount(same[0]) if same else None


def _relation(claim: Claim, budget: Money, final: Money, ledger: Ledger) -> Iterator[Told]:
    """N-21: the words agree with the amounts; equal ones may differ behind their last place."""
    holds = {
        "larger": final.value > budget.value,
        "smaller": final.value < budget.value,
        "same": final.value == budget.value,
    }[claim.detail]
    wrong = Verdict.PLUG if final.value == budget.value else Verdict.MISMATCH
    verdict = Verdict.EXACT if holds else wrong
    says = "text_relation_exact" if holds else f"text_relation_{claim.detail}"
    yield about(claim, "N-21", verdict, says, _said(ledger, final), _said(ledger, budget))


def _said(ledger: Ledger, amount: Money) -> str:
    return shown(amount.value / MONEY[ledger.unit])
