"""Score lines: the numbers of a self-evaluation sheet (绩效自评表) that a text prints line by line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gouji.narrative.numbers import Number

_VALUE = re.compile(r"[<>=≤≥]*-?[\d,.]+(?:%|[一-鿿]{0,3}(?:/[一-鿿])?|分)?")


def is_score_value(text: str, number: Number) -> bool:
    """Say whether the number is a cell of a line of cells: an amount, a target, an actual, points or a score."""
    return bool(_VALUE.match(text[number.start :]))
