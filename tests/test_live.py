"""The commands of the live layer in a real LibreOffice, through xlwings as Excel would be driven."""

import os
import shutil
import signal
import sys
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest

import gouji
from gouji import live
from gouji.accepted import accepting, write_accepted
from gouji.live.borders import border_of
from gouji.live.reading import check_book
from gouji.marks.borders import Side
from gouji.workbook.clear import cleared

ROOT = Path(__file__).resolve().parents[1]
MISTAKEN = ROOT / "workbooks" / "2023决算样表-五处错误.xlsx"


@pytest.fixture
def opened(office_app, tmp_path):
    """Open copies of files, and close them without saving at the end."""
    books = []

    def open_copy(source, change=None):
        path = shutil.copy(source, tmp_path / f"{len(books)}.xlsx")
        if change:
            book = openpyxl.load_workbook(path)
            change(book)
            book.save(path)
        books.append(office_app.books.open(str(path)))
        return books[-1]

    yield open_copy
    for book in books:
        book.close()


@pytest.fixture
def mistaken(opened):
    return opened(MISTAKEN)


def saved(book):
    book.save()
    return openpyxl.load_workbook(book.fullname)


def fill(cell):
    return cell.fill.fgColor.rgb[-6:] if cell.fill.fill_type else ""


def looks(book):
    """Return what a person sees of each cell: its fill and its note."""
    return {
        (sheet.title, cell.coordinate): (fill(cell), cell.comment and cell.comment.text)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if fill(cell) or cell.comment
    }


@pytest.mark.parametrize("name", ["S01.xlsx", "S05.xlsx", "S06.xlsx"])
def test_published_statements_give_the_findings_of_the_file(opened, sample, name):
    outcome = live.check_active_book(opened(sample(name)))

    assert gouji.check(sample(name)).findings == outcome.report.findings


def test_the_sample_with_mistakes_gives_the_findings_of_the_file(mistaken):
    outcome = live.check_active_book(mistaken)

    assert gouji.check(MISTAKEN).findings == outcome.report.findings
    assert "有 14 条勾稽关系不符" in outcome.says


def test_checking_writes_nothing(mistaken):
    before = mistaken.sheet_names
    live.check_active_book(mistaken)

    assert before == mistaken.sheet_names
    assert not looks_marked(saved(mistaken))


def looks_marked(book):
    return any(note and "[勾稽]" in note for _, note in looks(book).values())


def test_a_file_marked_live_shows_what_a_file_marked_headlessly_shows(mistaken, tmp_path):
    live.mark(mistaken)
    headless = gouji.mark(MISTAKEN, gouji.check(MISTAKEN), tmp_path / "headless.xlsx")

    here, there = looks(saved(mistaken)), looks(openpyxl.load_workbook(headless))
    tables = {sheet for sheet, _ in there} - {"核对结果"}
    assert {k: v for k, v in there.items() if k[0] in tables} == {
        k: v for k, v in here.items() if k[0] in tables
    }


def test_the_results_sheet_lists_the_findings_with_links(mistaken):
    live.mark(mistaken)
    sheet = saved(mistaken)["核对结果"]

    top = next(row[0].row for row in sheet.iter_rows() if row[1].value == "规则")
    assert f"A{top + 1}" == sheet.freeze_panes
    row = next(row for row in sheet.iter_rows() if row[1].value == "W01-2")
    assert ("必须", 183.99, 189.39, 5.4) == (row[0].value, row[3].value, row[4].value, row[5].value)
    assert "公开01表!F33" in row[2].hyperlink.location.replace("'", "").replace("$", "").replace(".", "!")


def test_clear_gives_back_what_was_there(mistaken):
    before = looks(openpyxl.load_workbook(MISTAKEN))
    sheets = mistaken.sheet_names
    live.mark(mistaken)
    live.clear(mistaken)

    assert sheets == mistaken.sheet_names
    assert before == looks(saved(mistaken))


