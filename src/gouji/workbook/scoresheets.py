"""Score sheets: the 绩效自评表 of a unit and of its projects, painted as the departments print them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from openpyxl.styles import Alignment, Border
from openpyxl.utils import get_column_letter

from gouji.labels import text_width
from gouji.workbook.paint import FONT, FORM_GRID, LINE_HEIGHT, TITLE_FONT, fit_to_a4

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_TITLES = {"unit": "部门（单位）整体支出绩效目标自评表", "project": "项目支出绩效自评表"}
_FUNDS = ("年初预算数", "全年预算数", "全年执行数")
_UNIT_HEAD = (
    *("一级指标", "二级指标", "三级指标", "预期指标值", "指标值设定依据", "实际完成指标值"),
    *("分值权重", "得分"),
)
_PROJECT_HEAD = (
    *("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"),
    *("分值", "得分", "偏差原因分析及改进措施"),
)
_WIDTHS = {"unit": (13, 13, 18, 14, 15, 16, 12, 12), "project": (10, 11, 13, 18, 16, 16, 9, 11, 22)}
"""Column widths in characters: A to H, A to I."""

_GOAL_LINES, _BLANK_LINES = 5, 2
"""The least lines that a goal, and an indicator yet to be named, have room for."""

_AS_TYPED = ("指标值", "完成值")
"""Ends of the heads whose blank cells are text: a spreadsheet must not take what is typed for a formula."""

_NUMBER = re.compile(r"\d+(?:\.(\d+))?(%?)")


@dataclass
class PrintedSheet:
    """A score sheet as printed; the fields of a fund and of an indicator are those of its line of text."""

    kind: str
    sheet: str
    year: str
    name: str
    unit: str = ""
    funds: list[list[str]] = field(default_factory=list)
    expected: str = ""
    achieved: str = ""
    indicators: list[list[str]] = field(default_factory=list)
    total: tuple[str, str] = ("", "")


class Block(NamedTuple):
    """A text over a rectangle of cells: rows and columns from 1, ends included.

    `lines` are those that a row has room for at least; `form` is the number format of a blank.
    """

    top: int
    left: int
    bottom: int
    right: int
    text: str
    lines: int = 1
    form: str = "General"


def parse_printed_sheets(text: str) -> list[PrintedSheet]:
    """Read score sheets from their text form, which workbooks/figures/2023-scores.txt describes.

    Raises ValueError, naming the line, when a line has none of its forms.
    """
    sheets: list[PrintedSheet] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match [part.strip() for part in line.split("|")]:
            case ["form", "unit" | "project" as kind, sheet, year, name, *unit]:
                sheets.append(PrintedSheet(kind, sheet, year, name, "".join(unit)))
            case ["fund", *fields] if sheets and len(fields) == len(_FUNDS) + 4:
                sheets[-1].funds.append(fields)
            case ["expected" | "achieved" as key, said] if sheets:
                setattr(sheets[-1], key, said)
            case ["indicator", *fields] if sheets and len(fields) == len(_PROJECT_HEAD):
                sheets[-1].indicators.append(fields)
            case ["total", points, score] if sheets:
                sheets[-1].total = (points, score)
            case _:
                raise ValueError(f"line {number}: cannot read {line!r}")
    return sheets


def paint_score_sheets(workbook: Workbook, sheets: Iterable[PrintedSheet]) -> None:
    """Add the sheets to the workbook behind those it has."""
    for printed in sheets:
        _paint(workbook.create_sheet(printed.sheet), printed)


def _paint(sheet: Worksheet, printed: PrintedSheet) -> None:
    widths = _WIDTHS[printed.kind]
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    blocks = list(_unit_blocks(printed) if printed.kind == "unit" else _project_blocks(printed))
    heights: dict[int, float] = {}
    for block in blocks:
        _paint_block(sheet, block, framed=block.top > 2)  # noqa: PLR2004 title and year stand above the grid
        if block.top == block.bottom:
            lines = _lines(block.text, sum(widths[block.left - 1 : block.right]))
            needed = max(lines, block.lines) * LINE_HEIGHT + 3
            heights[block.top] = max(heights.get(block.top, 0), needed)
    sheet["A1"].font = TITLE_FONT
    heights[1] = 2 * LINE_HEIGHT
    for row, height in heights.items():
        sheet.row_dimensions[row].height = height
    fit_to_a4(sheet)


def _paint_block(sheet: Worksheet, block: Block, *, framed: bool) -> None:
    for row in range(block.top, block.bottom + 1):
        for column in range(block.left, block.right + 1):
            cell = sheet.cell(row, column)
            cell.font = FONT
            cell.border = FORM_GRID if framed else Border()
    cell = sheet.cell(block.top, block.left)
    cell.value, cell.number_format = _stored(block.text) if block.text else (None, block.form)
    if block.text.startswith(
        "="
    ):  # =12次 is text; without the mark, a spreadsheet that edits it sees a formula
        cell.data_type, cell.quotePrefix = "s", True
    is_long = len(block.text) > 40 or block.lines == _GOAL_LINES  # noqa: PLR2004 a sentence
    cell.alignment = Alignment(
        horizontal="left" if is_long else "center", vertical="top" if is_long else "center", wrap_text=True
    )
    if (block.top, block.left) != (block.bottom, block.right):
        sheet.merge_cells(None, block.top, block.left, block.bottom, block.right)


def _stored(text: str) -> tuple[Decimal | str, str]:
    """Return what the cell stores and its number format, so that it prints the text."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text, "General"
    decimals, percent = "." + "0" * len(match[1]) if match[1] else "", match[2]
    value = Decimal(text.removesuffix("%"))
    return value / 100 if percent else value, f"0{decimals}{percent}" if decimals or percent else "General"


