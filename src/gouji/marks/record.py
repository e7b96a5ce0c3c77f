"""Record: what was there before the marks, kept in the workbook itself on a sheet nobody sees.

A row of the sheet has three cells: what it is about, a formula that refers to the place, and a JSON text. The
formula is what finds the place again: spreadsheets keep references right when rows are inserted, sheets are
renamed and files saved, while an address in a text would grow stale.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from gouji.marks.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gouji.grid import Sheet

RESULTS_SHEET = "核对结果"
RECORD_SHEET = "_gouji"
FILE, RESULTS, CELL = "file", "results", "cell"
"""What a row is about."""

MOST_SIGNS = 30_000
"""Signs in a cell of the record; a spreadsheet takes 32,767."""

_REFERENCE = re.compile(r"=?\$?(?:'((?:[^']|'')+)'|([^'!]+))[!.]\$?([A-Z]+)\$?(\d+)")

Row = tuple[str, str, str]
"""(what, formula, JSON)"""


@dataclass(frozen=True, slots=True)
class Before:
    """A marked cell as it was before, and the note it was given.

    `color` is its fill as RRGGBB, '' for none; a mark in a file also knows the XML of its fill and, where
    it was changed, of its border.
    """

    sheet: str
    cell: str
    kind: Kind
    note: str
    color: str = ""
    fill: str = ""
    border: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that clearing needs: the results sheet's name and the cells.

    `file` is what a marked file says of its own parts, for an exact inverse as long as no spreadsheet has
    saved it; it is empty for marks made live.
    """

    results: str
    cells: tuple[Before, ...]
    file: str = ""


def rows_of(record: Record) -> list[Row]:
    """Return the rows of the record sheet, in the order of the cells."""
    pieces = (record.file[n : n + MOST_SIGNS] for n in range(0, len(record.file), MOST_SIGNS))
    rows = [
        (RESULTS, reference(record.results, "A1"), record.results),
        *((FILE, "", piece) for piece in pieces),
    ]
    for cell in record.cells:
        known = {key: value for key, value in asdict(cell).items() if key not in ("sheet", "cell")}
        rows.append((CELL, reference(cell.sheet, cell.cell), json.dumps(known, ensure_ascii=False)))
    return rows


def record_of(rows: Iterable[Sequence[object]]) -> Record:
    """Return the record that the rows keep; a place that was deleted since is left out.

    Raises ValueError when the rows are not those of a record.
    """
    file, results, cells = "", "", []
    for what, formula, text in rows:
        place = place_of(str(formula or ""))
        if what == FILE:
            file += str(text)
        elif what == RESULTS and place:
            results = place[0]
        elif what == CELL and place:
            known = json.loads(str(text))
            cells.append(Before(*place, Kind(known.pop("kind")), **known))
    return Record(results, tuple(cells), file)


def without_marks(sheets: Sequence[Sheet]) -> Sequence[Sheet]:
    """Return the sheets of a workbook without those that its marks have added."""
    record = next((sheet for sheet in sheets if sheet.name == RECORD_SHEET), None)
    if record is None:
        return sheets
    ours = {RECORD_SHEET, *(str(row[2]) for row in record.rows if row[0] == RESULTS)}
    return [sheet for sheet in sheets if sheet.name not in ours]


def free_name(name: str, taken: Iterable[str]) -> str:
    """Return the name for a sheet, with a number behind it where a sheet already has it."""
    known = {one.casefold() for one in taken}
    names = (name, *(f"{name} ({n})" for n in range(2, len(known) + 3)))
    return next(one for one in names if one.casefold() not in known)


def link(sheet: str, cells: str) -> str:
    """Return cells with their sheet, as formulas, names and links point at them: 'a b'!C3."""
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{cells}"


def reference(sheet: str, cell: str) -> str:
    """Return the formula that refers to a cell."""
    return f"={link(sheet, cell)}"


def place_of(formula: str) -> tuple[str, str] | None:
    """Return sheet and A1 address that a formula of `reference` refers to by now, None for a lost place."""
    match = _REFERENCE.fullmatch(formula)
    if match is None or "#REF" in formula:
        return None
    return (match[1].replace("''", "'") if match[1] else match[2]), f"{match[3]}{match[4]}"
