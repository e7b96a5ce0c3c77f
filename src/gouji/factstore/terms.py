"""Terms: the facts in the forms of a layout as arrays, which is a sparse matrix of facts by forms."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gouji.facts import ABSENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gouji.factstore.chunk import Bools, Ints
    from gouji.rules.bind import Family, Form

RELATIONS = ("==", "<=", ">=")


class Terms(NamedTuple):
    """The facts in a number of forms, the `size`: those of fact n stand from starts[n] to starts[n + 1].

    `forms` are their forms; `signs` are 1 on the left side and -1 on the right.
    """

    size: int
    starts: Ints
    forms: Ints
    signs: Ints


class Forms(NamedTuple):
    """All forms of a layout.

    `families` and `relations` are the family of each form and its relation's place in RELATIONS; `if_printed`
    are those that are not evaluated while a side is blank. The forms at the places `summed` a file has only
    when it lists facts of both sides, which `summed_terms` are. `conditions` are the terms of the conditions
    of families, and `depends` says of each form on which of them it depends.
    """

    families: Ints
    relations: Ints
    terms: Terms
    if_printed: Bools
    summed: Ints
    summed_terms: Terms
    conditions: Terms
    depends: Bools


def forms_of(families: Sequence[Family], facts: int) -> Forms:
    """Return the forms of families over a number of facts."""
    own = np.repeat(np.arange(len(families)), [len(family.forms) for family in families])
    forms = [form for family in families for form in family.forms]
    is_summed = [any(ref.summed for ref in (*f.tree.left, *f.tree.right)) for f in families]
    summed = np.flatnonzero(np.array(is_summed, bool)[own])
    conditions = list(dict.fromkeys(chain.from_iterable(family.conditions for family in families)))
    depends = np.array([[one in family.conditions for one in conditions] for family in families], bool)
    return Forms(
        own,
        np.array([RELATIONS.index(family.relation) for family in families], np.int64)[own],
        _terms(forms, facts),
        np.array([family.if_printed for family in families], bool)[own],
        summed,
        _terms([forms[n] for n in summed], facts),
        _terms(conditions, facts),
        depends.reshape(len(families), len(conditions))[own],
    )


def _terms(forms: Sequence[Form], facts: int) -> Terms:
    sides = [side for form in forms for side in form]
    indices = np.array(list(chain.from_iterable(sides)), np.int64)
    side = np.repeat(np.arange(len(sides)), [len(one) for one in sides])
    order = np.argsort(indices, kind="stable")
    order = order[indices[order] != ABSENT]
    starts = np.searchsorted(indices[order], np.arange(facts + 1))
    return Terms(len(forms), starts, side[order] // 2, 1 - 2 * (side[order] % 2))
