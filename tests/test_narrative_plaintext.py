"""Plain text into paragraphs: what printing broke is whole again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.narrative.plaintext import paragraphs_of

FULL = "本年度收入支出决算总体情况与上年相比有所减少，主要原因是厉行节约"


def texts(text):
    return [paragraph.text for paragraph in paragraphs_of(text)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("收入总计 185.", "29 万元。"),
        ("收入总计 18", "5.29 万元。"),
        ("收入总计 185.29 万", "元。"),
        ("一般公共预", "算支出。"),
    ],
)
def test_a_line_broken_inside_a_number_or_a_word_is_joined(first, second):
    padded = FULL[: len(FULL) - len(first)] + first

    assert [FULL, padded + second] == texts(f"{FULL}\n{padded}\n{second}")[-2:] or [
        FULL + padded + second
    ] == texts(f"{FULL}\n{padded}\n{second}")


def test_blank_lines_between_the_lines_of_a_sentence_do_not_part_it():
    assert [FULL + FULL + "。"] == texts(f"{FULL}\n\n{FULL}。")


def test_a_heading_stands_alone():
    assert ["一、收入情况说明", FULL + "。", "二、支出情况说明"] == texts(
        f"一、收入情况说明\n{FULL}。\n二、支出情况说明"
    )


def test_page_numbers_and_running_heads_are_left_out():
    pages = "\f".join(f"某某局2023年度部门决算\n第{n}段。\n- {n} -" for n in range(1, 5))

    assert [(f"第{n}段。", n) for n in range(1, 5)] == [(p.text, p.page) for p in paragraphs_of(pages)]


def test_a_row_of_a_table_is_not_joined_to_the_text():
    assert [FULL, "合计      1.00      2.00", FULL] == texts(f"{FULL}\n合计      1.00      2.00\n{FULL}")


@given(st.text())
def test_any_text_makes_paragraphs_that_lose_no_word(text):
    words = "".join("".join(p.text for p in paragraphs_of(text)).split())

    assert set(words) <= set("".join(text.split()))
