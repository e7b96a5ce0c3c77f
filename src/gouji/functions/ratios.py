"""Ratios: change, growth, variance, share and execution rate.

A ratio is rounded to four decimals, which is the two decimals of the percentage that reports print.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gouji.functions.ranges import elementwise
from gouji.functions.values import difference, half_up, number, numbers, ratio, refuse_errors

if TYPE_CHECKING:
    from decimal import Decimal
    from fractions import Fraction

    from gouji.functions.values import Scalar

RATIO_PLACES = 4


@elementwise
def change(current: Scalar, prior: Scalar) -> Scalar:
    """Return 增减额 = current − prior, exactly."""
    return difference(*numbers(current, prior))


@elementwise
def growth(current: Scalar, prior: Scalar, if_zero: Scalar = None) -> Scalar:
    """Return 增减率 = (current − prior) / |prior|, or `if_zero` on a zero prior amount."""
    return _relative_change(current, prior, if_zero)


@elementwise
def variance(final: Scalar, budget: Scalar, if_zero: Scalar = None) -> Scalar:
    """Return 预决算差异率 = (final − budget) / |budget|, or `if_zero` on a zero budget."""
    return _relative_change(final, budget, if_zero)


@elementwise
def share(part: Scalar, whole: Scalar) -> Scalar:
    """Return 占比 = part / whole."""
    return half_up(ratio(*numbers(part, whole)), RATIO_PLACES)


@elementwise
def execution(spent: Scalar, budget: Scalar) -> Scalar:
    """Return 预算执行率 = spent / budget."""
    return half_up(ratio(*numbers(spent, budget)), RATIO_PLACES)


def relative_change(current: Decimal, base: Decimal) -> Fraction:
    """Return the change as a part of the base's amount: a rise is positive on a negative base too."""
    return ratio(difference(current, base), abs(base))


def _relative_change(current: Scalar, base: Scalar, if_zero: Scalar) -> Scalar:
    amount, base_amount = numbers(current, base)
    if amount and not base_amount and if_zero is not None:
        refuse_errors(if_zero)
        return if_zero if isinstance(if_zero, str) else number(if_zero)
    return half_up(relative_change(amount, base_amount), RATIO_PLACES)
