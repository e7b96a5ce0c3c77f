"""The table of economic codes (T6) in one, two or three blocks."""

from __future__ import annotations

from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING

from books.pages import columns_to_rows

from gouji.catalogue import catalogue

if TYPE_CHECKING:
    from books.layout import Layout
    from books.pages import Row

    from gouji.catalogue import Code, TableSpec
    from gouji.statement import Statement

MORE, CENT = Decimal("1.1"), Decimal("0.01")
STAFF, GOODS = ("301", "303"), ("302",)
LABELS: dict[str, list[Row]] = {
    "one": [("经济分类科目编码",), ("科目名称",)],
    "two": [("经济分类科目编码", "类"), ("经济分类科目编码", "款"), ("科目名称",)],
    "last part": [("经济分类科目编码", "类"), ("经济分类科目编码", "款"), ("科目名称",)],
    "joined": [("经济分类科目",)],
}
KINDS = ("人员经费", "公用经费", "公用经费")


def economic_page(spec: TableSpec, statement: Statement, layout: Layout) -> tuple[list[Row], list[Row]]:
    """Return head and body of the table by economic code."""
    (column,) = spec.columns
    codes = [code for code in catalogue().economic if code.block and _is_printed(code, statement, layout)]
    parts = _blocks(codes, layout.blocks)
    labels = LABELS[layout.economic]
    extra = ("全年预算数",) if layout.budgets else ()
    width = len(labels) + len(extra) + 1

    def budget(row: str) -> list[Decimal]:
        final = statement.amounts.get((spec.id, row, column.key), Decimal(0))
        return [(final * MORE).quantize(CENT) for _ in extra]

    lines = [
        [(*_labels(code, layout), *budget(code.code), (spec.id, code.code, column.key)) for code in block]
        for block in parts
    ]
    body = [
        tuple(cell for part in row for cell in part) for row in zip_longest(*lines, fillvalue=("",) * width)
    ]
    totals = [
        (row.key, *[""] * (len(labels) - 1), *budget(row.key), (spec.id, row.key, column.key))
        for row in spec.rows
    ]
    head = columns_to_rows([*labels, *((label,) for label in extra), (layout.amount,)] * len(parts))
    if len(parts) == 1:
        return head, [*body, *totals]
    staff, goods = totals
    if len(parts) == 3:
        goods = (*goods[:-1], *[""] * width, goods[-1])
        kinds = tuple(kind for kind in KINDS for _ in range(width))
        return [kinds, *head], [*body, (*staff, *goods)]
    return head, [*body, (*staff, *goods)]


def _is_printed(code: Code, statement: Statement, layout: Layout) -> bool:
    return not layout.filled_only or bool(statement.amounts.get(("T6", code.code, "决算数")))


def _blocks(codes: list[Code], number: int) -> list[list[Code]]:
    staff = [code for code in codes if code.code.startswith(STAFF)]
    goods = [code for code in codes if code.code.startswith(GOODS)]
    capital = [code for code in codes if not code.code.startswith((*STAFF, *GOODS))]
    return {1: [[*staff, *goods, *capital]], 2: [staff, [*goods, *capital]], 3: [staff, goods, capital]}[
        number
    ]


def _labels(code: Code, layout: Layout) -> Row:
    group, part = code.code[:3], code.code[3:]
    match layout.economic:
        case "two":
            return group, part, code.name
        case "last part":
            return "" if part else group, part, code.name
        case "joined":
            return (f"{code.code} {code.name}",)
    return code.code, code.name
