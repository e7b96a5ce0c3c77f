"""Typing errors: which slip of the keyboard makes a printed amount of a right one.

The kinds are those of Damerau (1964), one digit dropped, doubled or inserted, wrong, or two exchanged, and
those of accounts: the sign, the decimal point, 元 written for 万元. What a kind costs is the logarithm of the
number of amounts that it can make of one amount: the fewer, the less it explains by chance.
"""

from __future__ import annotations

from math import isfinite, log
from typing import TYPE_CHECKING, NamedTuple

from gouji.figures import UNITS, WAN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gouji.culprits.eliminate import Bound

UNEXPLAINED = 11.0
"""What it costs that no kind of slip explains an amount: it could be any."""
NEGATIVE = 6.0
"""What it costs that a negative amount belongs where none is printed: the forms hardly have any."""
OMITTED, SPURIOUS = 4.0, 5.0
"""What it costs to have left an amount out, and to have written one where nothing belongs."""
_DECIMALS = 2
_TENFOLDS = (10, 100, 1000)


class Slip(NamedTuple):
    """How an amount came to be printed: the kind, the right amount, and what it costs to believe it.

    `right` is None where only an interval is known.
    """

    kind: str
    right: int | None
    cost: float


def slip(found: int, low: Bound, high: Bound) -> Slip:
    """Return the likeliest slip that printed `found` for an amount from `low` to `high`, in hundredths."""
    exact = int(low) if low == high else None
    if low <= 0 <= high and found:
        known = [Slip("spurious", 0, SPURIOUS)]
    elif not found:
        known = [Slip("omitted", exact, OMITTED)]
    else:
        known = [Slip("unexplained", exact, UNEXPLAINED)]
    if found:
        known += (one for one in _slips(found) if one.right is not None and low <= one.right <= high)
        known += _scaled(found, low, high)
    middle = (low + high) / 2 if isfinite(low) and isfinite(high) else 0
    best = min(known, key=lambda one: (_cost(one, found), abs(middle - (one.right or 0))))
    return best._replace(cost=_cost(best, found))


def _cost(one: Slip, found: int) -> float:
    return one.cost + (NEGATIVE if one.right is not None and one.right < 0 <= found else 0)


def _slips(found: int) -> Iterator[Slip]:
    """Yield the slips that can have printed `found`, each with the right amount."""
    sign, text = (-1, str(-found)) if found < 0 else (1, str(found))
    text = text.zfill(_DECIMALS + 1)
    size = len(text)
    yield Slip("sign", -found, 0.5)
    for n in range(size - 1):
        if text[n] != text[n + 1]:
            right = text[:n] + text[n + 1] + text[n] + text[n + 2 :]
            yield Slip("transposed", sign * int(right), log(size))
        elif n + 1 < size - _DECIMALS:
            yield Slip("doubled", sign * int(text[:n] + text[n + 1 :]), log(size))
    for n in range(size):
        for digit in "0123456789":
            if digit != text[n]:
                yield Slip("digit", sign * int(text[:n] + digit + text[n + 1 :]), log(9 * size))
            if n <= size - _DECIMALS:
                yield Slip("dropped", sign * int(text[:n] + digit + text[n:]), log(2 * size))
    if text[-1] == "0":
        for digit in "0123456789":
            yield Slip("dropped", sign * int(text[:-1] + digit), log(2 * size))
            yield Slip("dropped", sign * int(text[:-2] + digit + text[-2]), log(2 * size))


def _scaled(found: int, low: Bound, high: Bound) -> Iterator[Slip]:
    """Yield the slips of the decimal point and of the unit, whose last digits may have been rounded away."""
    unit = UNITS[WAN]
    for kind, tenfold, cost in (*(("point", n, log(6)) for n in _TENFOLDS), ("unit", unit, 1.0)):
        # too large: found = right × tenfold; the right amount was rounded to its last place
        least, most = -(-(2 * found - tenfold) // (2 * tenfold)), (2 * found + tenfold) // (2 * tenfold)
        if least <= high and most >= low and round(found / tenfold):
            yield Slip(kind, int(min(max(round(found / tenfold), low), high)), cost)
        # too small: right = found × tenfold, with what was rounded away
        least, most = found * tenfold - tenfold // 2, found * tenfold + tenfold // 2
        if least <= high and most >= low:
            yield Slip(kind, int(min(max(found * tenfold, low), high)), cost)
