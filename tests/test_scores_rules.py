"""Each rule of score sheets holds on a small sheet and breaks when one thing in it changes."""

import pytest
from tests.rule_cases import Case, changed, findings_of, found, held
from tests.score_tables import PROJECT, STAFF, UNIT, WHOLE, workbook
from tests.small_tables import T4
from tests.tables import check

from gouji.messages import LANGUAGES, message
from gouji.rules import parse_rules, rule_book

CASES = [
    Case("P-01", PROJECT, "95.00% → 96.00%", "G5 + E5 + D5 = 1.00"),
    Case("P-01", PROJECT, "95.00% | 9.50分 → 95.00% | 10分", "H5 + F5 + E5 + D5 = 0.50"),
    Case("P-01", PROJECT, "9.00 | 10.00 | → 9.00 | | ", "score_no_budget H5"),
    Case(
        "P-02",
        PROJECT,
        "≥90% | 93% | 10 | 10 → ≥90% | 93% | 20 | 10",
        "F5 + F11 + F12 + F13 + F14 + F15 = 10.00; F5 + F11 + F12 + F13 + F14 + F15 - F16 = 10.00",
    ),
    Case("P-02", PROJECT, "89.50分 → 98.50分", "H5 + G11 + G12 + G13 + G14 + G15 - G16 = -9.00"),
    Case("P-02", PROJECT, "100 | 89.50分 → 90 | 89.50分", "F5 + F11 + F12 + F13 + F14 + F15 - F16 = 10.00"),
    Case("P-02", PROJECT, "100 | 89.50分 → 100 | ", "score_no_total G16"),
    Case(
        "P-02",
        PROJECT,
        "2.5万元 | 15 | 12 → 2.5万元 | 15 | 16",
        "H5 + G11 + G12 + G13 + G14 + G15 - G16 = 4.00; score_bounds G13 F13",
    ),
    Case("P-03", PROJECT, "8.00 | 8.50 | 8.00 → 8.00 | 8.50 | 7.00", "E5 - E6 - E7 = 1.00"),
    Case("P-03", PROJECT, "8.00 | 8.50 | 8.00 → 7.99 | 8.50 | 8.00", "rounding: C5 - C6 - C7 = 0.01"),
    Case("P-03", PROJECT, "| 其他资金 → | 其中：上年结转资金", "score_parts_of_parts D5"),
    Case("P-04", PROJECT, "4台 | 20 | 16 → 4台 | 20 | 18", "G11 + F11 + D11 + E11 = 2.00"),
    Case("P-04", PROJECT, "4台 | 20 | 16 → 若干 | 20 | 16", "score_unreadable F11 D11 E11"),
    Case("P-05", PROJECT, "2.5万元 | 15 | 12 → 1.5万元 | 15 | 12", "G13 + F13 + D13 + E13 = -3.00"),
    Case("P-05", PROJECT, "2.5万元 | 15 | 12 → 0万元 | 15 | 0", "G13 + F13 + D13 + E13 = -15.00"),
    Case("P-06", PROJECT, "100% | 15 | 15 → 60% | 15 | 15", "G12 + F12 + D12 + E12 = 6.00"),
    Case("P-07", PROJECT, "达成 | 30 | 27 → 部分达成 | 30 | 27", "score_band G14 F14 D14 E14"),
    Case("P-07", PROJECT, "达成 | 30 | 27 → 有所改善 | 30 | 27", "score_unreadable F14 D14 E14"),
    Case("P-08", PROJECT, "一台推迟到下年 → 无。", "reason_missing G11 F11 D11 E11 H11"),
    Case(
        "P-08",
        PROJECT,
        "100% | 15 | 15 | → 100% | 15 | 15 | 验收推迟",
        "reason_without_deviation G12 F12 D12 E12 H12",
    ),
    Case("P-08", PROJECT, "≥90% | 93% → ≥70% | 93%", "reason_over_achieved D15 E15"),
    Case("P-09", WHOLE, "11: 200.00 | 178.00 | 10 → 200.00 | 177.00 | 10", "11!E5 - 01!D11 = -1.00"),
    Case("P-09", WHOLE, "11: 200.00 | 178.00 | 10 → 200.00 | 178.01 | 10", "plug: 11!E5 - 01!D11 = 0.01"),
    Case(
        "P-10",
        WHOLE,
        "11: 190.00 | 200.00 | 178.00 | 10 → 190.00 | 180.00 | 178.00 | 10",
        "11!E5 + 11!D5 + 12!E5 + 12!D5 + 13!E4 + 13!D4 = -0.90",
    ),
    Case("P-11", STAFF, "'=100% | '=100% → '=100% | '=80%", "score_copied_rate E8 G4"),
    Case(
        "P-12",
        WHOLE,
        "11: 86.82% → 100%",
        "11!F11 + 12!E5 + 12!D5 + 13!E4 + 13!D4 = 13.18",
    ),
    Case("P-13", WHOLE, "11: 公物采购节约率 → 政府采购执行率", "P-13 11!F12"),
    Case("P-14", WHOLE, "11: 项目2个 → 项目1个", "11!E9 + 12!E5 + 12!D5 + 13!E4 + 13!D4 = 0.00"),
    Case("P-14", WHOLE, "11: 支出19.10 → 支出9.50", "11!E9 + 12!E5 + 12!D5 + 13!E4 + 13!D4 = -9.60"),
    Case("P-15", STAFF, "12.00 | 9.60 → 12.00 | 9.70", "E6 + E7 + E9 + E4 = -0.10"),
    Case("P-16", PROJECT, "4台 | 20 | 16 → 5台 | 20 | 16", "G16 = -4.00"),
    Case("P-17", PROJECT, "年度指标值 → 一栏", "P-17 A1"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule_holds_on_a_good_sheet(case):
    assert held(case) <= {"exact"}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule_says_which_cells_break_it_and_by_how_much(case):
    assert found(case) == case.finding


def test_the_small_sheets_hold_in_every_rule():
    result = check(WHOLE)

    assert [f for f in result.findings if f.rule.startswith("P-") and f.says != "reason_no_column"] == []
    assert {
        "P-01",
        "P-02",
        "P-03",
        "P-04",
        "P-05",
        "P-06",
        "P-07",
        "P-09",
        "P-12",
        "P-14",
        "P-15",
        "P-16",
    } == {f.rule for f in result.all_findings if f.rule.startswith("P-") and f.verdict == "exact"}


def test_exact_findings_are_counted_and_shown_only_when_asked_for():
    result = check(PROJECT)

    exact = [finding for finding in result.all_findings if finding.verdict == "exact"]
    assert result.counts["exact"] == len(exact) > 0
    assert "exact" not in {finding.verdict for finding in result.findings}


def test_findings_stand_in_the_order_of_the_book():
    places = {rule.id: place for place, rule in enumerate(rule_book())}
    found_places = [
        places[f.rule] for f in check(WHOLE.replace("86.82%", "1%").replace("9.50分", "1")).all_findings
    ]

    assert found_places == sorted(found_places)


def test_a_book_says_how_severe_a_rule_is_and_whether_it_is_asked_at_all():
    own = parse_rules('[[rule]]\nid = "P-04"\nzh = "x"\nseverity = "info"\nscores = true\n', "own")
    result = check(changed(PROJECT, "4台 | 20 | 16 → 4台 | 20 | 18"), own)

    assert [("P-04", "info", "mismatch")] == [(f.rule, f.severity, f.verdict) for f in result.findings]


# --- how near is right ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "verdicts"),
    [
        ("95.00% → 95%", []),
        ("95.00% → 0.95", []),
        ("95.00% → 95", []),
        ("95.00% → 95.01%", ["rounding"]),
        ("95.00% → 95.1%", ["rounding"]),
        ("95.00% → 95.2%", ["mismatch"]),
        ("9.50 | 10 | 95.00% | 9.50分 → 9.47 | 10 | 94.70% | 9.5", ["rounding"]),
        ("9.50 | 10 | 95.00% | 9.50分 → 9.47 | 10 | 94.70% | 9", ["mismatch"]),
        ("9.50 | 10 | 95.00% | 9.50分 → 10.40 | 10 | 104.00% | 10", []),
        ("9.00 | 10.00 | 9.50 | 10 | 95.00% | 9.50分 → 9.00 | 10.00 | | 10 | | ", []),
    ],
)
def test_execution_rates_and_scores_may_be_rounded(change, verdicts):
    findings = check(changed(PROJECT, change)).findings

    assert verdicts == [finding.verdict for finding in findings if finding.rule == "P-01"]


@pytest.mark.parametrize(
    ("change", "verdicts"),
    [
        ("4台 | 20 | 16 → 4台 | 20 | 16.01", ["rounding"]),
        ("4台 | 20 | 16 → 4台 | 20 | 16.02", ["mismatch"]),
        ("≥5台 | 4台 | 20 | 16 → ≥5.5台 | 1.1台 | 20 | 4.1", ["rounding"]),
        ("≥5台 | 4台 | 20 | 16 → ≥5.5台 | 1.1台 | 20 | 4.2", ["mismatch"]),
        ("≥5台 | 4台 | 20 | 16 → ≥5台 | 9台 | 20 | 20", []),
    ],
)
def test_a_score_may_be_off_by_the_rounding_of_what_it_is_computed_from(change, verdicts):
    findings = check(changed(PROJECT, change)).findings

    assert verdicts == [finding.verdict for finding in findings if finding.rule == "P-04"]


@pytest.mark.parametrize(("score", "verdicts"), [("15", []), ("10", []), ("9", ["mismatch"])])
def test_above_an_equal_target_the_unit_s_own_rule_scores(score, verdicts):
    text = changed(PROJECT, f"=100% | 100% | 15 | 15 → =100% | 150% | 15 | {score}")

    assert verdicts == [finding.verdict for finding in check(text).findings if finding.rule == "P-06"]


def test_a_message_says_the_score_by_the_rule_in_both_languages():
    text = changed(PROJECT, "2.5万元 | 15 | 12 → 1.5万元 | 15 | 12")
    (finding,) = (f for f in check(text).findings if f.rule == "P-05")
    rule = next(rule for rule in rule_book() if rule.id == "P-05")

    for lang in LANGUAGES:
        said = message(finding, rule, lang)
        assert all(part in said for part in ("单台价格", "≤2万元", "1.5万元", "15.00", "12.00", "3.00")), said


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_finding_has_a_message(case, lang):
    rules = {rule.id: rule for rule in rule_book()}

    for finding in check(changed(case.text, case.change)).all_findings:
        assert message(finding, rules[finding.rule], lang)


# --- several sheets ---------------------------------------------------------------------------------------


def test_without_sheets_of_projects_a_unit_is_compared_with_the_tables_alone():
    rules = {finding.rule for finding in check(workbook(UNIT)).all_findings}

    assert "P-09" in rules
    assert not {"P-10", "P-12", "P-14"} & rules


def test_two_units_in_one_workbook_share_no_projects():
    rules = {finding.rule for finding in check(workbook(UNIT, UNIT, PROJECT)).all_findings}

    assert not {"P-09", "P-10", "P-12", "P-14"} & rules


def test_spending_may_be_the_appropriations_of_t4():
    t4 = f"=== 04\n{T4.strip()}\n"
    sheets = workbook(UNIT.replace("178.00", "153.00").replace("89.00%", "76.50%").replace("8.90", "7.65"))

    assert {"P-09": "exact"} == {
        f.rule: f.verdict for f in check(t4 + sheets).all_findings if f.rule == "P-09"
    }


def test_amounts_in_yuan_are_exact_and_compare_with_those_in_wan():
    yuan = STAFF.replace("（万元）", "（元）").replace("12.00 | 12.00 | 9.60", "120000 | 120000 | 96000")

    assert findings_of("P-15", yuan) == []
    assert findings_of("P-12", workbook(UNIT, PROJECT, yuan)) == []


@pytest.mark.parametrize("name", ["无", "没有偏差", "—", "/"])
def test_a_reason_may_say_that_there_is_none(name):
    text = changed(PROJECT, f"100% | 15 | 15 | → 100% | 15 | 15 | {name}")

    assert findings_of("P-08", text) == []


def test_a_form_without_a_column_for_reasons_leaves_them_open():
    text = UNIT.replace("42万件 | 40 | 40", "30万件 | 40 | 30").replace("98.90", "88.90")

    assert findings_of("P-08", text) == ["reason_no_column H13"]


def test_a_low_execution_rate_needs_its_reason_where_the_form_asks_for_it():
    text = PROJECT.replace("执行率 | 得分 |\n", "执行率 | 得分 | 原因\n")
    low = text.replace("9.50 | 10 | 95.00% | 9.50分", "8.00 | 10 | 80.00% | 8")

    assert findings_of("P-08", text) == []
    assert findings_of("P-08", low) == ["reason_execution I5"]
    assert findings_of("P-08", low.replace("80.00% | 8 |", "80.00% | 8 | 推迟")) == []
