"""The official workbook looks like the nine published forms and holds every figure of its statement once."""

import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import east_asian_width
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from workbooks.build import build, figures

from gouji.catalogue import catalogue
from gouji.statement import Statement, parse_statement
from gouji.workbook.analysis import ANALYSIS_SHEET
from gouji.workbook.forms import ordinal
from gouji.workbook.official import NOTE_SHEET, write_official

D = Decimal
TABLES = catalogue().tables
NUMBERS = [spec.number for spec in TABLES.values()]
CLASSES = {c.name: c.code for c in catalogue().classes}
SCORE_SHEETS = ["部门整体支出绩效自评表", "项目支出绩效自评表"]
CODED = ("T2", "T3", "T5", "T8", "T9")
PRINTED_KEYS = {"因公出国（境）费": "因公出国境费"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("workbooks")
    build(out)
    return out


@pytest.fixture(scope="module")
def blank(folder):
    return load_workbook(folder / "官方空白表.xlsx")


@pytest.fixture(scope="module")
def sample(folder):
    return load_workbook(folder / "2023决算样表.xlsx")


@pytest.fixture(scope="module")
def published(folder):
    return load_workbook(folder / "2024普陀区财政局.xlsx")


def column(sheet, letter, first=1):
    return [cell.value for cell in sheet[letter][first - 1 :]]


def row(sheet, number):
    return [cell.value for cell in sheet[number]]


# --- the forms --------------------------------------------------------------------------------------------


def test_the_tables_stand_in_the_official_order_one_on_a_sheet(blank, folder):
    assert blank.sheetnames[:9] == NUMBERS == [f"公开0{n}表" for n in range(1, 10)]
    assert blank.sheetnames[9:] == [ANALYSIS_SHEET, *SCORE_SHEETS]
    assert CalamineWorkbook.from_path(folder / "官方空白表.xlsx").sheet_names == blank.sheetnames


def test_the_head_names_table_number_year_department_and_unit(sample):
    for spec in TABLES.values():
        sheet = sample[spec.number]
        assert sheet["A1"].value.replace("“", "").replace("”", "") == spec.title
        assert sheet["A1"].font.bold
        assert sheet["A2"].value == "2023年度"
        assert sheet["A3"].value.startswith("部门：乌鲁木齐")
        last = sheet.max_column
        assert (sheet.cell(2, last).value, sheet.cell(2, last).alignment.horizontal) == (spec.number, "right")
        assert (sheet.cell(3, last).value, sheet.cell(3, last).alignment.horizontal) == (
            "金额单位：万元",
            "right",
        )


def test_table_1_is_two_lists_side_by_side(blank):
    sheet = blank["公开01表"]
    assert row(sheet, 5) == ["项目", "行次", "金额"] * 2
    assert row(sheet, 6) == ["栏次", None, 1, "栏次", None, 2]
    assert column(sheet, "A", 7)[:8] == [
        "一、一般公共预算财政拨款收入",
        "二、政府性基金预算财政拨款收入",
        "三、国有资本经营预算财政拨款收入",
        "四、上级补助收入",
        "五、事业收入",
        "六、经营收入",
        "七、附属单位上缴收入",
        "八、其他收入",
    ]
    assert column(sheet, "A", 33)[:5] == [
        "本年收入合计",
        "使用非财政拨款结余",
        "年初结转和结余",
        None,
        "总计",
    ]
    assert column(sheet, "D", 33)[:5] == ["本年支出合计", "结余分配", "年末结转和结余", None, "总计"]


@pytest.mark.parametrize("number", ["公开01表", "公开04表"])
def test_tables_1_and_4_number_the_26_classes(blank, number):
    labels = column(blank[number], "D", 7)[:26]
    assert labels[0] == "一、一般公共服务支出"
    assert labels[19:21] == ["二十、粮油物资储备支出", "二十一、国有资本经营预算支出"]
    assert labels[25] == "二十六、抗疫特别国债安排的支出"


def test_row_numbers_are_printed_where_the_2022_form_confirms_them(blank):
    left, right = (column(blank["公开01表"], letter, 7)[:31] for letter in "BE")
    assert [n for n in left if n is not None] == [*range(1, 9), 27, 28, 29, 31]
    assert all(n in (None, place) for place, n in enumerate(left, 1))
    assert right == [*range(32, 58), *[None] * 5]
    assert {*column(blank["公开04表"], "B", 7), *column(blank["公开04表"], "E", 7)} == {None}


def test_table_4_prints_the_three_budgets_twice_on_the_left(blank):
    sheet = blank["公开04表"]
    assert row(sheet, 6) == ["栏次", None, 1, "栏次", None, 2, 3, 4, 5]
    budgets = [
        f"{n}、{name}预算财政拨款"
        for n, name in zip("一二三", ("一般公共", "政府性基金", "国有资本经营"), strict=True)
    ]
    assert column(sheet, "A", 7)[:3] == budgets
    assert column(sheet, "A", 33)[:6] == ["本年收入合计", "年初财政拨款结转和结余", *budgets, "总计"]
    assert column(sheet, "D", 33)[:6] == ["本年支出合计", "年末财政拨款结转和结余", None, None, None, "总计"]


@pytest.mark.parametrize(("table", "columns"), [("T2", 7), ("T3", 6), ("T5", 3), ("T8", 6), ("T9", 6)])
def test_coded_tables_have_one_code_column_a_row_of_column_numbers_and_the_total_first(
    published, table, columns
):
    sheet = published[TABLES[table].number]
    assert row(sheet, 5)[:2] == ["功能分类科目编码", "科目名称"]
    assert row(sheet, 6) == ["栏次", None, *range(1, columns + 1)]
    assert sheet["A7"].value == "合计"
    codes = [code for code in column(sheet, "A", 8) if code and code.isdecimal()]
    expected = {code for t, code, _ in parse_statement(figures("S01")).amounts if t == table} - {"合计"}
    assert codes == sorted(expected)


def test_spending_is_one_heading_over_its_parts(blank):
    assert row(blank["公开05表"], 4)[2] == row(blank["公开08表"], 4)[4] == "本年支出"
    assert row(blank["公开05表"], 5)[2:] == ["小计", "基本支出", "项目支出"]
    assert "C4:E4" in map(str, blank["公开05表"].merged_cells.ranges)
    assert {"E4:G4", "C4:C5"} <= set(map(str, blank["公开09表"].merged_cells.ranges))


def test_table_6_lists_staff_costs_left_and_the_others_right(blank):
    sheet = blank["公开06表"]
    assert row(sheet, 4) == ["经济分类科目编码", "科目名称", "决算数"] * 2
    left, right = (column(sheet, letter, 5) for letter in "AD")
    assert left[:2] == ["301", "30101"]
    assert left[14:27] == ["303", *(f"303{n:02}" for n in range(1, 12)), "30399"]
    assert right[0] == "302"
    assert right[28:38] == ["310", *(f"310{n:02}" for n in (1, 2, 3, 7, 13, 19, 21, 22, 99))]
    assert [sheet["A43"].value, sheet["D43"].value] == ["人员经费合计", "公用经费合计"]


def test_table_6_takes_further_codes_into_the_right_block(tmp_path):
    amounts = {("T6", code, "决算数"): D("1.00") for code in ("307", "30701", "31005", "399", "30114")}
    sheet = load_workbook(written(Statement("", 2023, "元", amounts), tmp_path))["公开06表"]
    codes = [code for code in column(sheet, "D", 5) if code and code.isdecimal()]
    assert {"307", "30701", "31005", "399"} < set(codes)
    assert codes == sorted(codes)
    assert column(sheet, "A").count("30114") == 1


def test_table_7_has_six_budget_and_six_final_columns_and_one_row(blank):
    sheet = blank["公开07表"]
    assert (sheet["A4"].value, sheet["G4"].value) == ("预算数", "决算数")
    assert row(sheet, 5)[:6] == [
        "合计",
        "因公出国（境）费",
        "公务用车购置及运行维护费",
        None,
        None,
        "公务接待费",
    ]
    assert row(sheet, 6)[2:5] == row(sheet, 6)[8:11] == ["小计", "公务用车购置费", "公务用车运行维护费"]
    assert row(sheet, 7) == list(range(1, 13))
    assert sheet["A9"].value.startswith("注：")


def test_every_table_ends_with_its_note_and_an_empty_fund_table_says_so(blank, sample):
    for number in NUMBERS:
        assert column(blank[number], "A")[-1].startswith("注：")
    assert (
        column(sample["公开08表"], "A")[-1]
        == "说明：本单位本年度无政府性基金预算财政拨款收入、支出，本表为空表。"
    )
    assert (
        column(sample["公开09表"], "A")[-1]
        == "说明：本单位本年度无国有资本经营预算财政拨款收入、支出，本表为空表。"
    )
    assert column(sample["公开07表"], "A")[-1].startswith("注：")


def test_every_table_prints_on_a4_landscape_one_page_wide_under_a_repeated_and_frozen_head(blank):
    for sheet in (blank[name] for name in (*NUMBERS, ANALYSIS_SHEET)):
        head = {"公开07表": 7, "公开06表": 4, ANALYSIS_SHEET: 3}.get(sheet.title, 6)
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.print_title_rows == f"$1:${head}"
        assert sheet.freeze_panes == f"A{head + 1}"


def test_amounts_are_numbers_with_separators_and_two_decimals_and_columns_show_them(published):
    sheet = published["公开01表"]
    assert (sheet["C37"].value, sheet["C37"].number_format) == (2995.39, "#,##0.00")
    for each in published:
        merged = {
            cell.coordinate
            for area in each.merged_cells.ranges
            for cells in area.cells
            for cell in [each.cell(*cells)]
        }
        for cells in each.iter_rows(min_row=7):
            for cell in cells:
                if cell.value is not None and cell.coordinate not in merged:
                    assert shown_width(cell.value) < each.column_dimensions[cell.column_letter].width


def shown_width(value):
    text = value if isinstance(value, str) else f"{value:,.2f}"
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def test_the_grid_has_borders_everywhere(blank):
    for cells in blank["公开02表"]["A4:I15"]:
        for cell in cells:
            assert cell.border.bottom.style == cell.border.right.style == "thin"


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (26, "二十六"), (90, "九十")],
)
def test_rows_are_numbered_in_chinese_figures(number, words):
    assert ordinal(number) == words


