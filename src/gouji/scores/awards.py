"""Awards: what a target, an actual and the points yield by the rules P-04 to P-07.

The scoring itself is the worksheet function GJ_SCORE; here is which rule it applied, and the room it leaves.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from gouji.functions.scores import score
from gouji.functions.targets import read_statement
from gouji.functions.values import RefusedError
from gouji.functions.words import AT_LEAST, AT_MOST, EQUAL, words
from gouji.scores.quantities import HUNDRED, quantity, ratio

if TYPE_CHECKING:
    from gouji.scores.sheet import Indicator

LEAST, MOST, EXACTLY, IN_WORDS = "P-04", "P-05", "P-06", "P-07"
_RULES = {AT_LEAST: LEAST, AT_MOST: MOST, EQUAL: EXACTLY}
_HALF = Fraction(1, 2)


class Award(NamedTuple):
    """The points from `least` to `most` that are right, and the rule that says so.

    `slack` is how far the points may be off because the actual is printed rounded: 1.1 may be 1.1015.
    """

    rule: str
    least: Decimal
    most: Decimal
    slack: Fraction = Fraction(0)

    def nearest(self, stated: Decimal) -> Decimal:
        """Return the right points next to the stated ones."""
        return min(max(stated, self.least), self.most)


def rule_of(target: str) -> str:
    """Return the rule that scores a target: ≥, ≤, = or a value alone, words."""
    try:
        statement = read_statement(target)
    except RefusedError:
        return IN_WORDS
    return _RULES.get(statement.relation, IN_WORDS if isinstance(statement.said, str) else EXACTLY)


def award(indicator: Indicator) -> Award | None:
    """Return what the indicator earns, None when no rule says."""
    points, target, actual = indicator.points.number, indicator.target.text, indicator.actual.text
    if points is None or points < 0:
        return None
    earned = score(target, actual, points)
    if not isinstance(earned, Decimal):
        return None
    rule = rule_of(target)
    if rule == IN_WORDS:
        low, high = _band(earned, points)
        return Award(rule, points * low / HUNDRED, points * high / HUNDRED)
    if rule == EXACTLY and (ratio(target, actual) or 0) > 1:
        return Award(rule, earned, points)
    slack = Fraction(0) if earned == points else Fraction(earned) * _coarseness(actual)
    return Award(rule, earned, earned, slack)


def _band(earned: Decimal, points: Decimal) -> tuple[int, int]:
    """Return the band in per cent of the points that an achievement in words may earn."""
    share = earned / points * HUNDRED if points else Decimal(HUNDRED)
    bands = {one.band for one in words().achievements.values()}
    return next(band for band in sorted(bands, reverse=True) if share >= band[0])


def _coarseness(actual: str) -> Fraction:
    """Return half of the last decimal place over the amount; a count without decimals is exact."""
    said = quantity(actual)
    if said is None or not said.amount or said.amount.denominator == 1:
        return Fraction(0)
    places = len(f"{Decimal(said.amount.numerator) / said.amount.denominator:f}".partition(".")[2])
    return _HALF / abs(said.amount) / Fraction(10) ** places
