"""Text: a report for a person at a terminal, grouped by what there is to do and by rule."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.console import Group
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from gouji.figures import printed
from gouji.findings import Verdict, telling
from gouji.messages import advice, found, rule_text, texts, unreadable
from gouji.report import MISMATCH, TIES, UNREADABLE
from gouji.report.culprits import culprits_text
from gouji.report.indented import indented
from gouji.written import readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from gouji.findings import Finding, FindingCell
    from gouji.report import Report
    from gouji.rules import Rule

_STYLES = {TIES: "bold green", MISMATCH: "bold red", UNREADABLE: "bold magenta"}
_TOLD_IN_FULL = ("must", "should", "info")
_GROUPS = ("must", "should", "info", "rounding", "not_evaluated", "exact")
_HEAD_STYLES = {"must": "bold red", "should": "bold yellow"}
MOST_CELLS = 16
"""Cells of one finding that are shown; a sum over many codes is not read cell by cell."""


def text_report(report: Report, lang: str, *, with_exact: bool = False) -> RenderableType:
    """Return one file's report; exact forms only if asked for."""
    words = texts("report", lang)
    title = Text.assemble(
        (readable(str(report.path)), "bold"), "  ", (_conclusion(report, words), _STYLES[report.status])
    )
    result = report.reconciliation
    if result is None:
        return Group(Line(style="dim"), title, Text(unreadable(report.says, report.words, lang)))
    found_tables = words["tables"].format(len(result.facts.tables))
    counts = words["counts"].format(**report.counts)
    head = Text(f"{words['unit']} {result.facts.unit} · {found_tables}\n{counts}", style="dim")
    findings = report.all_findings if with_exact else report.findings
    accepted = {id(finding): reason for finding in findings if (reason := report.reason_for(finding))}
    counted = [finding for finding in findings if id(finding) not in accepted]
    rules = report.rules
    accused = [] if result.ties else culprits_text(report.culprits, lang)
    told = _accepted(((one, accepted[id(one)]) for one in findings if id(one) in accepted), rules, lang)
    groups = [*accused, *_groups(counted, rules, lang), *told]
    if report.coverage is None:
        return Group(Line(style="dim"), title, head, *groups)
    from gouji.report.narrativetext import coverage_line, unread_numbers  # noqa: PLC0415 for narratives alone

    covered = coverage_line(report.coverage, lang)
    return Group(Line(style="dim"), title, head, covered, *groups, *unread_numbers(report.coverage, lang))


def summary_line(reports: Sequence[Report], lang: str) -> Text:
    """Return the line that counts several files by status."""
    counts = {status: sum(report.status == status for report in reports) for status in _STYLES}
    return Text(texts("report", lang)["summary"].format(files=len(reports), **counts), style="bold")


def _conclusion(report: Report, words: Mapping[str, str]) -> str:
    if report.status == MISMATCH:
        return words["mismatch"].format(sum(_group_of(finding) == "must" for finding in report.counted))
    if report.status == UNREADABLE:
        return words["unreadable"]
    counts = report.counts
    if not any(counts.values()) or not (counts["exact"] + counts["rounding"] + counts["plug"]):
        return words["empty"]
    return words["ties_with_rounding" if counts["rounding"] or counts["plug"] else "ties"]


def _groups(findings: Iterable[Finding], rules: Mapping[str, Rule], lang: str) -> Iterator[RenderableType]:
    by_group: dict[str, dict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        by_group[_group_of(finding)][finding.rule].append(finding)
    words = texts("report", lang)
    for group in _GROUPS:
        if group not in by_group:
            continue
        title = words.get(f"group_{group}") or texts("verdicts", lang)[group]
        yield Text(f"\n{title}", style=_HEAD_STYLES.get(group, "bold"))
        for rule_id, members in by_group[group].items():
            rule = rules[rule_id]
            yield Text(f"{rule_id}  {rule_text(rule, lang)}", style="" if group == "must" else "dim")
            if group in _TOLD_IN_FULL:
                yield from (indented(_finding(finding, lang)) for finding in members)
                todo = dict.fromkeys(filter(None, (advice(finding, lang) for finding in members)))
                yield from (indented(Text(f"→ {sentence}", style="italic")) for sentence in todo)
            else:
                yield indented(Text(_brief(members, lang), style="dim"))


def _accepted(
    findings: Iterable[tuple[Finding, str]], rules: Mapping[str, Rule], lang: str
) -> Iterator[RenderableType]:
    """Yield the findings that are accepted, each with its reason."""
    words = texts("culprits", lang)
    title = Text(f"\n{words['accepted']}", style="bold")
    for finding, reason in findings:
        yield from (title,) if title else ()
        title = Text()
        yield Text(f"{finding.rule}  {rule_text(rules[finding.rule], lang)}", style="dim")
        yield indented(Text(found(finding, lang)))
        yield indented(Text(words["reason"].format(reason), style="italic"))


def _group_of(finding: Finding) -> str:
    if finding.verdict == Verdict.MISMATCH:
        return finding.severity
    return "should" if finding.verdict == Verdict.PLUG else finding.verdict.value


def _brief(findings: Sequence[Finding], lang: str) -> str:
    """Return one line for all findings of a rule: how many and how large, or why it was not evaluated."""
    differences = [abs(Decimal(finding.difference)) for finding in findings if finding.difference]
    if not differences:
        return " ".join(dict.fromkeys(found(finding, lang) for finding in findings))
    return texts("report", lang)["places"].format(count=len(findings), largest=max(differences))


def _finding(finding: Finding, lang: str) -> RenderableType:
    """Return the sentence and the cells on both sides of the tie."""
    sentence = Text.assemble(found(finding, lang), (f" [{finding.id}]", "dim"))
    shown = telling(finding.cells)
    if finding.place is not None:
        from gouji.report.narrativetext import placed  # noqa: PLC0415 for narratives alone

        return placed(finding, sentence, _cells(shown, lang), lang)
    return Group(sentence, _cells(shown, lang)) if shown else sentence


def _cells(cells: Sequence[FindingCell], lang: str) -> Table:
    words = texts("report", lang)
    table = Table(box=None, padding=(0, 1), show_header=False)
    table.add_column(justify="right")
    table.add_column()
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(style="yellow", no_wrap=True)
    sides = [cell.weight for cell in cells]
    for n, cell in enumerate(cells[:MOST_CELLS]):
        sign = _sign(sides[n], n > 0 and sides[n - 1] == sides[n])
        name = " ".join(part for part in (cell.label or cell.row, _code(cell), cell.column) if part)
        # a bare string would be read as rich's markup, and a label may hold a bracket
        suspect = words["suspect"] if cell.culprit else ""
        texts_of_row = (name, f"{cell.sheet}!{cell.cell}", _amount(cell, words), suspect)
        table.add_row(sign, *map(Text, texts_of_row))
    if len(cells) > MOST_CELLS:
        table.add_row("", words["more_cells"].format(len(cells) - MOST_CELLS), "", "", "")
    return table


def _sign(weight: int, follows: bool) -> str:  # noqa: FBT001 a sign of the sum, not a mode
    if not weight:
        return ""
    return "+" if follows else ("" if weight > 0 else "↔")


def _code(cell: FindingCell) -> str:
    return cell.row if cell.row.isdecimal() and cell.label != cell.row else ""


def _amount(cell: FindingCell, words: Mapping[str, str]) -> str:
    if cell.value is None:
        return words["blank"] if cell.weight else ""
    digits = cell.value.replace(".", "").removeprefix("-")
    return printed(int(cell.value.replace(".", ""))) if cell.weight and digits.isdecimal() else cell.value
