"""Patterns: the grammar of the narrative's sentences, from `patterns.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SLOT = re.compile(r"\{(\w+)(\??)\}")
_NAMED = {"subject": "(?P<subject>.*?)", "year": r"\d{4}", "year_before": r"(?:上年度?|去年|\d{4}年度?)"}
_MARKED = ("up", "down", "basis")
"""Words whose match is told: a sign, the budget meant."""


class Example(NamedTuple):
    """A sentence and its claims as role and number."""

    text: str
    claims: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """What the words before a number of some kinds make it: its role."""

    role: str
    kinds: frozenset[str]
    before: re.Pattern[str]
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class Grammar:
    """The patterns in the order they are tried, and the words that steer the reading of a sentence."""

    patterns: tuple[Pattern, ...]
    generic: frozenset[str]
    reasons: tuple[str, ...]
    lists: tuple[str, ...]
    compares: tuple[re.Pattern[str], ...]
    larger: tuple[str, ...]
    smaller: tuple[str, ...]
    same: tuple[str, ...]

    def role(self, kind: str, before: str) -> tuple[str, re.Match[str]] | None:
        """Return the role that the words before a number give it, with the match; None without one."""
        for pattern in self.patterns:
            if kind in pattern.kinds and (match := pattern.before.fullmatch(before)):
                return pattern.role, match
        return None


@cache
def grammar() -> Grammar:
    """Return the grammar that ships with this version."""
    data = tomllib.loads(Path(__file__).with_name("patterns.toml").read_text("utf-8"))
    words = data["words"]
    return Grammar(
        patterns=tuple(_pattern(entry, words) for entry in data["pattern"]),
        generic=frozenset(words["generic_subjects"]),
        reasons=tuple(words["reasons"]),
        lists=tuple(words["lists"]),
        compares=tuple(
            re.compile(_compiled(words[key], words))
            for key in ("compares", "compares_budget", "compares_blank")
        ),
        larger=tuple(words["larger"]),
        smaller=tuple(words["smaller"]),
        same=tuple(words["same"]),
    )


def _pattern(entry: Mapping[str, Any], words: Mapping[str, Any]) -> Pattern:
    examples = tuple(Example(e["text"], tuple((r, n) for r, n in e["claims"])) for e in entry["examples"])
    return Pattern(
        entry["role"], frozenset(entry["kinds"]), re.compile(_compiled(entry["before"], words)), examples
    )


def _compiled(template: str, words: Mapping[str, Any]) -> str:
    """Return the regular expression of a template."""

    def slot(match: re.Match[str]) -> str:
        name, maybe = match[1], match[2]
        if name in _NAMED:
            return _NAMED[name] + maybe
        choices = _alternatives(words[name])
        return (f"(?P<{name}>{choices})" if name in _MARKED else f"(?:{choices})") + maybe

    return re.sub(_SLOT, slot, template)


def _alternatives(words: Iterable[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(
        re.sub(_SLOT, lambda match: _NAMED[match[1]], re.escape(word).replace(r"\{", "{").replace(r"\}", "}"))
        for word in ordered
    )
