"""What can be said of a rule book itself: lint, power, and the commands that print them."""

import pytest
from docs.power import PAGE, page
from tests.small_tables import NINE
from tests.tables import check
from typer.testing import CliRunner

from gouji import cli
from gouji.culprits.power import power
from gouji.rules import parse_rules, rule_book
from gouji.rules.lint import lint
from gouji.workbook.layout import official_layout

EQUAL = "[[rule]]\nid = '{0}'\nzh = '相等'\nseverity = 'must'\nforms = ['{1}']\n"


def book(**rules):
    return parse_rules("".join(EQUAL.format(name, form) for name, form in rules.items()), "own.toml")


def remarks(kind, **rules):
    return [one for one in lint(book(**rules), check(NINE).facts) if one.kind == kind]


def test_the_page_of_the_docs_is_that_of_the_rule_book():
    assert page() == PAGE.read_text("utf-8"), "run docs/power.py"


def test_two_rules_that_say_the_same_are_duplicates_whichever_side_is_left():
    (one,) = remarks("duplicate", A="T1[总计].收入 == T1[总计].支出", B="T1[总计].支出 == T1[总计].收入")

    assert ("A", ("B",)) == (one.rule, one.words)


def test_a_limit_is_no_duplicate_of_the_equation_but_implied_by_it():
    rules = {"A": "T1[总计].收入 == T1[总计].支出", "B": "T1[总计].收入 <= T1[总计].支出"}

    assert not remarks("duplicate", **rules)
    assert ["B"] == [one.rule for one in remarks("implied", **rules)]


def test_the_third_side_of_a_triangle_is_implied():
    a, b, c = "T1[本年收入合计].收入", "T2[合计].本年收入合计", "T4[本年收入合计].收入"

    assert ["A", "B", "C"] == [
        one.rule for one in remarks("implied", A=f"{a} == {b}", B=f"{b} == {c}", C=f"{a} == {c}")
    ]


def test_rules_that_together_leave_nothing_but_zero_contradict():
    (one,) = remarks("zero", A="T5.合计 == T5.基本支出 + T5.项目支出", B="T5[合计].合计 == T5[合计].基本支出")

    assert ("T5", "合计", "项目支出", "A") == one.words


def test_a_rule_that_says_itself_that_a_cell_is_zero_is_no_contradiction():
    assert not remarks("zero", A="T6[309].决算数 == 0")


def test_a_rule_about_rows_that_the_layout_lacks_never_binds():
    assert ["A"] == [one.rule for one in remarks("unbound", A="T6[30901].决算数 == 0")]


def test_the_official_rules_neither_repeat_nor_contradict_each_other():
    assert not [one for one in lint(rule_book(), official_layout()) if one.kind in ("duplicate", "zero")]


def test_power_counts_cells_that_no_rule_weighs_and_cells_that_it_cannot_tell_apart():
    text = """
    收入支出决算总表 | | 单位：万元 |
    项目 | 金额 | 项目 | 金额
    本年收入合计 | 185.00 | 本年支出合计 | 178.00
    年初结转和结余 | 22.00 | 年末结转和结余 | 29.00
    总计 | 207.00 | 总计 | 207.00
    """
    result = check(text, book(A="T1[总计].收入 == T1[本年收入合计].收入 + T1[年初结转和结余].收入"))
    seen = power(result)
    (table,) = seen.tables

    assert (6, 3, 0) == (table.cells, table.uncovered, table.alone)
    assert [{"总计", "本年收入合计", "年初结转和结余"}] == [
        {place.row for place in group} for group in seen.groups
    ]
    assert (6, 6, 6) == (table.tried, table.detected, table.located)


@pytest.mark.parametrize("command", ["list", "lint", "power"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_commands_print_in_both_languages(command, lang):
    result = CliRunner().invoke(cli.app, ["rules", command, "--lang", lang])

    assert 0 == result.exit_code
    assert "W01-1" in result.stdout or "T1" in result.stdout


def test_a_rule_is_explained_with_source_and_forms():
    result = CliRunner().invoke(cli.app, ["rules", "explain", "X0103-1"])

    assert 0 == result.exit_code
    for part in (
        "收支总表本年支出合计等于支出表合计",
        "GBC V33-201",
        "T1[本年支出合计].支出 == T3[合计].本年支出合计",
    ):
        assert part in result.stdout


def test_an_unknown_rule_is_one_sentence():
    result = CliRunner().invoke(cli.app, ["rules", "explain", "Z-1"])

    assert (2, True) == (result.exit_code, "Z-1" in result.output)
