"""Amounts: the cells of placed tables → facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gouji.facts import Cell, Facts, Line, Remark, Table
from gouji.figures import UNITS, WAN, YUAN, NotAFigureError, amount_of_number, amount_of_text
from gouji.grid import ErrorValue, Uncached
from gouji.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from gouji.facts import PlacedTable
    from gouji.figures import Amount
    from gouji.grid import Value

EXACT = 1e-5
"""A stored number this near to a hundredth of the unit is that hundredth; see figures.amount_of_number."""
MOST = 1e12
"""A larger number gets a closer look."""


@dataclass
class _Store:
    """The lists of Facts while they fill."""

    amounts: list[int] = field(default_factory=list)
    ulps: list[int] = field(default_factory=list)
    printed: list[bool] = field(default_factory=list)
    unreadable: dict[int, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


def gather(tables: Sequence[PlacedTable], remarks: Iterable[Remark] = ()) -> Facts:
    """Read the amounts of placed tables, each with its unit, into facts.

    Parts of one table that share no row are one table printed on several pages.
    """
    store = _Store(remarks=list(remarks))
    finest = YUAN if any(table.unit == YUAN for table in tables) else WAN
    read: dict[str, Table] = {}
    lines: list[Line] = []
    for part in tables:
        first_remark, start = len(store.remarks), len(store.amounts)
        read[part.id] = _with_part(read.get(part.id), part, start, store.remarks)
        own = read[part.id].lines[-len(part.rows) :] if part.rows else []
        lines += own
        _read_cells(part, own, store)
        if not any(store.printed[start:]):
            _forget_words(store, start, first_remark)
        store.remarks += part.remarks
        scale = UNITS[part.unit] // UNITS[finest]
        if scale != 1:
            store.amounts[start:] = [amount * scale for amount in store.amounts[start:]]
        store.ulps += [0 if part.unit == YUAN else scale] * (len(store.amounts) - start)
    ordered = {key: read[key] for key in sorted(read)}
    return Facts(
        ordered,
        [*store.amounts, 0],
        [*store.ulps, 0],
        [*store.printed, False],
        lines,
        store.unreadable,
        finest,
        tuple(store.remarks),
    )


def _with_part(table: Table | None, part: PlacedTable, start: int, remarks: list[Remark]) -> Table:
    """Return the table with the lines of one more part, whose first fact has the index `start`.

    A second row of one code is remarked upon and keeps a key of its own.
    """
    lines = list(table.lines) if table else []
    labels = dict(table.labels) if table else {}
    groups = {group: list(rows) for group, rows in table.groups.items()} if table else {}
    sheet = part.sheet.name
    for key, label, r, columns, places, row_groups in part.rows:
        own = key
        if key not in labels:
            labels[key] = label
            for group in row_groups:
                groups.setdefault(group, []).append(key)
        elif any(line.key == key and not set(columns).isdisjoint(line.columns) for line in lines):
            remarks.append(Remark("F-11", label, (Cell(sheet, r, places[0]),), part.id, key))
            own = _repeated(key, labels)
            labels[own] = label
        lines.append(Line(start, part.id, own, sheet, r, columns, places))
        start += len(columns)
    title, notes = (table.title, table.notes) if table else (part.title, ())
    return Table(part.id, title, sheet, part.unit, part.year, lines, labels, groups, (*notes, *part.notes))


def _read_cells(part: PlacedTable, lines: Sequence[Line], store: _Store) -> None:
    """Append the amounts of the lines' cells: numbers of hundredths at once, everything else cell by cell."""
    rows = part.sheet.rows
    values = [rows[row.row][c] for row in part.rows for c in row.places]
    start = len(store.amounts)
    amounts = [round(v * 100) if v.__class__ is float and -MOST < v < MOST else 0 for v in values]
    odd = [
        n
        for n, (value, amount) in enumerate(zip(values, amounts, strict=True), start)
        if value.__class__ is not float or not -EXACT < value * 100 - amount < EXACT
    ]
    store.amounts += amounts
    store.printed += [True] * len(amounts)
    for index in odd:
        store.amounts[index], store.printed[index] = 0, False
    if filled := {index: value for index in odd if not _is_blank(value := values[index - start])}:
        _read_odd(filled, lines, part.unit, store)


def _read_odd(filled: dict[int, Value], lines: Sequence[Line], unit: str, store: _Store) -> None:
    """Set the amounts of cells that hold neither a blank nor a number of hundredths, by fact."""
    excess = []
    places = {line.start + n: (line, n) for line in lines for n in range(len(line.columns))}
    for index, value in filled.items():
        line, column = places[index]
        cell = Cell(line.sheet, line.row, line.places[column])
        try:
            amount = _amount(value, unit)
        except NotAFigureError as error:
            store.amounts[index], store.printed[index] = 0, False
            store.unreadable[index] = str(error)
            remark = Remark(_rule_for(value), str(error), (cell,), line.table, line.key, line.columns[column])
            store.remarks.append(remark)
        else:
            store.amounts[index], store.printed[index] = amount.hundredths, True
            excess += [cell] if amount.excess else []
    if excess:
        store.remarks.append(Remark("F-10", "", tuple(excess), lines[0].table))


def _amount(value: Value, unit: str) -> Amount:
    """Return the amount of a cell's value; raise NotAFigureError with the value's text if it has none."""
    if isinstance(value, bool):
        raise NotAFigureError(str(value).upper())
    if isinstance(value, int | float):
        return amount_of_number(value)
    if isinstance(value, ErrorValue | Uncached) or not isinstance(value, str):
        raise NotAFigureError(str(value))
    return amount_of_text(value, unit)


def _is_blank(value: Value) -> bool:
    return value is None or value == "" or (value.__class__ is str and not plain_label(value))


def _rule_for(value: Value) -> str:
    """Return the reading rule that a cell without an amount breaks."""
    if isinstance(value, ErrorValue):
        return "F-07"
    if isinstance(value, Uncached):
        return "F-08"
    return "F-06" if any(sign.isdecimal() for sign in str(value)) else "F-05"


def _forget_words(store: _Store, start: int, first_remark: int) -> None:
    """Take words in the amount cells of a table without any amount for its printed form, not for figures."""
    words = {remark.text for remark in store.remarks[first_remark:] if remark.rule == "F-05"}
    store.remarks[first_remark:] = [r for r in store.remarks[first_remark:] if r.rule != "F-05"]
    for index in [i for i, text in store.unreadable.items() if i >= start and text in words]:
        del store.unreadable[index]


def _repeated(key: str, known: Container[str]) -> str:
    number = 2
    while f"{key}#{number}" in known:
        number += 1
    return f"{key}#{number}"
