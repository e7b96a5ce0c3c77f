"""The language of rules: what parses to what, and where an error stands."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.catalogue import catalogue
from gouji.rules.language import (
    Check,
    Equation,
    Membership,
    Ref,
    RuleError,
    parse,
    parse_condition,
    row_words,
)
from gouji.rules.structure import CHECKS


def one(table, row, column):
    return Ref(table, row, column, summed=False, ranges=False)


def each(table, row, column):
    return Ref(table, row, column, summed=False, ranges=True)


def added(table, row, column):
    return Ref(table, row, column, summed=True, ranges=True)


# --- what parses to what ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "left", "right", "relation"),
    [
        ("T1[总计].收入 == T1[总计].支出", [one("T1", "总计", "收入")], [one("T1", "总计", "支出")], "=="),
        ("T1[总计].收入 <= T1[总计].支出", [one("T1", "总计", "收入")], [one("T1", "总计", "支出")], "<="),
        ("T1[总计].收入 >= 0", [one("T1", "总计", "收入")], [], ">="),
        ("T6[30212].决算数 == 0", [one("T6", "30212", "决算数")], [], "=="),
        ("T6['人员经费合计'].决算数 == 0", [one("T6", "人员经费合计", "决算数")], [], "=="),
        (
            "T1[本年收入合计].收入 == sum(T1[收入项].收入)",
            [one("T1", "本年收入合计", "收入")],
            [added("T1", "收入项", "收入")],
            "==",
        ),
        (
            "T5.合计 == T5.基本支出 + T5.项目支出",
            [each("T5", "", "合计")],
            [each("T5", "", "基本支出"), each("T5", "", "项目支出")],
            "==",
        ),
        ("T3[合计] == sum(T3[下级])", [one("T3", "合计", "")], [added("T3", "下级", "")], "=="),
        ("T3[科目] == sum(T3[下级])", [each("T3", "科目", "")], [added("T3", "下级", "")], "=="),
        (
            "T1[类].支出 == T3[类].本年支出合计",
            [each("T1", "类", "支出")],
            [each("T3", "类", "本年支出合计")],
            "==",
        ),
        (
            "T3[款].基本支出 >= T5[款].基本支出",
            [each("T3", "款", "基本支出")],
            [each("T5", "款", "基本支出")],
            ">=",
        ),
        ("T3[项] >= 0", [each("T3", "项", "")], [], ">="),
        ("T7[行].决算数 <= T7[行].预算数", [each("T7", "行", "决算数")], [each("T7", "行", "预算数")], "<="),
    ],
)
def test_a_rule_is_a_relation_between_two_sums(text, left, right, relation):
    assert parse(text) == Equation(tuple(left), tuple(right), relation)


def test_a_subtracted_term_stands_on_the_other_side():
    text = "T7[合计].决算数 - T7[公务接待费].决算数 == T7[因公出国境费].决算数 - T7[公务用车购置费].决算数"

    assert parse(text) == parse(
        "T7[合计].决算数 + T7[公务用车购置费].决算数 == T7[公务接待费].决算数 + T7[因公出国境费].决算数"
    )


def test_brackets_group_terms():
    grouped = "T7[合计].决算数 == T7[合计].预算数 - (T7[公务接待费].预算数 - T7[公务接待费].决算数)"

    assert parse(grouped) == parse(
        "T7[合计].决算数 + T7[公务接待费].预算数 == T7[合计].预算数 + T7[公务接待费].决算数"
    )


def test_blanks_around_a_rule_and_between_its_words_mean_nothing():
    assert parse("  T1 [ 总计 ] . 收入==0\n") == parse("T1[总计].收入 == 0")


def test_a_membership_names_a_row_word_and_a_table():
    assert parse("T5[科目] in T3") == Membership(each("T5", "科目", ""), "T3")


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_a_check_is_named_with_its_tables(name):
    assert parse(f"{name}(T5, T3)", frozenset(CHECKS)) == Check(name, ("T5", "T3"))


def test_a_condition_is_one_equation_or_several_joined_by_and():
    first, second = "T5[合计].项目支出 == 0", "T4[本年支出合计].政府性基金预算财政拨款 <= T1[总计].支出"

    assert parse_condition(first) == (parse(first),)
    assert parse_condition(f"{first} and {second}") == (parse(first), parse(second))


def test_row_words_are_levels_and_the_groups_of_the_catalogue():
    assert row_words("T3") == {"科目", "行", "下级", "类", "款", "项"}
    assert row_words("T1") - row_words("T3") == {"收入项", "财政拨款项"}
    assert row_words("T4") - row_words("T3") == {"财政拨款项", "年初项"}


def test_a_code_is_a_row_whether_any_table_lists_it_or_not():
    assert parse("T5[2050201].合计 >= 0") == Equation((one("T5", "2050201", "合计"),), (), ">=")


# --- errors -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wrong", "message"),
    [
        ("", "", "invalid syntax"),
        ("   ", "", "invalid syntax"),
        ("T1[总计].收入", "T1[总计].收入", "a rule compares two sides with ==, <= or >="),
        ("T1[总计].收入 = 0", "", "invalid syntax"),
        ("T1[总计].收入 ＝＝ 0", "＝＝ 0", "invalid character '＝' (U+FF1D)"),
        ("T1[总计.收入 == 0", "[总计.收入 == 0", "'[' was never closed"),
        ("T1[总计].收入 < 0", "T1[总计].收入 < 0", "a rule compares with ==, <= or >="),
        ("T1[总计].收入 != 0", "T1[总计].收入 != 0", "a rule compares with ==, <= or >="),
        ("0 <= T1[总计].收入 <= 1", "0 <= T1[总计].收入 <= 1", "a rule has one comparison"),
        ("0 == T1[总计].收入", "0 == T1[总计].收入", "the left side has no term"),
        ("T1[总计].收入 == 1", "1", "a table is one of T1, T2, T3, T4, T5, T6, T7, T8, T9"),
        ("T1[总计].收入 == 2 * T1[总计].支出", "2 * T1[总计].支出", "a table is one of T1, "),
        ("T1[总计].收入 == T10[总计].收入", "T10[总计].收入", "a table is one of T1, "),
        ("T1[总计].收入 == 总表[总计].收入", "总表[总计].收入", "a table is one of T1, "),
        ("T1[总计].收入 == T1[总记].支出", "T1[总记].支出", "T1 has no row 总记; did you mean 总计?"),
        ("T1[总计].收入 == T1[杂项].支出", "T1[杂项].支出", "T1 has no row 杂项"),
        ("T7[合计].决算数 == T7[公务接待].决算数", "T7[公务接待].决算数", "did you mean 公务接待费?"),
        (
            "T3.本年支出合计 == T3.基本支岀",
            "T3.基本支岀",
            "T3 has no column 基本支岀; did you mean 基本支出?",
        ),
        ("T3.本年支出合计 == T3.金额", "T3.金额", "T3 has no column 金额"),
        ("T1[1.5].收入 == 0", "1.5].收入 == 0", "a row is a label, a code or a row word"),
        ("T1[总计, 年初].收入 == 0", "总计, 年初].收入 == 0", "a row is a label, a code or a row word"),
        (
            "T1[总计].收入 == sum(T1[总计].支出)",
            "T1[总计].支出)",
            "sum() needs a row word, and 总计 is one row",
        ),
        ("T1[总计].收入 == max(T1[类].支出)", "max(T1[类].支出)", "a table is one of T1, "),
        ("T3[下级] == 0", "T3[下级] == 0", "下级 stands only inside sum()"),
        ("T3[类] == T3[款]", "T3[类] == T3[款]", "one rule ranges over one row word, not over 款 and 类"),
        ("T5[科目] in T3[科目]", "T3[科目]", "a table is one of T1, "),
        ("T5[科目] not in T3", "T5[科目] not in T3", "a rule compares with ==, <= or >="),
        ("same_order(T5, 表三)", "表三)", "a table is one of T1, "),
        ("same_name(T5, T3)", "same_name(T5, T3)", "a rule compares two sides with ==, <= or >="),
    ],
)
def test_an_error_says_what_is_wrong_and_where(text, wrong, message):
    with pytest.raises(RuleError) as caught:
        parse(text, frozenset(CHECKS))

    assert message in str(caught.value)
    assert not wrong or text[caught.value.column - 1 :] == wrong


@pytest.mark.parametrize("before", ["  ", "\t", "\n", "   \n  "])
def test_a_position_counts_what_stands_before_the_rule(before):
    text = before + "T1[总计].收入 == T1[总记].支出"

    with pytest.raises(RuleError) as caught:
        parse(text)
    assert text[caught.value.column - 1 :] == "T1[总记].支出"


def test_a_position_counts_the_lines_before_it():
    text = "(T1[总计].收入 ==\n T1[总计].支岀)"

    with pytest.raises(RuleError) as caught:
        parse(text)
    assert text[caught.value.column - 1 :] == "T1[总计].支岀)"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("T1[总计].收入 == 0 and T1[总计].支岀 == 0", "T1[总计].支岀 == 0"),
        ("T1[总计].收入 == 0 or T1[总计].支出 == 0", "T1[总计].收入 == 0 or T1[总计].支出 == 0"),
        ("T1[总计].收入 == 0 and T5[科目] in T3", "T5[科目] in T3"),
        ("T1[总计].收入 == 0 and not T1[总计].支出 == 0", "not T1[总计].支出 == 0"),
    ],
)
def test_an_error_in_a_condition_has_its_position_too(text, wrong):
    with pytest.raises(RuleError) as caught:
        parse_condition(text)

    assert text[caught.value.column - 1 :] == wrong


@pytest.mark.parametrize(
    "text", ["same_order()", "same_order(T5)", "same_order(T5, T3, T2)", "same_order(T5, within=T3)"]
)
def test_a_check_with_the_wrong_number_of_tables_is_refused(text):
    with pytest.raises(RuleError):
        parse(text, frozenset(CHECKS))


# --- any text ---------------------------------------------------------------------------------------------

TABLES = st.sampled_from(sorted(catalogue().tables))
WORDS = st.sampled_from(
    [
        "总计",
        "合计",
        "类",
        "款",
        "科目",
        "下级",
        "收入项",
        "收入",
        "支出",
        "本年支出合计",
        "2050201",
        "30212",
        "0",
        "1",
    ]
)
SIGNS = st.sampled_from(
    [*"[]().+-*,= \n\t#'\"\\:;@{}", "==", "<=", ">=", "!=", " in ", " and ", "sum", "same_order", "if"]
)
RULE_LIKE = st.lists(st.one_of(TABLES, WORDS, SIGNS)).map("".join)


ANY_TEXT = st.text() | RULE_LIKE | st.text(string.printable)
ODD = {
    "NUL": "\0",
    "half a character": "T1[\ud800] == 0",
    "an endless number": "T1[" + "9" * 5_000 + "] == 0",
    "a wrong escape": "T1['\\d'] == 0",
    "a wrong number": "0x == 0o9",
    "a format": "f'{T1!r:{T2}}' == 0",
    "a long sum": "T1[总计].收入 == " + " + ".join(["T1[总计].支出"] * 5_000),
    "a long chain": "T1[总计].收入 == 0" + " == 0" * 50_000,
    "deep brackets": "(" * 10_000,
    "deep columns": "T1" + ".收入" * 20_000,
    "deep rows": "T1" + "[总计]" * 20_000 + " == 0",
    "deep signs": "-" * 100_000 + "1",
    "deep nots": "not " * 50_000 + "1",
}


def reads_or_refuses(read, text):
    """Return whether the text is read, or refused with a RuleError at a position in it."""
    try:
        read(text)
    except RuleError as error:
        return bool(str(error)) and 1 <= error.column <= len(text) + 1
    return True


@given(ANY_TEXT)
def test_any_text_is_a_rule_or_a_rule_error(text):
    assert reads_or_refuses(parse, text)
    assert reads_or_refuses(parse_condition, text)


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_text_beyond_what_the_parser_takes_is_a_rule_error(text):
    assert reads_or_refuses(parse, text)
    assert reads_or_refuses(parse_condition, text)
