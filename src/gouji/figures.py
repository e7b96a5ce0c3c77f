"""Figures: amounts as printed, exact, with the closed interval of true amounts that print so.

Amounts are integers of the printed unit's hundredth wherever they are added up; a `Figure` keeps the
printed digits themselves. The interval of a printed figure is the one of XBRL Calculations 1.1
(round to nearest); a printed zero and a blank stand for exactly zero, and figures in 元 are exact.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import isfinite, ulp
from typing import NamedTuple

YUAN = "元"
WAN = "万元"
UNITS = {YUAN: 1, WAN: 10_000}
"""The units that the forms print, in 元."""

PLACES = 2
"""Decimals that the public tables print in either unit."""

_DASHES = frozenset("-—–―─‐‑‒−－")
_NUMBER = re.compile(
    r"(?P<sign>[-+]?)(?P<digits>\d{1,3}(?:,\d{3})+|\d+)?(?P<decimals>\.\d+)?(?P<unit>万元|元)?"
)
_NOISE = 1e-5
"""Binary noise of a stored amount, in hundredths of the unit: far below 分 in 万元 (10⁻⁴ hundredths)."""


class NotAFigureError(ValueError):
    """The text is not an amount as the forms print one."""


class Interval(NamedTuple):
    """A closed interval of amounts."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Interval) -> Interval:  # type: ignore[override]
        """Return the interval of the sum of one amount of each."""
        return Interval(self.low + other.low, self.high + other.high)

    def __neg__(self) -> Interval:
        """Return the interval of the negated amounts."""
        return Interval(-self.high, -self.low)

    def meets(self, other: Interval) -> bool:
        """Say whether the two have an amount in common; touching ends count."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount as printed: its value, its decimals (negative: rounded to tens …), its unit if printed."""

    value: Decimal
    decimals: int = PLACES
    unit: str = ""

    @property
    def interval(self) -> Interval:
        """The true amounts, in the printed unit, that round half-up to this figure."""
        if self.value == 0 or self.unit == YUAN:
            return Interval(self.value, self.value)
        half = Decimal(5).scaleb(-self.decimals - 1)
        return Interval(self.value - half, self.value + half)


class Amount(NamedTuple):
    """A cell's amount in integer hundredths of its unit, and what of the stored value lies beyond them."""

    hundredths: int
    excess: Decimal = Decimal(0)


def parse_figure(text: str) -> Figure:
    """Return the figure that the text prints.

    Takes thousands separators, full-width signs, a leading minus, brackets for a minus, a dash for zero and
    a trailing 元 or 万元. Raises NotAFigureError for anything else, a blank included.
    """
    compact = "".join(unicodedata.normalize("NFKC", text).split())
    if compact and _DASHES.issuperset(compact):
        return Figure(Decimal(0), 0)
    negative = compact.startswith("(") and compact.endswith(")")
    body = compact[1:-1] if negative else compact
    if body[:1] in _DASHES:
        body = "-" + body[1:]
    match = _NUMBER.fullmatch(body)
    if match is None or not (match["digits"] or match["decimals"]) or (negative and match["sign"]):
        raise NotAFigureError(text)
    value = Decimal(f"{match['sign']}{(match['digits'] or '0').replace(',', '')}{match['decimals'] or ''}")
    return Figure(-value if negative else value, len(match["decimals"] or ".") - 1, match["unit"] or "")


def amount_of_number(number: float) -> Amount:
    """Return the amount of a number stored in a cell.

    The number is taken by its shortest decimal text. Binary noise (9272.059999999999) is no excess; digits
    beyond the hundredth that a person or a formula put there (1234.5649) are returned as excess, and the
    amount is rounded half-up. Raises NotAFigureError for infinities and not-a-number.
    """
    scaled = number * 100.0
    if not isfinite(scaled):
        raise NotAFigureError(repr(number))
    nearest = round(scaled)
    if abs(scaled - nearest) <= max(_NOISE, 4 * ulp(scaled)):
        return Amount(nearest)
    return _rounded(Decimal(repr(number)))


@lru_cache(maxsize=1 << 8)  # the same zeros and totals stand in many cells
def amount_of_text(text: str, unit: str) -> Amount:
    """Return the amount that the text of a cell in a table of this unit prints.

    Raises NotAFigureError when it prints none or carries another unit.
    """
    figure = parse_figure(text)
    if figure.unit not in ("", unit):
        raise NotAFigureError(text)
    return _rounded(figure.value)


def printed(hundredths: int) -> str:
    """Return the amount as the reports print it: 1,066.51."""
    sign, rest = ("-", -hundredths) if hundredths < 0 else ("", hundredths)
    return f"{sign}{rest // 100:,}.{rest % 100:02d}"


def plain(hundredths: int) -> str:
    """Return the amount without thousands separators, for programs: 1066.51."""
    sign, rest = ("-", -hundredths) if hundredths < 0 else ("", hundredths)
    return f"{sign}{rest // 100}.{rest % 100:02d}"


def _rounded(value: Decimal) -> Amount:
    hundredths = int((value * 100).to_integral_value(ROUND_HALF_UP))
    return Amount(hundredths, value - Decimal(hundredths).scaleb(-PLACES))
