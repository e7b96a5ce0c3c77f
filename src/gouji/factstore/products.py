"""Products: facts × forms → verdicts, by the interval test of `reconcile` for many files at once.

All numbers are exact integers of 64 bits.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from gouji.factstore.matrices import RELATIONS
from gouji.findings import Verdict
from gouji.reconcile import TWO_FACTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gouji.factstore.chunk import Bools, Ints
    from gouji.factstore.matrices import Matrices, Sides

BLOCK = 128
"""Files whose products are made together: they fit a processor's cache."""
VERDICTS = tuple(Verdict)
_ROUNDING, _PLUG, _MISMATCH, _OPEN = (
    VERDICTS.index(verdict)
    for verdict in (Verdict.ROUNDING, Verdict.PLUG, Verdict.MISMATCH, Verdict.NOT_EVALUATED)
)


class FactRows(NamedTuple):
    """The facts of files: file and fact of each by number, and what stands there.

    `ulps` are the facts' last printed places, `unreadable` are cells with something that is no amount.
    """

    size: int
    files: Ints
    facts: Ints
    amounts: Ints
    ulps: Ints
    printed: Bools
    unreadable: Bools


class Judged(NamedTuple):
    """The forms that do not hold as printed: file, form, difference and verdict, as a place in VERDICTS.

    `exact` is the number of forms of each file that hold and are printed.
    """

    files: Ints
    forms: Ints
    differences: Ints
    verdicts: Ints
    exact: Ints


def judge(rows: FactRows, matrices: Matrices) -> Judged:
    """Return what the interval test says of every form in every file."""
    ends = np.searchsorted(rows.files, range(0, rows.size + BLOCK, BLOCK))
    parts = []
    for n, (start, end) in enumerate(pairwise(ends)):
        first, part = n * BLOCK, slice(start, end)
        block = FactRows(
            min(BLOCK, rows.size - first),
            rows.files[part] - first,
            rows.facts[part],
            rows.amounts[part],
            rows.ulps[part],
            rows.printed[part],
            rows.unreadable[part],
        )
        judged = _judge(block, matrices)
        parts.append(judged._replace(files=judged.files + first))
    return Judged(*map(np.concatenate, zip(*parts, strict=True)))


def _judge(rows: FactRows, matrices: Matrices) -> Judged:
    facts = matrices.either.shape[0]
    has_amount = rows.amounts != 0
    listed = _marked(rows, np.ones(len(rows.facts), bool), facts)
    printed, unreadable, filled = (
        _marked(rows, chosen, facts) for chosen in (rows.printed, rows.unreadable, has_amount)
    )
    amounts, ulps = (_with(filled, values[has_amount]) for values in (rows.amounts, rows.ulps))
    told = ((printed + unreadable) @ matrices.either).tocoo()
    files, forms = told.coords
    there = _apply(amounts, unreadable, matrices, files, forms)
    there &= _on_both(listed, matrices.summed, files, forms)
    files, forms = files[there], forms[there]
    differences = _at(amounts @ matrices.difference, files, forms)
    spoiled = _at(unreadable @ matrices.either, files, forms) > 0
    wrong = spoiled | ~_holds(differences, matrices.relations[forms])
    exact = np.bincount(files[~wrong], minlength=rows.size)

    files, forms, off, spoiled = files[wrong], forms[wrong], differences[wrong], spoiled[wrong]
    widths, counts = (_at(values @ matrices.either, files, forms) for values in (ulps, filled))
    verdicts = np.full(len(off), _ROUNDING)
    last_places = np.zeros(rows.size, np.int64)
    np.maximum.at(last_places, rows.files, rows.ulps)
    is_plug = (counts == TWO_FACTS) & (np.abs(off) == last_places[files]) & (matrices.relations[forms] == 0)
    verdicts[is_plug] = _PLUG
    verdicts[2 * np.abs(off) > widths] = _MISMATCH
    verdicts[spoiled | ~_on_both(printed, matrices.if_printed, files, forms)] = _OPEN
    return Judged(files, forms, off, verdicts, exact)


def _marked(rows: FactRows, chosen: Bools, facts: int) -> csr_array:
    """Return a matrix with a row a file, in which the chosen facts are 1."""
    counts = np.bincount(rows.files[chosen], minlength=rows.size)
    places = rows.facts[chosen]
    starts = np.concatenate([[0], np.cumsum(counts)])
    return csr_array((np.ones(len(places), np.int64), places, starts), shape=(rows.size, facts))


def _with(marked: csr_array, values: Ints) -> csr_array:
    """Return the matrix with these values in place of its ones."""
    return csr_array((values, marked.indices, marked.indptr), shape=marked.shape)


def _at(matrix: csr_array, rows: Ints, columns: Ints) -> Ints:
    values: Ints = matrix.toarray()[rows, columns]
    return values


def _apply(amounts: csr_array, unreadable: csr_array, matrices: Matrices, files: Ints, forms: Ints) -> Bools:
    """Say of forms in files whether the conditions that they depend on can be read and hold."""
    fails = (amounts @ matrices.conditions).toarray() != 0
    fails |= (unreadable @ abs(matrices.conditions)).toarray() != 0
    applied = np.ones(len(files), bool)
    asked = np.flatnonzero(matrices.is_conditional[forms])
    applied[asked] = ~(fails[files[asked]] & matrices.depends[forms[asked]]).any(axis=1)
    return applied


def _on_both(marked: csr_array, sides: Sides, files: Ints, forms: Ints) -> Bools:
    """Say of forms in files whether marked facts stand on both sides; of other forms it is true."""
    both = np.ones(len(files), bool)
    asked = np.flatnonzero(sides.places[forms] >= 0)
    if not len(asked):
        return both
    places = files[asked], sides.places[forms[asked]]
    both[asked] = (_at(marked @ sides.left, *places) > 0) & (_at(marked @ sides.right, *places) > 0)
    return both


def _holds(differences: Ints, relations: Ints) -> NDArray[np.bool_]:
    at_most, at_least = (relations == RELATIONS.index(sign) for sign in ("<=", ">="))
    held: NDArray[np.bool_] = (
        (differences == 0) | ((differences < 0) & at_most) | ((differences > 0) & at_least)
    )
    return held
