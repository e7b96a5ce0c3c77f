"""Remarks: the findings on a narrative as comments on its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gouji.documents.mark import Remark, mark_document
from gouji.documents.read import read_document
from gouji.findings import Verdict
from gouji.messages import message, texts
from gouji.workbook.read import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from gouji.narrative.paragraphs import Paragraph
    from gouji.report import Report

_SILENT = frozenset({Verdict.EXACT, Verdict.ROUNDING, Verdict.NOT_EVALUATED})


def mark_narrative(report: Report, out: Path, lang: str, *, overwrite: bool = False) -> None:
    """Write a copy of a narrative's file with a comment at each finding that is no rounding.

    Raises UnreadableError when the file takes no comments, `out` exists (without `overwrite`) or cannot be
    written.
    """
    if out.resolve() == report.path.resolve():
        raise UnreadableError("mark_onto_itself", str(out))
    if out.exists() and not overwrite:
        raise UnreadableError("exists", str(out))
    try:
        mark_document(report.path, remarks_of(report, read_document(report.path), lang), out)
    except OSError as error:
        raise UnreadableError("not_written", str(out), error.strerror or str(error)) from None


def remarks_of(report: Report, paragraphs: Sequence[Paragraph], lang: str) -> Iterator[Remark]:
    """Yield a remark for each finding with a place; `paragraphs` are those of the file."""
    words = texts("tie", lang)
    for finding in report.findings:
        place = finding.place
        if place is None or finding.verdict in _SILENT:
            continue
        start = max(paragraphs[place.paragraph].text.find(place.sentence), 0)
        says = message(finding, report.rules[finding.rule], lang)
        if finding.corrected:
            says += "\n" + words["corrected"].format(finding.corrected)
        yield Remark(place.paragraph, start + place.offset, start + max(place.end, place.offset + 1), says)
