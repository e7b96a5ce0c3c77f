"""The analysis sheet states what the published narrative states, and stores what its functions give."""

import re

import pytest
from openpyxl import Workbook, load_workbook
from tests.conftest import SAMPLES
from workbooks.build import build, figures

from gouji.grid import ErrorValue
from gouji.workbook.analysis import ANALYSIS_SHEET, parse_analysis
from gouji.workbook.compute import ENGINES, compute
from gouji.workbook.formulae import read_formulae
from gouji.workbook.read import read_workbook
from gouji.workbook.recalculate import recalculate

GROWTH, VARIANCE, SHARE, PHRASE = "增减率", "预决算差异率", "占比", "文字表述"
STATED = [
    ("收入总计", GROWTH, "下降27.19%"),
    ("支出总计", GROWTH, "下降27.19%"),
    ("财政拨款收入总计", GROWTH, "下降27.19%"),
    ("财政拨款收入总计", VARIANCE, "-12.87%"),
    ("一般公共预算财政拨款支出", GROWTH, "下降22.00%"),
    ("一般公共预算财政拨款支出", VARIANCE, "-13.48%"),
    ("一般公共预算财政拨款支出", SHARE, "100.00%"),
    ("2010301 行政运行", GROWTH, "下降29.12%"),
    ("2010399 其他政府办公厅（室）及相关机构事务支出", GROWTH, "下降16.67%"),
    ("2080505 机关事业单位基本养老保险缴费支出", GROWTH, "增长804.52%"),
    ("229 其他支出", GROWTH, "下降100.00%"),
    ("机关运行经费", GROWTH, "增长71.36%"),
    ("财政拨款收入", SHARE, "100.00%"),
    ("基本支出", SHARE, "98.70%"),
    ("项目支出", SHARE, "1.30%"),
    ("201 一般公共服务支出", SHARE, "90.22%"),
    ("208 社会保障和就业支出", SHARE, "9.78%"),
    ("“三公”经费支出", GROWTH, "增长0.00%"),
    ("“三公”经费支出", VARIANCE, "0.00%"),
    ("公务接待费", SHARE, "0.00%"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("workbooks")
    build(out)
    return out


def lines(path):
    """Return label → column → stored value of the lines of the analysis sheet."""
    (sheet,) = (sheet for sheet in read_workbook(path) if sheet.name == ANALYSIS_SHEET)
    head, *rows = sheet.rows[2:]
    return {row[0]: dict(zip(head, row, strict=True)) for row in rows if row[1]}


@pytest.fixture(scope="module")
def sample(folder):
    return lines(folder / "2023决算样表.xlsx")


@pytest.mark.parametrize(("label", "column", "stated"), STATED)
def test_a_rate_is_the_one_that_the_narrative_states(sample, label, column, stated):
    percentage = f"{100 * sample[label][column]:.2f}%"

    assert stated in (percentage, f"下降{percentage.removeprefix('-')}", f"增长{percentage}")


def test_the_published_narrative_states_these_rates():
    seed = SAMPLES / "seed.txt"
    if not seed.exists():
        pytest.skip("the published narrative is not beside the project")
    text = re.sub(r"\s", "", seed.read_text("utf-8"))

    for _, _, stated in STATED:
        assert stated in text or stated.replace("100.00%", "100%") in text


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("收入总计", "减少69.21万元，下降27.19%"),
        ("一般公共预算财政拨款支出", "减少51.89万元，下降22.00%"),
        ("2080505 机关事业单位基本养老保险缴费支出", "增加16.01万元，增长804.52%"),
        ("机关运行经费", "增加1.57万元，增长71.36%"),
        ("“三公”经费支出", "增加0.00万元，增长0.00%"),
    ],
)
def test_a_change_is_put_in_the_words_of_the_narrative(sample, label, words):
    assert words == sample[label][PHRASE]


def test_the_changes_of_the_items_make_the_change_of_their_total(sample):
    items = [line for label, line in sample.items() if line["说明章节"].startswith("五(三)")]

    for column, total in (("本年决算数", 183.99), ("上年决算数", 235.88), ("增减额", -51.89)):
        assert total == round(sum(line[column] for line in items), 2)
        assert total == sample["一般公共预算财政拨款支出"][column]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", ["2023决算样表", "官方空白表"])
def test_every_stored_result_is_what_the_engines_compute(folder, name, engine):
    report = recalculate(folder / f"{name}.xlsx", engine)

    assert ("ties", ()) == (report.status, report.findings)
    assert report.counts["exact"] > 40


def test_rates_changes_and_words_are_formulas_of_worksheet_functions(folder):
    sheet = load_workbook(folder / "2023决算样表.xlsx")[ANALYSIS_SHEET]
    head = [cell.value for cell in sheet[3]]
    for row in sheet.iter_rows(min_row=4, max_row=3 + len(parse_analysis(figures("2023-analysis")))):
        for label, cell in zip(head, row, strict=True):
            if label in ("增减额", GROWTH, VARIANCE, SHARE, PHRASE) and cell.value:
                assert cell.value.startswith("=GJ_")
        assert row[2].value.startswith("=IF(ISBLANK('公开0")


def test_in_the_blank_form_what_is_to_be_filled_in_is_blank_and_nothing_is_zero(folder):
    blank = lines(folder / "官方空白表.xlsx")

    assert {"", ErrorValue("#N/A")} == {
        value
        for line in blank.values()
        for column, value in line.items()
        if column not in ("项目", "说明章节")
    }
    assert not any(label[0].isdecimal() for label in blank)


def test_a_program_without_the_functions_shows_what_is_stored(folder):
    assert not load_workbook(folder / "2023决算样表.xlsx").calculation.fullCalcOnLoad


