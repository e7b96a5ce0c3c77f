"""Many files at once: what `gouji check --jobs` prints and writes."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from gouji.batch.journal import OtherRunError
from gouji.batch.run import run
from gouji.batch.sinks import write_csv, write_lines
from gouji.batch.summary import Summary
from gouji.cli.inputs import files_of
from gouji.cli.output import EXIT_MISMATCH, EXIT_TIES, EXIT_UNREADABLE, stop, target_of
from gouji.messages import texts
from gouji.report import MISMATCH, UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gouji.batch.crew import Limits
    from gouji.batch.task import Task

_WRITERS = {"jsonl": write_lines, "csv": write_csv}


def check_many(
    paths: Iterable[str], task: Task, form: str, out: Path | None, jobs: int, limits: Limits, *, resume: bool
) -> NoReturn:
    """Check the files by several processes, write or print the result, and exit with its status."""
    words = texts("batch", task.lang)
    files = list(dict.fromkeys(map(str, files_of(paths))))
    if form not in ("text", *_WRITERS):
        stop(words["needs_form"])
    if resume and out is None:
        stop(words["needs_out"])
    if out is not None and any(out.resolve() == Path(file).resolve() for file in files):
        stop(texts("cli", task.lang)["out_is_input"].format(out))
    with TemporaryDirectory() as folder:
        journal = Path(folder, "journal") if out is None else out.with_name(f"{out.name}.journal")
        if journal.exists() and not resume:
            stop(words["unfinished"].format(journal))
        summary = Summary()
        try:
            with _progress(len(files), task.lang) as advance:
                found = run(
                    files, task, journal, jobs=jobs or os.cpu_count() or 1, limits=limits, progress=advance
                )
                first = list(islice(found, 1))  # from here on all files are checked
                _write(summary.counting(chain(first, found)), form, out, task.lang)
        except OtherRunError:
            stop(words["other_run"].format(journal))
        except OSError as error:
            stop(words["not_written"].format(out or journal, error.strerror))
        journal.unlink(missing_ok=True)
    shown = sys.stderr if out is None and form != "text" else sys.stdout
    for line in summary.lines(task.lang):
        typer.echo(line, file=shown)
    raise typer.Exit(_status(summary))


def _write(results: Iterable[dict[str, Any]], form: str, out: Path | None, lang: str) -> None:
    """Write the results; as text only their summary is shown."""
    if form == "text" and out is None:
        for _ in results:
            pass
        return
    with target_of(out) as target:
        if form == "text":
            summary = Summary()
            for _ in summary.counting(results):
                pass
            target.writelines(f"{line}\n" for line in summary.lines(lang))
        else:
            _WRITERS[form](results, target, lang)


def _status(summary: Summary) -> int:
    if summary.statuses[UNREADABLE] or not summary.statuses:
        return EXIT_UNREADABLE
    return EXIT_MISMATCH if summary.statuses[MISMATCH] else EXIT_TIES


@contextmanager
def _progress(files: int, lang: str) -> Iterator[Callable[[], object]]:
    """Give what is called for each file that is done; on a terminal it moves a bar."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console  # noqa: PLC0415 slow to import
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    label = TextColumn(texts("cli", lang)["progress"])
    columns = (label, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task("", total=files)
        yield lambda: bar.advance(line)
