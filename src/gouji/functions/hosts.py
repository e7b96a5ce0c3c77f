"""Hosts: a function as a spreadsheet calls it, with the spreadsheet's own cells and error values."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gouji.functions.values import VALUE, CellError

if TYPE_CHECKING:
    from collections.abc import Callable

    from gouji.functions.cards import Card
    from gouji.functions.values import Scalar


def hosted(
    card: Card, read: Callable[[Any], Scalar], write_error: Callable[[CellError], Any]
) -> Callable[..., Any]:
    """Return the card's function for a host whose cells `read` understands.

    A range comes and an array goes as lists or tuples of rows, a number goes as a double. The wrong number
    of arguments is #VALUE!, as nothing else may stop a host that has no message for it.
    """

    def write(cell: Any) -> Any:
        if isinstance(cell, CellError):
            return write_error(cell)
        return float(cell) if isinstance(cell, Decimal) else cell

    def call(*arguments: Any) -> Any:
        if len(arguments) < card.fewest or (card.most is not None and len(arguments) > card.most):
            return write_error(VALUE)
        return _each_cell(write, card.function(*(_each_cell(read, one) for one in arguments)))

    return call


def _each_cell(convert: Callable[[Any], Any], cells: Any) -> Any:
    if isinstance(cells, list | tuple):
        return [_each_cell(convert, part) for part in cells]
    return convert(cells)
