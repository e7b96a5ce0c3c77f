"""Compare: two workbook files → the report of comparing them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gouji.comparison import compare_years
from gouji.locate import locate
from gouji.report.comparison import ComparisonReport, Unreadable
from gouji.workbook.read import UnreadableError, read_workbook

if TYPE_CHECKING:
    import os

    from gouji.facts import Facts


def compare(this: str | os.PathLike[str], last: str | os.PathLike[str]) -> ComparisonReport:
    """Compare a unit's workbook with its workbook of the year before and return the report.

    A file that cannot be read gives a report of status unreadable, which says why, never an exception.
    """
    present, past = _facts("this", Path(this)), _facts("last", Path(last))
    if isinstance(present, Unreadable) or isinstance(past, Unreadable):
        errors = tuple(one for one in (present, past) if isinstance(one, Unreadable))
        return ComparisonReport(Path(this), Path(last), errors=errors)
    return ComparisonReport(Path(this), Path(last), compare_years(present, past))


def _facts(year: str, path: Path) -> Facts | Unreadable:
    try:
        facts = locate(read_workbook(path))
    except UnreadableError as error:
        return Unreadable(year, path, error.says, error.words)
    return facts if facts.tables else Unreadable(year, path, "no_table")
