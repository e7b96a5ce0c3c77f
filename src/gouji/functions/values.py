"""Values: what a cell hands to a worksheet function, and the numbers and errors that come back.

Everything is computed from decimals exactly; a result is rounded once, at its end, half-up (四舍五入: ties
away from zero). Floats are taken by their decimal text, without the noise that binary sums leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from math import isfinite, ulp
from typing import TypeAlias

AMOUNT_DIGITS = 13
"""Digits of the longest amount that is freed from noise: 99,999,999,999.99."""

NOISE = 4
"""Binary noise of a short sum, in units of the last binary place."""

_EXACT = Context(prec=1000)
"""Holds the difference of any two doubles."""


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value of a cell, named as the host prints it: #DIV/0!."""

    text: str


DIV0 = CellError("#DIV/0!")
NA = CellError("#N/A")
NUM = CellError("#NUM!")
VALUE = CellError("#VALUE!")

Scalar: TypeAlias = float | Decimal | str | bool | date | CellError | None
"""What one cell holds; None is a blank cell."""


class RefusedError(ValueError):
    """A function has no value for its arguments; `error` is what the cell shows."""

    def __init__(self, error: CellError) -> None:
        super().__init__(error.text)
        self.error = error


def number(value: Scalar) -> Decimal:
    """Return the number that a cell holds.

    Raises RefusedError: an error value comes out as it is, a blank is #N/A, text, a truth value or a date is
    #VALUE!, an infinity is #NUM!.
    """
    refuse_errors(value)
    if is_blank(value):
        raise RefusedError(NA)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise RefusedError(VALUE)
    if isinstance(value, int):
        return Decimal(value)
    if not isfinite(value):
        raise RefusedError(NUM)
    return _decimal(value) if isinstance(value, float) else value


def numbers(*values: Scalar) -> tuple[Decimal, ...]:
    """Return the numbers of several cells; an error value among them is refused before anything else is."""
    refuse_errors(*values)
    return tuple(map(number, values))


def text(value: Scalar) -> str:
    """Return the text that a cell holds, '' for a blank.

    Raises RefusedError: an error value comes out as it is, anything else is #VALUE!.
    """
    if is_blank(value):
        return ""
    refuse_errors(value)
    if not isinstance(value, str):
        raise RefusedError(VALUE)
    return value


def refuse_errors(*values: Scalar) -> None:
    """Raise RefusedError with the first error value among the cells, if there is one."""
    for value in values:
        if isinstance(value, CellError):
            raise RefusedError(value)


def is_blank(value: Scalar) -> bool:
    """Say whether a cell shows nothing: it is empty or holds the empty text."""
    return value is None or value == ""


def difference(left: Decimal, right: Decimal) -> Decimal:
    """Return left − right without rounding."""
    return _EXACT.subtract(left, right)


def ratio(part: Decimal, base: Decimal) -> Fraction:
    """Return part over base; 0 over 0 is 0, as the forms print it (占 0.00%).

    Raises RefusedError with #DIV/0! for any other part of a zero base.
    """
    if base:
        (part_top, part_bottom), (base_top, base_bottom) = part.as_integer_ratio(), base.as_integer_ratio()
        return Fraction(part_top * base_bottom, part_bottom * base_top)
    if part:
        raise RefusedError(DIV0)
    return Fraction(0)


def half_up(value: Fraction | Decimal, places: int) -> Decimal:
    """Return the value rounded to so many decimals, ties away from zero."""
    top, bottom = value.as_integer_ratio()
    nearest = (2 * abs(top) * 10**places + bottom) // (2 * bottom)
    return Decimal(f"{-nearest if top < 0 else nearest}E{-places}")


def _decimal(value: float) -> Decimal:
    """Return the decimal of few digits that the double is but for noise, else its shortest decimal text."""
    amount = Decimal(f"{value:.{AMOUNT_DIGITS}g}")
    noisy = not value.is_integer() and abs(float(amount) - value) <= NOISE * ulp(value)
    return amount if noisy else Decimal(repr(value))
