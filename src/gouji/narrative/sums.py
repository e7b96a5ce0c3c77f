"""Sums: claims against facts, totals against their parts, a quantity stated twice."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from gouji.findings import Verdict
from gouji.narrative.amounts import ZERO, Money, budget_of, compared, first_fact, money, signed
from gouji.narrative.ledger import is_at_most, is_many, key_of, means_of
from gouji.narrative.numbers import MONEY, numbers_of
from gouji.narrative.subjects import CLASS, ECONOMIC, ITEM, subjects
from gouji.narrative.told import Told, about, plain, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gouji.narrative.ledger import Key, Ledger
    from gouji.narrative.subjects import Sum
    from gouji.narrative.topics import Claim, Topic

_NEAR_ALL = Decimal(100)


def facts_and_sums(ledger: Ledger) -> Iterator[Told]:
    """Yield what N-01 … N-18 and N-26 say of the amounts of the text."""
    yield from _against_facts(ledger)
    yield from _stated_twice(ledger)
    for one in subjects().sums:
        yield from _sum(ledger, one)
    yield from _bounds(ledger)
    yield from _cars(ledger)
    yield from _items(ledger)


# --- against the tables -----------------------------------------------------------------------------------


def _against_facts(ledger: Ledger) -> Iterator[Told]:
    for topic in ledger.topics:
        rule = rule_of(topic)
        seen: set[Decimal] = set()
        for claim in topic.all("amount"):
            if claim.number is None or claim.number.value in seen or not rule:
                continue
            seen.add(claim.number.value)
            for fact in _facts(ledger, topic):
                told = _against(ledger, claim, rule, fact, at_most=is_at_most(topic))
                if told:
                    yield told
                    if told.verdict != Verdict.EXACT:
                        break
        yield from _against_last_year(ledger, topic)
        yield from _budget(ledger, topic)


def _budget(ledger: Ledger, topic: Topic) -> Iterator[Told]:
    """N-12, N-28: the budget of a 三公 item is that of T7, which is not the year's first one everywhere."""
    budget, stated = budget_of(topic.subject.quantity, ledger.facts), topic.first("budget")
    if budget is not None and stated is not None:
        told = _against(ledger, stated, "N-28" if stated.detail == "年初" else "N-12", budget)
        yield from (told,) if told else ()


def _against_last_year(ledger: Ledger, topic: Topic) -> Iterator[Told]:
    """N-19: a change is what the tables of two years differ by, last year's amount is that of its tables."""
    last, change, prior = ledger.last_fact(topic), topic.first("change"), topic.first("prior")
    current = _current(ledger, topic)
    if change is not None and current is not None:
        before = last or (_money(ledger, prior) if prior else None)
        if before is not None:
            right = current + -before
            left = signed(change, ledger.unit)
            yield _two(ledger, change, "N-19", left, right, compared(left, right), "text_last")
    if prior is not None and last is not None:
        left = _money(ledger, prior)
        yield _two(ledger, prior, "N-19", left, last, compared(left, last), "text_fact")


def _current(ledger: Ledger, topic: Topic) -> Money | None:
    means = means_of(topic)
    return ledger.fact(topic) or ledger.amount(topic) if not means else ledger.quantity(means[0])


def rule_of(topic: Topic) -> str:
    """Return the rule that ties the topic's amount to its fact."""
    subject = topic.subject
    if subject.quantity:
        quantity = subjects().quantities[subject.quantity]
        means = quantity.means
        return subjects().quantities[means[0]].rule if means else quantity.rule
    by_section = {"fund": "N-14", "capital": "N-15"}
    rank = subject.path[-1][0]
    return by_section.get(topic.section) or {CLASS: "N-07", ECONOMIC: "N-11"}.get(rank, "N-08")


def _facts(ledger: Ledger, topic: Topic) -> list[Money]:
    means = means_of(topic)
    if not means:
        fact = ledger.fact(topic)
        return [fact] if fact else []
    if ledger.facts is None:
        return []
    found = (first_fact(subjects().quantities[one].facts, ledger.facts) for one in means)
    return [fact for fact in found if fact]


