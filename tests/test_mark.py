"""Marks in a file: what is marked, what stays as it was, and how clearing gives it back."""

import random
import signal
import subprocess
import sys
import time
import zipfile
from copy import copy
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from tests.ooxml import schema_errors
from tests.rich_workbook import rich_workbook
from tests.soffice import saved_by_libreoffice

import gouji
from gouji.marks.kinds import Kind
from gouji.marks.plan import Mark
from gouji.marks.results import Results
from gouji.workbook.clear import cleared
from gouji.workbook.mark import marked, marked_file
from gouji.workbook.read import UnreadableError

ROOT = Path(__file__).resolve().parents[1]
MISTAKEN = ROOT / "workbooks" / "2023决算样表-五处错误.xlsx"
NO_RESULTS = Results("核对结果", "勾稽核对结果", ("一句话",), (), ("",) * 7, ())
OURS = ("styles.xml", "[Content_Types].xml", "workbook.xml", "workbook.xml.rels")


@pytest.fixture(scope="module")
def tables():
    book = openpyxl.load_workbook(MISTAKEN, data_only=True)
    return {
        sheet.title: [[float(v) if isinstance(v, int | float) else v for v in row] for row in sheet.values]
        for sheet in book
    }


@pytest.fixture
def rich(tmp_path, tables):
    return rich_workbook(tmp_path / "官方.xlsm", tables)


def parts(data):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def marked_bytes(path, lang="zh"):
    return marked_file(path, gouji.check(path), lang)


def book_of(data):
    return openpyxl.load_workbook(BytesIO(data))


def fill(cell):
    return cell.fill.fgColor.rgb[-6:] if cell.fill.fill_type else ""


