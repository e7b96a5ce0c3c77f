"""Tables of functional codes (T2, T3, T5, T8, T9): a row a code, 合计 at the top, at the bottom or in the header."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gouji.catalogue import CLASS_GROUP, catalogue
from gouji.facts import TOTAL, PlacedRow
from gouji.labels import is_part, short_label
from gouji.locate.codes import CLASS_DIGITS, CodeReader
from gouji.locate.headers import (
    TOTAL_WORDS,
    column_labels,
    holds_amount,
    ignored_labels,
    is_numbering,
    is_skipped_row,
    labels_in,
    match_columns,
    numbering_labels,
    unknown_columns,
)
from gouji.locate.heads import Body, is_note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gouji.facts import Remark
    from gouji.grid import Value
    from gouji.locate.headers import Columns
    from gouji.locate.titles import Region

HEADER_ROWS = 12
"""A header lies within this many rows below its title."""

FUNCTIONAL = ("2", (3, 5, 7))
"""The first digit of the functional codes, and the digits of 类, 款 and 项."""

_FEWEST_LABELS = 2
"""One label alone may be a sentence or a row."""


def read_coded(region: Region) -> Body | None:
    """Return the table of codes in the region, None when the region has no header of it."""
    top, first = _header_start(region)
    if first is None:
        return None
    left = _first_label_column(region, top, first)
    start = _first_data_row(region, top, left, first)
    columns = _amount_columns(region, top, start, first)
    if not columns.keys:
        return None
    sheet_rows, keys, places = region.sheet.rows, columns.keys, columns.places
    codes = CodeReader(*FUNCTIONAL)
    rows: list[PlacedRow] = []
    remarks: list[Remark] = []
    for r in range(start, region.end):
        values = sheet_rows[r]
        cells = tuple(values[left:first])
        code, name = codes.read(cells)
        if code:
            groups = (CLASS_GROUP,) if len(code) == CLASS_DIGITS else ()
            rows.append(PlacedRow(code, name, r, keys, places, groups))
        elif _has_total(cells):
            rows.append(PlacedRow(TOTAL, TOTAL, r, keys, places))
        else:
            remarks += _unknown_row(region, r, name, columns)
    return Body(start, rows, [*unknown_columns(region, columns, rows), *remarks])


def _header_start(region: Region) -> tuple[int, int | None]:
    """Return the first header row and the leftmost amount column, by labels that only amount columns carry.

    A label may be broken over two rows. The total's column may stand left of the others, headed by a total
    word alone.
    """
    labels = column_labels(region.spec.id)
    carried = (labels.keys() | ignored_labels(region.spec.id)) - TOTAL_WORDS - numbering_labels()
    found: dict[str, int] = {}
    totals: set[int] = set()
    above: dict[int, str] = {}
    top = None
    for r in range(region.top + 1, min(region.top + 1 + HEADER_ROWS, region.end)):
        in_row = labels_in(region.sheet.rows[r], range(region.left, region.right))
        known = {c: label for c, label in in_row.items() if label in carried}
        broken = {c: j for c, label in in_row.items() if c not in known and (j := above.get(c, "") + label) in carried}
        above = in_row
        if not known and not broken:
            continue
        if top is None:
            top = r if known else r - 1
        totals.update(c for c, label in in_row.items() if label in TOTAL_WORDS)
        for c, label in (known | broken).items():
            key = labels.get(label, label)
            found[key] = min(c, found.get(key, c))
    if top is None or len(found) < _FEWEST_LABELS:
        return region.top, None
    first = min(found.values())
    if labels[TOTAL] in found or any(c > first for c in totals):
        return top, first
    return top, max((c for c in totals if c < first), default=first)


def _first_label_column(region: Region, top: int, first: int) -> int:
    """Return the leftmost label column behind a leading column of line numbers."""
    header = region.sheet.rows[top : min(top + HEADER_ROWS, region.end)]
    for c in range(region.left, first):
        words = {short_label(v) for row in header if (v := row[c]).__class__ is str and v} - {""}
        if words:
            return region.left if words.isdisjoint(numbering_labels()) else c + 1
    return region.left


def _first_data_row(region: Region, top: int, left: int, first: int) -> int:
    """Return the first row below the header: the first with a code or with 合计 among its labels."""
    codes = CodeReader(*FUNCTIONAL)
    for r in range(top + 1, region.end):
        cells = tuple(region.sheet.rows[r][left:first])
        if codes.read(cells)[0] or _has_total(cells):
            return r
    return min(top + HEADER_ROWS, region.end)


def _amount_columns(region: Region, top: int, start: int, first: int) -> Columns:
    """Return the columns of amounts; Shanghai prints the lowest words of the header in the row of 合计."""
    labels = column_labels(region.spec.id)
    columns = range(first, region.right)
    lowest = labels_in(region.sheet.rows[start], columns).values() if start < region.end else ()
    belongs = bool(lowest) and labels.keys() >= set(lowest)
    return match_columns(region, range(top, start + belongs), columns, labels)


def _unknown_row(region: Region, r: int, name: str, columns: Columns) -> Iterator[Remark]:
    """Yield a remark when a row that is no code and no total holds amounts, unless it is a memo item."""
    values = region.sheet.rows[r]
    filled = [c for c in columns.places if holds_amount(values[c])]
    if not filled or is_part(name) or is_note(name) or is_numbering([values[c] for c in columns.places]):
        return
    if not is_skipped_row(labels_in(values, range(region.left, region.right)).values()):
        yield region.remark("F-03", name, r, filled)


def _has_total(cells: Sequence[Value]) -> bool:
    return any(v.__class__ is str and v and short_label(v) in _total_labels() for v in cells)


@cache
def _total_labels() -> frozenset[str]:
    return frozenset(map(short_label, catalogue().total_labels))
