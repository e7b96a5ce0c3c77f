"""Entries: the single values of a score sheet, each with the cell where it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING

from gouji.facts import Cell
from gouji.figures import NotAFigureError, parse_figure
from gouji.grid import ErrorValue, Uncached
from gouji.labels import plain_label
from gouji.scores.forms import forms
from gouji.scores.quantities import printed_number

if TYPE_CHECKING:
    from gouji.grid import Sheet, Value

_NOTHING = frozenset("-—–―─‐‑‒−－/\\")
_NOISE_PLACES = 8
"""Decimals beyond which the digits of a stored number are binary noise."""

_LARGE = 10**15
"""A number from which on no digit is noise."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A value as it stands in a cell: its text without line breaks, and the number it prints.

    `number` is None for a blank, a dash, and what is no number; `fault` is the reading rule that a value
    breaks where a number belongs. A percentage's number is in per cent if the text says so.
    """

    cell: Cell
    text: str = ""
    number: Decimal | None = None
    fault: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing or only a dash stands here."""
        return not self.text or _NOTHING.issuperset(self.text)

    @property
    def places(self) -> int:
        """The decimals that the number is printed with."""
        digits = self.number.as_tuple().exponent if self.number is not None else 0
        return -digits if isinstance(digits, int) and digits < 0 else 0


def words_at(sheet: Sheet, row: int, column: int) -> Entry:
    """Return the entry of a cell that holds words; an error value or a formula without result is a fault."""
    value = sheet.rows[row][column]
    cell = Cell(sheet.name, row, column)
    if isinstance(value, ErrorValue | Uncached):
        return Entry(cell, str(value), None, "F-07" if isinstance(value, ErrorValue) else "F-08")
    return Entry(cell, printed(value))


def number_at(sheet: Sheet, row: int, column: int, suffixes: tuple[str, ...] = ()) -> Entry:
    """Return the entry of a cell that holds a number, alone or before one of the suffixes (分, %, 万元)."""
    entry = words_at(sheet, row, column)
    if entry.fault or entry.is_blank:
        return entry
    text = entry.text
    for suffix in suffixes:
        text = text.removesuffix(suffix)
    try:
        figure = parse_figure(text)
    except NotAFigureError:
        figure = None
    if figure is None or figure.unit:
        return replace(entry, fault="F-06" if any(map(str.isdecimal, text)) else "F-05")
    return replace(entry, number=figure.value)


def printed(value: Value) -> str:
    """Return a value as a form prints it: 9.80 stored is 9.8, a date is 2023年12月31日."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).upper()
    if isinstance(value, int | float):
        return _plain_number(value) if isfinite(value) else str(value)
    if isinstance(value, date):
        return forms().texts["date"].format(value)
    return plain_label(str(value))


def _plain_number(number: float) -> str:
    """Return the number's shortest decimal text without binary noise and without an exponent."""
    exact = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    return printed_number(round(exact, _NOISE_PLACES) if abs(exact) < _LARGE else exact)
