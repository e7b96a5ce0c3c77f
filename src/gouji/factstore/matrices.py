"""Matrices: forms as columns of sparse matrices of integers, of which each row is a fact."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from gouji.facts import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from gouji.factstore.chunk import Bools, Ints
    from gouji.rules.bind import Family

RELATIONS = ("==", "<=", ">=")


class Sides(NamedTuple):
    """Some of the forms, and how often each fact stands on their left and right sides.

    `places` is the column of each form of all, -1 where it is none of these.
    """

    places: Ints
    left: csr_array
    right: csr_array


class Matrices(NamedTuple):
    """All forms of a layout.

    `families` and `relations` are the family of each form and its relation's place in RELATIONS;
    `difference` is left minus right and `either` left plus right. `summed` are the forms that a file has only
    when it lists facts of both sides; `if_printed` those that are not evaluated while a side is blank.
    `conditions` are the conditions of families as forms, and `depends` says which form depends on which.
    """

    families: Ints
    relations: Ints
    difference: csr_array
    either: csr_array
    summed: Sides
    if_printed: Sides
    conditions: csr_array
    depends: NDArray[np.bool_]
    is_conditional: Bools


def matrices_of(families: Sequence[Family], facts: int) -> Matrices:
    """Return the matrices of families of forms over a number of facts."""
    sizes = [len(family.forms) for family in families]
    own = np.repeat(np.arange(len(families)), sizes)
    forms = list(chain.from_iterable(family.forms for family in families))
    left, right = (_matrix([form[side] for form in forms], facts) for side in (0, 1))
    summed = [any(ref.summed for ref in (*f.tree.left, *f.tree.right)) for f in families]
    needs = np.array([family.if_printed for family in families], bool)
    conditions = list(dict.fromkeys(chain.from_iterable(family.conditions for family in families)))
    before, after = (_matrix([one[side] for one in conditions], facts) for side in (0, 1))
    depends = np.array([[one in family.conditions for one in conditions] for family in families], bool)
    depends = depends.reshape(len(families), len(conditions))[own]
    return Matrices(
        own,
        np.array([RELATIONS.index(family.relation) for family in families], np.int64)[own],
        left - right,
        left + right,
        _sides(np.array(summed, bool)[own], left, right),
        _sides(needs[own], left, right),
        before - after,
        depends,
        np.array([bool(family.conditions) for family in families], bool)[own],
    )


def _sides(chosen: Bools, left: csr_array, right: csr_array) -> Sides:
    forms = np.flatnonzero(chosen)
    places = np.full(len(chosen), -1)
    places[forms] = np.arange(len(forms))
    return Sides(places, left[:, forms], right[:, forms])


def _matrix(sides: Sequence[Iterable[int]], facts: int) -> csr_array:
    """Return a matrix with a column a side, of how often each fact stands in it."""
    present = [[fact for fact in side if fact != ABSENT] for side in sides]
    rows = np.array(list(chain.from_iterable(present)), np.int64)
    columns = np.repeat(np.arange(len(present)), [len(side) for side in present])
    ones = np.ones(len(rows), np.int64)
    return csr_array((ones, (rows, columns)), shape=(facts, len(sides)))