# --- the figures ------------------------------------------------------------------------------------------


def written(statement, folder, **options):
    path = Path(folder) / "statement.xlsx"
    write_official(statement, path, **options)
    return path


def read_back(path):
    """Return the figures of an official workbook by what its labels, codes and column heads say."""
    workbook = load_workbook(path)
    readers = {"balance": balance, "coded": coded, "economic": economic, "items": items}
    found = {}
    for table, spec in TABLES.items():
        grid = list(workbook[spec.number].values)
        for key, value in readers[spec.layout](table, grid):
            assert (table, *key) not in found
            if value is not None:
                found[table, *key] = D(str(value))
    return found


def balance(table, grid):
    for label, place, heads in (
        (0, 2, ["收入"]),
        (3, 5, [c.key for c in TABLES[table].columns if c.side == "支出"]),
    ):
        seen = set()
        for cells in grid[6:-1]:
            name = (cells[label] or "").split("、")[-1]
            if name:
                key = CLASSES.get(name) or ("年初" if name in seen else "") + name
                seen.add(name)
                yield from (((key, head), cells[place + i]) for i, head in enumerate(heads))


def coded(table, grid):
    heads = [below or above for above, below in zip(grid[3], grid[4], strict=True)]
    subtotal = "合计" if table == "T5" else "本年支出合计"
    for cells in grid[6:]:
        if cells[0] == "合计" or str(cells[0]).isdecimal():
            for head, value in list(zip(heads, cells, strict=True))[2:]:
                yield (cells[0], subtotal if head == "小计" else head), value


