"""Score: the self-evaluation sheets (绩效自评表) of a workbook file → a report on them alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gouji.locate import locate
from gouji.reconcile import reconcile
from gouji.report import Report
from gouji.rules import rule_book
from gouji.scores import with_scores
from gouji.scores.scored import Scored
from gouji.workbook.read import UnreadableError, read_workbook

if TYPE_CHECKING:
    import os

    from gouji.rules import RuleBook


def score(path: str | os.PathLike[str], *, book: RuleBook | None = None) -> Report:
    """Check the score sheets of one workbook file and return the report, of the same form as check's.

    The nine tables are read for what the sheets repeat of them; their own ties are left to `check`. A file
    that cannot be read or has no score sheet gives a report of status unreadable, never an exception.
    """
    file = Path(path)
    try:
        sheets = read_workbook(file)
    except UnreadableError as error:
        return Report(file, says=error.says, words=error.words)
    nothing = reconcile(locate(()), rule_book() if book is None else book)
    scored = with_scores(nothing, sheets, locate(sheets))
    return Report(file, scored) if isinstance(scored, Scored) else Report(file, says="no_scores")
