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
    from gouji.reconcile import Reconciliation

COLUMNS = ("severity", "rule", "place", "expected", "found", "difference", "explanation")
WIDTHS = (9, 10, 30, 14, 14, 14, 72)
"""Widths of the columns in characters."""

_GROUPS = ("must", "should", "info", "plug", "rounding", "not_evaluated")
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


def results_of(
    result: Reconciliation,
    lang: str,
    remarks: Iterable[str] = (),
    findings: Iterable[Finding] | None = None,
) -> Results:
    """Return the results sheet of a reconciliation; `remarks` are further sentences for its summary.

    `findings` are those of the result unless given: a report's name their culprits.

    The rows are sorted by what there is to do and then by rule, so that a filter can take any of them.
    """
    words = texts("marks", lang)
    told = sorted(
        (one for one in (result.findings if findings is None else findings) if one.verdict != Verdict.EXACT),
        key=lambda finding: _GROUPS.index(_group(finding)),
    )
    summary = [texts("report", lang)["counts"].format(**result.counts), *remarks, words["how_to_clear"]]
    if not told:
        summary.insert(1, words["all_ties"])
    return Results(
        RESULTS_SHEET,
        words["title"],
        tuple(summary),
        tuple((kind, words[kind.value]) for kind in Kind),
        tuple(words[f"h_{column}"] for column in COLUMNS),
        tuple(_row(finding, result, lang) for finding in told),
    )


def _group(finding: Finding) -> str:
    return finding.severity if finding.verdict == Verdict.MISMATCH else finding.verdict.value


def _row(finding: Finding, result: Reconciliation, lang: str) -> Row:
    cell = main_cell(finding.cells)
    evaluated = finding.verdict != Verdict.NOT_EVALUATED
    amounts = expected_of(finding, cell, result.facts) if cell and evaluated else None
    if amounts is not None and not amounts.is_plausible:
        amounts = None
    return Row(
        _kind(finding, cell),
        _severity(finding, lang),
        finding.rule,
        _place(cell),
        amounts.expected if amounts else None,
        amounts.found if amounts else None,
        amounts.difference if amounts else None,
        _explanation(finding, cell, result, lang),
        (cell.sheet, cell.cell) if cell else None,
    )


def _kind(finding: Finding, cell: FindingCell | None) -> Kind | None:
    if cell is None or finding.verdict == Verdict.NOT_EVALUATED:
        return None
    if finding.verdict == Verdict.MISMATCH and finding.severity != "info":
        return Kind.CULPRIT if cell.culprit or len(finding.cells) == 1 else Kind.INVOLVED
    return Kind.NOTICE


def _severity(finding: Finding, lang: str) -> str:
    section = "severities" if finding.verdict == Verdict.MISMATCH else "verdicts"
    return texts(section, lang)[_group(finding)]


def _place(cell: FindingCell | None) -> str:
    return f"{cell.sheet}!{cell.cell} {cell.label}".rstrip() if cell else ""


def _explanation(finding: Finding, cell: FindingCell | None, result: Reconciliation, lang: str) -> str:
    """Return what must hold, what was found, the finding's other cells, and what to do."""
    words = texts("marks", lang)
    rule = next(rule for rule in result.book if rule.id == finding.rule)
    others = [
        f"{other.sheet}!{other.cell} {other.value}"
        for other in finding.cells
        if other != cell and other.value not in (None, "0.00")
    ]
    shown = words["and"].join(others[:_MOST_CELLS])
    if len(others) > _MOST_CELLS:
        shown += texts("report", lang)["more_cells"].format(len(others) - _MOST_CELLS)
    says = [rule_text(rule, lang), found(finding, lang)]
    says += [words["others"].format(shown)] if shown else []
    return "\n".join(filter(None, [*says, advice(finding, lang)]))
