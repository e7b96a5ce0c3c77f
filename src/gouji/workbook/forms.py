"""Forms: the nine tables as the Ministry lays them out, with the key of an amount in every amount's cell."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from gouji.catalogue import catalogue
from gouji.statement import Key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gouji.catalogue import RowSpec, TableSpec
    from gouji.statement import Statement

Cell = Key | str | int
"""An amount's key, a printed text ("" for an empty cell) or the printed number of a row or column."""
Row = tuple[Cell, ...]

_SPARE_ROWS = 8  # rows to write in, where the statement has no codes for a table
_LENGTHS = {"T1": 31, "T4": 32}  # rows of the two-sided tables
# The 行次 of T1 from 2021 on. [P1] of docs/sources.md confirms those of the income rows and of the classes;
# those below the classes and those of T4 are confirmed by no document, so they are not printed.
_FIRST_LINES = {"收入": 1, "支出": 32}
_STAFF = ("301", "303")
# Table T6 of the Shanghai template [S00] prints these codes of class 310 only.
_CAPITAL = ("310", "31001", "31002", "31003", "31007", "31013", "31019", "31021", "31022", "31099")
_PARTS = {"合计": "小计", "本年支出合计": "小计", "基本支出": "基本支出", "项目支出": "项目支出"}
_PRINTED = {"因公出国境费": "因公出国（境）费"}

_NOTES = {
    "T1": "注：本表列示部门全年的总收入、总支出和年末结转结余。折算为万元的金额之和与合计可能有尾差。",
    "T2": "注：本表列示部门全年取得的各项收入。",
    "T3": "注：本表列示部门全年发生的各项支出。",
    "T4": "注：本表列示部门全年财政拨款的总收入、总支出和结转结余。",
    "T5": "注：本表列示部门全年一般公共预算财政拨款的支出。",
    "T6": "注：本表按经济分类列示部门全年一般公共预算财政拨款的基本支出。",
    "T7": "注：本表列示部门全年“三公”经费的预算和决算。预算数为全年预算数，决算数含使用上年结转资金的支出。",
    "T8": "注：本表列示部门全年政府性基金预算财政拨款的收入、支出和结转结余。",
    "T9": "注：本表列示部门全年国有资本经营预算财政拨款的收入、支出和结转结余。",
}
_EMPTY = {
    "T8": "说明：本单位本年度无政府性基金预算财政拨款收入、支出，本表为空表。",
    "T9": "说明：本单位本年度无国有资本经营预算财政拨款收入、支出，本表为空表。",
}


@dataclass(frozen=True, slots=True)
class Form:
    """One table laid out in rows of equal length.

    Equal neighbours in the head, and equal neighbours within a row of the body, are one merged cell.
    `one_page` says that the form is printed on a single page, however many rows it has.
    """

    number: str
    title: str
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    remarks: tuple[str, ...]
    one_page: bool


def official_forms(statement: Statement) -> list[Form]:
    """Return the forms 公开01表 … 公开09表 with the statement's codes; without figures, the blank forms.

    Tables that the statement does not have are left out.
    """
    filled = {table for table, _, _ in statement.amounts}
    present = (spec for spec in catalogue().tables.values() if spec.id not in statement.absent)
    return [_form(spec, statement, filled) for spec in present]


def blocks(rows: Sequence[Row]) -> Iterator[tuple[int, int, int, int]]:
    """Yield top, left, bottom, right of every rectangle of one text, zero-based, ends included."""
    seen: set[tuple[int, int]] = set()
    for top, row in enumerate(rows):
        for left, text in enumerate(row):
            if (top, left) in seen or not isinstance(text, str) or not text:
                continue
            right = left
            while right + 1 < len(row) and row[right + 1] == text:
                right += 1
            bottom = top
            while bottom + 1 < len(rows) and set(rows[bottom + 1][left : right + 1]) == {text}:
                bottom += 1
            seen.update((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1))
            yield top, left, bottom, right


def ordinal(number: int) -> str:
    """Return a number from 1 to 99 as the forms number their rows: 26 is 二十六."""
    tens, ones = divmod(number, 10)
    signs: tuple[str, ...] = ("", *"一二三四五六七八九")
    return (signs[tens] if tens > 1 else "") + ("十" if tens else "") + signs[ones]


def code_name(code: str, statement: Statement, table: str = "") -> str:
    """Return the name that table, statement or else catalogue give a code; "" when none knows it."""
    listed = {c.code: c.name for c in (*catalogue().classes, *catalogue().economic)}
    return statement.labels.get((table, code)) or statement.names.get(code) or listed.get(code, "")


def _form(spec: TableSpec, statement: Statement, filled: set[str]) -> Form:
    head, body = _LAYOUTS[spec.layout](spec, statement)
    is_empty = bool(filled) and spec.id in _EMPTY and spec.id not in filled
    own = (_NOTES[spec.id], _EMPTY[spec.id]) if is_empty else (_NOTES[spec.id],)
    return Form(
        number=spec.number,
        title=spec.title.replace("三公", "“三公”"),
        head=tuple(zip(*head, strict=True)),
        body=tuple(body),
        remarks=statement.notes.get(spec.id, own),
        one_page=spec.layout != "coded",
    )


