"""Lifted tables: the ruled tables of a PDF file's pages → sheets, a table over several pages as one sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gouji.catalogue import catalogue
from gouji.documents.glyphs import Line
from gouji.documents.located import is_heading
from gouji.documents.margins import without_margins
from gouji.documents.pages import RuledTable, edges, place
from gouji.documents.stacked import single_rows
from gouji.grid import Sheet, Value, sheet_of
from gouji.labels import plain_label
from gouji.locate.heads import ROWS_ABOVE, is_note
from gouji.locate.titles import title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gouji.documents.pages import Cell, Page

_HEAD_LINES = 8
"""The head of a table has at most so many lines above it."""

_MORE_LINES = 3
"""A table that goes on over a page has at most so many lines above it there."""

_FOOT_LINES = 12
_FULL = 3
"""Notes below a table have at most so many lines; one that ends nearer to its right side goes on."""

_SHIFT = 24.0
"""The edges of a table that goes on stand at most so many points beside those of the page before."""

_AMOUNT = re.compile(r"[-−－]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)\.\d+|[-−－]?\d{1,3}(?:[,，]\d{3})+")
_SIGNS = str.maketrans({"−": "-", "－": "-", ",": None, "，": None})
_FEWEST_AMOUNTS = 3


@dataclass(frozen=True, slots=True)
class LiftedSheet:
    """A table's sheet with its title and notes, and the page that each of its rows stands on."""

    sheet: Sheet
    pages: Sequence[int]


@dataclass(frozen=True, slots=True)
class Unruled:
    """A title on a page with amounts below it but no lines drawn around them."""

    title: str
    page: int


@dataclass
class _Block:
    """A table while it is put together: the lines above it, its parts page by page, the lines below it."""

    head: list[Line]
    title: str
    parts: list[tuple[int, RuledTable]]
    foot: list[Line] = field(default_factory=list)


def lift(pages: Sequence[Page]) -> tuple[list[LiftedSheet], list[Unruled]]:
    """Return the sheets of the tables on the pages, and the titles of tables that are drawn without lines."""
    blocks: list[_Block] = []
    unruled: list[Unruled] = []
    above: list[Line] = []
    for page in without_margins(pages):
        for item in page.items:
            if isinstance(item, Line):
                above.append(item)
                continue
            _add(blocks, above, item, page.number)
            above = []
        unruled += _unruled(above, page.number)
    if blocks:
        blocks[-1].foot += above
    return [_sheet(block) for block in blocks], unruled


def _add(blocks: list[_Block], above: Sequence[Line], table: RuledTable, page: int) -> None:
    """Add a table with the lines since the one before: as a new block or as more of the last one."""
    last = blocks[-1] if blocks else None
    at = _title_line(above)
    inside = next((text for row in table.rows[:2] for cell in row if title_of(text := cell.text)), "")
    title = above[at].text if at is not None else inside
    if last and _goes_on(last, above, table, page, title):
        last.parts.append((page, _without_header(last, table)))
        return
    start = len(above) if at is None and not inside else _head_start(above, len(above) if at is None else at)
    if last:
        last.foot += above[:start]
    blocks.append(_Block(list(above[start:]), title, [(page, table)]))


def _title_line(lines: Sequence[Line]) -> int | None:
    nearest = range(len(lines) - 1, max(len(lines) - 1 - _HEAD_LINES, -1), -1)
    return next((n for n in nearest if title_of(lines[n].text)), None)


def _head_start(lines: Sequence[Line], title: int) -> int:
    """Return where the head begins: with the lines just above its title that are no notes."""
    start = title
    while start > max(title - ROWS_ABOVE, 0):
        line = lines[start - 1]
        if is_note(line.text) or (title < len(lines) and line.page != lines[title].page):
            break
        start -= 1
    return start


def _goes_on(last: _Block, above: Sequence[Line], table: RuledTable, page: int, title: str) -> bool:
    """Say whether a table is more of the one before: on the next page, as wide, without another title."""
    if page != last.parts[-1][0] + 1 or any(is_note(line.text) for line in above):
        return False
    if title:
        return _plain(title) == _plain(last.title) and _header_height(last, table) > 0
    (left, right), (first, end) = _sides(last.parts[-1][1]), _sides(table)
    is_beside = abs(first - left) < _SHIFT and abs(end - right) < _SHIFT
    return is_beside and len(above) <= _MORE_LINES and bool(last.title)


