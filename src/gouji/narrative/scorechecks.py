"""Score checks: the self-evaluation sheets that a text prints, against each other and its other parts."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from gouji.findings import Verdict
from gouji.narrative.scorelines import printed_sheets, score_patterns, score_words
from gouji.narrative.told import Told, about, plain, shown
from gouji.scores.titles import PROJECT, UNIT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gouji.narrative.ledger import Ledger
    from gouji.narrative.scorelines import Indicator, PrintedSheet
    from gouji.narrative.topics import Claim, Topic

_HUNDRED = Decimal(100)
_CENT = Decimal("0.01")
_WAN = 10_000
_AMOUNT = re.compile(r"\d[\d.]*")


def score_checks(ledger: Ledger) -> Iterator[Told]:
    """Yield what N-34 … N-40 say of the sheets that the text prints."""
    sheets = printed_sheets(ledger.reading.sentences)
    units = [sheet for sheet in sheets if sheet.kind == UNIT]
    projects = [sheet for sheet in sheets if sheet.kind == PROJECT]
    for sheet in sheets:
        yield from _reasons(sheet)
        yield from _procurement(ledger, sheet)
        yield from _goals_met(sheet, sheets)
        yield from _planned(sheet)
    yield from _project_money(ledger, projects)
    for unit in units[:1]:
        yield from _projects_rate(unit, projects)
        yield from _stated_projects(unit, projects)
    yield from _paid(ledger, projects)


def _has(name: str, *keys: str) -> bool:
    return all(any(word in name for word in score_words()[key]) for key in keys)


def _told(sheet: PrintedSheet, at: int, length: int, rule: str, says: str, *words: str, **more: str) -> Told:
    sentence, start = sheet.place(at)
    end = min(start + length, len(sentence.text))
    return Told(rule, Verdict.MISMATCH, says, sentence, start, end, words, more.get("difference"))


def _number(text: str) -> Decimal:
    match = _AMOUNT.search(text)
    return Decimal(match[0].rstrip(".")) if match else Decimal(0)


def _reasons(sheet: PrintedSheet) -> Iterator[Told]:
    """N-38: a reason for a deviation where target and actual are the same."""
    for one in sheet.indicators:
        same = one.target.lstrip("<>=") == one.actual and one.score == one.points
        if same and one.reason:
            words = (one.name, one.target, one.actual, one.reason)
            yield _told(sheet, one.at, len(one.target), "N-38", "text_no_deviation", *words)


def _procurement(ledger: Ledger, sheet: PrintedSheet) -> Iterator[Told]:
    """N-35: a rate of procurement where the text says that nothing was bought."""
    bought = ledger.said("procurement.total")
    for one in sheet.indicators:
        rate = _has(one.name, "procurement", "execution") and _number(one.actual)
        if rate and bought and bought[1].number and not bought[1].number.value:
            yield _told(sheet, one.at, len(one.target), "N-35", "text_no_procurement", one.name, one.actual)


def _goals_met(sheet: PrintedSheet, sheets: Sequence[PrintedSheet]) -> Iterator[Told]:
    """N-36: all goals were met by the words, but not by the indicators."""
    match = score_patterns()["goals_met"].search(sheet.text)
    missed = [one for other in sheets for one in other.indicators if _is_missed(one)]
    if match and missed:
        first = missed[0]
        words = (first.name, first.target, first.actual)
        yield _told(sheet, match.start(), len(match[0]), "N-36", "text_goals_met", *words)


def _is_missed(one: Indicator) -> bool:
    percent = one.target.endswith("%") and one.actual.endswith("%")
    return percent and not one.target.startswith("<") and _number(one.actual) < _number(one.target)


def _planned(sheet: PrintedSheet) -> Iterator[Told]:
    """N-37: the goal's money and standard against the budget at the year's start and the indicator."""
    planned, standard = (score_patterns()[key].search(sheet.text) for key in ("planned", "standard"))
    if planned and sheet.initial is not None and Decimal(planned["amount"]) != sheet.initial:
        amount = Decimal(planned["amount"])
        off = amount - sheet.initial
        words = (shown(amount), shown(sheet.initial), shown(abs(off)))
        at, length = planned.start("amount"), len(planned["amount"])
        yield _told(sheet, at, length, "N-37", "text_planned", *words, difference=plain(off))
    limit = next((one for one in sheet.indicators if _has(one.name, "standard")), None)
    if not standard or not limit or "万元" not in limit.target:
        return
    if _number(limit.target) != Decimal(standard["amount"]):
        said = f"{standard['amount']}万元/月"
        at, length = standard.start("amount"), len(standard["amount"])
        yield _told(sheet, at, length, "N-37", "text_standard", said, limit.target)


def _project_money(ledger: Ledger, projects: Sequence[PrintedSheet]) -> Iterator[Told]:
    """N-40: number, budget and spending of the projects in the text are those of the sheets."""
    found = ledger.said("performance.projects")
    if found is None or not projects:
        return
    topic, claim = found
    whole = claim.number is not None and claim.number.value == len(projects)
    amounts = (("budget", topic.first("budget")), ("executed", _executed_behind(ledger, topic)))
    for key, stated in amounts:
        values = [getattr(sheet, key) for sheet in projects]
        if not whole or stated is None or stated.number is None or None in values:
            continue
        right = sum(values, Decimal(0))
        off = stated.number.value - right
        verdict = Verdict.MISMATCH if off else Verdict.EXACT
        words = (shown(stated.number.value), shown(right), shown(abs(off)), stated.number.unit)
        yield about(
            stated,
            "N-40",
            verdict,
            "text_project_money" if off else "text_exact",
            *words,
            difference=plain(off),
        )


def _executed_behind(ledger: Ledger, topic: Topic) -> Claim | None:
    """Return the claim of what was executed that follows the topic."""
    behind = ledger.topics[ledger.topics.index(topic) + 1 :][:1]
    return (
        behind[0].first("amount") if behind and behind[0].subject.quantity == "performance.executed" else None
    )


def _projects_rate(unit: PrintedSheet, projects: Sequence[PrintedSheet]) -> Iterator[Told]:
    """N-39: the unit's execution rate of projects is that of the projects together."""
    money = [(p.budget, p.executed) for p in projects if p.budget is not None and p.executed is not None]
    budget = sum((b for b, _ in money), Decimal(0))
    executed = sum((e for _, e in money), Decimal(0))
    for one in unit.indicators:
        if not _has(one.name, "projects", "execution") or not budget or not one.actual.endswith("%"):
            continue
        right = (executed / budget * _HUNDRED).quantize(_CENT, ROUND_HALF_UP)
        off = _number(one.actual) - right
        if abs(off) > _CENT:
            words = (
                shown(_number(one.actual)),
                shown(right),
                shown(abs(off)),
                one.name,
                shown(executed),
                shown(budget),
            )
            yield _told(
                unit, one.at, len(one.target), "N-39", "text_projects_rate", *words, difference=plain(off)
            )


