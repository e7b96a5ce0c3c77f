"""Cells: what a value in a sheet may be to a table."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from gouji.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gouji.grid import Value

_COUNTED = re.compile(r"\(?(\d{1,2})\)?(?:=.*)?")
_PAGE = re.compile(r"[-—–]+\d{1,3}[-—–]+")
_IN_WORDS = re.compile(r"[一-鿿]")
_UNIT_SIGNS = str.maketrans("", "", "百千万亿元")
_FEWEST_LINES = 3
"""Fewer whole numbers in a row do not say that they number lines."""


def is_blank(value: Value) -> bool:
    """Say whether the cell holds nothing, or nothing but spaces."""
    return value is None or (value.__class__ is str and not value.strip())


def is_number(value: Value) -> bool:
    """Say whether the cell holds a stored number."""
    return value.__class__ is float or value.__class__ is int


def holds_amount(value: Value) -> bool:
    """Say whether the cell holds what may be an amount: a number, an error, or text that is mostly digits."""
    if value.__class__ is str:
        return bool(value) and _reads_like_amount(value)
    return value.__class__ is float or value.__class__ is int or isinstance(value, str)


def holds_sum(value: Value) -> bool:
    """Say whether the cell holds what may be an amount other than zero: one that is missed if left out."""
    if value.__class__ is str:
        return holds_amount(value) and any(sign in value for sign in "123456789１２３４５６７８９")
    return holds_amount(value) and value != 0


def is_numbering(values: Sequence[Value]) -> bool:
    """Say whether the cells number their columns 1, 2, 3=1+2 … instead of holding amounts; none is blank."""
    first, *others = map(_counted, values) if values else (0,)
    return bool(first and others) and others == list(range(first + 1, first + len(values)))


def counts_down(values: Iterable[Value]) -> bool:
    """Say whether the cells down a column number the lines: whole numbers, each more than the one before."""
    numbers = [_counted(value) for value in values if not is_blank(value)]
    return len(numbers) >= _FEWEST_LINES and 0 not in numbers and sorted(set(numbers)) == numbers


def _counted(value: Value) -> int:
    """Return the number of a line or a column, 0 for anything else."""
    if is_number(value):
        return int(value) if value == value // 1 and value > 0 else 0
    match = _COUNTED.fullmatch(plain_label(value)) if value.__class__ is str else None
    return int(match[1]) if match else 0


@lru_cache(maxsize=1 << 12)
def _reads_like_amount(text: str) -> bool:
    label = plain_label(text).translate(_UNIT_SIGNS)
    return any(map(str.isdecimal, label)) and not _IN_WORDS.search(label) and not _PAGE.fullmatch(label)
