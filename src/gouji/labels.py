"""Labels: the words of a form, compared without what printing changes in them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DROPPED = str.maketrans(dict.fromkeys("“”„‟\"'‘’「」『』《》〈〉​﻿"))
_ORDINAL = re.compile(r"(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d{1,2}[.、)]|\(\d{1,2}\))")
PART_OF = "其中"
"""The word that opens a memo item: a part that is already in another row or column."""


@lru_cache(maxsize=1 << 16)
def plain_label(text: str) -> str:
    """Return the label without spaces and quotation marks, full-width signs made half-width."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_DROPPED).split())


@lru_cache(maxsize=1 << 16)
def bare_label(text: str) -> str:
    """Return the plain label without its ordinal: 八、社会保障和就业支出 → 社会保障和就业支出."""
    label = plain_label(text)
    match = _ORDINAL.match(label)
    return label[match.end() :] if match else label


def has_ordinal(text: str) -> bool:
    """Say whether the label is a numbered item of a list."""
    return _ORDINAL.match(plain_label(text)) is not None


def is_part(text: str) -> bool:
    """Say whether the label names a part of what another row or column already holds."""
    return bare_label(text).startswith(PART_OF)
