"""Two-sided tables (T1, T4): income beside expenditure by class, with or without 行次, 栏次 and budgets."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from books.pages import columns_to_rows

from gouji.catalogue import catalogue
from gouji.workbook.forms import ordinal

if TYPE_CHECKING:
    from books.layout import Layout
    from books.pages import Cell, Row

    from gouji.catalogue import RowSpec, TableSpec
    from gouji.statement import Statement

SIDES = INCOME, OUTLAY = "收入", "支出"
OTHER_LABELS = {
    "使用非财政拨款结余": "使用非财政拨款结余（含专用结余）",
    "年初结转和结余": "上年结转和结余",
    "年末结转和结余": "结转下年",
    "年初财政拨款结转和结余": "年初财政拨款结转结余",
    "年末财政拨款结转和结余": "年末财政拨款结转结余",
}
BUDGETS = ("年初预算数", "全年预算数")

Line = tuple[str, str]
"""The printed label and the row's key of one half of a line."""


def balance_page(spec: TableSpec, statement: Statement, layout: Layout) -> tuple[list[Row], list[Row]]:
    """Return head and body of a two-sided table."""
    left, right = (_side(spec, side, statement, layout) for side in SIDES)
    height = max(len(one[0]) + len(one[1]) for one in (left, right))
    halves = []
    for side, (items, ends) in zip(SIDES, (left, right), strict=True):
        gap: list[Line] = [("", "")] * (height - len(items) - len(ends))
        halves.append(_half(spec, side, [*items, *gap, *ends], statement, layout))
    head = columns_to_rows([column for side in SIDES for column in _heads(spec, side, layout)])
    return head, [(*one, *other) for one, other in zip(*halves, strict=True)]


def _side(spec: TableSpec, side: str, statement: Statement, layout: Layout) -> tuple[list[Line], list[Line]]:
    """Return the lines of the list on one side, and those of its sums and balances."""
    rows = [row for row in spec.rows if row.side == side and not row.form]
    split = next(n for n, row in enumerate(rows) if row.key.startswith("本年"))
    ends = _lines(rows[split:], layout)
    if layout.openings_first and spec.id == "T4" and side == INCOME:
        total, opening, *parts, last = ends
        ends = [total, *parts, opening, last]
    if side == INCOME:
        return _lines(rows[:split], layout), ends
    codes = [
        (code.code, code.name)
        for code in catalogue().classes
        if (layout.classes == 26 or code.list24)
        and (layout.classes or statement.amounts.get((spec.id, code.code, spec.columns[1].key)))
    ]
    return [(f"{ordinal(n)}、{name}", code) for n, (code, name) in enumerate(codes, 1)], ends


def _lines(rows: list[RowSpec], layout: Layout) -> list[Line]:
    lines, run = [], 0
    for row in rows:
        run = run + 1 if row.groups else 0
        label = row.aliases[0] if row.after else row.key
        if layout.other_labels:
            label = OTHER_LABELS.get(label, label)
        lines.append((f"{ordinal(run)}、{label}" if run else label, row.key))
    return lines


def _half(spec: TableSpec, side: str, lines: list[Line], statement: Statement, layout: Layout) -> list[Row]:
    first = 1 if side == INCOME else layout.lines + (spec.id == "T4")
    keys = [column.key for column in spec.columns if column.side == side]
    rows: list[Row] = []
    for n, (label, row) in enumerate(lines):
        number: tuple[Cell, ...] = (first + n if row else "",) if layout.lines else ()
        amounts = [(spec.id, row, key) if row else "" for key in keys]
        budgets: list[Cell] = []
        if layout.budgets and spec.id == "T1":
            final = statement.amounts.get((spec.id, row, keys[0]), Decimal(0))
            budgets = [_budget(final, share) if row else "" for share in ("0.9", "1.1")]
        rows.append((label, *number, *budgets, *amounts))
    return rows


def _budget(final: Decimal, share: str) -> Decimal:
    return (final * Decimal(share)).quantize(Decimal("0.01"))


def _heads(spec: TableSpec, side: str, layout: Layout) -> list[Row]:
    label = "项目（按功能分类）" if spec.id == "T4" and side == OUTLAY and layout.lines else "项目"
    columns: list[Row] = [(side, label, "栏次")]
    if layout.lines:
        columns.append((side, "行次", ""))
    if layout.budgets and spec.id == "T1":
        columns += [(side, budget, "") for budget in BUDGETS]
    for number, column in enumerate(spec.columns, 1):
        if column.side == side:
            columns.append((side, layout.amount if column.key == side else column.key, number))
    return columns if layout.numbers else [column[:2] for column in columns]
