"""Column headers: which grid column of a region holds which column of its table."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gouji.catalogue import catalogue
from gouji.grid import column_letters
from gouji.labels import bare_label, is_dated, is_part, short_label, year_before
from gouji.locate.cells import counts_down, holds_sum

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from gouji.facts import PlacedRow, Remark
    from gouji.grid import Value
    from gouji.locate.titles import Region

TOTAL_WORDS = frozenset({"合计", "小计", "总计"})
"""Column headers that name the total of what stands above them, or of the whole table."""

Cells = tuple[tuple["Value", ...], ...]


class Columns(NamedTuple):
    """The amount columns found: keys and grid columns in parallel; and the others with their headers."""

    keys: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    others: tuple[tuple[int, str], ...] = ()


@cache
def column_labels(table_id: str, side: str = "") -> Mapping[str, str]:
    """Return short printed column label → column key for one side of a table."""
    columns = catalogue().tables[table_id].columns
    return {short_label(label): c.key for c in columns if c.side == side for label in c.labels}


@cache
def ignored_labels(table_id: str) -> frozenset[str]:
    """Return the short printed labels of columns that carry no figure of the table."""
    book = catalogue()
    return frozenset(map(short_label, (*book.skipped_columns, *book.tables[table_id].ignored_columns)))


@cache
def numbering_labels() -> frozenset[str]:
    """Return the short printed labels of columns that number the rows."""
    return frozenset(map(short_label, catalogue().skipped_columns))


def header_cells(region: Region, rows: range, columns: range) -> Cells:
    """Return the cells of some rows and columns of the region's sheet."""
    part = slice(columns.start, columns.stop)
    return tuple([tuple(values[part]) for values in region.sheet.rows[rows.start : rows.stop]])


@lru_cache(maxsize=1 << 9)
def header_paths(cells: Cells, width: int) -> tuple[tuple[str, ...], ...]:
    """Return the short labels above each of `width` columns, top to bottom.

    A header cell with labels below it reaches right over blanks, up to the next cell of its row and never
    beyond the end of the cell above it. Of several years, all but the latest stay in the labels.
    """
    levels = _levels(cells)
    lowest = {c: level for level, labels in enumerate(levels) for c in labels}
    paths: list[list[str]] = [[] for _ in range(width)]
    starts: set[int] = set()
    for level, labels in enumerate(levels):
        starts.update(labels)
        for c, label in labels.items():
            end = width if lowest[c] > level else c + 1
            for covered in range(c, end):
                if covered in starts and covered > c:
                    break
                path = paths[covered]
                if label and path[-1:] != [label]:
                    path.append(label)
    return tuple(map(tuple, paths))


def _levels(cells: Cells) -> list[dict[int, str]]:
    """Return column → label for each row of a header that names columns; a year alone is ''."""
    outdated = _outdated({text for row in cells for text in row if text.__class__ is str and text})
    levels = (
        {
            c: bare_label(text) if text in outdated else short_label(text)
            for c, text in enumerate(row)
            if text.__class__ is str and (short_label(text) or year_before(text))
        }
        for row in cells
    )
    return [labels for labels in levels if labels and not is_skipped_row(labels.values())]


def row_labels(region: Region, r: int, columns: range | None = None) -> dict[int, str]:
    """Return grid column → short label for the cells of a row, or of some of its columns, that hold words."""
    reach = columns or region.columns
    return {
        c: label
        for c, text in enumerate(region.sheet.rows[r][reach.start : reach.stop], reach.start)
        if text and text.__class__ is str and (label := short_label(text))
    }


def _outdated(texts: Collection[str]) -> set[str]:
    """Return the texts that name an earlier year of what another names: 2022年决算数 for 2023年决算数."""
    years = {text: year for text in texts if (year := year_before(text))}
    latest: dict[str, int] = {}
    for text, year in years.items():
        latest[short_label(text)] = max(year, latest.get(short_label(text), 0))
    return {text for text, year in years.items() if year < latest[short_label(text)]}


def tells_years(region: Region, r: int) -> bool:
    """Say whether cells of the row begin with different years, so that they tell the columns below apart."""
    values = region.sheet.rows[r][region.left : region.right]
    return len({year_before(v) for v in values if v.__class__ is str} - {0}) > 1


def key_of(path: Sequence[str], labels: Mapping[str, str], wholes: Collection[str]) -> str | None:
    """Return the key of the column (or row) with these labels, '' where it is a part of another, else None.

    The lowest label names it, a total word the label above; a label broken over two cells is joined. Below
    a label other than a `whole`, the total of all, stand parts that no rule asks for. Amounts of an earlier
    year are known to nobody.
    """
    if any(map(is_dated, path)):
        return None
    while len(path) > 1 and path[-1] in TOTAL_WORDS and not labels.keys().isdisjoint(path[:-1]):
        path = path[:-1]
    above = [labels[label] for label in path[:-1] if label in labels]
    key = labels.get(path[-1]) if path else None
    if key is None:
        key = next((labels[j] for k in range(len(path) - 1) if (j := "".join(path[k:])) in labels), None)
    if key is None and not any(map(is_part, path)):
        return "" if above and above[-1] not in wholes else None
    return key if key and all(k == key or k in wholes for k in above) else ""


def match_columns(region: Region, rows: range, columns: range, side: str = "") -> Columns:
    """Match grid columns to column keys by the header in the grid `rows`, top to bottom.

    Columns that carry no figure and parts of the columns found are left out; the `others` have a header that
    nobody knows, or none.
    """
    return _matched(region.spec.id, side, columns, header_cells(region, rows, columns))


@lru_cache(maxsize=1 << 9)
def _matched(table: str, side: str, columns: range, cells: Cells) -> Columns:
    labels, ignored = column_labels(table, side), ignored_labels(table)
    wholes = {labels[word] for word in TOTAL_WORDS if word in labels}
    all_paths = zip(columns, header_paths(cells, len(columns)), strict=True)
    paths = {c: path for c, path in all_paths if ignored.isdisjoint(path)}
    keys = {c: key_of(path, labels, wholes) for c, path in paths.items()}
    found: dict[str, int] = {}
    for c, key in keys.items():
        if key:
            found.setdefault(key, c)
    places = set(found.values())
    others = [
        (c, path[-1] if path else "")
        for c, path in paths.items()
        if c not in places and not (keys[c] == "" and belongs(path, labels, found))
    ]
    return Columns(tuple(found), tuple(found.values()), tuple(others))


def belongs(path: Sequence[str], labels: Mapping[str, str], found: Collection[str]) -> bool:
    """Say whether the part with these labels says so itself, or is one of a column that is found."""
    return any(map(is_part, path)) or any(labels.get(label) in found for label in path)


def unknown_columns(region: Region, columns: Columns, rows: Sequence[PlacedRow]) -> Iterator[Remark]:
    """Yield a remark for each unknown column that holds a sum in one of the table's rows."""
    for c, label in columns.others:
        values = [region.sheet.rows[row.row][c] for row in rows]
        filled = [row.row for row, value in zip(rows, values, strict=True) if holds_sum(value)]
        if filled and not (label == "" and counts_down(values)):
            yield region.remark("F-04", label or column_letters(c), filled[0], (c,))


def is_skipped_row(labels: Iterable[str]) -> bool:
    """Say whether one of a row's labels marks it as the numbers of the columns."""
    return not _skipped_rows().isdisjoint(labels)


@cache
def _skipped_rows() -> frozenset[str]:
    return frozenset(map(short_label, catalogue().skipped_rows))
