"""Written files: a file or a folder appears under its name only when it is whole."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def written_whole(out: Path) -> Iterator[Path]:
    """Give a path beside `out` to write to; the file replaces `out` unless something was raised."""
    part = out.with_name(f"{out.name}.part")
    try:
        yield part
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def folder_written_whole(out: Path) -> Iterator[Path]:
    """Give an empty folder beside `out` to write into; it replaces `out` unless something was raised.

    What is to be replaced steps aside first, and is gone when the new folder stands.
    """
    from shutil import rmtree  # noqa: PLC0415 checking one file writes no folder

    part, old = (out.with_name(f"{out.name}.{end}") for end in ("part", "old"))
    rmtree(part, ignore_errors=True)
    part.mkdir()
    try:
        yield part
        if out.exists():
            rmtree(old, ignore_errors=True)
            out.replace(old)
        part.replace(out)
        rmtree(old, ignore_errors=True)
    finally:
        rmtree(part, ignore_errors=True)
