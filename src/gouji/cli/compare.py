"""The command that compares two years: compare."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from gouji.cli.options import Lang, Language
from gouji.cli.output import TEXT_WIDTH, exit_status, refuse_input, stop, target_of
from gouji.cli.program import app
from gouji.messages import texts

if TYPE_CHECKING:
    from gouji.report.comparison import ComparisonReport

_HELP = texts("cli", "zh")
_COMPARE = texts("compare", "zh")


class ComparisonFormat(StrEnum):
    """How a comparison is printed."""

    TEXT = "text"
    JSON = "json"
    XLSX = "xlsx"


@app.command(help=_COMPARE["help"])
def compare(
    this: Annotated[Path, typer.Argument(help=_COMPARE["help_this"])],
    last: Annotated[Path, typer.Argument(help=_COMPARE["help_last"])],
    form: Annotated[ComparisonFormat, typer.Option("--format", help=_HELP["format"])] = ComparisonFormat.TEXT,
    out: Annotated[Path | None, typer.Option(help=_COMPARE["help_out"])] = None,
    lang: Lang = Language.ZH,
) -> None:
    """Compare the workbooks of two years, print or write the result and exit with its status."""
    words = texts("compare", lang.value)
    if out is None and form == ComparisonFormat.XLSX:
        stop(words["out_needed"])
    refuse_input(out, (this, last), lang.value)
    report = _compared(this, last)
    if out is not None and form == ComparisonFormat.XLSX and report.comparison is not None:
        _write_comparison(report, out, lang.value)
    else:
        with target_of(None if form == ComparisonFormat.XLSX else out, lang.value) as target:
            _show_comparison(report, target, lang.value, as_json=form == ComparisonFormat.JSON)
    raise typer.Exit(exit_status([report]))


def _compared(this: Path, last: Path) -> ComparisonReport:
    from gouji.report.comparison import ComparisonReport, Unreadable  # noqa: PLC0415 with the checker
    from gouji.workbook.compare import compare as compare_files  # noqa: PLC0415

    try:
        return compare_files(this, last)
    except Exception as error:  # noqa: BLE001 an accountant is shown no traceback
        words = (f"{type(error).__name__}: {error}",)
        return ComparisonReport(this, last, errors=(Unreadable("this", this, "internal", words),))


def _show_comparison(report: ComparisonReport, target: TextIO, lang: str, *, as_json: bool) -> None:
    if as_json:
        target.write(report.to_json(lang) + "\n")
        return
    from rich.console import Console  # noqa: PLC0415 slow to import

    from gouji.report.comparisontext import comparison_text  # noqa: PLC0415

    console = Console(file=target, width=None if target.isatty() else TEXT_WIDTH, highlight=False)
    console.print(comparison_text(report, lang))


def _write_comparison(report: ComparisonReport, out: Path, lang: str) -> None:
    from gouji.workbook.comparison import TITLE, write_comparison  # noqa: PLC0415 openpyxl is slow to import
    from gouji.workbook.saved import is_titled  # noqa: PLC0415

    if out.exists() and not is_titled(out, TITLE):
        stop(texts("cli", lang)["out_is_foreign"].format(out))
    try:
        write_comparison(report, out, lang)
    except OSError as error:
        stop(f"{out}: {error.strerror}")
