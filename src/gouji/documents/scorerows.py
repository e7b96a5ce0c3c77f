"""Score rows: which tables of a document are self-evaluation sheets, whose rows belong to its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gouji.labels import plain_label
from gouji.scores.titles import kind_of_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TITLE_ROWS, _LONGEST_LABEL = 2, 12
_WORDS = ("分值", "得分")
"""The columns of every score sheet; a sheet that goes on over a page has them in its first part only."""


def holds_scores(rows: Sequence[Sequence[str]], before: Iterable[str]) -> bool:
    """Say whether a table is a score sheet, by a title before it or in it, or by its columns."""
    titles = [*before, *(text for row in rows[:_TITLE_ROWS] for text in row)]
    if any(kind_of_title(text) for text in titles):
        return True
    labels = {label for row in rows for text in row if len(label := plain_label(text)) <= _LONGEST_LABEL}
    return all(any(word in label for label in labels) for word in _WORDS)
