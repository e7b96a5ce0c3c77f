"""The table of economic codes (T6): two or three blocks side by side, each of codes, names and amounts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gouji.catalogue import CLASS_GROUP, catalogue
from gouji.facts import TOTAL, Cell, PlacedRow, PlacedTable, Remark
from gouji.labels import is_part, plain_label
from gouji.locate.codes import ECONOMIC_LENGTHS, coded_label, completed
from gouji.locate.headers import column_labels, holds_amount, is_skipped_row, is_text
from gouji.locate.heads import is_note, texts_of, unit_of, year_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gouji.grid import Value
    from gouji.locate.titles import Region

HEADER_ROWS = 10


def read_economic(region: Region) -> PlacedTable | None:
    """Return the table of economic codes in the region, None when no column is headed 决算数."""
    header, amounts = _amount_columns(region)
    if not amounts:
        return None
    column = region.spec.columns[0].key
    blocks = [
        (left, amount)
        for left, amount in zip([region.left, *(a + 1 for a in amounts)], amounts, strict=False)
    ]
    rows: list[PlacedRow] = []
    remarks: list[Remark] = []
    codes = dict.fromkeys(amounts, "")
    for r in range(header + 1, region.end):
        values = region.sheet.rows[r]
        totals = _totals(values, region, amounts)
        rows += (PlacedRow(key, label, r, (column,), (c,)) for key, label, c in totals)
        if totals or is_skipped_row(values[region.left : region.right]):
            continue
        for left, amount in blocks:
            label = coded_label(tuple(values[left:amount]))
            if label.code and len(code := completed(label, codes[amount])) in ECONOMIC_LENGTHS:
                codes[amount] = code
                groups = (CLASS_GROUP,) if len(code) == ECONOMIC_LENGTHS[0] else ()
                rows.append(PlacedRow(code, label.name, r, (column,), (amount,), groups))
            elif holds_amount(values[amount]) and not is_part(label.name):
                cell = Cell(region.sheet.name, r, amount)
                remarks.append(Remark("F-03", label.code + label.name, (cell,), region.spec.id))
    head = list(texts_of(region, region.top - 2, header + 1))
    notes = tuple(t for t in texts_of(region, header, region.end) if is_note(t))
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


def _amount_columns(region: Region) -> tuple[int, list[int]]:
    """Return the header row and the grid columns headed 决算数 or another word for it."""
    labels = column_labels(region.spec.id)
    for r in range(region.top + 1, min(region.top + HEADER_ROWS, region.end)):
        values = region.sheet.rows[r]
        found = [
            c
            for c in range(region.left + 1, region.right)
            if is_text(values[c]) and plain_label(values[c]) in labels
        ]
        if found:
            return r, found
    return region.top, []


def _totals(values: Sequence[Value], region: Region, amounts: Sequence[int]) -> list[tuple[str, str, int]]:
    """Return (key, label, grid column) of the totals in a row.

    A total's amount is the first filled amount column behind its label and before the next one; while none
    is filled, the last such column, where the three-block form prints 公用经费合计.
    """
    known = _total_labels()
    found = [
        (c, values[c])
        for c in range(region.left, region.right)
        if is_text(values[c]) and plain_label(values[c]) in known
    ]
    totals = []
    for (at, label), end in zip(found, [*(c for c, _ in found), region.right][1:], strict=True):
        own = [c for c in amounts if at < c < end]
        filled = [c for c in own if values[c] not in ("", None)]
        if own:
            totals.append((known[plain_label(label)], label, (filled or own[-1:])[0]))
    return totals


@cache
def _total_labels() -> Mapping[str, str]:
    rows = catalogue().tables["T6"].rows
    return {plain_label(label): row.key for row in rows for label in row.labels} | {TOTAL: TOTAL}
