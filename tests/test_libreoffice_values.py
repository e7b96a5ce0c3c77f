"""Values through xlwings in a real LibreOffice: what is written comes back as the same kind of thing."""

import datetime as dt

import pytest

from xlwings_libreoffice.formulas import from_native, to_native


@pytest.fixture
def sheet(book):
    return book.sheets[0]


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        -2.5,
        "文字",
        "007",
        "2020-01-02",
        True,
        False,
        dt.datetime(2020, 1, 2),
        dt.datetime(2020, 1, 2, 3, 4, 5),
    ],
)
def test_a_value_comes_back_as_it_was_written(sheet, value):
    sheet["B2"].value = value
    assert sheet["B2"].value == value
    assert type(sheet["B2"].value) is type(value)


def test_a_blank_is_none_and_an_integer_comes_back_as_a_float(sheet):
    sheet["A1"].value = [[None, 3]]
    assert sheet["A1:B1"].value == [None, 3.0]
    assert type(sheet["B1"].value) is float


def test_a_number_written_over_a_boolean_is_a_number(sheet):
    sheet["A1"].value = True
    sheet["A1"].value = 1
    assert type(sheet["A1"].value) is float


def test_a_single_cell_is_read_and_written_without_regard_to_others(sheet):
    sheet["A1:C3"].value = True
    sheet["B2"].value = 1
    assert type(sheet["B2"].value) is float
    assert sheet["A1:C1"].value == [True, True, True]
    assert type(sheet["C3"].value) is bool
    assert sheet["E5"].find("TRUE") is None


def test_an_error_is_none_its_text_or_the_integer_of_excel(sheet):
    sheet["A1"].value = [["=1/0", "=NA()", "=UNKNOWN()"]]
    cells = sheet["A1:C1"]
    assert cells.value == [None, None, None]
    assert cells.options(err_to_str=True).value == ["#DIV/0!", "#N/A", "#NAME?"]
    assert sheet["B1"].options(convert="raw").value == [[-2146826246]]


def test_a_formula_that_gives_a_date_or_a_boolean_reads_as_such(sheet):
    sheet["A1"].formula = "=DATE(2024,2,29)"
    sheet["A2"].formula = "=1<2"
    sheet["A3"].formula = "=1+1"
    assert sheet["A1:A3"].value == [dt.datetime(2024, 2, 29), True, 2.0]


def test_formulas_are_spoken_in_excels_notation(book):
    other = book.sheets.add("收入 决算", after=book.sheets[0])
    other["B2"].value = 5
    sheet = book.sheets[0]
    formula = "=IF(SUM('收入 决算'!B2,1)=6,\"a,b\",MAX({1,2;3,4}))"
    sheet["A1"].formula = formula
    assert sheet["A1"].value == "a,b"
    assert sheet["A1"].formula == formula


@pytest.mark.parametrize(
    ("excel", "native"),
    [
        ("=SUM(A1,B2:C3)", "=SUM(A1;B2:C3)"),
        ('=Sheet2!A1&"x,!y"', '=$Sheet2.A1&"x,!y"'),
        ("='a.b'!$A$1", "=$'a.b'.$A$1"),
        ("=CEILING(1.5,1)", "=CEILING.XCL(1.5;1)"),
        ("text, not a formula", "text, not a formula"),
    ],
)
def test_a_formula_is_translated_both_ways(excel, native):
    assert to_native(excel) == native
    assert from_native(native) == excel


def test_one_formula_written_to_many_cells_moves_along(sheet):
    sheet["A1"].value = [[1], [2], [3]]
    sheet["B1:B3"].formula = "=A1*10"
    assert sheet["B1:B3"].value == [10.0, 20.0, 30.0]


def _calls(calls, action):
    calls.clear()
    action()
    return len(calls)


@pytest.mark.parametrize(("few", "many"), [((3, 3), (200, 20))])
def test_the_number_of_calls_does_not_grow_with_the_cells(counted, few, many):
    app, calls = counted
    book = app.books.add()
    sheet = book.sheets[0]

    def block(rows, columns):
        return [[row * column + 0.5 for column in range(columns)] for row in range(rows)]

    def counts(shape):
        cells = sheet["A1"].resize(*shape)
        union = ",".join(f"A{row}" for row in range(1, shape[0] + 1, 2))
        return [
            _calls(calls, lambda: setattr(cells, "value", block(*shape))),
            _calls(calls, lambda: cells.value),
            _calls(calls, lambda: cells.formula),
            _calls(calls, lambda: setattr(sheet[union], "color", (255, 0, 0))),
            _calls(calls, lambda: cells.set_colors([[(1, 2, 3)] * shape[1]] * shape[0])),
        ]

    first, second = counts(few), counts(many)
    book.close()
    assert all(first)
    assert first == second
