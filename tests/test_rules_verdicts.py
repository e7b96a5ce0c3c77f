"""What a rule says: exact, rounding, plug, mismatch or not evaluated; and when it says nothing."""

import re

import pytest
from tests import (
    test_recalculate,
    test_rules_across,
    test_rules_reading,
    test_rules_within,
    test_scores_rules,
)
from tests.rule_cases import changed, findings_of, one_rule_a_form
from tests.small_tables import NINE, T1, T2, T3, T4, T5, T6, T7, T8, T9, workbook
from tests.tables import check
from tests.test_rules_across import NO_BALANCES, NO_PROJECTS, ONLY_FISCAL

from gouji.rules import parse_rules, rule_book
from gouji.rules.language import Equation, Membership

CASES = [
    *test_rules_within.CASES,
    *test_rules_across.CASES,
    *test_rules_reading.CASES,
    *test_scores_rules.CASES,
]
OF_FORMULAS = {"R-03", *test_recalculate.RULES}
BOOK = tuple(rule for rule in rule_book() if not rule.trees_between_years and rule.id not in OF_FORMULAS)
"""The rules about the values of one workbook; those between two years have their cases in
test_comparison_rules, those of formulas in test_recalculate."""

TABLES = {"T1": T1, "T2": T2, "T3": T3, "T4": T4, "T5": T5, "T6": T6, "T7": T7, "T8": T8, "T9": T9}
SUMS = [r for r in rule_book() if not r.when and any(isinstance(t, Equation | Membership) for t in r.trees)]
SUMS += [r for r in rule_book() if not r.when and r.trees_if_printed and not r.trees]


def tables_of(rule):
    """Return the tables a rule needs: those it names, but for those that count as zero if absent."""
    refs = [
        ref
        for tree in (*rule.trees, *rule.trees_if_printed)
        for ref in ((*tree.left, *tree.right) if isinstance(tree, Equation) else (tree.ref,))
    ]
    return sorted({ref.table for ref in refs} - rule.absent)


def without(*names):
    """Return the nine tables without these."""
    return workbook(**{name: text for name, text in TABLES.items() if name not in names})


def without_rows(text, *labels):
    """Return the text without the rows of these labels."""
    return "\n".join(line for line in text.splitlines() if line.split("|")[0].strip() not in labels)


# --- the book and its cases -------------------------------------------------------------------------------


def test_every_rule_has_a_case():
    assert {case.rule for case in CASES} == {rule.id for rule in BOOK}


def test_every_form_of_every_rule_is_broken_by_a_case():
    book = one_rule_a_form(BOOK)
    broken = {
        finding.rule
        for case in CASES
        for finding in check(changed(case.text, case.change), book).findings
        if finding.verdict == "mismatch" or finding.says == finding.rule
    }

    assert {rule.id for rule in book} - broken == set()


def test_what_was_checked_before_changes_nothing():
    texts = [text for case in CASES for text in (case.text, changed(case.text, case.change))]

    forwards = [check(text).findings for text in texts]
    backwards = [check(text).findings for text in reversed(texts)]
    assert forwards == backwards[::-1]


def test_the_small_unit_ties_in_every_rule_that_adds_up():
    report = check(NINE)

    assert report.findings == ()
    assert report.ties
    assert report.counts["exact"] > 300


def test_an_empty_form_has_no_findings():
    report = check(re.sub(r"-?\d+\.\d\d", "", NINE))

    assert report.findings == ()
    assert report.counts["exact"] == 0


