"""Ties: the forms of a reconciliation as the system that is searched."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from gouji.culprits.search import System, Tie
from gouji.facts import ABSENT
from gouji.reconcile import applies, is_evaluated

if TYPE_CHECKING:
    from collections.abc import Collection

    from gouji.facts import Facts
    from gouji.reconcile import Reconciliation
    from gouji.rules.bind import Form

ACCUSING = frozenset({"must"})
"""Severities whose rules accuse cells; rules of the others have legal exceptions and only rank the accused."""
HINTING = frozenset({"should", "info"})


def system_of(result: Reconciliation, severities: Collection[str] = ACCUSING) -> System:
    """Return the ties of the rules of these severities, as far as they are evaluated on the facts."""
    facts = result.facts
    ties = [
        _tie(form, family.relation, facts)
        for family in result.bound.families
        if family.rule.severity in severities and applies(family, facts)
        for form in family.forms
        if is_evaluated(family, form, facts)
    ]
    blank = (cell for cell, amount in enumerate(facts.amounts) if not amount)
    return System(ties, {cell: facts.ulps[cell] for cell in blank})


def _tie(form: Form, relation: str, facts: Facts) -> Tie:
    weights: dict[int, int] = {}
    for side, weight in zip(form, (1, -1), strict=True):
        for cell in side:
            weights[cell] = weights.get(cell, 0) + weight
    weights.pop(ABSENT, None)
    difference = sum(facts.amounts[cell] * weight for cell, weight in weights.items())
    width = sum(facts.ulps[cell] for cell in weights if facts.amounts[cell])
    low = -inf if relation == "<=" else -difference
    high = inf if relation == ">=" else -difference
    return Tie({cell: weight for cell, weight in weights.items() if weight}, low, high, width)
