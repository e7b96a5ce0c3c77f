"""Score lines: self-evaluation sheets (绩效自评表) as a text prints them, line by line."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from gouji.narrative.numbers import BARE
from gouji.narrative.sections import SCORES
from gouji.scores.titles import kind_of_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gouji.narrative.numbers import Number
    from gouji.narrative.sentences import Sentence

_PROSE = re.compile(r"[,。;]")
_LEADING = re.compile(r"^.*(?:指标|指标值|完成值|得分|权重|目标|管理效率|履职效能|运行成本)(?=.)")


class Indicator(NamedTuple):
    """An indicator's row; `at` is its place in the sheet's text."""

    name: str
    target: str
    actual: str
    points: Decimal
    score: Decimal
    reason: str
    at: int


class PrintedSheet(NamedTuple):
    """A sheet's lines run together, where each of them begins, its kind, and its money if printed."""

    kind: str
    text: str
    lines: tuple[tuple[int, Sentence], ...]
    initial: Decimal | None = None
    budget: Decimal | None = None
    executed: Decimal | None = None
    indicators: tuple[Indicator, ...] = ()

    def place(self, at: int) -> tuple[Sentence, int]:
        """Return the sentence that a place of the text belongs to, and the place in it."""
        start, sentence = next((start, one) for start, one in reversed(self.lines) if start <= at)
        return sentence, at - start


@cache
def score_patterns() -> Mapping[str, re.Pattern[str]]:
    """Return the patterns of printed sheets by name."""
    data = _data()
    return {
        key: re.compile(value, re.VERBOSE if "\n" in value else 0)
        for key, value in data.items()
        if key != "words"
    }


@cache
def score_words() -> Mapping[str, tuple[str, ...]]:
    """Return the words in the names of indicators."""
    return {key: tuple(words) for key, words in _data()["words"].items()}


def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("scorelines.toml").read_text("utf-8"))


def is_score_value(text: str, number: Number) -> bool:
    """Say whether the number is a cell of a row, or a figure with its unit in a goal or a reason."""
    return number.kind != BARE or not _PROSE.search(text)


def printed_sheets(sentences: Iterable[Sentence]) -> list[PrintedSheet]:
    """Return the sheets that the text prints."""
    groups: list[list[Sentence]] = []
    for sentence in sentences:
        if sentence.section != SCORES:
            continue
        if kind_of_title(sentence.printed) or not groups:
            groups.append([])
        groups[-1].append(sentence)
    return [_sheet(group) for group in groups]


def _sheet(lines: list[Sentence]) -> PrintedSheet:
    starts, text = [], ""
    for line in lines:
        starts.append((len(text), line))
        text += line.text
    sheet = PrintedSheet(kind_of_title(lines[0].printed), text, tuple(starts))
    if money := score_patterns()["funds"].search(text):
        initial, budget, executed = map(Decimal, money.group("initial", "budget", "executed"))
        sheet = sheet._replace(initial=initial, budget=budget, executed=executed)
    return sheet._replace(indicators=tuple(map(_indicator, score_patterns()["indicator"].finditer(text))))


def _indicator(match: re.Match[str]) -> Indicator:
    name = _LEADING.sub("", match["name"])
    points, score = Decimal(match["points"]), Decimal(match["score"])
    return Indicator(
        name, match["target"], match["actual"], points, score, match["reason"] or "", match.start("target")
    )
