"""The analysis sheet states what the published narrative states, and stores what its functions give."""

import re

import pytest
from openpyxl import load_workbook
from tests.conftest import SAMPLES
from workbooks.build import build, figures

from gouji.grid import ErrorValue
from gouji.workbook.analysis import ANALYSIS_SHEET, parse_analysis
from gouji.workbook.compute import ENGINES
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


@pytest.mark.parametrize(
    "line", ["收入总计 | 一 | T1 总计 收入", "a | 一 | T1 总计 | 1 | |", "a | 一 | T1 总计 收入 | 一 | |"]
)
def test_a_line_that_cannot_be_read_is_named(line):
    with pytest.raises(ValueError, match="line 2"):
        parse_analysis(f"# comment\n{line}")
