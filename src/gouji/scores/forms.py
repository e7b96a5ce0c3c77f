"""Forms: what self-evaluation sheets print, from `forms.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from gouji.labels import bare_label, plain_label, short_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Forms:
    """Titles, labels, words, texts and limits of the sheets.

    `head`, `goals`, `funds` and `indicators` tell the key from a printed label. `columns` are the labels by
    which findings name those keys. `projects` finds a number of projects and what was spent on them;
    `spent` are the facts that a unit's sheet repeats.
    """

    title_ends: tuple[str, ...]
    unit_words: tuple[str, ...]
    head: Mapping[str, str]
    goals: Mapping[str, str]
    funds: Mapping[str, str]
    indicators: Mapping[str, str]
    columns: Mapping[str, str]
    fund_totals: frozenset[str]
    fund_parts: tuple[str, ...]
    totals: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, str]
    projects: re.Pattern[str]
    spent: tuple[tuple[str, str, str], ...]
    limits: Mapping[str, Decimal]


@cache
def forms() -> Forms:
    """Return the forms that this version knows."""
    data = tomllib.loads(Path(__file__).with_name("forms.toml").read_text("utf-8"))
    sections = {key: data[key] for key in ("head", "goals", "funds", "indicators")}
    return Forms(
        title_ends=tuple(data["titles"]["ends"]),
        unit_words=tuple(data["titles"]["unit"]),
        **{name: _keys(section) for name, section in sections.items()},
        columns={key: labels[0] for section in sections.values() for key, labels in section.items()},
        fund_totals=frozenset(data["fund_rows"]["total"]),
        fund_parts=tuple(data["fund_rows"]["part"]),
        totals=tuple(data["totals"]["labels"]),
        words={key: tuple(map(plain_label, words)) for key, words in data["words"].items()},
        texts=data["texts"],
        projects=re.compile(data["texts"]["projects"]),
        spent=tuple((table, row, column) for table, row, column in data["tables"]["spent"]),
        limits={key: Decimal(value) for key, value in data["limits"].items()},
    )


def _keys(section: Mapping[str, Iterable[str]]) -> Mapping[str, str]:
    return {plain_label(label): key for key, labels in section.items() for label in labels}


def named(text: str, labels: Mapping[str, str]) -> str:
    """Return what the labels call the text, whole or without its brackets; '' for any other text."""
    return labels.get(bare_label(text)) or labels.get(short_label(text), "")


def has_word(text: str, words: str) -> bool:
    """Say whether the text holds one of the words of this name in the forms."""
    return any(word in text for word in forms().words[words])
