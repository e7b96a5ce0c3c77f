"""Formats, notes, links and edits of ranges through xlwings in a real LibreOffice."""

import pytest

from xlwings_libreoffice import LibreOfficeError


@pytest.fixture
def sheet(book):
    return book.sheets[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("color", (198, 239, 206)),
        ("number_format", "#,##0.00"),
        ("number_format", "yyyy-mm-dd"),
        ("wrap_text", True),
        ("horizontal_alignment", "center"),
        ("vertical_alignment", "top"),
        ("column_width", 12.0),
        ("row_height", 30.0),
    ],
)
def test_a_format_comes_back_as_it_was_set_and_mixed_is_none(sheet, name, value):
    setattr(sheet["B2"], name, value)
    assert getattr(sheet["B2"], name) == value
    if name != "color":
        assert getattr(sheet["A1:B2"], name) is None
    assert getattr(sheet["A1"], name) != value


def test_many_areas_are_coloured_at_once_whatever_the_length_of_the_address(sheet):
    sheet[",".join(f"A{row}" for row in range(1, 1001, 2))].color = "#ff0000"
    assert sheet["A999"].color == (255, 0, 0)
    assert sheet["A998"].color is None


def test_a_font_is_set_for_chinese_text_too(sheet):
    font = sheet["A1"].font
    font.set(bold=True, italic=True, size=14, color=(255, 0, 0), name="黑体")
    assert (font.bold, font.italic, font.size, font.color, font.name) == (True, True, 14, (255, 0, 0), "黑体")
    assert sheet["A1"].api.CharWeightAsian == 150


def test_borders_are_set_by_side_and_cleared(sheet):
    cells = sheet["B2:C3"]
    cells.borders.set("all", line_style="continuous", weight="medium", color=(255, 0, 0))
    assert (cells.borders["edge_top"].line_style, cells.borders.weight) == ("continuous", "medium")
    assert cells.borders["inside_vertical"].color == (255, 0, 0)
    cells.borders.clear()
    assert cells.borders.line_style == "none"
    assert cells.borders.color is None


def test_notes_are_added_listed_changed_and_deleted(sheet):
    sheet["A1"].add_note("一")
    sheet["C3"].add_note("二")
    assert {note.location.address: note.text for note in sheet.notes} == {"$A$1": "一", "$C$3": "二"}
    sheet["A1"].note.text = "改"
    assert sheet["A1"].note.text == "改"
    sheet["A1"].note.delete()
    assert sheet["A1"].note is None
    assert len(sheet.notes) == 1


def test_a_link_to_a_place_in_the_book_comes_back_as_it_was_given(sheet):
    sheet["A1"].add_hyperlink("#'Sheet1'!C5", "收入")
    assert sheet["A1"].hyperlink == "#'Sheet1'!C5"
    assert sheet["A1"].value == "收入"
    with pytest.raises(LibreOfficeError, match="no hyperlink"):
        _ = sheet["B1"].hyperlink


def test_merged_cells_know_their_area(sheet):
    sheet["A1:C2"].merge()
    assert sheet["B2"].merge_area.address == "$A$1:$C$2"
    assert sheet["A1"].merge_cells
    sheet["A1:C2"].unmerge()
    assert not sheet["A1"].merge_cells


def test_rows_are_inserted_and_deleted_and_cells_copied(sheet):
    sheet["A1"].value = [["a", 1], ["b", 2]]
    sheet["1:1"].insert("down")
    assert sheet["A2:B2"].value == ["a", 1.0]
    sheet["1:1"].delete()
    sheet["A1:B1"].copy(sheet["D5"])
    assert sheet["D5:E5"].value == ["a", 1.0]


def test_the_used_range_the_region_and_the_end_of_a_block(sheet):
    sheet["B2"].value = [[1, 2], [3, 4], [5, 6]]
    assert sheet.used_range.address in {"$B$2:$C$4", "$A$1:$C$4"}
    assert sheet["C3"].current_region.address == "$B$2:$C$4"
    assert sheet["B2"].end("down").address == "$B$4"
    assert sheet["B2"].expand().address == "$B$2:$C$4"
    assert sheet["A1"].end("down").row == sheet.cells.shape[0]


def test_an_address_that_the_sheet_does_not_have_is_named(sheet):
    with pytest.raises(LibreOfficeError, match="Unbekannt"):
        _ = sheet["Unbekannt"]
