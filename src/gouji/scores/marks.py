"""Marks: each indicator's score against what its target and actual yield, and the reasons for deviations.

P-04 to P-08, and P-16, the total that the rules yield.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from gouji.functions.targets import read_statement
from gouji.functions.values import RefusedError
from gouji.scores.awards import EXACTLY, IN_WORDS, LEAST, MOST, award, rule_of
from gouji.scores.forms import forms
from gouji.scores.judge import cell, compared, open_question, shown, wrong
from gouji.scores.quantities import HUNDRED, quantity, ratio
from gouji.scores.within import execution_rate, rounding, scored_rows, total_cell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from gouji.findings import FindingCell
    from gouji.scores.awards import Award
    from gouji.scores.entries import Entry
    from gouji.scores.judge import Judgement
    from gouji.scores.sheet import Fund, Indicator, ScoreSheet


def check_marks(sheet: ScoreSheet) -> Iterator[Judgement]:
    """P-04 to P-07: the score is what the target and the actual yield."""
    for indicator in sheet.indicators:
        stated = indicator.score.number
        if stated is None or indicator.points.number is None:
            continue
        earned = award(indicator)
        if earned is None:
            words = (indicator.name, indicator.target.text, indicator.actual.text)
            yield open_question(
                rule_of(indicator.target.text), "score_unreadable", words, *_cells(indicator)[1:]
            )
        elif earned.rule == IN_WORDS and earned.least != earned.most:
            yield _in_band(indicator, stated, earned)
        else:
            yield _mark(indicator, stated, earned)


def _mark(indicator: Indicator, stated: Decimal, earned: Award) -> Judgement:
    said = quantity(indicator.actual.text)
    is_met_by_nothing = earned.rule == MOST and said is not None and said.amount <= 0
    says = "score_mark_of_nothing" if is_met_by_nothing else "score_mark"
    words = (
        indicator.name,
        indicator.target.text,
        indicator.actual.text,
        shown(indicator.points.number or 0),
    )
    allowed = max(rounding(indicator.score), earned.slack)
    return compared(
        earned.rule, says, stated, earned.nearest(stated), _cells(indicator), *words, near=allowed
    )


def _in_band(indicator: Indicator, stated: Decimal, earned: Award) -> Judgement:
    if earned.least <= stated <= earned.most:
        return compared(IN_WORDS, "score_mark", stated, stated, _cells(indicator))
    words = (indicator.name, indicator.target.text, indicator.actual.text, shown(stated))
    return wrong(
        IN_WORDS, "score_band", (*words, shown(earned.least), shown(earned.most)), *_cells(indicator)
    )


def _cells(indicator: Indicator) -> tuple[FindingCell, ...]:
    entries = {key: getattr(indicator, key) for key in ("score", "points", "target", "actual")}
    return tuple(cell(entry, indicator.name, key) for key, entry in entries.items())


def check_total_by_rules(sheet: ScoreSheet) -> Iterator[Judgement]:
    """P-16: the total is the one that the rules yield; silent where a rule cannot say."""
    total = sheet.score.number
    if total is None or not sheet.indicators:
        return
    funds = [_by_rule(fund) for fund in sheet.funds if fund.is_total and fund.points.number is not None]
    earned = [(indicator.score.number, award(indicator)) for indicator in sheet.indicators]
    scores = [
        *funds,
        *(one.nearest(stated) if one and stated is not None else None for stated, one in earned),
    ]
    right = [Fraction(score) for score in scores if score is not None]
    if len(right) < len(scores):
        return
    added = sum(Fraction(score.number or 0) for _, _, score in scored_rows(sheet))
    yield compared("P-16", "score_by_rules", total, sum(right), (total_cell(sheet),), shown(added))


def _by_rule(fund: Fund) -> Fraction | None:
    rate = execution_rate(fund)
    if rate is None or fund.points.number is None:
        return None
    return Fraction(fund.points.number) * min(max(rate, Fraction(0)), Fraction(HUNDRED)) / HUNDRED


# --- reasons --------------------------------------------------------------------------------------------


def check_reasons(sheet: ScoreSheet) -> Iterator[Judgement]:
    """P-08: a reason stands where points are missing, where far more was achieved, and nowhere else."""
    lost = [indicator for indicator in sheet.indicators if _lost_points(indicator)]
    if lost and lost[0].reason is None:
        names = "、".join(one.name for one in lost)
        yield open_question(
            "P-08", "reason_no_column", (names,), *(cell(i.score, i.name, "score") for i in lost)
        )
    if sheet.total:
        yield from _reason_of_funds(sheet.total)
    for indicator in sheet.indicators:
        yield from _reason(indicator)


def _reason_of_funds(fund: Fund) -> Iterator[Judgement]:
    rate, limit = execution_rate(fund), forms().limits["low_execution"]
    if fund.reason and _is_silent(fund.reason) and rate is not None and rate < limit:
        yield wrong(
            "P-08", "reason_execution", (shown(rate), str(limit)), cell(fund.reason, fund.label, "reason")
        )


def _reason(indicator: Indicator) -> Iterator[Judgement]:
    target, actual, reason = indicator.target.text, indicator.actual.text, indicator.reason
    said = (indicator.name, target, actual)
    silent = reason is None or _is_silent(reason)
    if reason and silent and _lost_points(indicator):
        score, points = indicator.score.number or 0, indicator.points.number or 0
        words = (indicator.name, shown(score), shown(points))
        yield wrong("P-08", "reason_missing", words, *_reason_cells(indicator))
    if reason and not silent and _has_all_points(indicator) and _is_on_target(target, actual):
        yield wrong("P-08", "reason_without_deviation", (*said, reason.text), *_reason_cells(indicator))
    achieved = ratio(target, actual)
    is_far_over = achieved is not None and achieved > forms().limits["over_achieved"] and _counts_up(target)
    if silent and achieved is not None and is_far_over:
        over = (*said, shown(achieved * HUNDRED))
        yield wrong("P-08", "reason_over_achieved", over, *_cells(indicator)[2:])


def _counts_up(target: str) -> bool:
    return rule_of(target) in (LEAST, EXACTLY)


def _lost_points(indicator: Indicator) -> bool:
    score, points = indicator.score.number, indicator.points.number
    return score is not None and points is not None and score < points


def _has_all_points(indicator: Indicator) -> bool:
    return indicator.score.number is not None and indicator.score.number == indicator.points.number


def _is_on_target(target: str, actual: str) -> bool:
    """Say whether exactly the target was achieved, neither less nor more."""
    achieved = ratio(target, actual)
    if achieved is not None:
        return achieved == 1
    try:
        return read_statement(target).said == read_statement(actual).said
    except RefusedError:
        return False


def _is_silent(reason: Entry) -> bool:
    return reason.is_blank or reason.text.rstrip("。.") in forms().words["no_reason"]


def _reason_cells(indicator: Indicator) -> tuple[FindingCell, ...]:
    reason = (cell(indicator.reason, indicator.name, "reason"),) if indicator.reason else ()
    return (*_cells(indicator), *reason)
