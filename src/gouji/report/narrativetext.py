"""Narrative text: what a text report shows of a document: sentences, numbers not understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from gouji.messages import texts
from gouji.report.indented import indented

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from gouji.findings import Finding, Place
    from gouji.narrative.tie import Coverage

MOST_UNREAD = 20
"""Numbers not understood that are listed."""

AROUND = 36
"""Signs of a sentence that are shown on either side of the number."""


def coverage_line(coverage: Coverage, lang: str) -> Text:
    """Return how many of the numbers were understood."""
    percent = f"{100 * coverage.read / coverage.numbers:.1f}" if coverage.numbers else "100.0"
    words = texts("tie", lang)["coverage"]
    return Text(words.format(numbers=coverage.numbers, read=coverage.read, percent=percent), style="dim")


def unread_numbers(coverage: Coverage, lang: str) -> Iterator[RenderableType]:
    """Yield the numbers not understood, each with its sentence."""
    words = texts("tie", lang)
    if coverage.unread:
        yield Text(f"\n{words['unread']}", style="bold")
    for one in coverage.unread[:MOST_UNREAD]:
        yield indented(_sentence(one.place, lang))
    if len(coverage.unread) > MOST_UNREAD:
        yield indented(Text(words["more_unread"].format(len(coverage.unread) - MOST_UNREAD)))


def placed(finding: Finding, found: Text, cells: RenderableType, lang: str) -> RenderableType:
    """Return the finding with its sentence, the cells it is about and the sentence as it should be."""
    assert finding.place is not None  # noqa: S101 the caller has looked
    parts: list[RenderableType] = [_sentence(finding.place, lang), found]
    if finding.cells:
        parts.append(cells)
    if finding.corrected is not None:
        behind = finding.place.end + len(finding.corrected) - len(finding.place.sentence)
        right = finding.place._replace(sentence=finding.corrected, end=behind)
        parts.append(Text(texts("tie", lang)["corrected"].format(_cut(right)), style="green"))
    return Group(*parts)


def _sentence(place: Place, lang: str) -> Text:
    """Return the part of the sentence around the place, the place itself underlined, behind its section."""
    start = max(0, place.offset - AROUND)
    page = f" {texts('tie', lang)['page'].format(place.page)}" if place.page else ""
    text = Text(f"{place.section}{page}  ", style="dim")
    text.append("…" if start else "", style="default")
    text.append(place.sentence[start : place.offset], style="default")
    text.append(place.sentence[place.offset : place.end], style="bold underline")
    text.append(place.sentence[place.end : place.end + AROUND], style="default")
    return text


def _cut(place: Place) -> str:
    start = max(0, place.offset - AROUND)
    end = place.end + AROUND
    before, behind = "…" if start else "", "…" if end < len(place.sentence) else ""
    return f"{before}{place.sentence[start:end]}{behind}"
