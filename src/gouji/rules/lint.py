"""Lint: what is wrong with a rule book itself, seen on the forms that it has on one layout.

- duplicate: two rules say the same of the same cells;
- implied: whatever a rule says follows exactly from the equations of the others;
- zero: the equations together leave a cell no amount but zero, and no rule says so: rules contradict;
- unbound: a rule has no form on the layout, so it can never bind there.

Equations are compared by elimination modulo the prime 2⁶¹ − 1, which is exact but for a chance below 10⁻¹⁵.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from gouji.facts import ABSENT
from gouji.rules.bind import bind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gouji.facts import Facts
    from gouji.rules import RuleBook
    from gouji.rules.bind import Family, Form

_PRIME = 2**61 - 1
Weights = dict[int, int]


class Lint(NamedTuple):
    """One remark: its kind, the rule, and the words of its message."""

    kind: str
    rule: str
    words: tuple[str, ...] = ()


def lint(book: RuleBook, facts: Facts) -> list[Lint]:
    """Return the remarks on the rules of the book, on the layout of these facts."""
    families = bind(book, facts).families
    return [
        *_duplicates(families),
        *_implied(families),
        *_zeros(families, facts),
        *_unbound(book, families),
    ]


def _duplicates(families: Sequence[Family]) -> Iterator[Lint]:
    rules: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for family in families:
        for weights in filter(None, map(_weights, family.forms)):
            sign = -1 if family.relation == "<=" or (family.relation == "==" and _first(weights) < 0) else 1
            says = frozenset((cell, sign * weight) for cell, weight in weights.items())
            rules[says, family.relation == "==", tuple(family.conditions)].append(family.rule.id)
    pairs = {tuple(dict.fromkeys(ids)): len(ids) for ids in rules.values() if len(ids) > 1}
    for ids, _ in sorted(pairs.items()):
        yield Lint("duplicate", ids[0], (ids[-1],))


def _first(weights: Mapping[int, int]) -> int:
    return weights[min(weights)]


def _implied(families: Sequence[Family]) -> Iterator[Lint]:
    """Yield the rules of which every form is a sum of multiples of equations of the other rules."""
    ids = dict.fromkeys(family.rule.id for family in families)
    for rule in ids:
        own = [weights for family in families if family.rule.id == rule for weights in _all(family)]
        if not own:
            continue
        others = (family for family in families if family.rule.id != rule and _is_equation(family))
        basis = _Basis(weights for family in others for weights in _all(family))
        if not any(map(basis.reduced, own)):
            yield Lint("implied", rule, (str(len(own)),))


def _zeros(families: Sequence[Family], facts: Facts) -> Iterator[Lint]:
    """Yield the cells that only equations together make zero."""
    equations = [weights for family in families if _is_equation(family) for weights in _all(family)]
    said = _said_to_be_zero(equations)
    rest = [{cell: w for cell, w in weights.items() if cell not in said} for weights in equations]
    basis = _Basis(filter(None, rest))
    for cell in sorted({cell for weights in rest for cell in weights}):
        if not basis.reduced({cell: 1}):
            place = facts.fact(cell)
            rules = [f.rule.id for f in families if _is_equation(f) and any(cell in w for w in _all(f))]
            yield Lint(
                "zero", rules[0], (place.table, place.row, place.column, "、".join(dict.fromkeys(rules)))
            )


def _said_to_be_zero(equations: Iterable[Weights]) -> set[int]:
    """Return the cells that an equation alone makes zero, and the sums of such cells."""
    said: set[int] = set()
    while more := {
        cell for weights in equations if len(weights.keys() - said) == 1 for cell in weights.keys() - said
    }:
        said |= more
    return said


def _unbound(book: RuleBook, families: Sequence[Family]) -> Iterator[Lint]:
    bound = {family.rule.id for family in families if any(map(_weights, family.forms))}
    for rule in book:
        trees = [tree for tree in (*rule.trees, *rule.trees_if_printed) if hasattr(tree, "relation")]
        if trees and rule.id not in bound:
            yield Lint("unbound", rule.id)


def _is_equation(family: Family) -> bool:
    return family.relation == "==" and not family.conditions


def _all(family: Family) -> Iterator[Weights]:
    yield from filter(None, map(_weights, family.forms))


def _weights(form: Form) -> Weights:
    """Return the weights of the form's cells; none where it names no cell of the layout."""
    weights: Weights = defaultdict(int)
    for side, weight in zip(form, (1, -1), strict=True):
        for cell in side:
            weights[cell] += weight
    return {cell: weight for cell, weight in weights.items() if weight and cell != ABSENT}


class _Basis:
    """Independent rows, each with a leading cell of weight 1 that no row before it has."""

    def __init__(self, rows: Iterable[Weights]) -> None:
        self._rows: dict[int, Weights] = {}
        for row in rows:
            rest = self.reduced(row)
            if rest:
                leading = min(rest)
                inverse = pow(rest[leading], -1, _PRIME)
                self._rows[leading] = {cell: weight * inverse % _PRIME for cell, weight in rest.items()}

    def reduced(self, row: Weights) -> Weights:
        """Return what is left of a row after subtracting multiples of these; nothing if it follows."""
        rest = {cell: weight % _PRIME for cell, weight in row.items()}
        while led := [cell for cell in rest if cell in self._rows]:
            leading = min(led)
            times = rest[leading]
            for cell, weight in self._rows[leading].items():
                left = (rest.get(cell, 0) - times * weight) % _PRIME
                if left:
                    rest[cell] = left
                else:
                    rest.pop(cell, None)
        return rest
