"""Two-sided tables (T1, T4): income on the left, expenditure by class on the right, rows by label."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gouji.catalogue import CLASS_GROUP, RowSpec, catalogue
from gouji.facts import PlacedRow
from gouji.labels import bare_label, has_ordinal, is_part, short_label
from gouji.locate.cells import counts_down, holds_amount, holds_sum
from gouji.locate.headers import (
    Columns,
    is_skipped_row,
    match_columns,
    unknown_columns,
)
from gouji.locate.heads import Body, is_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gouji.catalogue import Code
    from gouji.facts import Remark
    from gouji.locate.titles import Region

_Named = Mapping[str, tuple[RowSpec, ...]]
INCOME, EXPENDITURE = "收入", "支出"
_LOOSE = str.maketrans("", "", "和与及、等的")
_ITEM_GROUPS = {INCOME: ("收入项",), EXPENDITURE: (CLASS_GROUP,)}


class _List(NamedTuple):
    """A list of the table: the grid column of its labels, its side, its rows, and its amount columns."""

    column: int
    side: str
    rows: range
    amounts: range


def read_balance(region: Region) -> Body | None:
    """Return the two-sided table in the region, None when its labels are not there."""
    named = _named_rows(region)
    lists = _lists(region, named)
    rows: list[PlacedRow] = []
    remarks: list[Remark] = []
    for one in lists:
        columns = _amount_columns(region, one, named[one.column])
        placed, odd = _read_list(region, one, columns, named[one.column])
        rows += placed if columns.keys else []
        remarks += [*unknown_columns(region, columns, placed), *odd]
    return Body(lists[0].rows.start, rows, remarks) if lists else None


def _named_rows(region: Region) -> dict[int, dict[int, _Named]]:
    """Return grid column → grid row → the rows that the label there may name."""
    named: dict[int, dict[int, _Named]] = {}
    table, left, right = region.spec.id, region.left, region.right
    for r in range(region.top + 1, region.end):
        for c, value in enumerate(region.sheet.rows[r][left:right], left):
            if value.__class__ is str and value and (specs := _rows_named(table, value)):
                named.setdefault(c, {})[r] = specs
    return named


def _lists(region: Region, named: Mapping[int, Mapping[int, _Named]]) -> list[_List]:
    """Return the lists of the table, by the labels that stand on one side only.

    Income has one column, the one with most of them, since T4 repeats its income labels as column headers;
    internal forms have two columns of expenditure labels. One label alone may be a header. A form with one
    list below the other has both in one column.
    """
    own: dict[str, dict[int, list[int]]] = {INCOME: {}, EXPENDITURE: {}}
    for c, found in named.items():
        for r, specs in found.items():
            if len(specs) == 1:
                own[next(iter(specs))].setdefault(c, []).append(r)
    income = _longest(own[INCOME])
    outlay = {*_longest(own[EXPENDITURE]), *(c for c, rows in own[EXPENDITURE].items() if len(rows) > 1)}
    columns = sorted({*income, *outlay})
    body = min((r for c in columns for r in named[c]), default=region.end)
    lists = []
    for c, end in zip(columns, [*columns[1:], region.right][: len(columns)], strict=True):
        turn = own[EXPENDITURE][c][0] if c in outlay else region.end
        if c in income:
            lists.append(_List(c, INCOME, range(body, turn), range(c + 1, end)))
        if c in outlay:
            lists.append(
                _List(c, EXPENDITURE, range(turn if c in income else body, region.end), range(c + 1, end))
            )
    return lists


def _longest(rows: Mapping[int, Sequence[int]]) -> list[int]:
    """Return the column with most rows, if there is any."""
    return sorted(rows, key=lambda c: (-len(rows[c]), c))[:1]


def _amount_columns(region: Region, one: _List, named: Mapping[int, _Named]) -> Columns:
    """Return the amount columns right of a label column; a single unnamed one is the side's first column."""
    columns = match_columns(region, range(region.top + 1, one.rows.start), one.amounts, one.side)
    if columns.keys:
        return columns
    unnamed = {c: [region.sheet.rows[r][c] for r in named] for c, _ in columns.others}
    filled = [
        c for c, values in unnamed.items() if any(map(holds_amount, values)) and not counts_down(values)
    ]
    key = next(column.key for column in region.spec.columns if column.side == one.side)
    return Columns((key,), (filled[0],)) if len(filled) == 1 else columns


def _read_list(
    region: Region, one: _List, columns: Columns, named: Mapping[int, _Named]
) -> tuple[list[PlacedRow], list[Remark]]:
    """Return the rows of one list, and remarks on the rows that nobody knows.

    An unknown row that is numbered like the items above it is an item of their list: it counts in the list's
    sum under its own label, and is remarked upon.
    """
    keys, places, side = columns.keys, columns.places, one.side
    seen: dict[str, RowSpec] = {}
    last: RowSpec | None = None
    rows, remarks = [], []
    for r in one.rows:
        values = region.sheet.rows[r]
        specs = named[r].get(side) if r in named else None
        if specs:
            last = specs[0] if len(specs) == 1 else _in_context(specs, seen)
            seen[last.key] = last
            rows.append(PlacedRow(last.key, values[one.column], r, keys, places, last.groups))
            continue
        filled = [c for c in places if holds_sum(values[c])]
        printed = values[one.column]
        text = printed if printed.__class__ is str else ""
        if not filled or is_part(text) or is_note(text) or is_skipped_row([short_label(text)]):
            continue
        remarks.append(region.remark("F-03", text, r, filled))
        if has_ordinal(text) and last and set(last.groups) & set(_ITEM_GROUPS[side]):
            rows.append(PlacedRow(bare_label(text), text, r, keys, places, _ITEM_GROUPS[side]))
    return rows, remarks


def _in_context(specs: Sequence[RowSpec], seen: Mapping[str, RowSpec]) -> RowSpec:
    """Return the row that a label names here which stands twice in the list.

    The second one follows the row it is a part of, or in some prints precedes it, behind the year's total.
    """
    first = next((spec for spec in specs if not spec.after), specs[0])
    second = next((spec for spec in specs if spec.after), specs[0])
    is_past_total = first.key in seen and not all(spec.groups for spec in seen.values())
    return second if second.after in seen or is_past_total else first


@lru_cache(maxsize=1 << 12)
def _rows_named(table: str, text: str) -> _Named:
    """Return side → the rows that a printed label may name there."""
    label = _loose(text)
    sides = ((side, _rows_of(table, side).get(label)) for side in (INCOME, EXPENDITURE))
    return {side: specs for side, specs in sides if specs}


@cache
def _rows_of(table: str, side: str) -> Mapping[str, tuple[RowSpec, ...]]:
    """Return loose label → the rows of that name on this side."""
    book = catalogue()
    specs = [spec for spec in book.tables[table].rows if spec.side == side]
    if side == EXPENDITURE:
        specs += [RowSpec(c.code, side, (CLASS_GROUP,), _class_names(c)) for c in book.classes]
    named: dict[str, tuple[RowSpec, ...]] = {}
    for spec in specs:
        for label in dict.fromkeys(map(_loose, spec.labels)):
            if label:
                named[label] = (*named.get(label, ()), spec)
    return named


def _loose(text: str) -> str:
    """Return the short label without the words that prints change: 年初结转结余, 年初结转和结余."""
    return short_label(text).translate(_LOOSE)


def _class_names(code: Code) -> tuple[str, ...]:
    """Return the names of a class, also without the last word, as older forms print them."""
    return (*code.names, *(name.removesuffix(EXPENDITURE) for name in code.names if name != "其他支出"))
