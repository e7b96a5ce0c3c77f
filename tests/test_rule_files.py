"""Files of rules: what a rule may say, how a wrong one is refused, and a user's own rules in the book."""

import pytest
from hypothesis import given
from tests.rule_cases import changed, findings_of
from tests.small_tables import T1
from tests.test_language import ANY_TEXT

from gouji.rules import RuleBookError, parse_rules, rule_book, with_rules_of
from gouji.rules.language import Check, parse, parse_condition

OWN = """
[[rule]]
id = "A-1"
zh = "收入总计不超过支出总计"
severity = "must"
forms = ["T1[总计].收入 <= T1[总计].支出"]
"""


def refused(text):
    """Return the message with which a file of these rules is refused."""
    with pytest.raises(RuleBookError) as caught:
        parse_rules(text, "own.toml")
    return str(caught.value)


def test_a_rule_needs_only_its_id_its_sentence_its_severity_and_a_form():
    (rule,) = parse_rules(OWN, "own.toml")

    assert (rule.id, rule.zh, rule.en, rule.severity) == ("A-1", rule.zh, rule.zh, "must")
    assert rule.trees == (parse("T1[总计].收入 <= T1[总计].支出"),)
    assert (rule.when, rule.optional, rule.absent, rule.years) == ((), False, frozenset(), (0, 0))


def test_a_rule_may_have_all_the_fields_of_the_book():
    fields = """
        en = "Resources do not exceed uses"
        source = "our own"
        forms_if_printed = ["T1[总计].收入 == T1[总计].支出"]
        when = "T1[结余分配].支出 == 0"
        optional = true
        absent = ["T9"]
        years = [2022, 0]
    """

    (rule,) = parse_rules(OWN + fields, "own.toml")
    assert (rule.en, rule.source, rule.optional) == ("Resources do not exceed uses", "our own", True)
    assert rule.trees_if_printed == (parse("T1[总计].收入 == T1[总计].支出"),)
    assert rule.when == parse_condition("T1[结余分配].支出 == 0")
    assert (rule.absent, rule.years) == ({"T9"}, (2022, 0))


HEAD = OWN.partition("forms")[0]
WRONG = "T1[总计].收入 == T1[总记].支出"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("forms", f"['T1[总计].收入 == 0', '{WRONG}']"),
        ("forms_if_printed", f"['{WRONG}']"),
        ("when", f"'{WRONG}'\nforms = ['T1[总计].收入 == 0']"),
    ],
)
def test_an_error_names_file_rule_field_and_position_and_points_at_it(field, value):
    assert refused(f"{HEAD}{field} = {value}").splitlines() == [
        f"own.toml: rule A-1, {field}, position 14: T1 has no row 总记; did you mean 总计?",
        "  T1[总计].收入 == T1[总记].支出",
        "                   ^",  # a Chinese sign is two wide
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "own.toml: a rule file is a list of [[rule]] tables"),
        ("rule = 3", "own.toml: a rule file is a list of [[rule]] tables"),
        ("[rule]\nid = 'A-1'", "own.toml: a rule file is a list of [[rule]] tables"),
        ("rule = ['A-1']", "own.toml: a rule file is a list of [[rule]] tables"),
        ("[[rule]]\nid = A-1", "own.toml: Invalid value (at line 2, column 6)"),
        (OWN.replace('id = "A-1"', ""), "own.toml: rule 1: id is missing"),
        (OWN.replace('"A-1"', "7"), "own.toml: rule 7: id is missing"),
        (OWN.replace("zh", "hz"), "own.toml: rule A-1: zh is missing"),
        (OWN.replace("must", "may"), "own.toml: rule A-1: severity is one of must, should, info, not may"),
        (OWN + "form = []", "own.toml: rule A-1: unknown field form"),
        (OWN + "years = 2022", "own.toml: rule A-1: years is [first, last], 0 for open"),
        (OWN + "years = [2022]", "own.toml: rule A-1: years is [first, last], 0 for open"),
        (OWN + OWN, "own.toml: rule A-1 stands twice"),
    ],
)
def test_a_file_that_is_no_rule_file_is_refused_with_its_name(text, message):
    assert refused(text) == message


@pytest.mark.parametrize(
    "field",
    [
        "forms_if_printed = [1]",
        "when = 1",
        "when = ['T1[总计].收入 == 0']",
        "optional = 'no'",
        "absent = 'T9'",
        "absent = ['T10']",
        "absent = 9",
        "en = 1",
    ],
)
def test_a_field_of_the_wrong_kind_is_refused_with_the_rule(field):
    message = refused(OWN + field)

    assert message.startswith("own.toml: rule A-1")
    assert field.split(" =", maxsplit=1)[0] in message


def test_a_rule_that_says_nothing_is_refused():
    assert refused(HEAD).startswith("own.toml: rule A-1")


def names_the_file(text):
    """Return whether the text is a file of rules, or refused with an error that names the file."""
    try:
        parse_rules(text, "own.toml")
    except RuleBookError as error:
        return str(error).startswith("own.toml: ")
    return True


@given(ANY_TEXT)
def test_any_text_is_a_file_of_rules_or_a_rule_book_error(text):
    assert names_the_file(text)
    assert names_the_file(OWN.replace("T1[总计].收入", text))


def test_a_file_deeper_than_the_parser_takes_is_a_rule_book_error():
    assert names_the_file("a = " + "[" * 100_000)


# --- a user's own rules -----------------------------------------------------------------------------------


def own_book(folder, text):
    """Return the official book with the rules of a file of this text."""
    (folder / "own.toml").write_text(text, "utf-8")
    return with_rules_of(rule_book(), folder / "own.toml")


def test_a_rule_of_ones_own_comes_after_the_official_ones(tmp_path):
    book = own_book(tmp_path, OWN)

    assert book[:-1] == rule_book()
    assert findings_of("A-1", T1, book) == []
    assert findings_of("A-1", changed(T1, "T1[总计].收入 = 208.00"), book) == ["B14 - D14 = 1.00"]


def test_a_rule_with_the_id_of_an_official_one_takes_its_place(tmp_path):
    book = own_book(tmp_path, OWN.replace("A-1", "W01-5"))

    assert [rule.id for rule in book] == [rule.id for rule in rule_book()]
    assert findings_of("W01-5", changed(T1, "T1[总计].收入 = 206.00")) == ["B14 - D14 = -1.00"]
    assert findings_of("W01-5", changed(T1, "T1[总计].收入 = 206.00"), book) == []


def test_a_check_of_ones_own_names_the_checks_of_the_book(tmp_path):
    book = own_book(tmp_path, OWN.replace("T1[总计].收入 <= T1[总计].支出", "noted_when_empty(T5)"))

    assert book[-1].trees == (Check("noted_when_empty", ("T5",)),)


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    missing, image = tmp_path / "none.toml", tmp_path / "image.toml"
    image.write_bytes(b"\xff\xd8")

    for path in (missing, image, tmp_path):
        with pytest.raises(RuleBookError, match=f"^{path}: "):
            with_rules_of(rule_book(), path)
