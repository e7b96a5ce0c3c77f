"""Titles: which text is the title of a score sheet, and of what kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gouji.labels import plain_label
from gouji.scores.forms import forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gouji.grid import Sheet, Value

UNIT, PROJECT = "unit", "project"
"""The kinds of sheets: of a whole unit's spending, of one project's."""

SIGN = "评"
"""A sign of every title, without which a cell is not looked at any closer."""

LONGEST_TITLE = 60
_SENTENCE = re.compile(r"[,。;!?]|^(?:注|说明|详?见|附(?!件|表))")
_TAIL = re.compile(r"(?:\([^()]*\)|20\d\d年度?|(?:金额)?单位:[百千万亿]*元|续表?|[-—:])+$")


def has_score_sheet(sheets: Iterable[Sheet]) -> bool:
    """Say whether one of the sheets has the title of a score sheet."""
    return any(kind_of_title(sheet.name) or any(titles(sheet)) for sheet in sheets)


def titles(sheet: Sheet) -> Iterator[tuple[int, int, str]]:
    """Yield row, column and kind of the titles in a sheet, from top to bottom."""
    for r, row in enumerate(sheet.rows):
        for value in [v for v in row if v.__class__ is str and SIGN in v]:
            if kind := kind_of_title(value):
                yield r, list(row).index(value), kind


def kind_of_title(text: Value) -> str:
    """Return the kind of the sheet that the text is the title of, '' when it is no title of one."""
    if SIGN not in text:
        return ""
    title = plain_label(text)
    if len(title) > LONGEST_TITLE or _SENTENCE.search(title):
        return ""
    title = _TAIL.sub("", title)
    if not title.endswith(forms().title_ends):
        return ""
    return UNIT if any(word in title for word in forms().unit_words) else PROJECT
