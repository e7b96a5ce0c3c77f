"""Ratios: every percentage of the text, recomputed by the intervals of its printed operands.

A growth goes by this year's amount and its change; authors compute from 元, so the true ratio lies anywhere between
the ends that the printed amounts allow. A percentage one last place beside that is told as such, not as wrong.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from typing import TYPE_CHECKING

from gouji.figures import Interval
from gouji.findings import Verdict
from gouji.narrative.amounts import Money, money
from gouji.narrative.ledger import key_of
from gouji.narrative.subjects import subject_of, subjects
from gouji.narrative.told import Told, about, plain, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gouji.narrative.claims import Claim, Topic
    from gouji.narrative.ledger import Ledger
    from gouji.narrative.numbers import Number

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
    """Return what the interval test says of a printed percentage; `best` is the ratio of the printed amounts."""
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
    """Return above ÷ below in per cent, as an interval and as the printed amounts give it; below is not zero."""
    ends = [a / b * HUNDRED for a, b in product(above.interval, below.interval) if b]
    return Interval(min(ends), max(ends)), above.value / below.value * HUNDRED


def _told(claim: Claim, rule: str, ratio: Interval, best: Decimal, *words: str, negate: bool = False) -> Told:
    """Judge the claim's percentage; the words of the message are stated, right, difference and then `words`."""
    assert claim.number is not None  # noqa: S101 a percentage has a number
    number = claim.number
    verdict = judged(number, ratio, best)
    right = best.quantize(Decimal(1).scaleb(-number.decimals), ROUND_HALF_UP)
    off = number.value - right
    said = (shown(number.value, number.decimals), shown(right, number.decimals), shown(abs(off), number.decimals))
    unit = "" if number.unit else "%"
    says = f"text_ratio_{verdict.value}"
    return about(
        claim, rule, verdict, says, *said, *words, difference=plain(off), right=f"{right}{number.unit}{unit}"
    )


def _shares(ledger: Ledger, topic: Topic) -> Iterator[Told]:
    for claim in topic.all("share"):
        part, whole = ledger.amount(topic), _whole(ledger, topic, claim)
        if part is None or whole is None or claim.number is None:
            continue
        rule = _share_rule(topic)
        if not whole.value:
            if not part.value and claim.number.value not in FULL:
                yield about(claim, rule, Verdict.MISMATCH, "text_of_nothing", shown(claim.number.value))
            continue
        ratio, best = quotient(part, whole)
        yield _told(claim, rule, ratio, best, _said(ledger, part), _said(ledger, whole))


def _whole(ledger: Ledger, topic: Topic, claim: Claim) -> Money | None:
    """Return what the share is a share of; None where it is not sure."""
    quantity = topic.subject.quantity
    default = subjects().quantities[quantity].whole if quantity else _whole_of_codes(topic)
    base = subject_of(claim.detail, topic.section)
    if claim.detail and base.text:
        if not base.quantity:
            return None
        default = base.quantity
    if not default and topic.whole is not None and topic.whole.first("amount"):
        return ledger.amount(topic.whole)
    return ledger.quantity(default) if default else None


def _whole_of_codes(topic: Topic) -> str:
    return _WHOLES.get(topic.section, "")


def _share_rule(topic: Topic) -> str:
    if topic.subject.quantity:
        quantity = subjects().quantities[topic.subject.quantity]
        return quantity.share_rule or quantity.rule or "N-03"
    return "N-07"


def _growth(ledger: Ledger, topic: Topic) -> Iterator[Told]:
    growth, change, prior = topic.first("growth"), topic.first("change"), topic.first("prior")
    if change and growth and change.sign * growth.sign < 0 and change.number and growth.number:
        if change.number.value and growth.number.value:
            yield about(growth, "N-19", Verdict.MISMATCH, "text_directions")
            return
    current = ledger.amount(topic)
    if growth is None or growth.number is None or current is None:
        return
    delta = _signed(change, ledger) if change else None
    last = money(prior.number, ledger.unit) if prior and prior.number else None
    if last is None and delta is not None:
        last = current + -delta
    if last is None:
        return
    stated = growth.number.value * (growth.sign or 1)
    if not last.value:
        if current.value and stated:
            yield about(growth, "N-20", Verdict.MISMATCH, "text_zero_base", shown(growth.number.value, growth.number.decimals))
        elif not current.value and stated:
            yield about(growth, "N-20", Verdict.MISMATCH, "text_of_nothing", shown(growth.number.value, growth.number.decimals))
        return
    if last.value < 0:
        if topic.first("amount") is not None and change is not None:
            yield about(change, "N-19", Verdict.MISMATCH, "text_more_than_all", _said(ledger, current))
        return
    ratio, best = _growth_of(current, delta, last)
    sign = growth.sign or 1
    ratio = Interval(*sorted(end * sign for end in ratio))
    yield _told(growth, "N-19", ratio, best * sign, _said(ledger, current), _said(ledger, last))


def _signed(change: Claim, ledger: Ledger) -> Money:
    assert change.number is not None  # noqa: S101 a change has a number
    amount = money(change.number, ledger.unit)
    return -amount if change.sign < 0 else amount


def _growth_of(current: Money, delta: Money | None, last: Money) -> tuple[Interval, Decimal]:
    """Return the growth in per cent: from the change as printed, or as the difference of two printed years."""
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
    if over is None or rate is None or rate.number is None or final is None:
        return
    delta = _signed(over, ledger)
    budget = final + -delta
    if budget.value <= 0:
        return
    ratio, best = _growth_of(final, delta, budget)
    sign = rate.sign or 1
    ratio = Interval(*sorted(end * sign for end in ratio))
    yield _told(rate, "N-23", ratio, best * sign, _said(ledger, final), _said(ledger, budget))


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
    for claim, rule in ((done, "N-22"), (off, "N-23")):
        if claim is None or claim.number is None:
            continue
        if not budget.value:
            if claim.number.value and not (not final.value and claim.number.value == HUNDRED):
                yield about(claim, rule, Verdict.MISMATCH, "text_zero_budget", shown(claim.number.value))
            continue
        ratio, best = quotient(final, budget)
        if rule == "N-23":
            ratio, best = Interval(*(end - HUNDRED for end in ratio)), best - HUNDRED
        yield _told(claim, rule, ratio, best, _said(ledger, final), _said(ledger, budget))


def _final(ledger: Ledger, topic: Topic) -> Money | None:
    """Return the final amount that is held against the budget: the one stated beside it, or the quantity's."""
    claims = topic.all("amount")
    if topic.first("budget") and claims and claims[-1].number:
        return money(claims[-1].number, ledger.unit) if not ledger.fact(topic) else ledger.amount(topic)
    if claims:
        return ledger.amount(topic)
    same = [t for t in ledger.topics if key_of(t) == key_of(topic) and t.section == topic.section and t.first("amount")]
    return ledger.amount(same[0]) if same else None


def _relation(claim: Claim, budget: Money, final: Money, ledger: Ledger) -> Iterator[Told]:
    """N-21: the words agree with the amounts as printed."""
    holds = {
        "larger": final.value > budget.value,
        "smaller": final.value < budget.value,
        "same": final.value == budget.value,
    }[claim.detail]
    verdict = Verdict.EXACT if holds else Verdict.MISMATCH
    says = "text_relation_exact" if holds else f"text_relation_{claim.detail}"
    yield about(claim, "N-21", verdict, says, _said(ledger, final), _said(ledger, budget))


def _said(ledger: Ledger, amount: Money) -> str:
    from gouji.narrative.numbers import MONEY  # noqa: PLC0415

    return shown(amount.value / MONEY[ledger.unit])
