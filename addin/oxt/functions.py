"""Functions: the cards as LibreOffice declares worksheet functions, an interface and help for the wizard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.oxt.configuration import file, node, prop
from addin.oxt.names import INTERFACE, MODULE

from gouji.extension.names import FUNCTIONS, method_name
from gouji.functions.cards import cards

if TYPE_CHECKING:
    from gouji.functions.cards import Card, Parameter

_ARRAY = "sequence< sequence< any > >"
_COMPATIBLE = "en-US"
"""The language under which LibreOffice keeps the name that a function has in Excel's files."""


def interface() -> str:
    """Return the interface in UNOIDL, which LibreOffice reads as it is.

    Every answer is declared as an array, which is the only way for Python to give one: pyuno would hand over
    an array as something else wherever a single value may stand too.
    """
    methods = "\n".join(
        f"    {_ARRAY} {method_name(card.name)}({_parameters(card)});" for card in cards().values()
    )
    opening = " ".join(f"module {name} {{" for name in MODULE)
    return (
        f"{opening}\n\ninterface {INTERFACE} : com::sun::star::uno::XInterface {{\n{methods}\n}};\n\n"
        f"{' '.join('};' for _ in MODULE)}\n"
    )


def registration() -> str:
    """Return CalcAddIns.xcu: names and help of the functions.

    A function has one name in all languages: a Chinese one would be the only one that can be typed.
    """
    functions = [_function(card) for card in cards().values()]
    return file(
        "org.openoffice.Office",
        "CalcAddIns",
        node("AddInInfo", node(FUNCTIONS, node("AddInFunctions", *functions), replace=True)),
    )


def _parameters(card: Card) -> str:
    kinds = {True: "sequence< any >", False: "any"}
    return ", ".join(f"[in] {kinds[one.repeated]} {_argument(one)}" for one in card.parameters)


def _argument(parameter: Parameter) -> str:
    """Return a name that cannot be a word of UNOIDL and has none of its forbidden underscores."""
    first, *rest = parameter.name.split("_")
    return "a" + first.capitalize() + "".join(map(str.capitalize, rest))


def _function(card: Card) -> str:
    parameters = [
        node(
            _argument(one),
            prop("DisplayName", zh=one.zh.partition("（")[0], en=one.name),
            prop("Description", zh=one.zh, en=one.en),
            replace=True,
        )
        for one in card.parameters
    ]
    return node(
        method_name(card.name),
        prop("DisplayName", zh=card.name, en=card.name),
        prop("Description", zh=card.zh, en=card.en),
        prop("Category", "Add-In"),
        prop("CompatibilityName", **{_COMPATIBLE: card.name}),
        node("Parameters", *parameters),
        replace=True,
    )
