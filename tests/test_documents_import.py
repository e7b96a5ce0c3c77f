"""gouji import: the tables of a printed report as an official workbook, and what found no place in it."""

import os
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Alignment, Border, Side
from PIL import Image
from pypdf import PdfWriter, Transformation
from reportlab.lib.utils import ImageReader
from tests.printed_pages import PrintedPages
from typer.testing import CliRunner

import gouji
from gouji.cli import app
from gouji.documents.imported import import_tables
from gouji.locate import locate
from gouji.statement import parse_statement
from gouji.workbook.official import write_official
from gouji.workbook.read import UnreadableError, read_workbook

INCOME = """
项目 | < | < | < | 本年收入/合计 | 财政拨款/收入 | 其他收入
支出功能分类/科目编码 | < | < | 科目名称 | ^ | ^ | ^
类 | 款 | 项 | 合计 | 2,946.25 | 2,940.05 | 6.20
"""
INCOME_WIDTHS = [40, 40, 40, 120, 70, 70, 70]
ROWS = """
201 |    |    | 一般公共服务/支出 | 2,112.86 | 2,106.66 | 6.20
201 | 06 |    | 财政事务 | 2,112.86 | 2,106.66 | 6.20
"""
MORE = """
201 | 06 | 01 | 行政运行 | 2,112.86 | 2,106.66 | 6.20
208 |    |    | 社会保障和就业支出 | 833.39 | 833.39 |
"""
TITLE, UNIT = "收入决算表", "单位：万元"


@pytest.fixture
def printed(tmp_path):
    return PrintedPages(tmp_path / "report.pdf")


def head(pages, title=TITLE):
    return pages.text(250, 60, title).text(460, 80, UNIT)


def income(imported):
    return {
        (row, column): value for (t, row, column), value in imported.statement.amounts.items() if t == "T2"
    }


def left_out(imported, *says):
    return [one for one in imported.left_out if one.says in says]


def test_cells_of_a_ruled_table_are_placed_with_their_page(printed):
    head(printed).table(90, INCOME_WIDTHS, INCOME + ROWS.strip() + MORE)

    imported = import_tables(printed.save())
    assert (Decimal("2106.66"), "1") == (
        imported.statement.amounts["T2", "2010601", "财政拨款收入"],
        imported.statement.origins["T2", "2010601", "财政拨款收入"],
    )
    assert "一般公共服务支出" == imported.statement.labels["T2", "201"]
    assert ("T2", "208", "其他收入") not in imported.statement.amounts
    assert 14 == len(income(imported))


@pytest.mark.parametrize("again", ["", INCOME, "title"])
def test_a_table_over_two_pages_is_one_with_or_without_a_repeated_head(printed, again):
    head(printed).table(90, INCOME_WIDTHS, INCOME + ROWS.strip()).page()
    if again == "title":
        head(printed)
    repeated = INCOME.strip() + "\n" if again else ""
    printed.table(90, INCOME_WIDTHS, repeated + MORE.strip())

    imported = import_tables(printed.save())
    assert 14 == len(income(imported))
    assert "2" == imported.statement.origins["T2", "208", "财政拨款收入"]
    assert [] == left_out(imported, "F-02", "F-11", "beside")


def test_a_table_that_goes_on_is_found_though_its_page_is_shifted(printed):
    head(printed).table(90, INCOME_WIDTHS, INCOME + ROWS.strip()).page()
    printed.table(90, INCOME_WIDTHS, MORE.strip(), x=84)

    assert 14 == len(income(import_tables(printed.save())))


def test_a_number_broken_inside_its_cell_is_whole(printed):
    head(printed).table(90, INCOME_WIDTHS, INCOME.replace("2,946.25", "2,946./25"))

    assert Decimal("2946.25") == income(import_tables(printed.save()))["合计", "本年收入合计"]


def test_rows_without_lines_between_them_are_told_apart(printed):
    stacked = "201/20106/2010601 | 一般公共服务支出/财政事务/行政运行 | 9.86/9.86/9.80 | 3.20/3.20/3.10"
    table = f"科目编码 | 科目名称 | 本年收入合计 | 财政拨款收入\n合计 | | 9.86 | 3.20\n{stacked}"
    head(printed).table(90, [80, 130, 100, 100], table)

    found = income(import_tables(printed.save()))
    assert Decimal("3.10") == found["2010601", "财政拨款收入"]
    assert 8 == len(found)


def test_a_printed_zero_is_a_zero_and_a_blank_a_blank(printed):
    head(printed).table(90, INCOME_WIDTHS, INCOME + ROWS.strip().replace("6.20", "0.00", 1))

    assert Decimal(0) == income(import_tables(printed.save()))["201", "其他收入"]


