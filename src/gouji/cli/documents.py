"""The command that reads published reports: import."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gouji.cli.options import Lang, Language
from gouji.cli.output import EXIT_MISMATCH, EXIT_TIES, refuse_input, stop
from gouji.cli.program import app
from gouji.messages import texts, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gouji.documents.imported import Imported, LeftOut

_TEXTS = texts("documents", "zh")


@app.command("import", help=_TEXTS["import_help"])
def import_(
    report: Annotated[Path, typer.Argument(help=_TEXTS["import_report"])],
    out: Annotated[Path, typer.Option("--out", "-o", help=_TEXTS["import_out"])],
    force: Annotated[bool, typer.Option("--force", help=_TEXTS["force"])] = False,
    lang: Lang = Language.ZH,
) -> None:
    """Import the tables of a PDF file into a workbook, say what was left out, and exit with the status."""
    words = texts("documents", lang.value)
    refuse_input(out, [report], lang.value)
    if out.suffix.lower() != ".xlsx":
        stop(words["not_xlsx"].format(out))
    if out.exists() and not force:
        stop(words["exists"].format(out))
    imported = _imported(report, lang.value)
    left_out = [sentence(one, lang.value) for one in imported.left_out]
    _write(imported, report, out, left_out, lang.value)
    count = len(imported.statement.amounts)
    typer.echo(words["imported"].format(report, len(imported.tables), count, out))
    typer.echo(words["left_out"].format(len(left_out)) if left_out else words["nothing_left_out"])
    for line in left_out:
        typer.echo(f"  {line}")
    raise typer.Exit(EXIT_MISMATCH if left_out else EXIT_TIES)


def sentence(left_out: LeftOut, lang: str) -> str:
    """Return what was left out, and where, as one sentence."""
    words = texts("documents", lang)
    at = words["page"].format(left_out.page) if left_out.page else ""
    if left_out.says in words:
        return at + words[left_out.says].format(*left_out.words)
    table, text, row, count = left_out.words
    return at + texts("findings", lang)[left_out.says].format(table=table, text=text, row=row, count=count)


def _imported(report: Path, lang: str) -> Imported:
    from gouji.documents.imported import import_tables  # noqa: PLC0415 pdfplumber is slow to import
    from gouji.workbook.read import UnreadableError  # noqa: PLC0415

    try:
        with _page_bar(lang) as progress:
            return import_tables(report, progress)
    except UnreadableError as error:
        stop(f"{report}: {unreadable(error.says, error.words, lang)}")
    except Exception as error:  # noqa: BLE001 an accountant is shown no traceback
        stop(f"{report}: {unreadable('internal', (f'{type(error).__name__}: {error}',), lang)}")


def _write(imported: Imported, report: Path, out: Path, left_out: list[str], lang: str) -> None:
    from gouji.workbook.official import write_official  # noqa: PLC0415
    from gouji.written import written_whole  # noqa: PLC0415

    words = texts("documents", lang)
    origins = {key: words["origin"].format(page) for key, page in imported.statement.origins.items()}
    notes = [words["note_source"].format(report.name)]
    if left_out:
        notes += [words["note_left_out"], *left_out]
    try:
        with written_whole(out) as part:
            write_official(replace(imported.statement, origins=origins), part, notes=notes)
    except OSError as error:
        stop(f"{out}: {error.strerror}")


@contextmanager
def _page_bar(lang: str) -> Iterator[Callable[[int, int], None] | None]:
    """Give what shows the pages on a terminal, None where there is none."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 slow to import
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(texts("documents", lang)["reading"])
        yield lambda page, pages: bar.update(task, completed=page, total=pages)
