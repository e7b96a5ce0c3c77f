"""The commands about narratives: tie."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gouji.cli.app import app
from gouji.cli.check import show_reports
from gouji.cli.options import All, Form, Format, Lang, Language, Out
from gouji.cli.output import stop
from gouji.messages import texts

if TYPE_CHECKING:
    from gouji.report import Report

_HELP = texts("tie", "zh")


@app.command(help=_HELP["help"])
def tie(
    report: Annotated[Path, typer.Argument(help=_HELP["help_report"])],
    workbook: Annotated[Path | None, typer.Argument(help=_HELP["help_workbook"])] = None,
    form: Form = Format.TEXT,
    out: Out = None,
    lang: Lang = Language.ZH,
    show_all: All = False,
) -> None:
    """Check a narrative, print the result and exit with its status."""
    inputs = [path for path in (report, workbook) if path is not None]
    if out is not None and any(out.resolve() == path.resolve() for path in inputs):
        stop(texts("cli", lang.value)["out_is_input"].format(out))
    show_reports([_tied(report, workbook)], form, out, lang.value, show_all=show_all)


def _tied(report: Path, workbook: Path | None) -> Report:
    from gouji.report import Report  # noqa: PLC0415 with the checker, not before --help
    from gouji.workbook.tie import tie as tie_files  # noqa: PLC0415

    try:
        return tie_files(report, workbook)
    except Exception as error:  # noqa: BLE001 an accountant is shown no traceback
        return Report(report, says="internal", words=(f"{type(error).__name__}: {error}",))
