"""Results: what the results sheet (核对结果) says, as rows, whoever writes them into a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gouji.findings import Verdict
from gouji.marks.expected import expected_of
from gouji.marks.kinds import Kind
from gouji.marks.plan import main_cell
from gouji.marks.record import RESULTS_SHEET
from gouji.messages import advice, found, rule_text, texts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from gouji.findings import Finding, FindingCell
    from gouji.report import Report

COLUMNS = ("severity", "rule", "place", "expected", "found", "difference", "explanation")
WIDTHS = (9, 10, 30, 14, 14, 14, 72)
"""Widths of the columns in characters."""

_GROUPS = ("must", "should", "info", "plug", "rounding", "not_evaluated", "accepted")
_MOST_CELLS = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One finding; `target` is the cell that `place` jumps to, (sheet, A1 address), if there is one."""

    kind: Kind | None
    severity: str
    rule: str
    place: str
    expected: Decimal | None
    found: Decimal | None
    difference: Decimal | None
    explanation: str
    target: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Results:
    """The results sheet: its name, title, summary, the legend of the marks, column heads, and the rows."""

    sheet: str
    title: str
    summary: tuple[str, ...]
    legend: tuple[tuple[Kind, str], ...]
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def results_of(report: Report, lang: str, remarks: Iterable[str] = ()) -> Results:
    """Return the results sheet of a report; `remarks` are further sentences for its summary.

    The rows are sorted by what there is to do and then by rule, so that a filter can take any of them; what
    is accepted stands at the end with its reason.
    """
    words = texts("marks", lang)
    told = sorted(report.findings, key=lambda finding: _GROUPS.index(_group(finding, report)))
    summary = [texts("report", lang)["counts"].format(**report.counts), *remarks, words["how_to_clear"]]
    if not told:
        summary.insert(1, words["all_ties"])
    return Results(
        RESULTS_SHEET,
        words["title"],
        tuple(summary),
        tuple((kind, words[kind.value]) for kind in Kind),
        tuple(words[f"h_{column}"] for column in COLUMNS),
        tuple(_row(finding, report, lang) for finding in told),
    )


def _group(finding: Finding, report: Report) -> str:
    if report.reason_for(finding) is not None:
        return "accepted"
    return finding.severity if finding.verdict == Verdict.MISMATCH else finding.verdict.value


def _row(finding: Finding, report: Report, lang: str) -> Row:
    cell = main_cell(finding.cells)
    evaluated = finding.verdict != Verdict.NOT_EVALUATED
    amounts = expected_of(finding, cell, report) if cell and evaluated else None
    if amounts is not None and not amounts.is_plausible:
        amounts = None
    group = _group(finding, report)
    return Row(
        _kind(finding, cell) if group != "accepted" else None,
        _severity(finding, group, lang),
        finding.rule,
        _place(cell),
        amounts.expected if amounts else None,
        amounts.found if amounts else None,
        amounts.difference if amounts else None,
        _explanation(finding, cell, report, lang),
        (cell.sheet, cell.cell) if cell else None,
    )


def _kind(finding: Finding, cell: FindingCell | None) -> Kind | None:
    if cell is None or finding.verdict == Verdict.NOT_EVALUATED:
        return None
    if finding.verdict == Verdict.MISMATCH and finding.severity != "info":
        return Kind.CULPRIT if cell.culprit or len(finding.cells) == 1 else Kind.INVOLVED
    return Kind.NOTICE


def _severity(finding: Finding, group: str, lang: str) -> str:
    if group == "accepted":
        return texts("marks", lang)["accepted"]
    return texts("severities" if finding.verdict == Verdict.MISMATCH else "verdicts", lang)[group]


def _place(cell: FindingCell | None) -> str:
    return f"{cell.sheet}!{cell.cell} {cell.label}".rstrip() if cell else ""


def _explanation(finding: Finding, cell: FindingCell | None, report: Report, lang: str) -> str:
    """Return what must hold, what was found, the finding's other cells, and what to do."""
    words = texts("marks", lang)
    others = [
        f"{other.sheet}!{other.cell} {other.value}"
        for other in finding.cells
        if other != cell and other.value not in (None, "0.00")
    ]
    shown = words["and"].join(others[:_MOST_CELLS])
    if len(others) > _MOST_CELLS:
        shown += texts("report", lang)["more_cells"].format(len(others) - _MOST_CELLS)
    says = [rule_text(report.rules[finding.rule], lang), found(finding, lang)]
    says += [words["others"].format(shown)] if shown else []
    reason = report.reason_for(finding)
    says.append(advice(finding, lang) if reason is None else words["reason"].format(reason))
    return "\n".join(filter(None, says))
