"""Draft: the narrative of a statement from its tables and last year's, in a province's skeleton.

Every number comes from a fact; what the tables do not tell is left as a marked blank.
"""

from __future__ import annotations

import re
import tomllib
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gouji.facts import TOTAL
from gouji.figures import UNITS
from gouji.functions.phrases import phrase
from gouji.labels import bare_label
from gouji.narrative.paragraphs import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gouji.facts import Facts

SKELETONS = ("xinjiang", "shanghai")
"""The skeletons, by province."""

BLANK = "【请填写{}】"
"""A marked blank."""

_SLOT = re.compile(r"\{([^{}]+)\}")
_FACT = re.compile(r"(T\d)\[([^\]]+)\]\.(\S+)")
_DIGITS = {"class": 3, "section": 5, "item": 7}
_RANKS = (("class", "（类）"), ("section", "（款）"), ("item", "（项）"))
_ECONOMIC = 5
_LISTS = {"staff": ("301", "303"), "office": ("302", "307", "310", "312", "399")}
_HUNDRED = Decimal(100)


class _Template(NamedTuple):
    text: str
    level: int = 0
    each: str = ""
    when: str = ""
    without: str = ""


class _Sources(NamedTuple):
    """What a draft is written from."""

    department: str
    year: int
    this: Facts
    last: Facts


@cache
def _templates() -> Mapping[str, tuple[_Template, ...]]:
    data = tomllib.loads(Path(__file__).with_name("drafts.toml").read_text("utf-8"))
    return {name: tuple(_Template(**entry) for entry in data[name]) for name in SKELETONS}


def year_of(this: Facts, last: Facts) -> int:
    """Return the year that the tables are of, 0 where neither year's tell."""
    return this.layout.year or (last.layout.year + 1 if last.layout.year else 0)


def draft(department: str, year: int, this: Facts, last: Facts, skeleton: str) -> list[Paragraph]:
    """Return the paragraphs of the narrative; `skeleton` is one of SKELETONS, `last` are last year's facts.

    An amount that a table leaves blank, or that the workbook has no place for, is written as zero.
    """
    sources = _Sources(department, year, this, last)
    return [
        Paragraph(text, 0, template.level)
        for template in _templates()[skeleton]
        if _applies(template, this)
        for text in _written(template, sources)
    ]


def _applies(template: _Template, facts: Facts) -> bool:
    filled = facts.layout.filled
    return (not template.when or template.when in filled) and template.without not in filled


def _written(template: _Template, sources: _Sources) -> Iterator[str]:
    """Yield the text of a paragraph, once for each code where it is written for each."""
    if not template.each:
        yield _SLOT.sub(lambda match: _slot(match[1], sources, ""), template.text)
        return
    for code in _codes(sources, _DIGITS[template.each]):
        yield _SLOT.sub(lambda match, code=code: _slot(match[1], sources, code), template.text)  # type: ignore[misc]


def _codes(sources: _Sources, digits: int) -> list[str]:
    """Return the codes of a rank that T5 has an amount of, in this year or, for items, in the last."""
    years = (sources.this, sources.last) if digits == _DIGITS["item"] else (sources.this,)
    return sorted({code for facts in years for code in _filled(facts, digits)})


def _filled(facts: Facts, digits: int) -> Iterator[str]:
    table = facts.tables.get("T5")
    for code, columns in table.rows.items() if table else ():
        if code.isdecimal() and len(code) == digits and TOTAL in columns and facts.amounts[columns[TOTAL]]:
            yield code


def _slot(slot: str, sources: _Sources, code: str) -> str:
    """Return what a slot is filled with."""
    word, _, rest = slot.partition(" ")
    key = f"T5[{code}].{TOTAL}"
    match word:
        case "department":
            return sources.department
        case "year":
            return str(sources.year)
        case "last":
            return str(sources.year - 1)
        case "blank":
            return BLANK.format(rest)
        case "names":
            return _names(rest, sources.this)
        case "item":
            return _item_name(code, sources)
        case "amount":
            return _money(key, sources)
        case "change":
            return _change(rest or key, sources)
        case "share" | "variance" | "done":
            part, _, whole = (rest or f"{key} of T5[{TOTAL}].{TOTAL}").partition(" of ")
            return _ratio(word, _amount(part, sources.this), _amount(whole, sources.this))
    return _money(slot, sources)


def _amount(keys: str, facts: Facts) -> Decimal:
    """Return the first amount of the keys that is printed, in the facts' unit; zero where none is."""
    for key in keys.split(" or "):
        match = _FACT.fullmatch(key)
        if match is None:
            raise ValueError(f"no fact: {key}")
        table = facts.tables.get(match[1])
        index = table.rows.get(match[2], {}).get(match[3]) if table else None
        if index is not None and facts.printed[index]:
            return Decimal(facts.amounts[index]).scaleb(-2)
    return Decimal("0.00")


def _money(key: str, sources: _Sources) -> str:
    return f"{_amount(key, sources.this):.2f}{sources.this.unit}"


def _change(key: str, sources: _Sources) -> str:
    """Return the change in words; last year's amount is converted to this year's unit."""
    this, last = sources.this, sources.last
    scale = Decimal(UNITS[last.unit]) / UNITS[this.unit]
    before = (_amount(key, last) * scale).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return str(phrase(_amount(key, this), before, this.unit))


def _ratio(word: str, part: Decimal, whole: Decimal) -> str:
    """Return the percentage; 0.00% of nothing, and no completion of a budget of zero."""
    if word == "done" and not whole:
        return ""
    percent = part / whole * _HUNDRED if whole else Decimal(0)
    percent -= _HUNDRED if word == "variance" and whole else 0
    said = f"{percent.quantize(Decimal('0.01'), ROUND_HALF_UP)}%"
    return f"，完成预算的{said}" if word == "done" else said


def _names(group: str, facts: Facts) -> str:
    """Return the names of the economic items that are not zero."""
    table = facts.tables.get("T6")
    rows = table.rows.items() if table else ()
    names = [
        bare_label(table.labels[code])
        for code, columns in rows
        if table and len(code) == _ECONOMIC and code.startswith(_LISTS[group])
        if any(facts.amounts[i] for i in columns.values())
    ]
    return "、".join(names) or BLANK.format("科目")


def _item_name(code: str, sources: _Sources) -> str:
    """Return the names of the code and of those it belongs to, with their ranks."""
    labels: dict[str, str] = {}
    for facts in (sources.last, sources.this):
        if table := facts.tables.get("T5"):
            labels |= table.labels
    parts = ((code[: _DIGITS[rank]], sign) for rank, sign in _RANKS if len(code) >= _DIGITS[rank])
    return "".join(f"{bare_label(labels.get(own, own))}{sign}" for own, sign in parts)
