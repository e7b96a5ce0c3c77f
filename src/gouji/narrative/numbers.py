"""Numbers: the numbers of a sentence with their units, and those that only date, order or refer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gouji.figures import UNITS, WAN, Figure

if TYPE_CHECKING:
    from collections.abc import Iterator

AMOUNT, PERCENT, POINTS, COUNT, BARE, ASIDE = "amount", "percent", "points", "count", "bare", "aside"
"""Kinds: money, per cent, percentage points, things, without a unit, without a claim (a date, an ordinal)."""

MONEY = {"亿元": Decimal(100_000_000), **{unit: Decimal(size) for unit, size in UNITS.items()}}
"""The units of money in 元."""

_NUMBER = re.compile(
    r"(?P<sign>(?<![\dA-Za-z.)%])-)?(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?P<decimals>\.\d+)?"
    r"(?P<unit>万元|亿元|元|万(?![一-鿿])|%|个百分点)?"
)
_COUNTER = re.compile(r"(?:人次|批次|台\(?套\)?|平方米|个月|[个名人辆次件户家项台套批分户份期场])(?!百分点)")
_ASIDE_BEHIND = re.compile(
    r"年|月|日(?!常)|号|条|\]|〕|\((?:含|不含)\)以?[上下]|(?:万元|元)?(?:\((?:含|不含)\))?以[上下]|届|周年|世纪"
)
_IN_A_WORD = re.compile(r"[A-Za-z/@_#][-A-Za-z0-9./@_]*$|〔$")
_WORD_BEHIND = re.compile(r"[-/@_A-Za-z]")
_LONGEST_ORDINAL = 2
_ORDINAL_BEHIND = re.compile(r"[.、)]")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a sentence: `start` and `end` are its places in the sentence's text, its unit included."""

    text: str
    value: Decimal
    decimals: int
    unit: str
    kind: str
    start: int
    end: int

    @property
    def figure(self) -> Figure:
        """The number as a figure, with its interval."""
        return Figure(self.value, self.decimals, self.unit)


def numbers_of(text: str) -> Iterator[Number]:
    """Yield the numbers of a sentence's text from left to right."""
    for match in _NUMBER.finditer(text):
        decimals = match["decimals"] or ""
        value = Decimal(f"{match['sign'] or ''}{match['digits'].replace(',', '')}{decimals}")
        unit, end = match["unit"] or "", match.end()
        kind = _kind(text, match, unit)
        if kind == COUNT and (counter := _COUNTER.match(text, end)):
            unit, end = counter[0], counter.end()
        unit = WAN if unit == "万" and kind == AMOUNT else unit
        digits = text[match.start() : match.end("decimals") if decimals else match.end("digits")]
        yield Number(digits, value, max(len(decimals) - 1, 0), unit, kind, match.start(), end)


def _kind(text: str, match: re.Match[str], unit: str) -> str:
    before, behind = text[: match.start()], text[match.end() :]
    if unit in ("%", "个百分点"):
        return PERCENT if unit == "%" else POINTS
    if _ASIDE_BEHIND.match(behind) and not _COUNTER.match(behind):
        return ASIDE
    if unit:
        return AMOUNT
    if _IN_A_WORD.search(before) or _WORD_BEHIND.match(behind):
        return ASIDE
    if re.search(r"第$|[〔\[]$", before) or _is_ordinal(before, behind, match):
        return ASIDE
    return COUNT if _COUNTER.match(behind) else BARE


def _is_ordinal(before: str, behind: str, match: re.Match[str]) -> bool:
    """Say whether the number opens a sentence or a clause as the ordinal of a list."""
    opens = not before or before[-1] in "(:;。,"
    is_short = len(match["digits"]) <= _LONGEST_ORDINAL and not match["decimals"]
    return opens and is_short and bool(_ORDINAL_BEHIND.match(behind))
