"""Sections: which section of the narrative each paragraph stands in, by any province's headings."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gouji.labels import plain_label
from gouji.scores.titles import kind_of_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gouji.narrative.paragraphs import Paragraph

SCORES = "scores"
"""The section of a printed self-evaluation sheet (绩效自评表)."""

SILENT = "silent"
"""A part of the document that makes no claims: tables, terms, contents."""

UNKNOWN = "unknown"
"""A section whose heading names none that narratives have in common."""

LONGEST_HEADING = 45
_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}、")
_SUBHEAD = re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]")
_PART = re.compile(r"第[一二三四五六七八九十]+部分")
_HEADING_END = re.compile(r"[。；;，,：:]|\d")


class Placed(NamedTuple):
    """A paragraph with its number from 0, the kind of its section and the section's printed heading."""

    paragraph: Paragraph
    number: int
    kind: str
    heading: str
    is_heading: bool


class _Section(NamedTuple):
    id: str
    all: tuple[str, ...]
    any: tuple[str, ...]
    within: tuple[str, ...] | None

    def is_named(self, heading: str, before: str) -> bool:
        return (
            (self.within is None or before in self.within)
            and all(word in heading for word in self.all)
            and any(word in heading for word in self.any)
        )


class _Parts(NamedTuple):
    silent: tuple[str, ...]
    spoken: tuple[str, ...]
    sections: tuple[_Section, ...]


@cache
def _parts() -> _Parts:
    data = tomllib.loads(Path(__file__).with_name("sections.toml").read_text("utf-8"))
    sections = tuple(
        _Section(
            one["id"],
            tuple(one.get("all", ())),
            tuple(one["any"]),
            tuple(one["within"]) if "within" in one else None,
        )
        for one in data["section"]
    )
    return _Parts(tuple(data["silent"]), tuple(data["spoken"]), sections)


def placed(paragraphs: Sequence[Paragraph]) -> Iterator[Placed]:
    """Yield every paragraph with its section; a section lasts until the next heading of its rank."""
    kind, chapter, chapter_kind, heading, silent = "", "", "", "", False
    for index, paragraph in enumerate(paragraphs):
        text = plain_label(paragraph.text)
        head = _HEADING_END.split(text, maxsplit=1)[0]
        whole = len(text) <= LONGEST_HEADING and not text.endswith(("。", "；", ";"))
        if _PART.match(text) and whole:
            silent = _is_silent(text)
            kind = chapter_kind = ""
            chapter = heading = text
        elif whole and kind_of_title(paragraph.text):
            kind, heading = SCORES, text
        elif _CHAPTER.match(text):
            chapter_kind = kind = kind_of(text, "") or UNKNOWN
            chapter = heading = head
        elif _SUBHEAD.match(text) and kind != SCORES:
            kind = kind_of(text, chapter_kind) or chapter_kind
            heading = f"{chapter}{head}"
        is_heading = whole and (paragraph.level > 0 or heading.endswith(text))
        yield Placed(paragraph, index, SILENT if silent else kind, heading, is_heading)


def kind_of(text: str, before: str) -> str:
    """Return the kind of the section that the heading, or the sentence it runs into, begins; '' if none.

    `before` is the kind of the section that it stands in.
    """
    words = re.split(r"[。；;]", text, maxsplit=1)[0][:LONGEST_HEADING]
    return next((one.id for one in _parts().sections if one.is_named(words, before)), "")


def _is_silent(title: str) -> bool:
    parts = _parts()
    return any(word in title for word in parts.silent) and not any(word in title for word in parts.spoken)