def economic(_, grid):
    for cells in grid[4:-1]:
        yield from (((cells[i], grid[3][i + 2]), cells[i + 2]) for i in (0, 3) if cells[i])


def items(_, grid):
    part = ""
    for i, value in enumerate(grid[7]):
        part = grid[3][i] or part
        label = grid[5][i] or grid[4][i]
        key = "公务用车购置及运行维护费" if label == "小计" else PRINTED_KEYS.get(label, label)
        yield (key, part), value


@pytest.mark.parametrize(
    ("name", "sources"),
    [
        ("2023决算样表", ["2023"]),
        ("2023决算样表-五处错误", ["2023", "2023-mistakes"]),
        ("2024普陀区财政局", ["S01"]),
    ],
)
def test_every_figure_stands_where_its_label_and_column_say(folder, name, sources):
    statement = parse_statement(figures(*sources))
    assert read_back(folder / f"{name}.xlsx") == statement.amounts
    assert len(statement.amounts) > 100


def universe():
    codes = ("合计", "201", "20103", "2010301", "208", "2080505", "22960", "2239999")
    for table in CODED:
        yield from product([table], codes, [c.key for c in TABLES[table].columns])
    for table in ("T1", "T4"):
        for side in ("收入", "支出"):
            rows = [r.key for r in TABLES[table].rows if r.side == side and not r.form]
            heads = [c.key for c in TABLES[table].columns if c.side == side]
            yield from product([table], [*rows, *(CLASSES.values() if side == "支出" else ())], heads)
    yield from product(
        ["T6"], [*(c.code for c in catalogue().economic), "人员经费合计", "公用经费合计"], ["决算数"]
    )
    yield from product(["T7"], [r.key for r in TABLES["T7"].rows], ["预算数", "决算数"])


STATEMENTS = st.builds(
    Statement,
    department=st.sampled_from(["", "某局"]),
    year=st.integers(2018, 2030),
    unit=st.sampled_from(["元", "万元"]),
    amounts=st.dictionaries(
        st.sampled_from(list(universe())), st.decimals(-(10**6), 10**11, places=2), max_size=40
    ),
)


@settings(max_examples=25, deadline=None)
@given(STATEMENTS)
def test_any_statement_comes_back_figure_by_figure(statement):
    with TemporaryDirectory() as folder:
        assert read_back(written(statement, folder)) == statement.amounts


