"""Locate: sheets → facts. The nine tables are found by title, read by header and label, never by address."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from gouji.amounts import gather
from gouji.catalogue import CLASS_GROUP, catalogue
from gouji.facts import Cell, Facts, PlacedTable, Remark
from gouji.figures import UNITS, WAN
from gouji.labels import bare_label
from gouji.locate.balance import read_balance
from gouji.locate.cells import holds_amount, holds_sum
from gouji.locate.coded import read_coded
from gouji.locate.economic import read_economic
from gouji.locate.heads import Body, placed_table
from gouji.locate.items import read_items
from gouji.locate.titles import regions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from gouji.grid import Sheet
    from gouji.locate.titles import Region

_READERS: Mapping[str, Callable[[Region], Body | None]] = {
    "balance": read_balance,
    "coded": read_coded,
    "economic": read_economic,
    "items": read_items,
}


class _Part(NamedTuple):
    """A table, or a page of one, and the region it was read from."""

    region: Region
    table: PlacedTable


def locate(sheets: Sequence[Sheet], unit: str = "") -> Facts:
    """Return the facts of the nine tables in the sheets, with remarks on all that is not as it should be.

    `unit` is the unit of tables whose page head gives none. Without it they are read like the workbook's
    other tables; where no table gives a unit, as 万元, whose test is the wider one, and a remark says so.
    """
    remarks: list[Remark] = []
    parts: list[_Part] = []
    for region in regions(sheets):
        table = _read(region)
        if table is not None:
            _add(_Part(region, table), parts, remarks)
        elif region.words and not region.is_listed and _has_amounts(region):
            remarks.append(region.remark("F-12", region.title, region.top, (region.left,)))
    if parts:
        remarks += _missing(parts)
        remarks += _unit_remarks(parts, unit)
    known = Counter(part.table.unit for part in parts if part.table.unit in UNITS)
    fallback = unit or (known.most_common(1)[0][0] if known else WAN)
    tables = _with_codes([part.table for part in parts])
    return gather([t if t.unit in UNITS else replace(t, unit=fallback) for t in tables], remarks)


def _read(region: Region) -> PlacedTable | None:
    """Return the region's table; where it has none but a line that says why, a table without rows."""
    body = _READERS[region.spec.layout](region)
    if body is not None:
        return placed_table(region, body)
    table = placed_table(region, Body(region.top + 1, ()))
    is_empty = any(word in note for note in table.notes for word in catalogue().empty_words)
    return table if region.words and is_empty else None


def _add(part: _Part, parts: list[_Part], remarks: list[Remark]) -> None:
    """Add a table to those found: as a page of one of them, or instead of one, or not at all.

    Parts without common rows are pages of one table. A sheet without a title has to be such a page, with the
    same columns.
    """
    twins = [n for n, other in enumerate(parts) if other.table.id == part.table.id]
    rivals = [n for n in twins if not _is_next_page(parts[n].table, part.table)]
    first = parts[twins[0]].table if twins else part.table
    if not part.region.words and (rivals or not twins or _columns(first) != _columns(part.table)):
        return
    if rivals:
        parts[rivals[0]] = _kept(parts[rivals[0]], part, remarks)
    elif twins:
        unit, year = part.table.unit or first.unit, part.table.year or first.year
        parts.append(_Part(part.region, replace(part.table, unit=unit, year=year)))
    else:
        parts.append(part)


def _kept(first: _Part, second: _Part, remarks: list[Remark]) -> _Part:
    """Return which of two tables with the same rows is kept: the first one that has amounts.

    Of the longer and the shorter form of one table, with titles of their own, it is the longer one.
    """
    shorter, longer = sorted((first, second), key=lambda part: len(_columns(part.table)))
    if first.region.words != second.region.words and _columns(shorter.table) < _columns(longer.table):
        return longer
    is_better = _substance(second.table) > _substance(first.table)
    kept, dropped = (second, first) if is_better else (first, second)
    if dropped.table.rows:
        row, left = dropped.table.rows[0].row, dropped.region.left
        remarks.append(dropped.region.remark("F-02", dropped.table.title, row, (left,)))
    return kept


def _is_next_page(first: PlacedTable, second: PlacedTable) -> bool:
    keys = {(row.key, column) for row in first.rows for column in row.columns}
    more = {(row.key, column) for row in second.rows for column in row.columns}
    return bool(more) and keys.isdisjoint(more)


def _columns(table: PlacedTable) -> set[str]:
    return {column for row in table.rows for column in row.columns}


def _substance(table: PlacedTable) -> tuple[bool, bool]:
    """Return whether the table has amounts, and whether it has rows."""
    rows = table.sheet.rows
    return any(holds_amount(rows[row.row][c]) for row in table.rows for c in row.places), bool(table.rows)


def _missing(parts: Iterable[_Part]) -> list[Remark]:
    present = {part.table.id for part in parts}
    return [
        Remark("F-01", spec.title, (), spec.id)
        for spec in catalogue().tables.values()
        if spec.id not in present
    ]


def _unit_remarks(parts: Sequence[_Part], unit: str) -> list[Remark]:
    """Return a remark on tables with a unit the forms do not know, and one on tables without any."""
    remarks = [
        Remark("F-13", table.unit, (_head(region),), table.id)
        for region, table in parts
        if table.unit and table.unit not in UNITS
    ]
    without = [part for part in parts if not part.table.unit]
    if without and not unit:
        rule = "F-14" if len(without) < len(parts) else "F-09"
        remarks.append(Remark(rule, "", tuple(_head(region) for region, _ in without), without[0].table.id))
    return remarks


def _with_codes(tables: Sequence[PlacedTable]) -> list[PlacedTable]:
    """Give classes that the catalogue does not know the codes that tables of codes print with their names."""
    classes = [row for t in tables if t.id != "T6" for row in t.rows if CLASS_GROUP in row.groups]
    if all(row.key.isdecimal() for row in classes):
        return list(tables)
    codes = {bare_label(row.label): row.key for row in classes if row.key.isdecimal()}
    return [
        replace(table, rows=[row._replace(key=codes.get(row.key, row.key)) for row in table.rows])
        for table in tables
    ]


def _has_amounts(region: Region) -> bool:
    rows = region.sheet.rows[region.top + 1 : region.end]
    return any(holds_sum(v) for row in rows for v in row[region.left : region.right])


def _head(region: Region) -> Cell:
    return Cell(region.sheet.name, max(region.top, 0), region.left)