def _against(ledger: Ledger, claim: Claim, rule: str, fact: Money, *, at_most: bool = False) -> Told | None:
    assert claim.number is not None  # noqa: S101 amounts have numbers
    stated = money(claim.number, ledger.unit)
    verdict = compared(stated, fact)
    if at_most and stated.value < fact.value and verdict == Verdict.MISMATCH:
        return None
    return _two(ledger, claim, rule, stated, fact, verdict, "text_fact")


def _two(
    ledger: Ledger,
    claim: Claim,
    rule: str,
    left: Money,
    right: Money,
    verdict: Verdict,
    says: str,
    *words: str,
) -> Told:
    """Return what is told of two amounts, the claim's on the left."""
    scale = (
        MONEY[ledger.unit] if claim.number is None or claim.number.kind in ("amount", "bare") else Decimal(1)
    )
    off = (left.value - right.value) / scale
    said = (shown(left.value / scale), shown(right.value / scale), shown(abs(off)))
    cells = (right.cell,) if right.cell else ()
    key = says if verdict == Verdict.MISMATCH else f"text_{verdict.value}"
    number = claim.number
    assert number is not None  # noqa: S101 amounts have numbers
    in_unit = right.value / MONEY.get(number.unit, scale)
    wanted = f"{in_unit:.{max(number.decimals, 2)}f}{number.unit}"
    return about(
        claim,
        rule,
        verdict,
        key,
        *said,
        *words,
        difference=plain(off),
        cells=cells,
        right=wanted if cells else "",
    )


# --- inside the text --------------------------------------------------------------------------------------


def _stated_twice(ledger: Ledger) -> Iterator[Told]:
    """N-26: a quantity that the tables do not have is the same wherever the text states it."""
    first: dict[Key, tuple[Claim, Money]] = {}
    for topic in ledger.topics:
        if is_many(topic):
            continue
        for claim in topic.all("amount"):
            if claim.number is None:
                continue
            stated = money(claim.number, ledger.unit)
            kept = first.setdefault(key_of(topic), (claim, stated))
            if kept[0] is claim or ledger.fact(topic) is not None or _is_ambiguous(topic):
                continue
            verdict = compared(stated, kept[1])
            if verdict != Verdict.EXACT:
                yield _two(ledger, claim, "N-26", stated, kept[1], verdict, "text_twice")


def _is_ambiguous(topic: Topic) -> bool:
    """Say whether the same words may name another code elsewhere: an item without its class and section."""
    path = topic.subject.path
    return bool(path) and path[-1][0] == ITEM and len(path) < 3  # noqa: PLR2004


def _sum(ledger: Ledger, one: Sum) -> Iterator[Told]:
    total = _stated(ledger, one.total, one.section)
    parts = [found for part in one.parts if (found := _stated(ledger, part, one.section))]
    if total is None or not parts:
        return
    complete = len(parts) == len(one.parts)
    if one.by_shares:
        parts = _without_doubles(parts)
        shares = [claim.number for topic, _ in parts if (claim := topic.first("share")) and claim.number]
        near = Decimal("0.01") * (len(shares) + 1)
        complete = len(shares) == len(parts) and abs(sum(n.value for n in shares) - _NEAR_ALL) <= near
    claim, left = total[1], _money(ledger, total[1])
    right = sum((_money(ledger, part) for _, part in parts), ZERO)
    if one.total == "people.all" and not _all_are_read(total[0], claim, len(parts), "人"):
        return
    if any(_contradicts(ledger, topic, c) for topic, c in (total, *parts)):
        return
    verdict = compared(left, right)
    if verdict == Verdict.PLUG and len(parts) > 1:
        verdict = Verdict.ROUNDING
    if complete or (verdict == Verdict.MISMATCH and right.value > left.value and one.by_shares):
        says = "text_sum" if len(one.parts) > 1 else "text_equal"
        yield _two(ledger, claim, one.rule, left, right, verdict, says)


