"""Chunk: the printed lines of a row group's files as arrays, their words as numbers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gouji.catalogue import catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]


class Words:
    """Numbers for the words of all chunks: 0, 1, 2 … in the order in which they come up."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.texts: list[str] = []

    def number(self, text: str) -> int:
        """Return the number of a word."""
        if text not in self._numbers:
            self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return self._numbers[text]

    def numbers(self, array: pa.DictionaryArray) -> Ints:
        """Return the numbers of an array of words."""
        own = np.array([self.number(text) for text in array.dictionary.to_pylist()], np.int64)
        return own[array.indices.to_numpy()] if len(own) else np.zeros(len(array), np.int64)


@dataclass(frozen=True)
class Heads:
    """The tables of a chunk's files: the file of each, id, year, and whether a note says that it is empty."""

    file: Ints
    table: Ints
    year: Ints
    noted: Bools


@dataclass(frozen=True)
class Lines:
    """The printed lines of a chunk's files, in the order of the files: words as numbers."""

    file: Ints
    table: Ints
    row: Ints
    label: Ints
    groups: Ints
    columns: Ints
    ulp: Ints
    start: Ints
    """Where the amounts of each line begin, and as the last entry where all end."""
    amounts: Ints
    """0 where nothing is printed."""
    printed: Bools
    unreadable: Bools
    """Something stands there that is no amount."""


@dataclass(frozen=True)
class Chunk:
    """The files of a row group: how many they are, their tables and lines, and which of them were read.

    `rests` are the rests of the files that have one, by their place.
    """

    size: int
    heads: Heads
    lines: Lines
    readable: Bools
    rests: Mapping[int, Mapping[str, Any]]


def chunk_of(table: pa.Table, keys: Words, labels: Words) -> Chunk:
    """Return the arrays of a row group; `keys` and `labels` get the words that are new."""
    tables, lines = (table.column(name).combine_chunks() for name in ("tables", "lines"))
    says = table.column("says").to_numpy(zero_copy_only=False)
    rests = {n: json.loads(text) for n, text in enumerate(table.column("rest").to_pylist()) if text}
    return Chunk(len(table), _heads(tables, keys), _lines(lines, keys, labels, rests), says == "", rests)


def _fields(structs: pa.ListArray) -> Mapping[str, pa.Array]:
    flat = structs.flatten()
    return {field.name: column for field, column in zip(flat.type, flat.flatten(), strict=True)}


def _owners(lists: pa.ListArray) -> Ints:
    """Return for each value of an array of lists the place of its list."""
    lengths = lists.value_lengths().to_numpy()
    return np.repeat(np.arange(len(lengths)), lengths)


def _heads(structs: pa.ListArray, keys: Words) -> Heads:
    fields = _fields(structs)
    notes = fields["notes"]
    return Heads(
        _owners(structs),
        keys.numbers(fields["table"]),
        fields["year"].to_numpy().astype(np.int64),
        _any(_says_empty(notes.flatten()), notes),
    )


def _says_empty(notes: pa.DictionaryArray) -> Bools:
    told = [any(word in note for word in catalogue().empty_words) for note in notes.dictionary.to_pylist()]
    return np.array(told, bool)[notes.indices.to_numpy()] if told else np.zeros(len(notes), bool)


def _any(flags: Bools, lists: pa.ListArray) -> Bools:
    """Return for each list whether one of its flags is set."""
    return np.bincount(_owners(lists)[flags], minlength=len(lists)) > 0


def _lines(
    structs: pa.ListArray, keys: Words, labels: Words, rests: Mapping[int, Mapping[str, Any]]
) -> Lines:
    fields = _fields(structs)
    amounts = fields["amounts"]
    values = amounts.flatten()
    files = _owners(structs)
    start = np.concatenate([[0], np.cumsum(amounts.value_lengths().to_numpy(), dtype=np.int64)])
    unreadable = np.zeros(len(values), bool)
    for place, rest in rests.items():
        if found := rest.get("unreadable"):
            first = start[np.searchsorted(files, place)]
            unreadable[[first + int(index) for index in found]] = True
    return Lines(
        files,
        keys.numbers(fields["table"]),
        keys.numbers(fields["row"]),
        labels.numbers(fields["label"]),
        keys.numbers(fields["groups"]),
        keys.numbers(fields["columns"]),
        fields["ulp"].to_numpy().astype(np.int64),
        start,
        values.fill_null(0).to_numpy(),
        values.is_valid().to_numpy(zero_copy_only=False),
        unreadable,
    )
