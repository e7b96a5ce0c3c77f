"""The commands about narratives: tie, write."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gouji.cli.check import show_reports
from gouji.cli.options import All, Form, Format, Lang, Language, Out
from gouji.cli.output import refuse_input, stop
from gouji.cli.program import app
from gouji.messages import texts, unreadable

if TYPE_CHECKING:
    from gouji.narrative.paragraphs import Paragraph
    from gouji.report import Report

_HELP = texts("tie", "zh")
DOCX = ".docx"


class Skeleton(StrEnum):
    """The skeletons that a narrative is drafted in."""

    XINJIANG = "xinjiang"
    SHANGHAI = "shanghai"


@app.command(help=_HELP["help"])
def tie(
    report: Annotated[Path, typer.Argument(help=_HELP["help_report"])],
    workbook: Annotated[Path | None, typer.Argument(help=_HELP["help_workbook"])] = None,
    last: Annotated[Path | None, typer.Option(help=_HELP["help_last"])] = None,
    form: Form = Format.TEXT,
    out: Out = None,
    lang: Lang = Language.ZH,
    show_all: All = False,
    mark: Annotated[Path | None, typer.Option(help=_HELP["help_mark"])] = None,
    force: Annotated[bool, typer.Option("--force", help=_HELP["help_force"])] = False,
) -> None:
    """Check a narrative, print the result, mark a copy if asked to, and exit with the result's status."""
    refuse_input(out, [path for path in (report, workbook, last) if path is not None], lang.value)
    tied = _tied(report, workbook, last)
    if mark is not None and tied.reconciliation is not None:
        _mark(tied, mark, lang.value, overwrite=force)
    show_reports([tied], form, out, lang.value, show_all=show_all)


def _mark(tied: Report, out: Path, lang: str, *, overwrite: bool) -> None:
    from gouji.documents.remarks import mark_narrative  # noqa: PLC0415 only for marked copies
    from gouji.workbook.read import UnreadableError  # noqa: PLC0415

    try:
        mark_narrative(tied, out, lang, overwrite=overwrite)
    except UnreadableError as error:
        stop(unreadable(error.says, error.words, lang))


@app.command(help=_HELP["write_help"])
def write(
    workbook: Annotated[Path, typer.Argument(help=_HELP["write_workbook"])],
    last: Annotated[Path, typer.Option(help=_HELP["write_last"])],
    out: Annotated[Path, typer.Option("--out", "-o", help=_HELP["write_out"])],
    skeleton: Annotated[Skeleton, typer.Option(help=_HELP["write_skeleton"])] = Skeleton.XINJIANG,
    department: Annotated[str, typer.Option(help=_HELP["write_department"])] = "",
    year: Annotated[int, typer.Option(help=_HELP["write_year"])] = 0,
    force: Annotated[bool, typer.Option("--force", help=_HELP["write_force"])] = False,
    lang: Lang = Language.ZH,
) -> None:
    """Draft a narrative from the tables of two years and write it as a .docx."""
    words = texts("tie", lang.value)
    refuse_input(out, (workbook, last), lang.value)
    if out.suffix.lower() != DOCX:
        stop(words["out_is_no_docx"].format(out))
    if out.exists() and not force:
        stop(unreadable("exists", (str(out),), lang.value))
    paragraphs = _drafted(workbook, last, skeleton, department, year, lang.value)
    try:
        from gouji.documents.drafted import write_draft  # noqa: PLC0415 slow to import, and optional
    except ImportError:
        stop(words["no_docx"])
    try:
        write_draft(paragraphs, out)
    except OSError as error:
        stop(f"{out}: {error.strerror}")
    typer.echo(words["written"].format(out, sum(paragraph.text.count("【") for paragraph in paragraphs)))


def _drafted(
    workbook: Path, last: Path, skeleton: Skeleton, department: str, year: int, lang: str
) -> list[Paragraph]:
    """Return the paragraphs of the draft, or end the command where the tables cannot be read."""
    from gouji.workbook.draft import NoYearError, draft_of  # noqa: PLC0415 with the reader, not before --help
    from gouji.workbook.read import UnreadableError  # noqa: PLC0415

    try:
        return draft_of(workbook, last, skeleton.value, department=department, year=year)
    except NoYearError:
        stop(texts("tie", lang)["no_year"].format(workbook))
    except UnreadableError as error:
        stop(f"{error.__notes__[0]}: {unreadable(error.says, error.words, lang)}")


def _tied(report: Path, workbook: Path | None, last: Path | None) -> Report:
    from gouji.documents.tie import tie as tie_files  # noqa: PLC0415
    from gouji.report import Report  # noqa: PLC0415 with the checker, not before --help

    try:
        return tie_files(report, workbook, last)
    except Exception as error:  # noqa: BLE001 an accountant is shown no traceback
        return Report(report, says="internal", words=(f"{type(error).__name__}: {error}",))
