"""The commands that check files: check, score, recalculate."""

from __future__ import annotations

import sys
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TextIO

import typer

from gouji.cli.inputs import files_of, rule_book_of
from gouji.cli.options import (
    MEMORY,
    SECONDS,
    All,
    Dask,
    DefaultUnit,
    Form,
    Format,
    Jobs,
    Lang,
    Language,
    Memory,
    Out,
    Paths,
    Resume,
    Rules,
    Seconds,
)
from gouji.cli.output import TEXT_WIDTH, exit_status, form_for, refuse_input, stop, target_of
from gouji.cli.program import app
from gouji.messages import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gouji.report import Report

_HELP = texts("cli", "zh")
_BATCH = texts("batch", "zh")


class Engine(StrEnum):
    """The engines that compute formulas."""

    FORMUALIZER = "formualizer"
    FORMULAS = "formulas"


_FOR_MANY = ("csv", "parquet", "xlsx")
"""The forms that only a run over many files writes."""


class CheckFormat(StrEnum):
    """How the result of check is printed."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"


@app.command(help=_HELP["check"])
def check(
    paths: Paths,
    form: Annotated[CheckFormat | None, typer.Option("--format", help=_BATCH["help_format"])] = None,
    out: Out = None,
    lang: Lang = Language.ZH,
    rules: Rules = None,
    unit: DefaultUnit = None,
    show_all: All = False,
    jobs: Jobs = 0,
    dask: Dask = None,
    resume: Resume = False,
    seconds: Seconds = SECONDS,
    memory: Memory = MEMORY,
) -> None:
    """Check workbooks, print the result and exit with its status."""
    from gouji.workbook.check import check as check_file  # noqa: PLC0415 not before --help

    book = rule_book_of(rules)
    name = form.value if form else form_for(out)
    is_limited = (seconds, memory) != (SECONDS, MEMORY)
    is_many = jobs or dask or resume or is_limited or name in _FOR_MANY
    if is_many or any("://" in path for path in paths):
        from gouji.batch.crew import Limits  # noqa: PLC0415 only for many files
        from gouji.batch.task import Task  # noqa: PLC0415
        from gouji.cli.batch import Workers, check_many  # noqa: PLC0415
        from gouji.rules import text_of_rules  # noqa: PLC0415

        text = text_of_rules(rules) if rules else ""
        task = Task(text, unit.value if unit else "", lang.value, show_all)
        workers = Workers(jobs, dask, Limits(seconds, memory << 20))
        check_many(paths, task, name, out, workers, resume=resume)
    work = partial(check_file, book=book, unit=unit.value if unit else "")
    _report(paths, work, Format(name), out, lang, show_all)


@app.command(help=_HELP["score"])
def score(
    paths: Paths,
    form: Form = Format.TEXT,
    out: Out = None,
    lang: Lang = Language.ZH,
    rules: Rules = None,
    show_all: All = False,
) -> None:
    """Check the score sheets of workbooks, print the result and exit with its status."""
    from gouji.workbook.score import score as score_file  # noqa: PLC0415 not before --help

    _report(paths, partial(score_file, book=rule_book_of(rules)), form, out, lang, show_all)


@app.command(help=_HELP["recalculate"])
def recalculate(
    paths: Paths,
    engine: Annotated[Engine, typer.Option(help=_HELP["engine"])] = Engine.FORMUALIZER,
    write: Annotated[Path | None, typer.Option(help=_HELP["write"])] = None,
    form: Form = Format.TEXT,
    out: Out = None,
    lang: Lang = Language.ZH,
    show_all: All = False,
) -> None:
    """Compute the formulas of workbooks anew, print what is wrong with them and exit with its status."""
    from gouji.workbook.recalculate import recalculate as recalculate_file  # noqa: PLC0415 not before --help

    if write and len(set(files_of(paths))) > 1:
        stop(texts("cli", lang.value)["write_one"])
    _report(paths, partial(recalculate_file, engine=engine.value, out=write), form, out, lang, show_all)


def _report(
    paths: Iterable[str],
    work: Callable[[Path], Report],
    form: Format,
    out: Path | None,
    lang: Language,
    show_all: bool,
) -> NoReturn:
    """Do the work on every file, show the reports in the form asked for, and exit with their status."""
    files = list(dict.fromkeys(files_of(paths)))
    refuse_input(out, files, lang.value)
    show_reports(_checked(files, work), form, out, lang.value, show_all=show_all)


def show_reports(
    reports: Iterable[Report], form: Format, out: Path | None, lang: str, *, show_all: bool
) -> NoReturn:
    """Show reports in the form asked for, and exit with their status."""
    show = {Format.TEXT: _show_text, Format.JSON: _show_json, Format.JSONL: _show_lines}[form]
    with target_of(out, lang) as target:
        seen = show(reports, target, lang, show_all)
    raise typer.Exit(exit_status(seen))


def _checked(files: Sequence[Path], work: Callable[[Path], Report]) -> Iterator[Report]:
    """Yield the report of each file, with a progress bar on a terminal when there are several."""
    from gouji.report import Report  # noqa: PLC0415 with the checker, not before --help
    from gouji.workbook.read import is_folder  # noqa: PLC0415

    def checked(path: Path) -> Report:
        if is_folder(path):
            return Report(path, says="no_files")
        try:
            return work(path)
        except Exception as error:  # noqa: BLE001 one file's defect never stops the others
            return Report(path, says="internal", words=(f"{type(error).__name__}: {error}",))

    if len(files) > 1 and sys.stderr.isatty():
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import track  # noqa: PLC0415

        yield from map(checked, track(files, _HELP["progress"], console=Console(stderr=True), transient=True))
    else:
        yield from map(checked, files)


def _show_text(reports: Iterable[Report], target: TextIO, lang: str, show_all: bool) -> list[Report]:
    from rich.console import Console  # noqa: PLC0415 slow to import

    from gouji.report.text import summary_line, text_report  # noqa: PLC0415

    console = Console(file=target, width=None if target.isatty() else TEXT_WIDTH, highlight=False)
    seen = []
    for report in reports:
        console.print(text_report(report, lang, with_exact=show_all))
        seen.append(report)
    if len(seen) != 1:
        console.print(summary_line(seen, lang))
    return seen


def _show_json(reports: Iterable[Report], target: TextIO, lang: str, show_all: bool) -> list[Report]:
    from gouji.report.data import to_json  # noqa: PLC0415

    seen = list(reports)
    target.write(to_json(seen, lang, with_exact=show_all) + "\n")
    return seen


def _show_lines(reports: Iterable[Report], target: TextIO, lang: str, show_all: bool) -> list[Report]:
    from gouji.report.data import to_json_line  # noqa: PLC0415

    seen = []
    for report in reports:
        target.write(to_json_line(report, lang, with_exact=show_all) + "\n")
        seen.append(report)
    return seen
