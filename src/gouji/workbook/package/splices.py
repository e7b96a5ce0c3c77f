"""Splices: edits of a part's bytes, and their exact inverse."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Splice(NamedTuple):
    """Bytes `start` to `end` of a part are replaced by `new`."""

    start: int
    end: int
    new: bytes


def insertion(at: int, new: bytes) -> Splice:
    """Return the splice that puts bytes before a position."""
    return Splice(at, at, new)


def spliced(data: bytes, splices: Iterable[Splice]) -> bytes:
    """Return the data with all splices made; those at one position stay in their order."""
    pieces: list[bytes] = []
    done = 0
    for splice in sorted(splices, key=_start):
        pieces += (data[done : splice.start], splice.new)
        done = splice.end
    return b"".join((*pieces, data[done:]))


def inverse(data: bytes, splices: Iterable[Splice]) -> list[Splice]:
    """Return the splices that turn `spliced(data, splices)` into `data` again."""
    found, moved = [], 0
    for start, end, new in sorted(splices, key=_start):
        found.append(Splice(start + moved, start + moved + len(new), data[start:end]))
        moved += len(new) - (end - start)
    return found


def _start(splice: Splice) -> int:
    return splice.start
