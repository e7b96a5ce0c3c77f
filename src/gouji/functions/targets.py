"""Targets: what the score sheets (绩效自评表) print as target and as actual, read whole or not at all.

A cell says a relation (≥, ≤, = or none) and behind it a quantity with its unit, a date, or words.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from gouji.functions.values import NA, VALUE, RefusedError, is_blank, number, text
from gouji.functions.words import words

if TYPE_CHECKING:
    from gouji.functions.values import Scalar

PERCENT = "%"
HUNDRED = 100
FIRST_DAY = date(1899, 12, 30)
"""Day 0 of a workbook's serial days, for the days after the false 29 February 1900."""

FIRST_SURE_SERIAL = 61

_UNIT = r"(?:[^\W\d_]|[%‰/·°])*"
_QUANTITY = re.compile(rf"(?P<amount>[-+]?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?)(?P<unit>{_UNIT})")


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount and the unit behind it, '' for none; `stored` when the cell holds a number, not text."""

    amount: Fraction
    unit: str = ""
    stored: bool = False


Said: TypeAlias = Quantity | date | str


@dataclass(frozen=True, slots=True)
class Statement:
    """What a cell says: a relation, '' when none is printed, and what stands behind it."""

    relation: str
    said: Said


def read_statement(cell: Scalar) -> Statement:
    """Return what the cell says; text that is neither quantity nor date is words.

    Raises RefusedError for an error value, a blank (#N/A), a truth value and a day that no calendar has.
    """
    if isinstance(cell, datetime):
        return Statement("", cell.date())
    if isinstance(cell, date):
        return Statement("", cell)
    if is_blank(cell) or not isinstance(cell, str):
        return Statement("", Quantity(Fraction(number(cell)), stored=True))
    printed = _compact(cell)
    if not printed:
        raise RefusedError(NA)
    sign = next((sign for sign in words().signs if printed.startswith(sign)), "")
    return Statement(words().signs.get(sign, ""), _said(printed.removeprefix(sign)))


def read_unit(cell: Scalar) -> str:
    """Return the unit that the cell names, '' for a blank. Raises RefusedError when it is none."""
    unit = _compact(text(cell))
    if not re.fullmatch(_UNIT, unit):
        raise RefusedError(VALUE)
    return unit


def in_one_unit(wanted: Quantity, got: Quantity, unit: str) -> tuple[Fraction, Fraction]:
    """Return both amounts in one unit. `unit` is the unit of a quantity that prints none.

    Without it an actual is in the unit of its target, and a number in a cell compared with a percentage is
    the ratio that the cell holds. Raises RefusedError with #VALUE! for units that do not convert.
    """
    wanted, got = (one if one.unit else replace(one, unit=unit) for one in (wanted, got))
    if not got.unit:
        got = _taken_in(wanted.unit, got)
    elif not wanted.unit and got.unit == PERCENT:
        wanted = _taken_in(PERCENT, wanted)
    (amount, base), (other, other_base) = _scaled(wanted), _scaled(got)
    if base != other_base:
        raise RefusedError(VALUE)
    return amount, other


def as_date(said: Said) -> date:
    """Return the day that is meant; a number in a cell is a serial day of the 1900 calendar."""
    if isinstance(said, date):
        return said
    if not (isinstance(said, Quantity) and said.stored and said.amount >= FIRST_SURE_SERIAL):
        raise RefusedError(VALUE)
    try:
        return FIRST_DAY + timedelta(days=int(said.amount))
    except OverflowError as error:
        raise RefusedError(VALUE) from error


def _compact(printed: str) -> str:
    return "".join(unicodedata.normalize("NFKC", printed).split())


def _said(body: str) -> Said:
    if quantity := _QUANTITY.fullmatch(body):
        return Quantity(Fraction(quantity["amount"].replace(",", "")), quantity["unit"])
    day = next((match for form in words().dates if (match := form.fullmatch(body))), None)
    if day is None:
        return body
    try:
        return date(*map(int, day.groups()))
    except ValueError as error:
        raise RefusedError(VALUE) from error


def _taken_in(unit: str, quantity: Quantity) -> Quantity:
    if unit != PERCENT:
        return replace(quantity, unit=unit)
    if not quantity.stored:
        raise RefusedError(VALUE)
    return Quantity(HUNDRED * quantity.amount, PERCENT)


def _scaled(quantity: Quantity) -> tuple[Fraction, str]:
    """Return the amount in the unit without 万, 千 and so on before it, and that unit."""
    amount, unit = quantity.amount, quantity.unit
    while unit[:1] in words().scales:
        amount, unit = amount * words().scales[unit[0]], unit[1:]
    return amount, unit
