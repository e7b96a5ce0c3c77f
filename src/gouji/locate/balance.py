"""Two-sided tables (T1, T4): income on the left, expenditure by class on the right, rows by label."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from gouji.catalogue import CLASS_GROUP, RowSpec, catalogue
from gouji.facts import Cell, PlacedRow, PlacedTable, Remark
from gouji.labels import bare_label, has_ordinal, is_part, plain_label
from gouji.locate.headers import (
    Columns,
    column_labels,
    ignored_labels,
    holds_amount,
    is_skipped_row,
    is_text,
    match_columns,
)
from gouji.locate.heads import is_note, texts_of, unit_of, year_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gouji.locate.titles import Region

INCOME, EXPENDITURE = "收入", "支出"
_ITEM_GROUPS = {INCOME: ("收入项",), EXPENDITURE: (CLASS_GROUP,)}


def read_balance(region: Region) -> PlacedTable | None:
    """Return the two-sided table in the region, None when its labels are not there."""
    sides = _label_columns(region)
    if not sides:
        return None
    body = _first_body_row(region, sides)
    rows: list[PlacedRow] = []
    remarks: list[Remark] = []
    starts = sorted(sides)
    for at, end in zip(starts, [*starts[1:], region.right], strict=True):
        columns = _amount_columns(region, body, at, end, sides[at])
        remarks += (
            Remark("F-04", text, (Cell(region.sheet.name, r, c),), region.spec.id)
            for c, text in columns.unknown
            if (r := _first_number(region, body, c)) is not None
        )
        if columns.keys:
            placed, odd = _read_side(region, body, at, sides[at], columns)
            rows += placed
            remarks += odd
    head = list(texts_of(region, region.top - 2, body))
    notes = tuple(t for t in texts_of(region, body, region.end) if is_note(t))
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


def _label_columns(region: Region) -> dict[int, str]:
    """Return grid column → side for the columns that hold row labels.

    A column is known by the labels that stand on one side only. The income side has one column, the one
    with most of them, since T4 repeats its income labels as column headers; internal forms have two columns
    of expenditure labels.
    """
    income, expenditure = _rows_of(region.spec.id, INCOME), _rows_of(region.spec.id, EXPENDITURE)
    votes: dict[str, Counter[int]] = {INCOME: Counter(), EXPENDITURE: Counter()}
    for r in range(region.top + 1, region.end):
        for c, value in enumerate(region.sheet.rows[r][region.left : region.right], region.left):
            if value.__class__ is str and value:
                label = bare_label(value)
                if label in income and label not in expenditure:
                    votes[INCOME][c] += 1
                elif label in expenditure and label not in income:
                    votes[EXPENDITURE][c] += 1
    sides = dict.fromkeys(votes[EXPENDITURE], EXPENDITURE)
    if votes[INCOME]:
        most = max(votes[INCOME].values())
        sides[min(c for c, n in votes[INCOME].items() if n == most)] = INCOME
    return sides


def _first_body_row(region: Region, sides: Mapping[int, str]) -> int:
    """Return the first row that has a known label in a label column."""
    return next(
        r
        for r in range(region.top + 1, region.end)
        for c, side in sides.items()
        if is_text(v := region.sheet.rows[r][c]) and bare_label(v) in _rows_of(region.spec.id, side)
    )


def _amount_columns(region: Region, body: int, at: int, end: int, side: str) -> Columns:
    """Return the amount columns right of a label column; a single unnamed one is the side's first column."""
    columns = match_columns(
        region, range(region.top + 1, body), range(at + 1, end), column_labels(region.spec.id, side)
    )
    if columns.keys:
        return columns
    ignored = ignored_labels(region.spec.id)
    numbered = {
        c
        for r in range(region.top + 1, body)
        for c in range(at + 1, end)
        if is_text(t := region.sheet.rows[r][c]) and plain_label(t) in ignored
    }
    unnamed = [
        c for c in range(at + 1, end) if c not in numbered and _first_number(region, body, c) is not None
    ]
    if len(unnamed) != 1:
        return columns
    key = next(c.key for c in region.spec.columns if c.side == side)
    return Columns((key,), (unnamed[0],))


def _first_number(region: Region, body: int, column: int) -> int | None:
    return next((r for r in range(body, region.end) if holds_amount(region.sheet.rows[r][column])), None)


def _read_side(
    region: Region, body: int, at: int, side: str, columns: Columns
) -> tuple[list[PlacedRow], list[Remark]]:
    """Return the rows of one label column, and remarks on the rows that nobody knows.

    An unknown row that is numbered like its neighbours is an item of its list: it counts in the list's sum
    under its own label, and is remarked upon.
    """
    known = _rows_of(region.spec.id, side)
    seen: set[str] = set()
    rows, remarks = [], []
    for r in range(body, region.end):
        values = region.sheet.rows[r]
        printed = values[at] if is_text(values[at]) else ""
        label = bare_label(printed)
        specs = known.get(label)
        if specs is not None:
            spec = _in_context(specs, seen)
            seen.add(spec.key)
            rows.append(PlacedRow(spec.key, printed, r, columns.keys, columns.places, spec.groups))
            continue
        filled = [c for c in columns.places if holds_amount(values[c])]
        if not filled or is_part(printed) or is_skipped_row([printed]) or is_note(printed):
            continue
        cells = tuple(Cell(region.sheet.name, r, c) for c in filled)
        remarks.append(Remark("F-03", printed, cells, region.spec.id))
        if has_ordinal(printed):
            rows.append(PlacedRow(label, printed, r, columns.keys, columns.places, _ITEM_GROUPS[side]))
    return rows, remarks


def _in_context(specs: Sequence[RowSpec], seen: set[str]) -> RowSpec:
    """Return the row that a label names here: one that follows a row already seen goes before others."""
    following = (spec for spec in specs if spec.after in seen and spec.after)
    return next(following, next((s for s in specs if not s.after), specs[0]))


@cache
def _rows_of(table_id: str, side: str) -> Mapping[str, tuple[RowSpec, ...]]:
    """Return bare label → the rows it may name on this side."""
    return dict(_grouped(table_id, side))


def _grouped(table_id: str, side: str) -> Iterator[tuple[str, tuple[RowSpec, ...]]]:
    book = catalogue()
    specs = [spec for spec in book.tables[table_id].rows if spec.side == side]
    if side == EXPENDITURE:
        specs += [
            RowSpec(c.code, side, (CLASS_GROUP,), tuple(n for n in c.names if n != c.code)) for c in book.classes
        ]
    labels = dict.fromkeys(bare_label(label) for spec in specs for label in spec.labels)
    for label in labels:
        yield label, tuple(s for s in specs if label in map(bare_label, s.labels))
