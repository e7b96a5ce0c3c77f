"""Book: the sheets of one unit's workbook before they are a file, and its amounts by key.

A cell of a sheet is a text, a number, an amount that belongs to no rule, or an Entry.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from books.balance import balance_page
from books.coded import coded_page
from books.economic import economic_page
from books.items import items_page
from books.layout import ONE_SHEET, SIDE_BY_SIDE, STACKED, UNSTORED
from books.pages import Page, page_head

from gouji.catalogue import catalogue
from gouji.grid import address
from gouji.workbook.forms import blocks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from books.layout import Layout
    from books.pages import Key, Row

    from gouji.catalogue import TableSpec
    from gouji.statement import Statement

TOGETHER = ("T8", "T9")
GAP_ROWS, GAP_COLUMNS = 2, 1
LONGEST_NAME = 31  # characters of a sheet's name in Excel
TITLE, HEAD, BODY, NOTE = range(4)
TITLES = {
    "T1": "收支决算总表",
    "T2": "收入决算总表",
    "T3": "支出决算总表",
    "T4": "财政拨款收支决算总表",
    "T6": "一般公共预算财政拨款基本支出决算明细表",
    "T7": "一般公共预算财政拨款“三公”经费支出决算表",
}
"""Other titles of the forms, of Shaanxi, Hunan and Hubei."""
MEETINGS = "财政拨款“三公”经费及会议费、培训费支出决算表"
WIDE = "一般公共预算财政拨款收入支出决算表"
SHORT_CAPITAL = "国有资本经营预算财政拨款支出决算表"
EMPTY = "说明：本单位本年度没有{}收入、支出，本表为空表。"
BEYOND = ("国有资产使用情况表", (("项目", "数量"), ("车辆", 5), ("单价100万元以上设备", 2)))


@dataclass(slots=True)
class Entry:
    """What stands in an amount's cell: a number, a text, or None for a blank.

    A formula has the keys of its `addends`; a `stale` formula has kept an earlier result.
    """

    value: Decimal | str | None
    addends: tuple[Key, ...] = ()
    stale: bool = False


class Place(NamedTuple):
    """A cell: the sheet's name, and zero-based row and column."""

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """The A1 address within the sheet."""
        return address(self.row, self.column)


