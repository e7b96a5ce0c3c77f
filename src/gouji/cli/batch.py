"""Many files at once: what `gouji check` does with --jobs, --dask, URLs and the forms for many files."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TextIO

import typer

from gouji.batch import crew
from gouji.batch.journal import BusyError, OtherRunError
from gouji.batch.outputs import FORMS, NEED_OUT, is_foreign, to_disk, writer_of
from gouji.batch.run import run
from gouji.batch.storage import is_url, workbooks_at
from gouji.batch.summary import Summary
from gouji.cli.inputs import files_of
from gouji.cli.output import EXIT_MISMATCH, EXIT_TIES, EXIT_UNREADABLE, refuse_input, stop
from gouji.cli.progress import SILENT, progress
from gouji.messages import texts, unreadable
from gouji.report import MISMATCH, UNREADABLE
from gouji.workbook.read import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from gouji.batch.crew import Limits
    from gouji.batch.task import Result, Task
    from gouji.cli.progress import Bar


class Workers(NamedTuple):
    """Who checks: so many processes here, or the cluster of the scheduler at an address; a file's limits."""

    jobs: int
    scheduler: str | None
    limits: Limits


def check_many(
    paths: Iterable[str], task: Task, form: str, out: Path | None, workers: Workers, *, resume: bool
) -> NoReturn:
    """Check the files by several processes, write or print the result, and exit with its status."""
    words = texts("batch", task.lang)
    files = files_at(paths, task.lang)
    refuse(files, form, out, task.lang, resume=resume)
    summary = Summary(task.book, task.lang)
    try:
        write = writer_of(form, out, summary, task.lang)
    except ImportError as error:
        stop(words["needs_library"].format(error.name))
    shown = sys.stderr if out is None and form != "text" else sys.stdout

    def take(results: Iterable[dict[str, Any]], bar: Bar) -> None:
        write(summary.counting(results, lambda line: bar.tell(line, shown)))

    run_many(files, task, out, workers, bar_beside(form, out, len(files), task.lang), take, resume=resume)
    show(summary, shown)
    raise typer.Exit(status_of(summary))


def run_many(
    files: Sequence[str],
    task: Task,
    out: Path | None,
    workers: Workers,
    beside: AbstractContextManager[Bar],
    take: Callable[[Iterable[dict[str, Any]], Bar], None],
    *,
    resume: bool,
) -> None:
    """Do the task on the files, beside a bar and a journal of what is done; `take` writes the results.

    Stops with a sentence when the run cannot be done or gone on with; nothing that is done is lost.
    """
    words = texts("batch", task.lang)
    try:
        results = _results(files, task, workers)
    except ImportError as error:
        stop(words["needs_library"].format(error.name))
    with TemporaryDirectory() as folder:
        journal = Path(folder, "journal") if out is None else out.with_name(f"{out.name}.journal")
        if journal.exists() and not resume:
            stop(words["unfinished"].format(journal))
        try:
            with beside as bar:
                take(run(files, task, journal, results, bar.advance), bar)
            if out is not None:
                to_disk(out)
        except OtherRunError:
            stop(words["other_run"].format(journal))
        except BusyError:
            stop(words["busy"].format(journal))
        except BrokenPipeError:
            raise  # whoever read the result has enough of it
        except OSError as error:
            stop(words["not_written"].format(out or journal, error.strerror or error))
        journal.unlink(missing_ok=True)


def bar_beside(form: str, out: Path | None, total: int, lang: str) -> AbstractContextManager[Bar]:
    """Return a bar of so many files, none where the results themselves are shown on a terminal."""
    is_shown = out is None and form != "text" and sys.stdout.isatty()
    return nullcontext(SILENT) if is_shown else progress(total, lang)


def files_at(paths: Iterable[str], lang: str) -> list[str]:
    """Return the files that local paths and URLs name, each once."""
    found: dict[str, None] = {}
    for path in paths:
        try:
            found |= dict.fromkeys(workbooks_at(path) if is_url(path) else map(str, files_of([path])))
        except UnreadableError as error:
            stop(f"{path}: {unreadable(error.says, error.words, lang)}")
    if not any(is_url(file) or os.path.lexists(file) for file in found):
        stop(f"{next(iter(found))}: {unreadable('not_found', (), lang)}")
    return list(found)


def refuse(files: Sequence[str], form: str, out: Path | None, lang: str, *, resume: bool) -> None:
    """Stop where the options do not go together, or the output would replace somebody's work."""
    words = texts("batch", lang)
    if form not in FORMS:
        stop(words["needs_form"])
    if out is None:
        if resume or form in NEED_OUT:
            stop(words["needs_out" if resume else "form_needs_out"].format(form))
        return
    if is_url(str(out).replace(":/", "://")):
        stop(words["out_is_url"])
    refuse_input(out, [Path(file.removeprefix("file://")) for file in files], lang)
    if is_foreign(form, out):
        stop(texts("cli", lang)["out_is_foreign"].format(out))


def _results(
    files: Sequence[str], task: Task, workers: Workers
) -> Callable[[frozenset[str]], Iterable[tuple[int, Result]]]:
    """Return what checks the files whose content is not among the hashes that it is given."""
    jobs, scheduler, limits = workers
    if scheduler is None:
        return partial(crew.results, files, task, jobs or os.cpu_count() or 1, limits)
    from gouji.batch import cluster  # noqa: PLC0415 optional

    def results(known: frozenset[str]) -> Iterator[tuple[int, Result]]:
        try:
            yield from cluster.results(files, task, scheduler, limits, known)
        except cluster.ClusterError as error:
            stop(texts("batch", task.lang)[error.says].format(*error.words))

    return results


def show(summary: Summary, target: TextIO) -> None:
    """Show the summary, on a terminal as a table."""
    if target.isatty() and summary.mismatches:
        from rich.console import Console  # noqa: PLC0415 slow to import

        Console(file=target, highlight=False).print(summary.table())
        return
    for line in summary.lines():
        typer.echo(line, file=target)


def status_of(summary: Summary) -> int:
    """Return 2 when a file could not be read or there was none, else 1 on a mismatch, else 0."""
    if summary.statuses[UNREADABLE] or not summary.statuses:
        return EXIT_UNREADABLE
    return EXIT_MISMATCH if summary.statuses[MISMATCH] else EXIT_TIES
