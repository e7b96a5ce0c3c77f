"""The table of 三公: items × budget and final, crossed in any order, or down the rows."""

# ruff: noqa: E501  (tables are as wide as the forms)

import pytest
from tests.test_locate_support import facts_of, remarks_of, rows_of

TITLE = "财政拨款“三公”经费支出决算表 | | | | | | | | | | | 单位：万元"
ROWS = {
    "合计": "10.00 9.00",
    "因公出国境费": "1.00 0.50",
    "公务用车购置及运行维护费": "7.00 6.50",
    "公务用车购置费": "3.00 3.00",
    "公务用车运行维护费": "4.00 3.50",
    "公务接待费": "2.00 2.00",
}
ORDER_A = f"""
{TITLE}
预算数 | | | | | | 决算数 | | | | |
合计 | 因公出国（境）费 | 公务用车购置及运行维护费 | | | 公务接待费 | 合计 | 因公出国（境）费 | 公务用车购置及运行维护费 | | | 公务接待费
 | | 小计 | 公务用车购置费 | 公务用车运行维护费 | | | | 小计 | 公务用车购置费 | 公务用车运行维护费 |
1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12
10.00 | 1.00 | 7.00 | 3.00 | 4.00 | 2.00 | 9.00 | 0.50 | 6.50 | 3.00 | 3.50 | 2.00
"""
ORDER_B = f"""
{TITLE}
财政拨款“三公”经费 | | | | | | | | | | |
合计 | | 因公出国（境）费 | | 公务用车购置及运行费 | | | | | | 公务接待费 |
 | | | | 小计 | | 公务用车购置费 | | 公务用车运行费 | | |
 | | | | | | | | | | |
预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数
10.00 | 9.00 | 1.00 | 0.50 | 7.00 | 6.50 | 3.00 | 3.00 | 4.00 | 3.50 | 2.00 | 2.00
"""
ORDER_C = f"""
{TITLE}
2023年度预算数 | | | | | | 2023年度决算数 | | | | |
合计 | 因公出国（境）费 | 公务接待费 | 公务用车购置及运行维护费 | | | 合计 | 因公出国（境）费 | 公务接待费 | 公务用车购置及运行维护费 | |
 | | | 小计 | 购置费 | 运行维护费 | | | | 小计 | 购置费 | 运行维护费
10.00 | 1.00 | 2.00 | 7.00 | 3.00 | 4.00 | 9.00 | 0.50 | 2.00 | 6.50 | 3.00 | 3.50
"""
DOWN = f"""
{TITLE}
项目 | 行次 | 预算数 | 决算数
栏次 | | 1 | 2
“三公”经费合计 | 1 | 10.00 | 9.00
1.因公出国（境）费用 | 2 | 1.00 | 0.50
2.公务用车购置及运行维护费 | 3 | 7.00 | 6.50
其中：（1）公务用车购置费 | 4 | 3.00 | 3.00
（2）公务用车运行维护费 | 5 | 4.00 | 3.50
3.公务接待费 | 6 | 2.00 | 2.00
其中：外事接待费 | 7 | 0.10 | 0.10
"""
FORMS = {
    "order A": ORDER_A,
    "order B": ORDER_B,
    "order C": ORDER_C,
    "down the rows": DOWN,
    "down the rows in two columns": f"""
{TITLE}
项目 | | 年初预算数 | 决算数
合计 | | 10.00 | 9.00
因公出国（境）费 | | 1.00 | 0.50
公务用车购置及运行维护费 | 小计 | 7.00 | 6.50
 | 购置费 | 3.00 | 3.00
 | 运行维护费 | 4.00 | 3.50
公务接待费 | | 2.00 | 2.00
""",
    "budget and final down the rows": """
一般公共预算财政拨款“三公”经费及会议费、培训费支出决算表 | | | | | | | | 单位：万元
项目 | 一般公共预算财政拨款支出安排的“三公”经费 | | | | | | 会议费 | 培训费
 | 小计 | 因公出国（境）费用 | 公务接待费 | 公务用车购置费及运行维护费 | | | |
 | | | | 小计 | 购置费 | 运行维护费 | |
栏次 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8
预算数 | 10.00 | 1.00 | 2.00 | 7.00 | 3.00 | 4.00 | 0.30 | 0.20
决算数 | 9.00 | 0.50 | 2.00 | 6.50 | 3.00 | 3.50 | 0.30 | 0.20
""",
    "meetings and training": """
财政拨款“三公”经费及会议费、培训费支出决算表 | | | | | | | | | | | | | | | 单位：万元
预算数 | | | | | | | | 决算数 | | | | | | |
合计 | 因公出国（境）费 | 公务用车购置及运行维护费 | | | 公务接待费 | 会议费 | 培训费 | 合计 | 因公出国（境）费 | 公务用车购置及运行维护费 | | | 公务接待费 | 会议费 | 培训费
 | | 小计 | 购置费 | 运行费 | | | | | | 小计 | 购置费 | 运行费 | | |
10.00 | 1.00 | 7.00 | 3.00 | 4.00 | 2.00 | 0.30 | 0.20 | 9.00 | 0.50 | 6.50 | 3.00 | 3.50 | 2.00 | 0.30 | 0.20
""",
    "numbers of all columns, meetings and training included": """
财政拨款“三公”经费及会议费、培训费支出决算表 | | | | | | | | | | | | | | | 单位：万元
预算数 | | | | | | | | 决算数 | | | | | | |
合计 | 因公出国（境）费 | 公务用车购置及运行维护费 | | | 公务接待费 | 会议费 | 培训费 | 合计 | 因公出国（境）费 | 公务用车购置及运行维护费 | | | 公务接待费 | 会议费 | 培训费
 | | 小计 | 购置费 | 运行费 | | | | | | 小计 | 购置费 | 运行费 | | |
1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16
10.00 | 1.00 | 7.00 | 3.00 | 4.00 | 2.00 | 0.30 | 0.20 | 9.00 | 0.50 | 6.50 | 3.00 | 3.50 | 2.00 | 0.30 | 0.20
""",
    "a leading unit": ORDER_A.replace("预算数 |", "单位名称 | 预算数 |", 1)
    .replace("\n合计", "\n | 合计")
    .replace("\n | | 小计", "\n | | | 小计")
    .replace("\n1 |", "\n | 1 |")
    .replace("\n10.00", "\n某局 | 10.00"),
    "units in the header": ORDER_A.replace("预算数 |", "预算数（万元） |").replace(
        "决算数 |", "决算数（万元） |"
    ),
    "栏次 before the numbers": ORDER_A.replace("预算数 |", "项目 | 预算数 |", 1)
    .replace("\n合计", "\n | 合计")
    .replace("\n | | 小计", "\n | | | 小计")
    .replace("\n1 |", "\n栏次 | 1 |")
    .replace("\n10.00", "\n金额 | 10.00"),
}


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_items_are_read_in_any_order(form):
    assert rows_of(FORMS[form]) == ROWS
    assert remarks_of(FORMS[form]) == []