@dataclass(slots=True)
class Sheet:
    """A sheet: its cells by zero-based row and column, each with its part of the page, and merged blocks."""

    name: str
    cells: dict[tuple[int, int], tuple[int, object]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    height: int = 0


@dataclass(slots=True)
class Book:
    """All sheets in their order, the amounts by key, and where those and the units of the tables stand."""

    layout: Layout
    sheets: list[Sheet]
    entries: dict[Key, Entry]
    places: dict[Key, Place]
    units: dict[str, Place]

    def recompute(self) -> set[Key]:
        """Give formulas the sum of their addends; return the keys of those that had another one."""
        changed: set[Key] = set()
        done: set[Key] = set()

        def value_of(key: Key) -> Decimal:
            entry = self.entries[key]
            if entry.addends and key not in done:
                done.add(key)
                total = sum((value_of(addend) for addend in entry.addends), Decimal(0))
                if not entry.stale and total != entry.value:
                    entry.value = total
                    changed.add(key)
            return entry.value if isinstance(entry.value, Decimal) else Decimal(0)

        for key in self.entries:
            value_of(key)
        return changed


def bound(
    statement: Statement,
    layout: Layout,
    totals: Mapping[Key, tuple[Key, ...]],
    units: Mapping[str, str],
) -> Book:
    """Return the workbook of a statement; `totals` are formulas, `units` what tables print as their unit."""
    specs = catalogue().tables
    filled = {table for table, _, _ in statement.amounts}
    pages = [
        page
        for table in (f"T{digit}" for digit in layout.order)
        if not (layout.absent and table not in filled)
        for page in _pages(specs[table], statement, layout, units.get(table, statement.unit))
    ]
    book = Book(layout, [], {}, {}, {})
    _front(book, pages, statement)
    for group in _groups(pages, layout):
        _add_sheet(book, group, statement, totals)
    for entry in book.entries.values():
        entry.addends = tuple(key for key in entry.addends if key in book.entries)
    if layout.front == "beyond":
        _write_rows(book, Sheet(BEYOND[0]), [(BEYOND[0], ""), *BEYOND[1]])
    if layout.linked and layout.formulas:
        _link(book)
    return book


def _pages(spec: TableSpec, statement: Statement, layout: Layout, unit: str) -> list[Page]:
    """Return the table as one page, or as two where it is long."""
    title = _title(spec, layout)
    makers = {"balance": balance_page, "coded": coded_page, "economic": economic_page}
    if spec.layout == "items":
        head, body = items_page(spec, layout)
    else:
        head, body = makers[spec.layout](spec, statement, layout)
    kind = spec.title.removesuffix("收入支出决算表")
    is_empty = not any(table == spec.id for table, _, _ in statement.amounts)
    notes = (
        (EMPTY.format(kind),)
        if is_empty
        else (f"注：本表反映部门本年度{spec.title.removesuffix('决算表')}情况。",)
    )
    cut = _middle_class(body, spec) if layout.continued and spec.id == "T3" else 0
    parts = (
        [(title, body[:cut], ()), (f"{title}（续）", body[cut:], notes)] if cut else [(title, body, notes)]
    )
    return [
        Page(
            spec.id,
            tuple(page_head(layout, spec, statement, named, unit, len(head[0]))),
            tuple(head),
            tuple(rows),
            own,
        )
        for named, rows, own in parts
    ]


def _title(spec: TableSpec, layout: Layout) -> str:
    forms = {
        "T5": (layout.wide, WIDE),
        "T7": (layout.meetings, MEETINGS),
        "T9": (layout.short_capital, SHORT_CAPITAL),
    }
    is_other, title = forms.get(spec.id, (False, ""))
    if is_other:
        return title
    usual = spec.title.replace("三公", "“三公”")
    return TITLES.get(spec.id, usual) if layout.other_titles else usual


def _middle_class(body: Sequence[Row], spec: TableSpec) -> int:
    """Return the row of a class in the middle of the table, 0 for none: a code stays with those above it."""
    found = [
        n
        for n, row in enumerate(body)
        if any(
            cell[1:2] and cell[0] == spec.id and len(cell[1]) == 3 for cell in row if isinstance(cell, tuple)
        )
    ]
    return found[len(found) // 2] if len(found) > 1 else 0


def _groups(pages: list[Page], layout: Layout) -> list[list[Page]]:
    """Return the pages that share a sheet."""
    if layout.binding == ONE_SHEET:
        return [pages]
    together = (
        [page for page in pages if page.table in TOGETHER]
        if layout.binding in (STACKED, SIDE_BY_SIDE)
        else []
    )
    alone = [[page] for page in pages if page not in together]
    return [*alone, together] if together else alone


def _add_sheet(
    book: Book, pages: list[Page], statement: Statement, totals: Mapping[Key, tuple[Key, ...]]
) -> None:
    layout = book.layout
    sheet = Sheet(_sheet_name(book, pages[0]))
    book.sheets.append(sheet)
    top, left = layout.top, layout.left
    for page in pages:
        _place(book, sheet, page, top, left, statement, totals)
        if layout.binding == SIDE_BY_SIDE:
            left += page.width + GAP_COLUMNS
        else:
            top = sheet.height + GAP_ROWS


def _sheet_name(book: Book, page: Page) -> str:
    spec = catalogue().tables[page.table]
    number = len(book.sheets) + 1
    name = {
        "number": spec.number,
        "title": spec.title,
        "internal": f"Z0{page.table[1:]} {spec.title}(财决)",
        "sheet": f"Sheet{number}",
        "annex": f"附表{number}",
    }[book.layout.names][:LONGEST_NAME]
    taken = {sheet.name for sheet in book.sheets}
    return name if name not in taken else f"{name[: LONGEST_NAME - 3]}(续)"


def _place(
    book: Book,
    sheet: Sheet,
    page: Page,
    top: int,
    left: int,
    statement: Statement,
    totals: Mapping[Key, tuple[Key, ...]],
) -> None:
    """Put a page onto the sheet with its upper left corner there."""
    rows = [
        *((TITLE, row) for row in page.above),
        *((HEAD, row) for row in page.head),
        *((BODY, row) for row in page.body),
    ]
    for r, (part, row) in enumerate(rows, top):
        for c, cell in enumerate(row, left):
            if isinstance(cell, tuple):
                book.places[cell] = Place(sheet.name, r, c)
                book.entries[cell] = sheet_entry = Entry(statement.amounts.get(cell), totals.get(cell, ()))
                sheet.cells[r, c] = BODY, sheet_entry
            else:
                sheet.cells[r, c] = part, cell
                if part == TITLE and isinstance(cell, str) and cell.endswith(("元", "元）")):
                    book.units[page.table] = Place(sheet.name, r, left if cell.endswith("）") else c)
    first_of_head = top + len(page.above)
    _merge(sheet, top, left, [[cell if cell in _wide(row) else "" for cell in row] for row in page.above])
    _merge(sheet, first_of_head, left, page.head)
    for r, row in enumerate(page.body, first_of_head + len(page.head)):
        _merge(sheet, r, left, [[cell if cell == "合计" else "" for cell in row]])
    bottom = top + len(rows)
    for r, note in enumerate(page.notes, bottom):
        sheet.cells[r, left] = NOTE, note
        sheet.merged.append((r, left, r, left + page.width - 1))
    sheet.height = max(sheet.height, bottom + len(page.notes))


def _wide(row: Row) -> set[object]:
    """Return the text that fills the row."""
    return set(row) if len(set(row)) == 1 else set()


def _merge(sheet: Sheet, top: int, left: int, rows: Sequence[Sequence[object]]) -> None:
    for first, start, last, end in blocks(rows):  # type: ignore[arg-type]
        if (first, start) != (last, end):
            sheet.merged.append((top + first, left + start, top + last, left + end))


def _front(book: Book, pages: list[Page], statement: Statement) -> None:
    """Add a cover or a table of contents before the tables."""
    if book.layout.front == "cover":
        _write_rows(
            book, Sheet("封面"), [("",), (f"{statement.department}{statement.year}年度部门决算公开",)]
        )
    elif book.layout.front == "contents":
        titles = [catalogue().tables[page.table].title for page in pages]
        _write_rows(
            book, Sheet("目录"), [("目录",), *((f"{n}.{title}",) for n, title in enumerate(titles, 1))]
        )


def _write_rows(book: Book, sheet: Sheet, rows: Sequence[Sequence[object]]) -> None:
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            sheet.cells[r, c] = NOTE, cell
    book.sheets.append(sheet)


def _link(book: Book) -> None:
    """Take the classes of T1 over from T3, where both print the same."""
    for code in catalogue().classes:
        here, there = ("T1", code.code, "支出"), ("T3", code.code, "本年支出合计")
        entries = book.entries
        if here in entries and there in entries and entries[here].value == entries[there].value:
            entries[here].addends = (there,)


def is_stored(entry: Entry, layout: Layout) -> bool:
    """Say whether the file is to hold the entry's value."""
    return not entry.addends or layout.formulas != UNSTORED
