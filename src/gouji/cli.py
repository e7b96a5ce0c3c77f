"""The command line: `gouji check …`."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TextIO

import typer

from gouji.messages import texts
from gouji.report import MISMATCH, UNREADABLE
from gouji.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gouji.report import Report
    from gouji.report.comparison import ComparisonReport
    from gouji.rules import RuleBook

EXIT_TIES, EXIT_MISMATCH, EXIT_UNREADABLE = 0, 1, 2
TEXT_WIDTH = 120
"""Characters a line of a text report that goes to a file or a pipe."""

_HELP = texts("cli", "zh")
_COMPARE = texts("compare", "zh")
app = typer.Typer(
    name="gouji", help=_HELP["app"], no_args_is_help=True, add_completion=False, rich_markup_mode=None
)


class Format(StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"


class ComparisonFormat(StrEnum):
    """How a comparison is printed."""

    TEXT = "text"
    JSON = "json"
    XLSX = "xlsx"


class Language(StrEnum):
    """The language of messages."""

    ZH = "zh"
    EN = "en"


class Engine(StrEnum):
    """The engines that compute formulas."""

    FORMUALIZER = "formualizer"
    FORMULAS = "formulas"


class Unit(StrEnum):
    """The units of the forms."""

    YUAN = "元"
    WAN = "万元"


@app.callback(invoke_without_command=True)
def gouji(version: Annotated[bool, typer.Option("--version", help=_HELP["version"])] = False) -> None:
    """Print the version; commands follow."""
    if version:
        typer.echo(__version__)
        raise typer.Exit


Paths = Annotated[list[str], typer.Argument(help=_HELP["paths"])]
Form = Annotated[Format, typer.Option("--format", help=_HELP["format"])]
Out = Annotated[Path | None, typer.Option(help=_HELP["out"])]
Lang = Annotated[Language, typer.Option(help=_HELP["lang"])]
Rules = Annotated[Path | None, typer.Option(help=_HELP["rules"])]
All = Annotated[bool, typer.Option("--all", help=_HELP["all"])]


@app.command(help=_HELP["check"])
def check(
    paths: Paths,
    form: Form = Format.TEXT,
    out: Out = None,
    lang: Lang = Language.ZH,
    rules: Rules = None,
    unit: Annotated[Unit | None, typer.Option(help=_HELP["unit"])] = None,
    show_all: All = False,
) -> None:
    """Check workbooks, print the result and exit with its status."""
    from gouji.workbook.check import check as check_file  # noqa: PLC0415 not before --help

    book = _rule_book(rules)
    work = partial(check_file, book=book, unit=unit.value if unit else "")
    _report(paths, work, form, out, lang, show_all)


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

    _report(paths, partial(score_file, book=_rule_book(rules)), form, out, lang, show_all)


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

    if write and len(set(_files(paths))) > 1:
        _stop(texts("cli", lang.value)["write_one"])
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
    files = list(dict.fromkeys(_files(paths)))
    if out is not None and any(out.resolve() == file.resolve() for file in files):
        _stop(_HELP["out_is_input"].format(out))
    reports = _checked(files, work)
    show = {Format.TEXT: _show_text, Format.JSON: _show_json, Format.JSONL: _show_lines}[form]
    with _target(out) as target:
        seen = show(reports, target, lang.value, show_all)
    raise typer.Exit(_exit_status(seen))


@app.command(help=_COMPARE["help"])
def compare(
    this: Annotated[Path, typer.Argument(help=_COMPARE["help_this"])],
    last: Annotated[Path, typer.Argument(help=_COMPARE["help_last"])],
    form: Annotated[ComparisonFormat, typer.Option("--format", help=_HELP["format"])] = ComparisonFormat.TEXT,
    out: Annotated[Path | None, typer.Option(help=_COMPARE["help_out"])] = None,
    lang: Annotated[Language, typer.Option(help=_HELP["lang"])] = Language.ZH,
) -> None:
    """Compare the workbooks of two years, print or write the result and exit with its status."""
    words = texts("compare", lang.value)
    if out is None and form == ComparisonFormat.XLSX:
        _stop(words["out_needed"])
    if out is not None and out.resolve() in (this.resolve(), last.resolve()):
        _stop(words["out_is_input"].format(out))
    report = _compared(this, last)
    if out is not None and form == ComparisonFormat.XLSX and report.comparison is not None:
        _write_comparison(report, out, lang.value)
    else:
        with _target(None if form == ComparisonFormat.XLSX else out) as target:
            _show_comparison(report, target, lang.value, as_json=form == ComparisonFormat.JSON)
    raise typer.Exit(_exit_status([report]))


def main() -> None:
    """Run the command; output is UTF-8 whatever the console's code page."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    app()