def _contradicts(ledger: Ledger, topic: Topic, claim: Claim) -> bool:
    """Say whether the amount is already told to contradict its fact."""
    return any(compared(_money(ledger, claim), fact) == Verdict.MISMATCH for fact in _facts(ledger, topic))


def _without_doubles(parts: Sequence[tuple[Topic, Claim]]) -> list[tuple[Topic, Claim]]:
    """Return the parts without those inside another: each fund's income is in that of appropriations."""
    ids = {topic.subject.quantity for topic, _ in parts}
    if "income.fiscal" in ids:
        inside = {"income.general", "income.fund", "income.capital"}
        return [part for part in parts if part[0].subject.quantity not in inside]
    return list(parts)


def _stated(ledger: Ledger, quantity: str, section: str) -> tuple[Topic, Claim] | None:
    return ledger.said(quantity, section) or _unsectioned(ledger, quantity)


def _unsectioned(ledger: Ledger, quantity: str) -> tuple[Topic, Claim] | None:
    """Return the statement of an excerpt without headings."""
    found = ledger.said(quantity)
    return found if found and not found[0].section else None


def _money(ledger: Ledger, claim: Claim) -> Money:
    assert claim.number is not None  # noqa: S101 amounts have numbers
    return money(claim.number, ledger.unit)


def _bounds(ledger: Ledger) -> Iterator[Told]:
    for bound in subjects().bounds:
        less, more = ledger.said(bound.less), ledger.said(bound.more)
        if not less or not more:
            continue
        left, right = _money(ledger, less[1]), _money(ledger, more[1])
        if left.interval.low > right.interval.high:
            yield _two(ledger, less[1], bound.rule, left, right, Verdict.MISMATCH, "text_bound")


def _cars(ledger: Ledger) -> Iterator[Told]:
    """N-18: the vehicles are those of each use, where the sentence lists the uses in full."""
    for topic in ledger.topics:
        claim = topic.first("amount")
        if topic.subject.quantity != "assets.cars" or claim is None:
            continue
        parts = [t for t in ledger.topics if t.whole is topic and t.subject.quantity == "assets.car"]
        counts = [c for t in parts if (c := t.first("amount")) and c.number and c.number.unit == "辆"]
        if counts and _all_are_read(topic, claim, len(counts), "辆"):
            left = _money(ledger, claim)
            right = sum((_money(ledger, c) for c in counts[1:]), _money(ledger, counts[0]))
            verdict = Verdict.EXACT if left.value == right.value else Verdict.MISMATCH
            yield _two(ledger, claim, "N-18", left, right, verdict, "text_sum")


def _all_are_read(topic: Topic, claim: Claim, parts: int, unit: str) -> bool:
    """Say whether the sentence counts, behind the total, as many kinds as were understood."""
    text = topic.sentence.text
    behind = [n for n in numbers_of(text) if n.start > claim.start and n.unit == unit]
    return len(behind) == parts and "等" not in text


def _items(ledger: Ledger) -> Iterator[Told]:
    """N-09: the changes of the items make the change of all, where the items are all there."""
    whole = next(
        (t for t in ledger.topics if t.subject.quantity == "general.total" and t.first("change")), None
    )
    items = [
        t for t in ledger.topics if t.subject.path and t.subject.path[-1][0] == ITEM and t.first("change")
    ]
    total, spent = whole.first("change") if whole else None, ledger.said("general.total")
    if total is None or spent is None or len(items) < 2:  # noqa: PLR2004
        return
    amounts = [c for t in items if (c := t.first("amount"))]
    made = sum((_money(ledger, c) for c in amounts[1:]), _money(ledger, amounts[0])) if amounts else None
    if made is None or compared(made, _money(ledger, spent[1])) == Verdict.MISMATCH:
        return
    changes = [signed(c, ledger.unit) for t in items if (c := t.first("change"))]
    right = sum(changes[1:], changes[0])
    left = signed(total, ledger.unit)
    verdict = compared(left, right)
    verdict = Verdict.ROUNDING if verdict == Verdict.PLUG else verdict
    yield _two(ledger, total, "N-09", left, right, verdict, "text_changes")
