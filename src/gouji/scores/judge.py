"""Judge: judgements on the entries of score sheets; a rule book's severities make findings of them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from gouji.findings import Finding, FindingCell, Verdict
from gouji.functions.values import half_up
from gouji.scores.forms import forms

if TYPE_CHECKING:
    from decimal import Decimal

    from gouji.rules import Rule
    from gouji.scores.entries import Entry

PLACES = 2
"""Decimals that scores, rates and amounts are printed with."""

NEAR = Fraction(1, 100)
"""How far a score or a rate may be off for having been computed from unrounded amounts (P-01 …)."""

Number: TypeAlias = "Decimal | Fraction | int"


class Judgement(NamedTuple):
    """What a rule says of some entries; the fields are those of a Finding."""

    rule: str
    verdict: Verdict
    says: str
    words: tuple[str, ...] = ()
    difference: str | None = None
    cells: tuple[FindingCell, ...] = ()

    def finding(self, rule: Rule) -> Finding:
        """Return the finding with the rule's severity."""
        return Finding(rule.id, self.verdict, rule.severity, *self[2:])


def compared(
    rule: str,
    says: str,
    stated: Number,
    right: Number,
    cells: tuple[FindingCell, ...],
    *words: str,
    near: Number = NEAR,
) -> Judgement:
    """Judge a stated number against the right one: equal as printed, off by no more than `near`, or wrong.

    The message says `stated`, `right` and the difference, and then the words.
    """
    off = Fraction(stated) - Fraction(right)
    printed = (shown(stated), shown(right), shown(abs(off)))
    if half_up(Fraction(stated), PLACES) == half_up(Fraction(right), PLACES):
        verdict, says = Verdict.EXACT, "exact"
    elif abs(off) <= near:
        verdict, says = Verdict.ROUNDING, "rounding"
    else:
        verdict = Verdict.MISMATCH
    return Judgement(rule, verdict, says, (*printed, *words), plain(off), cells)


def wrong(rule: str, says: str, words: tuple[str, ...], *cells: FindingCell) -> Judgement:
    """Return the judgement that something is wrong which no difference measures."""
    return Judgement(rule, Verdict.MISMATCH, says, words, None, cells)


def open_question(rule: str, says: str, words: tuple[str, ...], *cells: FindingCell) -> Judgement:
    """Return the judgement that a rule could not be evaluated."""
    return Judgement(rule, Verdict.NOT_EVALUATED, says, words, None, cells)


def shown(number: Number) -> str:
    """Return the number as messages print it: 1,066.51."""
    return f"{half_up(Fraction(number), PLACES):,.2f}"


def plain(number: Number) -> str:
    """Return the number as programs read it: 1066.51."""
    return f"{half_up(Fraction(number), PLACES):.2f}"


def cell(entry: Entry, row: str, column: str) -> FindingCell:
    """Return an entry as a cell that no sum weighs; `column` is its key in the forms."""
    return FindingCell(
        entry.cell.sheet,
        entry.cell.address,
        row=row,
        column=forms().columns.get(column, ""),
        value=entry.text or None,
    )


def weighed(entry: Entry, row: str, column: str, weight: int) -> FindingCell:
    """Return an entry as an addend of the left (1) or the right (-1) side, with two decimals."""
    value = None if entry.number is None else plain(entry.number)
    return cell(entry, row, column)._replace(weight=weight, value=value)
