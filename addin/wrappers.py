"""Write the VBA modules made from the function registry: python -m addin.wrappers.

The functions of the add-in call Python by xlwings; those of a workbook call the add-in's, so that a formula
in the workbook is bound when the workbook is opened. Functions with a repeated parameter are in the add-in
alone: Application.Run cannot hand over an unknown number of ranges.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gouji.functions.cards import cards

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gouji.functions.cards import Card

MACROS = Path(__file__).parents[1] / "macros"
MODULE = "GoujiFunctions"
_HEAD = [
    f'Attribute VB_Name = "{MODULE}"',
    "Option Explicit",
    "",
    "' Made from src/gouji/functions/cards.toml by: python -m addin.wrappers",
    "",
]


def addin_functions() -> str:
    """Return the module of the add-in: each function calls Python, and what reads as an error is one."""
    body = [line for card in cards().values() for line in _function(card, _calling_python(card))]
    return "\n".join([*_HEAD, *body])


def workbook_functions() -> str:
    """Return the module of a workbook: each function calls the one of the add-in."""
    chosen = (card for card in cards().values() if card.most is not None)
    body = [line for card in chosen for line in _function(card, _calling_addin(card))]
    return "\n".join([*_HEAD, *body])


def _function(card: Card, body: Iterable[str]) -> Iterator[str]:
    """Yield a function; without a Python or an add-in to call it is #NAME?, as an unknown function is."""
    yield f"Public Function {card.name}({', '.join(_declared(card))}) As Variant"
    yield from (f"    {line}" for line in ("On Error GoTo missing", *body))
    yield "    Exit Function"
    yield "missing:"
    yield f"    {card.name} = CVErr(xlErrName)"
    yield "End Function"
    yield ""


def _declared(card: Card) -> Iterator[str]:
    for one in card.parameters:
        if one.repeated:
            yield f"ParamArray {one.name}() As Variant"
        else:
            yield f"{'Optional ' if one.optional else ''}{one.name} As Variant"


def _calling_python(card: Card) -> Iterator[str]:
    names = [one.name for one in card.parameters]
    arguments = f"Array({', '.join(names)})"
    if card.most is None:
        *fixed, last = names
        arguments = "arguments"
        yield "Dim arguments() As Variant"
        yield "Dim place As Long"
        yield f"ReDim arguments(0 To {len(fixed)} + UBound({last}))"
        yield from (f"arguments({place}) = {name}" for place, name in enumerate(fixed))
        yield f"For place = 0 To UBound({last})"
        yield f"    arguments({len(fixed)} + place) = {last}(place)"
        yield "Next place"
    yield f'{card.name} = GoujiCells(XLPy.CallUDF("gouji.live.udfs", "{card.name}", _'
    yield f"    {arguments}, ThisWorkbook, Application.Caller))"


def _calling_addin(card: Card) -> Iterator[str]:
    def call(names: list[str]) -> str:
        return f'{card.name} = Application.Run("gouji.xlam!{card.name}", {", ".join(names)})'

    names = [one.name for one in card.parameters]
    if card.fewest == card.most:
        yield call(names)
    else:
        yield f"If IsMissing({names[-1]}) Then"
        yield f"    {call(names[:-1])}"
        yield "Else"
        yield f"    {call(names)}"
        yield "End If"


if __name__ == "__main__":
    for folder, text in (("addin", addin_functions()), ("workbook", workbook_functions())):
        (MACROS / folder / f"{MODULE}.bas").write_text(text, "ascii", newline="\n")
