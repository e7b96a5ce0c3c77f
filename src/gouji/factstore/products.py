"""Products: facts × forms → verdicts, by the interval test of `reconcile` for many files at once.

The files' facts and the layout's forms are sparse matrices. Their products are made term by term, so that one
walk through the terms serves the sums and all that is asked of the sides. All numbers are exact integers of
64 bits.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gouji.factstore.terms import RELATIONS
from gouji.findings import Verdict
from gouji.reconcile import TWO_FACTS

if TYPE_CHECKING:
    from gouji.factstore.chunk import Bools, Ints
    from gouji.factstore.terms import Forms, Terms

BLOCK = 64
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


class Walk(NamedTuple):
    """The terms of files: the row of each one's fact, its form as a place in files × forms, its sign."""

    rows: Ints
    places: Ints
    signs: Ints


def judge(rows: FactRows, forms: Forms) -> Judged:
    """Return what the interval test says of every form in every file."""
    ends = np.searchsorted(rows.files, range(0, rows.size + BLOCK, BLOCK))
    parts = []
    for n, (start, end) in enumerate(pairwise(ends)):
        first, part = n * BLOCK, _chosen(rows, slice(start, end))
        block = part._replace(size=min(BLOCK, rows.size - first), files=part.files - first)
        judged = _judge(block, forms)
        parts.append(judged._replace(files=judged.files + first))
    return Judged(*map(np.concatenate, zip(*parts, strict=True)))


def _judge(rows: FactRows, forms: Forms) -> Judged:
    shape = rows.size, forms.terms.size
    seen = _chosen(rows, rows.printed | rows.unreadable)
    walk = _walk(seen, forms.terms)
    spoiled = _marked(walk.places[seen.unreadable[walk.rows]], shape)
    told = _marked(walk.places, shape)
    told[:, forms.summed] &= _on_both(_walk(rows, forms.summed_terms), (rows.size, forms.summed_terms.size))
    _drop_failing(told, seen, forms)
    differences = _sums(walk.places, walk.signs * seen.amounts[walk.rows], shape)
    wrong = told & (spoiled | ~_holds(differences, forms.relations))
    exact = np.sum(told & ~wrong, axis=1)

    files, found = np.nonzero(wrong)
    own = _part(walk, wrong.reshape(-1)[walk.places])
    printed, filled = (_part(own, chosen[own.rows]) for chosen in (seen.printed, seen.amounts != 0))
    widths = _sums(filled.places, seen.ulps[filled.rows], shape)[wrong]
    counts = _sums(filled.places, np.ones_like(filled.places), shape)[wrong]
    off = differences[wrong]
    last_places = np.zeros(rows.size, np.int64)
    np.maximum.at(last_places, rows.files, rows.ulps)
    is_plug = (counts == TWO_FACTS) & (np.abs(off) == last_places[files]) & (forms.relations[found] == 0)
    verdicts = np.full(len(off), _ROUNDING)
    verdicts[is_plug] = _PLUG
    verdicts[2 * np.abs(off) > widths] = _MISMATCH
    verdicts[(spoiled | (forms.if_printed & ~_on_both(printed, shape)))[wrong]] = _OPEN
    return Judged(files, found, off, verdicts, exact)


def _chosen(rows: FactRows, which: Bools | slice) -> FactRows:
    return FactRows(
        rows.size,
        rows.files[which],
        rows.facts[which],
        rows.amounts[which],
        rows.ulps[which],
        rows.printed[which],
        rows.unreadable[which],
    )


def _walk(rows: FactRows, terms: Terms) -> Walk:
    first = terms.starts[rows.facts]
    lengths = terms.starts[rows.facts + 1] - first
    ends = np.cumsum(lengths)
    own = np.repeat(np.arange(len(lengths)), lengths)
    at = (first - ends + lengths)[own]
    at += np.arange(len(own))
    places = (rows.files * terms.size)[own]
    places += terms.forms[at]
    return Walk(own, places, terms.signs[at])


def _part(walk: Walk, which: Bools) -> Walk:
    return Walk(walk.rows[which], walk.places[which], walk.signs[which])


def _marked(places: Ints, shape: tuple[int, int]) -> Bools:
    """Return a matrix of files by forms in which these places are true."""
    marked = np.zeros(shape, bool)
    marked.reshape(-1)[places] = True
    return marked


def _on_both(walk: Walk, shape: tuple[int, int]) -> Bools:
    """Return a matrix of files by forms in which those with terms on both sides are true."""
    left = walk.signs > 0
    return _marked(walk.places[left], shape) & _marked(walk.places[~left], shape)


def _sums(places: Ints, values: Ints, shape: tuple[int, int]) -> Ints:
    """Return a matrix of files by forms of the sums of the values in each place."""
    sums = np.zeros(shape, np.int64)
    np.add.at(sums.reshape(-1), places, values)
    return sums


def _drop_failing(told: Bools, rows: FactRows, forms: Forms) -> None:
    """Take out the forms whose conditions cannot be read or do not hold."""
    walk, shape = _walk(rows, forms.conditions), (rows.size, forms.conditions.size)
    fails = _sums(walk.places, walk.signs * rows.amounts[walk.rows], shape) != 0
    fails |= _marked(walk.places[rows.unreadable[walk.rows]], shape)
    for condition in np.flatnonzero(fails.any(axis=0)):
        told[np.ix_(fails[:, condition], forms.depends[:, condition])] = False


def _holds(differences: Ints, relations: Ints) -> Bools:
    at_most, at_least = (relations == RELATIONS.index(sign) for sign in ("<=", ">="))
    held: Bools = (differences == 0) | ((differences < 0) & at_most) | ((differences > 0) & at_least)
    return held
