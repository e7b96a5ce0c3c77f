"""Results list: the results sheet (核对结果) in an open book, and walking from finding to finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gouji.live.addresses import unions
from gouji.live.hosts import freeze_rows, is_visible, one_step
from gouji.live.messages import sentence
from gouji.live.reading import results_name, sheets_by_name
from gouji.marks.kinds import looks
from gouji.marks.record import free_name, link
from gouji.marks.results import COLUMNS, WIDTHS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import xlwings as xw

    from gouji.marks.results import Results, Row

Place = tuple[str, str]
_LAST = chr(ord("A") + len(COLUMNS) - 1)
_PLACE = "C"
_AMOUNTS = "D{}:F{}"


def write_results(book: xw.Book, sheets: Mapping[str, xw.Sheet], results: Results) -> str:
    """Add the results sheet behind the last of the book's sheets that is seen, and return its name."""
    name = free_name(results.sheet, sheets)
    last_seen = next(sheet for sheet in reversed(list(sheets.values())) if is_visible(sheet))
    sheet = book.sheets.add(name, after=last_seen)
    top = 1 + len(results.summary) + len(results.legend) + 1
    freeze_rows(sheet, top)
    with one_step(book, sentence("mark_step")):
        _fill(sheet, results, top)
        _format(sheet, results, top, top + len(results.rows))
    return name


def walk(book: xw.Book, step: int) -> Place | None:
    """Return the place of the finding `step` behind the selected one, in the order of the list.

    From the end it goes on at the beginning; from a cell without a finding, to the first or the last one.
    None where nothing is listed.
    """
    places = targets(book)
    if not places:
        return None
    selection = book.selection
    here = ("", "")
    if selection is not None:
        # of merged cells the program selects all, and the finding is about the first
        address = selection[0, 0].get_address(row_absolute=False, column_absolute=False)
        here = (selection.sheet.name, address)
    if here in places:
        return places[(places.index(here) + step) % len(places)]
    return places[0 if step > 0 else -1]


def targets(book: xw.Book) -> list[Place]:
    """Return the cells that the results list points to, each once, in its order, on sheets that are seen."""
    sheets = sheets_by_name(book)
    name = results_name(sheets)
    if not name:
        return []
    sheet = sheets[name]
    used = sheet.used_range
    column = sheet.range(f"{_PLACE}1:{_PLACE}{used.row + used.shape[0] - 1}")
    names = [name for name, sheet in sheets.items() if is_visible(sheet)]
    found = (_target(str(text), names) for (text,) in column.options(ndim=2, empty="").value)
    return list(dict.fromkeys(place for place in found if place))


def _target(text: str, names: Sequence[str]) -> Place | None:
    """Return the place that a row of the list names: 公开01表!F33 本年支出合计."""
    sheet = next((name for name in names if text.startswith(f"{name}!")), None)
    return (sheet, text.removeprefix(f"{sheet}!").split(" ")[0]) if sheet else None


def _fill(sheet: xw.Sheet, results: Results, top: int) -> None:
    legend: list[list[object]] = [["", words] for _, words in results.legend]
    summary: list[list[object]] = [[line] for line in (results.title, *results.summary)]
    rows: list[list[object]] = [*summary, *legend, list(results.heads), *map(_values, results.rows)]
    width = len(COLUMNS)
    sheet.range(f"A1:{_LAST}{len(rows)}").value = [row + [None] * (width - len(row)) for row in rows]
    for row, finding in enumerate(results.rows, top + 1):
        if finding.target:
            target = f"#{link(*finding.target)}"
            sheet.range(f"{_PLACE}{row}").add_hyperlink(target, finding.place, finding.place)


def _values(row: Row) -> list[object]:
    amounts = [None if v is None else float(v) for v in (row.expected, row.found, row.difference)]
    return [row.severity, row.rule, row.place, *amounts, row.explanation]


def _format(sheet: xw.Sheet, results: Results, top: int, last: int) -> None:
    for column, width in enumerate(WIDTHS):
        sheet.range((1, column + 1)).column_width = width
    table = sheet.range(f"A{top}:{_LAST}{last}")
    title = sheet.range("A1").font
    title.size, title.bold = 16, True
    head = sheet.range(f"A{top}:{_LAST}{top}")
    head.font.bold, head.color = True, "#DCE6F1"
    table.wrap_text = True
    table.vertical_alignment = "top"
    table.borders.set("all", line_style="continuous", weight="thin", color="#BFBFBF")
    if last > top:
        sheet.range(_AMOUNTS.format(top + 1, last)).number_format = "#,##0.00"
    by_kind = {kind: [f"A{top - len(results.legend) + n}"] for n, (kind, _) in enumerate(results.legend)}
    for row, finding in enumerate(results.rows, top + 1):
        if finding.kind:
            by_kind[finding.kind].append(f"A{row}")
    for kind, cells in by_kind.items():
        for union in unions(cells):
            sheet.range(union).color = f"#{looks()[kind].fill}"
