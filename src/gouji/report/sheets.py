"""Sheets: the report of a workbook's sheets, wherever they were read: in a file or in a running program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gouji.reconcile import reconcile
from gouji.report import Report
from gouji.rules import rule_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from gouji.accepted import Accepted
    from gouji.facts import Facts
    from gouji.grid import Sheet
    from gouji.reconcile import Reconciliation
    from gouji.rules import RuleBook


def report_of(
    file: Path,
    sheets: Sequence[Sheet],
    facts: Facts,
    book: RuleBook | None,
    accepted: tuple[Accepted, ...] = (),
) -> Report:
    """Return the report of sheets and the facts on them; `file` is what the report calls them."""
    plain = reconcile(facts, rule_book() if book is None else book)
    whole = _with_scores(plain, sheets)
    if not facts.tables and whole is plain:
        return Report(file, says="no_table")
    return Report(file, whole, accepted=accepted)


def _with_scores(plain: Reconciliation, sheets: Iterable[Sheet]) -> Reconciliation:
    """Return the reconciliation with the findings on score sheets among the sheets that hold no table."""
    tables = {line.sheet for line in plain.facts.lines}
    others = [sheet for sheet in sheets if sheet.name not in tables]
    if not others:
        return plain
    from gouji.scores import with_scores  # noqa: PLC0415 most workbooks have no score sheets

    return with_scores(plain, others)
