"""Rules between years: each holds where the opening balances are last year's closing ones, and breaks."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rule_cases import changed, shown
from tests.small_tables import NINE, T1, T4, workbook
from tests.tables import check
from tests.test_comparison import compare

from gouji.rules import RuleBookError, parse_rules, rule_book

BETWEEN = [rule for rule in rule_book() if rule.trees_between_years]
OPENINGS = {
    "T1[年初结转和结余].收入": "27.00",
    "T4[年初财政拨款结转和结余].收入": "14.00",
    "T4[年初一般公共预算财政拨款].收入": "8.00",
    "T4[年初政府性基金预算财政拨款].收入": "3.00",
    "T4[年初国有资本经营预算财政拨款].收入": "3.00",
    "T8[合计].年初结转和结余": "3.00",
}
"""The closing balances of the small unit's year, which are the opening balances of the next one."""

NEXT = NINE
for place, amount in OPENINGS.items():
    NEXT = changed(NEXT, f"{place} = {amount}")

CASES = [
    ("XY-1", "T1[年初结转和结余].收入", "01!B13 - 01!D13"),
    ("XY-1", "T4[年初财政拨款结转和结余].收入", "04!B10 - 04!D10"),
    ("XY-1", "T8[合计].年初结转和结余", "08!C3 - 08!H3"),
    ("XY-2", "T4[年初一般公共预算财政拨款].收入", "04!B11 - 04!E10"),
    ("XY-2", "T4[年初政府性基金预算财政拨款].收入", "04!B12 - 04!F10"),
    ("XY-2", "T4[年初国有资本经营预算财政拨款].收入", "04!B13 - 04!G10"),
]


def found(this, last):
    """Return what the rules between years find: the rule and the finding as cases write it."""
    return [(f.rule, shown(f, several=True)) for f in compare(this, last).openings.findings]


def test_the_next_year_begins_as_the_year_ended():
    comparison = compare(NEXT, NINE)

    assert found(NEXT, NINE) == []
    assert comparison.openings.counts["exact"] == len(CASES)
    assert comparison.openings.ties


def test_every_form_between_years_has_a_case():
    forms = [rule.id for rule in BETWEEN for _ in rule.trees_between_years]

    assert sorted(rule for rule, _, _ in CASES) == sorted(forms)


@pytest.mark.parametrize(("rule", "place", "cells"), CASES)
def test_an_opening_balance_that_is_not_the_closing_one_is_a_mismatch(rule, place, cells):
    assert found(changed(NEXT, f"{place} = 30.00"), NINE) == [
        (rule, f"{cells} = {30 - float(OPENINGS[place]):.2f}")
    ]


@pytest.mark.parametrize(("rule", "place", "cells"), CASES)
def test_a_blank_opening_balance_is_zero(rule, place, cells):
    assert found(changed(NEXT, f"{place} = "), NINE) == [(rule, f"{cells} = -{OPENINGS[place]}")]


@pytest.mark.parametrize(
    ("rule", "closing", "finding"),
    [
        ("XY-1", "T1[年末结转和结余].支出", "01!B13 - 01!D13 = -3.00"),
        ("XY-1", "T4[年末财政拨款结转和结余].合计", "04!B10 - 04!D10 = -16.00"),
        ("XY-1", "T8[合计].年末结转和结余", "08!C3 - 08!H3 = -27.00"),
        ("XY-2", "T4[年末财政拨款结转和结余].一般公共预算财政拨款", "04!B11 - 04!E10 = -22.00"),
    ],
)
def test_the_closing_balance_is_last_years(rule, closing, finding):
    assert found(NEXT, changed(NINE, f"{closing} = 30.00")) == [(rule, finding)]
    assert found(changed(NEXT, f"{closing} = 30.00"), NINE) == []


def test_they_are_what_should_hold_and_keep_nothing_from_tying():
    comparison = compare(changed(NEXT, "T1[年初结转和结余].收入 = 30.00"), NINE)

    assert [(f.verdict, f.severity) for f in comparison.openings.findings] == [("mismatch", "should")]
    assert comparison.openings.ties


@pytest.mark.parametrize(
    ("opening", "finding"),
    [
        ("27.01", "plug: 01!B13 - 01!D13 = 0.01"),
        ("26.99", "plug: 01!B13 - 01!D13 = -0.01"),
        ("27.02", "01!B13 - 01!D13 = 0.02"),
    ],
)
def test_one_last_place_apart_is_a_plug_and_more_a_mismatch(opening, finding):
    assert found(changed(NEXT, f"T1[年初结转和结余].收入 = {opening}"), NINE) == [("XY-1", finding)]


