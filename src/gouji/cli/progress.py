"""Progress: a bar with rate and time left on the standard error, where that is a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, TextIO

import typer

from gouji.messages import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Bar(NamedTuple):
    """What is called when one more is done, and what shows a line beside the bar: (line, where to)."""

    advance: Callable[[], object]
    tell: Callable[[str, TextIO], object]


SILENT = Bar(lambda: None, typer.echo)
"""Where there is no terminal, or results are shown on it."""


@contextmanager
def progress(total: int, lang: str) -> Iterator[Bar]:
    """Give a bar of `total` steps; one that shows nothing where there is no terminal."""
    if not sys.stderr.isatty():
        yield SILENT
        return
    from rich.console import Console  # noqa: PLC0415 slow to import
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text  # noqa: PLC0415

    words = texts("batch", lang)

    class Rate(ProgressColumn):
        """Steps a second."""

        def render(self, task: Task) -> Text:
            return Text(words["rate"].format(task.speed or 0.0))

    label = TextColumn(texts("cli", lang)["progress"])
    columns = (label, BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    console = Console(stderr=True)
    # what is redirected goes to a file or a pipe, and is none of the bar's business
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as bar:
        line = bar.add_task("", total=total)

        def tell(text: str, target: TextIO) -> None:
            if target.isatty():
                console.print(text, highlight=False, markup=False, soft_wrap=True)
            else:
                typer.echo(text, file=target)

        yield Bar(lambda: bar.advance(line), tell)
