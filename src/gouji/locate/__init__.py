"""Locate: sheets → facts. The nine tables are found by title and read by header and label, never by address."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gouji.catalogue import catalogue
from gouji.facts import Cell, Facts, PlacedTable, Remark, gather
from gouji.figures import UNITS, WAN
from gouji.locate.balance import read_balance
from gouji.locate.coded import read_coded
from gouji.locate.economic import read_economic
from gouji.locate.headers import holds_amount
from gouji.locate.items import read_items
from gouji.locate.titles import Region, regions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from gouji.grid import Sheet

_READERS: dict[str, Callable[[Region], PlacedTable | None]] = {
    "balance": read_balance,
    "coded": read_coded,
    "economic": read_economic,
    "items": read_items,
}


def locate(sheets: Sequence[Sheet], unit: str = "") -> Facts:
    """Return the facts of the nine tables in the sheets, with remarks on all that is not as it should be.

    `unit` is the unit of tables whose page head gives none. Without it they are read like the workbook's
    other tables; where no table gives a unit, as 万元, whose test is the wider one, and a remark says so.
    """
    remarks: list[Remark] = []
    found: list[PlacedTable] = []
    for region in regions(sheets):
        table = _READERS[region.spec.layout](region)
        if table is not None:
            found.append(table)
        elif _has_amounts(region):
            remarks.append(Remark("F-12", region.title, (_head(region),), region.spec.id))
    kept = _without_duplicates(found, remarks)
    if kept:
        remarks += _missing(kept)
        remarks += _unit_remarks(kept, unit)
    known = Counter(table.unit for table in kept if table.unit in UNITS)
    fallback = unit or (known.most_common(1)[0][0] if known else WAN)
    units_known = [t if t.unit in UNITS else _with_unit(t, fallback) for t in kept]
    return gather(units_known, fallback, remarks)


def _without_duplicates(found: Iterable[PlacedTable], remarks: list[Remark]) -> list[PlacedTable]:
    """Drop a table that prints rows of an earlier one again; parts without common rows are pages of one table.

    A table without amounts gives way to a later one of the same title that has them.
    """
    kept: list[PlacedTable] = []
    for table in found:
        twins = [t for t in kept if t.id == table.id and not _is_next_page(t, table)]
        if not twins:
            kept.append(table)
            continue
        dropped = table
        if not _filled(twins[0]) and _filled(table):
            kept[kept.index(twins[0])], dropped = table, twins[0]
        where = Cell(dropped.sheet.name, dropped.rows[0].row if dropped.rows else 0, 0)
        remarks.append(Remark("F-02", dropped.title, (where,), dropped.id))
    return kept


def _is_next_page(first: PlacedTable, second: PlacedTable) -> bool:
    keys = {(row.key, column) for row in first.rows for column in row.columns}
    return keys.isdisjoint((row.key, column) for row in second.rows for column in row.columns) and bool(second.rows)


def _filled(table: PlacedTable) -> bool:
    return any(holds_amount(table.sheet.rows[row.row][c]) for row in table.rows for c in row.places)


def _missing(kept: Sequence[PlacedTable]) -> list[Remark]:
    present = {table.id for table in kept}
    return [Remark("F-01", spec.title, (), spec.id) for spec in catalogue().tables.values() if spec.id not in present]


def _unit_remarks(kept: Sequence[PlacedTable], unit: str) -> list[Remark]:
    """Return a remark on tables with a unit the forms do not know, and one on tables without any."""
    remarks = [
        Remark("F-13", table.unit, (Cell(table.sheet.name, 0, 0),), table.id)
        for table in kept
        if table.unit and table.unit not in UNITS
    ]
    without = [table for table in kept if not table.unit]
    if without and not unit:
        some_known = len(without) < len(kept)
        cells = tuple(Cell(table.sheet.name, 0, 0) for table in without)
        remarks.append(Remark("F-14" if some_known else "F-09", "", cells, without[0].id))
    return remarks


def _with_unit(table: PlacedTable, unit: str) -> PlacedTable:
    return PlacedTable(
        table.id, table.title, table.sheet, table.rows, unit, table.year, table.notes, table.remarks
    )


def _has_amounts(region: Region) -> bool:
    rows = region.sheet.rows[region.top + 1 : region.end]
    return any(holds_amount(v) for row in rows for v in row[region.left : region.right])


def _head(region: Region) -> Cell:
    return Cell(region.sheet.name, region.top, region.left)
