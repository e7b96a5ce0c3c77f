"""The worksheet functions: what they give, and what they refuse."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import formualizer
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.figures import WAN, Figure
from gouji.functions import FUNCTIONS
from gouji.functions.phrases import phrase
from gouji.functions.ratios import change, execution, growth, share, variance
from gouji.functions.scores import execution_score, score
from gouji.functions.ties import tie
from gouji.functions.values import DIV0, NA, NUM, VALUE, CellError
from gouji.workbook.engines import register_in_formualizer

D = Decimal
REF = CellError("#REF!")
RATIOS = [growth, variance, share, execution]

# --- the 2023 statement: everything that ties in it, as formulas ------------------------------------------

TIES = {
    "=GJ_TIE(185.29, 185.29, 0, 0)": 0,  # 一 收入总计
    "=GJ_TIE(185.29, 183.99, 0, 1.30)": 0,  # 一 支出总计
    "=GJ_CHANGE(185.29, 254.50)": -69.21,
    "=GJ_GROWTH(185.29, 254.50)": -0.2719,
    "=GJ_PHRASE(185.29, 254.50)": "减少69.21万元，下降27.19%",
    "=GJ_SHARE(185.29, 185.29)": 1,  # 二
    "=GJ_SHARE(0, 185.29)": 0,
    "=GJ_SHARE(181.59, 183.99)": 0.9870,  # 三
    "=GJ_SHARE(2.40, 183.99)": 0.0130,
    "=GJ_TIE(183.99, 181.59, 2.40)": 0,
    "=GJ_TIE(185.29, 0, 185.29)": 0,  # 四
    "=GJ_TIE(185.29, 1.30, 183.99)": 0,
    "=GJ_VARIANCE(185.29, 212.65)": -0.1287,
    "=GJ_SHARE(183.99, 183.99)": 1,  # 五（一）
    "=GJ_PHRASE(183.99, 235.88)": "减少51.89万元，下降22.00%",
    "=GJ_VARIANCE(183.99, 212.65)": -0.1348,
    "=GJ_SHARE(165.99, 183.99)": 0.9022,  # 五（二）
    "=GJ_SHARE(18, 183.99)": 0.0978,
    "=GJ_TIE(183.99, 165.99, 18)": 0,
    "=GJ_TIE(165.99, 163.59, 2.40)": 0,  # 五（三）
    "=GJ_PHRASE(163.59, 230.80)": "减少67.21万元，下降29.12%",
    "=GJ_PHRASE(2.40, 2.88)": "减少0.48万元，下降16.67%",
    "=GJ_PHRASE(18, 1.99)": "增加16.01万元，增长804.52%",
    "=GJ_PHRASE(0, 0.21)": "减少0.21万元，下降100.00%",
    "=GJ_TIE(235.88, {230.80;2.88;1.99;0.21})": 0,
    "=GJ_TIE(-51.89, {-67.21;-0.48;16.01;-0.21})": 0,
    "=GJ_TIE(181.59, 163.59, 18)": 0,
    "=GJ_TIE(181.59, 177.82, 3.77)": 0,  # 六
    "=GJ_PHRASE(0, 0)": "增加0.00万元，增长0.00%",  # 七
    "=GJ_VARIANCE(0, 0)": 0,
    "=GJ_SHARE(0, 0)": 0,
    "=GJ_PHRASE(3.77, 2.20)": "增加1.57万元，增长71.36%",  # 十（一）
    "=GJ_TIE(10, 10, 0, 0)": 0,
    "=GJ_TIE(82.56, 66.09, 16.47)": 0,  # 十一
    "=GJ_TIE(68.49, 66.09, 2.40)": 0,
    "=GJ_EXECUTION(183.99, 187.84)": 0.9795,  # 整体
    "=GJ_EXECUTION_SCORE(183.99, 187.84, 10)": 9.80,
    "=GJ_TIE(100, {10;8;12;10;10;15;10;15;10})": 0,
    "=GJ_TIE(99.02, {9.8;8;11.76;10;10;15;9.46;15;10})": 0,
    '=GJ_SCORE(">=88%", "83.22%", 10)': 9.46,
    '=GJ_SCORE(">=40 万件", "72.3 万件", 15)': 15,
    '=GJ_SCORE(">=73%", "74.51%", 15)': 15,
    '=GJ_SCORE(">=95%", "95%", 10)': 10,
    "=GJ_EXECUTION_SCORE(66.09, 66.09, 10)": 10,  # 雇员
    '=GJ_SCORE("<=1万元/月", "=1.1 万元/月", 20)': 18.18,
    "=GJ_TIE(100, {10;10;5;10;10;5;20;20;10})": 0,
    "=GJ_TIE(98.18, {10;10;5;10;10;5;18.18;20;10})": 0,
    "=GJ_EXECUTION(2.40, 16.47)": 0.1457,  # 工作队
    "=GJ_EXECUTION_SCORE(2.40, 16.47, 10)": 1.46,
    '=GJ_SCORE("=100%", "=14.57%", 10)': 1.46,
    "=GJ_TIE(100, {10;12;10;8;10;10;10;20;10})": 0,
    "=GJ_TIE(72.92, {1.46;12;10;8;1.46;10;0;20;10})": 0,
    "=GJ_TIE(16.95, 2.88, 14.07)": 0,
    "=GJ_TIE(16.47, 2.40, 14.07)": 0,
    "=GJ_CHANGE(16.47, 16.95)": -0.48,
    "=GJ_CHANGE(187.84, 183.99)": 3.85,
    "=GJ_TIE(3.85, 2.55, 1.30)": 0,
    # what the rules yield where the sheets print something else
    '=GJ_SCORE("<=212.65万元", "183.99 万元", 12)': 12,  # 整体 prints 11.76
    "=GJ_TIE(99.26, {9.8;8;12;10;10;15;9.46;15;10})": 0,
    '=GJ_SCORE("<=14.07 万元", "=0 万元", 10)': 10,  # 工作队 prints 0
    "=GJ_TIE(82.92, {1.46;12;10;8;1.46;10;10;20;10})": 0,
    "=GJ_EXECUTION(68.49, 82.56)": 0.8296,  # 整体 prints 100%
    "=GJ_EXECUTION_SCORE(68.49, 82.56, 10)": 8.30,
}


@pytest.fixture(scope="module")
def sheet():
    """Return what a formula gives in a workbook."""
    book = formualizer.Workbook()
    register_in_formualizer(book)
    cells = book.sheet("S")

    def value(formula):
        cells.set_formula(1, 1, formula)
        return book.evaluate_cell("S", 1, 1)

    return value


@pytest.mark.parametrize(("formula", "result"), TIES.items())
def test_the_statement_is_reproduced_by_formulas(sheet, formula, result):
    assert sheet(formula) == result


# --- what counts for every function -----------------------------------------------------------------------


@pytest.mark.parametrize("function", [change, *RATIOS, phrase])
@pytest.mark.parametrize(
    ("cell", "error"),
    [
        (None, NA),
        ("", NA),
        ("185.29", VALUE),
        ("—", VALUE),
        (True, VALUE),
        (date(2023, 12, 31), VALUE),
        (datetime(2023, 12, 31, 8, 0), VALUE),
        (float("inf"), NUM),
        (float("nan"), NUM),
        (REF, REF),
        (CellError("#SPILL!"), CellError("#SPILL!")),
    ],
)
def test_what_is_no_amount_is_an_error_and_never_zero(function, cell, error):
    assert function(cell, 254.5) == error
    assert function(185.29, cell) == error


def test_an_error_passed_in_comes_out_before_anything_else_is_wrong():
    assert growth(None, REF) == REF
    assert growth("x", DIV0) == DIV0
    assert score("", 5.0, REF) == REF
    assert tie("x", [[1.0], [REF]]) == REF
    assert phrase(None, 1.0, REF) == REF


@pytest.mark.parametrize("function", FUNCTIONS.values())
def test_the_wrong_number_of_arguments_is_refused(function):
    with pytest.raises(TypeError):
        function()


def test_a_result_beyond_every_double_is_an_error():
    assert growth(1e308, 1e-308) == NUM
    assert change(1.7e308, -1.7e308) == NUM
    assert tie(1e308, -1e308) == NUM


@pytest.mark.parametrize("number", [5, 5.0, D(5)])
def test_integers_doubles_and_currency_are_numbers(number):
    assert share(number, 8) == D("0.625")


# --- ranges -----------------------------------------------------------------------------------------------


def test_a_range_gives_an_array_of_its_shape():
    column = [[163.59], [2.40], [18.00]]

    assert share(column, 183.99) == ((D("0.8891"),), (D("0.0130"),), (D("0.0978"),))
    assert change([[1.0, 2.0]], [[3.0, 5.0]]) == ((D(-2), D(-3)),)
    assert growth([[1.0, 2.0], [3.0, 4.0]], 2.0) == ((D("-0.5"), 0), (D("0.5"), 1))


def test_every_cell_has_its_own_error():
    assert growth([[1.0, None, "x", REF]], [[0.0, 1.0, 1.0, 1.0]]) == ((DIV0, NA, VALUE, REF),)


def test_one_cell_goes_with_every_cell_of_a_range_and_as_a_range_too():
    assert change([[1.0], [2.0]], [[1.0]]) == change([[1.0], [2.0]], 1.0) == ((D(0),), (D(1),))
    assert change([[3.0]], 1.0) == D(2)


@pytest.mark.parametrize(
    "other", [[[1.0], [2.0]], [[1.0, 2.0, 3.0]], [[1.0, 2.0]] * 2, [], [[]], [[1.0], 2.0]]
)
def test_ranges_of_unequal_shape_are_refused(other):
    assert change([[1.0, 2.0]], other) == VALUE


def test_a_row_may_come_without_its_sheet_of_rows():
    assert change((1.0, 2.0), 1.0) == ((D(0), D(1)),)


# --- ratios -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("function", RATIOS)
def test_zero_over_zero_is_zero_and_any_other_zero_base_an_error(function):
    assert function(0.0, 0.0) == 0
    assert function(0.21, 0.0) == DIV0


@pytest.mark.parametrize("function", [growth, variance])
class TestIfZero:
    def test_it_stands_for_a_zero_base(self, function):
        assert function(0.21, 0.0, "上年无此项支出") == "上年无此项支出"
        assert function(0.21, 0.0, 1.0) == 1
        assert function(0.21, 0.0, "") == ""

    def test_it_is_not_asked_otherwise(self, function):
        assert function(0.0, 0.0, "无") == 0
        assert function(1.0, 2.0, NA) == D("-0.5")
        assert function(None, 0.0, "无") == NA

    def test_a_blank_one_is_none(self, function):
        assert function(0.21, 0.0, None) == DIV0

    def test_it_is_a_number_a_text_or_an_error(self, function):
        assert function(0.21, 0.0, NA) == NA
        assert function(0.21, 0.0, True) == VALUE  # noqa: FBT003


def test_a_rise_is_positive_on_a_negative_base_too():
    assert growth(-5.0, -10.0) == D("0.5")
    assert growth(5.0, -10.0) == D("1.5")
    assert variance(-15.0, -10.0) == D("-0.5")


def test_ties_round_away_from_zero():
    assert share(1.0, 16.0) == D("0.0625")
    assert share(12345.0, 100000.0) == D("0.1235")
    assert growth(87.655, 100.0) == D("-0.1235")


def test_a_ratio_just_below_a_tie_is_not_rounded_twice():
    assert share(0.12344999999999999, 1.0) == D("0.1235")  # noise of 0.12345
    assert share(12344999999999999, 10**17) == D("0.1234")


def test_the_noise_of_binary_sums_is_no_digit():
    assert change(0.1 + 0.2, 0.3) == 0
    assert change(9272.059999999999, 0.06) == 9272
    assert share(0.1 * 3, 3.0) == D("0.1")
    assert change(1234.5649, 0.0) == D("1234.5649")
    assert change(2325181951946358.0, 0.0) == 2325181951946358


@given(st.integers(0, 10**13), st.integers(1, 10**13))
def test_a_share_is_the_exact_quotient_rounded_half_up(part, whole):
    exact = Fraction(part, whole)
    low, high = (exact * 10**4 + Fraction(n, 2) for n in (-1, 1))

    result = share(part / 100, whole / 100)

    assert low < result * 10**4 <= high


# --- phrases ----------------------------------------------------------------------------------------------


def test_a_phrase_has_two_decimals_and_its_direction_in_words():
    assert phrase(254.5, 185.29) == "增加69.21万元，增长37.35%"
    assert phrase(100.0, 100.0) == "增加0.00万元，增长0.00%"
    assert phrase(-10.0, -5.0) == "减少5.00万元，下降100.00%"
    assert phrase(1234567.0, 0.5, "元") == "增加1234566.50元，增长246913300.00%"


def test_a_change_from_zero_has_no_percentage():
    assert phrase(0.21, 0.0) == "增加0.21万元，上年为0，增减率不适用"
    assert phrase(-0.21, 0.0) == "减少0.21万元，上年为0，增减率不适用"


def test_a_unit_is_text():
    assert phrase(2.0, 1.0, "") == phrase(2.0, 1.0, None) == "增加1.00万元，增长100.00%"
    assert phrase(2.0, 1.0, 5.0) == VALUE


# --- scores -----------------------------------------------------------------------------------------------


class TestExecutionScore:
    def test_it_lies_between_none_and_all_of_the_points(self):
        assert execution_score(12.0, 10.0, 10.0) == 10
        assert execution_score(-1.0, 10.0, 10.0) == 0
        assert execution_score(0.0, 10.0, 10.0) == 0

    def test_without_a_budget_there_is_no_score(self):
        assert execution_score(0.0, 0.0, 10.0) == DIV0
        assert execution_score(1.0, 0.0, 10.0) == DIV0
        assert execution_score(1.0, -10.0, 10.0) == NUM

    def test_points_are_not_negative(self):
        assert execution_score(1.0, 2.0, -10.0) == NUM


@pytest.mark.parametrize(
    ("target", "actual", "points"),
    [
        (">=88%", "88%", 10),
        (">=88%", "100%", 10),
        (">=88%", "44%", 5),
        (">=88%", "0%", 0),
        (">=88%", "-5%", 0),
        ("≥88%", "44%", 5),
        ("＞＝88％", "44％", 5),
        (">88%", "44%", 5),
        ("<=212.65万元", "183.99 万元", 10),
        ("<=212.65万元", "0万元", 10),
        ("<=200万元", "400万元", 5),
        ("≤10次", "20次", 5),
        ("＜＝1,200元／月", "2,400 元/月", 5),
        ("<=0次", "2次", 0),
        ("=12次", "=12 次", 10),
        ("=12次", "6次", 5),
        ("=12次", "24次", 5),
        ("=0起", "0起", 10),
        ("=0起", "3起", 0),
        ("12次", "12次", 10),
        (">=40 万件", "400000件", 10),
        (">=40 万件", "200000件", 5),
        ("<=2126500元", "212.65万元", 10),
        ("<=1亿元", "20000万元", 5),
        (">=5\n人", "=5 \n人", 10),
    ],
)
def test_a_target_is_read_as_the_forms_print_it(target, actual, points):
    assert score(target, actual, 10.0) == points


@pytest.mark.parametrize(
    ("target", "actual", "unit", "points"),
    [
        (">=5人", 5.0, None, 10),
        (">=5人", "5", None, 10),
        ("<=212.65万元", "183.99", None, 10),
        (">=88%", 0.44, None, 5),
        (">=88%", 44.0, "%", 5),
        (">=88%", "44", "%", 5),
        (1.0, "100%", None, 10),
        (0.88, 0.88, None, 10),
        (">=10", "5万元", "万元", 5),
        ("<=2126500元", 212.65, "万元", 10),
        ("<=14.07万元", 0.0, None, 10),
    ],
)
def test_a_bare_number_is_in_the_unit_given_else_in_the_targets(target, actual, unit, points):
    assert score(target, actual, 10.0, unit) == points


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        (">=5人", "6名"),
        (">=5人", "6%"),
        (">=5", "6人"),
        (">=88%", "90"),
        ("<=1万元/月", "1万元/年"),
        ("12次", "11次"),
        ("12次", "13次"),
        ("5-10人", "6人"),
        (">=约5人", "6人"),
        (">=5人以上", "6人"),
        ("不少于5人", "6人"),
        (">=88%", "达成"),
        (">=88%", "有效"),
        ("有效", "88%"),
        ("有效", 1.0),
        ("有效", "较好"),
        ("有效", True),
        (">=有效", "达成"),
        ("5-10人", "达成"),
        (">=5人", ">=6人"),
        (">=-5%", "-6%"),
        (">=5人", date(2023, 12, 31)),
        ("=", "5"),
    ],
)
def test_what_cannot_be_read_is_an_error_and_never_a_guess(target, actual):
    assert score(target, actual, 10.0) == VALUE


@pytest.mark.parametrize("text", ["有效", "长期", "5-10人", "约100人", "2023年12月", "≥5人左右", ">=95%"])
def test_what_is_printed_like_its_target_is_met(text):
    assert score(text, text, 20.0) == 20


@pytest.mark.parametrize(
    ("actual", "points"),
    [
        ("达成", 20),
        ("全部达成预期指标", 20),
        ("基本达成", 16),
        ("部分达成", 12),
        ("部分达成并具有一定效果", 12),
        ("未达成且效果较差", 0),
        ("达成 95%", 19),
        ("达成（80%）", 16),
        ("基本达成：85.5%", 17.1),
        ("部分达成60%", 12),
        ("部分达成79.9%", 15.98),
        ("未达成59%", 11.8),
    ],
)
def test_words_earn_what_their_band_makes_sure_or_the_share_behind_them(actual, points):
    assert score("有效", actual, 20.0) == D(str(points))


@pytest.mark.parametrize(
    "actual", ["达成79%", "达成101%", "部分达成80%", "部分达成59%", "未达成60%", "超额达成", "70%达成"]
)
def test_a_share_outside_its_band_and_other_words_are_refused(actual):
    assert score("有效", actual, 20.0) == VALUE


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("2023年12月31日", "=2023 年 12 月31日"),
        ("2023年12月31日", "2023年11月30日"),
        ("2023年12月31日", "2023/11/30"),
        ("2023-12-31", "2023.12.31"),
        ("<=2023年12月31日", date(2023, 12, 1)),
        (">=2023年1月1日", datetime(2023, 1, 1, 9, 30)),
        ("=2023年12月31日", 45291.0),
        (date(2023, 12, 31), "2023年12月31日"),
        (45291.0, date(2023, 12, 31)),
    ],
)
def test_a_date_that_was_kept_earns_all_points(target, actual):
    assert score(target, actual, 5.0) == 5


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("2023年12月31日", "2024年1月1日"),
        ("=2023年12月31日", "2023年12月30日"),
        (">=2023年12月31日", "2023年12月30日"),
        ("2023年12月31日", "2023年12月"),
        ("2023年13月31日", "2023年12月31日"),
        ("2023年12月31日", "达成"),
        ("2023年12月31日", "45291"),
        ("2023年12月31日", 5.0),
        ("2023年12月31日", 1e18),
    ],
)
def test_a_date_that_was_missed_has_no_score_by_any_rule(target, actual):
    assert score(target, actual, 5.0) == VALUE


def test_a_blank_is_not_yet_a_score():
    assert score(None, "5人", 5.0) == score(">=5人", " ", 5.0) == score(">=5人", "5人", None) == NA


def test_points_and_units_are_checked():
    assert score(">=5人", "5人", "10分") == VALUE
    assert score(">=5人", "5人", -10.0) == NUM
    assert score(">=5人", 5.0, 10.0, "5人") == VALUE
    assert score(">=5人", 5.0, 10.0, 5.0) == VALUE


def test_nothing_is_in_proportion_to_zero():
    assert score(">=0%", "-1%", 10.0) == score("=0%", "-1%", 10.0) == DIV0


@given(
    sign=st.sampled_from([">=", "<=", "="]),
    target=st.integers(1, 10**6),
    actual=st.integers(0, 10**6),
    points=st.integers(0, 100),
)
def test_a_score_lies_between_none_and_all_of_the_points(sign, target, actual, points):
    met = {">=": actual >= target, "<=": actual <= target, "=": actual == target}[sign]

    result = score(f"{sign}{target / 100}万元", f"{actual / 100}万元", points)

    assert 0 <= result <= points
    assert result == points or not met
    assert result == score(f"{sign}{target}元", f"{actual}元", points)


# --- ties -------------------------------------------------------------------------------------------------


def test_a_total_may_miss_its_addends_by_half_a_place_each():
    assert tie(1.00, 0.50, 0.49) == 0
    assert tie(1.00, 0.33, 0.33, 0.32) == 0
    assert tie(1.00, 0.33, 0.33, 0.31) == D("0.03")
    assert tie(1.00, 0.50, 0.48) == D("0.02")


def test_a_zero_and_a_blank_have_no_width():
    assert tie(1.00, 0.50, 0.48, 0.0, None, 0.0) == D("0.02")
    assert tie(0.0, 0.01) == D("-0.01")
    assert tie(0.0, None, [[None], [None]]) == 0


def test_figures_are_taken_as_printed():
    assert tie(0.984, 0.50, 0.479) == 0
    assert tie(9272.059999999999, 9272.06) == 0


def test_addends_are_cells_and_ranges():
    assert tie(10.0, [[1.0, 2.0], [3.0, None]], 4.0) == 0


def test_a_row_of_totals_is_tied_cell_by_cell():
    assert tie([[3.0, 5.0]], [[1.0, 2.0]], [[2.0, 2.0]]) == ((0, D(1)),)
    assert tie([[3.0, 5.0]], [[1.0, 2.0]], 2.0) == ((0, D(1)),)
    assert tie([[3.0, 5.0]], [[1.0], [2.0]]) == VALUE


def test_a_blank_total_and_text_among_the_addends_are_errors():
    assert tie(None, 1.0) == NA
    assert tie(1.0, [[1.0], ["-"]]) == VALUE
    assert tie(1.0, True) == VALUE  # noqa: FBT003


@given(st.integers(-500, 500), st.lists(st.integers(-500, 500), min_size=1, max_size=6))
def test_a_tie_is_the_interval_test_of_printed_figures(total, addends):
    figures = [Figure(D(cents) / 100, 2, WAN).interval for cents in addends]
    low, high = (sum(ends) for ends in zip(*figures, strict=True))
    interval = Figure(D(total) / 100, 2, WAN).interval
    meets = interval.low <= high and low <= interval.high

    assert tie(total / 100, *(cents / 100 for cents in addends)) == (
        0 if meets else D(total - sum(addends)) / 100
    )


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_a_change_of_amounts_is_theirs_in_decimals(current, prior):
    current, prior = (Decimal(repr(one)).quantize(D("0.01"), ROUND_HALF_UP) for one in (current, prior))

    assert change(float(current), float(prior)) == current - prior