def test_two_builds_are_byte_for_byte_the_same(folder, tmp_path):
    for path in build(tmp_path):
        assert path.read_bytes() == (folder / path.name).read_bytes()


# --- all ties of the narrative and its score sheets -------------------------------------------------------

TIES = [
    (1, "GJ_TIE(185.29,185.29,0,0)", 0.0),
    (2, "GJ_TIE(185.29,183.99,0,1.30)", 0.0),
    (3, "GJ_PHRASE(185.29,254.50)", "减少69.21万元，下降27.19%"),
    (4, "GJ_SHARE(185.29,185.29)", 1.0),
    (4, "GJ_SHARE(0,185.29)", 0.0),
    (5, "GJ_SHARE(181.59,183.99)", 0.987),
    (5, "GJ_SHARE(2.40,183.99)", 0.013),
    (5, "GJ_TIE(183.99,181.59,2.40)", 0.0),
    (6, "GJ_TIE(185.29,0,185.29)", 0.0),
    (6, "GJ_TIE(185.29,183.99,1.30)", 0.0),
    (7, "GJ_VARIANCE(185.29,212.65)", -0.1287),
    (8, "GJ_PHRASE(183.99,235.88)", "减少51.89万元，下降22.00%"),
    (8, "GJ_VARIANCE(183.99,212.65)", -0.1348),
    (9, "GJ_SHARE(165.99,183.99)", 0.9022),
    (9, "GJ_SHARE(18.00,183.99)", 0.0978),
    (9, "GJ_TIE(183.99,165.99,18.00)", 0.0),
    (10, "GJ_TIE(165.99,163.59,2.40)", 0.0),
    (11, "GJ_GROWTH(163.59,230.80)", -0.2912),
    (11, "GJ_GROWTH(2.40,2.88)", -0.1667),
    (11, "GJ_GROWTH(18.00,1.99)", 8.0452),
    (11, "GJ_GROWTH(0.00,0.21)", -1.0),
    (11, "GJ_TIE(235.88,230.80,2.88,1.99,0.21)", 0.0),
    (11, "GJ_TIE(-51.89,-67.21,-0.48,16.01,-0.21)", 0.0),
    (12, "GJ_TIE(181.59,163.59,18.00)", 0.0),
    (13, "GJ_TIE(181.59,177.82,3.77)", 0.0),
    (14, "GJ_PHRASE(3.77,2.20)", "增加1.57万元，增长71.36%"),
    (15, "GJ_TIE(10,10,0,0)", 0.0),
    (16, "GJ_TIE(82.56,66.09,16.47)", 0.0),
    (16, "GJ_TIE(68.49,66.09,2.40)", 0.0),
    (17, "GJ_EXECUTION(183.99,187.84)", 0.9795),
    (17, "GJ_EXECUTION_SCORE(183.99,187.84,10)", 9.8),
    (18, "GJ_TIE(100,10,8,12,10,10,15,10,15,10)", 0.0),
    (18, "GJ_TIE(99.02,9.8,8,11.76,10,10,15,9.46,15,10)", 0.0),
    (19, 'GJ_SCORE(">=88%","83.22%",10)', 9.46),
    (20, 'GJ_SCORE(">=40万件","72.3万件",15)', 15.0),
    (20, 'GJ_SCORE(">=73%","74.51%",15)', 15.0),
    (20, 'GJ_SCORE(">=95%","95%",10)', 10.0),
    (21, "GJ_EXECUTION_SCORE(66.09,66.09,10)", 10.0),
    (21, 'GJ_SCORE("<=1万元","1.1万元",20)', 18.18),
    (21, "GJ_TIE(98.18,10,10,5,10,10,5,18.18,20,10)", 0.0),
    (22, "GJ_EXECUTION(2.40,16.47)", 0.1457),
    (22, "GJ_EXECUTION_SCORE(2.40,16.47,10)", 1.46),
    (22, "GJ_TIE(72.92,1.46,12,10,8,1.46,10,0,20,10)", 0.0),
    (23, "GJ_TIE(16.95,2*12*1200/10000,14.07)", 0.0),
    (23, "GJ_TIE(16.47,2*10*1200/10000,14.07)", 0.0),
    (23, "GJ_CHANGE(16.95,16.47)", 0.48),
    (24, "GJ_TIE(60,5*12*1)", 0.0),
    (25, "GJ_CHANGE(187.84,183.99)", 3.85),
    (25, "GJ_TIE(3.85,GJ_CHANGE(187.84,185.29),1.30)", 0.0),
]
"""Number of a tie that holds in the 2023 statement, formula, result. Row 26 is about equal texts."""


@pytest.mark.parametrize("engine", ENGINES)
def test_every_tie_that_holds_is_reproduced_by_a_formula(tmp_path, engine):
    workbook = Workbook()
    for _, formula, _ in TIES:
        workbook.active.append([f"={formula}"])
    workbook.save(tmp_path / "ties.xlsx")

    results = compute(tmp_path / "ties.xlsx", read_formulae(tmp_path / "ties.xlsx"), engine)

    assert [(row, formula, result) for row, formula, result in TIES] == [
        (row, formula, result) for (row, formula, _), result in zip(TIES, results.values(), strict=True)
    ]


# --- lines ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line", ["收入总计 | 一 | T1 总计 收入", "a | 一 | T1 总计 | 1 | |", "a | 一 | T1 总计 收入 | 一 | |"]
)
def test_a_line_that_cannot_be_read_is_named(line):
    with pytest.raises(ValueError, match="line 2"):
        parse_analysis(f"# comment\n{line}")
