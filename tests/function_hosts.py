"""The hosts of the worksheet functions: each takes calls, (name, arguments), and gives their results.

Arguments and results are those of gouji.functions, with numbers as floats, so that hosts can be compared.
"""

import datetime as dt
from decimal import Decimal

import formualizer
import formulas
import numpy as np
import openpyxl
from formulas.tokens.operand import XlError
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula
from tests import xlwings_windows

from gouji.functions import FUNCTIONS
from gouji.functions.values import CellError
from gouji.live.udfs import COM_ERROR, ERROR_CODES
from gouji.workbook.engines import KINDS, register_in_formualizer, register_in_formulas

FIRST_ARGUMENT = 8
"""The column of the first argument; results stand in front of it."""


def plainly(value):
    """Return a result with numbers as floats and arrays as tuples of rows."""
    if isinstance(value, list | tuple):
        return tuple(map(plainly, value))
    return float(value) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else value


def python(calls):
    return [plainly(FUNCTIONS[name](*arguments)) for name, arguments in calls]


# --- sheets: every call's arguments stand in cells, beside its formula ------------------------------------


def rows_of(value):
    return value if isinstance(value, tuple) else ((value,),)


def placed(calls):
    """Yield of each call its row, formula, shape of the result, and argument cells: (row, column) → value."""
    row = 1
    for (name, arguments), expected in zip(calls, python(calls), strict=True):
        column, cells, references = FIRST_ARGUMENT, {}, []
        for argument in map(rows_of, arguments):
            cells |= {(row + r, column + c): v for r, line in enumerate(argument) for c, v in enumerate(line)}
            last = f"{get_column_letter(column + len(argument[0]) - 1)}{row + len(argument) - 1}"
            first = f"{get_column_letter(column)}{row}"
            references.append(first if first == last else f"{first}:{last}")
            column += len(argument[0])
        shape = len(rows_of(expected)), len(rows_of(expected)[0])
        yield row, f"={name}({','.join(references)})", shape, cells
        row += max([shape[0], *(len(rows_of(argument)) for argument in arguments)])


def shaped(values, shape):
    """Return the results of a call from a function of row and column."""
    rows = tuple(tuple(values(r, c) for c in range(shape[1])) for r in range(shape[0]))
    return rows if shape != (1, 1) else rows[0][0]


def in_formualizer(calls):
    book = formualizer.Workbook()
    sheet = book.sheet("S")
    register_in_formualizer(book)
    calls = list(placed(calls))
    for row, formula, _, cells in calls:
        for (r, c), value in cells.items():
            if isinstance(value, CellError):
                sheet.set_formula(r, c, f"={value.text}")
            elif value is not None:
                sheet.set_value(r, c, value)
        sheet.set_formula(row, 1, formula)
    book.evaluate_all()

    def result(r, c):
        value = book.get_value("S", r, c)
        return CellError(KINDS[value["kind"]]) if isinstance(value, dict) else plainly(value)

    return [shaped(lambda r, c, row=row: result(row + r, 1 + c), shape) for row, _, shape, _ in calls]


def calculated(book, folder):
    """Return the values that formulas gives the cells of an openpyxl workbook, arrays by address."""
    path = folder / "calls.xlsx"
    book.save(path)
    register_in_formulas()
    solution = formulas.ExcelModel().loads(str(path)).finish().calculate()
    return {
        name.rpartition("!")[2]: np.asarray(ranges.value, object)
        for name, ranges in solution.items()
        if isinstance(name, str) and hasattr(ranges, "value")
    }


def in_formulas(calls, folder):
    book = openpyxl.Workbook()
    sheet = book.active
    calls = list(placed(calls))
    for row, formula, shape, cells in calls:
        for (r, c), value in cells.items():
            cell = sheet.cell(r, c, value.text if isinstance(value, CellError) else value)
            if isinstance(value, str):
                cell.data_type = "s"
        block = f"A{row}:{get_column_letter(shape[1])}{row + shape[0] - 1}"
        sheet.cell(row, 1).value = formula if shape == (1, 1) else ArrayFormula(block, formula)
    values = calculated(book, folder)

    def result(row, r, c, shape):
        block = f"A{row}" if shape == (1, 1) else f"A{row}:{get_column_letter(shape[1])}{row + shape[0] - 1}"
        value = values[block][r][c]
        return CellError(str(value)) if isinstance(value, XlError) else plainly(value)

    return [
        shaped(lambda r, c, row=row, shape=shape: result(row, r, c, shape), shape)
        for row, _, shape, _ in calls
    ]


# --- LibreOffice with the extension ------------------------------------------------------------------------

ERROR, TEXT = 4, 2
"""What a formula of Calc comes to."""
ERRORS_IN_CALC = {
    "#DIV/0!": "=1/0",
    "#N/A": "=NA()",
    "#NAME?": "=NO_SUCH_NAME",
    "#NUM!": "=10^400",
    "#REF!": "=#REF!",
    "#VALUE!": '="x"+1',
}


def calc_sees_the_same(call):
    """Say whether Calc hands over what stands in the cells.

    A reference to one blank cell comes as zero, a truth value or a date as a number, and a range with an
    error in it not at all.
    """
    return all(_arrives([cell for row in rows_of(argument) for cell in row]) for argument in call[1])


def _arrives(cells):
    if any(isinstance(cell, bool | dt.date) for cell in cells):
        return False
    return cells != [None] if len(cells) == 1 else not any(isinstance(cell, CellError) for cell in cells)


def in_libreoffice(calls, document):
    sheet = document.Sheets.getByIndex(0)
    calls = list(placed(calls))
    contents = {place: value for _, _, _, cells in calls for place, value in cells.items()}
    last_row, last_column = map(max, zip(*contents, strict=True))
    block = sheet.getCellRangeByPosition(0, 0, last_column - 1, last_row - 1)
    plain = {place: value for place, value in contents.items() if isinstance(value, float | int | str)}
    block.setDataArray(
        tuple(tuple(plain.get((r, c), "") for c in range(1, last_column + 1)) for r in range(1, last_row + 1))
    )
    for (r, c), value in contents.items():
        if value is None or isinstance(value, CellError):
            sheet.getCellByPosition(c - 1, r - 1).setFormula(ERRORS_IN_CALC[value.text] if value else "")
    for row, formula, shape, _ in calls:
        cells = sheet.getCellRangeByPosition(0, row - 1, shape[1] - 1, row + shape[0] - 2)
        fill = cells.getCellByPosition(0, 0).setFormula if shape == (1, 1) else cells.setArrayFormula
        fill(formula.replace(",", ";"))

    def result(r, c):
        cell = sheet.getCellByPosition(c - 1, r - 1)
        if cell.FormulaResultType2 == ERROR:
            return CellError(cell.String)
        return cell.String if cell.FormulaResultType2 == TEXT else cell.Value

    return [shaped(lambda r, c, row=row: result(row + r, 1 + c), shape) for row, _, shape, _ in calls]


# --- Excel, as far as xlwings goes ------------------------------------------------------------------------


def by_xlwings(calls):
    def variant(value):
        if isinstance(value, tuple):
            return tuple(map(variant, value))
        return COM_ERROR + ERROR_CODES[value.text] if isinstance(value, CellError) else value

    def result(value):
        if isinstance(value, list):
            return tuple(map(result, value))
        return CellError(value) if value in ERROR_CODES else value

    with xlwings_windows.windows() as udfs:
        return [
            result(xlwings_windows.call(getattr(udfs, name), *map(variant, arguments)))
            for name, arguments in calls
        ]
