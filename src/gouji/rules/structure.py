"""Checks of structure: names, order and notes of the tables, which no sum can say."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from gouji.catalogue import catalogue
from gouji.facts import Cell
from gouji.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from gouji.facts import Facts, Table


class Breach(NamedTuple):
    """Something a check of structure found: the message's key and words, and the cells it is about."""

    says: str
    words: tuple[str, ...]
    cells: tuple[tuple[Cell, str, str], ...]
    """(cell, table, row)"""


def noted_when_empty(facts: Facts, tables: Sequence[str]) -> Iterator[Breach]:
    """Yield the tables that are printed without any amount and without a line that says why.

    An empty form, one without a single amount in the whole workbook, needs no such line.
    """
    if not any(facts.printed):
        return
    words = catalogue().empty_words
    for table in filter(None, map(facts.tables.get, tables)):
        noted = any(word in note for note in table.notes for word in words)
        if not noted and not any(facts.amounts[i] for i in _facts_of(table)):
            yield Breach("empty_without_note", (table.title,), ((Cell(table.sheet, 0, 0), table.id, ""),))


def own_names(facts: Facts, tables: Sequence[str]) -> Iterator[Breach]:
    """Yield the codes that carry the name of another code of the same parent in the catalogue."""
    for table in filter(None, map(facts.tables.get, tables)):
        for code, label in table.labels.items():
            if owner := owner_of_name(table.id, code, label):
                words = code, plain_label(label), owner
                yield Breach("name_of_another", words, (_place(facts, table, code),))


def owner_of_name(table: str, code: str, label: str) -> str:
    """Return the code of the same parent whose name a code carries, '' where it is its own or unknown."""
    names, owners = _code_list("economic" if table == "T6" else "functional")
    plain = plain_label(label)
    return "" if plain in names.get(code, (plain,)) else owners.get((code[:-2], plain), "")


def same_names(facts: Facts, tables: Sequence[str]) -> Iterator[Breach]:
    """Yield the codes whose names differ between tables, with a place of each name."""
    named: dict[str, str] = {}
    different: dict[str, None] = {}
    present = [table for name in tables if (table := facts.tables.get(name))]
    for table in present:
        for code, label in table.labels.items():
            if named.setdefault(code, label) != label:
                different[code] = None
    for code in filter(str.isdecimal, different):
        places: dict[str, Table] = {}
        for table in present:
            if table.labels.get(code):
                places.setdefault(plain_label(table.labels[code]), table)
        if len(places) > 1:
            cells = tuple(_place(facts, table, code) for table in places.values())
            yield Breach("names_differ", (code, " / ".join(places)), cells)


def same_order(facts: Facts, tables: Sequence[str]) -> Iterator[Breach]:
    """Yield the first code of the first table that stands out of the order of the second."""
    first, second = (facts.tables.get(name) for name in tables)
    if first is None or second is None:
        return
    order = {code: n for n, code in enumerate(_codes(second))}
    common = [code for code in _codes(first) if code in order]
    for before, code in pairwise(common):
        if order[code] < order[before]:
            yield Breach("out_of_order", (code, before), (_place(facts, first, code),))
            return


CHECKS: Mapping[str, Callable[[Facts, Sequence[str]], Iterator[Breach]]] = {
    check.__name__: check for check in (noted_when_empty, own_names, same_names, same_order)
}


def _codes(table: Table) -> list[str]:
    return [row for row in table.labels if row.isdecimal()]


def _facts_of(table: Table) -> Iterator[int]:
    return (index for line in table.lines for index in range(line.start, line.start + len(line.columns)))


def _place(facts: Facts, table: Table, row: str) -> tuple[Cell, str, str]:
    """Return the first amount cell of the row: its label stands left of it."""
    index = next(iter(table.rows[row].values()))
    return facts.cell(index), table.id, row


@cache
def _code_list(kind: str) -> tuple[Mapping[str, frozenset[str]], Mapping[tuple[str, str], str]]:
    """Return code → its names, and (parent, name) → the code of that name."""
    codes = getattr(catalogue(), kind)
    names = {code.code: frozenset(map(plain_label, code.names)) for code in codes}
    return names, {(code[:-2], name): code for code, own in names.items() for name in own}
