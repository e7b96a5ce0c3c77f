"""The table of economic codes (T6): one to three blocks side by side, each of codes, names and amounts."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from gouji.catalogue import CLASS_GROUP, catalogue
from gouji.facts import TOTAL, PlacedRow
from gouji.labels import is_dated, is_part, short_label
from gouji.locate.cells import holds_amount, holds_sum, is_blank
from gouji.locate.codes import CLASS_DIGITS, ECONOMIC, has_code, read_codes
from gouji.locate.headers import (
    TOTAL_WORDS,
    Columns,
    column_labels,
    header_cells,
    header_paths,
    ignored_labels,
    is_skipped_row,
    row_labels,
    tells_years,
    unknown_columns,
)
from gouji.locate.heads import Body, is_note

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from gouji.facts import Remark
    from gouji.locate.titles import Region

HEADER_ROWS = 10

_OF_LABELS = re.compile(r"编码|名称|科目|^(?:项目|类|款|项|人员经费|公用经费)$")
"""Headers of the columns that hold codes and names."""


class _Header(NamedTuple):
    """The row below the header, the amount columns of blocks and of totals, and the unknown columns."""

    first: int
    amounts: Sequence[int]
    totals: Mapping[str, int]
    others: tuple[tuple[int, str], ...]


def read_economic(region: Region) -> Body | None:
    """Return the table of economic codes in the region, None when no column is headed 决算数."""
    header = _header(region)
    if not header.amounts:
        return None
    columns = (region.spec.columns[0].key,)
    grid = region.sheet.rows[header.first : region.end]
    rows: list[PlacedRow] = []
    uncoded: dict[int, list[tuple[int, str]]] = {}
    for left, amount in zip([region.left, *(a + 1 for a in header.amounts)], header.amounts, strict=False):
        places = (amount,)
        codes = read_codes(ECONOMIC, [tuple(values[left:amount]) for values in grid])
        for r, (code, name) in enumerate(codes, header.first):
            if code:
                groups = (CLASS_GROUP,) if len(code) == CLASS_DIGITS else ()
                rows.append(PlacedRow(code, name, r, columns, places, groups))
            elif name or not is_blank(region.sheet.rows[r][amount]):
                uncoded.setdefault(r, []).append((amount, name))
    remarks = list(unknown_columns(region, Columns(others=header.others), rows))
    for r in sorted(uncoded):
        totals = list(_totals(region, r, header))
        rows += totals
        remarks += _unknown_cells(region, r, uncoded[r], {c for total in totals for c in total.places})
    return Body(header.first, rows, remarks)


def _unknown_cells(
    region: Region, r: int, cells: Sequence[tuple[int, str]], known: Container[int]
) -> Iterator[Remark]:
    """Yield a remark for each amount beside which stands no code, unless it is known to be a total."""
    values = region.sheet.rows[r]
    if not is_skipped_row(row_labels(region, r).values()):
        for c, name in cells:
            if c not in known and holds_sum(values[c]) and not (is_part(name) or is_note(name)):
                yield region.remark("F-03", name, r, (c,))


def _header(region: Region) -> _Header:
    """Return the header: amounts stand under 决算数, or under 合计 beside 人员经费 and 公用经费."""
    labels, ignored = column_labels(region.spec.id), ignored_labels(region.spec.id)
    top, first = _header_rows(region)
    paths = header_paths(header_cells(region, range(top, first), region.columns), len(region.columns))
    above = {c: path for c, path in enumerate(paths, region.left) if path and ignored.isdisjoint(path)}
    lowest = {c: path[-1] for c, path in above.items()}
    amounts = [c for c, label in lowest.items() if label in labels and not any(map(is_dated, above[c]))]
    totals: dict[str, int] = {}
    if not amounts:
        amounts = [c for c, label in lowest.items() if label in TOTAL_WORDS][:1]
        totals = {
            key: c for c, label in lowest.items() if (key := _total_labels().get(label)) and c not in amounts
        }
    known = {*amounts, *totals.values()}
    others = tuple(
        (c, label) for c, label in lowest.items() if c not in known and not _OF_LABELS.search(label)
    )
    return _Header(first, amounts, totals, others)


def _header_rows(region: Region) -> tuple[int, int]:
    """Return the first header row and the row below the header: the first with a code or 合计 alone."""
    words = column_labels(region.spec.id).keys() | TOTAL_WORDS
    top = None
    for r in range(region.top + 1, min(region.top + 1 + HEADER_ROWS, region.end)):
        values = region.sheet.rows[r]
        labels = row_labels(region, r)
        if top is None:
            if not words.isdisjoint(labels.values()):
                top = r - tells_years(region, r - 1) if r > region.top + 1 else r
        elif set(labels.values()) == {TOTAL} or any(
            has_code(ECONOMIC, (v,)) for v in values[region.left : region.right]
        ):
            return top, r
    end = min(region.top + 1 + HEADER_ROWS, region.end)
    return (end, end) if top is None else (top, top + 1)


def _totals(region: Region, r: int, header: _Header) -> Iterator[PlacedRow]:
    """Yield the totals in a row.

    A total's amount is the first filled amount column behind its label and before the next one, or another
    number there; while nothing is filled, the last such column, where the three-block form prints
    公用经费合计. 人员经费 and 公用经费 are totals where they have an amount, and headers of blocks elsewhere.
    """
    values, known, (column,) = region.sheet.rows[r], _total_labels(), region.spec.columns
    labels = row_labels(region, r)
    found = [(c, label) for c, label in labels.items() if label in known]
    for (at, label), end in zip(found, [*(c for c, _ in found), region.right][1:], strict=True):
        key = known[label]
        own = [c for c in header.amounts if at < c < end]
        filled = [c for c in own if not is_blank(values[c])] or [
            c for c in range(at + 1, end) if holds_amount(values[c])
        ]
        if filled or (own and key == label):
            yield PlacedRow(key, values[at], r, (column.key,), ((filled or own[-1:])[0],))
        if key == TOTAL:
            yield from (PlacedRow(part, part, r, (column.key,), (c,)) for part, c in header.totals.items())


@cache
def _total_labels() -> Mapping[str, str]:
    book = catalogue()
    named = {short_label(label): row.key for row in book.tables["T6"].rows for label in row.labels}
    return named | dict.fromkeys(map(short_label, book.total_labels), TOTAL)
