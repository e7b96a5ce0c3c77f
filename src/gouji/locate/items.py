"""The table of 三公 (T7): a few items × budget and final, across twelve columns or down the rows."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from gouji.catalogue import catalogue
from gouji.facts import Cell, PlacedRow, PlacedTable, Remark
from gouji.labels import bare_label, is_part, plain_label
from gouji.locate.headers import column_labels, holds_amount, ignored_labels, is_number, is_skipped_row, is_text
from gouji.locate.heads import is_note, texts_of, unit_of, year_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gouji.locate.titles import Region

HEADER_ROWS = 8
ITEMS_ACROSS = 3
"""A header row with this many items crosses them with budget and final."""


def read_items(region: Region) -> PlacedTable | None:
    """Return the table of items in the region, None when no column names 预算数 or 决算数."""
    header = _header_rows(region)
    if header is None:
        return None
    across = _columns_across(region, header)
    rows, remarks = _read_across(region, header, across) if across else _read_down(region, header)
    head = list(texts_of(region, region.top - 2, header.stop))
    notes = tuple(t for t in texts_of(region, header.stop, region.end) if is_note(t))
    return PlacedTable(
        region.spec.id,
        region.title,
        region.sheet,
        rows,
        unit_of(head),
        region.year or year_of(head),
        notes,
        tuple(remarks),
    )


def _header_rows(region: Region) -> range | None:
    """Return the rows from the first to the last header row, None without a header.

    A form across prints several items in one header row and ends with the last row of items or measures;
    a form down the rows ends with its first row of measures.
    """
    measures, items = column_labels(region.spec.id), _items()
    across, first, last = False, None, None
    for r in range(region.top + 1, min(region.top + HEADER_ROWS, region.end)):
        values = region.sheet.rows[r][region.left : region.right]
        if any(map(is_number, values)):
            break
        texts = {bare_label(v) for v in values if is_text(v)}
        across = across or len({items[t] for t in texts & items.keys()}) >= ITEMS_ACROSS
        has_measure = bool(texts & measures.keys())
        if has_measure or (across and texts & items.keys()):
            first, last = first or r, r
        if has_measure and not across and not _items_follow(region, r):
            break
    return None if first is None or last is None else range(first, last + 1)


def _items_follow(region: Region, r: int) -> bool:
    """Say whether the row below holds several items, as below the 预算数 and 决算数 of a form across."""
    below = region.sheet.rows[r + 1][region.left : region.right] if r + 1 < region.end else ()
    return len({_items().get(bare_label(v), "") for v in below if is_text(v)} - {""}) >= ITEMS_ACROSS


def _columns_across(region: Region, header: range) -> dict[tuple[str, str], int]:
    """Return (item, measure) → grid column where the header crosses the two.

    A header cell reaches right over blanks up to the next one of its row, never beyond the cell above it.
    """
    measures, items = column_labels(region.spec.id), _items()
    found: dict[tuple[str, str], int] = {}
    spans = _spans(region, header)
    for c in range(region.left, region.right):
        texts = [bare_label(t) for t in spans[c]]
        measure = next((measures[t] for t in reversed(texts) if t in measures), None)
        item = next((items[t] for t in reversed(texts) if t in items), None)
        if measure and item:
            found.setdefault((item, measure), c)
    return found


def _spans(region: Region, header: range) -> dict[int, list[str]]:
    """Return grid column → the header texts above it, top to bottom."""
    texts: dict[int, list[str]] = {c: [] for c in range(region.left, region.right)}
    starts: set[int] = set()
    for r in header:
        values = region.sheet.rows[r]
        starts |= {c for c in texts if is_text(values[c])}
        for c, end in pairwise([*sorted(starts), region.right]):
            if is_text(values[c]):
                for covered in range(c, end):
                    texts[covered].append(values[c])
    return texts


def _read_across(
    region: Region, header: range, across: Mapping[tuple[str, str], int]
) -> tuple[list[PlacedRow], list[Remark]]:
    """Return a row an item from the first grid row that holds amounts, else from the first blank one."""
    columns = sorted(across.values())
    blank = None
    for r in range(header.stop, region.end):
        values = region.sheet.rows[r]
        labels = values[region.left : columns[0]]
        amounts = [values[c] for c in columns]
        if is_skipped_row([*labels, *amounts[:1]]) or _counts_columns(amounts):
            continue
        if any(holds_amount(v) for v in amounts):
            return _item_rows(r, across), _unknown_columns(region, r, header, columns)
        if blank is None and not any(map(is_text, values)):
            blank = r
    return ([] if blank is None else _item_rows(blank, across)), []


def _item_rows(r: int, across: Mapping[tuple[str, str], int]) -> list[PlacedRow]:
    rows = []
    for item in dict.fromkeys(item for item, _ in across):
        places = {measure: c for (i, measure), c in across.items() if i == item}
        rows.append(PlacedRow(item, item, r, tuple(places), tuple(places.values())))
    return rows


def _unknown_columns(region: Region, r: int, header: range, known: Sequence[int]) -> list[Remark]:
    """Return a remark for each amount under a header that is no item, unless the form is known to have it."""
    spans = _spans(region, header)
    ignored = ignored_labels(region.spec.id)
    return [
        Remark("F-04", (spans[c] or [""])[-1], (Cell(region.sheet.name, r, c),), region.spec.id)
        for c in range(region.left, region.right)
        if c not in known
        and holds_amount(region.sheet.rows[r][c])
        and not any(plain_label(t) in ignored for t in spans[c])
    ]


def _read_down(region: Region, header: range) -> tuple[list[PlacedRow], list[Remark]]:
    """Return the rows of a form that prints the items down its first column."""
    measures = column_labels(region.spec.id)
    places = {
        measures[label]: c
        for r in header
        for c in range(region.left + 1, region.right)
        if is_text(v := region.sheet.rows[r][c]) and (label := plain_label(v)) in measures
    }
    rows, remarks = [], []
    for r in range(header.stop, region.end):
        values = region.sheet.rows[r]
        label = next((v for v in values[region.left : min(places.values())] if is_text(v)), "")
        item = _items().get(_down_label(label))
        if item:
            rows.append(PlacedRow(item, label, r, tuple(places), tuple(places.values())))
        elif filled := [c for c in places.values() if holds_amount(values[c])]:
            if is_part(label) or plain_label(label) in ignored_labels(region.spec.id) or not label:
                continue
            cells = tuple(Cell(region.sheet.name, r, c) for c in filled)
            remarks.append(Remark("F-03", label, cells, region.spec.id))
    return rows, remarks


def _down_label(label: str) -> str:
    """Return the item's label without its ordinal and without 其中, which opens the parts of 公务用车."""
    return bare_label(bare_label(label).removeprefix("其中:").removeprefix("其中"))


def _counts_columns(values: Sequence[object]) -> bool:
    return [plain_label(str(v)).removesuffix(".0") for v in values] == [str(i + 1) for i in range(len(values))]


@cache
def _items() -> Mapping[str, str]:
    rows = catalogue().tables["T7"].rows
    return {bare_label(label): row.key for row in rows for label in row.labels}
