"""Formulas: Excel's notation, which xlwings speaks, and the one of LibreOffice's interface.

`=SUM(A1,'My sheet'!B2)` is `=SUM(A1;$'My sheet'.B2)` there. Texts are translated piece by piece, so that a
block of formulas needs one call.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SHEET = r"(?:'(?:[^']|'')+'|[^\W\d][\w.]*)"
CELL = r"\$?[A-Za-z]{1,3}\$?\d+|\$?[A-Za-z]{1,3}(?=:)|\$?\d+(?=:)"
EXCEL = re.compile(
    r'(?P<text>"(?:[^"]|"")*")'
    r"|(?P<array>\{[^{}]*\})"
    rf"|(?P<sheet>{SHEET})!"
    r"|(?P<quoted>'(?:[^']|'')+')"
    r"|(?P<function>[A-Za-z_][\w.]*)(?=\()"
    r"|(?P<comma>,)"
)
NATIVE = re.compile(
    r'(?P<text>"(?:[^"]|"")*")'
    r"|(?P<array>\{[^{}]*\})"
    rf"|\$?(?P<sheet>{SHEET}|'(?:[^']|'')+')\.(?={CELL}|\$?[A-Za-z]+\$?\d)"
    r"|(?P<function>[A-Za-z_][\w.]*)(?=\()"
    r"|(?P<semicolon>;)"
    r"|(?P<union>~)"
)
FUNCTIONS = {
    "ERROR.TYPE": "ERRORTYPE",
    "FORMULATEXT": "FORMULA",
    "PDURATION": "DURATION",
    "RRI": "ZGZ",
    "EFFECT": "EFFECTIVE",
    "SKEW.P": "SKEWP",
    "CEILING": "CEILING.XCL",
    "FLOOR": "FLOOR.XCL",
    "FORECAST.ETS": "FORECAST.ETS.ADD",
    "FORECAST.ETS.CONFINT": "FORECAST.ETS.PI.ADD",
    "FORECAST.ETS.STAT": "FORECAST.ETS.STAT.ADD",
}
"""Functions that LibreOffice's interface calls otherwise than Excel: from FormulaOpCodeMapper, 7.4."""
NATIVE_FUNCTIONS = {native: excel for excel, native in FUNCTIONS.items()}


def to_native(formula: str) -> str:
    """Return a formula in Excel's notation as LibreOffice's interface reads it; other text unchanged."""
    return _translated(formula, EXCEL, _piece_to_native)


def from_native(formula: str) -> str:
    """Return a formula of LibreOffice's interface in Excel's notation; other text unchanged."""
    return _translated(formula, NATIVE, _piece_from_native)


def _translated(formula: str, pattern: re.Pattern[str], piece: Callable[[re.Match[str]], str]) -> str:
    if formula.startswith("{="):  # an array formula shows in braces
        return _translated(formula[1:-1], pattern, piece)
    return pattern.sub(piece, formula) if formula.startswith("=") else formula


def _piece_to_native(found: re.Match[str]) -> str:
    whole = found[0]
    match found.lastgroup:
        case "array":
            return _outside_texts(whole, {",": ";", ";": "|"})
        case "sheet":
            return f"${found['sheet']}."
        case "function":
            return FUNCTIONS.get(whole.upper().removeprefix("_XLFN."), whole.removeprefix("_xlfn."))
        case "comma":
            return ";"
    return whole


def _piece_from_native(found: re.Match[str]) -> str:
    whole = found[0]
    match found.lastgroup:
        case "array":
            return _outside_texts(whole, {";": ",", "|": ";"})
        case "sheet":
            return f"{found['sheet']}!"
        case "function":
            # LibreOffice writes a function it does not know in small letters
            return NATIVE_FUNCTIONS.get(whole.upper(), whole.upper() if whole.islower() else whole)
        case "semicolon" | "union":
            return ","
    return whole


def _outside_texts(text: str, signs: dict[str, str | int | None]) -> str:
    parts = re.split(r'("(?:[^"]|"")*")', text)
    return "".join(part if part.startswith('"') else part.translate(str.maketrans(signs)) for part in parts)
