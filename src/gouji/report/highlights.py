"""Highlights: what of a comparison a person wants to see first, chosen by highlights.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gouji.comparison import LAST
from gouji.rules.bind import rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gouji.comparison import Comparison, Pair

MOST = 12
"""Changes, and rows that only one year has, that are told; the lists of all pairs have the rest."""

CLASS_DIGITS = 3


def totals(comparison: Comparison) -> list[Pair]:
    """Return the main totals that either year prints."""
    pairs = {(pair.table, pair.row, pair.column): pair for pair in comparison.pairs}
    return [pairs[key] for key in map(tuple, _chosen()["totals"]) if key in pairs]


def largest_changes(comparison: Comparison) -> list[Pair]:
    """Return up to MOST items that changed, the largest change first.

    A code with listed codes below it is no item but their sum.
    """
    items = [pair for place in _chosen()["changes"] for pair in _in(comparison, *place)]
    sums = {(p.table, p.row[:n]) for p in items if p.row.isdecimal() for n in range(CLASS_DIGITS, len(p.row))}
    changed = [pair for pair in items if pair.change and (pair.table, pair.row) not in sums]
    return sorted(changed, key=_size, reverse=True)[:MOST]


def classes(comparison: Comparison) -> list[Pair]:
    """Return the expenditure of each functional class that has any in either year."""
    return [pair for pair in _in(comparison, *_chosen()["classes"]) if pair.this or pair.last]


def one_year_only(comparison: Comparison) -> tuple[list[Pair], int]:
    """Return up to MOST rows with an amount that only one year has, and how many more there are.

    They are in the order of the tables, each with its first amount; of many the largest are returned.
    """
    rows = [pair for pair in comparison.unmatched if pair.change]
    kept = set(sorted(rows, key=_size, reverse=True)[:MOST])
    return [pair for pair in rows if pair in kept], max(0, len(rows) - MOST)


def _in(comparison: Comparison, table: str, word: str, column: str) -> list[Pair]:
    """Return the pairs of a table's column in the rows that a row word stands for in either year."""
    tables = comparison.openings.facts.tables
    years = [tables[name] for name in (table, LAST + table) if name in tables]
    rows = {row for year in years for row in rows_of(year, word)}
    return [p for p in comparison.pairs if p.table == table and p.column == column and p.row in rows]


def _size(pair: Pair) -> int:
    return abs(pair.change or 0)


@cache
def _chosen() -> Mapping[str, Sequence[Any]]:
    return tomllib.loads(Path(__file__).with_name("highlights.toml").read_text("utf-8"))
