"""Phrases: the words in which the narrative (决算说明) states a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gouji.figures import PLACES
from gouji.functions.ranges import elementwise
from gouji.functions.ratios import relative_change
from gouji.functions.values import difference, half_up, numbers, refuse_errors, text
from gouji.functions.words import words

if TYPE_CHECKING:
    from gouji.functions.values import Scalar

PERCENT = 100


@elementwise
def phrase(current: Scalar, prior: Scalar, unit: Scalar = None) -> Scalar:
    """Return the change in words, amount and percentage without sign: 减少69.21万元，下降27.19%.

    A change from zero has no percentage, and the phrase says so. Without a unit the amounts are in 万元.
    """
    refuse_errors(current, prior, unit)
    now, before = numbers(current, prior)
    form = words().phrase
    verb, trend = form.fall if now < before else form.rise
    amount = half_up(abs(difference(now, before)), PLACES)
    start = f"{verb}{amount:f}{text(unit) or form.unit}"
    if now and not before:
        return start + form.from_zero
    percentage = half_up(PERCENT * abs(relative_change(now, before)), PLACES)
    return start + form.rate.format(trend, f"{percentage:f}")
