"""Grids: the cells of a sheet as values, whatever file or running spreadsheet they come from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

Value = Any
"""str, float, int, bool, a date or time, ErrorValue, Uncached; a blank is '' or None."""


class ErrorValue(str):
    """An error value that stands in a cell, such as #REF!."""

    __slots__ = ()


class Uncached(str):
    """The text of a formula for which the file stores no result."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's name and its rows from A1 on, all of one length."""

    name: str
    rows: Sequence[Sequence[Value]]


def sheet_of(name: str, rows: Sequence[Sequence[Value]]) -> Sheet:
    """Return a sheet of rows that may differ in length."""
    width = max(map(len, rows), default=0)
    return Sheet(name, [[*row, *[""] * (width - len(row))] for row in rows])


def address(row: int, column: int) -> str:
    """Return the A1 address of a cell by its zero-based row and column."""
    return f"{column_letters(column)}{row + 1}"


@cache
def column_letters(column: int) -> str:
    """Return the letters of a zero-based column: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@cache
def column_index(letters: str) -> int:
    """Return the zero-based column of its letters: A is 0, AA is 26."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1
