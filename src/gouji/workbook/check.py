"""Check: a workbook file → its report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gouji.accepted import AcceptedError, read_accepted
from gouji.grid import Uncached
from gouji.locate import locate
from gouji.report import Report
from gouji.report.sheets import report_of
from gouji.workbook.read import UnreadableError, read_workbook

if TYPE_CHECKING:
    import os

    from gouji.facts import Facts
    from gouji.grid import Sheet
    from gouji.rules import RuleBook


def check(path: str | os.PathLike[str], *, book: RuleBook | None = None, unit: str = "") -> Report:
    """Check one workbook file against the rule book and return the report.

    Self-evaluation sheets (绩效自评表) on sheets of their own are checked with the tables. A file that cannot
    be read gives a report of status unreadable, never an exception. `book` are the rules to check by, the
    official ones unless given; `unit` (元 or 万元) is the unit of tables that print none.
    """
    file = Path(path)
    try:
        sheets = read_workbook(file)
    except UnreadableError as error:
        return Report(file, says=error.says, words=error.words)
    return check_sheets(sheets, file, book, unit)


def check_sheets(sheets: list[Sheet], file: Path, book: RuleBook | None = None, unit: str = "") -> Report:
    """Check the sheets of a workbook file and return the report; see `check`."""
    try:
        accepted = read_accepted(file)
    except AcceptedError as error:
        return Report(file, says="bad_accepted", words=(str(error),))
    sheets, facts = located(sheets, file, unit)
    return report_of(file, sheets, facts, book, accepted)


def located(sheets: list[Sheet], file: Path, unit: str = "") -> tuple[list[Sheet], Facts]:
    """Return the sheets and their facts, with the results of formulas for which the file stores none."""
    facts = locate(sheets, unit)
    if facts.remarks or not facts.tables:
        return _with_results(sheets, facts, file, unit)
    return sheets, facts


def _with_results(sheets: list[Sheet], facts: Facts, file: Path, unit: str) -> tuple[list[Sheet], Facts]:
    """Return sheets and facts with the results of formulas for which the file stores none."""
    if not any(Uncached in map(type, row) for sheet in sheets for row in sheet.rows):
        return sheets, facts
    from gouji.workbook.recalculate import with_computed  # noqa: PLC0415 most files store their results

    filled, remarks = with_computed(sheets, file)
    if not remarks:
        return sheets, facts
    facts = locate(filled, unit)
    return filled, replace(facts, remarks=(*facts.remarks, *remarks))
