"""LZ77: bytes as literals and copies of what stands before, the same on every machine.

zlib's choice of copies differs between its builds, and the built files must not.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Token = int | tuple[int, int]
"""A literal byte, or a copy: distance back and length."""

SHORTEST = 3
_TRIED = 48
"""Earlier places of the same three bytes that are tried, the latest first."""


def tokens(data: bytes, window: int, longest: Callable[[int], int]) -> Iterator[Token]:
    """Yield the tokens of the data.

    A copy reaches back `window` bytes at most; at a place it is no longer than `longest(place)`.
    """
    places: dict[bytes, list[int]] = defaultdict(list)
    place = 0
    while place < len(data):
        found = _copy(data, place, places[data[place : place + SHORTEST]], window, longest(place))
        step = found[1] if found else 1
        for passed in range(place, place + step):
            places[data[passed : passed + SHORTEST]].append(passed)
        yield found or data[place]
        place += step


def _copy(data: bytes, place: int, earlier: list[int], window: int, longest: int) -> tuple[int, int] | None:
    longest = min(longest, len(data) - place)
    best = (0, SHORTEST - 1)
    for start in reversed(earlier[-_TRIED:]):
        if place - start > window or best[1] >= longest:
            break
        length = 0
        while length < longest and data[start + length] == data[place + length]:
            length += 1
        if length > best[1]:
            best = (place - start, length)
    return best if best[0] else None