def _rule_book(path: Path | None) -> RuleBook:
    from gouji.rules import RuleBookError, rule_book, with_rules_of  # noqa: PLC0415 only commands that check

    try:
        return rule_book() if path is None else with_rules_of(rule_book(), path)
    except RuleBookError as error:
        _stop(str(error))


def _files(paths: Iterable[str]) -> Iterator[Path]:
    """Yield the workbooks that the arguments name, those of a folder and of a glob in sorted order.

    What is no workbook by name is still yielded when named itself, and a folder without any is yielded as a
    folder, so that a report says what it is.
    """
    import glob  # noqa: PLC0415 Windows' shell leaves globs to the program

    from gouji.workbook.read import SUFFIXES  # noqa: PLC0415 with the reader, not before --help

    for text in paths:
        path = Path(text)
        matches = [] if path.exists() else sorted(glob.glob(text, recursive=True))  # noqa: PTH207
        named = [Path(match) for match in matches] or [path]
        for one in named:
            if one.is_dir():
                inside = (p for p in one.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
                yield from sorted(p for p in inside if not p.name.startswith("~$")) or [one]
            else:
                yield one


def _checked(files: Sequence[Path], work: Callable[[Path], Report]) -> Iterator[Report]:
    """Yield the report of each file, with a progress bar on a terminal when there are several."""
    from gouji.report import Report  # noqa: PLC0415 with the checker, not before --help

    def checked(path: Path) -> Report:
        if path.is_dir():
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


def _compared(this: Path, last: Path) -> ComparisonReport:
    from gouji.report.comparison import ComparisonReport, Unreadable  # noqa: PLC0415 with the checker
    from gouji.workbook.compare import compare as compare_files  # noqa: PLC0415

    try:
        return compare_files(this, last)
    except Exception as error:  # noqa: BLE001 an accountant is shown no traceback
        words = (f"{type(error).__name__}: {error}",)
        return ComparisonReport(this, last, errors=(Unreadable("this", this, "internal", words),))


@contextmanager
def _target(out: Path | None) -> Iterator[TextIO]:
    """Give the screen or the named file; the file appears under its name only when it is whole."""
    if out is None:
        yield sys.stdout
        return
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as target:
            yield target
        part.replace(out)
    except OSError as error:
        _stop(f"{out}: {error.strerror}")
    finally:
        part.unlink(missing_ok=True)


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


def _show_comparison(report: ComparisonReport, target: TextIO, lang: str, *, as_json: bool) -> None:
    if as_json:
        target.write(report.to_json(lang) + "\n")
        return
    from rich.console import Console  # noqa: PLC0415 slow to import

    from gouji.report.comparisontext import comparison_text  # noqa: PLC0415

    console = Console(file=target, width=None if target.isatty() else TEXT_WIDTH, highlight=False)
    console.print(comparison_text(report, lang))


def _write_comparison(report: ComparisonReport, out: Path, lang: str) -> None:
    from gouji.workbook.comparison import write_comparison  # noqa: PLC0415 openpyxl is slow to import

    try:
        write_comparison(report, out, lang)
    except OSError as error:
        _stop(f"{out}: {error.strerror}")


def _exit_status(reports: Sequence[Report | ComparisonReport]) -> int:
    """Return 2 when a file could not be read or there was none, else 1 on a mismatch, else 0."""
    statuses = {report.status for report in reports}
    if UNREADABLE in statuses or not reports:
        return EXIT_UNREADABLE
    return EXIT_MISMATCH if MISMATCH in statuses else EXIT_TIES


def _stop(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(EXIT_UNREADABLE)
