"""Words: the Chinese that the functions write and read, from words.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class PhraseWords:
    """How a change is said: verb and trend of a rise and a fall, the unit that goes without saying."""

    unit: str
    rise: tuple[str, str]
    fall: tuple[str, str]
    rate: str
    from_zero: str


@dataclass(frozen=True, slots=True)
class Achievement:
    """How far a qualitative target was reached: what the word alone earns and its band, in percent."""

    sure: int
    band: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Words:
    """Everything in words.toml; `signs` tells >=, <= and = from what is printed, the longest first."""

    phrase: PhraseWords
    signs: Mapping[str, str]
    dates: tuple[re.Pattern[str], ...]
    scales: Mapping[str, int]
    achievements: Mapping[str, Achievement]


AT_LEAST, AT_MOST, EQUAL = ">=", "<=", "="


@cache
def words() -> Words:
    """Return the words."""
    data = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
    phrase, target = data["phrase"], data["target"]
    printed = {AT_LEAST: target["at_least"], AT_MOST: target["at_most"], EQUAL: target["equal"]}
    signs = {sign: meaning for meaning, signs in printed.items() for sign in signs}
    return Words(
        phrase=PhraseWords(**phrase | {"rise": tuple(phrase["rise"]), "fall": tuple(phrase["fall"])}),
        signs=dict(sorted(signs.items(), key=lambda item: -len(item[0]))),
        dates=tuple(map(re.compile, target["dates"])),
        scales=data["scales"],
        achievements={
            word: Achievement(one["sure"], tuple(one["band"]))
            for one in data["achievement"]
            for word in one["words"]
        },
    )
