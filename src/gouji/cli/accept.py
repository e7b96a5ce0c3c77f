"""The command that accepts findings with a reason: accept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gouji.cli.inputs import rule_book_of
from gouji.cli.options import Lang, Language, Rules
from gouji.cli.output import stop
from gouji.cli.program import app
from gouji.messages import found, texts, unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gouji.accepted import Accepted
    from gouji.findings import Finding
    from gouji.report import Report

_HELP = texts("accept", "zh")


@app.command(help=_HELP["help"])
def accept(
    file: Annotated[Path, typer.Argument(help=_HELP["help_file"])],
    findings: Annotated[list[str] | None, typer.Argument(help=_HELP["help_findings"])] = None,
    reason: Annotated[str, typer.Option(help=_HELP["help_reason"])] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help=_HELP["help_withdraw"])] = False,
    rules: Rules = None,
    lang: Lang = Language.ZH,
) -> None:
    """Accept findings of a workbook, withdraw that, or without findings list what is accepted."""
    from gouji.accepted import write_accepted  # noqa: PLC0415 not before --help
    from gouji.workbook.check import check  # noqa: PLC0415

    words = texts("accept", lang.value)
    report = check(file, book=rule_book_of(rules))
    if report.reconciliation is None:
        stop(f"{file}: {unreadable(report.says, report.words, lang.value)}")
    if not findings:
        _list(report, lang.value)
        return
    if withdraw:
        kept = [one for one in report.accepted if not _names(findings, one.id, one.rule)]
        chosen: Sequence[Finding | Accepted] = [one for one in report.accepted if one not in kept]
    else:
        if not reason.strip():
            stop(words["no_reason"])
        chosen, kept = _accepting(report, findings, reason.strip())
    if not chosen:
        stop(words["no_finding"].format("、".join(findings)))
    try:
        path = write_accepted(file, kept)
    except OSError as error:
        stop(words["not_written"].format(file, error.strerror))
    typer.echo(words["withdrawn" if withdraw else "done"].format(len(chosen), path))


def _accepting(report: Report, names: Sequence[str], reason: str) -> tuple[list[Finding], list[Accepted]]:
    """Return the findings that are named, and what is accepted with them; a lapsed entry is replaced."""
    from gouji.accepted import accepting  # noqa: PLC0415 not before --help

    chosen = [one for one in report.findings if one.verdict == "mismatch" and _names(names, one.id, one.rule)]
    new = {one.id for one in chosen}
    kept = [one for one in report.accepted if one.id not in new]
    return chosen, [*kept, *(accepting(one, reason) for one in chosen)]


def _names(names: Sequence[str], key: str, rule: str) -> bool:
    return key in names or rule in names


def _list(report: Report, lang: str) -> None:
    words = texts("accept", lang)
    found_now = {finding.id: finding for finding in report.findings}
    for one in report.accepted:
        finding = found_now.get(one.id)
        state = "" if finding and one.covers(finding) else words["lapsed"]
        says = found(finding, lang) if finding else ""
        typer.echo(f"{one.id}  {one.rule}  {one.reason}  {state}{says}".rstrip())
    if not report.accepted:
        typer.echo(words["none"])