def _lines(text: str, width: float) -> int:
    """Return the lines that the text takes in a column of the width in characters."""
    return max(1, math.ceil(text_width(text) / (width - 2)))


def _unit_blocks(printed: PrintedSheet) -> Iterator[Block]:
    yield Block(1, 1, 1, 8, _TITLES["unit"])
    yield Block(2, 1, 2, 8, f"（{printed.year or '　　　'}年度）")
    yield from _row(3, (1, "部门（单位）名称", 2), (3, printed.name, 8))
    funds = [("资金来源", *_FUNDS, "分值权重", "执行率", "得分"), *printed.funds]
    yield Block(4, 1, 3 + len(funds), 1, "部门资金（万元）")
    yield from _table(4, 2, funds)
    top = 4 + len(funds)
    yield from _goals(top, printed, (2, 4), (5, 8))
    rows = [(*i[:4], i[7], i[4], *i[5:7]) for i in printed.indicators]
    yield from _row(top + 2, *((c, label, c) for c, label in enumerate(_UNIT_HEAD, 1)))
    yield from _indicators(top + 3, 1, _UNIT_HEAD, rows)
    end = top + 3 + len(rows)
    yield from _row(end, (1, "总分", 6), (7, printed.total[0], 7), (8, printed.total[1], 8))


def _project_blocks(printed: PrintedSheet) -> Iterator[Block]:
    yield Block(1, 1, 1, 9, _TITLES["project"])
    yield Block(2, 1, 2, 9, f"（{printed.year or '　　　'}年度）")
    yield from _row(3, (1, "项目名称", 2), (3, printed.name, 9))
    yield from _row(4, (1, "主管部门", 2), (3, printed.unit, 5), (6, "实施单位", 6), (7, printed.unit, 9))
    funds = [("", *_FUNDS, "分值", "执行率", "得分"), *printed.funds]
    yield Block(5, 1, 4 + len(funds), 2, "项目资金（万元）")
    yield from _table(5, 3, funds)
    top = 5 + len(funds)
    yield from _goals(top, printed, (2, 5), (6, 9))
    end = top + 3 + len(printed.indicators)
    yield Block(top + 2, 1, end, 1, "年度绩效指标完成情况")
    yield from _row(top + 2, *((c, label, c) for c, label in enumerate(_PROJECT_HEAD, 2)))
    yield from _indicators(top + 3, 2, _PROJECT_HEAD, printed.indicators)
    yield from _row(end, (2, "总分", 6), (7, printed.total[0], 7), (8, printed.total[1], 8), (9, "", 9))


def _goals(top: int, printed: PrintedSheet, left: tuple[int, int], right: tuple[int, int]) -> Iterator[Block]:
    yield Block(top, 1, top + 1, 1, "年度总体目标")
    yield from _row(top, (left[0], "预期目标", left[1]), (right[0], "实际完成情况", right[1]))
    for (first, last), text in ((left, printed.expected), (right, printed.achieved)):
        yield Block(top + 1, first, top + 1, last, text, _GOAL_LINES)


def _row(row: int, *spans: tuple[int, str, int]) -> Iterator[Block]:
    return (Block(row, left, row, right, text) for left, text, right in spans)


def _table(top: int, left: int, rows: Sequence[Sequence[str]]) -> Iterator[Block]:
    for r, row in enumerate(rows, top):
        yield from _row(r, *((c, text, c) for c, text in enumerate(row, left)))


def _indicators(top: int, left: int, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Block]:
    """Yield the rows; the first two labels stand once for all rows below that share them."""
    for depth in (1, 2):
        start = 0
        for end in range(1, len(rows) + 1):
            if end == len(rows) or rows[end][:depth] != rows[start][:depth]:
                yield Block(
                    top + start, left + depth - 1, top + end - 1, left + depth - 1, rows[start][depth - 1]
                )
                start = end
    for r, row in enumerate(rows, top):
        lines = 1 if row[2] else _BLANK_LINES
        for c, (label, text) in enumerate(zip(head[2:], row[2:], strict=True), left + 2):
            yield Block(r, c, r, c, text, lines, "@" if label.endswith(_AS_TYPED) else "General")
