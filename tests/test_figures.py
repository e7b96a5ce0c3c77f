"""Printed text and cell values become exact amounts; printed figures stand for intervals."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.figures import (
    Amount,
    Figure,
    Interval,
    NotAFigureError,
    amount_of_number,
    amount_of_text,
    parse_figure,
    plain,
    printed,
)

D = Decimal


@pytest.mark.parametrize(
    ("text", "value", "decimals", "unit"),
    [
        ("1,066.51", "1066.51", 2, ""),
        ("１，０６６．５１", "1066.51", 2, ""),
        ("20218.21", "20218.21", 2, ""),
        ("0", "0", 0, ""),
        ("0.00", "0.00", 2, ""),
        ("-", "0", 0, ""),
        ("—", "0", 0, ""),
        ("－－", "0", 0, ""),
        ("-12.5", "-12.5", 1, ""),
        ("－12.50", "-12.50", 2, ""),
        ("−0.21", "-0.21", 2, ""),
        ("(69.21)", "-69.21", 2, ""),
        ("（1,069.21）", "-1069.21", 2, ""),
        (" 1 066.51 ", "1066.51", 2, ""),
        (".5", "0.5", 1, ""),
        ("212.65万元", "212.65", 2, "万元"),
        ("2126500.00元", "2126500.00", 2, "元"),
    ],
)
def test_a_printed_amount_is_read_exactly(text, value, decimals, unit):
    figure = parse_figure(text)

    assert (D(value), decimals, unit) == (figure.value, figure.decimals, figure.unit)


@pytest.mark.parametrize(
    "text", ["", " ", "无", "12a", "1,06.51", "12,3456", "1.2.3", "(-5)", "#REF!", "12%", "十二", "1e5", "."]
)
def test_what_is_no_amount_is_refused_and_never_zero(text):
    with pytest.raises(NotAFigureError):
        parse_figure(text)


@pytest.mark.parametrize(
    ("number", "hundredths"),
    [(9272.059999999999, 927206), (0.1 + 0.2, 30), (-12.5, -1250), (7, 700), (1e10 + 0.12, 1000000000012)],
)
def test_binary_noise_of_a_stored_number_is_no_excess(number, hundredths):
    assert amount_of_number(number) == Amount(hundredths)


@pytest.mark.parametrize(
    ("number", "hundredths", "excess"),
    [
        (1234.5649, 123456, "0.0049"),
        (0.125, 13, "-0.005"),
        (-0.125, -13, "0.005"),
        (18.000001, 1800, "0.000001"),
    ],
)
def test_digits_beyond_the_hundredth_are_kept(number, hundredths, excess):
    assert amount_of_number(number) == Amount(hundredths, D(excess))


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_refused(number):
    with pytest.raises(NotAFigureError):
        amount_of_number(number)


def test_text_in_another_unit_than_the_table_is_refused():
    assert amount_of_text("12.30万元", "万元") == Amount(1230)
    with pytest.raises(NotAFigureError):
        amount_of_text("123,000元", "万元")


@pytest.mark.parametrize(
    ("figure", "low", "high"),
    [
        (Figure(D("326.71")), "326.705", "326.715"),
        (Figure(D(12300), -3), "11800", "12800"),
        (Figure(D("0.00")), "0", "0"),
        (Figure(D("326.71"), 2, "元"), "326.71", "326.71"),
    ],
)
def test_a_figure_stands_for_the_amounts_that_print_so(figure, low, high):
    assert figure.interval == Interval(D(low), D(high))


@given(st.integers(-(10**12), 10**12))
def test_every_printed_amount_reads_back(hundredths):
    assert amount_of_text(printed(hundredths), "万元") == Amount(hundredths)
    assert D(plain(hundredths)) == D(hundredths) / 100


@given(st.integers(-(10**13), 10**13))
def test_every_amount_stored_as_a_float_is_read_without_excess(hundredths):
    assert amount_of_number(hundredths / 100) == Amount(hundredths)


@given(st.decimals(-(10**6), 10**6, places=6))
def test_hundredths_and_excess_make_up_the_stored_number(value):
    amount = amount_of_number(float(value))

    assert D(amount.hundredths) / 100 + amount.excess == pytest.approx(value, abs=D("1e-7"))
