"""Tables of functional codes (T2, T3, T5, T8, T9): how codes are split over cells, and where 合计 stands."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from books.pages import columns_to_rows

if TYPE_CHECKING:
    from books.layout import Layout
    from books.pages import Cell, Row

    from gouji.catalogue import TableSpec
    from gouji.statement import Statement

TOTAL = "合计"
OPENING, INCOME, SPENT, CLOSING = "年初结转和结余", "本年收入", "本年支出", "年末结转和结余"
LABELS = {
    "one": [("项目", "功能分类科目编码"), ("项目", "科目名称")],
    "joined": [("项目", "科目编码及名称")],
    "name first": [("项目", "科目名称"), ("项目", "科目编码")],
    "numbered": [("序号", "序号"), ("项目", "功能分类科目编码"), ("项目", "科目名称")],
}
LEVELS: list[Row] = [("项目", "支出功能分类科目编码", level) for level in ("类", "款", "项")]
SPLIT = ("three", "three numbers", "cumulative", "last part", "by level")
DIGITS = (3, 5, 7)
BLANK_ROWS = 4


def coded_page(spec: TableSpec, statement: Statement, layout: Layout) -> tuple[list[Row], list[Row]]:
    """Return head and body of a table by functional code; without figures, blank rows."""
    columns = [column.key for column in spec.columns]
    if spec.id == "T9" and layout.short_capital:
        columns = columns[2:5]
    labels = [*LEVELS, ("项目", "科目名称", "科目名称")] if layout.codes in SPLIT else LABELS[
        layout.codes if layout.codes in LABELS else "one"
    ]  # fmt: skip
    in_head = layout.total == "head"
    if in_head:
        labels = [column[:2] for column in labels]
    heads = [*labels, *_amount_heads(spec, columns, layout)]
    head = columns_to_rows(heads)
    if layout.numbers:
        numbers = range(1, len(heads) - len(labels) + 1)
        head.append((*["栏次"] * len(labels), *numbers))
    codes = sorted({row for table, row, _ in statement.amounts if table == spec.id and row != TOTAL})

    def line(labels: Row, row: str) -> Row:
        amounts: list[Cell] = [(spec.id, row, column) for column in columns]
        if spec.id == "T2" and layout.fees:
            amounts.insert(columns.index("事业收入") + 1, "")
        if spec.id == "T5" and layout.wide:
            amounts = [Decimal(0), statement.amounts.get((spec.id, row, TOTAL), ""), *amounts, Decimal(0)]
        return (*labels, *amounts)

    total = line(_total_labels(layout, len(labels)), TOTAL)
    lines = [
        line(_code_labels(code, _name(code, statement, layout), n, layout), code)
        for n, code in enumerate(codes, 2)
    ]
    if not codes:
        total = (*total[: len(labels)], *[""] * (len(heads) - len(labels)))
        lines = [("",) * len(heads)] * BLANK_ROWS
    return head, [*lines, total] if layout.total == "bottom" else [total, *lines]


def _amount_heads(spec: TableSpec, columns: list[str], layout: Layout) -> list[Row]:
    heads: list[Row] = []
    parts = {SPENT + TOTAL: layout.part, TOTAL: layout.part, "基本支出": "基本支出", "项目支出": "项目支出"}
    for column in columns:
        if spec.id in ("T2", "T3") or layout.flat or (spec.id == "T9" and layout.short_capital):
            heads.append((column,))
        else:
            heads.append((SPENT, parts[column]) if column in parts else (column,))
        if spec.id == "T2" and layout.fees and column == "事业收入":
            heads[-1:] = [(column, "小计"), (column, "其中：教育收费")]
    if spec.id == "T5" and layout.wide:
        return [(OPENING,), (INCOME,), *((SPENT, head[-1]) for head in heads), (CLOSING,)]
    return heads


def _name(code: str, statement: Statement, layout: Layout) -> str:
    indent = "　" * DIGITS.index(len(code)) if layout.indented else ""
    return indent + statement.names[code]


def _total_labels(layout: Layout, width: int) -> Row:
    if layout.total == "head":
        return ("类", "款", "项", TOTAL)
    if layout.codes == "numbered":
        return (1, TOTAL, "")
    return (TOTAL,) * width if layout.codes in SPLIT else (TOTAL, *[""] * (width - 1))


def _code_labels(code: str, name: str, number: int, layout: Layout) -> Row:
    if layout.codes in SPLIT:
        return *_split_code(code, layout.codes), name
    match layout.codes:
        case "number":
            return int(code), name
        case "spaced":
            return " ".join(_parts(code)), name
        case "joined":
            return (f"{code} {name.strip()}",)
        case "name first":
            return name, code
        case "numbered":
            return number, code, name
    return code, name


def _split_code(code: str, how: str) -> Row:
    """Return the cells of 类, 款 and 项."""
    parts = _parts(code)
    above, blanks = [""] * (len(parts) - 1), [""] * (len(DIGITS) - len(parts))
    match how:
        case "three numbers":
            return *map(int, parts), *blanks
        case "cumulative":
            return *(code[:digits] for digits in DIGITS if digits <= len(code)), *blanks
        case "last part":
            return *above, parts[-1], *blanks
        case "by level":
            return *above, code, *blanks
    return *parts, *blanks


def _parts(code: str) -> list[str]:
    return [code[:3], *(code[n : n + 2] for n in range(3, len(code), 2))]
