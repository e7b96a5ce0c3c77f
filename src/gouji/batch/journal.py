"""Journal: the finished results of a run, appended one a line, so that a killed run can go on.

Each line carries a checksum; what stands behind the last whole line is cut off when the journal is opened.
The first line is what the run was about: results of other rules or another version are not mixed.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Self
from zlib import crc32

if TYPE_CHECKING:
    from pathlib import Path

SECONDS_TO_DISK = 5.0


class OtherRunError(Exception):
    """The journal is of a run with other rules, options or another version."""


class BusyError(Exception):
    """Another run is writing the journal."""


class Journal:
    """The open journal; `finished` maps the hash of a content to where its result stands."""

    def __init__(self, path: Path, about: dict[str, Any]) -> None:
        self.path = path
        self.finished: dict[str, int] = {}
        self._start = self._end = 0  # of the results
        self._file = path.open("a+b")
        try:
            self._lock()
            self._take_up(about)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        if self._end == self._start:  # there is nothing to go on with
            self.path.unlink()

    def add(self, digest: str, line: bytes) -> int:
        """Append a result as a line of JSON and return where it stands; raises OSError on a full disk."""
        place = self._end
        self._append(b'{"digest": "%s", "data": %s}' % (digest.encode(), line))
        return place

    def result(self, place: int) -> dict[str, Any]:
        """Return the result that stands there."""
        self._file.seek(place)
        entry = _entry(self._file.readline())
        if entry is None:
            raise OSError(0, f"byte {place} of the journal is damaged")
        data: dict[str, Any] = entry["data"]
        return data

    def to_disk(self) -> None:
        """Wait until all of it is on the disk."""
        os.fsync(self._file.fileno())

    def _lock(self) -> None:
        """Keep other runs away where the system can; the lock ends with the process."""
        try:
            import fcntl  # noqa: PLC0415 not on Windows
        except ImportError:
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError from None
        except OSError:
            return  # a file system without locks

    def _append(self, text: bytes) -> None:
        self._write(_line(text))

    def _write(self, line: bytes) -> None:
        self._end += self._file.write(line)
        self._file.flush()

    def _take_up(self, about: dict[str, Any]) -> None:
        """Read what is finished, cut off a broken end, and write the head of a new journal."""
        self._file.seek(0)
        head = None
        for line in self._file:
            entry = _entry(line)
            if entry is None:
                break
            if head is None:
                head, self._start = entry, len(line)
            elif entry["digest"]:
                self.finished[entry["digest"]] = self._end
            self._end += len(line)
        opening = _line(json.dumps(about, ensure_ascii=False).encode())
        self._file.seek(0)
        # of a run that was killed at once a part of its first line is left
        if head != about and not opening.startswith(self._file.read(len(opening))):
            raise OtherRunError
        self._file.seek(self._end)
        self._file.truncate()
        if head is None:
            self._write(opening)
            self._start = self._end


def _line(text: bytes) -> bytes:
    return b"%08x %s\n" % (crc32(text), text)


def _entry(line: bytes) -> dict[str, Any] | None:
    """Return what a line says, None for one that is not whole."""
    checksum, _, text = line.rstrip(b"\n").partition(b" ")
    if not line.endswith(b"\n") or checksum != b"%08x" % crc32(text):
        return None
    entry: dict[str, Any] = json.loads(text)
    return entry