def test_a_repeated_header_is_no_row_of_amounts():
    head, body = ORDER_A.split("\n1 |")

    assert (
        rows_of(f"{head}{head.strip().partition(chr(10))[2]}\n1 |{body}".replace(f"{head}预", f"{head}\n预"))
        == ROWS
    )


def test_dashes_are_zero():
    rows = rows_of(
        ORDER_A.replace(
            "10.00 | 1.00 | 7.00 | 3.00 | 4.00 | 2.00 | 9.00 | 0.50 | 6.50 | 3.00 | 3.50 | 2.00",
            "— | — | - | - | - | - | — | - | - | - | - | -",
        )
    )

    assert rows == dict.fromkeys(ROWS, "0.00 0.00")


def test_words_for_nothing_are_remarked_upon():
    text = ORDER_B.replace("10.00 | 9.00 | 1.00", "无 | 无 | 1.00")

    assert remarks_of(text) == ["F-05 A7", "F-05 B7"]


def test_a_form_without_a_row_of_amounts_has_its_blank_row():
    blank = ORDER_A.rpartition("10.00 | 1.00")[0] + " | | | | | | | | | | |\n注：本表反映“三公”经费情况。"

    assert rows_of(blank) == dict.fromkeys(ROWS, "- -")


def test_a_form_may_end_with_its_header():
    assert rows_of(ORDER_A.rpartition("10.00 | 1.00")[0]) == {}


