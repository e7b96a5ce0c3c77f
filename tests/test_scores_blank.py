"""The blank score sheets of the official workbook: nothing to say of what is not filled in yet."""

from functools import partial

import pytest
from openpyxl import load_workbook
from workbooks.build import build, figures

from gouji import check
from gouji.statement import parse_statement
from gouji.workbook.official import write_official
from gouji.workbook.score import score
from gouji.workbook.scoresheets import paint_score_sheets, parse_printed_sheets

UNIT, PROJECT = "部门整体支出绩效自评表", "项目支出绩效自评表"
FILLED = {
    UNIT: {
        "C3": ("某局",),
        "C5": (200, 200, 190, 10, 0.95, 9.5),
        "C9": (200, 200, 190),
        "C14": ("设备故障率", "<=5%", "工作计划", "4%", 40, 40),
        "C19": ("办件数量", ">=40万件", "工作计划", "42万件", 50, 50),
        "G25": (100, 99.5),
    },
    PROJECT: {
        "C3": ("设备购置",),
        "D6": (10, 10, 8, 10, 0.8, 8),
        "D7": (10, 10, 8),
        "D12": ("购置数量", "=12台", "12台", 50, 50),
        "D21": ("单台价格", "<=2万元", "2.5万元", 40, 32, "价格上涨"),
        "G27": (100, 90),
    },
}
"""What is typed into some rows of each sheet, from a cell to the right; the other rows stay blank."""

WRONG = {UNIT: ("H25", 98.5), PROJECT: ("H21", 40)}
"""A cell of each filled sheet, and a value that does not tie."""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    out = tmp_path_factory.mktemp("workbooks")
    build(out)
    return out / "官方空白表.xlsx"


@pytest.fixture
def filled(path, tmp_path):
    """Return the workbook with values typed into one of its sheets."""

    def fill(sheet, values):
        book = load_workbook(path)
        for place, typed in values.items():
            for c, value in enumerate(typed):
                cell = book[sheet][place].offset(column=c)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
        book.save(tmp_path / "filled.xlsx")
        return tmp_path / "filled.xlsx"

    return fill


def test_the_workbook_has_a_sheet_of_each_kind_and_no_figure_in_them(path):
    book = load_workbook(path)

    assert [UNIT, PROJECT] == book.sheetnames[-2:]
    for name, title in ((UNIT, "部门（单位）整体支出绩效目标自评表"), (PROJECT, PROJECT)):
        texts = [cell.value for row in book[name] for cell in row if cell.value is not None]
        assert [title, "（　　　年度）"] == texts[:2]
        assert all(isinstance(text, str) and not any(map(str.isdecimal, text)) for text in texts)


@pytest.mark.parametrize("command", [check, score])
def test_of_the_blank_workbook_there_is_nothing_to_say(path, command):
    report = command(path)

    assert ("ties", ()) == (report.status, report.findings)
    assert 0 == sum(report.counts.values())


@pytest.mark.parametrize("name", [UNIT, PROJECT])
def test_one_sheet_is_filled_in_and_the_other_says_nothing(filled, name):
    report = score(filled(name, FILLED[name]))

    assert ("ties", ()) == (report.status, report.findings)
    assert report.counts["exact"] > 8


@pytest.mark.parametrize("name", [UNIT, PROJECT])
def test_a_mistake_in_the_sheet_that_is_filled_in_is_found(filled, name):
    place, value = WRONG[name]
    report = score(filled(name, {**FILLED[name], place: (value,)}))

    assert "mismatch" == report.status
    assert {(name, place)} <= {(cell.sheet, cell.cell) for f in report.findings for cell in f.cells}
    assert {name} == {cell.sheet for f in report.findings for cell in f.cells}


@pytest.mark.parametrize("statement", ["S01", "2023"])
def test_blank_score_sheets_change_nothing_of_what_is_said_of_the_nine_tables(statement, tmp_path):
    amounts = parse_statement(figures(statement))
    blank = partial(paint_score_sheets, sheets=parse_printed_sheets(figures("blank-scores")))
    write_official(amounts, tmp_path / "alone.xlsx")
    write_official(amounts, tmp_path / "with.xlsx", more=(blank,))
    alone, together = check(tmp_path / "alone.xlsx"), check(tmp_path / "with.xlsx")

    assert (alone.findings, alone.counts) == (together.findings, together.counts)
    assert together.counts["exact"] > 100


@pytest.mark.parametrize(("name", "columns"), [(UNIT, "DF"), (PROJECT, "EF")])
def test_a_target_and_an_actual_may_be_typed_with_an_equals_sign(path, name, columns):
    sheet = load_workbook(path)[name]
    (head,) = (row[0].row for row in sheet if "三级指标" in [cell.value for cell in row])
    texts = {
        cell.column_letter
        for row in sheet.iter_rows(min_row=head + 1, max_row=sheet.max_row - 1)
        for cell in row
        if cell.number_format == "@"
    }

    assert set(columns) == texts


def test_each_sheet_prints_on_one_page_of_a4(path):
    book = load_workbook(path)
    for sheet in (book[UNIT], book[PROJECT]):
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, None)