def _without_header(last: _Block, table: RuledTable) -> RuledTable:
    return RuledTable(table.top, table.rows[_header_height(last, table) :])


def _header_height(last: _Block, table: RuledTable) -> int:
    """Return how many rows at the top of a table repeat those of the block's first page."""
    height = 0
    for first, row in zip(last.parts[0][1].rows, table.rows, strict=False):
        texts = [_plain(cell.text) for cell in row]
        if [_plain(cell.text) for cell in first] != texts or not any(texts):
            break
        height += 1
    return height


def _unruled(lines: Sequence[Line], page: int) -> list[Unruled]:
    """Return the titles among the lines below the last table of a page with lines of amounts behind them."""
    own = [line for line in lines if line.page == page]
    titles = [n for n, line in enumerate(own) if (title := title_of(line.text)) and title.table]
    found = []
    for n, end in zip(titles, [*titles[1:], len(own)], strict=False):
        segments = [segment.text for line in own[n + 1 : end] for segment in line.segments()]
        if sum(_AMOUNT.fullmatch(text) is not None for text in segments) >= _FEWEST_AMOUNTS:
            found.append(Unruled(own[n].text, page))
    return found


def _sheet(block: _Block) -> LiftedSheet:
    origin, _ = _sides(block.parts[0][1])
    shifts = [_sides(table)[0] - origin for _, table in block.parts]
    cells = [
        (cell.x0 - shift, cell.x1 - shift)
        for (_, table), shift in zip(block.parts, shifts, strict=True)
        for row in table.rows
        for cell in row
    ]
    xs = edges(x for pair in cells for x in pair)
    rows: list[list[Value]] = []
    pages: list[int] = []
    for line in block.head:
        rows.append(_line_cells(line, xs))
        pages.append(line.page)
    for (page, table), shift in zip(block.parts, shifts, strict=True):
        for row in table.rows:
            grid = single_rows([(place(xs, cell.x0 - shift), cell) for cell in row])
            rows += [_row(texts) for texts in grid]
            pages += [page] * len(grid)
    for text in _notes(block):
        rows.append([text])
        pages.append(block.parts[-1][0])
    return LiftedSheet(sheet_of(f"{block.parts[0][0]}-{round(block.parts[0][1].top)}", rows), pages)


def _notes(block: _Block) -> list[str]:
    """Return the lines just below the table, wrapped ones joined, up to a heading or the end of the page."""
    page, table = block.parts[-1]
    _, right = _sides(table)
    notes: list[str] = []
    before: Line | None = None
    for line in block.foot[:_FOOT_LINES]:
        if line.page != page or is_heading(line.text):
            break
        if before and before.x1 > right - _FULL * line.size and not _opens_note(line.text):
            notes[-1] += line.text
        else:
            notes.append(line.text)
        before = line
    return notes


def _row(texts: Iterable[tuple[int, str]]) -> list[Value]:
    row: list[Value] = []
    for column, text in texts:
        row += [""] * (column + 1 - len(row))
        row[column] = value_of(text)
    return row


def _line_cells(line: Line, xs: Sequence[float]) -> list[Value]:
    """Return a line of the head as cells: a title as one, else the words between wide gaps."""
    if title_of(line.text):
        return [line.text]
    row: list[Value] = []
    for segment in line.segments():
        column = max(place(xs, segment.x0), len(row))
        row += [""] * (column - len(row)) + [segment.text]
    return row


def value_of(text: str) -> Value:
    """Return the number that a cell's text prints with decimals or thousands, else the text."""
    label = plain_label(text)
    return float(label.translate(_SIGNS)) if _AMOUNT.fullmatch(label) else text


def _opens_note(text: str) -> bool:
    return _plain(text).startswith(catalogue().note_marks)


def _sides(table: RuledTable) -> tuple[float, float]:
    cells: list[Cell] = [cell for row in table.rows for cell in row]
    return min(cell.x0 for cell in cells), max(cell.x1 for cell in cells)


def _plain(text: str) -> str:
    return plain_label(text)
