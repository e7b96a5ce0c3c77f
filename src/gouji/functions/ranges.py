"""Ranges: a function of cells becomes a function of ranges, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import wraps
from math import isfinite
from typing import TypeAlias

from gouji.functions.values import NUM, VALUE, RefusedError, Scalar

Grid: TypeAlias = tuple[tuple[Scalar, ...], ...]
Argument: TypeAlias = Scalar | Sequence[Scalar] | Sequence[Sequence[Scalar]]
"""One cell, or a range as its rows; a plain sequence of cells is one row."""

Result: TypeAlias = Scalar | Grid
Function: TypeAlias = Callable[..., Result]

ONE_CELL = (1, 1)


def answering(function: Callable[..., Result]) -> Function:
    """Return the function with what it refuses as an error value, and #NUM! for what no double holds."""

    @wraps(function)
    def answer(*arguments: Argument) -> Result:
        try:
            result = function(*arguments)
        except RefusedError as refused:
            return refused.error
        return NUM if isinstance(result, Decimal) and not isfinite(result) else result

    return answer


def elementwise(function: Callable[..., Scalar]) -> Function:
    """Return the function over ranges: ranges of one shape in, the array of that shape out.

    One cell goes with every cell of a range. Ranges of unequal shape are #VALUE!.
    """
    of_cells = answering(function)

    @wraps(function)
    def over_ranges(*arguments: Argument) -> Result:
        if not any(isinstance(argument, list | tuple) for argument in arguments):
            return of_cells(*arguments)
        grids = [grid(argument) for argument in arguments]
        rows, columns = _common_shape(grids)
        results = tuple(
            tuple(of_cells(*(_at(one, row, column) for one in grids)) for column in range(columns))
            for row in range(rows)
        )
        return results if (rows, columns) != ONE_CELL else results[0][0]  # type: ignore[return-value]

    return answering(over_ranges)


def grid(argument: Argument) -> Grid:
    """Return the argument as rows of cells. Raises RefusedError with #VALUE! when it is no rectangle."""
    if not isinstance(argument, list | tuple):
        return ((argument,),)  # type: ignore[return-value]
    rows = argument if any(isinstance(row, list | tuple) for row in argument) else (argument,)
    widths = {len(row) if isinstance(row, list | tuple) else 0 for row in rows}
    if len(widths) > 1 or 0 in widths:
        raise RefusedError(VALUE)
    return tuple(map(tuple, rows))


def shape(cells: Grid) -> tuple[int, int]:
    """Return the number of rows and of columns."""
    return len(cells), len(cells[0])


def _common_shape(grids: Sequence[Grid]) -> tuple[int, int]:
    shapes = {shape(one) for one in grids} - {ONE_CELL}
    if len(shapes) > 1:
        raise RefusedError(VALUE)
    return shapes.pop() if shapes else ONE_CELL


def _at(cells: Grid, row: int, column: int) -> Scalar:
    return cells[0][0] if shape(cells) == ONE_CELL else cells[row][column]