# --- rounding, plug, mismatch -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "text", "change", "finding"),
    [
        ("W05-1", T5, "T5[合计].合计 = 113.01", "rounding: C3 - D3 - E3 = 0.01"),
        ("W05-1", T5, "T5[合计].合计 = 113.02", "C3 - D3 - E3 = 0.02"),
        ("W01-3", T1, "T1[年初结转和结余].收入 = 21.02", "rounding: B14 - B11 - B12 - B13 = -0.02"),
        ("W01-3", T1, "T1[年初结转和结余].收入 = 21.03", "B14 - B11 - B12 - B13 = -0.03"),
        ("W03-1", T3, "T3[合计].本年支出合计 = 178.03", "rounding: C3 - D3 - E3 - F3 - G3 - H3 = 0.03"),
        ("W03-1", T3, "T3[合计].本年支出合计 = 178.04", "C3 - D3 - E3 - F3 - G3 - H3 = 0.04"),
        ("W04-2", T4, "T4[总计].合计 = 166.98", "rounding: D14 - E14 - F14 - G14 = -0.02"),
        ("W04-2", T4, "T4[总计].合计 = 166.97", "D14 - E14 - F14 - G14 = -0.03"),
    ],
)
def test_half_a_cent_for_each_amount_is_rounding_and_more_is_none(rule, text, change, finding):
    assert findings_of(rule, changed(text, change)) == [finding]


def test_one_amount_printed_twice_a_cent_apart_is_a_plug():
    text = changed(workbook(T1=T1, T3=T3), "T3[212].本年支出合计 = 31.01")

    assert findings_of("X0103-2", text) == ["plug: 01!D6 - 03!C13 = -0.01"]


def test_one_amount_printed_twice_two_cents_apart_is_a_mismatch():
    text = changed(workbook(T1=T1, T3=T3), "T3[212].本年支出合计 = 31.02")

    assert findings_of("X0103-2", text) == ["01!D6 - 03!C13 = -0.02"]


def test_a_total_a_cent_off_its_only_addend_is_a_plug():
    text = changed(T5, "T5[221].合计 = 6.01")

    assert findings_of("W05-1", text) == ["plug: C13 - D13 - E13 = 0.01"]


def test_a_limit_passed_by_a_cent_is_rounding_and_no_plug():
    text = changed(workbook(T1=T1, T4=T4), "T4[208].合计 = 12.01")

    assert findings_of("X0104-2", text) == ["rounding: 04!D4 - 01!D4 = 0.01"]


@pytest.mark.parametrize("zero", ["", "0.00", "—"])
def test_a_blank_and_a_printed_zero_are_exactly_zero(zero):
    text = changed(workbook(T1=T1, T3=T3), "T1[212].支出 = 0.01")
    text = changed(text, f"T3[212].本年支出合计 = {zero}")

    assert findings_of("X0103-2", text) == ["01!D6 - 03!C13 = 0.01"]


@pytest.mark.parametrize(
    ("rule", "change", "finding"),
    [
        ("X0103-1", "T3[合计].本年支出合计 = 178.01", "01!D11 - 03!C3 = -0.01"),
        ("W01-3", "T1[年初结转和结余].收入 = 21.01", "01!B14 - 01!B11 - 01!B12 - 01!B13 = -0.01"),
        ("X0104-2", "T4[208].合计 = 12.01", "04!D4 - 01!D4 = 0.01"),
    ],
)
def test_in_yuan_a_cent_is_a_mismatch(rule, change, finding):
    text = changed(NINE.replace("万元", "元"), change)

    assert findings_of(rule, text) == [finding]


@pytest.mark.parametrize(
    ("yuan", "findings"),
    [
        ("1780000.00", []),
        ("1780049.99", ["rounding: 01!D11 - 03!C3 = 49.99"]),
        ("1780050.00", ["rounding: 01!D11 - 03!C3 = 50.00"]),
        ("1780050.01", ["01!D11 - 03!C3 = 50.01"]),
    ],
)
def test_between_a_table_in_yuan_and_one_in_wan_only_the_latter_rounds(yuan, findings):
    text = workbook(T1=changed(T1.replace("万元", "元"), f"T1[本年支出合计].支出 = {yuan}"), T3=T3)

    assert findings_of("X0103-1", text) == findings


