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
    """The label cells of a row: its code or '', its printed name, and the cell in which the code begins.

    `form` is the classification that the code belongs to, None for part of a code or none at all.
    """

    code: str
    name: str
    start: int
    form: Classification | None


@lru_cache(maxsize=1 << 12)
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
    return CodedLabel(code, name, start, _form_of(code))


def read_codes(form: Classification, rows: Iterable[tuple[Value, ...]]) -> Iterator[tuple[str, str]]:
    """Yield the code and the name of each row's label cells; without a code, '' and all that is printed.

    A row may print no more of its code than the digits of its own level, with the cells of the levels above
    it blank: 201| | , |06| , | |01. It is completed from the rows above it.
    """
    last, class_at = "", 0
    for cells in rows:
        code, name, start, own = coded_label(cells)
        if own is None and code and start > class_at:
            above = CLASS_DIGITS + STEP * (start - class_at - 1)
            if len(last) >= above and _form_of(last[:above] + code) is form:
                code, own = last[:above] + code, form
        if own is form:
            last = code
            if len(code) == CLASS_DIGITS:
                class_at = start
            yield code, name
        else:
            yield "", code + name


def has_code(form: Classification, cells: Sequence[Value]) -> bool:
    """Say whether the label cells hold a whole code of the classification."""
    return coded_label(tuple(cells)).form is form


def _form_of(code: str) -> Classification | None:
    forms = (form for form in (FUNCTIONAL, ECONOMIC) if code[:1] == form.first_digit)
    return next((form for form in forms if len(code) in form.lengths), None)


def _text(cell: Value) -> str:
    if cell.__class__ is str:
        return plain_label(cell) if cell else ""
    if isinstance(cell, int | float) and cell == cell // 1:
        return str(int(cell))
    return "" if cell is None else plain_label(str(cell))
