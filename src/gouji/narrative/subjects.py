"""Subjects: what a claim is about: the names of a text → quantities and codes of the tables."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from gouji.catalogue import catalogue
from gouji.labels import plain_label
from gouji.narrative.patterns import grammar

if TYPE_CHECKING:
    from collections.abc import Mapping

Key = tuple[str, str, str]
"""(table, row, column) of a fact."""

CLASS, SECTION, ITEM, ECONOMIC = "类", "款", "项", "economic"
"""The ranks of named codes: functional ones by the word that texts print, and economic ones."""

_ECONOMIC_DIGITS = 5
_STRUCTURE = ("general", "structure", "items", "fund", "capital")
_RANKED = re.compile(r"\((?:\d{2,7})?(类|款|项)\)")
_ORDINAL = re.compile(
    r"^(?:[(]?\d{1,2}[.、)]+|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))+"
)
_YEAR = re.compile(r"(?<!\d)(\d{2,4})年度?")
_OWNER = re.compile(
    r"(?:.*(?:年度?|[局委会院校园处站所队馆厅库室部办]|中心|部门|单位|政府|街道|本级|其中|预算内|全市|全区|全县|的|管理|中|情况)\)?|本年度?|当年|全年|共|按)?"
    r"(?:\(.*\))?(?:本年度?|当年|全年)?"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_TAILS = ("支出", "支出决算数", "支出决算", "决算数", "决算", "支出总额", "金额", "总额", "的", "收入")


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something narratives write about. The fields are those of `subjects.toml`.

    `is_many`: the name stands for a different thing in each sentence, so its amounts are not compared.
    """

    id: str
    names: tuple[str, ...] = ()
    sections: tuple[str, ...] | None = None
    facts: tuple[Key, ...] = ()
    means: tuple[str, ...] = ()
    budget: Key | None = None
    rule: str = ""
    whole: str = ""
    share_rule: str = ""
    any_fact: bool = False
    at_most: bool = False
    is_many: bool = False


class Sum(NamedTuple):
    """A total that is the sum of its parts, in one section."""

    rule: str
    total: str
    parts: tuple[str, ...]
    section: str
    by_shares: bool = False


class Bound(NamedTuple):
    """A quantity that is at most another."""

    rule: str
    less: str
    more: str


class Subject(NamedTuple):
    """What a claim is about: the words, a quantity's id or '', a code's names by rank, the year named."""

    text: str
    quantity: str = ""
    path: tuple[tuple[str, str], ...] = ()
    year: str = ""

    @property
    def is_known(self) -> bool:
        """Whether the words name a quantity or a code."""
        return bool(self.quantity or self.path)


class Book(NamedTuple):
    """Everything that `subjects.toml` says."""

    quantities: Mapping[str, Quantity]
    sums: tuple[Sum, ...]
    bounds: tuple[Bound, ...]


@cache
def subjects() -> Book:
    """Return the quantities, sums and bounds that ship with this version."""
    data = tomllib.loads(Path(__file__).with_name("subjects.toml").read_text("utf-8"))
    quantities = {entry["id"]: _quantity(entry) for entry in data["quantity"]}
    sums = tuple(Sum(**{**entry, "parts": tuple(entry["parts"])}) for entry in data["sum"])
    return Book(quantities, sums, tuple(Bound(**entry) for entry in data["bound"]))


def _quantity(entry: dict[str, Any]) -> Quantity:
    return Quantity(**{key: _frozen(value) for key, value in entry.items()})


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


@lru_cache(maxsize=1 << 14)
def subject_of(words: str, section: str) -> Subject:
    """Return the subject that the words name in a section; words that name nothing keep their text."""
    text = plain_label(words)
    text = _ORDINAL.sub("", text.removeprefix("其中").lstrip(":,"))
    years = _YEAR.findall(text)
    year = years[-1] if years else ""
    if _RANKED.search(text):
        return Subject(text, path=_path(text), year=year)
    if not text or text in grammar().generic:
        return Subject("" if text in grammar().generic else text, year=year)
    for candidate in _candidates(text):
        if found := _named(candidate, section):
            return Subject(text, quantity=found, year=year)
    bare = _YEAR.sub("", text)
    return Subject(text, path=_unranked(bare, section), year=year)


def _candidates(text: str) -> list[str]:
    """Return the text with and without its tails and brackets, longest first."""
    stripped = [text, *(text.removesuffix(tail) for tail in _TAILS if text.endswith(tail)), f"{text}支出"]
    bare = [_BRACKETS.sub("", one) for one in stripped]
    return list(dict.fromkeys([*stripped, *bare]))


def _named(text: str, section: str) -> str:
    """Return the quantity whose longest name ends the text, behind nothing but a year and an owner."""
    best, best_rank = "", (0, 0)
    for quantity in subjects().quantities.values():
        if section and quantity.sections is not None and section not in quantity.sections:
            continue
        for name in quantity.names:
            rank = (len(name), quantity.sections is not None)
            if name and text.endswith(name) and rank > best_rank:
                before = text[: len(text) - len(name)]
                if quantity.is_many or _OWNER.fullmatch(before):
                    best, best_rank = quantity.id, rank
    return best


def _path(text: str) -> tuple[tuple[str, str], ...]:
    """Return the names of a code with their ranks: 教育(类)普通教育(款) → two; none if words follow."""
    parts = _RANKED.split(_YEAR.sub("", text))
    if parts[-1].strip(":,。的") not in ("", *_TAILS):
        return ()
    names = [part.strip(":,。…的") for part in parts[0::2]]
    return tuple((rank, name) for name, rank in zip(names, parts[1::2], strict=False) if name)


def _unranked(text: str, section: str) -> tuple[tuple[str, str], ...]:
    """Return a class named without its rank, or an economic item, in a section where such are named."""
    if section in _STRUCTURE and text in _class_names():
        return ((CLASS, text),)
    if section == "basic" and text in economic_codes():
        return ((ECONOMIC, text),)
    return ()


@cache
def _class_names() -> frozenset[str]:
    return frozenset(plain_label(name) for code in catalogue().classes for name in code.names)


@cache
def economic_codes() -> Mapping[str, str]:
    """Return the name of each economic item → its code; classes are left out."""
    return {
        plain_label(name): code.code
        for code in catalogue().economic
        if len(code.code) == _ECONOMIC_DIGITS
        for name in code.names
    }
