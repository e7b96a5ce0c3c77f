"""Archive: a zip file with the same bytes on every machine and day.

Own deflate code with fixed Huffman codes (RFC 1951 §3.2.6), since zlib's output differs between its builds.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from addin.lz77 import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_WINDOW, _LONGEST = 32768, 258
_END_OF_BLOCK = 256
_DATE = (0, 33)  # midnight of 1980-01-01, the first date that a zip file can hold
_UTF8_NAMES = 0x800
_DEFLATED = 8


def archive(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip file of the parts, by name, in their order."""
    body, directory = b"", b""
    for name, data in parts.items():
        packed, encoded = deflate(data), name.encode()
        sizes = struct.pack("<IIIHH", zlib.crc32(data), len(packed), len(data), len(encoded), 0)
        head = struct.pack("<HHHHH", 20, _UTF8_NAMES, _DEFLATED, *_DATE) + sizes
        directory += b"PK\1\2" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, len(body))
        directory += encoded
        body += b"PK\3\4" + head + encoded + packed
    end = struct.pack("<HHHHIIH", 0, 0, len(parts), len(parts), len(directory), len(body), 0)
    return body + directory + b"PK\5\6" + end


def deflate(data: bytes) -> bytes:
    """Return the data compressed as one block of fixed Huffman codes."""
    bits = _Bits()
    bits.number(0b011, 3)  # the last block, fixed codes
    for token in tokens(data, _WINDOW, lambda _: _LONGEST):
        if isinstance(token, int):
            bits.symbol(token)
        else:
            distance, length = token
            symbol, extra, width = _LENGTHS[length]
            bits.symbol(symbol)
            bits.number(extra, width)
            code, extra, width = _distance(distance)
            bits.code(code, 5)
            bits.number(extra, width)
    bits.symbol(_END_OF_BLOCK)
    return bits.bytes()


class _Bits:
    """Bits in the order of the deflate format: numbers from their low end, codes from their high end."""

    def __init__(self) -> None:
        self._held, self._count, self._done = 0, 0, bytearray()

    def number(self, value: int, width: int) -> None:
        self._held |= value << self._count
        self._count += width
        while self._count >= 8:  # noqa: PLR2004 bits of a byte
            self._done.append(self._held & 0xFF)
            self._held >>= 8
            self._count -= 8

    def code(self, value: int, width: int) -> None:
        self.number(int(f"{value:0{width}b}"[::-1], 2), width)

    def symbol(self, symbol: int) -> None:
        self.code(*_SYMBOLS[symbol])

    def bytes(self) -> bytes:
        return bytes(self._done) + (bytes([self._held]) if self._count else b"")


def _symbols() -> Iterator[tuple[int, int]]:
    """Yield code and width of the symbols 0 to 287."""
    for first, count, width in ((0x30, 144, 8), (0x190, 112, 9), (0, 24, 7), (0xC0, 8, 8)):
        yield from ((first + place, width) for place in range(count))


def _lengths() -> Iterator[tuple[int, tuple[int, int, int]]]:
    """Yield for the lengths 3 to 257: symbol, extra bits, their number."""
    length, symbol = 3, 257
    while symbol < 285:  # noqa: PLR2004 the symbol of the longest copy, which has no extra bits
        width = max(0, (symbol - 261) // 4)
        for extra in range(1 << width):
            yield length + extra, (symbol, extra, width)
        length, symbol = length + (1 << width), symbol + 1


def _distance(distance: int) -> tuple[int, int, int]:
    """Return the code of a distance, its extra bits and their number."""
    past = distance - 1
    if past < 4:  # noqa: PLR2004 codes without extra bits
        return past, 0, 0
    width = past.bit_length() - 2
    return 2 * width + (past >> width), past & ((1 << width) - 1), width


_SYMBOLS = tuple(_symbols())
_LENGTHS = dict(_lengths()) | {_LONGEST: (285, 0, 0)}
