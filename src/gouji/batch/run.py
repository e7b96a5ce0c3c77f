"""Run: many files → one result in the order of the files, whatever workers and interruptions there are."""

from __future__ import annotations

from array import array
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from gouji import rules
from gouji.batch.journal import SECONDS_TO_DISK, Journal
from gouji.version import __version__
from gouji.written import readable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gouji.batch.task import Result, Task

_NOT_DONE = -1


def about(task: Task) -> dict[str, Any]:
    """Return what must be the same for results to be mixed."""
    files = sorted(Path(rules.__file__).with_name("book").glob("*.toml"))
    book = blake2b(b"".join(file.read_bytes() for file in files), digest_size=16).hexdigest()
    return {"gouji": __version__, "book": book, "task": {type(task).__name__: asdict(task)}}


def run(
    paths: Sequence[str],
    task: Task,
    journal: Path,
    results: Callable[[frozenset[str]], Iterable[tuple[int, Result]]],
    progress: Callable[[], object] = lambda: None,
) -> Iterator[dict[str, Any]]:
    """Check the files and yield their results in the order of the paths, each when all before it are done.

    `results` gives the place and the result of each path in any order, and is told the hashes of contents
    that the journal holds, which are not checked again. Raises OSError when the journal cannot be written
    and journal.OtherRunError when it is of another run; it is left where it is.
    """
    with Journal(journal, about(task)) as book:
        known = dict(book.finished)
        places = array("q", [_NOT_DONE]) * len(paths)
        first, written = 0, monotonic()
        for n, (digest, line) in results(frozenset(known)):
            places[n] = book.add(digest, line) if line else known[digest]
            if monotonic() - written > SECONDS_TO_DISK:
                book.to_disk()
                written = monotonic()
            progress()
            while first < len(paths) and places[first] != _NOT_DONE:
                yield {**book.result(places[first]), "path": readable(paths[first])}
                first += 1
        book.to_disk()
