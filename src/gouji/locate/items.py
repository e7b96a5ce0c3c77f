"""The table of 三公 (T7): a few items × budget and final, crossed in the header or one of them down the rows."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from gouji.catalogue import catalogue
from gouji.facts import TOTAL, PlacedRow
from gouji.labels import PART_OF, is_part, short_label
from gouji.locate.headers import (
    TOTAL_WORDS,
    Columns,
    column_labels,
    header_paths,
    holds_amount,
    ignored_labels,
    is_blank,
    is_numbering,
    is_skipped_row,
    key_of,
    labels_in,
    unknown_columns,
)
from gouji.locate.heads import Body, is_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gouji.facts import Remark
    from gouji.locate.titles import Region

HEADER_ROWS = 10
_FEWEST_ITEMS, _FEWEST_MEASURES = 3, 2
"""A row that names so many items, or so many of budget and final (measures), belongs to the header."""

_FEWEST_FILLED = 2
"""A row below the header with so many cells filled, if only by words or dashes, is the row of amounts."""


class _Column(NamedTuple):
    """A grid column, the item and the measure that its header names, '' for none, and the header's last label.

    `item` is None where nobody knows the header. A lower `rank` is the better of two columns of one name.
    """

    place: int
    item: str | None
    measure: str
    rank: int
    label: str


def read_items(region: Region) -> Body | None:
    """Return the table of items in the region, None without a header of it."""
    header = _header_rows(region)
    if header is None:
        return None
    crossed: dict[tuple[str, str], int] = {}
    measures: dict[str, int] = {}
    items: dict[str, int] = {}
    columns = sorted(_columns(region, header), key=lambda column: column.rank)
    for column in columns:
        if column.item and column.measure:
            crossed.setdefault((column.item, column.measure), column.place)
        elif column.measure and column.item is not None:
            measures.setdefault(column.measure, column.place)
        elif column.item:
            items.setdefault(column.item, column.place)
    known = set((crossed or measures or items).values())
    if not known:
        return None
    if crossed:
        rows, remarks = _read_across(region, header.stop, crossed)
    else:
        rows, remarks = _read_down(region, header.stop, measures or items, by_item=bool(measures))
    others = tuple(
        (c.place, c.label) for c in columns if c.place not in known and (c.measure or c.place > min(known))
    )
    return Body(header.stop, rows, [*unknown_columns(region, Columns(others=others), rows), *remarks])


def _header_rows(region: Region) -> range | None:
    """Return the rows from the first to the last header row, None without a header.

    The first one may stand above the others and name no more than the whole.
    """
    items, measures = _items(), column_labels(region.spec.id)
    columns = range(region.left, region.right)
    first, last = None, None
    for r in range(region.top + 1, min(region.top + 1 + HEADER_ROWS, region.end)):
        values = region.sheet.rows[r]
        labels = labels_in(values, columns).values()
        filled = [v for c in columns if not is_blank(v := values[c])]
        if first is not None and any(map(holds_amount, filled)):
            if is_skipped_row(labels) or is_numbering(filled):
                continue
            break
        named = sum(label in measures for label in labels)
        is_header = named >= _FEWEST_MEASURES or sum(label in items for label in labels) >= _FEWEST_ITEMS
        if is_header or (named and first is None):
            first, last = r if first is None else first, r
    if first is None or last is None:
        return None
    while first > region.top + 1 and not items.keys().isdisjoint(
        labels_in(region.sheet.rows[first - 1], columns).values()
    ):
        first -= 1
    return range(first, last + 1)


def _columns(region: Region, header: range) -> Iterator[_Column]:
    """Yield the columns whose header is no part of another's and is not known to carry no figure."""
    measures, ignored = column_labels(region.spec.id), ignored_labels(region.spec.id)
    ranks = {label: rank for rank, label in enumerate(measures)}
    for c, path in header_paths(region, header, range(region.left, region.right)).items():
        of_measure = [label for label in path if label in measures]
        of_item = [label for label in path if label not in measures]
        item = key_of(of_item, _items(), _wholes()) if of_item else "" if of_measure else None
        if ignored.isdisjoint(path) and (item != "" or not of_item):
            rank = ranks[of_measure[0]] if of_measure else 0
            measure = measures[of_measure[0]] if of_measure else ""
            yield _Column(c, item, measure, rank, path[-1] if path else "")


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
        labels = labels_in(values, range(region.left, region.right))
        if is_skipped_row(labels.values()) or is_numbering(amounts) or _repeats_header(labels, places):
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
    measures = column_labels(region.spec.id)
    labelled = range(region.left, min(across.values()))
    rows: list[PlacedRow] = []
    remarks: list[Remark] = []
    for r in range(start, region.end):
        printed = list(labels_in(region.sheet.rows[r], labelled).values())
        labels = [_without_part(label) for label in printed]
        text = " ".join(printed)
        if by_item and (item := key_of(labels, _items(), _wholes())):
            rows.append(PlacedRow(item, text, r, tuple(across), tuple(across.values())))
        elif not by_item and (measure := next((measures[t] for t in labels if t in measures), "")):
            rows += (PlacedRow(item, item, r, (measure,), (c,)) for item, c in across.items())
        elif filled := _filled(region, r, across.values()):
            is_memo = not ignored_labels(region.spec.id).isdisjoint(printed) or any(map(is_part, printed))
            numbers = is_skipped_row(printed) or is_numbering(
                [region.sheet.rows[r][c] for c in across.values()]
            )
            if not (is_memo or numbers or is_note(text)):
                remarks.append(region.remark("F-03", text, r, filled))
    return rows, remarks


def _repeats_header(labels: Mapping[int, str], places: Sequence[int]) -> bool:
    """Say whether names of items stand where the amounts belong."""
    return any(c in places and label in _items() for c, label in labels.items())


def _filled(region: Region, r: int, columns: Iterable[int]) -> list[int]:
    return [c for c in columns if holds_amount(region.sheet.rows[r][c])]


def _without_part(label: str) -> str:
    """Return the label without 其中, which opens the parts of 公务用车."""
    return short_label(label.removeprefix(PART_OF).lstrip(":"))


@cache
def _items() -> Mapping[str, str]:
    rows = catalogue().tables["T7"].rows
    return {short_label(label): row.key for row in rows for label in row.labels}


@cache
def _wholes() -> frozenset[str]:
    """Return the items that are split into other items."""
    return frozenset({TOTAL, _items()["小计"]})
