"""Notes: what stands on a marked cell, and how it is joined to a user's own note and taken off again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gouji.findings import Verdict
from gouji.marks.expected import expected_of
from gouji.marks.record import RESULTS_SHEET
from gouji.messages import advice, found, rule_text, texts
from gouji.report.culprit import culprit_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gouji.findings import Finding, FindingCell
    from gouji.marks.kinds import Kind
    from gouji.report import Report

TAG = "[勾稽]"
"""Every note of ours begins with it, in either language."""

DIVIDER = "\n────────\n"
"""Stands between a user's own note and ours."""

MOST_TOLD = 3
"""Findings that one note tells in full."""

MOST_AGAINST = 2
"""Cells of the other side that a note names."""

_RELATIONS = {"==": "", "<=": "_at_most", ">=": "_at_least"}


def note_of(told: Sequence[tuple[Finding, FindingCell]], kind: Kind, report: Report, lang: str) -> str:
    """Return the note of a cell: rule, expected, found, difference, what to do; the gravest finding first.

    A culprit's note begins with what the cell should print and how it may have gone wrong.
    """
    words = texts("marks", lang)
    rules = report.rules
    lines = [f"{TAG} {words[kind.value]}", *_blamed(told[0][1], report, lang)]
    for finding, cell in told[:MOST_TOLD]:
        lines.append(f"{finding.rule} {rule_text(rules[finding.rule], lang)}")
        lines.append(_says(finding, cell, report, lang))
        lines.append(_against(finding, cell, words))
    lines += dict.fromkeys(advice(finding, lang) for finding, _ in told[:MOST_TOLD])
    if len(told) > MOST_TOLD:
        lines.append(words["more"].format(len(told) - MOST_TOLD, RESULTS_SHEET))
    return "\n".join(filter(None, lines))


def _blamed(cell: FindingCell, report: Report, lang: str) -> list[str]:
    if not cell.culprit:
        return []
    found = (one for one in report.culprits.sets[0].cells if one.place.at == (cell.sheet, cell.cell))
    return [culprit_text(one, lang) for one in found]


def joined(own: str, ours: str) -> str:
    """Return a user's own note, '' for none, with ours below it."""
    return own + DIVIDER + ours if own else ours


def without(text: str, ours: str) -> str:
    """Return what remains of a cell's note when ours is taken off: '' where there was no other.

    What the user wrote before or behind stays. Where our part was edited, it ends with the note.
    """
    for part in (DIVIDER + ours, ours) if ours else ():
        if part in text:
            return text.replace(part, "", 1)
    start = text.find(TAG)
    return text if start < 0 else text[:start].removesuffix(DIVIDER)


def _says(finding: Finding, cell: FindingCell, report: Report, lang: str) -> str:
    amounts = expected_of(finding, cell, report) if finding.verdict == Verdict.MISMATCH else None
    if amounts is None or not amounts.is_plausible:
        return found(finding, lang)
    key = ("expected" if amounts.alone else "expected_if") + _RELATIONS[amounts.relation]
    return texts("marks", lang)[key].format(
        f"{amounts.expected:,}", f"{amounts.found:,}", f"{amounts.difference:+,}"
    )


def _against(finding: Finding, cell: FindingCell, words: Mapping[str, str]) -> str:
    """Return where the other side of the tie stands, when that is one cell or two."""
    others = [other for other in finding.cells if other.weight == -cell.weight != 0]
    if not 0 < len(others) <= MOST_AGAINST:
        return ""
    return words["against"].format(words["and"].join(f"{other.sheet}!{other.cell}" for other in others))
