"""Save: files appear under their names only when they are whole, and a replaced file leaves a backup."""

from __future__ import annotations

import os
import shutil
from itertools import count
from typing import TYPE_CHECKING

from gouji.workbook.read import UnreadableError
from gouji.written import written_whole

if TYPE_CHECKING:
    from pathlib import Path

_BACKUP = "-备份"
_LOCKS = ("~${0}", ".~lock.{0}#")
"""What Excel, WPS and LibreOffice put beside a file that they have open."""


def write_new(data: bytes, out: Path, *, overwrite: bool = False) -> None:
    """Write a file that was not there; replace one only if asked to.

    Raises UnreadableError with the sentence that says why it could not be written.
    """
    if out.exists() and not overwrite:
        raise UnreadableError("exists", str(out))
    try:
        _write_whole(data, out)
    except OSError as error:
        raise UnreadableError("not_written", str(out), error.strerror or str(error)) from None


def replace(data: bytes, file: Path) -> Path:
    """Replace a file's content, keep what was there in a backup beside it, and return the backup's path.

    Raises UnreadableError when the file is open in a spreadsheet or cannot be written; it is then unchanged.
    """
    real = file.resolve()
    if any(real.with_name(lock.format(real.name)).exists() for lock in _LOCKS):
        raise UnreadableError("open_elsewhere", str(file))
    try:
        backup = _free(real)
        with written_whole(backup) as part:
            shutil.copy2(real, part)
        _write_whole(data, real, like=backup)
    except OSError as error:
        raise UnreadableError("not_written", str(file), error.strerror or str(error)) from None
    return backup


def _write_whole(data: bytes, out: Path, like: Path | None = None) -> None:
    with written_whole(out) as part:
        with part.open("wb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
        if like is not None:
            shutil.copymode(like, part)


def _free(file: Path) -> Path:
    names = (f"{file.stem}{_BACKUP}{n if n > 1 else ''}{file.suffix}" for n in count(1))
    return next(path for name in names if not (path := file.with_name(name)).exists())
