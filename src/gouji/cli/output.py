"""Where results go and what a command ends with: screen or file, exit status, one sentence."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn, TextIO

import typer

from gouji.report import MISMATCH, UNREADABLE
from gouji.written import written_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from gouji.report import Report
    from gouji.report.comparison import ComparisonReport

EXIT_TIES, EXIT_MISMATCH, EXIT_UNREADABLE = 0, 1, 2
TEXT_WIDTH = 120
"""Characters a line of a text report that goes to a file or a pipe."""


@contextmanager
def target_of(out: Path | None) -> Iterator[TextIO]:
    """Give the screen or the named file; the file appears under its name only when it is whole."""
    if out is None:
        yield sys.stdout
        return
    try:
        with written_whole(out) as part, part.open("w", encoding="utf-8", newline="\n") as target:
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