def test_what_finds_no_place_is_named_with_its_page(printed):
    table = """
        科目编码 | 科目名称 | 本年收入合计 | 财政拨款收入 | 捐赠
        201 | 公共服务 | 9.86 | 3.20 | 6.66
        某项 | | 1.00 | 1.00 |
    """
    head(printed).table(90, [80, 100, 100, 100, 60], table)
    printed.text(200, 400, "机构信息").table(420, [100, 100], "资产 | 金额\n车辆 | 17.77")

    imported = import_tables(printed.save())
    assert {("F-03", "某项"), ("F-04", "捐赠")} == {
        (o.says, o.words[1]) for o in left_out(imported, "F-03", "F-04")
    }
    assert [("资产", 1)] == [(o.words[0], o.page) for o in left_out(imported, "other_table")]


def test_a_text_in_an_amount_s_cell_is_carried_over_and_named(printed, tmp_path):
    head(printed).table(90, INCOME_WIDTHS, INCOME.replace("6.20", "详见附件"))
    path = printed.save()

    assert "详见附件" == import_tables(path).statement.texts["T2", "合计", "其他收入"]
    assert 1 == len(left_out(import_tables(path), "F-05"))
    run(path, tmp_path / "out.xlsx")
    assert any(finding.rule == "F-05" for finding in gouji.check(tmp_path / "out.xlsx").findings)


def test_a_table_that_the_report_lacks_is_not_in_the_workbook(printed, tmp_path):
    head(printed).table(90, INCOME_WIDTHS, INCOME)

    run(printed.save(), tmp_path / "out.xlsx")
    assert ["公开02表", "填列说明"] == load_workbook(tmp_path / "out.xlsx").sheetnames


def test_a_note_below_an_empty_table_is_kept_and_none_is_made_up(printed, tmp_path):
    fund = """
        项目 | < | 年初结转和结余 | 本年收入 | 本年支出 | 年末结转和结余
        科目编码 | 科目名称 | ^ | ^ | ^ | ^
        合计 | < | | | |
    """
    head(printed).table(90, INCOME_WIDTHS, INCOME).page()
    for title, note in (("政府性基金预算", "说明：本年度无此项收支。"), ("国有资本经营预算", "")):
        head(printed, f"{title}财政拨款收入支出决算表").table(90, [80] * 6, fund).text(72, 220, note).page()

    run(printed.save(), tmp_path / "out.xlsx")
    without = [
        f.words[0] for f in gouji.check(tmp_path / "out.xlsx").findings if f.says == "empty_without_note"
    ]
    assert ["国有资本经营预算财政拨款收入支出决算表"] == without


@pytest.mark.parametrize("turn", [90, -90])
def test_a_table_printed_sideways_is_read(tmp_path, turn):
    pages = PrintedPages(tmp_path / "report.pdf", size=(842, 595))
    path = head(pages).table(90, INCOME_WIDTHS, INCOME + ROWS.strip() + MORE).save()
    writer = PdfWriter(path)
    move = (595, 0) if turn == 90 else (0, 842)
    writer.pages[0].add_transformation(Transformation().rotate(turn).translate(*move))
    writer.pages[0].mediabox.upper_right = writer.pages[0].cropbox.upper_right = (595, 842)
    writer.write(path)

    assert 14 == len(income(import_tables(path)))


def test_a_page_that_is_a_picture_is_named(printed):
    head(printed).table(90, INCOME_WIDTHS, INCOME).page()
    printed.canvas.drawImage(ImageReader(Image.new("L", (60, 80))), 0, 0, 595, 842)

    assert [2] == [one.page for one in left_out(import_tables(printed.save()), "picture")]


def test_a_table_without_lines_is_named_and_not_guessed(printed):
    head(printed).table(90, INCOME_WIDTHS, INCOME + ROWS.strip(), ruled=False)

    with pytest.raises(UnreadableError) as error:
        import_tables(printed.save())
    assert ("no_ruled_table", (TITLE,)) == (error.value.says, error.value.words)


def run(*arguments):
    return CliRunner().invoke(app, ["import", str(arguments[0]), "-o", *map(str, arguments[1:])])


def test_an_existing_workbook_is_kept_unless_forced(printed, tmp_path):
    path = head(printed).table(90, INCOME_WIDTHS, INCOME).save()
    out = tmp_path / "out.xlsx"
    out.write_bytes(b"mine")

    assert (2, b"mine") == (run(path, out).exit_code, out.read_bytes())
    assert 1 == run(path, out, "--force").exit_code
    assert out.read_bytes().startswith(b"PK")