def test_marks_made_live_are_cleared_in_the_file(mistaken, tmp_path):
    live.mark(mistaken)
    mistaken.save()
    path = tmp_path / "cleared.xlsx"
    path.write_bytes(cleared(Path(mistaken.fullname).read_bytes()))

    book = openpyxl.load_workbook(path)
    assert openpyxl.load_workbook(MISTAKEN).sheetnames == book.sheetnames
    assert looks(openpyxl.load_workbook(MISTAKEN)) == looks(book)


def test_marks_made_in_the_file_are_cleared_live(opened, tmp_path):
    book = opened(gouji.mark(MISTAKEN, gouji.check(MISTAKEN), tmp_path / "m.xlsx"))
    outcome = live.clear(book)

    assert "标注已清除。" == outcome.says
    assert looks(openpyxl.load_workbook(MISTAKEN)) == looks(saved(book))


def test_a_cell_wrong_by_itself_has_a_thick_border_and_gets_its_own_back(opened):
    def break_it(book):
        book["公开01表"]["F9"].value = "=1/0"

    book = opened(MISTAKEN, break_it)
    cell = book.sheets["公开01表"].range("F9")
    before = border_of(cell)
    live.mark(book)
    marked = border_of(cell)
    live.clear(book)

    assert Side("thick", "7F3F00") == marked.left == marked.bottom
    assert before == border_of(cell)


def test_the_users_note_and_later_fill_stay(opened):
    def annotate(book):
        book["公开01表"]["F33"].comment = openpyxl.comments.Comment("我的批注", "张三")

    book = opened(MISTAKEN, annotate)
    live.mark(book)
    cell = book.sheets["公开01表"].range("F33")
    assert "我的批注\n────────\n[勾稽]" in cell.note.text
    cell.color = "#123456"
    live.clear(book)

    assert ("我的批注", (0x12, 0x34, 0x56)) == (cell.note.text, cell.color)


def test_rows_inserted_in_the_program_move_the_marks_and_their_record(mistaken):
    live.mark(mistaken)
    sheet = mistaken.sheets["公开01表"]
    sheet.range("5:6").insert("down")
    assert (0xE6, 0x9F, 0x00) == sheet.range("F35").color
    live.clear(mistaken)

    assert sheet.range("F35").color != (0xE6, 0x9F, 0x00)
    assert sheet.range("F35").note is None


def test_ten_rounds_leave_nothing_behind(mistaken):
    for _ in range(10):
        live.check_active_book(mistaken)
        live.mark(mistaken)
        live.clear(mistaken)
    live.mark(mistaken)
    live.mark(mistaken)
    live.clear(mistaken)

    book, before = saved(mistaken), openpyxl.load_workbook(MISTAKEN)
    assert before.sheetnames == book.sheetnames
    assert set(before.defined_names) == set(book.defined_names)
    assert looks(before) == looks(book)


def test_next_and_previous_walk_the_list_and_go_round(mistaken):
    assert "还没有核对结果" in live.next_finding(mistaken).says
    live.mark(mistaken)
    first = live.next_finding(mistaken)
    second = live.next_finding(mistaken)

    assert ("公开01表", "F33") == first.target
    assert first.target == live.previous_finding(mistaken).target
    assert first.target != second.target
    last = live.previous_finding(mistaken)
    assert first.target == live.next_finding(mistaken).target != last.target
    assert "F33" == mistaken.selection.get_address(row_absolute=False, column_absolute=False)
    assert "[勾稽]" in mistaken.app.status_bar


def test_explain_shows_every_addend_with_its_interval_and_the_verdict(mistaken):
    mistaken.sheets["公开01表"].activate()
    mistaken.sheets["公开01表"].range("F33").select()
    outcome = live.explain_selection(mistaken)

    for part in (
        "W01-2",
        "结论：不符，相差 5.40",
        "公开01表!F7 165.99 [165.985, 165.995]",
        "183.980 至 184.000",
    ):
        assert part in outcome.says
    assert ("mismatch", 189.39) == (
        outcome.explanation.ties[0].finding.verdict,
        float(outcome.explanation.ties[0].left[0].cell.value),
    )


