"""Each rule about reading is silent on the small unit's tables and speaks when one thing in them changes."""

import pytest
from tests.rule_cases import Case, changed, findings_of, found, held
from tests.small_tables import NINE, T1, T3, T4, T5, workbook
from tests.tables import check

PROJECTS = T5.replace("一般公共预算财政拨款支出决算表", "项目支出决算表")

CASES = [
    Case("F-01", NINE, "07: 三公”经费支出 → 工会”经费支出", "F-01 T7 财政拨款三公经费支出决算表"),
    Case(
        "F-02", workbook(T5=T5, T6=PROJECTS), "项目支出决算表 → 一般公共预算财政拨款支出决算表", "F-02 06!A3"
    ),
    Case("F-03", T1, "八、其他收入 → 八、彩票收入", "F-03 B10"),
    Case("F-03", T5, "21011 | → 2101 |", "F-03 C12 D12"),
    Case("F-04", T3, "| 经营支出 → | 工程支出", "F-04 G3"),
    Case("F-05", T5, "T5[合计].基本支出 = 无", "F-05 D3"),
    Case("F-06", T5, "T5[合计].基本支出 = 73.OO", "F-06 D3"),
    Case("F-07", T5, "T5[合计].基本支出 = #REF!", "F-07 D3"),
    Case("F-08", T5, "T5[合计].基本支出 = =SUM(D4:D14)", "F-08 D3"),
    Case("F-09", T5, "单位：万元 → 单位：某局", "F-09 A1"),
    Case("F-10", T5, "T5[合计].基本支出 = 73.001", "F-10 D3"),
    Case("F-11", T5, "2080506 | → 2080505 |", "F-11 C10"),
    Case("F-12", T5, "合计 | 基本支出 | 项目支出 → 一栏 | 二栏 | 三栏", "F-12 A1"),
    Case("F-13", T5, "单位：万元 → 单位：千元", "F-13 A1"),
    Case("F-14", workbook(T4=T4, T5=T5), "05: 单位：万元 → 单位：某局", "F-14 05!A1"),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_reading_rule_has_nothing_to_say_of_a_good_table(case):
    assert held(case) == set()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_reading_rule_says_where_a_table_is_odd(case):
    assert found(case) == case.finding


@pytest.mark.parametrize(
    ("rules", "verdict"),
    [
        ({"F-05", "F-06", "F-07", "F-08", "F-10", "F-11"}, "mismatch"),
        ({"F-01", "F-02", "F-03", "F-04", "F-09", "F-12", "F-13", "F-14"}, "not_evaluated"),
    ],
)
def test_what_is_wrong_is_told_from_what_is_left_out(rules, verdict):
    for case in CASES:
        if case.rule in rules:
            findings = check(changed(case.text, case.change)).findings
            assert {f.verdict.value for f in findings if f.rule == case.rule} == {verdict}, case


@pytest.mark.parametrize("content", ["73.OO", "#DIV/0!", "=SUM(D4:D14)"])
def test_a_tie_over_a_cell_that_cannot_be_read_is_not_evaluated(content):
    text = changed(T5, f"T5[合计].基本支出 = {content}")

    assert findings_of("W05-1", text) == ["unreadable_cell C3 D3 E3"]


def test_a_numbered_row_nobody_knows_counts_in_its_list():
    text = changed(T1, "八、其他收入 → 八、彩票收入")

    assert findings_of("W01-1", text) == []
