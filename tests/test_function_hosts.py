"""One function, every host: the cards' examples and generated calls give the same in all of them."""

import datetime as dt
import importlib
import io
import re
from decimal import Decimal
from types import SimpleNamespace

import formualizer
import openpyxl
import pytest
from docs.functions import PAGE, page
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from tests import xlwings_windows
from tests.function_hosts import by_xlwings, calculated, in_formualizer, in_formulas, plainly, python

from gouji.functions import FUNCTIONS
from gouji.functions.cards import cards
from gouji.functions.values import CellError
from gouji.workbook.engines import KINDS, register_in_formualizer

SEED = 20231231
CALLS = 200
TRIED = 3
WIZARD = 255
"""Characters that Excel's function wizard shows of a help text."""

EXAMPLES = [(card.name, example) for card in cards().values() for example in card.examples]


def a_date_where_an_amount_is_meant(example):
    return any(isinstance(one, dt.date) for one in example.arguments) and isinstance(
        example.result, CellError
    )


def agree(calls, results):
    for call, expected, result in zip(calls, python(calls), results, strict=True):
        assert result == expected, call


# --- the cards --------------------------------------------------------------------------------------------


def test_every_function_has_a_card():
    assert list(cards()) == list(FUNCTIONS)


@pytest.mark.parametrize("card", cards().values(), ids=lambda card: card.name)
def test_a_card_fits_the_function_wizard(card):
    texts = [card.zh, card.en, *(text for one in card.parameters for text in (one.zh, one.en))]

    assert all(0 < len(text) <= WIZARD for text in texts)
    assert all(one.name.isascii() and one.name.isidentifier() for one in card.parameters)


@pytest.mark.parametrize("card", cards().values(), ids=lambda card: card.name)
def test_a_card_shows_an_error(card):
    assert any(isinstance(example.result, CellError) for example in card.examples)


def test_the_page_is_made_from_the_cards():
    assert page() == PAGE.read_text("utf-8"), "run docs/functions.py"


# --- the examples in every host ---------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_examples_in_python(name, example):
    assert plainly(FUNCTIONS[name](*example.arguments)) == plainly(example.result)


def test_examples_by_xlwings():
    calls = [(name, example.arguments) for name, example in EXAMPLES]

    agree(calls, by_xlwings(calls))


ENGINE_CALLS = [
    (name, example.arguments) for name, example in EXAMPLES if not a_date_where_an_amount_is_meant(example)
]


def test_examples_in_formualizer():
    agree(ENGINE_CALLS, in_formualizer(ENGINE_CALLS))


def test_examples_in_formulas(tmp_path):
    agree(ENGINE_CALLS, in_formulas(ENGINE_CALLS, tmp_path))


# --- generated calls --------------------------------------------------------------------------------------

AMOUNTS = st.one_of(
    st.integers(0, 10**8).map(lambda cents: cents / 100),
    st.integers(-(10**12), 10**12).map(lambda cents: cents / 100),
    st.floats(-1e6, 1e6),
    st.floats(-1e300, 1e300),
    st.just(0.0),
).map(lambda amount: round(float(f"{amount:.16g}"), 15))
"""Amounts with 16 digits, which openpyxl writes, and 15 decimals, to which formulas rounds what it reads."""
ODD_CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(["文字", "185.29", "=1", "—"]),
    st.sampled_from(["#DIV/0!", "#N/A", "#REF!", "#NAME?", "#NUM!", "#VALUE!"]).map(CellError),
)
UNITS = [["%", "％"], ["人", "人"], ["万件", "件"], ["万元", "元"], ["元/月", "万元/月"]]
SIGNS = ["", ">=", "≥", "<=", "≤", "=", "＝", "> "]
DIGITS = ["0", "5", "12", "88.5", "1,200", "４０", "-3"]
WORDS = ["有效", "达成", "基本达成", "部分达成65%", "未达成", "2023年12月31日", "2024-01-05"]
ONE_CELL = (1, 1)


@st.composite
def score_arguments(draw):
    """Return target, actual and points of one unit, or words."""
    units = draw(st.sampled_from(UNITS))
    printed = st.builds(
        "{}{}{}".format, st.sampled_from(SIGNS), st.sampled_from(DIGITS), st.sampled_from(units)
    )
    actual = st.one_of(printed.map(lambda text: text.lstrip("<>≥≤")), st.sampled_from(WORDS), AMOUNTS)
    target = st.one_of(printed, printed, st.sampled_from(WORDS))
    return draw(target), draw(actual), draw(st.sampled_from([5.0, 10.0, 12.5, 20.0]))


@st.composite
def cells_of_a_call(draw, card):
    """Return one cell for each argument, rarely an odd one."""
    if card.name == "GJ_SCORE":
        cells = list(draw(score_arguments()))
    else:
        cells = [
            draw(AMOUNTS)
            for _ in range(draw(st.integers(card.fewest, 4 if card.most is None else card.fewest)))
        ]
    if len(cells) == card.fewest and card.parameters[-1].optional and draw(st.booleans()):
        cells.append(draw(st.sampled_from(["万元", "元", "%", "无"])))
    if draw(st.integers(0, 4)) == 0:
        cells[draw(st.integers(0, len(cells) - 1))] = draw(ODD_CELLS)
    return cells