def test_what_is_accepted_beside_the_file_is_not_counted(mistaken):
    path = Path(mistaken.fullname)
    accepted = next(f for f in gouji.check(path).findings if f.rule == "W01-2")
    write_accepted(path, [accepting(accepted, "经批准")])

    assert "有 13 条勾稽关系不符" in live.check_active_book(mistaken).says


def test_refresh_marks_anew_after_an_edit(mistaken):
    live.mark(mistaken)
    mistaken.sheets["公开01表"].range("F33").value = 183.99
    outcome = live.refresh(mistaken)

    assert "W01-2" not in {f.rule for f in outcome.report.findings if f.verdict == "mismatch"}
    assert 1 == mistaken.sheet_names.count("核对结果")


def test_screen_calculation_status_bar_and_selection_are_as_before(mistaken):
    app = mistaken.app
    mistaken.sheets["公开03表"].activate()
    mistaken.sheets["公开03表"].range("C9").select()
    app.calculation = "manual"
    try:
        live.mark(mistaken)
        assert ("manual", True) == (app.calculation, app.screen_updating)
        assert ("公开03表", "$C$9") == (mistaken.selection.sheet.name, mistaken.selection.address)
        assert not app.status_bar or "正在" not in str(app.status_bar)
    finally:
        app.calculation = "automatic"


def test_a_protected_sheet_is_only_listed_and_said_so(opened):
    book = opened(MISTAKEN, lambda book: book["公开01表"].protection.enable())
    outcome = live.mark(book)

    assert "公开01表" in outcome.says.splitlines()[-1]
    marked = {sheet for (sheet, _), (_, note) in looks(saved(book)).items() if note}
    assert "公开01表" not in marked
    assert "公开02表" in marked
    assert any("受保护" in str(row[0]) for row in openpyxl.load_workbook(book.fullname)["核对结果"].values)


def test_a_book_with_a_protected_structure_is_left_alone(opened):
    book = opened(MISTAKEN)
    book.api.protect("x")
    outcome = live.mark(book)

    assert (True, True) == (outcome.failed, "结构受保护" in outcome.says)
    assert "核对结果" not in book.sheet_names


def test_a_chart_sheet_and_a_hidden_sheet_are_no_obstacle(opened):
    def change(book):
        chart = book.create_chartsheet("图")
        chart.add_chart(openpyxl.chart.BarChart())
        book["公开02表"].sheet_state = "veryHidden"

    book = opened(MISTAKEN, change)
    outcome = live.mark(book)

    assert (False, 14) == (outcome.failed, sum(f.verdict == "mismatch" for f in outcome.report.findings))


def test_a_new_book_that_was_never_saved_is_checked(office_app):
    book = office_app.books.add()
    try:
        assert "没有找到决算公开报表" in live.check_active_book(book).says
    finally:
        book.close()


@pytest.mark.parametrize("step", ["marking._colour", "marking._write_record", "resultslist._format"])
def test_when_marking_fails_the_book_stays_unmarked(mistaken, monkeypatch, step):
    before = looks(openpyxl.load_workbook(MISTAKEN))
    monkeypatch.setattr(f"gouji.live.{step}", lambda *_: 1 / 0)
    outcome = live.mark(mistaken)

    assert (True, True) == (outcome.failed, "工作簿保持原样" in outcome.says)
    assert openpyxl.load_workbook(MISTAKEN).sheetnames == mistaken.sheet_names
    assert before == looks(saved(mistaken))


def test_marks_that_could_not_be_taken_back_are_told_and_can_be_cleared(mistaken, monkeypatch):
    before = looks(openpyxl.load_workbook(MISTAKEN))
    with monkeypatch.context() as broken:
        for step in ("_annotate", "clear_book"):
            broken.setattr(f"gouji.live.marking.{step}", lambda *_: 1 / 0)
        outcome = live.mark(mistaken)

    assert (True, True) == (outcome.failed, "没有清除干净" in outcome.says)
    assert not live.clear(mistaken).failed
    assert before == looks(saved(mistaken))


