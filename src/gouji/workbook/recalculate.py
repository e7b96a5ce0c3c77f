"""Recalculate: the formulas of an Excel file computed anew, and what that says of the results it stores."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gouji.facts import Cell, Remark
from gouji.findings import Verdict
from gouji.grid import Sheet, Uncached, sheet_of
from gouji.locate import locate
from gouji.reconcile import Stated
from gouji.report import Report
from gouji.rules import rule_book
from gouji.rules.bind import Bound
from gouji.workbook.read import UnreadableError, read_workbook

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from gouji.grid import Value
    from gouji.workbook.formulae import Formula

    Formulae = Mapping[Cell, Formula]
    Results = Mapping[Cell, Value]

SUFFIXES = (".xlsx", ".xlsm")
"""The files whose formulas can be read."""


@dataclass(frozen=True)
class Recalculated(Stated):
    """What a workbook's formulas say: `told` are the findings, the exact ones included.

    `results` are those of the formulas that could be computed. The ties themselves are left to `check`.
    """

    results: Mapping[Cell, Value] = field(default_factory=dict)


def recalculate(
    path: str | os.PathLike[str], engine: str = "formualizer", *, out: Path | None = None
) -> Report:
    """Compute every formula of an .xlsx or .xlsm file with the engine, formualizer or formulas.

    The report says which stored results differ, which formulas could not be computed, which are circular,
    and which totals leave out an item of their rule; its reconciliation is a Recalculated. `out` is where to
    write a copy of the file that stores the results, those that could not be computed as they were. A file
    that cannot be read, has no formulas, or whose copy cannot be written gives a report of status
    unreadable, never an exception.
    """
    file = Path(path)
    try:
        sheets = read_workbook(file)
        formulae, results = _computed(sheets, file, engine)
        if not formulae:
            raise UnreadableError("no_formulas")  # noqa: TRY301 said like the others
        if out is not None:
            _write(file, results, out)
    except UnreadableError as error:
        return Report(file, says=error.says, words=error.words)
    return Report(file, _reconciled(sheets, formulae, results))


def with_computed(sheets: list[Sheet], path: Path) -> tuple[list[Sheet], tuple[Remark, ...]]:
    """Return a file's sheets with the results of formulas for which it stores none, and a remark on them.

    What cannot be computed stays as it is; so does everything where no engine is installed.
    """
    lacking = {
        Cell(sheet.name, row, column)
        for sheet in sheets
        for row, values in enumerate(sheet.rows)
        if Uncached in map(type, values)
        for column, value in enumerate(values)
        if isinstance(value, Uncached)
    }
    if not lacking:
        return sheets, ()
    try:
        _, results = _computed(sheets, path, "formualizer")
    except UnreadableError:
        return sheets, ()
    filled = {cell: value for cell, value in results.items() if cell in lacking}
    return _filled(sheets, filled), (Remark("F-15", "", tuple(filled)),) if filled else ()


def _computed(sheets: Sequence[Sheet], path: Path, engine: str) -> tuple[Formulae, Results]:
    """Return the formulas of the file that the sheets are of, and the results of those that can be computed.

    Raises UnreadableError. It keeps away from openpyxl, which takes more memory and time to import than most
    files to check.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise UnreadableError("not_excel")
    from gouji.workbook.compute import compute  # noqa: PLC0415 for the few files that ask for it
    from gouji.workbook.formulae import read_formulae  # noqa: PLC0415

    names = {sheet.name for sheet in sheets}
    formulae = {cell: formula for cell, formula in read_formulae(path).items() if cell.sheet in names}
    return formulae, compute(path, formulae, engine) if formulae else {}


def _reconciled(sheets: Sequence[Sheet], formulae: Formulae, results: Results) -> Recalculated:
    from gouji.workbook.compute import plain  # noqa: PLC0415 as above
    from gouji.workbook.formulafindings import Recomputed, formula_findings  # noqa: PLC0415

    book, rows = rule_book(), {sheet.name: sheet.rows for sheet in sheets}
    stored = {cell: plain(_value(rows[cell.sheet], cell)) for cell in formulae}
    facts = replace(locate(_filled(sheets, results)), remarks=())
    told = formula_findings(Recomputed(formulae, stored, results), facts, book)
    exact = sum(finding.verdict == Verdict.EXACT for finding in told)
    return Recalculated(facts, book, Bound((), (), ()), (), exact, told, results)


def _write(file: Path, results: Results, out: Path) -> None:
    from gouji.workbook.values import write_values  # noqa: PLC0415 as above

    if out.exists() and out.samefile(file):
        raise UnreadableError("out_is_input", str(out))
    try:
        write_values(file, results, out)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UnreadableError("not_written", str(out), why) from None


def _value(rows: Sequence[Sequence[Value]], cell: Cell) -> Value:
    inside = cell.row < len(rows) and cell.column < len(rows[cell.row])
    return rows[cell.row][cell.column] if inside else ""


def _filled(sheets: Sequence[Sheet], results: Mapping[Cell, Value]) -> list[Sheet]:
    """Return the sheets with these results in their cells."""
    filled = {sheet.name: [list(row) for row in sheet.rows] for sheet in sheets}
    for cell, result in results.items():
        rows = filled[cell.sheet]
        rows += ([] for _ in range(len(rows), cell.row + 1))
        rows[cell.row] += [""] * (cell.column + 1 - len(rows[cell.row]))
        rows[cell.row][cell.column] = result
    return [sheet_of(name, rows) for name, rows in filled.items()]
