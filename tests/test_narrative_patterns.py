"""The grammar of the narrative: every pattern with its examples, and how sentences go on about a subject."""

import pytest
from tests.narratives import claims_of, tied

from gouji.narrative.patterns import grammar

EXAMPLES = [
    pytest.param(example, id=f"{pattern.role}-{n}")
    for pattern in grammar().patterns
    for n, example in enumerate(pattern.examples)
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_makes_its_claims_and_leaves_nothing_unread(example):
    assert list(example.claims) == claims_of(example.text)
    assert () == tied(example.text).coverage.unread


def test_every_pattern_has_an_example_in_which_it_is_used():
    for pattern in grammar().patterns:
        assert any(role == pattern.role for example in pattern.examples for role, _ in example.claims)


def test_two_numbers_side_by_side_are_about_two_quantities_in_turn():
    text = (
        "2022年度收、支总计各是4125.49,4143.91万元。"
        "与2021年相比,收、支总计各减少1267.86,2570.97万元,各下降23.51%、38.28%。"
    )

    assert claims_of(text) == [
        ("amount", "4125.49"),
        ("change", "1267.86"),
        ("growth", "23.51"),
        ("amount", "4143.91"),
        ("change", "2570.97"),
        ("growth", "38.28"),
    ]


def test_numbers_in_reasons_claim_nothing_and_are_listed_as_unread():
    text = "2023年度收入总计100.00万元，比上年增加10.00万元，主要原因是人员经费增加8.00万元。"

    assert ["8.00万元"] == [one.text for one in tied(text).coverage.unread]


def test_behind_a_list_of_parts_words_without_a_subject_claim_nothing():
    text = "2023年度收入总计100.00万元，其中：本年收入合计90.00万元。比上年增加10.00万元。"

    assert ["10.00万元"] == [one.text for one in tied(text).coverage.unread]


def test_dates_ordinals_and_thresholds_are_no_claims():
    text = "1.截至2023年12月31日，单价100万元（含）以上设备0台（套）。（财预〔2020〕10号）"

    coverage = tied(text).coverage
    assert (8, 8) == (coverage.numbers, coverage.read)


def test_a_number_has_its_section_sentence_page_and_offset():
    text = "一、收入支出决算总体情况说明\n本年收入 100.00 万元。\f另有一笔款 5.00 万元。\f"

    (unread,) = tied(text).coverage.unread
    assert ("一、收入支出决算总体情况说明", "另有一笔款 5.00 万元。", 2, 6) == unread.place[:4]