def test_a_figure_without_a_cell_is_refused(tmp_path):
    odd = Statement("", 2023, "万元", {("T1", "基本支出", "支出"): D(1)})
    with pytest.raises(ValueError, match="基本支出"):
        written(odd, tmp_path)


def test_the_blank_form_has_no_amounts_and_an_empty_statement_is_the_blank_form(folder, tmp_path):
    assert read_back(folder / "官方空白表.xlsx") == {}
    empty = written(Statement("", 0, "万元", {}), tmp_path)
    tables = [f"xl/worksheets/sheet{n}.xml" for n in range(1, 10)]
    with ZipFile(empty) as one, ZipFile(folder / "官方空白表.xlsx") as other:
        assert [one.read(part) for part in tables] == [other.read(part) for part in tables]


def test_amounts_are_values_never_formulas(published):
    assert not any(cell.data_type == "f" for sheet in published for cells in sheet for cell in cells)


def test_the_note_sheet_lists_each_figure_with_its_cell_and_origin(sample):
    statement = parse_statement(figures("2023"))
    assert statement.origins.keys() == statement.amounts.keys()
    assert sample.sheetnames[-1] == NOTE_SHEET
    lines = [cells for cells in sample[NOTE_SHEET].iter_rows(values_only=True) if cells[0] in NUMBERS]
    assert len(lines) == len(statement.amounts)
    for number, place, _, _, amount, origin in lines:
        assert sample[number][place].value == amount
        assert origin.startswith(("说明", "推算"))


# --- the sample and its mistakes --------------------------------------------------------------------------


def differences(amounts):
    def figure(*key):
        return amounts.get(key, D(0))

    def total(table, row, *columns):
        return sum(figure(table, row, column) for column in columns)

    kinds = [c.key for c in TABLES["T2"].columns[1:]]
    funds = [c.key for c in TABLES["T4"].columns[2:]]
    closing = ("本年支出合计", "结余分配", "年末结转和结余")
    return {
        "T1": figure("T1", "总计", "支出") - sum(figure("T1", name, "支出") for name in closing),
        "T2": figure("T2", "合计", "本年收入合计") - total("T2", "合计", *kinds),
        "T4": figure("T4", "年末财政拨款结转和结余", "合计") - total("T4", "年末财政拨款结转和结余", *funds),
        "T5": figure("T5", "208", "合计") - total("T5", "208", "基本支出", "项目支出"),
        "T6": figure("T5", "合计", "基本支出")
        - figure("T6", "人员经费合计", "决算数")
        - figure("T6", "公用经费合计", "决算数"),
    }


def test_the_sample_ties():
    amounts = parse_statement(figures("2023")).amounts
    assert set(differences(amounts).values()) == {0}
    for table, columns in (("T3", TABLES["T3"].columns), ("T5", TABLES["T5"].columns)):
        for parent, parts in {
            "合计": ["201", "208"],
            "20103": ["2010301", "2010399"],
            "201": ["20103"],
            "208": ["20805"],
            "20805": ["2080505"],
        }.items():
            for c in columns:
                assert amounts[table, parent, c.key] == sum(amounts[table, part, c.key] for part in parts)


def test_five_mistakes_of_five_kinds_in_five_tables_each_break_a_tie():
    sample = parse_statement(figures("2023"))
    mistaken = parse_statement(figures("2023", "2023-mistakes"))
    edits = [key for key in mistaken.amounts if mistaken.amounts[key] != sample.amounts.get(key)]
    assert len(edits) == 5
    assert len({mistaken.origins[key].split("：")[0] for key in edits}) == 5
    assert {table for table, _, _ in edits} == {"T1", "T2", "T4", "T5", "T6"}
    for key in edits:
        one = replace(sample, amounts={**sample.amounts, key: mistaken.amounts[key]})
        assert {table for table, rest in differences(one.amounts).items() if abs(rest) > D("0.02")} == {
            key[0]
        }
        assert mistaken.origins[key].endswith(f"应为{sample.amounts[key]}")


# --- the build --------------------------------------------------------------------------------------------


def test_two_builds_are_the_same_bytes_whatever_clock_zone_and_hash_seed(folder, tmp_path):
    command = [
        sys.executable,
        str(Path(__file__).parent.parent / "workbooks" / "build.py"),
        "--out",
        str(tmp_path),
    ]
    host = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"}
    printed = subprocess.run(command, env=host, check=True, capture_output=True, encoding="utf-8").stdout
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted(
        f"{n}.xlsx" for n in ("官方空白表", "2023决算样表", "2023决算样表-五处错误", "2024普陀区财政局")
    )
    for name in names:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()
        assert name in printed