@pytest.mark.parametrize("name", ["report.pdf", "out.xls"])
def test_a_workbook_is_written_under_its_own_name_only(printed, tmp_path, name):
    path = head(printed).table(90, INCOME_WIDTHS, INCOME).save()
    before = path.read_bytes()

    assert (2, before) == (run(path, tmp_path / name, "--force").exit_code, path.read_bytes())


def test_what_is_no_report_gets_one_sentence(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(b"not a pdf")

    result = run(path, tmp_path / "out.xlsx")
    assert (2, 1, [path]) == (result.exit_code, len(result.output.splitlines()), list(tmp_path.iterdir()))


def printed_facts(path):
    facts = locate(read_workbook(path))
    found = map(facts.fact, range(len(facts.printed) - 1))
    return {(fact.table, fact.row, fact.column): fact.text for fact in found if fact.text is not None}


def findings(path):
    """Return rule, message and difference of all that is not exact, but notes of empty tables."""
    return sorted(
        (finding.rule, finding.says, finding.difference or "")
        for finding in gouji.check(path).findings
        if finding.verdict != "exact" and finding.says != "empty_without_note"
    )


def test_the_published_report_equals_its_workbook_cell_for_cell(sample, tmp_path):
    out = tmp_path / "out.xlsx"

    assert 0 == run(sample("S01.pdf"), out).exit_code
    assert printed_facts(sample("S01.xlsx")) == printed_facts(out)
    assert findings(sample("S01.xlsx")) == findings(out)


def test_the_empty_template_is_an_empty_statement(sample, tmp_path):
    out = tmp_path / "out.xlsx"

    assert 0 == run(sample("S00-template.pdf"), out).exit_code
    assert printed_facts(sample("S00-template.xlsx")) == printed_facts(out) == {}


@pytest.fixture(scope="module")
def as_pdf(tmp_path_factory):
    """Return a function that prints a workbook by LibreOffice; skip where there is none."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")
    # a venv on PATH breaks the Python inside LibreOffice
    environment = {**os.environ, "PATH": "/usr/local/bin:/usr/bin:/bin"}

    def convert(path):
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120, env=environment)
        return folder / f"{path.stem}.pdf"

    return convert


@pytest.mark.parametrize("name", ["S01", "2023"])
def test_our_own_forms_come_back_from_print(as_pdf, tmp_path, name):
    figures = (Path(__file__).parents[1] / "workbooks" / "figures" / f"{name}.txt").read_text("utf-8")
    path = tmp_path / "form.xlsx"
    write_official(parse_statement(figures), path)
    out = tmp_path / "out.xlsx"

    assert 0 == run(as_pdf(path), out).exit_code
    assert printed_facts(path) == printed_facts(out)
    assert findings(path) == findings(out)


@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
@pytest.mark.parametrize("name", ["S05", "S06"])
def test_published_tables_come_back_from_many_pages(as_pdf, sample, tmp_path, name, orientation):
    path = tmp_path / f"{name}.xlsx"
    repeated = 4 if orientation == "portrait" else 0
    print_ruled(sample(f"{name}.xlsx"), path, orientation, repeated)
    out = tmp_path / "out.xlsx"

    assert 1 == run(as_pdf(path), out).exit_code
    assert printed_facts(path) == printed_facts(out)
    assert findings(path) == findings(out)


def print_ruled(source, path, orientation, repeated):
    """Save the workbook with ruled, narrow columns, and the first rows of each sheet on each of its pages."""
    width = 9 if orientation == "portrait" else 14
    edge = Side(style="thin")
    workbook = load_workbook(source)
    for sheet in workbook:
        for r, row in enumerate(sheet.iter_rows(), 1):
            lines = [1.0]
            for cell in row if r > 2 else ():
                cell.border = Border(edge, edge, edge, edge)
                cell.alignment = Alignment(wrap_text=True, vertical="center")
                sheet.column_dimensions[cell.column_letter].width = width
                if isinstance(cell.value, float):
                    cell.number_format = "#,##0.00"
                if isinstance(cell.value, str):
                    lines.append(-(-sum(1 + (ord(sign) > 255) for sign in cell.value) // (width - 2)))
            sheet.row_dimensions[r].height = 15 * max(lines)
        sheet.page_setup.orientation, sheet.page_setup.paperSize = orientation, 9
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.print_title_rows = f"1:{repeated}" if repeated else None
        sheet.oddHeader.left.text, sheet.oddFooter.center.text = "2024年度部门决算", "— &P —"
    workbook.save(path)
