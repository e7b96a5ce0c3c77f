"""User-defined functions for Excel by xlwings, made from the cards: this module is what xlwings imports.

xlwings reads error values as blanks unless it is asked for raw values, so every argument is taken raw. It
cannot return an error value: pywin32 drops the code of an error that Python hands to Excel (xlwings issue
776). So an error goes out as its text, #DIV/0!, for the VBA wrapper to turn into `CVErr(ERROR_CODES[text])`;
where xlwings' own wrapper leaves the text in a cell, the next function takes it for the error it names.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import xlwings as xw

from gouji.functions.cards import cards
from gouji.functions.hosts import hosted
from gouji.functions.values import CellError
from gouji.live.errors import COM_ERROR, ERROR_CODES

if TYPE_CHECKING:
    from collections.abc import Callable

    from gouji.functions.cards import Card, Parameter
    from gouji.functions.values import Scalar

_ERRORS = {COM_ERROR + code: CellError(text) for text, code in ERROR_CODES.items()}


def _read(cell: Any) -> Scalar:
    if isinstance(cell, str):
        return CellError(cell) if cell in ERROR_CODES else cell
    # Excel hands its numbers over as doubles: an integer can only be the code of an error
    scalar: Scalar = _ERRORS.get(cell, cell) if isinstance(cell, int) else cell
    return scalar


def _udf(card: Card) -> Callable[..., Any]:
    call = hosted(card, _read, lambda error: error.text)

    def udf(*arguments: Any) -> Any:
        return call(*arguments)

    udf.__name__ = udf.__qualname__ = card.name
    udf.__doc__ = card.zh
    udf.__signature__ = inspect.Signature(list(map(_parameter, card.parameters)))  # type: ignore[attr-defined]
    for one in card.parameters:
        udf = xw.arg(one.name, convert="raw", doc=one.zh)(udf)
    return xw.func(category=card.category)(udf)


def _parameter(one: Parameter) -> inspect.Parameter:
    if one.repeated:
        return inspect.Parameter(one.name, inspect.Parameter.VAR_POSITIONAL)
    default = None if one.optional else inspect.Parameter.empty
    return inspect.Parameter(one.name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default)


globals().update({card.name: _udf(card) for card in cards().values()})