def test_severity_is_that_of_the_rule():
    text = changed(NINE, "T7[公务接待费].决算数 = 50.00")

    found = {f.rule: f.severity for f in check(text).findings if f.verdict == "mismatch"}
    assert found == {"W07-1": "must", "W07-3": "info"}


def test_only_a_mismatch_of_severity_must_keeps_a_workbook_from_tying():
    reason_needed = changed(NINE, "T7[公务接待费].预算数 = 2.49")
    reason_needed = changed(reason_needed, "T7[合计].预算数 = 11.49")

    assert [f"{f.rule} {f.verdict}" for f in check(reason_needed).findings] == ["W07-3 rounding"]
    assert check(reason_needed).ties


# --- where a rule does not apply --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "text", "change", "wrong"),
    [
        ("X0104-3", ONLY_FISCAL, "T2[合计].事业收入 = 1.00", "T4[总计].收入 = 35.00"),
        ("X0104-3", ONLY_FISCAL, "T1[年初结转和结余].收入 = 3.01", "T4[总计].收入 = 35.00"),
        ("X0203-1", NO_BALANCES, "T1[年末结转和结余].支出 = 1.00", "T3[205].本年支出合计 = 5.00"),
        ("X0607-2", NO_PROJECTS, "T5[合计].项目支出 = 1.00", "T7[公务接待费].决算数 = 3.00"),
    ],
)
def test_a_rule_is_silent_unless_its_condition_holds_exactly(rule, text, change, wrong):
    assert findings_of(rule, changed(text, wrong)) != []
    assert findings_of(rule, changed(changed(text, wrong), change)) == []


def test_a_condition_over_a_cell_that_cannot_be_read_does_not_hold():
    text = changed(NO_PROJECTS, "T7[公务接待费].决算数 = 3.00")

    assert findings_of("X0607-2", changed(text, "T5[合计].项目支出 = #REF!")) == []


def test_a_condition_that_cannot_be_evaluated_leaves_the_rule_not_evaluated():
    assert findings_of("X0104-3", ONLY_FISCAL.replace("收入决算表", "收入情况")) == ["no_table T2"]


@pytest.mark.parametrize(
    ("rule", "text", "change", "finding"),
    [
        ("W06-2", T6, "T6[人员经费合计].决算数 = ", "blank_side C24 C3 C10"),
        ("X0506-2", workbook(T5=T5, T6=T6), "T6[30113].决算数 = ", "blank_side 06!C9 05!D14"),
    ],
)
def test_a_form_if_printed_is_not_evaluated_while_one_whole_side_is_blank(rule, text, change, finding):
    assert findings_of(rule, changed(text, change)) == [finding]


def test_a_side_that_is_blank_in_part_is_no_blank_side():
    text = changed(T8, "T8[合计].年末结转和结余 = ")

    assert findings_of("W08-1", text) == ["C3 + D3 - E3 - H3 = 3.00"]


def test_any_other_form_takes_a_blank_side_for_zero():
    assert findings_of("W01-4", changed(T1, "T1[总计].支出 = ")) == ["D14 - D11 - D12 - D13 = -207.00"]


def test_a_printed_zero_is_no_blank_side():
    assert findings_of("W06-2", changed(T6, "T6[人员经费合计].决算数 = 0.00")) == ["C24 - C3 - C10 = -55.00"]


def test_an_optional_rule_does_not_ask_for_rows_that_the_layout_lacks():
    openings = range(11, 14)
    text = "\n".join(line for n, line in enumerate(T4.strip().splitlines(), 1) if n not in openings)

    assert findings_of("W04-4", text) == []
    assert findings_of("W04-6", text) == []


def test_an_optional_rule_does_not_ask_for_columns_that_the_layout_lacks():
    three_columns = """
    国有资本经营预算财政拨款支出决算表 | | 单位：万元
    科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
    | 合计 | 9.00 | 1.00 | 8.00
    223 | 国有资本经营预算支出 | 9.00 | 1.00 | 7.00
    """

    assert findings_of("X0409-1", workbook(T4=T4, T9=three_columns)) == []
    assert findings_of("W09-1", three_columns) == ["C4 - D4 - E4 = 1.00", "E3 - E4 = 1.00"]


