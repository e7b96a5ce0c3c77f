"""Where results go and what a command ends with: screen or file, exit status, one sentence."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn, TextIO

import typer

from gouji.messages import texts
from gouji.report import MISMATCH, UNREADABLE
from gouji.written import is_document, written_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from gouji.report import Report
    from gouji.report.comparison import ComparisonReport

EXIT_TIES, EXIT_MISMATCH, EXIT_UNREADABLE = 0, 1, 2
TEXT_WIDTH = 120
"""Characters a line of a text report that goes to a file or a pipe."""


def form_for(out: Path | None) -> str:
    """Return the form that the name of an output stands for, text where it stands for none."""
    if out is None:
        return "text"
    from gouji.batch.outputs import form_named  # noqa: PLC0415 not without --out

    return form_named(out) or "text"


def refuse_input(out: Path | None, inputs: Iterable[Path], lang: str) -> None:
    """Stop where an output would replace one of the files that the command works on."""
    if out is not None and os.path.realpath(out) in map(os.path.realpath, inputs):
        stop(texts("cli", lang)["out_is_input"].format(out))


@contextmanager
def target_of(out: Path | None, lang: str) -> Iterator[TextIO]:
    """Give the screen or the named file; the file appears under its name only when it is whole.

    Stops where a workbook or a document stands under that name.
    """
    if out is None:
        yield sys.stdout
        return
    if is_document(out):
        stop(texts("cli", lang)["out_is_foreign"].format(out))
    try:
        with (
            written_whole(out) as part,
            part.open("w", encoding="utf-8", errors="replace", newline="\n") as target,
        ):
            yield target
    except OSError as error:
        stop(f"{out}: {error.strerror}")


def exit_status(reports: Sequence[Report | ComparisonReport]) -> int:
    """Return 2 when a file could not be read or there was none, else 1 on a mismatch, else 0."""
    statuses = {report.status for report in reports}
    if UNREADABLE in statuses or not reports:
        return EXIT_UNREADABLE
    return EXIT_MISMATCH if MISMATCH in statuses else EXIT_TIES


def stop(message: str) -> NoReturn:
    """End the command with one sentence and status 2."""
    typer.echo(message, err=True)
    raise typer.Exit(EXIT_UNREADABLE)
