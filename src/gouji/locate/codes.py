"""Codes: a row's classification code and name, however the form splits them over cells."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gouji.labels import plain_label

if TYPE_CHECKING:
    from gouji.grid import Value

_CODE_AND_NAME = re.compile(r"\[?(\d{3}(?:\d\d){0,2})\]?[-_:.]?([^\d].*)")
CLASS_DIGITS, STEP = 3, 2
"""Digits of a class, and of each level below it."""


class CodedLabel(NamedTuple):
    """The label cells of a row: its code or '', its printed name, and the cell in which the code begins."""

    code: str
    name: str
    start: int


@lru_cache(maxsize=1 << 15)
def coded_label(cells: tuple[Value, ...]) -> CodedLabel:
    """Return the code and name of a row's label cells.

    Takes `2010601`, `201 06 01`, `201|06|01` in three cells, `201|20106|2010601`, numbers instead of text, a
    code and its name in one cell, a name before its code, and a line number before both.
    """
    code, name, start = "", "", 0
    for at, cell in enumerate(cells):
        text = _text(cell)
        if text.isdecimal():
            if len(text) >= CLASS_DIGITS and not (name and code):
                code, start = text, at
            elif not name:
                code, start = code + text.zfill(STEP), start if code else at
        elif text and not name:
            match = _CODE_AND_NAME.fullmatch(text)
            if match and (len(code) < CLASS_DIGITS or code == match[1]):
                code, name, start = match[1], match[2], at
            else:
                name = text
    return CodedLabel(code, name, start)


class CodeReader:
    """Reads the codes down the rows, and completes those that print only their own level's digits.

    Such a row leaves the cells of the levels above it blank: 201| | , |06| , | |01.
    """

    def __init__(self, first_digit: str, lengths: tuple[int, ...]) -> None:
        """Take the first digit of all codes of the classification and the digits of its levels."""
        self._first_digit = first_digit
        self._lengths = lengths
        self._last = ""
        self._class_at = 0

    def read(self, cells: tuple[Value, ...]) -> tuple[str, str]:
        """Return a row's code and name; without a code of the classification, '' and all that is printed."""
        code, name, start = coded_label(cells)
        if not code:
            return "", name
        digits = len(code)
        if digits % STEP == 0:
            code = self._above(start) + code
            digits = len(code)
        if digits not in self._lengths or code[0] != self._first_digit:
            return "", code + name
        if digits == CLASS_DIGITS:
            self._class_at = start
        self._last = code
        return code, name

    def _above(self, start: int) -> str:
        """Return the code above a row whose own digits begin in the cell `start`, '' if there is none."""
        digits = CLASS_DIGITS + STEP * (start - self._class_at - 1)
        above = self._last[:digits] if start > self._class_at else ""
        return above if len(above) == digits else ""


def _text(cell: Value) -> str:
    if cell.__class__ is str:
        return plain_label(cell) if cell else ""
    if isinstance(cell, int | float) and cell == cell // 1:
        return str(int(cell))
    return "" if cell is None else plain_label(str(cell))
