"""Culprits as text: which cells are wrong, what belongs there, and how it came about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from gouji.messages import texts
from gouji.report.culprit import culprit_text, place_text
from gouji.report.indented import indented

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.console import RenderableType

    from gouji.culprits import Culprits, Deed

MOST_CELLS = 4
"""Cells of one deed that are listed."""
MOST_OTHERS = 4


def culprits_text(found: Culprits, lang: str) -> Iterator[RenderableType]:
    """Yield what the mismatches come from: the likeliest set in full, the others in a line each."""
    words = texts("culprits", lang)
    if not found.sets:
        if found.smallest:
            yield Text("\n" + words["none"].format(found.smallest), style="bold")
        return
    yield Text(f"\n{words['title']}", style="bold dark_orange")
    for deed in found.sets[0].deeds:
        yield from map(indented, _deed(deed, words, lang))
    yield Text(_proof(found, words), style="dim")
    if len(found.sets) > 1:
        yield Text(words["or"], style="dim")
    for other in found.sets[1:]:
        told = words["and"].join(_brief(deed, words, lang) for deed in other.deeds)
        yield indented(Text(told, style="dim"))


def _proof(found: Culprits, words: Mapping[str, str]) -> str:
    if not found.complete:
        return words["incomplete"].format(found.smallest)
    return words["only" if found.count == 1 else "several"].format(found.smallest, found.count)


def _deed(deed: Deed, words: Mapping[str, str], lang: str) -> Iterator[RenderableType]:
    if len(deed.cells) > 1:
        first, last = deed.cells[0], deed.cells[-1]
        yield Text(words[f"deed_{deed.hypothesis}"].format(place_text(first.place), last.place.cell))
    for culprit in deed.cells[:MOST_CELLS]:
        yield Text(culprit_text(culprit, lang), style="bold" if len(deed.cells) == 1 else "")
        if culprit.others:
            places = "、".join(place_text(other) for other in culprit.others[:MOST_OTHERS])
            yield Text("  " + words["others"].format(places, len(culprit.others)))
    if len(deed.cells) > MOST_CELLS:
        yield Text(words["more"].format(len(deed.cells) - MOST_CELLS))


def _brief(deed: Deed, words: Mapping[str, str], lang: str) -> str:
    if len(deed.cells) == 1:
        return culprit_text(deed.cells[0], lang)
    return words[f"deed_{deed.hypothesis}"].format(place_text(deed.cells[0].place), deed.cells[-1].place.cell)
