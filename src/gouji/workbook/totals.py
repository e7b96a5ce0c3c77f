"""Totals: formulas that add up fewer cells than the rule of their total, whatever the cells now hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from openpyxl.formula.tokenizer import Token

from gouji.facts import ABSENT, Cell
from gouji.rules.bind import bind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gouji.facts import Fact, Facts
    from gouji.rules import Rule, RuleBook
    from gouji.workbook.formulae import Formula

_ADDING = {
    (Token.FUNC, "SUM("),
    (Token.FUNC, ")"),
    (Token.SEP, ","),
    (Token.OP_IN, "+"),
    (Token.OP_PRE, "+"),
    (Token.PAREN, "("),
    (Token.PAREN, ")"),
}
"""The parts that such a formula has beside its ranges."""

MOST_ADDENDS = 100_000
"""Cells of a range beyond which it is a whole column and no list of addends."""


class Missed(NamedTuple):
    """A total whose formula leaves out what its rule includes: the rule, the total, the facts left out."""

    rule: Rule
    formula: Formula
    total: Fact
    left_out: tuple[Fact, ...]


def missed_addends(book: RuleBook, facts: Facts, formulae: Mapping[Cell, Formula]) -> Iterator[Missed]:
    """Yield the totals whose formula adds some facts of their rule, no other facts, but not all of them.

    A formula that adds other facts than the rule's may come to the same in another way and is left alone.
    """
    places = _places(facts)
    added = {
        places[cell]: {places[addend] for addend in addends(formula) if addend in places}
        for cell, formula in formulae.items()
        if cell in places
    }
    told: set[tuple[int, tuple[int, ...]]] = set()
    for rule, total, parts in _totals(book, facts):
        sheet, taken = facts.cell(total).sheet, added.get(total, set())
        beside = [part for part in parts if part != ABSENT and facts.cell(part).sheet == sheet]
        left_out = tuple(part for part in beside if part not in taken)
        if taken and left_out and taken < set(beside) and (total, left_out) not in told:
            told.add((total, left_out))
            fact = facts.fact(total)
            yield Missed(rule, formulae[fact.cell], fact, tuple(map(facts.fact, left_out)))


def addends(formula: Formula) -> frozenset[Cell]:
    """Return the cells that a formula made of SUM and + over its own sheet adds up; none for another one."""
    found: set[Cell] = set()
    for token in formula.tokens:
        box = formula.box(token)
        if box is not None and box.sheet == formula.cell.sheet and box.size <= MOST_ADDENDS:
            found.update(box.cells())
        elif (token.type, token.value.upper()) not in _ADDING:
            return frozenset()
    return frozenset(found)


def _totals(book: RuleBook, facts: Facts) -> Iterator[tuple[Rule, int, tuple[int, ...]]]:
    """Yield the facts that a rule says to be the sum of others, with these."""
    for family in bind(book, facts).families:
        for left, right in family.forms if family.relation == "==" else ():
            if len(left) == 1 and left[0] != ABSENT:
                yield family.rule, left[0], right


def _places(facts: Facts) -> Mapping[Cell, int]:
    """Return the fact that stands in each cell."""
    return {
        Cell(line.sheet, line.row, column): line.start + n
        for line in facts.lines
        for n, column in enumerate(line.places)
    }
