"""Written files: a file or a folder appears under its name only when it is whole."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_DOCUMENTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")


def is_document(path: Path) -> bool:
    """Say whether a workbook, a Word document or a PDF stands there: somebody's work, and no text."""
    if not path.is_file():  # opening a pipe would wait for its writer
        return False
    try:
        with path.open("rb") as file:
            return file.read(4) in _DOCUMENTS
    except OSError:
        return False


def readable(path: str) -> str:
    """Return the path as any program can write it, though its bytes be those of a Chinese code page."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return os.fsencode(path).decode("gb18030", "replace")
    return path


@contextmanager
def written_whole(out: Path) -> Iterator[Path]:
    """Give a path to write to; what is written replaces `out` unless something was raised.

    A link goes on to lead to the file that is replaced, and the file keeps its permissions. What is no file,
    such as /dev/null, is written to itself.
    """
    if out.exists() and not out.is_file():
        yield out
        return
    real = Path(os.path.realpath(out))
    part = _beside(real, "part")
    try:
        yield part
        if real.exists():
            shutil.copymode(real, part)
        part.replace(real)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def folder_written_whole(out: Path) -> Iterator[Path]:
    """Give an empty folder beside `out` to write into; it replaces `out` unless something was raised.

    What is to be replaced steps aside first, and is gone when the new folder stands.
    """
    real = Path(os.path.realpath(out))
    part, old = _beside(real, "part"), _beside(real, "old")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    try:
        yield part
        if real.exists():
            shutil.rmtree(old, ignore_errors=True)
            real.replace(old)
        part.replace(real)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _beside(real: Path, what: str) -> Path:
    """Return a hidden name beside a file or folder that nobody else gives."""
    return real.with_name(f".{real.name}.gouji-{what}")
