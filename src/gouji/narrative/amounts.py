"""Amounts: claims of money and the facts of the tables in one unit, 元, each with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gouji.figures import UNITS, Interval
from gouji.findings import FindingCell, Verdict
from gouji.labels import bare_label, plain_label
from gouji.narrative.numbers import AMOUNT, MONEY, Number
from gouji.narrative.subjects import CLASS, ECONOMIC, ITEM, SECTION, economic_codes, subjects

if TYPE_CHECKING:
    from gouji.facts import Facts, Table
    from gouji.narrative.subjects import Key, Subject
    from gouji.narrative.topics import Claim, Reading, Topic

_GENERAL = ("T5", "合计")
_TABLES = {
    "": _GENERAL,
    "general": _GENERAL,
    "structure": _GENERAL,
    "items": _GENERAL,
    "spending": ("T3", "本年支出合计"),
    "appropriation": ("T4", "合计"),
    "fund": ("T8", "本年支出合计"),
    "capital": ("T9", "本年支出合计"),
}
"""Section → table and column of the codes that it names."""

_RANK_DIGITS = {CLASS: 3, SECTION: 5, ITEM: 7}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in 元 with its interval, and the unit of its last printed place (0 where it is exact)."""

    value: Decimal
    interval: Interval
    place: Decimal = Decimal(0)
    cell: FindingCell | None = None

    def __add__(self, other: Money) -> Money:
        return Money(self.value + other.value, self.interval + other.interval, max(self.place, other.place))

    def __neg__(self) -> Money:
        return Money(-self.value, -self.interval, self.place)


ZERO = Money(Decimal(0), Interval(Decimal(0), Decimal(0)))


def money(number: Number, unit: str) -> Money:
    """Return a printed amount; one without a unit is in the document's unit. Counts are taken as they are."""
    scale = Decimal(1) if number.kind not in (AMOUNT, "bare") else Decimal(MONEY[number.unit or unit])
    low, high = number.figure.interval
    place = Decimal(0) if number.unit == "元" else Decimal(1).scaleb(-number.decimals) * scale
    return Money(number.value * scale, Interval(low * scale, high * scale), place)


def signed(change: Claim, unit: str) -> Money:
    """Return a printed change in the document's unit, below zero where its words say less."""
    assert change.number is not None  # noqa: S101 a change has a number
    amount = money(change.number, unit)
    return -amount if change.sign < 0 else amount


def compared(left: Money, right: Money) -> Verdict:
    """Return what the interval test says of one amount in two places."""
    if left.value == right.value:
        return Verdict.EXACT
    if not left.interval.meets(right.interval):
        return Verdict.MISMATCH
    off = abs(left.value - right.value)
    return Verdict.PLUG if left.place == right.place and off == left.place else Verdict.ROUNDING


def unit_of(reading: Reading, facts: Facts | None) -> str:
    """Return the unit that most amounts of the text are printed in, the tables' where it prints none."""
    counted = dict.fromkeys(UNITS, 0)
    for topic in reading.topics:
        for claim in topic.claims:
            if claim.number and claim.number.unit in counted and topic.subject.is_known:
                counted[claim.number.unit] += 1
    most = max(counted, key=lambda unit: counted[unit])
    return most if counted[most] else (facts.unit if facts else "万元")


# --- facts ------------------------------------------------------------------------------------------------


def fact_of(topic: Topic, facts: Facts | None) -> Money | None:
    """Return the fact that the topic's amount is, None where the tables do not have it."""
    if facts is None:
        return None
    subject = topic.subject
    if subject.quantity:
        quantity = subjects().quantities[subject.quantity]
        nearest = _nearest(topic, quantity.facts, facts) if quantity.any_fact else None
        return nearest or first_fact(quantity.facts, facts)
    return _coded(subject, topic.section, facts)


def first_fact(keys: tuple[Key, ...], facts: Facts) -> Money | None:
    """Return the first fact that is printed, else the first that its table leaves blank: zero."""
    found = [one for one in (_fact(key, facts) for key in keys) if one]
    return next(
        (one for one in found if one.cell and one.cell.value is not None), found[0] if found else None
    )


def _nearest(topic: Topic, keys: tuple[Key, ...], facts: Facts) -> Money | None:
    """Return the fact that is nearest to the amount that the topic states."""
    claim = topic.first("amount")
    found = [one for one in (_fact(key, facts) for key in keys) if one]
    if claim is None or claim.number is None or not found:
        return None
    stated = money(claim.number, facts.unit)
    return min(found, key=lambda one: abs(one.value - stated.value))


def budget_of(quantity: str, facts: Facts | None) -> Money | None:
    """Return the fact of a quantity's budget, None without one."""
    key = subjects().quantities[quantity].budget if quantity else None
    return _fact(key, facts) if key and facts else None


def _fact(key: Key, facts: Facts) -> Money | None:
    table = facts.tables.get(key[0])
    index = table.rows.get(key[1], {}).get(key[2]) if table else None
    if index is None or index in facts.unreadable:
        return None
    return fact_at(index, facts)


def fact_at(index: int, facts: Facts) -> Money:
    """Return the fact of an index, with its cell."""
    scale = Decimal(UNITS[facts.unit]) / 100
    value, ulp = facts.amounts[index] * scale, facts.ulps[index] * scale
    half = ulp / 2 if value else Decimal(0)
    fact = facts.fact(index)
    label = facts.tables[fact.table].labels[fact.row]
    cell = FindingCell(
        fact.cell.sheet, fact.cell.address, fact.table, fact.row, fact.column, -1, fact.text, label
    )
    return Money(value, Interval(value - half, value + half), ulp, cell)


def _coded(subject: Subject, section: str, facts: Facts) -> Money | None:
    """Return the fact of a named code: economic in T6, functional in the table of the section's fund."""
    if subject.path and subject.path[0][0] == ECONOMIC:
        return _fact(("T6", economic_codes()[subject.path[0][1]], "决算数"), facts)
    table_id, column = _TABLES.get(section, ("", ""))
    table = facts.tables.get(table_id)
    code = code_of(subject, table) if table else ""
    return _fact((table_id, code, column), facts) if code else None


def code_of(subject: Subject, table: Table, near: str = "") -> str:
    """Return the code of the table that the names of the path have, '' where there is none or more than one.

    `near` is a code of which the right one is a neighbour in the same section.
    """
    codes = [code for code in table.labels if code.isdecimal()]
    for rank, name in subject.path:
        wanted = _plain_name(name)
        named = [
            code for code in codes if len(code) == _RANK_DIGITS[rank] and _same(table.labels[code], wanted)
        ]
        if rank != subject.path[-1][0]:
            codes = [code for code in codes if any(code.startswith(one) for one in named)]
        else:
            codes = named
    if len(codes) > 1 and near:
        codes = [code for code in codes if code[:5] == near[:5]]
    return codes[0] if len(codes) == 1 else ""


def _same(label: str, wanted: str) -> bool:
    own = _plain_name(label)
    return own == wanted or own.removesuffix("支出") == wanted.removesuffix("支出")


def _plain_name(name: str) -> str:
    return bare_label(plain_label(name)).replace("(室)", "").replace("文化体育与传媒", "文化旅游体育与传媒")