def small(path, change=None, **cells):
    """Write a workbook of one sheet 表 with these cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表"
    for address, value in cells.items():
        sheet[address] = value
    if change:
        change(sheet)
    book.save(path)
    return path.read_bytes()


def with_marks(data, *marks):
    return marked(data, [Mark("表", *mark) for mark in marks], NO_RESULTS)


def test_the_culprit_is_orange_the_others_of_its_tie_are_pale_and_both_say_what_to_do():
    sheet = book_of(marked_bytes(MISTAKEN))["公开01表"]

    note = sheet["F33"].comment.text
    assert ("E69F00", "FFE8B8") == (fill(sheet["F33"]), fill(sheet["F7"]))
    for part in ("[勾稽]", "W01-2", "应为 183.99", "现为 189.39", "差 +5.40", "请对照账簿"):
        assert part in note
    assert "" == fill(sheet["F8"])
    assert sheet["F8"].comment is None


def test_a_rounding_is_blue_and_nothing_else_of_its_tie_is_marked(sample):
    book = book_of(marked_bytes(sample("S05.xlsx")))

    coloured = {fill(cell) for sheet in book for row in sheet for cell in row if cell.comment}
    assert {"BDD7EE"} == coloured


def test_a_cell_wrong_by_itself_is_orange_with_a_thick_border(tmp_path):
    path = tmp_path / "a.xlsx"
    book = openpyxl.load_workbook(MISTAKEN)
    book["公开01表"]["F9"] = "#REF!"
    book["公开01表"]["F9"].data_type = "e"
    book.save(path)
    cell = book_of(marked_bytes(path))["公开01表"]["F9"]

    assert ("E69F00", "thick", "thick") == (fill(cell), cell.border.left.style, cell.border.bottom.style)


def test_the_results_sheet_lists_every_finding_with_a_link_to_its_cell():
    sheet = book_of(marked_bytes(MISTAKEN))["核对结果"]
    top = next(n for n, row in enumerate(sheet.values, 1) if row[0] == "性质")
    rows = {row[1].value: row for row in sheet.iter_rows(min_row=top + 1) if row[1].value}

    found = rows["W01-2"]
    assert ("必须", 183.99, 189.39, 5.4) == tuple(found[c].value for c in (0, 3, 4, 5))
    assert "'公开01表'!F33" == found[2].hyperlink.location
    assert (f"A{top + 1}", f"A{top}:G{sheet.max_row}") == (sheet.freeze_panes, sheet.auto_filter.ref)
    assert ("landscape", "9", f"${top}:${top}") == (
        sheet.page_setup.orientation,
        str(sheet.page_setup.paperSize),
        sheet.print_title_rows,
    )


def test_only_styles_sheets_notes_and_the_list_of_parts_change_in_a_rich_workbook(rich):
    before, after = parts(rich.read_bytes()), parts(marked_bytes(rich))

    changed = {name for name in before if before[name] != after[name]}
    assert set() == {
        name
        for name in changed
        if not name.endswith(OURS)
        and not name.startswith(("xl/worksheets/sheet", "xl/comments", "xl/drawings/vmlDrawing"))
    }
    assert before.keys() <= after.keys()


def test_clearing_gives_back_every_part_byte_for_byte(rich):
    before, after = parts(rich.read_bytes()), parts(cleared(marked_bytes(rich)))

    assert list(before) == list(after)
    assert before == after


def test_a_marked_file_has_no_schema_error_that_the_file_had_not(rich, tmp_path):
    for source in (rich, MISTAKEN):
        out = tmp_path / f"marked{source.suffix}"
        out.write_bytes(marked_bytes(source))
        assert not schema_errors(out) - schema_errors(source)


def test_marking_twice_gives_the_same_bytes_as_marking_once(rich, tmp_path):
    once = marked_bytes(rich)
    again = tmp_path / "again.xlsm"
    again.write_bytes(once)

    assert once == marked_bytes(rich) == marked_bytes(again)


def test_a_marked_file_is_checked_as_if_it_had_no_marks(rich, tmp_path):
    out = gouji.mark(rich, gouji.check(rich), tmp_path / "m.xlsx")

    assert gouji.check(rich).findings == gouji.check(out).findings


def test_a_protected_sheet_is_marked_and_stays_protected(tmp_path):
    data = small(tmp_path / "a.xlsx", lambda sheet: sheet.protection.enable(), B2=1)
    book = book_of(with_marks(data, ("B2", Kind.INVOLVED, "[勾稽] 一")))

    assert ("FFE8B8", True) == (fill(book["表"]["B2"]), book["表"].protection.sheet)


def test_everything_else_of_a_cells_style_is_kept(tmp_path):
    def change(sheet):
        sheet["B2"].number_format = "0.000%"
        sheet["B2"].font = openpyxl.styles.Font(name="仿宋", bold=True)

    data = small(tmp_path / "a.xlsx", change, B2=0.5)
    cell = book_of(with_marks(data, ("B2", Kind.CULPRIT, "[勾稽] 一")))["表"]["B2"]

    assert ("0.000%", "仿宋", True) == (cell.number_format, cell.font.name, cell.font.bold)


@pytest.mark.parametrize("cell", ["B2", "D2", "A1", "C9", "Z1"])
def test_cells_and_rows_that_the_file_does_not_have_are_made_and_taken_away(tmp_path, cell):
    data = small(tmp_path / "a.xlsx", B2=1, C2=2, C5=3)
    after = with_marks(data, (cell, Kind.INVOLVED, "[勾稽] 一"), ("C2", Kind.NOTICE, "[勾稽] 二"))

    assert "FFE8B8" == fill(book_of(after)["表"][cell])
    assert parts(data) == parts(cleared(after))


def test_a_row_written_as_an_empty_tag_is_filled_and_emptied(tmp_path):
    path = tmp_path / "a.xlsx"
    data = _with_part(
        small(path, B2=1), "xl/worksheets/sheet1.xml", b"</sheetData>", b'<row r="7"/></sheetData>'
    )
    after = with_marks(data, ("C7", Kind.INVOLVED, "[勾稽] 一"), ("A7", Kind.INVOLVED, "[勾稽] 二"))

    assert ["FFE8B8", "", "FFE8B8"] == [fill(book_of(after)["表"][f"{c}7"]) for c in "ABC"]
    assert parts(data) == parts(cleared(after))


def test_a_sheet_written_with_namespace_prefixes_is_marked(tmp_path):
    data = small(tmp_path / "a.xlsx", B2=1)
    names = ("worksheet", "sheetData", "row", "c", "v", "sheetPr", "sheetViews", "sheetView", "selection")
    names += ("outlinePr", "pageSetUpPr", "dimension", "sheetFormatPr", "pageMargins")
    xml = parts(data)["xl/worksheets/sheet1.xml"].replace(b"xmlns=", b"xmlns:x=")
    for name in sorted(names, key=len, reverse=True):
        for end in (b" ", b">", b"/"):
            xml = xml.replace(b"<%s%s" % (name.encode(), end), b"<x:%s%s" % (name.encode(), end))
        xml = xml.replace(b"</%s>" % name.encode(), b"</x:%s>" % name.encode())
    data = _replaced(data, "xl/worksheets/sheet1.xml", xml)
    after = with_marks(data, ("B2", Kind.INVOLVED, "[勾稽] 一"), ("C3", Kind.INVOLVED, "[勾稽] 二"))

    sheet = book_of(after)["表"]
    assert ["FFE8B8", "FFE8B8"] == [fill(sheet["B2"]), fill(sheet["C3"])]
    assert "[勾稽] 二" == sheet["C3"].comment.text
    assert parts(data) == parts(cleared(after))


def test_the_users_own_note_stays_and_ours_stands_below_it(tmp_path):
    def change(sheet):
        sheet["B2"].comment = Comment("我的批注", "张三")
        sheet["B3"].comment = Comment("另一条", "张三")

    data = small(tmp_path / "a.xlsx", change, B2=1)
    after = with_marks(data, ("B2", Kind.INVOLVED, "[勾稽] 一"), ("C2", Kind.INVOLVED, "[勾稽] 二"))

    sheet = book_of(after)["表"]
    assert "我的批注\n────────\n[勾稽] 一" == sheet["B2"].comment.text
    assert ("另一条", "[勾稽] 二") == (sheet["B3"].comment.text, sheet["C2"].comment.text)
    assert parts(data) == parts(cleared(after))


def test_a_cell_with_a_threaded_comment_keeps_it_as_excel_wrote_it(tmp_path):
    def change(sheet):
        sheet["B2"].comment = Comment("[Threaded comment]", "tc={4B1F}")

    data = small(tmp_path / "a.xlsx", change, B2=1)
    cell = book_of(with_marks(data, ("B2", Kind.INVOLVED, "[勾稽] 一")))["表"]["B2"]

    assert ("FFE8B8", "[Threaded comment]") == (fill(cell), cell.comment.text)


def test_after_another_program_saved_it_fills_borders_and_notes_are_as_before(tmp_path):
    def change(sheet):
        sheet["B2"].fill = PatternFill("solid", fgColor="00FF00")
        sheet["B2"].comment = Comment("我的批注", "张三")

    data = small(tmp_path / "a.xlsx", change, B2=1, C2=2)
    after = with_marks(data, ("B2", Kind.CULPRIT, "[勾稽] 一"), ("C2", Kind.INVOLVED, "[勾稽] 二"))
    sheet = book_of(cleared(_saved_by_openpyxl(after)))["表"]

    assert ("00FF00", None, "我的批注") == (
        fill(sheet["B2"]),
        sheet["B2"].border.left.style,
        sheet["B2"].comment.text,
    )
    assert ("", None) == (fill(sheet["C2"]), sheet["C2"].comment)


def test_a_fill_that_the_user_gave_a_marked_cell_wins(tmp_path):
    def edit(book):
        book["表"]["B2"].fill = PatternFill("solid", fgColor="123456")
        book["表"]["B2"].comment.text += "\n我后来写的"

    data = with_marks(small(tmp_path / "a.xlsx", B2=1), ("B2", Kind.INVOLVED, "[勾稽] 一"))
    cell = book_of(cleared(_saved_by_openpyxl(data, edit)))["表"]["B2"]

    assert ("123456", "\n我后来写的") == (fill(cell), cell.comment.text)


def test_a_marked_cell_that_was_copied_elsewhere_is_cleared_too(tmp_path):
    def edit(book):
        book["表"]["E5"].fill = PatternFill("solid", fgColor="FFE8B8")
        book["表"]["E5"].comment = Comment("[勾稽] 一", "")

    data = with_marks(small(tmp_path / "a.xlsx", B2=1), ("B2", Kind.INVOLVED, "[勾稽] 一"))
    cell = book_of(cleared(_saved_by_openpyxl(data, edit)))["表"]["E5"]

    assert ("", None) == (fill(cell), cell.comment)


def test_a_theme_fill_comes_back_as_a_theme_fill(tmp_path):
    theme = openpyxl.styles.colors.Color(theme=4, tint=0.5999)

    def change(sheet):
        sheet["B2"].fill = PatternFill("solid", fgColor=theme)

    data = with_marks(small(tmp_path / "a.xlsx", change, B2=1), ("B2", Kind.INVOLVED, "[勾稽] 一"))
    color = book_of(cleared(_saved_by_openpyxl(data)))["表"]["B2"].fill.fgColor

    assert (4, 0.5999) == (color.theme, color.tint)


def test_a_file_without_marks_has_nothing_to_clear(tmp_path):
    assert cleared(small(tmp_path / "a.xlsx", B2=1)) is None
    assert gouji.clear(tmp_path / "a.xlsx") is None


def test_a_users_own_sheet_of_the_same_name_stays(tmp_path):
    data = small(tmp_path / "a.xlsx", lambda sheet: sheet.parent.create_sheet("核对结果"), B2=1)
    after = with_marks(data, ("B2", Kind.INVOLVED, "[勾稽] 一"))

    assert ["表", "核对结果", "核对结果 (2)", "_gouji"] == book_of(after).sheetnames
    assert ["表", "核对结果"] == book_of(cleared(_saved_by_openpyxl(after))).sheetnames


def test_libreoffice_sees_fills_notes_and_links(tmp_path):
    path = gouji.mark(MISTAKEN, gouji.check(MISTAKEN), tmp_path / "m.xlsx")
    book = book_of(saved_by_libreoffice(path, tmp_path / "saved"))

    cell = book["公开01表"]["F7"]
    assert ("FFE8B8", True) == (fill(cell), cell.comment.text.startswith("[勾稽]"))
    links = [row[2].hyperlink for row in book["核对结果"].iter_rows() if row[2].hyperlink]
    assert "'公开01表'!F33" in {link.location for link in links}
    assert "hidden" == book["_gouji"].sheet_state


@pytest.mark.filterwarnings("ignore:.*will be removed:UserWarning")
@pytest.mark.parametrize("name", ["S01.xlsx", "S06.xlsx"])
def test_published_statements_saved_by_libreoffice_are_cleared_to_what_they_were(sample, name, tmp_path):
    _compare_after_libreoffice(sample(name), tmp_path)


@pytest.mark.filterwarnings("ignore:.*will be removed:UserWarning")
def test_a_rich_workbook_saved_by_libreoffice_is_cleared_to_what_it_was(rich, tmp_path):
    _compare_after_libreoffice(rich, tmp_path)


def _compare_after_libreoffice(source, tmp_path):
    """Compare a file saved by LibreOffice with the same marked, saved and cleared."""
    out = gouji.mark(source, gouji.check(source), tmp_path / "m.xlsx")
    plain = book_of(saved_by_libreoffice(source, tmp_path / "plain"))
    saved = saved_by_libreoffice(out, tmp_path / "marked")
    assert "核对结果" in book_of(saved).sheetnames
    after = book_of(cleared(saved))

    assert plain.sheetnames == after.sheetnames
    for sheet in plain.worksheets:
        looks = {cell.coordinate: _look(cell) for row in sheet.iter_rows() for cell in row}
        others = {cell.coordinate: _look(cell) for row in after[sheet.title].iter_rows() for cell in row}
        assert looks == {address: others[address] for address in looks}


def _look(cell):
    sides = ("left", "right", "top", "bottom")
    return fill(cell), [getattr(cell.border, side).style for side in sides], _text(cell.value), _note(cell)


def _text(value):
    return getattr(value, "text", value)  # an array formula is an object of its own


def _note(cell):
    return cell.comment and cell.comment.text


def test_rows_inserted_above_a_marked_cell_move_its_record(tmp_path):
    data = with_marks(small(tmp_path / "a.xlsx", B2=1), ("B2", Kind.INVOLVED, "[勾稽] 一"))

    def edit(book):  # what a spreadsheet does when a row is inserted above
        sheet = book["表"]
        sheet["B3"].fill, sheet["B3"].value = copy(sheet["B2"].fill), 1
        sheet["B3"].comment = Comment(sheet["B2"].comment.text, "")
        sheet["B2"].comment, sheet["B2"].style = None, "Normal"
        record = book["_gouji"]
        next(row for row in record if row[0].value == "cell")[1].value = "='表'!B3"

    sheet = book_of(cleared(_saved_by_openpyxl(data, edit)))["表"]
    assert ("", None) == (fill(sheet["B3"]), sheet["B3"].comment)


def test_a_kill_at_any_moment_leaves_the_original_whole_and_no_half_file(rich):
    original = rich.read_bytes()
    whole = marked_bytes(rich)
    out = rich.with_name("官方-核对.xlsm")
    rng = random.Random(11)
    code = f"import gouji; gouji.mark({str(rich)!r}, gouji.check({str(rich)!r}))"
    for _ in range(12):
        out.unlink(missing_ok=True)
        run = subprocess.Popen([sys.executable, "-c", code])
        time.sleep(rng.uniform(0.05, 0.6))
        run.send_signal(signal.SIGKILL)
        run.wait()
        assert original == rich.read_bytes()
        assert not out.exists() or out.read_bytes() == whole


def test_an_existing_copy_is_not_overwritten_unless_asked(rich):
    report = gouji.check(rich)
    out = gouji.mark(rich, report)
    with pytest.raises(UnreadableError, match="exists"):
        gouji.mark(rich, report)

    assert out == gouji.mark(rich, report, overwrite=True)
    with pytest.raises(UnreadableError, match="mark_onto_itself"):
        gouji.mark(rich, report, rich)


def _saved_by_openpyxl(data, edit=None):
    book = book_of(data)
    if edit:
        edit(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _with_part(data, name, old, new):
    return _replaced(data, name, parts(data)[name].replace(old, new))


def _replaced(data, name, content):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part, old in parts(data).items():
            archive.writestr(part, content if part == name else old)
    return out.getvalue()
