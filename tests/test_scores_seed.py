"""The three score sheets of the 2023 sample: what is inconsistent in them, and nothing else.

The numbers I-1 to I-16 are those of docs/sources.md.
"""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from openpyxl import load_workbook
from tests.tables import check
from workbooks.build import build, figures

from gouji.messages import found
from gouji.workbook.score import score
from gouji.workbook.scoresheets import parse_printed_sheets

ROOT = Path(__file__).resolve().parents[1]
UNIT, STAFF, TEAM = "整体绩效自评", "项目绩效自评-雇员", "项目绩效自评-工作队"
S19_FUNDS = ("年初预算数", "调整后预算数", "预算执行数", "执行率", "权重", "得分")
S19_INDICATOR = r"(\S+) (?:(\S+) )?(\S+) =(\S+) 权重(\d+) 实际(\S+) 得分(\d+)"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    out = tmp_path_factory.mktemp("workbooks")
    build(out)
    return out / "2023决算样表.xlsx"


@pytest.fixture(scope="module")
def report(path):
    return score(path)


def told(report, severity, verdict="mismatch"):
    """Return rule, first cell and difference of the findings of a severity, in order."""
    return [
        (f.rule, f"{f.cells[0].sheet}!{f.cells[0].cell}", f.difference)
        for f in report.findings
        if (f.severity, f.verdict) == (severity, verdict)
    ]


def says(report, rule, cell):
    """Return the Chinese sentence of a rule's finding on a cell."""
    return next(
        found(f, "zh")
        for f in report.findings
        if f.rule == rule and any(f"{c.sheet}!{c.cell}" == cell for c in f.cells)
    )


def test_only_the_two_scores_against_the_rules_must_be_corrected(report):
    assert [("P-05", f"{UNIT}!H15", "-0.24"), ("P-05", f"{TEAM}!H17", "-10.00")] == told(report, "must")
    assert "mismatch" == report.status


def test_i_1_a_target_that_was_met_earns_all_points(report):
    said = says(report, "P-05", f"{UNIT}!H15")

    assert all(part in said for part in ("<=212.65万元", "183.99万元", "应得 12.00 分", "表列 11.76 分"))


def test_i_5_an_upper_limit_is_met_by_nothing(report):
    said = says(report, "P-05", f"{TEAM}!H17")

    assert all(part in said for part in ("<=14.07万元", "=0万元", "得 10.00 分", "表列 0.00 分"))


def test_what_should_be_looked_at_is_i_3_i_4_i_6_i_9_and_i_16(report):
    assert [
        ("P-08", f"{UNIT}!D18", None),
        ("P-08", f"{TEAM}!H13", None),
        ("P-11", f"{TEAM}!F15", None),
        ("P-12", f"{UNIT}!F16", "17.04"),
        ("P-14", f"{UNIT}!E12", "-66.09"),
    ] == told(report, "should")


def test_what_is_told_besides_is_i_8_i_13_and_the_totals_by_the_rules(report):
    assert [
        ("P-10", f"{UNIT}!E5", "-10.22"),
        ("P-15", f"{STAFF}!F12", "-0.09"),
        ("P-16", f"{UNIT}!H22", "-0.24"),
        ("P-16", f"{TEAM}!H20", "-10.00"),
    ] == told(report, "info")


@pytest.mark.parametrize(
    ("rule", "cell", "parts"),
    [
        ("P-11", f"{TEAM}!F15", ["资金发放及时率", "14.57%", "2.40 ÷ 16.47"]),  # I-4
        ("P-12", f"{UNIT}!F16", ["100.00%", "68.49", "82.56", "82.96%", "8.30"]),  # I-6
        ("P-10", f"{UNIT}!E5", ["3.85", "14.07", "105.28", "115.50", "10.22"]),  # I-8
        ("P-14", f"{UNIT}!E12", ["项目 1 个", "2.40", "2 个", "68.49", "66.09"]),  # I-9
        ("P-15", f"{STAFF}!F12", ["5人", "12次", "1.1万元/月", "66.00", "66.09", "0.09", "1.1015"]),  # I-13
        ("P-08", f"{UNIT}!F18", ["72.3万件", ">=40万件", "180.75%"]),  # I-16
        ("P-08", f"{TEAM}!I13", ["发放次数", "=10次", "故有偏差"]),  # I-3
        ("P-13", f"{UNIT}!F17", ["政府采购执行率", "100%"]),  # I-7: a sheet states no procurement
        ("P-16", f"{UNIT}!H22", ["99.02", "99.26"]),
        ("P-16", f"{TEAM}!H20", ["72.92", "82.92"]),
    ],
)
def test_findings_carry_the_figures(report, rule, cell, parts):
    said = says(report, rule, cell)

    assert [] == [part for part in parts if part not in said], said


def test_what_the_sheets_cannot_say_is_told(report):
    assert {"P-08", "P-13"} == {f.rule for f in report.findings if f.verdict == "not_evaluated"}