# Each layout returns the head by columns, each from its top level down to its number, and the body by rows.
_Layout = tuple[list[Row], list[Row]]
_Line = tuple[str, str]  # printed label and row key of one half of a two-sided table
_GAP: _Line = ("", "")


def _balance(spec: TableSpec, _: Statement) -> _Layout:
    head: list[Row] = []
    for side in ("收入", "支出"):
        head += [(side, "项目", "栏次"), (side, "行次", "")]
        for number, column in enumerate(spec.columns, 1):
            if column.side == side:
                head.append((side, "金额" if column.key == side else column.key, number))
    sides = zip(_side(spec, "收入"), _side(spec, "支出"), strict=True)
    return head, [
        (*_half(spec, "收入", income, index), *_half(spec, "支出", outlay, index))
        for index, (income, outlay) in enumerate(sides)
    ]


def _side(spec: TableSpec, side: str) -> list[_Line]:
    """Return one half's rows, spread so that both halves come to 本年…合计 and to 总计 in the same row."""
    rows = [row for row in spec.rows if row.side == side and not row.form]
    split = next(i for i, row in enumerate(rows) if row.key.startswith("本年"))
    classes = [(f"{ordinal(n)}、{c.name}", c.code) for n, c in enumerate(catalogue().classes, 1)]
    items = _lines(rows[:split]) if side == "收入" else classes
    *totals, last = _lines(rows[split:])
    items += [_GAP] * (len(classes) - len(items))
    totals += [_GAP] * (_LENGTHS[spec.id] - len(items) - len(totals) - 1)
    return [*items, *totals, last]


def _lines(rows: Iterable[RowSpec]) -> list[_Line]:
    """Return labels and keys, with 一、二、… before the rows that a sum ranges over."""
    lines, run = [], 0
    for row in rows:
        run = run + 1 if row.groups else 0
        label = row.aliases[0] if row.after else row.key
        lines.append((f"{ordinal(run)}、{label}" if run else label, row.key))
    return lines


def _half(spec: TableSpec, side: str, line: _Line, index: int) -> Row:
    label, row = line
    is_confirmed = spec.id == "T1" and (side == "收入" or row.isdecimal())
    number = _FIRST_LINES[side] + index if row and is_confirmed else ""
    return (label, number, *((spec.id, row, c.key) if row else "" for c in spec.columns if c.side == side))


def _coded(spec: TableSpec, statement: Statement) -> _Layout:
    parts = {} if spec.id in ("T2", "T3") else _PARTS
    head: list[Row] = [("项目", "功能分类科目编码", "栏次"), ("项目", "科目名称", "栏次")]
    for number, column in enumerate(spec.columns, 1):
        label = parts.get(column.key, column.key)
        head.append(("本年支出" if column.key in parts else label, label, number))
    codes = _codes(spec, statement)
    named = [("合计", "合计"), *((code, code_name(code, statement, spec.id)) for code in codes)]
    body: list[Row] = [(code, name, *((spec.id, code, c.key) for c in spec.columns)) for code, name in named]
    spare = [("",) * len(head)] * _SPARE_ROWS if len(body) == 1 else []
    return head, body + spare


def _economic(spec: TableSpec, statement: Statement) -> _Layout:
    (column,) = spec.columns
    listed = (c.code for c in catalogue().economic if c.code.startswith((*_STAFF, "302")))
    codes = sorted({*listed, *_CAPITAL, *_codes(spec, statement)})
    cells: list[Row] = [
        (code, code_name(code, statement, spec.id), (spec.id, code, column.key)) for code in codes
    ]
    staff = [row for row, code in zip(cells, codes, strict=True) if code.startswith(_STAFF)]
    others = [row for row in cells if row not in staff]
    pairs = zip_longest(staff, others, fillvalue=("", "", ""))
    left, right = ((row.key, row.key, (spec.id, row.key, column.key)) for row in spec.rows)
    head: list[Row] = [("经济分类科目编码",), ("科目名称",), ("决算数",)]
    return head * 2, [*((*staff, *others) for staff, others in pairs), (*left, *right)]


def _items(spec: TableSpec, _: Statement) -> _Layout:
    vehicles = next(row.key for row in spec.rows if "小计" in row.aliases)
    head: list[Row] = []
    cells: list[Key] = []
    for column in spec.columns:
        for row in spec.rows:
            label = _PRINTED.get(row.key, row.key)
            levels = (vehicles, "小计" if row.key == vehicles else label)
            cells.append((spec.id, row.key, column.key))
            head.append(
                (column.key, *(levels if row.key.startswith("公务用车") else (label, label)), len(cells))
            )
    return head, [tuple(cells)]


def _codes(spec: TableSpec, statement: Statement) -> list[str]:
    return sorted({row for table, row, _ in statement.amounts if table == spec.id and row.isdecimal()})


_LAYOUTS: dict[str, Callable[[TableSpec, Statement], _Layout]] = {
    "balance": _balance,
    "coded": _coded,
    "economic": _economic,
    "items": _items,
}
