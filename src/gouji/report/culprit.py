"""A culprit in a sentence: what the cell prints, what belongs there, and how it came about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gouji.catalogue import catalogue
from gouji.messages import texts

if TYPE_CHECKING:
    from gouji.culprits import Culprit, Place


def culprit_text(culprit: Culprit, lang: str) -> str:
    """Return of a culprit what it prints, what it should print, and how it may have come about."""
    words = texts("culprits", lang)
    if culprit.proposed:
        right = words["right"].format(culprit.proposed)
    elif culprit.low and culprit.high:
        right = words["between"].format(culprit.low, culprit.high)
    elif culprit.low or culprit.high:
        right = words["least" if culprit.low else "most"].format(culprit.low or culprit.high)
    else:
        right = ""
    found = culprit.found or words["blank"]
    how = words[f"how_{culprit.hypothesis}"]
    return words["cell"].format(place_text(culprit.place), found, right, how)


def place_text(place: Place) -> str:
    """Return a place by the names of its table, row and column, and by its address."""
    table = catalogue().tables.get(place.table)
    name = " ".join(part for part in (place.label, place.column) if part)
    return f"{table.title if table else place.table} {name}（{place.sheet}!{place.cell}）"
