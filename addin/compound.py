"""Compound: a compound file of version 3, folders and streams in sectors of 512 bytes (MS-CFB)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_FATS_IN_HEADER = 109


@dataclass(slots=True)
class _Entry:
    """An entry of the directory; left, right and child are the numbers of other entries."""

    name: str
    kind: int
    data: bytes = b""
    left: int = -1
    right: int = -1
    child: int = -1
    black: bool = True
    start: int = 0
    size: int = 0

    def order(self) -> tuple[int, str]:
        return len(self.name.encode("utf-16-le")), self.name.upper()

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        head = struct.pack("<HBBiii", len(name), self.kind, self.black, self.left, self.right, self.child)
        return name.ljust(64, b"\0") + head + bytes(36) + struct.pack("<IQ", self.start, self.size)


@dataclass(slots=True)
class _Sectors:
    """Sectors of one size with the table of what follows which."""

    size: int
    table: list[int] = field(default_factory=list)
    data: bytearray = field(default_factory=bytearray)

    def add(self, data: bytes) -> int:
        """Append a chain of sectors and return the number of the first."""
        if not data:
            return _END
        count, first = -(-len(data) // self.size), len(self.table)
        self.table += [*range(first + 1, first + count), _END]
        self.data += data.ljust(count * self.size, b"\0")
        return first


def compound(tree: Mapping[str, bytes | Mapping[str, bytes]]) -> bytes:
    """Return the compound file. Raises ValueError above 6.8 MB, where it would need a table of its tables."""
    entries = [_Entry("Root Entry", _ROOT)]
    _grow(entries, 0, tree)
    sectors, mini = _Sectors(_SECTOR), _Sectors(_MINI)
    for entry in entries:
        if entry.kind == _STREAM:
            entry.size = len(entry.data)
            entry.start = (mini if entry.size < _CUTOFF else sectors).add(entry.data)
    entries[0].start, entries[0].size = sectors.add(bytes(mini.data)), len(mini.data)
    mini_first, mini_count = _add_table(sectors, mini.table)
    directory = sectors.add(_directory(entries))
    fat_first = len(sectors.table)
    fats = 1
    while (fat_first + fats) * 4 > fats * _SECTOR:
        fats += 1
    if fats > _FATS_IN_HEADER:
        raise ValueError(f"{len(sectors.data)} bytes are too many for this writer")
    sectors.table += [_FAT] * fats
    sectors.data += _table(sectors.table)
    return _header(fat_first, fats, directory, mini_first, mini_count) + bytes(sectors.data)


def _grow(entries: list[_Entry], parent: int, tree: Mapping[str, bytes | Mapping[str, bytes]]) -> None:
    """Add the members of a folder as a balanced tree, its deepest row red."""
    numbers = []
    for name, content in tree.items():
        numbers.append(len(entries))
        if isinstance(content, bytes):
            entries.append(_Entry(name, _STREAM, content))
        else:
            entries.append(_Entry(name, _STORAGE))
    numbers.sort(key=lambda number: entries[number].order())
    depth = len(numbers).bit_length() - 1
    full = len(numbers) + 1 == 1 << (depth + 1)
    entries[parent].child = _balance(entries, numbers, 0, -1 if full else depth)
    for number in numbers:
        content = tree[entries[number].name]
        if not isinstance(content, bytes):
            _grow(entries, number, content)


def _balance(entries: list[_Entry], numbers: Sequence[int], depth: int, red: int) -> int:
    if not numbers:
        return -1
    middle = len(numbers) // 2
    entry = entries[numbers[middle]]
    entry.left = _balance(entries, numbers[:middle], depth + 1, red)
    entry.right = _balance(entries, numbers[middle + 1 :], depth + 1, red)
    entry.black = depth != red or depth == 0
    return numbers[middle]


def _directory(entries: Sequence[_Entry]) -> bytes:
    unused = bytes(64) + struct.pack("<HBBiii", 0, 0, 0, -1, -1, -1) + bytes(48)
    return b"".join(entry.packed() for entry in entries) + unused * (-len(entries) % 4)


def _table(table: Sequence[int]) -> bytes:
    packed = struct.pack(f"<{len(table)}I", *table)
    return packed + b"\xff" * (-len(packed) % _SECTOR)


def _add_table(sectors: _Sectors, table: Sequence[int]) -> tuple[int, int]:
    packed = _table(table)
    return sectors.add(packed), len(packed) // _SECTOR


def _header(fat_first: int, fats: int, directory: int, mini_first: int, mini_count: int) -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, fats, directory, 0, _CUTOFF, mini_first, mini_count, _END, 0)
    head += struct.pack(f"<{fats}I", *range(fat_first, fat_first + fats))
    return head.ljust(_SECTOR, b"\xff")