@pytest.mark.parametrize(
    ("sheet", "total", "by_rules"),
    [(UNIT, "99.02", "99.26"), (STAFF, "98.18", "98.18"), (TEAM, "72.92", "82.92")],
)
def test_the_totals_are_the_sums_of_their_scores_and_the_rules_yield(report, sheet, total, by_rules):
    on_sheet = [f for f in report.reconciliation.all_findings if f.cells[0].sheet == sheet]
    (summed,) = (f for f in on_sheet if f.rule == "P-02" and f.words[0] != "100.00")
    (ruled,) = (f for f in on_sheet if f.rule == "P-16")

    assert ("exact", total, total) == (summed.verdict, *summed.words[:2])
    assert (total, by_rules) == ruled.words[:2]


@pytest.mark.parametrize("sheet", [UNIT, STAFF, TEAM])
def test_the_points_make_a_hundred_and_rates_and_funds_tie(report, sheet):
    on_sheet = [f for f in report.reconciliation.all_findings if f.cells[0].sheet == sheet]

    assert ["exact"] * 2 == [f.verdict for f in on_sheet if f.rule == "P-02" and f.words[0] == "100.00"]
    assert ["exact"] * 2 == [f.verdict for f in on_sheet if f.rule == "P-01"]
    assert ["exact"] * 3 == [f.verdict for f in on_sheet if f.rule == "P-03"]


def test_the_unit_spent_what_t1_says(report):
    (finding,) = (f for f in report.reconciliation.all_findings if f.rule == "P-09")

    assert ("exact", "183.99", {"T1", ""}) == (
        finding.verdict,
        finding.words[0],
        {cell.table for cell in finding.cells},
    )


def test_the_report_keeps_to_the_result_format(report):
    schema = json.loads((ROOT / "docs" / "result.schema.json").read_text("utf-8"))

    for lang in ("zh", "en"):
        jsonschema.validate(json.loads(report.to_json(lang)), schema)
    assert not report.to_frame().empty


def test_a_file_without_score_sheets_and_one_that_is_none_say_so(path, tmp_path):
    none = tmp_path / "无.xlsx"

    assert ("unreadable", "no_scores") == (
        score(path.with_name("2024普陀区财政局.xlsx")).status,
        score(path.with_name("2024普陀区财政局.xlsx")).says,
    )
    assert "not_found" == score(none).says


# --- the sheets -------------------------------------------------------------------------------------------


def test_the_sheets_stand_between_the_tables_and_the_notes(path):
    assert ["分析表", UNIT, STAFF, TEAM, "填列说明"] == load_workbook(path).sheetnames[9:]


def test_every_value_is_printed_as_in_its_text(path):
    workbook = load_workbook(path)
    for printed in parse_printed_sheets(figures("2023-scores")):
        shown = [_shown(cell) for row in workbook[printed.sheet].iter_rows() for cell in row]
        expected = [printed.name, printed.expected, printed.achieved, *printed.total]
        expected += [text for row in (*printed.funds, *printed.indicators) for text in row[2:]]
        assert [] == [text for text in expected if text and text not in shown]


def _shown(cell):
    """Return what a cell prints by its number format."""
    value, form = cell.value, cell.number_format
    if isinstance(value, str) or value is None:
        return value or ""
    decimals = len(form.rstrip("%").partition(".")[2])
    if form.endswith("%"):
        return f"{value * 100:.{decimals}f}%"
    return f"{value:.{decimals}f}" if decimals else f"{value:g}"


def test_text_that_begins_with_an_equals_sign_is_no_formula(path):
    sheets = [load_workbook(path)[name] for name in (UNIT, STAFF, TEAM)]
    assert not any(cell.data_type == "f" for sheet in sheets for row in sheet for cell in row)


def test_the_text_is_that_of_the_published_narrative(sample):
    published = re.sub(r"\s", "", sample("seed.txt").read_text("utf-8"))
    for line in figures("2023-scores").splitlines():
        kind, _, rest = line.partition("|")
        if kind.strip() in ("fund", "expected", "achieved", "indicator", "total"):
            for text in rest.split("|"):
                assert re.sub(r"\s", "", text) in published, text


def test_a_line_that_is_none_is_refused():
    with pytest.raises(ValueError, match="line 2"):
        parse_printed_sheets("form | unit | a | 2023 | b\nfund | c | 1")


# --- S19 --------------------------------------------------------------------------------------------------


def test_the_published_sheet_of_sichuan_ties(sample):
    text = sample("S19.txt").read_text("utf-8")
    funds = " | ".join(re.search(rf"{label} (\S+)", text)[1] for label in S19_FUNDS)
    rows = [" | ".join(part or "" for part in match) for match in re.findall(S19_INDICATOR, text)]
    (total,) = re.findall(r"合计 (\d+) (\d+)", text)
    drawn = "\n".join(
        [
            "部门预算项目支出绩效自评表（2023年度）",
            re.search(r"项目：.*", text)[0],
            " | ".join(["", "年度预算数（万元）", *S19_FUNDS]),
            f"| 总额 | {funds}",
            "一级指标 | 二级指标 | 三级指标 | 指标值 | 权重 | 完成值 | 得分",
            *rows,
            f"合计 | | | | {total[0]} | | {total[1]}",
        ]
    )
    result = check(drawn)

    assert 2 == len(rows)
    assert (True, 0, 0) == (result.ties, result.counts["mismatch"], result.counts["not_evaluated"])
    assert {"P-01", "P-02", "P-06", "P-16"} == {f.rule for f in result.all_findings}
