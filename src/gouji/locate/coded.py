"""Tables of functional codes (T2, T3, T5, T8, T9): a row a code, 合计 at the top, at the bottom or in the header."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gouji.catalogue import CLASS_GROUP, catalogue
from gouji.facts import TOTAL, Cell, PlacedRow, PlacedTable, Remark
from gouji.labels import is_part, plain_label
from gouji.locate.codes import FUNCTIONAL_LENGTHS, coded_label, completed
from gouji.locate.headers import (
    Columns,
    column_labels,
    ignored_labels,
    holds_amount,
    is_numbering,
    is_skipped_row,
    is_text,
    match_columns,
)
from gouji.locate.heads import is_note, texts_of, unit_of, year_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gouji.grid import Value
    from gouji.locate.titles import Region

HEADER_ROWS = 12
"""A header lies within this many rows below its title."""

_TOTAL_WORDS = ("合计", "小计")


def read_coded(region: Region) -> PlacedTable | None:
    """Return the table of codes in the region, None when the region has no header of it."""
    first = _first_amount_column(region)
    if first is None:
        return None
    left = _first_label_column(region, first)
    header_end = _first_data_row(region, first)
    header = range(region.top + 1, min(header_end + 1, region.end))
    labels = column_labels(region.spec.id)
    columns = match_columns(region, header, range(first, region.right), labels)
    header_texts = set(labels) | {plain_label(w) for w in _TOTAL_WORDS}
    rows, remarks, notes = [], list(_unknown_columns(region, columns, header_end)), []
    code = ""
    for r in range(header_end, region.end):
        values = region.sheet.rows[r]
        cells = tuple(values[left:first])
        label = coded_label(cells)
        if label.code and len(code := completed(label, code)) in FUNCTIONAL_LENGTHS:
            groups = (CLASS_GROUP,) if len(code) == FUNCTIONAL_LENGTHS[0] else ()
            rows.append(PlacedRow(code, label.name, r, columns.keys, columns.places, groups))
        elif any(is_text(v) and plain_label(v) in _total_labels() for v in cells):
            rows.append(PlacedRow(TOTAL, TOTAL, r, columns.keys, columns.places))
        elif is_note(label.name):
            notes.append(label.name)
        elif not label.code and not is_part(label.name):
            remarks += _unknown_row(region, r, label.name, columns, header_texts)
        elif label.code:
            remarks += _unknown_row(region, r, label.code + label.name, columns, header_texts)
    head = list(texts_of(region, region.top - 2, header_end))
    return PlacedTable(
        region.spec.id,
        region.title,
        region.sheet,
        rows,
        unit_of(head),
        region.year or year_of(head),
        tuple(notes),
        tuple(remarks),
    )


def _first_amount_column(region: Region) -> int | None:
    """Return the leftmost amount column by the labels that only amount columns carry."""
    labels = column_labels(region.spec.id)
    rows = region.sheet.rows
    zone = range(region.top + 1, min(region.top + HEADER_ROWS, region.end))
    found: dict[str, int] = {}
    for r in zone:
        for c in range(region.left, region.right):
            text = rows[r][c]
            if is_text(text) and (label := plain_label(text)) in labels and label not in _TOTAL_WORDS:
                key = labels[label]
                found[key] = min(c, found.get(key, c))
    if len(found) < 2:  # noqa: PLR2004 one label alone may be a sentence or a row
        return None
    first = min(found.values())
    if region.spec.columns[0].key in found:
        return first
    before = first - 1
    while before > region.left and not any(is_text(rows[r][before]) for r in zone):
        before -= 1
    has_total = any(is_text(t := rows[r][before]) and plain_label(t) in _TOTAL_WORDS for r in zone)
    return before if has_total and before > region.left else first


def _first_label_column(region: Region, first: int) -> int:
    """Return the leftmost label column behind a leading column of line numbers."""
    zone = range(region.top + 1, min(region.top + HEADER_ROWS, region.end))
    ignored = ignored_labels(region.spec.id)
    numbered = [
        c
        for c in range(region.left, first)
        if any(is_text(t := region.sheet.rows[r][c]) and plain_label(t) in ignored for r in zone)
    ]
    return region.left + 1 if numbered[:1] == [region.left] else region.left


def _first_data_row(region: Region, first: int) -> int:
    """Return the first row below the header: the first with a code or with 合计 among its labels."""
    for r in range(region.top + 1, region.end):
        cells = tuple(region.sheet.rows[r][region.left : first])
        if coded_label(cells).code or any(is_text(v) and plain_label(v) in _total_labels() for v in cells):
            return r
    return min(region.top + HEADER_ROWS, region.end)


def _unknown_columns(region: Region, columns: Columns, header_end: int) -> Iterator[Remark]:
    """Yield a remark for each unknown column that holds amounts."""
    for c, text in columns.unknown:
        filled = (r for r in range(header_end, region.end) if holds_amount(region.sheet.rows[r][c]))
        if (r := next(filled, None)) is not None:
            yield Remark("F-04", text, (Cell(region.sheet.name, r, c),), region.spec.id)


def _unknown_row(
    region: Region, r: int, label: str, columns: Columns, header_texts: set[str]
) -> Sequence[Remark]:
    """Return a remark when a row that is no code, no total and no repeated header holds amounts."""
    values: Sequence[Value] = [region.sheet.rows[r][c] for c in columns.places]
    if not any(holds_amount(v) or is_text(v) for v in values):
        return ()
    if is_skipped_row(region.sheet.rows[r][region.left : columns.places[0]]) or is_numbering(values):
        return ()
    if all(is_text(v) and plain_label(v) in header_texts for v in values if v not in ("", None)):
        return ()
    cells = tuple(Cell(region.sheet.name, r, c) for c in columns.places if holds_amount(region.sheet.rows[r][c]))
    return (Remark("F-03", label, cells or (Cell(region.sheet.name, r, region.left),), region.spec.id),)


@cache
def _total_labels() -> frozenset[str]:
    return frozenset(map(plain_label, catalogue().total_labels))
