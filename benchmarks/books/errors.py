"""Errors: one mistake in a workbook that ties, of a kind that people make, and where it must be found.

Each is larger than what roundings may explain and in a cell that a rule of severity must watches from both
sides: where formulas follow, table T7 is left out, since other tables only set limits to what it prints.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from books.book import Book, bound
from books.files import ERROR
from books.layout import STORED
from statements import SLACK

from gouji.grid import address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from random import Random

    from books.layout import Layout
    from books.pages import Key

    from gouji.statement import Statement

LONGEST = 7
"""Digits of a 项."""
CODED = ("T2", "T3", "T5", "T8", "T9")
COLUMN_PAIRS = {
    "T2": ("财政拨款收入", "其他收入"),
    "T3": ("基本支出", "项目支出"),
    "T4": ("一般公共预算财政拨款", "政府性基金预算财政拨款"),
    "T5": ("基本支出", "项目支出"),
    "T8": ("年初结转和结余", "本年收入"),
    "T9": ("本年收入", "年末结转和结余"),
}
WORDS = ("详见附表", "待定", "同上")
OTHER_UNIT = {"万元": "元", "元": "万元"}
TRIES = 60


@dataclass(frozen=True, slots=True)
class Error:
    """A mistake: its kind, the cell (or range) it was made in, what stood there and what stands there now.

    `cells` are all cells that it changed, those of formulas that followed included, as Sheet!A1. `row` is the
    key of a row that is gone. A finding is about the error when one of its cells is among them or of the row.
    """

    kind: str
    sheet: str
    cell: str
    before: str
    after: str
    cells: tuple[str, ...]
    row: str = ""


@dataclass(frozen=True, slots=True)
class Original:
    """A workbook that ties: what it is bound from."""

    statement: Statement
    layout: Layout
    totals: Mapping[Key, tuple[Key, ...]]

    def book(self, change: Change | None = None) -> Book:
        """Bind the workbook, with a change to the amounts of the statement or the units of tables."""
        statement, units = self.statement, change.units if change else {}
        if change and change.amounts is not None:
            statement = replace(statement, amounts=change.amounts)
        return bound(statement, self.layout, self.totals, units)


@dataclass(frozen=True, slots=True)
class Change:
    """A mistake in a table as a whole: what the workbook is bound with, and what the manifest says of it."""

    table: str
    before: str
    after: str = ""
    row: str = ""
    amounts: Mapping[Key, Decimal] | None = None
    units: Mapping[str, str] = field(default_factory=dict)


def kinds_for(layout: Layout) -> list[str]:
    """Return the kinds of mistakes that a workbook of this layout can have."""
    return [
        kind
        for kind in KINDS
        if not (kind in OF_FORMULAS and layout.formulas != STORED)
        and not (kind in OF_VALUES and layout.formulas)
    ]


def _typed(change: Callable[[Decimal, Random], Decimal | str]) -> Callable[[Book, Random], Error | None]:
    """Return the mistake that changes one typed amount, formulas over it following."""

    def make(book: Book, rng: Random) -> Error | None:
        key, before = rng.choice(_amounts(book))
        entry = book.entries[key]
        after = change(before, rng)
        if isinstance(after, Decimal) and abs(after - before) <= SLACK:
            return None
        entry.value, entry.addends = after, ()
        return _error(book, key, before, after)

    return make


def _amounts(book: Book) -> list[tuple[Key, Decimal]]:
    """Return the amounts other than zero that a mistake may be in."""
    return [
        (key, entry.value)
        for key, entry in book.entries.items()
        if isinstance(entry.value, Decimal) and entry.value and not (book.layout.formulas and key[0] == "T7")
    ]


def _error(book: Book, key: Key, before: object, after: object) -> Error:
    followed = book.recompute()
    place = book.places[key]
    cells = [place, *(book.places[other] for other in followed if other != key)]
    return Error(
        "",
        place.sheet,
        place.address,
        str(before),
        str(after),
        tuple(f"{p.sheet}!{p.address}" for p in cells),
    )


def _digits(amount: Decimal) -> list[str]:
    return list(f"{amount:.2f}".replace(".", ""))


def _number(digits: Iterable[str]) -> Decimal:
    return Decimal("".join(digits)).scaleb(-2)


def _other_digit(amount: Decimal, rng: Random) -> Decimal:
    digits = _digits(abs(amount))
    at = rng.randrange(len(digits))
    digits[at] = rng.choice([d for d in "0123456789" if d != digits[at]])
    return _number(digits).copy_sign(amount)


def _exchanged(amount: Decimal, rng: Random) -> Decimal:
    digits = _digits(abs(amount))
    at = rng.randrange(len(digits) - 1)
    digits[at], digits[at + 1] = digits[at + 1], digits[at]
    return _number(digits).copy_sign(amount)


def _lost_digit(amount: Decimal, rng: Random) -> Decimal:
    digits = _digits(abs(amount))
    del digits[rng.randrange(len(digits))]
    return _number(digits).copy_sign(amount)


def _unreadable(amount: Decimal, _: Random) -> str:
    return f"{amount:.2f}".replace("0", "O", 1) if "0" in f"{amount:.2f}" else f"{amount:.2f}，"


def _short_range(book: Book, rng: Random) -> Error | None:
    """Let the formula of a total miss its last addend other than zero and what stands behind it."""
    sums = [(key, amount) for key, amount in _amounts(book) if len(book.entries[key].addends) > 1]
    if not sums:
        return None
    key, before = rng.choice(sums)
    entry = book.entries[key]
    values = [book.entries[addend].value for addend in entry.addends]
    last = max((n for n, value in enumerate(values) if value), default=0)
    if not last or abs(values[last]) <= SLACK:  # type: ignore[arg-type]
        return None
    entry.addends = entry.addends[:last]
    error = _error(book, key, before, "")
    return replace(error, after=str(entry.value))


def _stale(book: Book, rng: Random) -> Error | None:
    """Let a formula keep the result that it had before one of its addends was changed."""
    sums = [(key, amount) for key, amount in _amounts(book) if book.entries[key].addends]
    if not sums:
        return None
    key, before = rng.choice(sums)
    entry = book.entries[key]
    earlier = (before * Decimal(rng.choice(("0.5", "0.9", "1.2")))).quantize(Decimal("0.01"))
    if abs(earlier - before) <= SLACK:
        return None
    entry.value, entry.stale = earlier, True
    return _error(book, key, before, earlier)


IN_CELL: Mapping[str, Callable[[Book, Random], Error | None]] = {
    "digit": _typed(_other_digit),
    "transposition": _typed(_exchanged),
    "lost digit": _typed(_lost_digit),
    "sign": _typed(lambda amount, _: -amount),
    "tenfold": _typed(lambda amount, _: amount * 10),
    "ten-thousandfold": _typed(lambda amount, _: amount * 10_000),
    "words": _typed(lambda _, rng: rng.choice(WORDS)),
    "unreadable number": _typed(_unreadable),
    "error value": _typed(lambda *_: ERROR),
    "short range": _short_range,
    "stale result": _stale,
}
OF_FORMULAS, OF_VALUES = ("short range", "stale result"), ("slipped rows",)


def _dropped_row(original: Original, rng: Random) -> Change | None:
    """Leave out a 项 that is not the only one of its 款: no rule asks what a 款 without any is made of."""
    amounts = original.statement.amounts
    items = {(table, row) for table, row, _ in amounts if table in CODED and len(row) == LONGEST}
    parents = Counter((table, row[:-2]) for table, row in items)
    found = sorted(
        (table, row)
        for table, row in items
        if parents[table, row[:-2]] > 1
        and any(abs(value) > SLACK for key, value in amounts.items() if key[:2] == (table, row))
    )
    if not found:
        return None
    table, row = rng.choice(found)
    left = {key: value for key, value in amounts.items() if key[:2] != (table, row)}
    return Change(table, row, row=row, amounts=left)


def _swapped_columns(original: Original, rng: Random) -> Change | None:
    """Exchange the amounts of two columns throughout a table."""
    amounts = dict(original.statement.amounts)
    table, (one, other) = rng.choice(list(COLUMN_PAIRS.items()))
    rows = {row for (t, row, column) in amounts if t == table and column in (one, other)}
    sums = [
        amounts.get((table, "合计" if table != "T4" else "总计", column), Decimal(0))
        for column in (one, other)
    ]
    if abs(sums[0] - sums[1]) <= SLACK or (table == "T9" and original.layout.short_capital):
        return None
    for row in rows:
        first, second = (table, row, one), (table, row, other)
        if first in amounts and second in amounts:
            amounts[first], amounts[second] = amounts[second], amounts[first]
    return Change(table, f"{one}|{other}", f"{other}|{one}", amounts=amounts)


def _slipped(original: Original, rng: Random) -> Change | None:
    """Let the amounts of a table slip by one row from some row on; the last row's are lost."""
    amounts = dict(original.statement.amounts)
    table = rng.choice(("T2", "T3", "T5", "T6"))
    rows = [row for row in dict.fromkeys(row for t, row, _ in amounts if t == table) if row.isdecimal()]
    at = rng.randrange(len(rows) // 2)
    columns = list(dict.fromkeys(column for t, _, column in amounts if t == table))
    changed = {
        (table, row, column): amounts[table, above, column]
        for above, row in zip(rows[at:], rows[at + 1 :], strict=False)
        for column in columns
    } | {(table, rows[at], column): Decimal(0) for column in columns}
    if all(abs(value - amounts[key]) <= SLACK for key, value in changed.items()):
        return None
    return Change(table, f"from {rows[at]} on", amounts=amounts | changed)


def _wrong_unit(original: Original, rng: Random) -> Change | None:
    """Print the other unit above one table."""
    statement = original.statement
    tables = sorted({table for (table, _, _), value in statement.amounts.items() if value and table != "T7"})
    table, unit = rng.choice(tables), OTHER_UNIT[statement.unit]
    return Change(table, statement.unit, unit, units={table: unit})


IN_TABLE: Mapping[str, Callable[[Original, Random], Change | None]] = {
    "dropped row": _dropped_row,
    "swapped columns": _swapped_columns,
    "slipped rows": _slipped,
    "wrong unit": _wrong_unit,
}
KINDS = (*IN_CELL, *IN_TABLE)


def damaged(original: Original, kind: str, rng: Random) -> tuple[Book, Error] | None:
    """Return the workbook with one mistake of the kind; None where no place for it is found."""
    for _ in range(TRIES):
        if kind in IN_CELL:
            book = original.book()
            if error := IN_CELL[kind](book, rng):
                return book, replace(error, kind=kind)
        elif change := IN_TABLE[kind](original, rng):
            book = original.book(change)
            return book, _error_of(change, kind, book)
    return None


def _error_of(change: Change, kind: str, book: Book) -> Error:
    followed = book.recompute()
    own = [place for key, place in book.places.items() if key[0] == change.table or key in followed]
    unit = book.units[change.table]
    sheet, cell = (unit.sheet, unit.address) if change.units else _range(book, change.table)
    cells = tuple(f"{place.sheet}!{place.address}" for place in own)
    return Error(kind, sheet, cell, change.before, change.after, cells, change.row)


def _range(book: Book, table: str) -> tuple[str, str]:
    """Return the sheet and the range of the table's amounts on it."""
    places = [place for key, place in book.places.items() if key[0] == table]
    own = [place for place in places if place.sheet == places[0].sheet]
    rows, columns = [p.row for p in own], [p.column for p in own]
    return own[0].sheet, f"{address(min(rows), min(columns))}:{address(max(rows), max(columns))}"
