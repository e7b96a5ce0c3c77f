"""Mutations: the mistakes that people make in a statement that ties, to see what the rules notice.

A mutation of a cell is what the mistake makes of the amounts: cell → wrong amount, in the facts' integers.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from gouji.figures import UNITS, WAN, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    from gouji.facts import Facts, Line

Mutation = dict[int, int]
MOST_SLIPPED = 6
_PLACES = 2


def mutation(kind: str, facts: Facts, cell: int, random: Random) -> Mutation:
    """Return a mistake of one of the KINDS at a cell with an amount, {} where it gives no room for it."""
    wrong = KINDS[kind](facts, cell, random)
    return {one: amount for one, amount in wrong.items() if amount != facts.amounts[one]}


def _typed(text: str) -> int:
    """Return the amount of a text with up to two decimals."""
    whole, _, decimals = text.partition(".")
    return int(whole + decimals[:_PLACES].ljust(_PLACES, "0"))


def _transposed(facts: Facts, cell: int, random: Random) -> Mutation:
    text = plain(facts.amounts[cell])
    places = [n for n, two in enumerate(pairwise(text)) if _differ(*two)]
    places += [n for n in (text.find(".") - 1,) if n >= 0 and _differ(text[n], text[n + 2])]
    if not places:
        return {}
    n = random.choice(places)
    m = n + 2 if text[n + 1] == "." else n + 1
    return {cell: _typed(text[:n] + text[m] + text[n + 1 : m] + text[n] + text[m + 1 :])}


def _differ(one: str, other: str) -> bool:
    return one.isdigit() and other.isdigit() and one != other


def _digits(text: str, *, whole: bool = False) -> list[int]:
    end = text.index(".") if whole else len(text)
    return [n for n, sign in enumerate(text[:end]) if sign.isdigit()]


def _dropped(facts: Facts, cell: int, random: Random) -> Mutation:
    text = plain(facts.amounts[cell])
    n = random.choice(_digits(text))
    return (
        {cell: _typed((text[:n] + text[n + 1 :]).replace("-.", "-0.").rjust(1, "0"))} if len(text) > 1 else {}
    )


def _doubled(facts: Facts, cell: int, random: Random) -> Mutation:
    text = plain(facts.amounts[cell])
    n = random.choice(_digits(text, whole=True))
    return {cell: _typed(text[: n + 1] + text[n:])}


def _digit(facts: Facts, cell: int, random: Random) -> Mutation:
    text = plain(facts.amounts[cell])
    n = random.choice(_digits(text))
    return {cell: _typed(text[:n] + random.choice([d for d in "0123456789" if d != text[n]]) + text[n + 1 :])}


def _sign(facts: Facts, cell: int, _: Random) -> Mutation:
    return {cell: -facts.amounts[cell]}


def _point(facts: Facts, cell: int, random: Random) -> Mutation:
    amount, tenfold = facts.amounts[cell], random.choice((10, 100))
    return {cell: amount * tenfold if random.random() < 1 / 2 else round(amount / tenfold)}


def _unit(facts: Facts, cell: int, _: Random) -> Mutation:
    return {cell: facts.amounts[cell] * UNITS[WAN]}


def _exchanged(facts: Facts, cell: int, random: Random) -> Mutation:
    lane, n = _lane(facts, cell)
    near = [lane[m] for m in (n - 1, n + 1) if 0 <= m < len(lane)]
    others = [one for one in near if facts.amounts[one] != facts.amounts[cell]]
    if not others:
        return {}
    other = random.choice(others)
    return {cell: facts.amounts[other], other: facts.amounts[cell]}


def _slipped(facts: Facts, cell: int, random: Random) -> Mutation:
    """Let the amounts from this cell on stand one row too far down; the last of the run is lost."""
    lane, n = _lane(facts, cell)
    run = lane[n : n + random.randint(4, MOST_SLIPPED)]
    amounts = [0, *(facts.amounts[one] for one in run[:-1])]
    return dict(zip(run, amounts, strict=True)) if len(run) > _PLACES else {}


def _lane(facts: Facts, cell: int) -> tuple[list[int], int]:
    """Return the cells of the cell's column from top to bottom, and the cell's place among them."""
    fact = facts.fact(cell)
    lane = [
        line.start + line.places.index(fact.cell.column)
        for line in sorted(facts.lines, key=_row_of)
        if line.table == fact.table and fact.cell.column in line.places
    ]
    return lane, lane.index(cell)


def _row_of(line: Line) -> int:
    return line.row


KINDS: Mapping[str, Callable[[Facts, int, Random], Mutation]] = {
    "transposed": _transposed,
    "dropped": _dropped,
    "doubled": _doubled,
    "digit": _digit,
    "sign": _sign,
    "point": _point,
    "unit": _unit,
    "exchanged": _exchanged,
    "slipped": _slipped,
}
"""The kinds of mistakes that are tried on every cell."""