def test_a_table_that_may_be_absent_counts_as_zero():
    text = changed(without("T8", "T9"), "T3[2050201].基本支出 = 39.00")

    assert findings_of("X0305-1", without("T8", "T9")) == []
    assert findings_of("X0305-1", text) == ["03!D6 - 05!D6 = -1.00"]
    assert findings_of("X0305-2", without("T8", "T9")) == []


def test_an_absent_table_counts_as_zero_on_the_left_too():
    own = """
    [[rule]]
    id = "A-1"
    zh = "基金收入相等"
    severity = "must"
    absent = ["T8"]
    forms = ["T8[合计].本年收入 == T4[政府性基金预算财政拨款].收入"]
    """
    book = (*rule_book(), *parse_rules(own, "own.toml"))
    text, nothing = workbook(T4=T4), changed(workbook(T4=T4), "T4[政府性基金预算财政拨款].收入 = ")

    assert findings_of("A-1", text, book) == ["- 04!B4 = -30.00"]
    assert findings_of("A-1", nothing, book) == []


def test_a_rule_of_other_years_is_silent():
    book = parse_rules(
        """
        [[rule]]
        id = "A-1"
        zh = "总计相等"
        severity = "must"
        years = [2022, 2023]
        forms = ["T1[总计].收入 == T1[总计].支出"]
        """,
        "own.toml",
    )
    text = changed(T1, "T1[总计].支出 = 1.00")

    found = {
        year: findings_of("A-1", text.replace("收入支出", f"{year}收入支出"), (*rule_book(), *book))
        for year in ("2021年度", "2022年度", "2023年度", "2024年度", "")
    }
    assert {year for year, findings in found.items() if findings} == {"2022年度", "2023年度", ""}


# --- where something is missing ---------------------------------------------------------------------------


@pytest.mark.parametrize("rule", SUMS, ids=lambda rule: rule.id)
def test_a_rule_without_its_table_is_not_evaluated(rule):
    for table in tables_of(rule):
        assert findings_of(rule.id, without(table)) == [f"no_table {table}"]


def test_a_rule_without_its_row_is_not_evaluated():
    assert findings_of("W01-3", changed(T1, "使用非财政拨款结余 → 使用结余")) == [
        "no_row T1 使用非财政拨款结余"
    ]


def test_a_rule_without_its_column_is_not_evaluated():
    text = "\n".join(line.rpartition("|")[0] if line.count("|") > 4 else line for line in T3.splitlines())

    assert findings_of("W03-1", text) == ["no_column T3 对附属单位补助支出"]


def test_a_sum_without_any_of_its_rows_is_not_evaluated():
    text = without_rows(T1, *(line.split(" |")[0] for line in T1.splitlines() if "、" in line))

    assert findings_of("W01-1", text) == ["no_rows T1 收入项"]


def test_a_code_that_is_not_listed_is_nothing_missing():
    assert findings_of("X0506-2", workbook(T5=T5, T6=without_rows(T6, "30111"))) == ["06!C7 - 05!D12 = -2.00"]


def test_budget_and_final_are_never_mixed_up_whatever_their_order_in_the_form():
    text = """
    财政拨款“三公”经费支出决算表 | | | | 单位：万元
    合计 | | 因公出国（境）费 | | 公务接待费 | | 公务用车购置及运行维护费 |
    预算数 | 决算数 | 决算数 | 预算数 | 预算数 | 决算数 | 决算数 | 预算数
    6.00 | 3.00 | 1.00 | 2.00 | 2.00 | 1.00 | 1.00 | 2.00
    """

    assert {finding.verdict for finding in check(text).findings if finding.rule == "W07-1"} == set()
