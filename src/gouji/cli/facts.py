"""The commands that keep the facts of many files and check them without opening a file: facts, recheck."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gouji.cli.inputs import rule_book_of
from gouji.cli.options import (
    MEMORY,
    SECONDS,
    All,
    Dask,
    DefaultUnit,
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
from gouji.cli.output import EXIT_TIES, EXIT_UNREADABLE, form_for, stop
from gouji.cli.program import app
from gouji.messages import texts
from gouji.report import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gouji.cli.progress import Bar

    Results = Iterable[dict[str, Any]]

_HELP = texts("facts", "zh")
_BATCH = texts("batch", "zh")


class ManyFormat(StrEnum):
    """How the results of many files are printed."""

    TEXT = "text"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"


@app.command(help=_HELP["help_facts"])
def facts(
    paths: Paths,
    out: Annotated[Path, typer.Option(help=_HELP["help_out"])],
    lang: Lang = Language.ZH,
    unit: DefaultUnit = None,
    jobs: Jobs = 0,
    dask: Dask = None,
    resume: Resume = False,
    seconds: Seconds = SECONDS,
    memory: Memory = MEMORY,
) -> None:
    """Read workbooks, write their facts to a Parquet file, and exit with 2 when one could not be read."""
    from gouji.batch.crew import Limits  # noqa: PLC0415 not before --help
    from gouji.batch.facts import FactsTask, write_facts  # noqa: PLC0415
    from gouji.batch.summary import Summary  # noqa: PLC0415
    from gouji.cli.batch import Workers, files_at, refuse, run_many  # noqa: PLC0415
    from gouji.cli.progress import progress  # noqa: PLC0415
    from gouji.written import written_whole  # noqa: PLC0415

    task = FactsTask("", unit.value if unit else "", lang.value)
    summary = Summary(task.book, lang.value)

    def take(results: Results, bar: Bar) -> None:
        with written_whole(out) as part:
            write_facts(summary.counting(results, lambda line: bar.tell(line, sys.stdout)), part)

    files = files_at(paths, lang.value)
    refuse(files, "parquet", out, lang.value, resume=resume)
    workers = Workers(jobs, dask, Limits(seconds, memory << 20))
    with _stopping(out, lang):
        run_many(files, task, out, workers, progress(len(files), lang.value), take, resume=resume)
    failed = summary.statuses[UNREADABLE]
    typer.echo(texts("facts", lang.value)["done"].format(len(files) - failed, failed, out))
    raise typer.Exit(EXIT_UNREADABLE if failed or not files else EXIT_TIES)


@app.command(help=_HELP["help_recheck"])
def recheck(
    file: Annotated[Path, typer.Argument(metavar="FACTS", help=_HELP["help_file"])],
    form: Annotated[ManyFormat | None, typer.Option("--format", help=_BATCH["help_format"])] = None,
    out: Out = None,
    lang: Lang = Language.ZH,
    rules: Rules = None,
    show_all: All = False,
    jobs: Annotated[int, typer.Option(min=0, help=_HELP["help_jobs"])] = 0,
) -> None:
    """Check the facts of many files, print or write the result, and exit with its status."""
    from gouji.batch.facts import outcomes, rechecked  # noqa: PLC0415 not before --help
    from gouji.batch.outputs import writer_of  # noqa: PLC0415
    from gouji.batch.summary import Summary  # noqa: PLC0415
    from gouji.batch.task import Task  # noqa: PLC0415
    from gouji.cli.batch import bar_beside, refuse, show, status_of  # noqa: PLC0415
    from gouji.rules import text_of_rules  # noqa: PLC0415

    rule_book_of(rules)
    name = form.value if form else form_for(out)
    refuse([str(file)], name, out, lang.value, resume=False)
    task = Task(text_of_rules(rules) if rules else "", "", lang.value, show_all)
    summary = Summary(task.book, lang.value)
    shown = sys.stderr if out is None and name != ManyFormat.TEXT else sys.stdout
    results = partial(outcomes, jobs=jobs or os.cpu_count() or 1) if name == ManyFormat.TEXT else rechecked
    with _stopping(file, lang):
        from gouji.factstore.parquet import opened  # noqa: PLC0415 optional

        write = writer_of(name, out, summary, lang.value)
        with opened(file) as records:
            count = records.metadata.num_rows
        with bar_beside(name, out, count, lang.value) as bar:
            found = _advancing(results(file, task), bar)
            write(summary.counting(found, lambda line: bar.tell(line, shown)))
    show(summary, shown)
    raise typer.Exit(status_of(summary))


def _advancing(results: Results, bar: Bar) -> Iterator[dict[str, Any]]:
    for data in results:
        bar.advance()
        yield data


@contextmanager
def _stopping(file: Path, lang: Language) -> Iterator[None]:
    """Stop with a sentence where a library is missing, or where the file is none of facts."""
    from gouji.factstore.record import NoFactsError  # noqa: PLC0415 not before --help

    try:
        yield
    except BrokenPipeError:
        raise  # whoever read the result has enough of it
    except ImportError as error:
        stop(texts("batch", lang.value)["needs_library"].format(error.name))
    except OSError as error:
        stop(f"{error.filename or file}: {error.strerror or error}")
    except NoFactsError:
        stop(texts("facts", lang.value)["no_facts"].format(file))
