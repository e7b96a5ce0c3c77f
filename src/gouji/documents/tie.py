"""Tie: a narrative's file, with or without a workbook of its tables → a report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gouji.documents.located import has_chinese
from gouji.narrative.plaintext import paragraphs_of
from gouji.narrative.tie import tie as tie_paragraphs
from gouji.report import Report
from gouji.rules import narrative_rules
from gouji.workbook.owner import owner_of
from gouji.workbook.read import UnreadableError, content_of
from gouji.workbook.tables import read_tables

if TYPE_CHECKING:
    import os

    from gouji.facts import Facts
    from gouji.narrative.paragraphs import Paragraph
    from gouji.rules import RuleBook

TEXT = ".txt"


def tie(
    report: str | os.PathLike[str],
    workbook: str | os.PathLike[str] | None = None,
    last: str | os.PathLike[str] | None = None,
    *,
    book: RuleBook | None = None,
) -> Report:
    """Check a narrative against itself and, where they are given, this and last year's workbooks.

    A file that cannot be read gives a report of status unreadable on it, never an exception.
    """
    path = Path(report)
    try:
        paragraphs = read_narrative(path)
    except UnreadableError as error:
        return Report(path, says=error.says, words=error.words)
    read: list[Facts | None] = []
    owners: list[str] = []
    for tables in (workbook, last):
        try:
            sheets, facts = ((), None) if tables is None else read_tables(Path(tables))
        except UnreadableError as error:
            return Report(Path(tables or path), says=error.says, words=error.words)
        read.append(facts)
        owners.append(owner_of(sheets))
    rules = narrative_rules() if book is None else book
    tied = tie_paragraphs(paragraphs, rules, *read, department=owners[0])
    return Report(path, tied, coverage=tied.coverage)


def read_narrative(path: Path) -> list[Paragraph]:
    """Return the paragraphs of a narrative's file; raise UnreadableError when it cannot be read."""
    if path.suffix.lower() != TEXT:
        from gouji.documents.read import read_document  # noqa: PLC0415 plain text needs no reader

        return read_document(path)
    data = content_of(path)
    if not data.strip():
        raise UnreadableError("empty_file")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _narrative(text)
    raise UnreadableError("not_a_text")


def _narrative(text: str) -> list[Paragraph]:
    """Return the paragraphs of a text in Chinese; raise UnreadableError for any other."""
    if not has_chinese(text):
        raise UnreadableError("not_chinese")
    return paragraphs_of(text)
