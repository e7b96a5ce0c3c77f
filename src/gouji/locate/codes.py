"""Codes: a row's classification code and name, however the form splits them over cells."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gouji.labels import plain_label

if TYPE_CHECKING:
    from gouji.grid import Value

_CODE_AND_NAME = re.compile(r"(\d{3}(?:\d\d){0,2})([^\d].*)")
FUNCTIONAL_LENGTHS = (3, 5, 7)
ECONOMIC_LENGTHS = (3, 5)


class CodedLabel(NamedTuple):
    """The label cells of a row: its code or '', its printed name, and whether the code is incomplete.

    An open code begins with a blank cell: its class, and maybe its section, stand in a row above.
    """

    code: str
    name: str
    is_open: bool


@lru_cache(maxsize=1 << 15)
def coded_label(cells: tuple[Value, ...]) -> CodedLabel:
    """Return the code and name of a row's label cells.

    Takes `2010601`, `201 06 01`, `201|06|01` in three cells, `201|20106|2010601`, numbers instead of text,
    a code and its name in one cell, and rows that print only the last part of their code.
    """
    code, name, blank_before = "", "", False
    for cell in cells:
        text = _text(cell)
        if not text:
            blank_before = blank_before or not (code or name)
        elif text.isdecimal() and not name:
            part = text.zfill(2)
            code = part if code and part.startswith(code) else code + part
        elif not name:
            match = None if code else _CODE_AND_NAME.fullmatch(text)
            code, name = (match[1], match[2]) if match else (code, text)
    return CodedLabel(code, name, blank_before and len(code) in (2, 4))


def completed(label: CodedLabel, before: str) -> str:
    """Return the whole code of a row that prints only its last part below the row of code `before`."""
    if not label.is_open:
        return label.code
    return before[: 3 if len(label.code) == 4 or len(before) < 5 else 5] + label.code  # noqa: PLR2004


def _text(cell: Value) -> str:
    if cell.__class__ is float and cell.is_integer():
        return str(int(cell))
    return plain_label(str(cell)) if cell not in ("", None) else ""
