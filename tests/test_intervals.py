"""Printed figures as intervals: the worked cases, and the integer test of `reconcile`, which is the same."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from operator import add

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.tables import check

from gouji.figures import UNITS, WAN, YUAN, Figure, Interval, parse_figure
from gouji.findings import Verdict
from gouji.reconcile import reconcile
from gouji.rules import parse_rules, rule_book

D = Decimal
NOTHING = Interval(D(0), D(0))


def rounded(text, decimals=None):
    """Return the figure that the text prints, with the decimals it prints or with these."""
    figure = parse_figure(text)
    return Figure(figure.value, figure.decimals if decimals is None else decimals, figure.unit)


def summed(figures):
    return reduce(add, (figure.interval for figure in figures), NOTHING)


# --- the worked cases -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "addends"),
    [
        ("12,300", ["11,900"]),
        ("11,900", ["2,499"] * 4),
        ("12,900", ["11,900"]),
        ("3,000", ["1,000", "1,000"]),
    ],
)
def test_thousands_tie_where_the_intervals_have_an_amount_in_common(total, addends):
    assert rounded(total, -3).interval.meets(summed(rounded(text, -3) for text in addends))


@pytest.mark.parametrize(("total", "addends"), [("12,901", ["11,900"]), ("4,001", ["1,000", "1,000"])])
def test_thousands_do_not_tie_where_the_intervals_are_apart(total, addends):
    assert not rounded(total, -3).interval.meets(summed(rounded(text, -3) for text in addends))


@pytest.mark.parametrize(
    ("total", "addends"),
    [
        pytest.param("326.71", ["326.72"], id="ends touch"),
        pytest.param("326.72", ["326.71"], id="ends touch from above"),
        pytest.param("4", ["3"], id="ends of whole numbers touch"),
        pytest.param("3", ["1", "1"], id="two addends are twice as wide"),
        pytest.param("-5.00", ["-5.01"], id="negative ends touch"),
        pytest.param("1.00", ["3.00", "-2.01"], id="a negative addend widens as well"),
        pytest.param("12.3", ["12.35"], id="the coarser figure decides"),
        pytest.param("12.35", ["12.3"], id="and so it does as an addend"),
        pytest.param("13", ["12.34", "0.2"], id="three precisions"),
        pytest.param("26.13", ["1.00"] * 26, id="26 classes"),
        pytest.param("1.01", ["1.00", *["0.00"] * 25], id="zeros add nothing"),
        pytest.param("0.00", ["5.00", "-5.01"], id="a zero total may be of two parts"),
        pytest.param("0.00", [], id="nothing is zero"),
        pytest.param("1066.51元", ["1066.50元", "0.01元"], id="exact in 元"),
    ],
)
def test_figures_tie(total, addends):
    assert rounded(total).interval.meets(summed(map(rounded, addends)))


@pytest.mark.parametrize(
    ("total", "addends"),
    [
        pytest.param("326.71", ["326.73"], id="two cents"),
        pytest.param("4", ["1", "1"], id="[3.5, 4.5] and [1, 3]"),
        pytest.param("-326.71", ["326.71"], id="the sign is lost"),
        pytest.param("1.00", ["3.00", "-2.02"], id="two cents between three figures"),
        pytest.param("12.3", ["12.36"], id="beyond the coarser figure"),
        pytest.param("26.14", ["1.00"] * 26, id="26 classes and a cent more"),
        pytest.param("1.02", ["1.00", *["0.00"] * 25], id="zeros do not widen"),
        pytest.param("0.00", ["0.01"], id="a printed zero is a point"),
        pytest.param("-", ["0.01"], id="a dash is a point"),
        pytest.param("0", ["0.4"], id="a zero without decimals is a point too"),
        pytest.param("0.01", [], id="no addends are a point"),
        pytest.param("1066.51元", ["1066.52元"], id="a cent in 元"),
    ],
)
def test_figures_do_not_tie(total, addends):
    assert not rounded(total).interval.meets(summed(map(rounded, addends)))


def test_to_subtract_is_to_add_the_negated_interval():
    assert rounded("5.00").interval + -rounded("2.00").interval == Interval(D("2.99"), D("3.01"))
    assert -rounded("0.00").interval == NOTHING


def test_meeting_is_mutual():
    touching, apart = rounded("326.72").interval, rounded("326.73").interval
    here = rounded("326.71").interval

    assert here.meets(touching)
    assert touching.meets(here)
    assert not here.meets(apart)
    assert not apart.meets(here)


# --- the test in integers ---------------------------------------------------------------------------------

CODES = [f"20101{n:02d}" for n in range(1, 33)]
ROWS = "\n".join(f"{code} | 科目 | 1.00 | 1.00 | 1.00" for code in CODES)
TWO_TABLES = """
=== 03
支出决算表 | 单位：万元
编码 | 名称 | 本年支出合计 | 基本支出 | 项目支出
{rows}
=== 05
一般公共预算财政拨款支出决算表 | 单位：{unit}
编码 | 名称 | 合计 | 基本支出 | 项目支出
{rows}
"""
FACTS = {unit: check(TWO_TABLES.format(rows=ROWS, unit=unit)).facts for unit in UNITS}
READING = tuple(rule for rule in rule_book() if not (rule.trees or rule.trees_if_printed))

PRINTED = st.tuples(
    st.integers(-60, 60) | st.integers(-(10**9), 10**9), st.sampled_from([WAN, WAN, WAN, YUAN])
)
"""A figure's hundredths and its unit; small ones so that sums often come near each other."""


