"""Result sheet: the XML of the results sheet (核对结果) and of the record sheet behind it."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

from gouji.grid import column_letters
from gouji.labels import text_width
from gouji.marks.kinds import looks
from gouji.marks.record import RECORD_SHEET, link, rows_of
from gouji.marks.results import COLUMNS, WIDTHS
from gouji.workbook.package.sheets import NewSheet
from gouji.workbook.package.spans import escaped
from gouji.workbook.package.styles import CellLook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gouji.marks.kinds import Kind
    from gouji.marks.record import Record
    from gouji.marks.results import Results, Row
    from gouji.workbook.package.styles import Styles

_SHEET = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
)
_FONT = (
    '<font>{bold}<sz val="{size}"/><color rgb="FF{color}"/><name val="{name}"/><charset val="134"/></font>'
)
_EDGE = "".join(
    f'<{side} style="thin"><color rgb="FFBFBFBF"/></{side}>' for side in ("left", "right", "top", "bottom")
)
_GRID = f"<border>{_EDGE}<diagonal/></border>".encode()
_TOP = '<alignment horizontal="{across}" vertical="top" wrapText="1"/>'
_AMOUNT = 4
"""The built-in number format #,##0.00 (ECMA-376 part 1, 18.8.30)."""

_LINE_HEIGHT = 14.25  # points
_MOST_HEIGHT = 400.0  # points; Excel allows 409
_LAST = column_letters(len(COLUMNS) - 1)


def results_sheet(results: Results, styles: Styles) -> NewSheet:
    """Return the results sheet; the cell styles it needs are added to `styles`."""
    title = styles.new_style(CellLook(_font(16, bold=True, name="黑体")))
    plain = styles.new_style(CellLook(_font(10), alignment=_TOP.format(across="left").encode()))
    head = styles.new_style(
        CellLook(_font(10, bold=True), "DCE6F1", _GRID, b'<alignment horizontal="center" vertical="center"/>')
    )
    rows = [_row(1, [_text("A1", results.title, title)], 24)]
    merges = []
    for line in results.summary:
        number = len(rows) + 1
        merges.append(f"A{number}:{_LAST}{number}")
        rows.append(_row(number, [_text(f"A{number}", line, plain)], _height([line], [sum(WIDTHS)])))
    for kind, words in results.legend:
        number = len(rows) + 1
        swatch = styles.new_style(CellLook(_font(10), looks()[kind].fill, _GRID))
        merges.append(f"B{number}:{_LAST}{number}")
        rows.append(_row(number, [_text(f"A{number}", "", swatch), _text(f"B{number}", words, plain)], 15))
    top = len(rows) + 1
    rows.append(
        _row(top, [_text(f"{column_letters(c)}{top}", h, head) for c, h in enumerate(results.heads)], 20)
    )
    forms = _RowStyles(styles)
    rows += [forms.row(number, row) for number, row in enumerate(results.rows, top + 1)]
    last = max(len(rows), top)
    links = "".join(
        f'<hyperlink ref="C{number}" location="{escaped(link(*row.target)).decode()}"/>'
        for number, row in enumerate(results.rows, top + 1)
        if row.target
    )
    table = f"A{top}:{_LAST}{last}"
    merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in merges)
    xml = (
        f'{_SHEET}<sheetPr><tabColor rgb="FFE69F00"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{_LAST}{last}"/><sheetViews><sheetView showGridLines="0" workbookViewId="0">'
        f'<pane ySplit="{top}" topLeftCell="A{top + 1}" activePane="bottomLeft" state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="A{top + 1}" sqref="A{top + 1}"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{_widths()}</cols>'
        f'<sheetData>{"".join(rows)}</sheetData><autoFilter ref="{table}"/>'
        f'<mergeCells count="{len(merges)}">{merged}</mergeCells>'
        f'{f"<hyperlinks>{links}</hyperlinks>" if links else ""}<printOptions horizontalCentered="1"/>'
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
    )
    names = (
        ("_xlnm._FilterDatabase", link(results.sheet, f"$A${top}:${_LAST}${last}")),
        ("_xlnm.Print_Titles", link(results.sheet, f"${top}:${top}")),
    )
    return NewSheet(results.sheet, xml.encode(), names=names)


def record_sheet(record: Record) -> NewSheet:
    """Return the sheet that keeps the record, which only a program can show."""
    rows = "".join(
        f'<row r="{n}">{_text(f"A{n}", what)}{_formula(f"B{n}", formula)}{_text(f"C{n}", text)}</row>'
        for n, (what, formula, text) in enumerate(rows_of(record), 1)
    )
    return NewSheet(RECORD_SHEET, f"{_SHEET}<sheetData>{rows}</sheetData></worksheet>".encode(), hidden=True)


class _RowStyles:
    """The cell styles of the rows of findings."""

    def __init__(self, styles: Styles) -> None:
        wrapped = _TOP.format(across="left").encode()
        self._styles = styles
        self._text = styles.new_style(CellLook(_font(10), "", _GRID, wrapped))
        self._link = styles.new_style(CellLook(_font(10, color="0563C1"), "", _GRID, wrapped))
        right = _TOP.format(across="right").encode()
        self._amount = styles.new_style(CellLook(_font(10), "", _GRID, right, _AMOUNT))

    def row(self, number: int, row: Row) -> str:
        """Return the XML of a finding's row."""
        values = (row.severity, row.rule, row.place, row.expected, row.found, row.difference, row.explanation)
        styles = [self._severity(row.kind), self._text, self._link if row.target else self._text]
        styles += [self._amount] * 3 + [self._text]
        cells = [
            _value(f"{column_letters(c)}{number}", value, style)
            for c, (value, style) in enumerate(zip(values, styles, strict=True))
        ]
        return _row(number, cells, _height([row.place, row.explanation], [WIDTHS[2], WIDTHS[-1]]))

    def _severity(self, kind: Kind | None) -> int:
        fill = looks()[kind].fill if kind else ""
        return self._styles.new_style(CellLook(_font(10), fill, _GRID, _TOP.format(across="center").encode()))


def _font(size: int, *, bold: bool = False, color: str = "000000", name: str = "宋体") -> bytes:
    return _FONT.format(bold="<b/>" if bold else "", size=size, color=color, name=name).encode()


def _row(number: int, cells: Sequence[str], height: float) -> str:
    return f'<row r="{number}" ht="{height:g}" customHeight="1">{"".join(cells)}</row>'


def _value(address: str, value: str | Decimal | None, style: int) -> str:
    if isinstance(value, Decimal):
        return f'<c r="{address}" s="{style}"><v>{value}</v></c>'
    return _text(address, value or "", style)


def _text(address: str, text: str, style: int = 0) -> str:
    if not text:
        return f'<c r="{address}" s="{style}"/>'
    content = escaped(text).decode()
    return f'<c r="{address}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{content}</t></is></c>'


def _formula(address: str, formula: str) -> str:
    return f'<c r="{address}"><f>{escaped(formula.removeprefix("=")).decode()}</f></c>' if formula else ""


def _widths() -> str:
    return "".join(
        f'<col min="{c}" max="{c}" width="{width}" customWidth="1"/>' for c, width in enumerate(WIDTHS, 1)
    )


def _height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Return the height of a row whose wrapped texts stand in columns of these widths, in points."""
    lines = max(
        sum(max(1, math.ceil(text_width(line) / (width - 1))) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    return min(_MOST_HEIGHT, _LINE_HEIGHT * lines + 3)
