"""Compute: the formulas of an Excel file → their results, by one of two headless engines.

formualizer is quick and the default; formulas, in pure Python, is the second opinion.
"""

from __future__ import annotations

from contextlib import redirect_stderr
from datetime import date, time, timedelta
from io import StringIO
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from gouji.grid import ErrorValue
from gouji.workbook.engines import KINDS, register_in_formualizer, register_in_formulas
from gouji.workbook.formulae import box_named, reaching
from gouji.workbook.read import UnreadableError
from gouji.workbook.values import write_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import formualizer

    from gouji.facts import Cell
    from gouji.grid import Value
    from gouji.workbook.formulae import Formula

    Results = dict[Cell, Value]

_NOT_UNDERSTOOD = "#NAME?"
"""What both engines answer to a function or a name that they do not know."""

_BLOCKED = "#SPILL!"
"""What formualizer answers to what it takes for an array without room."""


def compute(path: Path, formulae: Mapping[Cell, Formula], engine: str = "formualizer") -> Results:
    """Return the results of the formulas that the engine can settle, formualizer or formulas, in their order.

    Left out are formulas that it does not understand, circular ones, those that depend on the clock or on
    chance, and all that take the result of such a one. A result is a number (a date by its serial day), a
    text, a truth value or an ErrorValue. Raises UnreadableError when the engine is not installed or refuses
    the file.
    """
    try:
        results = ENGINES[engine](path, formulae)
    except ImportError:
        raise UnreadableError("no_engine", engine) from None
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # noqa: BLE001 engines fail in every way, a panic in Rust is no Exception
        raise UnreadableError("engine_failed", engine, type(error).__name__) from None
    unsettled = {cell for cell in formulae if cell not in results or formulae[cell].is_changing}
    unsettled |= reaching(formulae, unsettled)
    return {cell: results[cell] for cell in formulae if cell not in unsettled}


def _by_formualizer(path: Path, formulae: Mapping[Cell, Formula]) -> Results:
    import formualizer  # noqa: PLC0415 optional

    # formualizer takes what an array formula stores behind its first cell for an obstacle
    in_the_way = {cell: None for cell, formula in formulae.items() if cell != formula.first}
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.xlsx"
        if in_the_way:
            write_values(path, in_the_way, copy)
        workbook = formualizer.load_workbook(str(copy if in_the_way else path))
    register_in_formualizer(workbook)
    look: Callable[[str, int, int], Any] = workbook.get_value
    try:
        workbook.evaluate_all()
    except formualizer.ExcelEvaluationError:
        # one name that it cannot resolve, such as another file's cell, stops the whole evaluation
        look = workbook.evaluate_cell
    results = {}
    for cell, formula in formulae.items():
        try:
            value = look(cell.sheet, cell.row + 1, cell.column + 1)
        except formualizer.ExcelEvaluationError:
            continue
        text = KINDS.get(value["kind"], _NOT_UNDERSTOOD) if isinstance(value, dict) else ""
        if text not in (_NOT_UNDERSTOOD, _BLOCKED) and (formula.is_array or not _spills(workbook, cell)):
            results[cell] = ErrorValue(text) if text else plain(value)
    return results


def _spills(workbook: formualizer.Workbook, cell: Cell) -> bool:
    """Say whether formualizer has taken a formula such as =A1:A9*2 for an array.

    A spreadsheet program takes of A1:A9 the cell in the formula's row unless the file says it is an array.
    """
    sheet = cell.sheet.replace("'", "''")
    place = f"'{sheet}'!{cell.address}"
    return workbook.inspect_cell(place, include_values=False).cell.spill is not None


def _by_formulas(path: Path, formulae: Mapping[Cell, Formula]) -> Results:
    import formulas  # type: ignore[import-untyped]  # noqa: PLC0415 optional, seconds to import
    from openpyxl import load_workbook  # noqa: PLC0415 large

    register_in_formulas()
    workbook = load_workbook(path, keep_links=False)
    names = {
        *workbook.defined_names,
        *(name for sheet in workbook.worksheets for name in sheet.defined_names),
    }
    understood = {cell for cell in formulae if _is_understood(formulae[cell], names, formulas)}
    for cell in formulae.keys() - understood:
        workbook[cell.sheet].cell(cell.row + 1, cell.column + 1).value = None
    with TemporaryDirectory() as folder, redirect_stderr(StringIO()):
        copy = Path(folder) / "copy.xlsx"
        workbook.save(copy)
        solution = formulas.ExcelModel().loads(str(copy)).finish(complete=False).calculate()
    titles = {cell.sheet.upper(): cell.sheet for cell in formulae}
    return {
        cell: value
        for cell, value in _cells_of(solution, titles)
        if cell in understood and value != _NOT_UNDERSTOOD
    }


def _is_understood(formula: Formula, names: set[str], formulas: Any) -> bool:
    """Say whether the text is a formula over this file's own cells and names.

    A cell of another file would be looked for on the disk, and an unknown name would be #REF!.
    """
    if formula.is_external or not formula.names <= names:
        return False
    try:
        formulas.Parser().ast(formula.text)
    except formulas.errors.FormulaError:
        return False
    return True


def _cells_of(solution: Any, titles: Mapping[str, str]) -> Iterator[tuple[Cell, Value]]:
    """Yield the cells of a solution with their values; its sheet names are in capitals."""
    for name, ranges in solution.items():
        if not (isinstance(name, str) and hasattr(ranges, "value") and "]" in name):
            continue
        book_and_sheet, _, block = name.rpartition("!")
        title = titles.get(book_and_sheet.partition("]")[2].removesuffix("'").replace("''", "'"))
        if title is None:
            continue
        if box := box_named(block, title):
            values = chain.from_iterable(ranges.value.tolist())
            yield from zip(box.cells(), map(_plain_of_formulas, values), strict=False)


def _plain_of_formulas(value: Any) -> Value:
    if type(value).__name__ == "XlError":
        return ErrorValue(str(value))
    if type(value).__name__ == "Token":
        return ""
    return plain(value.item() if hasattr(value, "item") else value)


def plain(value: Any) -> Value:
    """Return a value of a cell as results are: every number a float, a date by its serial day."""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, date | time | timedelta):
        from openpyxl.utils.datetime import to_excel  # noqa: PLC0415 large, rarely needed

        value = to_excel(value)  # type: ignore[no-untyped-call]
    return "" if value is None else float(value)


ENGINES: Mapping[str, Callable[[Path, Mapping[Cell, Formula]], Results]] = {
    "formualizer": _by_formualizer,
    "formulas": _by_formulas,
}
