"""Ties: the forms of a reconciliation as the system that is searched."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from gouji.culprits.search import System, Tie
from gouji.facts import ABSENT
from gouji.reconcile import applies, is_evaluated

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from gouji.reconcile import Reconciliation
    from gouji.rules.bind import Form

ACCUSING = frozenset({"must"})
"""Severities whose rules accuse cells; the others have legal exceptions and only rank the accused."""
HINTING = frozenset({"should", "info"})


def system_of(
    result: Reconciliation, severities: Collection[str] = ACCUSING, excused: Collection[Form] = ()
) -> System:
    """Return the ties of the rules of these severities, as far as they are evaluated on the facts.

    `excused` forms are left out.
    """
    facts = result.facts
    widths = [ulp if amount else 0 for amount, ulp in zip(facts.amounts, facts.ulps, strict=True)]
    ties: list[Tie] = []
    for family in result.bound.families:
        if family.rule.severity not in severities or not applies(family, facts):
            continue
        forms = family.forms
        if family.if_printed or facts.unreadable:
            forms = [form for form in forms if is_evaluated(family, form, facts)]
        if excused:
            forms = [form for form in forms if form not in excused]
        ties += [_tie(form, family.relation, facts.amounts, widths) for form in forms]
    blank = (cell for cell, amount in enumerate(facts.amounts) if not amount)
    return System(ties, {cell: facts.ulps[cell] for cell in blank})


def _tie(form: Form, relation: str, amounts: Sequence[int], widths: Sequence[int]) -> Tie:
    left, right = form
    weights = dict.fromkeys(left, 1) | dict.fromkeys(right, -1)
    if len(weights) < len(left) + len(right):
        weights = _added_up(form)
    weights.pop(ABSENT, None)
    amount = amounts.__getitem__
    difference = sum(map(amount, left)) - sum(map(amount, right))
    low = -inf if relation == "<=" else -difference
    high = inf if relation == ">=" else -difference
    return Tie(weights, low, high, sum(map(widths.__getitem__, weights)))


def _added_up(form: Form) -> dict[int, int]:
    """Return the weights of a form that names a cell more than once."""
    weights: dict[int, int] = {}
    for side, weight in zip(form, (1, -1), strict=True):
        for cell in side:
            weights[cell] = weights.get(cell, 0) + weight
    return {cell: weight for cell, weight in weights.items() if weight}
