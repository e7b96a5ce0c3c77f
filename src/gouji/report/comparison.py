"""The result of comparing two workbooks, and the sentences that its forms of report share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from gouji.comparison import NoGrowth, year_and_table
from gouji.facts import TOTAL
from gouji.findings import Verdict
from gouji.messages import found, rule_text, texts
from gouji.report import MISMATCH, TIES, UNREADABLE

if TYPE_CHECKING:
    from pathlib import Path

    from gouji.comparison import Comparison, Pair
    from gouji.findings import Finding
    from gouji.rules import Rule

DIFFER = frozenset({Verdict.MISMATCH, Verdict.PLUG})
"""The verdicts by which an opening balance is not last year's closing balance."""


class Unreadable(NamedTuple):
    """Why the file of a year, this or last, could not be read: the key and the words of the message."""

    year: str
    path: Path
    says: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class ComparisonReport:
    """The result of comparing two files. `comparison` is None when `errors` say why one could not be read."""

    this: Path
    last: Path
    comparison: Comparison | None = None
    errors: tuple[Unreadable, ...] = ()

    @property
    def status(self) -> str:
        """Return ties, mismatch (a finding of severity must does not tie) or unreadable."""
        if self.comparison is None:
            return UNREADABLE
        return TIES if self.comparison.openings.ties else MISMATCH

    def to_json(self, lang: str = "zh") -> str:
        """Return the result as a JSON text in the documented format, messages in zh or en."""
        from gouji.report.comparisondata import comparison_json  # noqa: PLC0415 json is not needed to compare

        return comparison_json(self, lang)


def against(report: ComparisonReport, comparison: Comparison, lang: str) -> str:
    """Return the line that names both files with their years."""
    words = texts("compare", lang)
    this, last = (words["year"].format(y) if y else words["no_year"] for y in comparison.years)
    return words["against"].format(this=report.this, this_year=this, last=report.last, last_year=last)


def conclusion(comparison: Comparison) -> str:
    """Return the key of the sentence that concludes on the opening balances."""
    counts = comparison.openings.counts
    if any(counts[verdict] for verdict in DIFFER):
        return "openings_differ"
    return "openings_tie" if counts["exact"] + counts["rounding"] else "openings_unknown"


def concluded(comparison: Comparison, lang: str) -> str:
    """Return the sentence that concludes on the opening balances."""
    counts = comparison.openings.counts
    return texts("compare", lang)[conclusion(comparison)].format(sum(counts[verdict] for verdict in DIFFER))


def counted(comparison: Comparison, lang: str) -> str:
    """Return the line that gives the unit and counts the changes."""
    words = texts("compare", lang)
    changes = [pair.change for pair in comparison.pairs]
    known = [change for change in changes if change is not None]
    counts = words["counts"].format(
        all=len(changes),
        up=sum(change > 0 for change in known),
        down=sum(change < 0 for change in known),
        same=known.count(0),
        unreadable=len(changes) - len(known),
    )
    return f"{words['unit'].format(comparison.unit)} · {counts}"


def out_of_order(comparison: Comparison, lang: str) -> str:
    """Return the warning that the printed years do not follow each other, '' if they do."""
    return "" if comparison.in_order else texts("compare", lang)["not_in_order"].format(*comparison.years)


def row_name(pair: Pair) -> str:
    """Return what a person calls the row: a code's printed name, else its key, which no other row has."""
    return pair.label if code_of(pair) else pair.row


def code_of(pair: Pair) -> str:
    """Return the code of the row, '' if it has none; a second row of one code has the same."""
    code = pair.row.partition("#")[0]
    return code if code.isdecimal() else ""


def item_text(pair: Pair) -> str:
    """Return what a person calls the fact: its row's name and code, and its column if that says more."""
    name = row_name(pair)
    return " ".join(filter(None, (name, code_of(pair), "" if pair.column in name else pair.column)))


def reason(pair: Pair, lang: str) -> str:
    """Return why the pair has no growth, '' where it has one."""
    if pair.no_growth is None:
        return ""
    key = "unreadable_amount" if pair.no_growth == NoGrowth.UNREADABLE else pair.no_growth.value
    return texts("compare", lang)[key]


def judged_openings(comparison: Comparison) -> list[Finding]:
    """Return the opening balances that were held against a closing balance, by rule and table."""
    found = [finding for finding in comparison.openings.all_findings if finding.difference is not None]
    return sorted(found, key=lambda f: (f.rule, year_and_table(f.cells[0].table)[1]))


def opening_name(finding: Finding) -> str:
    """Return what an opening balance is called: its row, its column in a table of codes."""
    first = finding.cells[0]
    return first.column if first.row == TOTAL else first.row


def opening_places(finding: Finding) -> tuple[str, str]:
    """Return where the opening and the closing balance stand, '' for a year without such a table."""
    sides = {cell.weight: f"{cell.sheet}!{cell.cell}" for cell in finding.cells}
    return sides.get(1, ""), sides.get(-1, "")


def opening_notes(comparison: Comparison, lang: str) -> list[str]:
    """Return what to do about the opening balances that differ, then which could not be evaluated and why."""
    words = texts("compare", lang)
    findings = comparison.openings.findings
    todo = dict.fromkeys(f"→ {words[f'advice_{f.says}']}" for f in findings if f.verdict in DIFFER)
    return [*todo, *(f"{f.rule}  {found_between(f, lang)}" for f in findings if f.difference is None)]


def renamings(comparison: Comparison, lang: str) -> list[str]:
    """Return a line for each code that has another name than last year."""
    words = texts("compare", lang)
    return [
        words["names"].format(code=code, this=this, last=last) for _, code, this, last in comparison.renamed
    ]


def reading_notes(comparison: Comparison, lang: str) -> list[str]:
    """Return what was found in reading the workbooks, one line for all findings of one sentence."""
    words = texts("compare", lang)
    return [
        words["found_in_year"].format(year=words[year], found=sentence)
        for year, reading in (("this", comparison.this), ("last", comparison.last))
        for sentence in dict.fromkeys(found(finding, lang) for finding in reading.findings)
    ]


def found_between(finding: Finding, lang: str) -> str:
    """Return the sentence that says what a rule between the years found."""
    words = texts("compare", lang)
    if finding.difference is not None:
        left, right, difference = finding.words
        return words[f"found_{finding.says}"].format(left=left, right=right, difference=difference)
    places: dict[tuple[str, ...], str] = {(cell.sheet, cell.cell): cell.table for cell in finding.cells}
    year, table = year_and_table(places.get(finding.words, finding.words[0]))
    if not finding.cells:
        finding = replace(finding, words=(table, *finding.words[1:]))
    return words["found_in_year"].format(year=words[year], found=found(finding, lang))


def message_between(finding: Finding, rule: Rule, lang: str) -> str:
    """Return such a finding as one paragraph: what must hold, what was found, what to do."""
    words = texts("compare", lang)
    said, todo = found_between(finding, lang), words.get(f"advice_{finding.says}", "")
    return words["message"].format(rule=rule_text(rule, lang), found=said, advice=todo).strip()