@st.composite
def calls(draw):
    """Return a call of some function with cells, with ranges of one shape, or with ranges that do not fit."""
    card = draw(st.sampled_from(list(cards().values())))
    rows, columns = draw(st.sampled_from([ONE_CELL, ONE_CELL, (3, 1), (1, 2), (2, 2)]))
    grids = [[draw(cells_of_a_call(card)) for _ in range(columns)] for _ in range(rows)]
    number = min(len(cells) for row in grids for cells in row)
    if (rows, columns) == ONE_CELL:
        return card.name, tuple(grids[0][0])
    arguments = [tuple(tuple(cells[n] for cells in row) for row in grids) for n in range(number)]
    last = draw(st.sampled_from([arguments[-1], arguments[-1], arguments[-1][0][0], arguments[-1] * 2]))
    return card.name, (*arguments[:-1], last)


def generated_calls():
    """Return the same calls at every run, all different, from everywhere in what hypothesis makes."""
    found = {}

    @seed(SEED)
    @settings(max_examples=TRIED * CALLS, database=None)
    @given(calls())
    def collect(call):
        found[repr(call)] = call

    collect()
    return list(found.values())[:: len(found) // CALLS][:CALLS]


@pytest.fixture(scope="module")
def two_hundred():
    found = generated_calls()
    assert len(found) == CALLS
    assert {name for name, _ in found} == set(FUNCTIONS)
    return found


def test_the_generated_calls_are_kept(two_hundred):
    assert repr(two_hundred) == repr(generated_calls())


def test_generated_calls_by_xlwings(two_hundred):
    agree(two_hundred, by_xlwings(two_hundred))


def test_generated_calls_in_formualizer(two_hundred):
    agree(two_hundred, in_formualizer(two_hundred))


def test_generated_calls_in_formulas(two_hundred, tmp_path):
    agree(two_hundred, in_formulas(two_hundred, tmp_path))


# --- what each host says of a wrong formula ----------------------------------------------------------------

WRONG = {
    "=GJ_GROWTH(1)": "#VALUE!",
    "=GJ_GROWTH(1,2,3,4)": "#VALUE!",
    "=GJ_TIE(1)": "#VALUE!",
    "=GJ_NOTHING(1)": "#NAME?",
    "=GJ_GROWTH(1/0,2)": "#DIV/0!",
    "=GJ_GROWTH(SUM(1,2),0)": "#DIV/0!",
}


def test_a_wrong_formula_in_formualizer():
    book = formualizer.Workbook()
    sheet = book.sheet("S")
    register_in_formualizer(book)
    for row, formula in enumerate([*WRONG, "=GJ_GROWTH(A7,1)"], 1):
        sheet.set_formula(row, 1, formula)
    book.evaluate_all()

    errors = [book.get_value("S", row, 1)["kind"] for row in range(1, 8)]

    assert [*map(KINDS.get, errors[:6]), errors[6]] == [*WRONG.values(), "Circ"]


def test_a_wrong_formula_in_formulas(tmp_path):
    book = openpyxl.Workbook()
    for row, formula in enumerate([*WRONG, "=GJ_GROWTH(A7,1)"], 1):
        book.active.cell(row, 1, formula)

    values = calculated(book, tmp_path)

    assert [str(values[f"A{row}"][0][0]) for row in range(1, 7)] == list(WRONG.values())
    assert "A7" not in values  # formulas leaves a circular reference out


# --- Excel -------------------------------------------------------------------------------------------------


@pytest.fixture
def udfs():
    with xlwings_windows.windows() as module:
        yield module


def test_a_udf_is_a_plain_function_where_there_is_no_excel():
    udf = importlib.import_module("gouji.live.udfs").GJ_GROWTH

    assert udf(185.29, 254.5) == -0.2719
    assert udf.__name__ == "GJ_GROWTH"


def test_excel_gets_wrappers_with_names_and_help(udfs):
    wrappers = io.StringIO()
    decorators = importlib.import_module("xlwings.udfs")
    decorators.generate_vba_wrapper("gouji.live.udfs", udfs, wrappers, SimpleNamespace(Name="决算.xlsm"))

    assert re.findall(r"Function (GJ_\w+\(.*\))$", wrappers.getvalue(), re.MULTILINE) == [
        "GJ_CHANGE(current, prior)",
        "GJ_EXECUTION(spent, budget)",
        "GJ_EXECUTION_SCORE(spent, budget, points)",
        "GJ_GROWTH(current, prior, Optional if_zero)",
        "GJ_PHRASE(current, prior, Optional unit)",
        "GJ_SCORE(target, actual, points, Optional unit)",
        "GJ_SHARE(part, whole)",
        "GJ_TIE(total, ParamArray addends())",
        "GJ_VARIANCE(final, budget, Optional if_zero)",
    ]
    assert wrappers.getvalue().isascii()
    assert udfs.GJ_GROWTH.__xlfunc__["category"] == "勾稽"
    assert [argument["doc"] for argument in udfs.GJ_SHARE.__xlfunc__["args"]] == ["部分", "总体（合计）"]


def test_excels_cells_are_not_mistaken(udfs):
    call, growth = xlwings_windows.call, udfs.GJ_GROWTH

    assert call(growth, Decimal("185.29"), Decimal("254.50")) == -0.2719  # cells in a currency format
    assert call(growth, None, 1.0) == call(growth, "", 1.0) == "#N/A"
    assert call(growth, dt.datetime(2023, 12, 31), 1.0) == "#VALUE!"
    assert call(growth, 1.0, 0.0, "") == ""
    assert call(growth, -2146826243, 1.0) == "#SPILL!"
    assert call(growth, "#REF!", 1.0) == "#REF!"
    assert call(growth, ((1.0, None), (True, "x")), 2.0) == [[-0.5, "#N/A"], ["#VALUE!", "#VALUE!"]]
    assert call(growth, (1.0, 2.0), 2.0) == [[-0.5, 0.0]]
