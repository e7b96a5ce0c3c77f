"""Score sheets are found by title and read by label, in each layout that is printed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.score_tables import PROJECT, UNIT, WHOLE
from tests.tables import check, sheets

from gouji.grid import ErrorValue, Sheet, Uncached, sheet_of
from gouji.locate import locate
from gouji.reconcile import reconcile
from gouji.rules import rule_book
from gouji.scores import with_scores
from gouji.scores.forms import forms
from gouji.scores.read import read_scores
from gouji.scores.titles import SIGN, kind_of_title

# The form 510000_0013zp of Sichuan as it is published: relation, value and unit of a target in three columns,
# reasons for the execution rate, notes below the scores [S19].
SICHUAN = """
报表编号：510000_0013zp
部门预算项目支出绩效自评表（2023年度）
项目名称 | 51000021R000000019951-工资性支出
主管部门 | 某局本级 | | | | 实施单位（盖章） | 某局
项目基本情况 | 1.项目年度目标完成情况 | 项目年度目标 | | | | 年度目标完成情况
| | 按时发放工资。 | | | | 已按时发放。
| 2.项目实施内容及过程概述 | 按月发放。
预算执行情况 | 年度预算数（万元） | 年初预算 | 调整后预算数 | 预算执行数 | 预算执行率 | 权重 | 得分 | 原因
| 总额 | 238.93 | 251.89 | 251.89 | 100.00% | 10 | 10 | 1.预算执行率=预算执行数/调整后预算数；
| 其中：财政资金 | 238.93 | 251.89 | 251.89 | 100.00% | / | /
| 财政专户管理资金 | 0.00 | 0.00 | 0.00 | 0.00% | / | /
| 单位资金 | 0.00 | 0.00 | 0.00 | 0.00% | / | /
| 其他资金 | | | | | / | /
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 权重 | 得分 | 原因
| 产出指标 | 数量指标 | 发放（缴纳）覆盖率 | '= | 100 | % | 100 | 60 | 60 |
| 效益指标 | 社会效益指标 | 足额保障率 | ≥ | 90 | % | 93 | 20 | 20 |
| 满意度指标 | 满意度指标 | 职工满意程度 | 定性 | 优良中低差 | | 优良中低差 | 10 | 10 |
合计 | | | | | | | | 100 | 100
评价结论 | 自评100分。
"""


def read(text):
    (sheet,), _ = read_scores(sheets(text))
    return sheet


def numbers(*entries):
    return [None if entry.number is None else str(entry.number) for entry in entries]


def indicators(sheet):
    return [
        (i.first, i.second, i.name, i.target.text, i.actual.text, *numbers(i.points, i.score))
        for i in sheet.indicators
    ]


# --- titles -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("项目支出绩效自评表", "project"),
        ("部门（单位）整体支出绩效目标自评表", "unit"),
        ("部门预算项目支出绩效自评表（2023年度）", "project"),
        ("2024 年度某局部门整体绩效自评表", "unit"),
        ("附件2：项 目 支 出\n绩 效 自 评 表", "project"),
        ("具体项目自评情况附项目支出绩效自评表。", ""),
        ("附项目支出绩效自评表", ""),
        ("项目支出绩效自评报告", ""),
        ("收入支出决算总表", ""),
    ],
)
def test_a_sheet_is_known_by_the_end_of_its_title(title, kind):
    assert kind_of_title(title) == kind


def test_every_title_has_the_sign_by_which_cells_are_passed_over():
    assert all(SIGN in end for end in forms().title_ends)


def test_the_name_of_a_sheet_is_its_title_where_it_prints_none():
    untitled = PROJECT.strip().removeprefix("项目支出绩效自评表")
    ((sheet,), _) = read_scores(sheets(f"=== 项目支出绩效自评表\n{untitled}"))

    assert ("项目支出绩效自评表", 5) == (sheet.title, len(sheet.indicators))


def test_two_sheets_may_stand_below_each_other():
    found, _ = read_scores(sheets(PROJECT.strip() + UNIT))

    assert [("project", 5), ("unit", 3)] == [(sheet.kind, len(sheet.indicators)) for sheet in found]


def test_a_list_of_contents_is_no_sheet():
    assert ((), ()) == read_scores(sheets("目录\n项目支出绩效自评表\n部门整体支出绩效自评表"))


def test_a_workbook_without_score_sheets_is_left_as_it_is():
    drawn = sheets("说明 | 1")
    result = reconcile(locate(drawn), rule_book())

    assert with_scores(result, drawn) is result


# --- layouts ----------------------------------------------------------------------------------------------


def test_a_project_is_read_with_all_its_values():
    sheet = read(PROJECT)

    assert ("project", "设备购置", "万元") == (sheet.kind, sheet.name, sheet.unit)
    assert ["9", "10", "9.5", "10", "95.00", "9.50"] == numbers(*sheet.funds[0].entries)
    assert [True, False, False] == [fund.is_total for fund in sheet.funds]
    assert ("成本指标", "经济成本指标", "单台价格", "≤2万元", "2.5万元", "15", "12") == indicators(sheet)[2]
    assert ("产出指标", "质量指标") == indicators(sheet)[1][:2]
    assert ("购置设备5台。", "购置设备4台。") == (sheet.expected.text, sheet.achieved.text)
    assert ("100", "89.50") == tuple(numbers(sheet.points, sheet.score))
    assert ("G16", "G11", "H11") == (
        sheet.score.cell.address,
        sheet.indicators[0].score.cell.address,
        sheet.indicators[0].reason.cell.address,
    )


def test_the_sheet_of_a_unit_has_columns_of_its_own():
    sheet = read(UNIT)

    assert ("unit", "某局", None) == (sheet.kind, sheet.name, sheet.indicators[0].reason)
    assert ["其中:县安排(万元)", "其他资金(万元)"] == [
        fund.label for fund in sheet.funds if not fund.is_total
    ]
    assert ("履职效能", "数量指标", "办件数量", "≥40万件", "42万件", "40", "40") == indicators(sheet)[2]


def test_the_sichuan_form_prints_a_target_in_three_columns():
    sheet = read(SICHUAN)

    assert ("project", "51000021R000000019951-工资性支出") == (sheet.kind, sheet.name)
    assert ("按时发放工资。", "已按时发放。") == (sheet.expected.text, sheet.achieved.text)
    assert [
        ("产出指标", "数量指标", "发放(缴纳)覆盖率", "=100%", "100%", "60", "60"),
        ("效益指标", "社会效益指标", "足额保障率", "≥90%", "93%", "20", "20"),
        ("满意度指标", "满意度指标", "职工满意程度", "优良中低差", "优良中低差", "10", "10"),
    ] == indicators(sheet)
    assert 5 == len(sheet.funds)
    assert {"exact"} == {f.verdict for f in check(SICHUAN).all_findings}


def test_labels_may_wrap_carry_letters_and_own_several_columns():
    rows = [
        ["项目支出绩效自评表", "", "", "", "", "", "", "", ""],
        ["项目名称：", "某某项目", "", "", "", "", "", "", ""],
        [
            "项目资金\n（万元）",
            "",
            "年初\n预算数",
            "",
            "全年预算数\n（A）",
            "全年执行数（B）",
            "分值",
            "执行率\n（B/A）",
            "得  分",
        ],
        ["", "年度资金总额", "", 10.0, 20.0, 15.0, 10.0, 0.75, "7.5 分"],
        ["", "其中：当年财政拨款", "", 10.0, 20.0, 15.0, "－", "－", "－"],
        [
            "一级\n指标",
            "二级指标",
            "三级指标",
            "",
            "年度\n指标值",
            "实际\n完成值",
            "分值",
            "得分",
            "偏差原因分析\n及改进措施",
        ],
        ["产出指标", "质量指标", "合格率", "", ">=95%", 0.931, 90.0, "88.20分", "一批返工"],
        ["总分", "", "", "", "", "", 100.0, "95.70\n分", ""],
    ]
    sheet = sheet_of("表", rows)
    ((found,), _) = read_scores([sheet])

    assert ("某某项目", "10") == (found.name, str(found.funds[0].initial.number))
    assert ("75%", "93.1%") == (found.funds[0].rate.text, found.indicators[0].actual.text)
    result = with_scores(reconcile(locate(()), rule_book()), [sheet])
    assert (True, 0) == (result.ties, result.counts["mismatch"])


def test_unknown_columns_are_passed_over_and_a_head_may_come_again():
    text = PROJECT.replace(
        "成本指标 | 经济",
        "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因\n成本指标 | 经济",
    )
    wide = "\n".join(f"{line} | 备查 | 7" for line in PROJECT.strip().splitlines())

    assert indicators(read(text)) == indicators(read(wide)) == indicators(read(PROJECT))


def test_a_sheet_in_yuan_says_so():
    assert "元" == read(PROJECT.replace("（万元）", "（元）", 1)).unit
    assert "元" == read(PROJECT.replace("（万元）", "", 1).replace("（2023年度）", "单位：元")).unit


# --- what cannot be read ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "rule"), [("#REF!", "F-07"), ("=SUM(G5:G9)", "F-08"), ("十六", "F-05"), ("1六", "F-06")]
)
def test_what_is_no_number_is_a_finding_and_never_zero(cell, rule):
    result = check(PROJECT.replace("4台 | 20 | 16", f"4台 | 20 | {cell}"))

    assert [(rule, "G11"), ("P-02", "G11")] == [
        (f.rule, f.cells[0].cell) for f in result.findings if f.rule in (rule, "P-02")
    ]
    assert "not_evaluated" == result.findings[-1].verdict


def test_an_error_or_a_formula_without_result_as_target_or_actual_is_a_finding():
    for value in (ErrorValue("#N/A"), Uncached("=A1")):
        drawn = sheets(PROJECT)
        drawn[0].rows[10][4] = value
        result = with_scores(reconcile(locate(()), rule_book()), drawn)

        assert {"F-07", "F-08", "P-04"} & {f.rule for f in result.findings} >= {"P-04"}
        assert "score_unreadable" in {f.says for f in result.findings}


def test_a_form_that_is_not_filled_in_is_not_wrong():
    blank = re.sub(r"(?<=\|)[^|\n]*\d[^|\n]*(?=\|)", " ", PROJECT.replace("| 100 | 89.50分", "| |"))
    result = check(blank)

    assert set() == {f.rule for f in result.findings if f.verdict == "mismatch"}


def test_indicators_without_a_readable_head_are_told():
    (finding,) = (f for f in check(PROJECT.replace("实际完成值", "第五栏")).findings if f.rule == "P-17")

    assert ("not_evaluated", "A1") == (finding.verdict, finding.cells[0].cell)


# --- anything ---------------------------------------------------------------------------------------------

LABELS = [
    *(
        "项目支出绩效自评表",
        "部门整体支出绩效自评表",
        "项目名称",
        "年度资金总额",
        "其中：财政拨款",
        "其他资金",
        "总分",
    ),
    *forms().funds,
    *forms().indicators,
    *forms().goals,
]
VALUES = [
    *(
        ">=88%",
        "<=14.07万元",
        "=12次",
        "≥95%",
        "有效",
        "达成",
        "部分达成",
        "2023年12月31日",
        "=2023年13月1日",
    ),
    *(
        "72.92 分",
        "97.95%",
        "—",
        "/",
        "-5",
        "1,234.50",
        "￥3",
        "=",
        "≥",
        "定性",
        "%",
        "全年实施项目1个，支出2.40万元",
    ),
]
CELLS = st.one_of(
    st.sampled_from(LABELS),
    st.sampled_from(VALUES),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.none(),
    st.text(max_size=6),
    st.sampled_from([ErrorValue("#REF!"), Uncached("=A1")]),
)


@given(st.lists(st.lists(CELLS, max_size=9), max_size=14))
def test_any_grid_is_read_and_judged(rows):
    drawn = [sheet_of("表", rows)]

    with_scores(reconcile(locate(()), rule_book()), drawn).all_findings  # noqa: B018


@given(st.data())
def test_a_sheet_with_any_cell_changed_is_read_and_judged(data):
    drawn = sheets(WHOLE)
    for _ in range(data.draw(st.integers(1, 6))):
        sheet: Sheet = data.draw(st.sampled_from(drawn))
        row = data.draw(st.integers(0, len(sheet.rows) - 1))
        column = data.draw(st.integers(0, len(sheet.rows[0]) - 1))
        sheet.rows[row][column] = data.draw(CELLS)

    for finding in with_scores(reconcile(locate(()), rule_book()), drawn, locate(drawn)).all_findings:
        assert finding.rule
