"""Layout: the facts of the official forms as a unit with all kinds of money prints them, all zero."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from gouji.catalogue import catalogue
from gouji.figures import WAN
from gouji.grid import sheet_of
from gouji.locate import locate
from gouji.statement import Statement
from gouji.workbook.forms import official_forms

if TYPE_CHECKING:
    from gouji.facts import Facts
    from gouji.grid import Sheet
    from gouji.workbook.forms import Cell, Form

_GENERAL = (
    "201 20103 2010301 2010302 208 20805 2080505 2080506 20808 2080801 210 21011 2101101 2101102"
    " 221 22102 2210201 2210203"
)
_FUND, _CAPITAL = "212 21208 2120801 2120804", "223 22301 2230105 2230107"
_CODES = {
    "T2": f"{_GENERAL} {_FUND} {_CAPITAL}",
    "T3": f"{_GENERAL} {_FUND} {_CAPITAL}",
    "T5": _GENERAL,
    "T8": _FUND,
    "T9": _CAPITAL,
}
"""Functional codes of a unit with three kinds of money: two sections and two items where sums need them."""
_YEAR = 2024


def official_layout() -> Facts:
    """Return the facts of the nine tables, every cell that the forms have printed as 0.00."""
    columns = {table: [column.key for column in catalogue().tables[table].columns] for table in _CODES}
    amounts = {
        (table, code, column): Decimal(0)
        for table, codes in _CODES.items()
        for code in sorted(codes.split())
        for column in columns[table]
    }
    statement = Statement("", _YEAR, WAN, amounts)
    facts = locate([_sheet(form) for form in official_forms(statement)])
    printed = [True] * len(facts.printed)
    printed[-1] = False  # the absent fact
    return replace(facts, printed=printed)


def _sheet(form: Form) -> Sheet:
    rows: list[list[str | float]] = [
        [form.title],
        [f"单位：{WAN}"],
        *([_value(cell) for cell in row] for row in (*form.head, *form.body)),
    ]
    return sheet_of(form.number, rows)


def _value(cell: Cell) -> str | float:
    return 0.0 if isinstance(cell, tuple) else str(cell)