def test_the_number_of_engine_calls_does_not_grow_with_the_number_of_cells(opened):
    def grow(book):
        for row in range(60, 600):
            for column in range(1, 9):
                book["公开09表"].cell(row, column).value = "注"

    def calls(book):
        count = 0

        def counted(frame, event, _):
            nonlocal count
            count += (
                event == "call"
                and "xlwings_libreoffice" in frame.f_code.co_filename
                and (
                    frame.f_code.co_name == "call"  # every method of the engine goes through this guard
                )
            )

        sys.setprofile(counted)
        try:
            live.check_active_book(book)
        finally:
            sys.setprofile(None)
        return count

    small, large = opened(MISTAKEN), opened(MISTAKEN, grow)
    assert 0 < calls(small) == calls(large)


def test_a_killed_program_ends_in_one_sentence_and_leaves_the_file_alone(tmp_path, monkeypatch):
    xw = pytest.importorskip("xlwings")
    pytest.importorskip("xlwings_libreoffice")
    app = xw.App(visible=False)
    path = Path(shutil.copy(MISTAKEN, tmp_path / "a.xlsx"))
    before = path.read_bytes()
    book = app.books.open(str(path))
    monkeypatch.setattr("gouji.live.marking._colour", lambda *_: os.kill(app.pid, signal.SIGKILL))
    outcome = live.mark(book)

    assert (True, "表格软件已经退出，没有标注；磁盘上的文件没有改动。") == (outcome.failed, outcome.says)
    assert before == path.read_bytes()


def test_a_mark_is_one_step_of_undo_and_so_is_a_mark_in_place_of_another(mistaken):
    undo = mistaken.api.UndoManager
    names = mistaken.sheet_names
    undo.clear()
    live.mark(mistaken)
    marked = notes(mistaken)
    live.mark(mistaken)

    undo.undo()
    assert marked == notes(mistaken)
    undo.undo()
    assert ({}, names) == (notes(mistaken), mistaken.sheet_names)
    undo.redo()
    assert marked == notes(mistaken)


def test_undo_gives_a_note_of_the_user_back(mistaken):
    mistaken.sheets[0]["F33"].add_note("请核实")
    live.mark(mistaken)
    mistaken.api.UndoManager.undo()

    assert "请核实" == mistaken.sheets[0]["F33"].note.text


def test_undo_also_works_in_a_file_with_macros(office_app, built_folder, tmp_path):
    book = office_app.books.open(str(shutil.copy(built_folder / "2023决算样表-五处错误.xlsm", tmp_path)))
    names = book.sheet_names
    live.mark(book)
    book.api.UndoManager.undo()
    found = book.sheet_names, notes(book)
    book.close()

    assert (names, {}) == found


def test_rows_keep_their_heights(mistaken):
    rows = [sheet.api.Rows.getByIndex(6) for sheet in mistaken.sheets]
    before = [row.Height for row in rows]
    live.mark(mistaken)
    marked = [row.Height for row in rows]
    live.clear(mistaken)

    assert before == marked == [row.Height for row in rows]


def notes(book):
    """Return the notes of a book by sheet and place, read at once."""
    return {
        (sheet.Name, note.Position.Row, note.Position.Column): note.String
        for sheet in book.api.Sheets
        for note in sheet.Annotations
    }


def test_a_book_that_is_in_no_file_takes_no_accepted_findings_from_the_working_folder(tmp_path, monkeypatch):
    (tmp_path / "未命名 1.gouji.json").write_text("no findings at all")
    monkeypatch.chdir(tmp_path)
    book = SimpleNamespace(fullname="未命名 1", name="未命名 1", sheets=[])

    assert "no_table" == check_book(book).says
