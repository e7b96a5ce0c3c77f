"""Labels: the words of a form, compared without what printing changes in them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from unicodedata import east_asian_width

_DROPPED = str.maketrans(dict.fromkeys("“”„‟\"'‘’「」『』《》〈〉\u200b\ufeff"))
_ORDINAL = re.compile(
    r"(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十]+\)|\d{1,2}[.、)]|\(\d{1,2}\))"
)
_YEAR_BEFORE = re.compile(r"20\d\d年度?")
_BRACKETS_BEHIND = re.compile(r"(?:\([^()]*\))+$")
_CHINESE = re.compile(r"[一-鿿]")
PART_OF = "其中"
"""The word that opens a memo item: a part that is already in another row or column."""


@lru_cache(maxsize=1 << 12)
def plain_label(text: str) -> str:
    """Return the label without spaces and quotation marks, full-width signs made half-width."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_DROPPED).split())


@lru_cache(maxsize=1 << 12)
def bare_label(text: str) -> str:
    """Return the plain label without its ordinal: 八、社会保障和就业支出 → 社会保障和就业支出."""
    label = plain_label(text)
    match = _ORDINAL.match(label)
    return label[match.end() :] if match else label


@lru_cache(maxsize=1 << 12)
def short_label(text: str) -> str:
    """Return the bare label without a year before and brackets behind: 2023年度决算数（万元） → 决算数.

    A year alone and text without a Chinese sign, such as the number of a column, are no labels: ''.
    """
    label = bare_label(text)
    year = _YEAR_BEFORE.match(label)
    words = label[year.end() :] if year else label
    return (_BRACKETS_BEHIND.sub("", words) or words) if _CHINESE.search(words) else ""


@lru_cache(maxsize=1 << 12)
def year_before(text: str) -> int:
    """Return the year that the label begins with, 0 without one: 2023年度决算数 → 2023."""
    match = _YEAR_BEFORE.match(bare_label(text))
    return int(match[0][:4]) if match else 0


def is_dated(label: str) -> bool:
    """Say whether a short label is of an earlier year: 上年决算数, or one that still begins with a year."""
    return _YEAR_BEFORE.match(label) is not None or (label.startswith("上年") and "结转" not in label)


def has_ordinal(text: str) -> bool:
    """Say whether the label is a numbered item of a list."""
    return _ORDINAL.match(plain_label(text)) is not None


def is_part(text: str) -> bool:
    """Say whether the label names a part of what another row or column already holds."""
    return bare_label(text).startswith(PART_OF)


def text_width(text: str) -> int:
    """Return the width of a text in characters; a Chinese sign is two wide."""
    return sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in text)
