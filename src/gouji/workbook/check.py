"""Check: a workbook file → its report."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from gouji.locate import locate
from gouji.reconcile import reconcile
from gouji.report import Report
from gouji.rules import rule_book
from gouji.workbook.read import UnreadableError, read_workbook

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from gouji.rules import RuleBook


def check(path: str | os.PathLike[str], *, book: RuleBook | None = None, unit: str = "") -> Report:
    """Check one workbook file against the rule book and return the report.

    A file that cannot be read gives a report of status unreadable, never an exception. `book` are the rules
    to check by, the official ones unless given; `unit` (元 or 万元) is the unit of tables that print none.
    """
    file = Path(path)
    with _collector_paused():
        try:
            sheets = read_workbook(file)
        except UnreadableError as error:
            return Report(file, says=error.says, words=error.words)
        facts = locate(sheets, unit)
        if not facts.tables:
            return Report(file, says="no_table")
        return Report(file, reconcile(facts, rule_book() if book is None else book))


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the garbage collector from walking the thousands of cells and facts that all live to the end."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
