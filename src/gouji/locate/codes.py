"""Codes: a row's classification code and name, however the form splits them over cells."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gouji.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gouji.grid import Value

_CODE_AND_NAME = re.compile(r"\[?(\d{3}(?:\d\d){0,2})\]?[-_:.]?([^\d].*)")
CLASS_DIGITS, STEP = 3, 2
"""Digits of a class, and of each level below it."""


class Classification(NamedTuple):
    """The first digit of all its codes, and how many digits they have at each of its levels."""

    first_digit: str
    lengths: tuple[int, ...]


FUNCTIONAL = Classification("2", (3, 5, 7))
ECONOMIC = Classification("3", (3, 5))


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


def read_codes(form: Classification, rows: Iterable[tuple[Value, ...]]) -> Iterator[CodedLabel]:
    """Yield the whole code and the name of each row's label cells; without a code, all that is printed as name.

    A row may print no more of its code than the digits of its own level, with the cells of the levels above
    it blank: 201| | , |06| , | |01. It is completed from the rows above it.
    """
    first_digit, lengths = form
    last, class_at = "", 0
    for cells in rows:
        label = coded_label(cells)
        code, name, start = label
        if code and len(code) % STEP == 0:
            above = CLASS_DIGITS + STEP * (start - class_at - 1)
            code = last[:above] + code if start > class_at and len(last) >= above else code
            label = CodedLabel(code, name, start)
        if code and code[0] == first_digit and len(code) in lengths:
            last = code
            if len(code) == CLASS_DIGITS:
                class_at = start
            yield label
        else:
            yield CodedLabel("", code + name, start) if code else label


def has_code(form: Classification, cells: Sequence[Value]) -> bool:
    """Say whether the label cells hold a whole code of the classification."""
    code = coded_label(tuple(cells)).code
    return len(code) in form.lengths and code[0] == form.first_digit


def _text(cell: Value) -> str:
    if cell.__class__ is str:
        return plain_label(cell) if cell else ""
    if isinstance(cell, int | float) and cell == cell // 1:
        return str(int(cell))
    return "" if cell is None else plain_label(str(cell))
