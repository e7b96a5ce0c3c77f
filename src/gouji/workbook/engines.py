"""Engines: the worksheet functions in the headless engines, formulas and formualizer, from the cards.

Both engines hand a date over as its serial day, and an argument left empty between commas as 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gouji.functions.cards import cards
from gouji.functions.hosts import hosted
from gouji.functions.values import CellError

if TYPE_CHECKING:
    from collections.abc import Callable

    import formualizer

    from gouji.functions.values import Scalar

KINDS = {
    "Null": "#NULL!",
    "Div": "#DIV/0!",
    "Value": "#VALUE!",
    "Ref": "#REF!",
    "Name": "#NAME?",
    "Num": "#NUM!",
    "Na": "#N/A",
    "Spill": "#SPILL!",
    "Calc": "#CALC!",
}
"""formualizer's kinds of errors; another kind (Circ) goes by its own name."""

_KIND_OF = {text: kind for kind, text in KINDS.items()}


def register_in_formualizer(workbook: formualizer.Workbook) -> None:
    """Register every function in a workbook of formualizer."""
    for card in cards().values():
        call = hosted(card, _read_formualizer, _write_formualizer)
        workbook.register_function(card.name, call, min_args=card.fewest, max_args=card.most)


def register_in_formulas() -> None:
    """Register every function in formulas, for every workbook that it loads afterwards."""
    import formulas  # type: ignore[import-untyped]  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415
    from formulas.tokens.operand import Error, XlError  # type: ignore[import-untyped]  # noqa: PLC0415
    from schedula import EMPTY  # type: ignore[import-untyped]  # noqa: PLC0415

    def read(cell: Any) -> Any:
        if isinstance(cell, XlError):
            return CellError(str(cell))
        if isinstance(cell, np.generic):
            return cell.item()
        return None if cell is EMPTY else cell

    def write_error(error: CellError) -> Any:
        return Error.errors[error.text]

    def with_arrays(call: Callable[..., Any]) -> Callable[..., Any]:
        def over_arrays(*arguments: Any) -> Any:
            result = call(*(np.asarray(getattr(one, "value", one), object).tolist() for one in arguments))
            return np.array(result, object) if isinstance(result, list) else result

        return over_arrays

    known = formulas.get_functions()
    for card in cards().values():
        known[card.name] = with_arrays(hosted(card, read, write_error))


def _read_formualizer(cell: Any) -> Scalar:
    if isinstance(cell, dict):
        kind: str = cell["kind"]
        return CellError(KINDS.get(kind, kind))
    scalar: Scalar = cell
    return scalar


def _write_formualizer(error: CellError) -> Any:
    return {"type": "Error", "kind": _KIND_OF.get(error.text, error.text)}
