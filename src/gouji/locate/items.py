"""The table of 三公 (T7): a few items × budget and final, crossed in the header or one down the rows."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gouji.catalogue import catalogue
from gouji.facts import TOTAL, PlacedRow
from gouji.labels import PART_OF, is_dated, is_part, short_label
from gouji.locate.cells import holds_amount, holds_sum, is_blank, is_numbering
from gouji.locate.headers import (
    TOTAL_WORDS,
    Columns,
    belongs,
    column_labels,
    header_cells,
    header_paths,
    ignored_labels,
    is_skipped_row,
    key_of,
    row_labels,
    tells_years,
    unknown_columns,
)
from gouji.locate.heads import Body, is_note

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from gouji.facts import Remark
    from gouji.locate.headers import Cells
    from gouji.locate.titles import Region

TABLE = "T7"
HEADER_ROWS = 10
_FEWEST_ITEMS, _FEWEST_MEASURES = 3, 2
"""A row that names so many items, or so many of budget and final (measures), belongs to the header."""

_FEWEST_FILLED = 2
"""A row below the header with so many cells filled, if only by words or dashes, is the row of amounts."""


class _Column(NamedTuple):
    """A grid column, and what its header names.

    `item` and `measure` are '' where it names none, `item` is None where nobody knows it; `words` are the
    labels of the item, and a lower `rank` is the better of two columns of one measure.
    """

    place: int
    words: tuple[str, ...]
    item: str | None
    measure: str
    rank: int


def read_items(region: Region) -> Body | None:
    """Return the table of items in the region, None without a header of it."""
    header = _header_rows(region)
    if header is None:
        return None
    crossed: dict[tuple[str, str], int] = {}
    measures: dict[str, int] = {}
    items: dict[str, int] = {}
    columns = _columns(region.left, header_cells(region, header, region.columns))
    for column in columns:
        if column.item and column.measure:
            crossed.setdefault((column.item, column.measure), column.place)
        elif column.item:
            items.setdefault(column.item, column.place)
        elif column.measure and not column.words:
            measures.setdefault(column.measure, column.place)
    known = set((crossed or measures or items).values())
    if not known:
        return None
    if crossed:
        rows, remarks = _read_across(region, header.stop, crossed)
    else:
        rows, remarks = _read_down(region, header.stop, measures or items, by_item=bool(measures))
    others = Columns(others=tuple(_unknown(columns, known, {row.key for row in rows})))
    return Body(header.stop, rows, [*unknown_columns(region, others, rows), *remarks])


def _unknown(
    columns: Iterable[_Column], known: Collection[int], items: Collection[str]
) -> Iterator[tuple[int, str]]:
    """Yield the columns that stand among the amounts and are neither known nor parts of known items."""
    for c, words, item, measure, _ in columns:
        is_part = item == "" and words and belongs(words, _items(), items)
        if c not in known and not is_part and (measure or c > min(known) or any(map(is_dated, words))):
            yield c, (words or (measure,))[-1]


def _header_rows(region: Region) -> range | None:
    """Return the rows from the first to the last header row, None without a header.

    The first one may stand above the others and name the whole or the years.
    """
    items, measures = _items(), column_labels(TABLE)
    columns = range(region.left, region.right)
    first, last = None, None
    for r in range(region.top + 1, min(region.top + 1 + HEADER_ROWS, region.end)):
        values = region.sheet.rows[r]
        labels = row_labels(region, r).values()
        if first is not None and any(holds_amount(values[c]) for c in columns):
            if is_skipped_row(labels) or is_numbering([v for c in columns if not is_blank(v := values[c])]):
                continue
            break
        named = sum(label in measures for label in labels)
        is_header = named >= _FEWEST_MEASURES or sum(label in items for label in labels) >= _FEWEST_ITEMS
        if is_header or (named and first is None):
            first, last = r if first is None else first, r
    if first is None or last is None:
        return None
    while first > region.top + 1 and (
        not items.keys().isdisjoint(row_labels(region, first - 1).values()) or tells_years(region, first - 1)
    ):
        first -= 1
    return range(first, last + 1)


@lru_cache(maxsize=1 << 9)
def _columns(left: int, header: Cells) -> Sequence[_Column]:
    """Return the columns from `left` on that may carry figures, the better ones first."""
    measures, ignored = column_labels(TABLE), ignored_labels(TABLE)
    ranks = list(measures)
    columns = []
    for c, path in enumerate(header_paths(header, len(header[0])), left):
        if ignored.isdisjoint(path):
            words = tuple([label for label in path if label not in measures])
            item = key_of(words, _items(), _wholes()) if words else ""
            label = next((label for label in path if label in measures), "")
            rank = ranks.index(label) if label else 0
            columns.append(_Column(c, words, item, measures.get(label, ""), rank))
    return sorted(columns, key=lambda column: column.rank)


def _read_across(
    region: Region, start: int, crossed: Mapping[tuple[str, str], int]
) -> tuple[list[PlacedRow], list[Remark]]:
    """Return a row an item from the grid row of amounts, else from the first blank one.

    Of several rows of amounts, one for each unit of a department, the one labelled 合计 is the table's, and
    the others are its parts; without it the first one is read, and the others are remarked upon.
    """
    places = sorted(crossed.values())
    data: list[tuple[int, bool, str]] = []
    blank = None
    for r in range(start, region.end):
        values = region.sheet.rows[r]
        amounts = [values[c] for c in places]
        labels = row_labels(region, r)
        numbers = is_numbering(amounts) or is_numbering(values[places[0] : places[-1] + 1])
        if is_skipped_row(labels.values()) or numbers or _repeats_header(labels, places):
            continue
        if any(map(holds_amount, amounts)) or len(amounts) - sum(map(is_blank, amounts)) >= _FEWEST_FILLED:
            before = [label for c, label in labels.items() if c < places[0]]
            data.append((r, not TOTAL_WORDS.isdisjoint(before), " ".join(before)))
        elif blank is None and all(map(is_blank, values[region.left : region.right])):
            blank = r
    of_total = [r for r, is_total, _ in data if is_total]
    chosen = (of_total or [r for r, *_ in data] or ([] if blank is None else [blank]))[:1]
    rows = []
    for item in dict.fromkeys(item for item, _ in crossed) if chosen else ():
        own = {measure: c for (i, measure), c in crossed.items() if i == item}
        rows.append(PlacedRow(item, item, chosen[0], tuple(own), tuple(own.values())))
    left_out = [] if of_total else data[1:]
    return rows, [region.remark("F-03", label, r, _filled(region, r, places)) for r, _, label in left_out]


def _read_down(
    region: Region, start: int, across: Mapping[str, int], *, by_item: bool
) -> tuple[list[PlacedRow], list[Remark]]:
    """Return the rows of a form that prints the items, or else budget and final, down its first columns."""
    measures = column_labels(TABLE)
    labelled = range(region.left, min(across.values()))
    rows: list[PlacedRow] = []
    remarks: list[Remark] = []
    for r in range(start, region.end):
        printed = list(row_labels(region, r, labelled).values())
        labels = [_without_part(label) for label in printed]
        text = " ".join(printed)
        if by_item and (item := key_of(labels, _items(), _wholes())):
            rows.append(PlacedRow(item, text, r, tuple(across), tuple(across.values())))
        elif not by_item and (measure := next((measures[t] for t in labels if t in measures), "")):
            rows += (PlacedRow(item, item, r, (measure,), (c,)) for item, c in across.items())
        elif filled := _filled(region, r, across.values()):
            is_memo = not ignored_labels(TABLE).isdisjoint(printed) or any(map(is_part, printed))
            numbers = is_skipped_row(printed) or is_numbering(
                [region.sheet.rows[r][c] for c in across.values()]
            )
            if not (is_memo or numbers or is_note(text)):
                remarks.append(region.remark("F-03", text, r, filled))
    return _without_headings(region, rows), remarks


def _without_headings(region: Region, rows: Sequence[PlacedRow]) -> list[PlacedRow]:
    """Drop rows without amounts whose item has another row with amounts: 一、“三公”经费支出, (一)支出合计."""
    filled = {row for row in rows if any(holds_amount(region.sheet.rows[row.row][c]) for c in row.places)}
    items = {(row.key, row.columns) for row in filled}
    return [row for row in rows if row in filled or (row.key, row.columns) not in items]


def _repeats_header(labels: Mapping[int, str], places: Sequence[int]) -> bool:
    """Say whether names of items stand where the amounts belong."""
    return any(c in places and label in _items() for c, label in labels.items())


def _filled(region: Region, r: int, columns: Iterable[int]) -> list[int]:
    return [c for c in columns if holds_sum(region.sheet.rows[r][c])]


def _without_part(label: str) -> str:
    """Return the label without 其中, which opens the parts of 公务用车."""
    return short_label(label.removeprefix(PART_OF).lstrip(":"))


@cache
def _items() -> Mapping[str, str]:
    rows = catalogue().tables[TABLE].rows
    return {short_label(label): row.key for row in rows for label in row.labels}


@cache
def _wholes() -> frozenset[str]:
    """Return the items that are split into other items."""
    return frozenset({TOTAL, _items()["小计"]})
