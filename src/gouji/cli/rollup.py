"""The command that adds up the workbooks of a folder: rollup."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gouji.cli.check import show_reports
from gouji.cli.inputs import files_of
from gouji.cli.options import All, Form, Format, Lang, Language, Out
from gouji.cli.output import refuse_input, stop
from gouji.cli.program import app
from gouji.messages import texts

_HELP = texts("rollup", "zh")


@app.command(help=_HELP["help"])
def rollup(
    folder: Annotated[Path, typer.Argument(help=_HELP["help_folder"])],
    parent: Annotated[Path | None, typer.Option(help=_HELP["help_parent"])] = None,
    years: Annotated[bool, typer.Option("--years", help=_HELP["help_years"])] = False,
    form: Form = Format.TEXT,
    out: Out = None,
    lang: Lang = Language.ZH,
    show_all: All = False,
) -> None:
    """Hold a folder's workbooks against their parent's or against each other, and exit with the status."""
    from gouji.workbook.rollup import rolled_up, years_in_order  # noqa: PLC0415 not before --help

    words = texts("rollup", lang.value)
    if parent is None and not years:
        stop(words["parent_needed"])
    if parent is not None and years:
        stop(words["parent_or_years"])
    if not folder.is_dir():
        stop(words["not_a_folder"].format(folder))
    files = [file for file in files_of([str(folder)]) if file.is_file()]
    refuse_input(out, (*files, parent or folder), lang.value)
    if parent is None:
        reports = years_in_order(files, folder)
    else:
        units = [file for file in files if file.resolve() != parent.resolve()]
        reports = rolled_up(parent, units, folder)
    show_reports(reports, form, out, lang.value, show_all=show_all)