def _stated_projects(unit: PrintedSheet, projects: Sequence[PrintedSheet]) -> Iterator[Told]:
    """N-40: the projects in the unit's goal are those that have sheets."""
    match = score_patterns()["projects"].search(unit.text)
    spent = [p.executed for p in projects if p.executed is not None]
    if match is None or not spent or len(spent) != len(projects):
        return
    executed = sum(spent, Decimal(0))
    off = Decimal(match["amount"]) - executed
    if off or int(match["count"]) != len(projects):
        words = (
            shown(Decimal(match["amount"])),
            shown(executed),
            shown(abs(off)),
            match["count"],
            str(len(projects)),
        )
        yield _told(
            unit,
            match.start("count"),
            len(match["count"]),
            "N-40",
            "text_projects",
            *words,
            difference=plain(off),
        )


def _paid(ledger: Ledger, projects: Sequence[PrintedSheet]) -> Iterator[Told]:
    """N-34: what was paid is people × months × standard, as often as the sheet says."""
    patterns = score_patterns()
    for sentence in ledger.reading.sentences:
        match = patterns["paid"].search(sentence.text)
        if match is None:
            continue
        amount = Decimal(match["amount"])
        for sheet in projects:
            people, each = patterns["people"].search(sheet.text), patterns["each_month"].search(sheet.text)
            times = next((one for one in sheet.indicators if _has(one.name, "times")), None)
            if sheet.executed != amount or times is None:
                continue
            at, end = match.span("months")
            if people and each:
                right = int(people["count"]) * int(match["months"]) * Decimal(each["amount"])
                off = amount * _WAN - right
                if off:
                    words = (people["count"] + "人", match["months"] + "个月", each["amount"] + "元")
                    said = (shown(amount * _WAN), shown(right), shown(abs(off)), *words)
                    yield Told("N-34", Verdict.MISMATCH, "text_paid", sentence, at, end, said, plain(off))
            elif _number(times.actual) != int(match["months"]):
                differ = (match["months"] + "个月", times.actual)
                yield Told("N-34", Verdict.MISMATCH, "text_paid_times", sentence, at, end, differ)
