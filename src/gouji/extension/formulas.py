"""Formulas: our functions by the names that Excel and LibreOffice know them by.

Before 25.2 LibreOffice does not know a function of an extension in a file for Excel: the cell shows #NAME?
until the same formula is entered. And it writes the function into such a file under a long name of its own,
ORG.GOUJI.FUNCTIONS.GJGROWTH, which Excel does not know.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from gouji.extension.names import FUNCTIONS, method_name
from gouji.functions.cards import cards

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ERRORS = 4
"""UNO's sheet.FormulaResult for errors."""
_TEXT = r'"[^"]*"|&quot;.*?&quot;'
"""A text in a formula, as it is or in XML."""
_BEFORE = r"(?:'[^']*'!|\[\d+\]!|_xll\.|_xludf\.|_xldudf_)?"
"""What Excel, or a library for its files, may write before a function that is not Excel's own."""


def with_names(formula: str) -> str:
    """Return a formula, or the XML of one, with each function of ours by its name on the card."""
    return _function().sub(lambda found: _names()[found[1].upper()] if found[1] else found[0], formula)


def enter_again(document: Any) -> None:
    """Enter those formulas of a spreadsheet anew in which a function of ours was not known."""
    for sheet in document.Sheets:
        for cells, formula in list(_failed(sheet)):
            if not any(found[1] for found in _function().finditer(formula)):
                continue
            if formula.startswith("{"):
                cells.setArrayFormula(with_names(formula[1:-1]))
            else:
                cells.setFormula(with_names(formula))


def _failed(sheet: Any) -> Iterator[tuple[Any, str]]:
    """Yield the cells whose formula gives an error, with it; of an array formula all its cells at once."""
    arrays = set()
    for place in sheet.queryFormulaCells(_ERRORS).RangeAddresses:
        area = sheet.getCellRangeByPosition(place.StartColumn, place.StartRow, place.EndColumn, place.EndRow)
        for row, formulas in enumerate(area.getFormulaArray()):
            for column, formula in enumerate(formulas):
                cell = area.getCellByPosition(column, row)
                if formula.startswith("{"):
                    array = sheet.createCursorByRange(cell)
                    array.collapseToCurrentArray()
                    if array.AbsoluteName not in arrays:
                        arrays.add(array.AbsoluteName)
                        yield array, formula
                else:
                    yield cell, formula


@cache
def _names() -> Mapping[str, str]:
    """Return the name of each function by every name it may have in a file."""
    names = {name: name for name in cards()}
    return names | {f"{FUNCTIONS}.{method_name(name)}".upper(): name for name in cards()}


@cache
def _function() -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(_names(), key=len, reverse=True)))
    return re.compile(rf"{_TEXT}|(?<![\w.]){_BEFORE}({names})(?=\()", re.IGNORECASE)
