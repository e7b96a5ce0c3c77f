"""The official workbook: the nine tables of a Statement, printed as the forms are.

`forms` says what stands where; this module says how it looks and writes the same bytes on every host and day.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING
from zipfile import ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from gouji.labels import text_width
from gouji.statement import Key, Statement
from gouji.workbook.forms import Cell, Form, Row, blocks, code_name, official_forms
from gouji.workbook.paint import FONT, FORM_GRID, HEAD_FONT, LINE_HEIGHT, TITLE_FONT, set_up_page
from gouji.workbook.saved import saved_parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

NOTE_SHEET = "填列说明"
"""The title of the sheet that says where the figures come from."""

_BLANK = Statement(department="", year=0, unit="万元", amounts={})
_HEAD_ROW = 4  # below title, number and unit
_AMOUNT = "#,##0.00"
_LEAST_WIDTHS = {"行次": 6, "科目名称": 30}  # characters, by the column's label
_LEAST_WIDTH = 13


def write_official(
    statement: Statement | None,
    path: Path,
    *,
    notes: Sequence[str] = (),
    more: Sequence[Callable[[Workbook], None]] = (),
) -> None:
    """Write the workbook 公开01表 … 公开09表 to `path`; without a statement, the blank form.

    `more` add sheets of their own behind the nine. `notes` add a last sheet: these sentences, then every
    figure that has an origin, with its cell.
    Amounts are written as values in the statement's unit, none of them by a formula.
    Raises ValueError when the statement has a figure for which the forms have no cell.
    """
    statement = statement or _BLANK
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    places: dict[Key, tuple[str, str]] = {}
    for form in official_forms(statement):
        _paint(workbook.create_sheet(form.number), form, statement)
        places |= _places(form)
    if lost := sorted((statement.amounts.keys() | statement.texts.keys()) - places.keys()):
        raise ValueError(f"the official forms have no cell for {lost[0]} ({len(lost)} such figures)")
    for paint in more:
        paint(workbook)
    if notes:
        _paint_notes(workbook.create_sheet(NOTE_SHEET), notes, statement, places)
    _save(workbook, path)


def _places(form: Form) -> dict[Key, tuple[str, str]]:
    """Return the sheet and the address of every amount of the form."""
    first = _HEAD_ROW + len(form.head)
    return {
        cell: (form.number, f"{get_column_letter(c)}{r}")
        for r, row in enumerate(form.body, first)
        for c, cell in enumerate(row, 1)
        if isinstance(cell, tuple)
    }


def _paint(sheet: Worksheet, form: Form, statement: Statement) -> None:
    columns, body_row = len(form.head[0]), _HEAD_ROW + len(form.head)
    last, before_last = get_column_letter(columns), get_column_letter(columns - 1)
    widths = _set_widths(sheet, form, statement.amounts)
    _write_title(sheet, form)
    _write(sheet, "A2", f"{statement.year or '　　　'}年度", FONT, "center", to=f"{before_last}2")
    _write(sheet, f"{last}2", form.number, FONT, "right")
    _write(sheet, "A3", f"部门：{statement.department}", FONT, "left")
    _write(sheet, f"{last}3", f"金额单位：{statement.unit}", FONT, "right")
    _paint_rows(sheet, _HEAD_ROW, form.head, statement.amounts, _HEAD)
    _paint_rows(sheet, body_row, form.body, {**statement.amounts, **statement.texts}, _BODY)
    _merge(sheet, _HEAD_ROW, form.head)
    for r, row in enumerate(form.body, body_row):
        _merge(sheet, r, [row])
    _write_lines(sheet, body_row + len(form.body), form.remarks, widths)
    for r, height in enumerate(_head_heights(form, widths), _HEAD_ROW):
        sheet.row_dimensions[r].height = height
    sheet.freeze_panes = f"A{body_row}"
    sheet.print_title_rows = f"1:{body_row - 1}"
    set_up_page(sheet, 1 if form.one_page else 0)


def _write_title(sheet: Worksheet, form: Form) -> None:
    _write(sheet, "A1", form.title, TITLE_FONT, "center", to=f"{get_column_letter(len(form.head[0]))}1")
    sheet.row_dimensions[1].height = 2 * LINE_HEIGHT


def _write(sheet: Worksheet, at: str, text: str, font: Font, horizontal: str, *, to: str = "") -> None:
    cell = sheet[at]
    cell.value, cell.font = text, font
    cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=bool(to))
    if to:
        sheet.merge_cells(f"{at}:{to}")


def _write_lines(sheet: Worksheet, first: int, lines: Sequence[str], widths: Sequence[float]) -> None:
    """Write each text into a row of its own, merged over all columns and as high as it needs."""
    for r, line in enumerate(lines, first):
        _write(sheet, f"A{r}", line, FONT, "left", to=f"{get_column_letter(len(widths))}{r}")
        sheet.row_dimensions[r].height = LINE_HEIGHT * math.ceil(text_width(line) / (sum(widths) - 4))


def _align_head(_: Cell) -> Alignment:
    return Alignment(horizontal="center", vertical="center", wrap_text=True)


def _align_body(printed: Cell) -> Alignment:
    if isinstance(printed, int) or printed[-2:] in ("合计", "总计"):
        return Alignment(horizontal="center", vertical="center")
    return _align_note(printed)


def _align_note(printed: Cell) -> Alignment:
    if isinstance(printed, tuple):
        return Alignment(horizontal="right", vertical="center")
    return Alignment(horizontal="left", vertical="center", indent=1)


_Style = tuple[Font, Callable[[Cell], Alignment]]
_HEAD: _Style = (HEAD_FONT, _align_head)
_BODY: _Style = (FONT, _align_body)
_NOTE: _Style = (FONT, _align_note)


def _paint_rows(
    sheet: Worksheet, first: int, rows: Sequence[Row], values: Mapping[Key, Decimal | str], style: _Style
) -> None:
    font, align = style
    for r, row in enumerate(rows, first):
        for c, printed in enumerate(row, 1):
            value = values.get(printed) if isinstance(printed, tuple) else printed or None
            cell = sheet.cell(r, c, value)
            cell.border, cell.font, cell.alignment = FORM_GRID, font, align(printed)
            if isinstance(printed, tuple):
                cell.number_format = _AMOUNT


def _merge(sheet: Worksheet, first: int, rows: Sequence[Row]) -> None:
    for top, left, bottom, right in blocks(rows):
        if (top, left) != (bottom, right):
            sheet.merge_cells(None, first + top, left + 1, first + bottom, right + 1)


def _set_widths(sheet: Worksheet, form: Form, amounts: Mapping[Key, Decimal]) -> list[float]:
    """Make each column show its rows in full (heads may wrap); return the widths in characters."""
    widths: list[float] = [
        max(
            *(_LEAST_WIDTHS.get(str(label), 0) for label in head),
            0 if _LEAST_WIDTHS.keys() & set(head) else _LEAST_WIDTH,
            *(text_width(_text(cell, amounts)) + 3 for cell in body),
        )
        for head, body in zip(zip(*form.head, strict=True), zip(*form.body, strict=True), strict=True)
    ]
    for c, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(c)].width = width
    return widths


def _text(cell: Cell, amounts: Mapping[Key, Decimal]) -> str:
    if isinstance(cell, tuple):
        return f"{amounts[cell]:,.2f}" if cell in amounts else ""
    return str(cell)


def _head_heights(form: Form, widths: Sequence[float]) -> list[float]:
    lines = [1.0] * len(form.head)
    for top, left, bottom, right in blocks(form.head):
        needed = math.ceil(text_width(str(form.head[top][left])) / (sum(widths[left : right + 1]) - 2))
        for r in range(top, bottom + 1):
            lines[r] = max(lines[r], needed / (bottom - top + 1))
    return [LINE_HEIGHT * n + 3 for n in lines]


def _paint_notes(
    sheet: Worksheet, notes: Sequence[str], statement: Statement, places: Mapping[Key, tuple[str, str]]
) -> None:
    head = ("表", "单元格", "项目", "栏", "金额", "依据")
    body: tuple[Row, ...] = tuple(
        (
            *places[key],
            f"{key[1]} {code_name(key[1], statement)}".strip(),
            key[2],
            key,
            statement.origins[key],
        )
        for key in places
        if key in statement.origins
    ) or (("",) * len(head),)
    form = Form(NOTE_SHEET, NOTE_SHEET, (head,), body, tuple(notes), one_page=False)
    widths = _set_widths(sheet, form, statement.amounts)
    _write_title(sheet, form)
    _write_lines(sheet, 2, form.remarks, widths)
    head_row = 2 + len(notes)
    _paint_rows(sheet, head_row, form.head, statement.amounts, _HEAD)
    _paint_rows(sheet, head_row + 1, form.body, statement.amounts, _NOTE)
    sheet.print_title_rows = f"{head_row}:{head_row}"
    set_up_page(sheet)


def _save(workbook: Workbook, path: Path) -> None:
    with ZipFile(path, "w") as target:
        for name, part in saved_parts(workbook).items():
            entry = ZipInfo(name)  # dated 1980-01-01, stored uncompressed
            entry.create_system = 0
            target.writestr(entry, part)
