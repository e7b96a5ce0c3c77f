"""The search for the smallest sets, on other people's published cases and against trying every set.

Sources: the R packages editrules (benchmark of balance trees), errorlocate (weights, large values) and
deducorrect (records with typing errors), whose facts are typed anew here.
"""

from dataclasses import replace
from itertools import combinations
from math import inf
from random import Random
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouji.culprits.eliminate import Row, TooManyRowsError, contradiction, interval
from gouji.culprits.search import System, Tie, smallest_sets
from gouji.culprits.typing_errors import slip


def equation(weights, amounts, width=0):
    """Return the tie that the weighted sum of the amounts is zero."""
    difference = sum(weight * amounts[cell] for cell, weight in weights.items())
    return Tie(weights, -difference, -difference, width)


def at_most(weights, amounts, limit=0):
    difference = sum(weight * amounts[cell] for cell, weight in weights.items()) - limit
    return Tie(weights, -inf, -difference)


# --- Fellegi and Holt -------------------------------------------------------------------------------------

X, Y, Z = 0, 1, 2
XYZ = {X: 1, Y: 1, Z: 3}
WEIGHED = System([equation({X: 1, Y: 1, Z: -1}, XYZ), Tie({Y: 2, Z: -1}, 0, 0)])
"""x + y = z and 2y + 1 = z, with x = 1, y = 1, z = 3."""


def test_the_fewest_cells_are_changed():
    assert ((X,),) == smallest_sets(WEIGHED).sets


def test_two_cells_that_weigh_less_than_one_are_changed_instead():
    located = smallest_sets(replace(WEIGHED, weights={X: 10, Y: 1, Z: 1}))

    assert (((Y, Z),), 2) == (located.sets, located.weight)


def test_a_pinned_cell_is_never_changed():
    assert ((Y, Z),) == smallest_sets(replace(WEIGHED, pinned=frozenset({X}))).sets


def test_nothing_is_found_when_every_cell_is_pinned():
    located = smallest_sets(replace(WEIGHED, pinned=frozenset({X, Y, Z})))

    assert ((), inf, True) == (located.sets, located.weight, located.complete)


def test_of_a_chain_of_limits_the_cell_that_breaks_it_is_changed():
    amounts = {X: 2, Y: 0}
    above_one = Tie({X: 1}, 2 - amounts[X], inf)
    assert ((Y,),) == smallest_sets(System([above_one, at_most({X: 1, Y: -1}, amounts, -1)])).sets


def test_ties_that_contradict_each_other_have_no_set():
    amounts = {X: 10, Y: 99}
    ties = [equation({X: 1, Y: -1}, amounts), equation({X: 9, Y: -1}, amounts), Tie({X: 1}, -9, -9)]

    assert () == smallest_sets(System(ties)).sets


@pytest.mark.parametrize("profit", [10**10, 10**15, 3 * 10**20])
def test_values_above_ten_million_are_no_different(profit):
    amounts = {X: profit, Y: 200, Z: 300}
    ties = [
        equation({X: 1, Z: -1, Y: 1}, amounts),
        at_most({Z: 6, Y: -10}, amounts),
        at_most({Z: -1}, amounts),
    ]
    system = System(ties)

    assert ((X,),) == smallest_sets(system).sets
    assert [(100 - profit, 100 - profit)] == system.changes((X,))


# --- balance trees ----------------------------------------------------------------------------------------

CELLS = 401