@pytest.mark.parametrize(
    ("yuan", "findings"),
    [
        ("270000.00", []),
        ("269950.00", [("XY-1", "rounding: 01!B13 - 01!D13 = -50.00")]),
        ("270050.01", [("XY-1", "01!B13 - 01!D13 = 50.01")]),
    ],
)
def test_an_opening_in_yuan_may_miss_a_closing_in_wan_by_its_rounding(yuan, findings):
    this = workbook(T1=changed(T1.replace("万元", "元"), f"T1[年初结转和结余].收入 = {yuan}"))

    assert [(rule, one) for rule, one in found(this, workbook(T1=T1)) if "=" in one] == findings


ANY_AMOUNT = st.integers(0, 10**12).map(lambda hundredths: f"{hundredths // 100}.{hundredths % 100:02d}")


@given(ANY_AMOUNT, ANY_AMOUNT)
def test_a_workbook_that_ends_as_it_began_agrees_with_itself(total, fund):
    text = NINE
    for place in ("T1[年初结转和结余].收入", "T1[年末结转和结余].支出"):
        text = changed(text, f"{place} = {total}")
    for place in ("T4[年初政府性基金预算财政拨款].收入", "T4[年末财政拨款结转和结余].政府性基金预算财政拨款"):
        text = changed(text, f"{place} = {fund}")
    for place, amount in OPENINGS.items():
        if not place.startswith("T1") and "基金" not in place:
            text = changed(text, f"{place} = {amount}")

    assert found(text, text) == []
    assert {pair.change for pair in compare(text, text).pairs} == {0}


# --- what is missing --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("this", "last", "finding"),
    [
        (NEXT, workbook(T4=T4), ("XY-1", "no_table last.T1")),
        (NEXT.replace("收入支出决算总表", "收支情况", 1), NINE, ("XY-1", "no_table T1")),
        (changed(NEXT, "年初结转和结余 | 27.00 → 年初 | 27.00"), NINE, ("XY-1", "no_row T1 年初结转和结余")),
        (
            NEXT,
            changed(NINE, "| 年末结转和结余 | 27.00 → | 年末 | 27.00"),
            ("XY-1", "no_row last.T1 年末结转和结余"),
        ),
        (
            changed(NEXT, "T1[年初结转和结余].收入 = 二十七"),
            NINE,
            ("XY-1", "unreadable_cell 01!B13 01!D13"),
        ),
    ],
)
def test_what_cannot_be_evaluated_names_the_year_and_what_it_lacks(this, last, finding):
    assert finding in found(this, last)


def test_a_fund_table_that_is_left_out_counts_as_zero():
    no_table = re.sub(r"=== 08\n.*?(?==== 09)", "", NEXT, flags=re.DOTALL)
    nothing = changed(NINE, "T8[合计].年末结转和结余 = 0.00")

    assert found(no_table, NINE) == [("XY-1", "- 08!H3 = -3.00")]
    assert found(no_table, nothing) == []


def test_a_layout_without_balances_by_fund_is_not_asked_for_them():
    lines = [line for n, line in enumerate(T4.strip().splitlines(), 1) if n not in range(11, 14)]
    text = workbook(T1=T1, T4="\n".join(lines))

    assert {rule for rule, _ in found(text, workbook(T1=T1, T4=T4))} == {"XY-1"}


# --- the rules as data ------------------------------------------------------------------------------------


def test_a_check_of_one_workbook_evaluates_none_of_them():
    report = check(changed(NEXT, "T1[年初结转和结余].收入 = 30.00"))

    ids = {rule.id for rule in BETWEEN}
    assert ids == {"XY-1", "XY-2"}
    assert ids.isdisjoint(finding.rule for finding in report.all_findings)


@pytest.mark.parametrize(
    ("form", "position"),
    [
        ("T1[总计].收入 - T1[结余分配].支出 == T1[总计].支出", 11),
        ("T1[总计].收入 == T1[总计].支出 - T1[结余分配].支出", 24),
        ("T5[科目] in T3", 1),
        ("noted_when_empty(T5)", 1),
    ],
)
def test_a_rule_between_years_compares_two_sums(form, position):
    text = f'[[rule]]\nid = "A-1"\nzh = "x"\nseverity = "must"\nforms_between_years = ["{form}"]'

    with pytest.raises(RuleBookError) as caught:
        parse_rules(text, "own.toml")
    assert f"own.toml: rule A-1, forms_between_years, position {position}: between years" in str(caught.value)