ROW_OF_UNIT = " | 1.00 | 0.00 | 1.00 | 0.00 | 1.00 | 0.00 | 1.00 | 0.00 | 1.00 | 0.00 | 1.00 | 0.00"


def test_of_several_units_the_total_is_read():
    text = FORMS["a leading unit"].replace("某局 |", "合计 |")

    for units in (
        text + f"局本级{ROW_OF_UNIT}\n某中心{ROW_OF_UNIT}",
        text.replace("合计 | 10", f"局本级{ROW_OF_UNIT}\n合计 | 10"),
    ):
        assert (rows_of(units), remarks_of(units)) == (ROWS, [])


def test_of_several_units_without_a_total_the_first_is_read_and_the_others_are_remarked_upon():
    text = FORMS["a leading unit"] + f"某中心{ROW_OF_UNIT}"

    assert rows_of(text) == ROWS
    assert remarks_of(text) == ["F-03 B7 D7 F7 H7 J7 L7"]


def test_the_whole_years_budget_is_the_budget_where_both_are_printed():
    text = f"{TITLE}\n项目 | 年初预算数 | 全年预算数 | 决算数\n合计 | 5.00 | 4.00 | 3.00\n公务接待费 | 5.00 | 4.00 | 3.00"

    assert rows_of(text) == {"合计": "4.00 3.00", "公务接待费": "4.00 3.00"}
    assert remarks_of(text) == ["F-04 B3"]


def test_an_unknown_item_is_remarked_upon():
    assert remarks_of(DOWN + "4.其他 | 8 | 1.00 | 1.00") == ["F-03 C11 D11"]
    assert remarks_of(ORDER_B.replace("公务接待费", "工会费")) == ["F-04 K7", "F-04 L7"]


def test_counts_of_visits_are_not_amounts_of_an_item():
    text = DOWN + "二、相关统计数 | 8 | |\n1.因公出国（境）团组数（个） | 9 | 2 | 2"

    assert rows_of(text) == ROWS
    assert remarks_of(text) == ["F-03 C12 D12"]


def test_two_amounts_that_count_up_are_no_numbers_of_columns():
    text = ORDER_B.rpartition("10.00 | 9.00")[0] + "1.00 | 2.00 | | | | | | | | | 1.00 | 2.00"

    assert facts_of(text).tables["T7"].rows.keys() == ROWS.keys()
    assert rows_of(text)["合计"] == "1.00 2.00"


def test_headings_without_amounts_give_way_to_the_row_of_their_item():
    text = DOWN.replace("“三公”经费合计", "一、“三公”经费支出 | 0 | — | —\n（一）支出合计")

    assert (rows_of(text), remarks_of(text)) == (ROWS, [])


def test_costs_of_administration_beside_the_items_are_left_out():
    text = ORDER_B.replace("| |\n合计", "| | | 机关运行经费\n合计").replace(
        "| 公务接待费 |", "| 公务接待费 | |"
    )
    text = text.replace("三公”经费支出", "三公”经费和机关运行经费支出").replace(
        "| 预算数 | 决算数\n", "| 预算数 | 决算数 | 决算数\n"
    )

    assert (rows_of(text.replace("2.00 | 2.00\n", "2.00 | 2.00 | 99.00\n")), remarks_of(text)) == (ROWS, [])


def test_of_several_years_the_latest_is_read():
    text = f"{TITLE}\n项目 | 2022年决算数 | 2023年预算数 | 2023年决算数\n合计 | 5.00 | 4.00 | 3.00"

    assert (rows_of(text), remarks_of(text)) == ({"合计": "4.00 3.00"}, ["F-04 B3"])


def test_items_of_several_years_are_those_of_the_latest():
    text = f"""
{TITLE}
2022年 | | | 2023年 | |
预算数 | | | 决算数 | |
合计 | 因公出国（境）费 | 公务接待费 | 合计 | 因公出国（境）费 | 公务接待费
1.00 | 1.00 | | 2.00 | | 2.00
"""
    assert rows_of(text) == {"合计": "2.00", "因公出国境费": "-", "公务接待费": "2.00"}
    assert remarks_of(text) == ["F-04 A5", "F-04 B5"]