def tree(amounts):
    """Return the 200 balances x[i] = x[2i] + x[2i + 1] of 401 cells."""
    return System([equation({i: 1, 2 * i: -1, 2 * i + 1: -1}, amounts) for i in range(1, CELLS // 2 + 1)])


@pytest.mark.parametrize(
    ("first", "sets", "weight"),
    [
        pytest.param(1, 1, 10, id="begin"),
        pytest.param(196, 3, 8, id="middle"),
        pytest.param(392, 1, 5, id="end"),
    ],
)
def test_the_balance_tree_with_ten_cells_of_minus_one_is_solved(first, sets, weight):
    amounts = {i: -1 if first <= i < first + 10 else 0 for i in range(1, CELLS + 1)}
    located = smallest_sets(tree(amounts))

    assert (sets, weight, weight, True) == (
        len(located.sets),
        located.weight,
        located.at_least,
        located.complete,
    )


@pytest.mark.parametrize("seed", range(5))
def test_ten_errors_anywhere_in_the_balance_tree_are_never_more_than_ten_cells(seed):
    random = Random(seed)
    amounts = {}
    for i in range(CELLS, 0, -1):
        amounts[i] = random.randint(1, 10**6) if 2 * i > CELLS else amounts[2 * i] + amounts[2 * i + 1]
    wrong = sorted(random.sample(range(1, CELLS + 1), 10))
    for i in wrong:
        amounts[i] += random.randint(1, 10**5)
    system = tree(amounts)
    located = smallest_sets(system)

    assert located.complete
    assert located.weight <= len(wrong)
    if located.weight == len(wrong):
        assert tuple(sorted(system.group(i)[0] for i in wrong)) in located.sets


# --- typing errors ----------------------------------------------------------------------------------------

RECORD = dict(enumerate((1452, 116, 1568, 116, 323, 76, 12, 411, 1979, 1842, 137), 1))
BALANCES = (
    {1: 1, 2: 1, 3: -1},
    {2: 1, 4: -1},
    {5: 1, 6: 1, 7: 1, 8: -1},
    {3: 1, 8: 1, 9: -1},
    {9: 1, 10: -1, 11: -1},
)


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ({}, {}),
        ({4: 161}, {4: ("transposed", 116)}),
        ({4: 161, 9: 19979}, {4: ("transposed", 116), 9: ("doubled", 1979)}),
    ],
)
def test_the_records_with_typing_errors_are_put_right(typed, kinds):
    amounts = RECORD | typed
    system = System([equation(weights, amounts) for weights in BALANCES])
    (cells,) = smallest_sets(system).sets or ((),)
    slips = {
        cell: slip(amounts[cell], amounts[cell] + low, amounts[cell] + high)[:2]
        for cell, (low, high) in zip(cells, system.changes(cells), strict=True)
    }

    assert kinds == slips


@pytest.mark.parametrize(
    ("found", "right", "kind"),
    [
        (161, 116, "transposed"),
        (19979, 1979, "doubled"),
        (18929, 18529, "digit"),
        (1829, 18529, "dropped"),
        (-130, 130, "sign"),
        (18529, 185290, "point"),
        (18529, 1853, "point"),
        (3770000, 377, "unit"),
        (0, 18529, "omitted"),
        (18529, 0, "spurious"),
        (18529, 90417, "unexplained"),
    ],
)
def test_a_slip_of_the_keyboard_is_named(found, right, kind):
    assert (kind, right) == slip(found, right, right)[:2]


# --- exactness --------------------------------------------------------------------------------------------


def by_trying(system, cells):
    """Return the smallest sets by trying every set of one size after the other."""
    for size in range(len(cells) + 1):
        if found := [some for some in combinations(cells, size) if not any(system.hits(some))]:
            return found
    return []


@st.composite
def systems(draw):
    cells = range(draw(st.integers(2, 6)))
    ties = []
    for _ in range(draw(st.integers(1, 6))):
        of = draw(st.lists(st.sampled_from(cells), min_size=1, max_size=4, unique=True))
        weights = {cell: draw(st.sampled_from((-1, 1))) for cell in of}
        off = draw(st.sampled_from((0, 0, 0, 5, -5, 7)))
        low, high = draw(st.sampled_from(((off, off), (-inf, off), (off, inf))))
        ties.append(Tie(weights, low, high, draw(st.integers(0, 4))))
    return System(ties, {cell: draw(st.integers(0, 1)) for cell in cells})


@settings(max_examples=300, deadline=None)
@given(systems())
def test_the_smallest_sets_are_those_that_trying_all_finds(system):
    located = smallest_sets(system)
    expected = {
        tuple(sorted(system.group(cell)[0] for cell in some)) for some in by_trying(system, [*system.columns])
    }

    assert located.complete
    if system.broken:
        assert expected == {*located.sets}
    else:
        assert () == located.sets


def holds(rows, changes):
    return all(row.low <= sum(w * changes[c] for c, w in row.weights.items()) <= row.high for row in rows)


@settings(max_examples=200, deadline=None)
@given(systems(), st.data())
def test_rows_that_changes_satisfy_are_no_contradiction_and_keep_them_in_their_interval(system, data):
    rows = system.rows(system.columns)
    changes = {cell: data.draw(st.integers(-8, 8)) for cell in system.columns}
    if holds(rows, changes):
        assert not contradiction(rows)
        for cell, change in changes.items():
            low, high = interval(rows, cell)
            assert low <= change <= high


def test_a_contradiction_names_the_rows_it_came_from():
    rows = [
        Row({0: 1}, 5, 5, frozenset({10})),
        Row({0: 1, 1: 1}, 0, 0, frozenset({11})),
        Row({1: 1}, -3, 9, frozenset({12})),
        Row({2: 1}, 0, 1, frozenset({13})),
    ]

    assert {10, 11, 12} == contradiction(rows)


def test_the_limit_of_steps_ends_the_search_and_what_is_proven_is_said():
    random = Random(1)
    amounts = {i: random.randint(0, 10**6) for i in range(CELLS + 1)}
    started = monotonic()
    located = smallest_sets(tree(amounts), 5_000)

    assert monotonic() - started < 2
    assert (False, True) == (located.complete, located.at_least > 20)
    assert located == smallest_sets(tree(amounts), 5_000)


# --- more ties than can be eliminated ---------------------------------------------------------------------


def tangled(cells, ties):
    """Return rows over all the cells that no two of them repeat, each with room for any change."""
    random = Random(1)
    return [
        Row({c: random.choice((1, -1)) for c in range(cells)}, -1000, 1000, frozenset((n,)))
        for n in range(ties)
    ]


def test_rows_that_multiply_beyond_reason_are_given_up():
    rows = tangled(cells=14, ties=40)
    start = monotonic()

    with pytest.raises(TooManyRowsError):
        contradiction(rows)
    assert (-inf, inf) == interval(rows, 0)
    assert monotonic() - start < 5
