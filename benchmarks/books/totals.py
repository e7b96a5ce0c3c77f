"""Totals: which amounts of a table are sums of others, as a unit's own formulas add them up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from books.pages import Key

    from gouji.catalogue import TableSpec
    from gouji.statement import Statement

TOTAL = "合计"
DIGITS = (3, 5, 7)
STAFF = ("301", "303")


def exact_totals(statement: Statement, specs: Mapping[str, TableSpec]) -> dict[Key, tuple[Key, ...]]:
    """Return total → its addends for the totals that their printed addends give to the last digit.

    A total that differs by a rounding cannot be a formula over printed amounts.
    """
    amounts = statement.amounts
    found: dict[Key, tuple[Key, ...]] = {}
    for spec in specs.values():
        rows = list(dict.fromkeys(row for table, row, _ in amounts if table == spec.id))
        for total, addends in _LAYOUTS[spec.layout](spec, rows):
            present = tuple(key for key in addends if key in amounts)
            if present and amounts.get(total) == sum(amounts[key] for key in present):
                found[total] = present
    return found


def _balance(spec: TableSpec, rows: list[str]) -> Iterator[tuple[Key, list[Key]]]:
    table, classes = spec.id, [row for row in rows if row.isdecimal()]
    groups = {group for row in spec.rows for group in row.groups}
    incomes = "收入项" if "收入项" in groups else "财政拨款项"
    yield from _sum(table, "本年收入合计", ["收入"], _group(spec, incomes))
    if openings := _group(spec, "年初项"):
        yield from _sum(table, "年初财政拨款结转和结余", ["收入"], openings)
    outlay = [column.key for column in spec.columns if column.side == "支出"]
    yield from _sum(table, "本年支出合计", outlay, classes)
    for side, columns in (("收入", ["收入"]), ("支出", outlay)):
        ends = [row.key for row in spec.rows if row.side == side and not row.form and not row.groups]
        yield from _sum(table, "总计", columns, [key for key in ends if key != "总计"])
    if len(outlay) > 1:
        for row in (*classes, "年末财政拨款结转和结余"):
            yield (table, row, outlay[0]), [(table, row, column) for column in outlay[1:]]


def _group(spec: TableSpec, group: str) -> list[str]:
    return [row.key for row in spec.rows if group in row.groups and not row.form]


def _sum(table: str, total: str, columns: list[str], rows: list[str]) -> Iterator[tuple[Key, list[Key]]]:
    for column in columns:
        yield (table, total, column), [(table, row, column) for row in rows]


def _coded(spec: TableSpec, rows: list[str]) -> Iterator[tuple[Key, list[Key]]]:
    columns = [column.key for column in spec.columns]
    whole, parts = (columns[0], columns[1:]) if spec.id < "T8" else (columns[2], columns[3:5])
    codes = [row for row in rows if row != TOTAL]
    yield from _sum(spec.id, TOTAL, columns, [code for code in codes if len(code) == DIGITS[0]])
    for code in codes:
        children = [row for row in codes if len(row) == len(code) + 2 and row.startswith(code)]
        if children:
            yield from _sum(spec.id, code, columns, children)
        else:
            yield (spec.id, code, whole), [(spec.id, code, part) for part in parts]


def _economic(spec: TableSpec, rows: list[str]) -> Iterator[tuple[Key, list[Key]]]:
    columns = [column.key for column in spec.columns]
    groups = [row for row in rows if row.isdecimal() and len(row) == DIGITS[0]]
    for group in groups:
        yield from _sum(
            spec.id, group, columns, [row for row in rows if len(row) > 3 and row.startswith(group)]
        )
    yield from _sum(spec.id, "人员经费合计", columns, [group for group in groups if group in STAFF])
    yield from _sum(spec.id, "公用经费合计", columns, [group for group in groups if group not in STAFF])


def _items(spec: TableSpec, rows: list[str]) -> Iterator[tuple[Key, list[Key]]]:
    total, abroad, cars, buying, running, guests = rows
    columns = [column.key for column in spec.columns]
    yield from _sum(spec.id, total, columns, [abroad, cars, guests])
    yield from _sum(spec.id, cars, columns, [buying, running])


_LAYOUTS = {"balance": _balance, "coded": _coded, "economic": _economic, "items": _items}
