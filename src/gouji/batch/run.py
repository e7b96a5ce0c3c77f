"""Run: many files → one result in the order of the files, whatever workers and interruptions there are."""

from __future__ import annotations

from array import array
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from gouji import rules
from gouji.batch.crew import Limits, results
from gouji.batch.journal import SECONDS_TO_DISK, Journal
from gouji.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gouji.batch.task import Task


def about(task: Task) -> dict[str, Any]:
    """Return what must be the same for results to be mixed."""
    files = sorted(Path(rules.__file__).with_name("book").glob("*.toml"))
    book = blake2b(b"".join(file.read_bytes() for file in files), digest_size=16).hexdigest()
    return {"gouji": __version__, "book": book, "task": asdict(task)}


def run(
    paths: Sequence[str],
    task: Task,
    journal: Path,
    *,
    jobs: int,
    limits: Limits,
    progress: Callable[[], object] = lambda: None,
) -> Iterator[dict[str, Any]]:
    """Check the files, and when all are done yield their results in the order of the paths.

    What the journal holds already is not done again. Raises OSError when it cannot be written and
    journal.OtherRunError when it is of another run; it is left where it is.
    """
    with Journal(journal, about(task)) as book:
        known = dict(book.finished)
        places = array("q", bytes(8 * len(paths)))
        written = monotonic()
        for n, (digest, data) in results(paths, task, jobs, limits, frozenset(known)):
            places[n] = known[digest] if data is None else book.add(digest, data)
            if monotonic() - written > SECONDS_TO_DISK:
                book.to_disk()
                written = monotonic()
            progress()
        book.to_disk()
        for path, place in zip(paths, places, strict=True):
            yield {**book.result(place), "path": path}
