"""Tables of functional codes (T2, T3, T5, T8, T9): a row a code, 合计 above, below or in the header."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gouji.catalogue import CLASS_GROUP, catalogue
from gouji.facts import TOTAL, PlacedRow
from gouji.labels import is_part, short_label
from gouji.locate.cells import holds_sum, is_number, is_numbering
from gouji.locate.codes import CLASS_DIGITS, FUNCTIONAL, has_code, read_codes
from gouji.locate.headers import (
    TOTAL_WORDS,
    Columns,
    column_labels,
    ignored_labels,
    is_skipped_row,
    match_columns,
    numbering_labels,
    row_labels,
    tells_years,
    unknown_columns,
)
from gouji.locate.heads import Body, is_note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gouji.facts import Remark
    from gouji.grid import Value
    from gouji.locate.titles import Region

HEADER_ROWS = 12
"""A header begins and ends within this many rows below its title."""

_FEWEST_LABELS = 2
"""One label alone may be a sentence or a row."""


def read_coded(region: Region) -> Body | None:
    """Return the table of codes in the region, None when the region has no header of it."""
    found = _header(region)
    if found is None:
        return None
    header, first = found
    labels = slice(_first_label_column(region, header, first), first)
    start = _first_data_row(region, header.start, labels)
    columns = _amount_columns(region, range(header.start, start), first)
    keys, places = columns.keys, columns.places
    if not keys:
        return None
    rows: list[PlacedRow] = []
    remarks: list[Remark] = []
    printed = [tuple(values[labels]) for values in region.sheet.rows[start : region.end]]
    for r, (code, name) in enumerate(read_codes(FUNCTIONAL, printed), start):
        if code:
            groups = (CLASS_GROUP,) if len(code) == CLASS_DIGITS else ()
            rows.append(PlacedRow(code, name, r, keys, places, groups))
        elif _has_total(printed[r - start]):
            rows.append(PlacedRow(TOTAL, TOTAL, r, keys, places))
        else:
            remarks += _unknown_row(region, r, name, places)
    unread = Columns(others=(*_amounts_among_labels(region, header, labels.start, printed), *columns.others))
    return Body(start, rows, [*unknown_columns(region, unread, rows), *remarks])


def _header(region: Region) -> tuple[range, int] | None:
    """Return the rows of the header and its leftmost amount column, by labels that only such columns carry.

    The total's column may stand left of the others, headed by a total word alone.
    """
    labels, carried = column_labels(region.spec.id), _labels_of_amounts(region.spec.id)
    found: list[tuple[int, str]] = []
    totals: list[int] = []
    top, end = region.top + 1, min(region.top + 1 + HEADER_ROWS, region.end)
    for r in range(top, end):
        if found and any(map(is_number, region.sheet.rows[r][region.left : region.right])):
            end = r
            break
        in_row = row_labels(region, r)
        if not carried.isdisjoint(in_row.values()):
            top = top if found else r
            found += [(c, labels.get(label, label)) for c, label in in_row.items() if label in carried]
            totals += [c for c, label in in_row.items() if label in TOTAL_WORDS]
    keys = {key for _, key in found}
    if len(keys) < _FEWEST_LABELS:
        return None
    first = min(found)[0]
    if labels[TOTAL] not in keys and not any(c > first for c in totals):
        first = max((c for c in totals if c < first), default=first)
    return range(_top_above(region, top, first), end), first


def _top_above(region: Region, top: int, first: int) -> int:
    """Return the first row of the header: rows with several labels or years may stand above the known."""
    columns = range(first, region.right)
    while top > region.top + 1 and (
        len(row_labels(region, top - 1, columns)) >= _FEWEST_LABELS or tells_years(region, top - 1)
    ):
        top -= 1
    return top


@cache
def _labels_of_amounts(table: str) -> frozenset[str]:
    return (ignored_labels(table) | column_labels(table).keys()) - TOTAL_WORDS - numbering_labels()


def _first_label_column(region: Region, header: range, first: int) -> int:
    """Return the leftmost label column, behind a leading column of line numbers."""
    labels = [row_labels(region, r, range(region.left, first)) for r in header]
    leftmost = min((c for in_row in labels for c in in_row), default=region.left)
    is_numbered = any(in_row.get(leftmost) in numbering_labels() for in_row in labels)
    return leftmost + 1 if is_numbered else region.left


def _first_data_row(region: Region, top: int, labels: slice) -> int:
    """Return the first row below the header: the first with a code or with 合计 among its labels."""
    for r in range(top + 1, region.end):
        cells = region.sheet.rows[r][labels]
        if has_code(FUNCTIONAL, cells) or _has_total(cells):
            return r
    return min(top + HEADER_ROWS, region.end)


def _amount_columns(region: Region, header: range, first: int) -> Columns:
    """Return the columns of amounts; Shanghai prints the lowest words of the header in the row of 合计."""
    columns = range(first, region.right)
    below = row_labels(region, header.stop, columns).values() if header.stop < region.end else ()
    belongs = bool(below) and column_labels(region.spec.id).keys() >= set(below)
    return match_columns(region, range(header.start, header.stop + belongs), columns)


def _amounts_among_labels(
    region: Region, header: range, first: int, printed: Sequence[Sequence[Value]]
) -> list[tuple[int, str]]:
    """Return the label columns that hold amounts, unlike codes and line numbers, with their headers."""
    if not [v for cells in printed for v in cells if v.__class__ is float and v % 1]:
        return []
    columns = {c for cells in printed for c, v in enumerate(cells, first) if v.__class__ is float and v % 1}
    labels = {c: label for r in header for c, label in row_labels(region, r).items()}
    return [(c, labels.get(c, "")) for c in sorted(columns)]


def _unknown_row(region: Region, r: int, name: str, places: Sequence[int]) -> Iterator[Remark]:
    """Yield a remark when a row that is no code and no total holds amounts, unless it is a memo item."""
    values = region.sheet.rows[r]
    filled = [c for c in places if holds_sum(values[c])]
    if not filled or is_part(name) or is_note(name) or is_numbering([values[c] for c in places]):
        return
    if not is_skipped_row(row_labels(region, r).values()):
        yield region.remark("F-03", name, r, filled)


def _has_total(cells: Sequence[Value]) -> bool:
    return any(v.__class__ is str and v and short_label(v) in _total_labels() for v in cells)


@cache
def _total_labels() -> frozenset[str]:
    return frozenset(map(short_label, catalogue().total_labels))
