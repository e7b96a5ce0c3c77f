"""Ties: the difference between a printed total and its addends, beyond rounding."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from gouji.figures import PLACES
from gouji.functions.ranges import ONE_CELL, answering, elementwise, grid, shape
from gouji.functions.values import half_up, is_blank, number, refuse_errors

if TYPE_CHECKING:
    from gouji.functions.ranges import Argument, Result
    from gouji.functions.values import Scalar

HALF_PLACE = Fraction(1, 2 * 10**PLACES)


@answering
def tie(total: Argument, *addends: Argument) -> Result:
    """Return 0 when the total ties with its addends, else total − Σ addends.

    The test is the interval test of XBRL Calculations 1.1, as `gouji check` applies it in 万元: a figure of
    two decimals stands for ± 0.005, a zero and a blank addend for exactly zero. A total that is one cell
    takes every cell of the addends' ranges; a range of totals goes cell by cell with ranges of its shape.
    """
    totals = grid(total)
    if shape(totals) != ONE_CELL:
        return _by_cell(total, *addends)
    return _beyond_rounding(totals[0][0], *(cell for one in addends for row in grid(one) for cell in row))


def _beyond_rounding(total: Scalar, *addends: Scalar) -> Scalar:
    refuse_errors(total, *addends)
    printed = [_printed(cell) for cell in (total, *(cell for cell in addends if not is_blank(cell)))]
    missing = printed[0] - sum(printed[1:])
    band = HALF_PLACE * sum(1 for figure in printed if figure)
    return half_up(missing if abs(missing) > band else Fraction(0), PLACES)


_by_cell = elementwise(_beyond_rounding)


def _printed(cell: Scalar) -> Fraction:
    return Fraction(half_up(number(cell), PLACES))