def verdict(left, right, relation="=="):
    """Return what `reconcile` says of two lists of (hundredths, unit): T3 is in 万元, T5 in 元."""
    facts = FACTS[YUAN if any(unit == YUAN for _, unit in (*left, *right)) else WAN]
    amounts = [0] * len(facts.amounts)
    terms = []
    for code, (hundredths, unit) in zip(CODES, (*left, *right), strict=False):
        table = "T3" if unit == WAN else "T5"
        amounts[facts.tables[table].rows[code]["基本支出"]] = hundredths * UNITS[unit] // UNITS[facts.unit]
        terms.append(f"{table}[{code}].基本支出")
    form = f"{' + '.join(terms[: len(left)])} {relation} {' + '.join(terms[len(left) :]) or 0}"
    rule = parse_rules(
        f"[[rule]]\nid = 'A-1'\nzh = '相等'\nseverity = 'must'\nforms = ['{form}']", "own.toml"
    )
    report = reconcile(replace(facts, amounts=amounts), (*READING, *rule))
    (finding,) = (finding for finding in report.all_findings if finding.rule == "A-1")
    return finding.verdict


def in_yuan(side):
    """Return the figures of one side in 元: 0.01 万元 is a hundred."""
    return [
        Figure(D(amount) / 100, 2, YUAN) if unit == YUAN else Figure(D(amount) * 100, -2)
        for amount, unit in side
    ]


@settings(max_examples=500)
@given(st.lists(PRINTED, min_size=1, max_size=4), st.lists(PRINTED, max_size=28))
def test_an_equation_ties_just_where_the_intervals_meet(left, right):
    ours, theirs = in_yuan(left), in_yuan(right)
    if sum(f.value for f in ours) == sum(f.value for f in theirs):
        expected = {Verdict.EXACT}
    elif summed(ours).meets(summed(theirs)):
        expected = {Verdict.ROUNDING, Verdict.PLUG}
    else:
        expected = {Verdict.MISMATCH}

    assert verdict(left, right) in expected


@given(st.lists(PRINTED, min_size=1, max_size=3), st.lists(PRINTED, min_size=1, max_size=3))
def test_a_limit_holds_just_where_some_amounts_of_the_intervals_keep_it(left, right):
    ours, theirs = in_yuan(left), in_yuan(right)
    if sum(f.value for f in ours) <= sum(f.value for f in theirs):
        expected = Verdict.EXACT
    elif summed(ours).low <= summed(theirs).high:
        expected = Verdict.ROUNDING
    else:
        expected = Verdict.MISMATCH

    assert verdict(left, right, "<=") == verdict(right, left, ">=") == expected


@given(st.integers(-(10**9), 10**9), st.integers(-3, 3))
def test_one_amount_printed_twice_is_exact_a_plug_or_a_mismatch(amount, apart):
    assume(amount and amount + apart)
    expected = {0: Verdict.EXACT, 1: Verdict.PLUG}.get(abs(apart), Verdict.MISMATCH)

    assert verdict([(amount, WAN)], [(amount + apart, WAN)]) == expected


# --- roundings of true amounts ----------------------------------------------------------------------------

HALF_A_CENT = 5_000
"""0.005 万元 in 分: what is less prints 0.00."""
TRUE = st.integers(HALF_A_CENT, 10**13) | st.integers(-(10**13), -HALF_A_CENT) | st.just(0)
"""An amount in 分 that prints 0.00 only if it is nothing."""


def in_wan(fen):
    """Return the figure that a form in 万元 prints of an amount in 分."""
    return int(D(fen).scaleb(-4).to_integral_value(ROUND_HALF_UP)), WAN


@settings(max_examples=500)
@given(st.lists(TRUE, min_size=1, max_size=26))
def test_roundings_of_true_amounts_are_never_a_mismatch(addends):
    total = sum(addends)
    assume(total == 0 or abs(total) >= HALF_A_CENT)

    assert verdict([in_wan(total)], [in_wan(fen) for fen in addends]) in {
        Verdict.EXACT,
        Verdict.ROUNDING,
        Verdict.PLUG,
    }


@given(TRUE, TRUE)
def test_a_limit_that_true_amounts_keep_is_never_a_mismatch(one, other):
    less, more = sorted((one, other))

    assert verdict([in_wan(less)], [in_wan(more)], "<=") == Verdict.EXACT


def test_an_amount_too_small_to_be_printed_is_taken_for_nothing():
    forty_yuan = 4_000

    assert in_wan(forty_yuan) == (0, WAN)
    assert verdict([in_wan(3 * forty_yuan)], [in_wan(forty_yuan)] * 3) == Verdict.MISMATCH
