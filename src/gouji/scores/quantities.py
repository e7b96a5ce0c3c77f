"""Quantities: targets and actuals as amounts with units, read as the worksheet functions read them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from gouji.functions.targets import PERCENT, Quantity, in_one_unit, read_statement
from gouji.functions.values import RefusedError

HUNDRED = 100
_LARGEST_RATIO = 2


def quantity(text: str) -> Quantity | None:
    """Return the amount and the unit that the text says behind a relation, None when it says none."""
    try:
        said = read_statement(text).said
    except RefusedError:
        return None
    return said if isinstance(said, Quantity) else None


def ratio(target: str, actual: str) -> Fraction | None:
    """Return actual ÷ target, None unless both are amounts of one unit and the target is positive."""
    wanted, got = quantity(target), quantity(actual)
    if wanted is None or got is None:
        return None
    try:
        base, amount = in_one_unit(wanted, got, "")
    except RefusedError:
        return None
    return amount / base if base > 0 else None


def amount_in(unit: str, said: Quantity) -> Fraction | None:
    """Return the amount in the unit, None when it is of another kind: 1.1万元/月 is 11000 元/月."""
    if not said.unit:
        return None
    try:
        return in_one_unit(Quantity(Fraction(1), unit), said, "")[1]
    except RefusedError:
        return None


def percentage(number: Decimal, expected: Fraction) -> Decimal:
    """Return in per cent a number printed without its sign.

    A spreadsheet stores 83.22% as 0.8322. A small number is taken so when that comes nearer to what is
    expected, in per cent, than the number itself.
    """
    is_ratio = abs(number) <= _LARGEST_RATIO and abs(Fraction(number)) * 10 < expected
    return number * HUNDRED if is_ratio else number


def dressed(actual: str, target: str) -> str:
    """Return an actual that is a bare number beside a percentage as a percentage: 0.8322 → 83.22%."""
    wanted, got = quantity(target), quantity(actual)
    if wanted is None or got is None or wanted.unit != PERCENT or got.unit:
        return actual
    number = Decimal(got.amount.numerator) / got.amount.denominator
    return printed_number(percentage(number, wanted.amount)) + PERCENT


def printed_number(number: Decimal) -> str:
    """Return the number without an exponent and without zeros at the end of its decimals."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("", "-0") else text
