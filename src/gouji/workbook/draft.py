"""Draft: the workbooks of two years → the paragraphs of a narrative."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gouji.narrative.draft import BLANK, draft, year_of
from gouji.workbook.owner import owner_of
from gouji.workbook.tables import read_tables

if TYPE_CHECKING:
    from pathlib import Path

    from gouji.narrative.paragraphs import Paragraph


class NoYearError(ValueError):
    """Neither year's tables say which year they are of."""


def draft_of(
    this: Path, last: Path, skeleton: str, *, department: str = "", year: int = 0
) -> list[Paragraph]:
    """Return the draft of this year's narrative.

    `department` and `year` are what the tables' heads say unless given; a name that they do not tell is a
    marked blank. Raises UnreadableError, the path in its notes, when a workbook cannot be read or has no
    table, and NoYearError.
    """
    sheets, facts = read_tables(this)
    _, before = read_tables(last)
    known = year or year_of(facts, before)
    if not known:
        raise NoYearError
    owner = department or owner_of(sheets) or BLANK.format("单位名称")
    return draft(owner, known, facts, before, skeleton)
