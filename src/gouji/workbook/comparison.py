"""The comparison as a workbook: a summary with a chart, and all amounts in a list to filter."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import NumFmt
from openpyxl.chart.legend import Legend
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from gouji.catalogue import catalogue
from gouji.labels import bare_label
from gouji.messages import texts
from gouji.report.comparison import (
    DIFFER,
    against,
    code_of,
    concluded,
    counted,
    item_text,
    judged_openings,
    opening_name,
    opening_notes,
    opening_places,
    out_of_order,
    reading_notes,
    reason,
    renamings,
    row_name,
)
from gouji.report.highlights import classes, largest_changes, totals
from gouji.workbook.paint import (
    AMOUNT,
    PALE,
    RATE,
    SECTION_FONT,
    TITLE_FONT,
    paint_head,
    paint_lines,
    paint_row,
    set_up_page,
    set_widths,
    write,
)
from gouji.written import written_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from gouji.comparison import Comparison, Pair
    from gouji.facts import Cell
    from gouji.report.comparison import ComparisonReport
    from gouji.workbook.paint import Value

_FIGURES = (("this", 15, AMOUNT), ("last", 15, AMOUNT), ("change", 15, AMOUNT), ("growth", 11, RATE))
_SUMMARY = (("table", 36, ""), ("item", 50, ""), *_FIGURES, ("remark", 14, ""))
_LIST = (
    *(("table", 38, ""), ("code", 9, ""), ("item", 34, ""), ("column", 22, "")),
    *_FIGURES,
    *(("remark", 14, ""), ("this_cell", 15, ""), ("last_cell", 15, "")),
)
"""Columns: the key of the head, the width in characters, the number format."""

_CHART_ROWS = 24
"""The rows that the chart covers, with an empty one behind it."""
_TITLE_HEIGHT = 30.0  # points
_COLOURS = ("1F4E79", "9DC3E6")
"""The colours of this year's and last year's columns."""

_DIFFERS_FILL = PatternFill("solid", fgColor="FFF2CC")


TITLE = "gouji compare"
"""The title of the file, by which an earlier result is known."""


def write_comparison(report: ComparisonReport, path: Path, lang: str = "zh") -> None:
    """Write the comparison of two files as an .xlsx file, which appears under its name when it is whole.

    Raises ValueError when a file could not be read, so that nothing was compared, and OSError.
    """
    comparison = report.comparison
    if comparison is None:
        raise ValueError("nothing was compared")
    words = texts("compare", lang)
    workbook = Workbook()
    workbook.properties.creator, workbook.properties.title = "Gouji", TITLE
    summary = workbook.worksheets[0]
    summary.title = words["title"]
    named = replace(report, this=Path(report.this.name), last=Path(report.last.name))
    _paint_summary(summary, comparison, against(named, comparison, lang), lang)
    _paint_list(workbook.create_sheet(words["all"]), comparison, lang)
    with written_whole(path) as part:
        workbook.save(part)


def _paint_summary(sheet: Worksheet, comparison: Comparison, files: str, lang: str) -> None:
    """Paint totals and chart on the first page; classes, opening balances and notes on the next."""
    words = texts("compare", lang)
    set_widths(sheet, [width for _, width, _ in _SUMMARY])
    sheet.row_dimensions[1].height = _TITLE_HEIGHT
    write(sheet, 1, 1, words["title"]).font = TITLE_FONT
    lines = (files, concluded(comparison, lang), counted(comparison, lang), out_of_order(comparison, lang))
    row = paint_lines(sheet, 2, [line for line in lines if line], len(_SUMMARY)) + 1
    row = _paint_pairs(sheet, row, words["totals"], totals(comparison), lang)
    if shown := classes(comparison):
        chart = _chart(sheet, row + _CHART_ROWS + 1, len(shown), words["chart"].format(comparison.unit))
        chart.anchor = _across(row, row + _CHART_ROWS - 1)  # type: ignore[assignment]  # openpyxl takes both
        sheet.add_chart(chart)
        row += _CHART_ROWS
        sheet.row_breaks.append(Break(id=row - 1))
        row = _paint_pairs(sheet, row, words["classes"], shown, lang, name=_class_name)
    row = _paint_pairs(sheet, row, words["changes"], largest_changes(comparison), lang)
    row = _paint_openings(sheet, row, comparison, lang)
    notes = {"renamed": renamings(comparison, lang), "reading": reading_notes(comparison, lang)}
    for key, notes_lines in notes.items():
        if notes_lines:
            write(sheet, row, 1, words[key]).font = SECTION_FONT
            row = paint_lines(sheet, row + 1, notes_lines, len(_SUMMARY)) + 1
    set_up_page(sheet)


def _paint_pairs(
    sheet: Worksheet,
    row: int,
    title: str,
    pairs: Sequence[Pair],
    lang: str,
    *,
    name: Callable[[Pair], str] = item_text,
) -> int:
    """Paint a title and a table of pairs from the row on, nothing without pairs; return the next row."""
    if not pairs:
        return row
    words = texts("compare", lang)
    write(sheet, row, 1, title).font = SECTION_FONT
    paint_head(sheet, row + 1, [words[key] for key, _, _ in _SUMMARY])
    for r, pair in enumerate(pairs, row + 2):
        values = (_title(pair), name(pair), *_figures(pair), reason(pair, lang))
        paint_row(sheet, r, values, [form for _, _, form in _SUMMARY])
    return row + len(pairs) + 3


def _paint_openings(sheet: Worksheet, row: int, comparison: Comparison, lang: str) -> int:
    words, verdicts = texts("compare", lang), texts("verdicts", lang)
    judged, notes = judged_openings(comparison), opening_notes(comparison, lang)
    if not (judged or notes):
        return row
    write(sheet, row, 1, words["openings"]).font = SECTION_FONT
    heads = ("place", "item", "opening", "closing", "difference", "verdict", "remark")
    paint_head(sheet, row + 1, [words[key] for key in heads])
    row += 2
    for finding in judged:
        amounts = (Decimal(word.replace(",", "")) for word in finding.words)
        places = " ↔ ".join(filter(None, opening_places(finding)))
        name, verdict = opening_name(finding), verdicts[finding.verdict]
        values: list[Value] = [places, name, *amounts, verdict, finding.rule]
        paint_row(sheet, row, values, ["", "", AMOUNT, AMOUNT, AMOUNT, "", ""])
        if finding.verdict in DIFFER:
            sheet.cell(row, heads.index("verdict") + 1).fill = _DIFFERS_FILL
        row += 1
    return paint_lines(sheet, row, notes, len(_SUMMARY)) + 1


def _paint_list(sheet: Worksheet, comparison: Comparison, lang: str) -> None:
    """Paint all pairs under a head that stays in sight and filters."""
    words = texts("compare", lang)
    set_widths(sheet, [width for _, width, _ in _LIST])
    paint_head(sheet, 1, [words[key] for key, _, _ in _LIST])
    forms = [form for _, _, form in _LIST]
    for r, pair in enumerate(comparison.pairs, 2):
        names = _title(pair), code_of(pair), row_name(pair), pair.column
        remarks = reason(pair, lang), _place(pair.this_cell), _place(pair.last_cell)
        values: list[Value] = [*names, *_figures(pair), *remarks]
        paint_row(sheet, r, values, forms)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_LIST))}{len(comparison.pairs) + 1}"
    sheet.print_title_rows = "1:1"
    set_up_page(sheet)


def _title(pair: Pair) -> str:
    return catalogue().tables[pair.table].title


def _class_name(pair: Pair) -> str:
    return bare_label(pair.label)


def _figures(pair: Pair) -> tuple[Value, ...]:
    return (_amount(pair.this), _amount(pair.last), _amount(pair.change), pair.growth)


def _amount(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else Decimal(hundredths).scaleb(-2)


def _place(cell: Cell | None) -> str:
    return "" if cell is None else f"{cell.sheet}!{cell.address}"


def _chart(sheet: Worksheet, head_row: int, count: int, title: str) -> BarChart:
    """Return the chart of the pairs painted below the head: a column a year for each of them."""
    items, years = 2, (3, 4)  # columns of the sheet
    chart = BarChart()
    chart.add_data(Reference(sheet, years[0], head_row, years[1], head_row + count), titles_from_data=True)
    chart.set_categories(Reference(sheet, items, head_row + 1, items, head_row + count))
    for series, colour in zip(chart.series, _COLOURS, strict=True):
        series.graphicalProperties.solidFill = colour
    chart.title, chart.gapWidth = title, 60
    chart.legend = Legend(legendPos="b")
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.numFmt = NumFmt("#,##0")
    chart.y_axis.majorGridlines = ChartLines(GraphicalProperties(ln=LineProperties(solidFill=PALE)))
    return chart


def _across(first_row: int, end_row: int) -> TwoCellAnchor:
    """Return the place of a chart from a row to the one before another, as wide as the summary."""
    top_left, bottom_right = AnchorMarker(row=first_row - 1), AnchorMarker(col=len(_SUMMARY), row=end_row - 1)
    return TwoCellAnchor(_from=top_left, to=bottom_right)
