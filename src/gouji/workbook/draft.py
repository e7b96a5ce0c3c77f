"""Draft: the workbooks of two years → the paragraphs of a narrative."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gouji.labels import plain_label
from gouji.narrative.draft import BLANK, draft, year_of
from gouji.workbook.tables import read_tables

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gouji.grid import Sheet
    from gouji.narrative.paragraphs import Paragraph

_OWNERS = ("编制单位:", "部门名称:", "单位名称:", "部门:", "编制部门:")


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
    owner = department or _owner(sheets) or BLANK.format("单位名称")
    return draft(owner, known, facts, before, skeleton)


def _owner(sheets: Iterable[Sheet]) -> str:
    """Return the name that a table's head gives its unit, '' where none does."""
    for sheet in sheets:
        for row in sheet.rows[:6]:
            for value in row:
                label = plain_label(value) if isinstance(value, str) else ""
                if label.startswith(_OWNERS) and (name := label.partition(":")[2]):
                    return name
    return ""
