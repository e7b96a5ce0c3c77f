"""Values: what Calc hands to a worksheet function, and how a number, a text or an error goes back.

Calc keeps an error in the payload of a NaN (LibreOffice's formula/errorcodes.hxx), in both directions.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from gouji.functions.values import VALUE, CellError

if TYPE_CHECKING:
    from gouji.functions.values import Scalar

_CODES = {
    "#NUM!": 503,
    "#VALUE!": 519,
    "#NULL!": 521,
    "#REF!": 524,
    "#NAME?": 525,
    "#DIV/0!": 532,
    "#N/A": 0x7FFF,
}
_TEXTS = {code: CellError(text) for text, code in _CODES.items()}
_QUIET_NAN = 0x7FF80000
_DOUBLE, _WORDS = struct.Struct("<d"), struct.Struct("<II")


def read(cell: Any) -> Scalar:
    """Return a cell that Calc has handed over; an error of its own kinds (Err:502) is #VALUE!."""
    if isinstance(cell, float) and cell != cell:  # noqa: PLR0124 what differs from itself is a NaN
        code, _ = _WORDS.unpack(_DOUBLE.pack(cell))
        return _TEXTS.get(code, VALUE)
    scalar: Scalar = cell
    return scalar


def written_error(error: CellError) -> float:
    """Return the double that Calc shows as the error."""
    code = _CODES.get(error.text, _CODES[VALUE.text])
    number: float = _DOUBLE.unpack(_WORDS.pack(code, _QUIET_NAN))[0]
    return number
