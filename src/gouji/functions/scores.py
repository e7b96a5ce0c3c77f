"""Scores: the points of an indicator in the score sheets (绩效自评表).

The rules are those of 《项目支出绩效评价管理办法》 (财预〔2020〕10号) and of the local forms, P-01 to P-07 of
the rule book: met → all points; ≥ unmet → points × actual / target; ≤ unmet → points × target / actual;
= in proportion on either side; words → the band of their achievement.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from gouji.functions.ranges import elementwise
from gouji.functions.targets import HUNDRED, Quantity, as_date, in_one_unit, read_statement, read_unit
from gouji.functions.values import DIV0, NUM, VALUE, RefusedError, half_up, number, numbers, refuse_errors
from gouji.functions.words import AT_LEAST, AT_MOST, EQUAL, words

if TYPE_CHECKING:
    from decimal import Decimal

    from gouji.functions.targets import Said, Statement
    from gouji.functions.values import Scalar

SCORE_PLACES = 2
ALL = Fraction(1)

_GRADED = re.compile(r"(?P<word>[^\d(:]+)[(:]?(?:(?P<percent>\d+(?:\.\d+)?)%)?\)?")


@elementwise
def execution_score(spent: Scalar, budget: Scalar, points: Scalar) -> Scalar:
    """Return 执行率得分 = points × spent / budget, at least 0 and at most the points.

    A zero budget is #DIV/0! even when nothing was spent: the forms print no score for it.
    """
    amount, base, _ = numbers(spent, budget, points)
    if base <= 0:
        raise RefusedError(NUM if base else DIV0)
    return _earned(points, min(max(Fraction(amount) / Fraction(base), Fraction(0)), ALL))


@elementwise
def score(target: Scalar, actual: Scalar, points: Scalar, unit: Scalar = None) -> Scalar:
    """Return the points that the actual earns against the target; `unit` is that of bare numbers.

    What cannot be read, units that do not convert, and what no rule scores (a date that was missed, a bare
    amount that was not hit) are #VALUE!.
    """
    refuse_errors(target, actual, points, unit)
    wanted, got = read_statement(target), read_statement(actual)
    if got.relation not in {"", EQUAL} and got != wanted:
        raise RefusedError(VALUE)
    return _earned(points, _achieved(wanted, got.said, read_unit(unit)))


def _earned(points: Scalar, share: Fraction) -> Decimal:
    full = number(points)
    if full < 0:
        raise RefusedError(NUM)
    return half_up(Fraction(full) * share, SCORE_PLACES)


def _achieved(wanted: Statement, got: Said, unit: str) -> Fraction:
    """Return the share of the points, 0 to 1."""
    relation, target = wanted.relation, wanted.said
    if isinstance(target, date) or isinstance(got, date):
        return _of_date(relation, as_date(target), as_date(got))
    if isinstance(target, Quantity) and isinstance(got, Quantity):
        return _of_amount(relation, *in_one_unit(target, got, unit))
    if isinstance(target, str) and isinstance(got, str):
        if got == target:
            return ALL
        if not relation and not any(map(str.isdecimal, target)):
            return _of_words(got)
    raise RefusedError(VALUE)


def _of_amount(relation: str, target: Fraction, actual: Fraction) -> Fraction:
    if actual == target or relation == (AT_LEAST if actual > target else AT_MOST):
        return ALL
    if not relation or target < 0:
        raise RefusedError(VALUE)
    if actual > target:
        return target / actual
    if not target:
        raise RefusedError(DIV0)
    return max(actual, Fraction(0)) / target


def _of_date(relation: str, target: date, actual: date) -> Fraction:
    """Return all of the points for a date that was kept; a date without a relation is the last day."""
    if actual == target or (relation or AT_MOST) == (AT_LEAST if actual > target else AT_MOST):
        return ALL
    raise RefusedError(VALUE)


def _of_words(actual: str) -> Fraction:
    """Return what 达成, 部分达成 and so on earn, in the share printed behind the word or the sure one."""
    graded = _GRADED.fullmatch(actual)
    achievement = words().achievements.get(graded["word"]) if graded else None
    if graded is None or achievement is None:
        raise RefusedError(VALUE)
    if graded["percent"] is None:
        return Fraction(achievement.sure, HUNDRED)
    percent, (low, high) = Fraction(graded["percent"]), achievement.band
    if not (low <= percent < high or percent == high == HUNDRED):
        raise RefusedError(VALUE)
    return percent / HUNDRED
