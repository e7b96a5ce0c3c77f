"""Column headers: which grid column of a region holds which column of its table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from gouji.catalogue import catalogue
from gouji.labels import is_part, plain_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gouji.grid import Value
    from gouji.locate.titles import Region


@dataclass(frozen=True, slots=True)
class Columns:
    """The amount columns found: keys and grid columns in parallel, and the ones nobody knows."""

    keys: tuple[str, ...]
    places: tuple[int, ...]
    unknown: tuple[tuple[int, str], ...] = ()


@cache
def column_labels(table_id: str, side: str = "") -> Mapping[str, str]:
    """Return printed column label → column key for one side of a table."""
    columns = catalogue().tables[table_id].columns
    return {plain_label(label): c.key for c in columns if c.side == side for label in c.labels}


@cache
def ignored_labels(table_id: str) -> frozenset[str]:
    """Return the printed labels of columns that carry no figure of the table."""
    book = catalogue()
    return frozenset(map(plain_label, (*book.skipped_columns, *book.tables[table_id].ignored_columns)))


def match_columns(
    region: Region, header: Sequence[int], places: Iterable[int], labels: Mapping[str, str]
) -> Columns:
    """Match grid columns to column keys by the lowest header text that is a known label.

    `header` are the grid rows of the header, top to bottom. A column without any header text is left out;
    a column that prints 其中 is a memo of the one before it.
    """
    ignored = ignored_labels(region.spec.id)
    rows = region.sheet.rows
    found: dict[str, int] = {}
    unknown = []
    for c in places:
        texts = [v for r in header if is_text(v := rows[r][c])]
        key = next((labels[t] for text in reversed(texts) if (t := plain_label(text)) in labels), None)
        if key is not None and key not in found:
            found[key] = c
        elif texts and not any(plain_label(t) in ignored or is_part(t) for t in texts):
            unknown.append((c, texts[-1]))
    return Columns(tuple(found), tuple(found.values()), tuple(unknown))


def is_text(value: Value) -> bool:
    """Say whether the cell holds text that is not blank."""
    return isinstance(value, str) and bool(value.strip())


def is_number(value: Value) -> bool:
    """Say whether the cell holds a stored number."""
    return value.__class__ is float or value.__class__ is int


def holds_amount(value: Value) -> bool:
    """Say whether the cell holds what may be an amount: a number, an error, or text with a digit."""
    return is_number(value) or (value.__class__ is not str and isinstance(value, str)) or (
        is_text(value) and any(sign.isdecimal() for sign in value)
    )


def is_numbering(values: Sequence[Value]) -> bool:
    """Say whether the cells number their columns 1, 2, 3 … (栏次) instead of holding amounts."""
    filled = [v for v in values if v not in ("", None)]
    numbers = [plain_label(str(int(v) if is_number(v) else v)) for v in filled]
    first = int(numbers[0]) if numbers and numbers[0].isdecimal() else 0
    return len(numbers) > 1 and first > 0 and numbers == [str(first + i) for i in range(len(numbers))]


def is_skipped_row(labels: Iterable[Value]) -> bool:
    """Say whether a row's labels mark it as 栏次 or 行次."""
    return any(is_text(v) and plain_label(v) in _skipped_rows() for v in labels)


@cache
def _skipped_rows() -> frozenset[str]:
    return frozenset(map(plain_label, catalogue().skipped_rows))
