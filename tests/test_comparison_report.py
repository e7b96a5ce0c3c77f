"""Two files compared: what is told as text, as JSON and as a workbook, and which file cannot be read."""

import json
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import jsonschema
import openpyxl
import pytest
from rich.console import Console
from tests.rule_cases import changed
from tests.small_tables import NINE, T1, T3, T4, T6, workbook
from tests.tables import sheets
from tests.test_comparison import compare as compare_texts
from tests.test_comparison_rules import NEXT

import gouji
from gouji.report.comparison import ComparisonReport, message_between
from gouji.report.comparisontext import comparison_text
from gouji.report.highlights import MOST, classes, largest_changes, one_year_only, totals
from gouji.workbook.compare import compare
from gouji.workbook.comparison import write_comparison

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = json.loads((ROOT / "docs" / "compare.schema.json").read_text("utf-8"))
WRONG_OPENING = changed(NEXT, "T1[年初结转和结余].收入 = 30.00")


def saved(path, text):
    """Save the workbook that the text draws and return its path."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in sheets(text):
        page = book.create_sheet(sheet.name)
        for row in sheet.rows:
            page.append([None if value == "" else value for value in row])
    book.save(path)
    return path


def report_of(this, last):
    """Return the report of two texts as if they were read from files."""
    return ComparisonReport(Path("本年.xlsx"), Path("上年.xlsx"), compare_texts(this, last))


def printed(report, lang="zh", width=160):
    """Return the text report as a terminal shows it."""
    out = StringIO()
    Console(file=out, width=width, highlight=False).print(comparison_text(report, lang))
    return out.getvalue()


def line_of(text, words):
    return next(line for line in text.splitlines() if words in line)


# --- files ------------------------------------------------------------------------------------------------


def test_two_files_are_compared(tmp_path):
    report = compare(saved(tmp_path / "本年.xlsx", NEXT), str(saved(tmp_path / "上年.xlsx", NINE)))

    assert (report.status, report.errors) == ("ties", ())
    assert report.comparison.openings.counts["exact"] == 6
    assert sorted(p.name for p in tmp_path.iterdir()) == ["上年.xlsx", "本年.xlsx"]


@pytest.mark.parametrize(
    ("content", "says", "sentence"),
    [
        (None, "not_found", "找不到这个文件"),
        (b"", "empty_file", "文件是空的"),
        ("项目,金额".encode(), "not_a_workbook", "内容不是 Excel 工作簿"),
        (b"PK\x03\x04 and no more", "damaged", "文件已损坏"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(tmp_path, content, says, sentence):
    good, bad = saved(tmp_path / "好.xlsx", NINE), tmp_path / "坏.xlsx"
    if content is not None:
        bad.write_bytes(content)

    for this, last, year in ((good, bad, "last"), (bad, good, "this")):
        report = compare(this, last)
        assert (report.status, report.comparison) == ("unreadable", None)
        assert [error[:3] for error in report.errors] == [(year, bad, says)]
        assert sentence in line_of(printed(report), "坏.xlsx")
        assert sentence in json.loads(report.to_json())[year]["error"]


def test_both_files_are_named_when_neither_can_be_read(tmp_path):
    openpyxl.Workbook().save(tmp_path / "空.xlsx")
    report = compare(tmp_path, tmp_path / "空.xlsx")

    assert [(error.year, error.says) for error in report.errors] == [
        ("this", "not_a_file"),
        ("last", "no_table"),
    ]
    assert "不是一个文件" in printed(report)
    assert "没有找到决算公开报表" in printed(report)


def test_comparing_needs_neither_openpyxl_nor_rich(tmp_path):
    this, last = saved(tmp_path / "a.xlsx", NEXT), saved(tmp_path / "b.xlsx", NINE)
    code = (
        "import sys; from gouji.workbook.compare import compare;"
        f"compare({str(this)!r}, {str(last)!r}).to_json();"
        "print({'pandas', 'openpyxl', 'numpy', 'rich', 'typer'} & set(sys.modules))"
    )

    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "set()\n"


# --- JSON -------------------------------------------------------------------------------------------------

HARD = changed(changed(NEXT, "T1[年初结转和结余].收入 = #REF!"), "T8[合计].年初结转和结余 = 3.02")
TWO_YEARS = [
    (NEXT, NINE),
    (WRONG_OPENING, NINE),
    (HARD, NINE),
    (NEXT, workbook(T3=T3)),
    (workbook(T1=T1), NINE.replace("万元", "元")),
    (NINE.replace("普通教育", "基础教育"), NINE.replace("单位：万元", "")),
]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("this", "last"), TWO_YEARS)
def test_json_keeps_to_its_schema(this, last, language):
    data = json.loads(report_of(this, last).to_json(language))

    jsonschema.validate(data, SCHEMA)
    assert (data["gouji"], data["status"]) == (gouji.__version__, "ties")


def test_json_of_unreadable_files_keeps_to_its_schema(tmp_path):
    data = json.loads(compare(tmp_path / "a.xlsx", tmp_path / "b.xlsx").to_json())

    jsonschema.validate(data, SCHEMA)
    assert (data["status"], data["unit"], data["pairs"]) == ("unreadable", None, [])


def test_json_gives_a_pair_with_both_cells():
    data = json.loads(report_of(NEXT, NINE).to_json())

    (pair,) = (p for p in data["pairs"] if (p["table"], p["row"]) == ("T1", "年初结转和结余"))
    assert pair == {
        "table": "T1",
        "row": "年初结转和结余",
        "label": "年初结转和结余",
        "column": "收入",
        "this": "27.00",
        "last": "21.00",
        "change": "6.00",
        "growth": "0.2857",
        "no_growth": None,
        "this_cell": {"sheet": "01", "cell": "B13"},
        "last_cell": {"sheet": "01", "cell": "B13"},
    }


def test_json_gives_a_finding_with_the_year_of_each_cell():
    data = json.loads(report_of(WRONG_OPENING, NINE).to_json())

    (finding,) = data["findings"]
    assert (finding["rule"], finding["verdict"], finding["difference"]) == ("XY-1", "mismatch", "3.00")
    assert "本年年初为 30.00，上年年末为 27.00，相差 3.00。" in finding["message"]
    assert [(c["year"], c["table"], c["cell"], c["value"]) for c in finding["cells"]] == [
        ("this", "T1", "B13", "30.00"),
        ("last", "T1", "D13", "27.00"),
    ]


def test_json_gives_what_was_found_in_reading_each_file():
    data = json.loads(report_of(NEXT, changed(NINE, "T5[合计].基本支出 = #REF!")).to_json())

    (finding,) = data["last"]["findings"]
    assert (data["this"]["findings"], finding["rule"]) == ([], "F-07")
    assert [(c["year"], c["sheet"], c["cell"]) for c in finding["cells"]] == [("last", "05", "D3")]


def test_messages_in_both_languages_say_the_year_of_what_is_missing():
    openings = compare_texts(NEXT, workbook(T4=T4)).openings
    rules = {rule.id: rule for rule in openings.book}
    (finding,) = (f for f in openings.findings if f.says == "no_table" and f.words == ("last.T1",))

    said = {lang: message_between(finding, rules[finding.rule], lang) for lang in ("zh", "en")}
    assert said["zh"].endswith("：上年：工作簿中没有收入支出决算总表，未核对。")
    assert "last year: The workbook has no 收入支出决算总表" in said["en"]


@pytest.mark.parametrize(
    ("this", "last", "year"),
    [
        (changed(NEXT, "T1[年初结转和结余].收入 = #REF!"), NINE, "本年"),
        (NEXT, changed(NINE, "T1[年末结转和结余].支出 = #REF!"), "上年"),
    ],
)
def test_an_opening_over_a_cell_that_cannot_be_read_says_the_year_of_the_cell(this, last, year):
    openings = compare_texts(this, last).openings

    (finding,) = (f for f in openings.findings if f.says == "unreadable_cell")
    rule = next(rule for rule in openings.book if rule.id == finding.rule)
    assert f"：{year}：01!" in message_between(finding, rule, "zh")


# --- what comes first -------------------------------------------------------------------------------------


def test_the_main_totals_come_in_the_order_of_the_tables():
    found = [(pair.table, pair.row, pair.column) for pair in totals(compare_texts(NEXT, NINE))]

    assert found[0] == ("T1", "本年收入合计", "收入")
    assert [table for table, _, _ in found] == sorted(table for table, _, _ in found)
    assert len(found) == 15


def test_the_largest_changes_are_of_items_not_of_sums_the_largest_first():
    this = changed(NEXT, "T3[2050204].本年支出合计 = 90.00")
    this = changed(this, "T3[205].本年支出合计 = 150.00")
    this = changed(this, "T6[30101].决算数 = 10.00")

    found = [(p.table, p.row, p.change) for p in largest_changes(compare_texts(this, NINE))]
    assert found == [("T3", "2050204", 3500), ("T6", "30101", -2000)]


def test_no_more_changes_are_told_than_are_read():
    other = re.sub(r"\d+\.00", "77.00", T6)

    assert len(largest_changes(compare_texts(other, T6))) == MOST


def test_rows_of_one_year_are_told_once_and_only_with_an_amount():
    this = changed(T3, "2050204 | 高中教育 → 2050205 | 高等教育")
    this = changed(
        this, "2120801 | 征地和拆迁补偿支出 | 31.00 | 1.00 | 30.00 → 2120802 | 土地开发支出 | 0.00"
    )

    pairs, more = one_year_only(compare_texts(this, T3))
    assert ([pair.row for pair in pairs], more) == (["2050204", "2050205", "2120801"], 0)


def test_of_many_rows_of_one_year_the_largest_are_told_and_the_rest_counted():
    pairs, more = one_year_only(compare_texts(workbook(T1=T1, T6=T6), workbook(T1=T1)))

    assert (len(pairs), more) == (MOST, 8)
    assert min(pair.change for pair in pairs) == 200


def test_classes_without_any_expenditure_are_not_drawn():
    text = T1.replace("住房保障支出 | 6.00", "住房保障支出 | 0.00")

    assert [pair.row for pair in classes(compare_texts(text, text))] == ["205", "208", "210", "212", "223"]


# --- text -------------------------------------------------------------------------------------------------


def test_the_text_begins_with_the_conclusion_and_the_files():
    head = printed(report_of(NEXT, NINE)).splitlines()

    assert head[1] == "年度比较  年初与上年年末相符"
    assert head[2] == "本年.xlsx（年度不详）对 上年.xlsx（年度不详）"
    assert head[3].startswith("单位：万元 · 比较 ")


def test_the_text_shows_totals_openings_and_their_cells():
    text = printed(report_of(WRONG_OPENING, NINE))

    assert "有 1 处年初与上年年末不符" in text
    assert line_of(text, "年初结转和结余 收入").split()[-5:] == [
        "01!B13",
        "30.00",
        "21.00",
        "9.00",
        "+42.86%",
    ]
    assert line_of(text, "不符 XY-1").split() == [
        "年初结转和结余",
        "01!B13",
        "01!D13",
        "30.00",
        "27.00",
        "3.00",
        "不符",
        "XY-1",
    ]
    assert "会计差错更正" in text


def test_the_text_says_what_only_one_year_has_and_which_names_differ():
    this = workbook(T3=changed(T3, "2050204 | 高中教育 → 2050205 | 高等教育").replace("普通教育", "基础教育"))
    text = printed(report_of(this, workbook(T3=T3)))

    assert line_of(text, "高等教育 2050205").endswith("上年未列 ")
    assert line_of(text, "高中教育 2050204").endswith("本年未列 ")
    assert "20502：本年“基础教育”，上年“普通教育”" in text
    assert "年初与上年年末未能核对" in text


def test_the_text_warns_of_years_that_do_not_follow_each_other():
    this, last = (NINE.replace("收入支出决算总表", f"{year}年度收入支出决算总表", 1) for year in (2022, 2023))

    assert "表头的年度不相连：本年为 2022 年，上年为 2023 年" in printed(report_of(this, last))


def test_the_text_says_what_was_found_in_reading():
    text = printed(report_of(changed(NEXT, "T5[合计].基本支出 = #REF!"), NINE))

    assert "本年：金额单元格是错误值 #REF!。" in text
    assert line_of(text, "单位：").endswith("不能比较 1")


def test_the_text_is_in_english_too():
    text = printed(report_of(WRONG_OPENING, NINE), "en")

    assert "1 opening balances are not last year's closing balances" in text
    assert "mismatch XY-1" in text


def test_a_label_in_square_brackets_is_no_markup():
    this = workbook(T3=T3.replace("高中教育", "高中[/b]教育[red]"))

    assert "高中[/b]教育[red]" in printed(report_of(changed(this, "T3[2050204].本年支出合计 = 99.00"), T3))


# --- workbook ---------------------------------------------------------------------------------------------


@pytest.fixture
def written(tmp_path):
    """Return a function that writes a comparison and returns the workbook."""

    def write(this, last, lang="zh"):
        write_comparison(report_of(this, last), tmp_path / "比较.xlsx", lang)
        assert [p.name for p in tmp_path.iterdir()] == ["比较.xlsx"]
        return openpyxl.load_workbook(tmp_path / "比较.xlsx")

    return write


def cells_of(sheet):
    return {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value is not None}


def test_the_workbook_lists_every_pair_with_number_formats(written):
    sheet = written(WRONG_OPENING, NINE)["全部金额"]

    head = [cell.value for cell in sheet[1]]
    assert head == [
        "表",
        "编码",
        "项目",
        "栏目",
        "本年",
        "上年",
        "增减额",
        "增减率",
        "说明",
        "本年单元格",
        "上年单元格",
    ]
    rows = {tuple(cell.value for cell in row[:4]): row[4:] for row in sheet.iter_rows(min_row=2)}
    assert len(rows) == len(compare_texts(WRONG_OPENING, NINE).pairs)
    opening = rows["收入支出决算总表", None, "年初结转和结余", "收入"]
    assert [cell.value for cell in opening] == [30, 21, 9, 0.4286, None, "01!B13", "01!B13"]
    assert [cell.number_format.split(";")[0] for cell in opening[:4]] == ["#,##0.00"] * 3 + ["0.00%"]
    assert rows["支出决算表", "2050204", "高中教育", "本年支出合计"][0].value == 55


def test_a_pair_without_growth_has_a_blank_and_the_reason(written):
    sheet = written(changed(T3, "2050204 | 高中教育 → 2050205 | 高等教育"), T3)["全部金额"]

    remarks = {row[2].value: [cell.value for cell in row[7:9]] for row in sheet.iter_rows(min_row=2)}
    assert remarks["高等教育"] == [None, "上年未列"]
    assert remarks["学前教育"] == [0, None]


def test_the_list_filters_keeps_its_head_in_sight_and_prints_on_a4(written):
    book = written(NEXT, NINE)
    sheet = book["全部金额"]

    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
    assert sheet.auto_filter.ref == f"A1:K{sheet.max_row}"
    for page in book.worksheets:
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
        assert page.sheet_properties.pageSetUpPr.fitToPage


def test_the_summary_has_totals_and_a_chart_of_both_years_by_class(written):
    sheet = written(NEXT, NINE)["年度比较"]
    cells = cells_of(sheet)

    (chart,) = sheet._charts  # noqa: SLF001 openpyxl gives charts no public name
    first, last = (chart.series[n].val.numRef.f for n in (0, 1))
    classes_row = cells["支出按功能分类"].row
    assert (chart.grouping, chart.type) == ("clustered", "col")
    assert first == f"'年度比较'!$C${classes_row + 2}:$C${classes_row + 7}"
    assert last == first.replace("$C", "$D")
    assert [sheet.cell(classes_row + n, 2).value for n in (2, 3)] == ["教育支出", "社会保障和就业支出"]
    assert [series.tx.strRef.f for series in chart.series] == [
        f"'年度比较'!{column}{classes_row + 1}" for column in "CD"
    ]
    assert {"主要合计", "年初与上年年末", "年初与上年年末相符"} <= cells.keys()


def test_the_summary_shows_openings_that_differ_and_what_to_do(written):
    cells = cells_of(written(WRONG_OPENING, NINE)["年度比较"])

    row = cells["01!B13 ↔ 01!D13"].row
    sheet = cells["不符"].parent
    assert [cell.value for cell in sheet[row]][1:] == ["年初结转和结余", 30, 27, 3, "不符", "XY-1"]
    assert any("会计差错更正" in str(value) for value in cells)


def test_without_classes_there_is_no_chart(written):
    sheet = written(T3, T3)["年度比较"]

    assert sheet._charts == []  # noqa: SLF001
    assert "年初与上年年末" in cells_of(sheet)


def test_a_label_is_text_whatever_it_looks_like(written):
    text = changed(T3, "2050204 | 高中教育 → 2050204 | '=1+1").replace("学前教育", "学前\x0b教育")
    found = {cell.data_type for cell in written(text, text)["全部金额"]["C"] if cell.value == "=1+1"}

    assert found == {"s"}


def test_the_workbook_is_in_english_too(written):
    book = written(NEXT, NINE, "en")

    assert book.sheetnames == ["Two years compared", "All amounts"]
    assert "Main totals" in cells_of(book.worksheets[0])


def test_nothing_is_written_where_nothing_was_compared(tmp_path):
    report = compare(tmp_path / "a.xlsx", tmp_path / "b.xlsx")

    with pytest.raises(ValueError, match="nothing was compared"):
        write_comparison(report, tmp_path / "c.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_does_not_exist_leaves_nothing_behind(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        write_comparison(report_of(NEXT, NINE), tmp_path / "没有" / "c.xlsx")
    assert list(tmp_path.iterdir()) == []
