"""The table of economic codes: one, two or three blocks, their codes, totals and headers."""

import pytest
from tests.test_locate_support import facts_of, joined, remarks_of, rows_of

TITLE = "一般公共预算财政拨款基本支出决算表"
TWO_BLOCKS = f"""
{TITLE} | | | | | 单位：万元
经济分类科目编码 | 科目名称 | 决算数 | 经济分类科目编码 | 科目名称 | 决算数
301 | 工资福利支出 | 9.00 | 302 | 商品和服务支出 | 4.00
30101 | 基本工资 | 9.00 | 30201 | 办公费 | 3.00
303 | 对个人和家庭的补助 | 1.00 | 30217 | 公务接待费 | 1.00
30302 | 退休费 | 1.00 | 310 | 资本性支出 | 2.00
| | | 31002 | 办公设备购置 | 2.00
人员经费合计 | | 10.00 | 公用经费合计 | | 6.00
"""
ROWS = {
    "301": "9.00",
    "30101": "9.00",
    "303": "1.00",
    "30302": "1.00",
    "302": "4.00",
    "30201": "3.00",
    "30217": "1.00",
    "310": "2.00",
    "31002": "2.00",
    "人员经费合计": "10.00",
    "公用经费合计": "6.00",
}

FORMS = {
    "two blocks": TWO_BLOCKS,
    "classes and sections in two cells": f"""
{TITLE} | | | | | | | 单位：万元
经济分类 | | 科目名称 | 决算数 | 经济分类 | | 科目名称 | 决算数
科目编码 | | | | 科目编码 | | |
类 | 款 | | | 类 | 款 | |
301 | | 工资福利支出 | 9.00 | 302 | | 商品和服务支出 | 4.00
301 | '01 | 基本工资 | 9.00 | 302 | '01 | 办公费 | 3.00
303 | | 对个人和家庭的补助 | 1.00 | 302 | 17 | 公务接待费 | 1.00
303 | 2 | 退休费 | 1.00 | 310 | | 资本性支出 | 2.00
| | | | 310 | 2 | 办公设备购置 | 2.00
人员经费合计 | | | 10.00 | 公用经费合计 | | | 6.00
""",
    "only the section's digits": f"""
{TITLE} | | | | | | | 单位：万元
类 | 款 | 科目名称 | 决算数 | 类 | 款 | 科目名称 | 决算数
301 | | 工资福利支出 | 9.00 | 302 | | 商品和服务支出 | 4.00
| '01 | 基本工资 | 9.00 | | '01 | 办公费 | 3.00
303 | | 对个人和家庭的补助 | 1.00 | | '17 | 公务接待费 | 1.00
| '02 | 退休费 | 1.00 | 310 | | 资本性支出 | 2.00
| | | | | '02 | 办公设备购置 | 2.00
人员经费合计 | | | 10.00 | 公用经费合计 | | | 6.00
""",
    "three blocks": f"""
{TITLE} | | | | | | | | 金额单位：万元
人员经费 | | | 公用经费 | | | | |
科目编码 | 科目名称 | 金额 | 科目编码 | 科目名称 | 金额 | 科目编码 | 科目名称 | 金额
301 | 工资福利支出 | 9.00 | 302 | 商品和服务支出 | 4.00 | 310 | 资本性支出 | 2.00
30101 | 基本工资 | 9.00 | 30201 | 办公费 | 3.00 | 31002 | 办公设备购置 | 2.00
303 | 对个人和家庭的补助 | 1.00 | 30217 | 公务接待费 | 1.00 | | |
30302 | 退休费 | 1.00 | | | | | |
人员经费合计 | | 10.00 | 公用经费合计 | | | | | 6.00
""",
    "three blocks, the total in the second": f"""
{TITLE} | | | | | | | | 金额单位：万元
科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数
301 | 工资福利支出 | 9.00 | 302 | 商品和服务支出 | 4.00 | 310 | 资本性支出 | 2.00
30101 | 基本工资 | 9.00 | 30201 | 办公费 | 3.00 | 31002 | 办公设备购置 | 2.00
303 | 对个人和家庭的补助 | 1.00 | 30217 | 公务接待费 | 1.00 | | |
30302 | 退休费 | 1.00 | | | | | |
人员经费合计 | | 10.00 | 公用经费合计 | | 6.00 | | |
""",
    "a spare column between the blocks": f"""
{TITLE} | | | | | | 单位：万元
科目编码 | 科目名称 | 决算数 | | 科目编码 | 科目名称 | 决算数
301 | 工资福利支出 | 9.00 | | 302 | 商品和服务支出 | 4.00
30101 | 基本工资 | 9.00 | | 30201 | 办公费 | 3.00
303 | 对个人和家庭的补助 | 1.00 | | 30217 | 公务接待费 | 1.00
30302 | 退休费 | 1.00 | | 310 | 资本性支出 | 2.00
| | | | 31002 | 办公设备购置 | 2.00
人员经费合计 | | 10.00 | | 公用经费合计 | | 6.00
""",
    "code and name in one cell": f"""
{TITLE} | | | 单位：万元
科目 | 决算数 | 科目 | 决算数
301 工资福利支出 | 9.00 | 302 商品和服务支出 | 4.00
30101基本工资 | 9.00 | 30201 办公费 | 3.00
303 对个人和家庭的补助 | 1.00 | 30217公务接待费 | 1.00
30302退休费 | 1.00 | 310资本性支出 | 2.00
| | 31002办公设备购置 | 2.00
人员经费合计 | 10.00 | 公用经费合计 | 6.00
""",
    "one list down the page": f"""
{TITLE} | | 单位：万元
经济分类科目编码 | 科目名称 | 决算数
301 | 工资福利支出 | 9.00
30101 | 基本工资 | 9.00
302 | 商品和服务支出 | 4.00
30201 | 办公费 | 3.00
30217 | 公务接待费 | 1.00
303 | 对个人和家庭的补助 | 1.00
30302 | 退休费 | 1.00
310 | 资本性支出 | 2.00
31002 | 办公设备购置 | 2.00
人员经费合计 | | 10.00
公用经费合计 | | 6.00
""",
    "a total of another block beside a code": f"""
{TITLE} | | | | | 单位：万元
科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数
301 | 工资福利支出 | 9.00 | 302 | 商品和服务支出 | 4.00
30101 | 基本工资 | 9.00 | 30201 | 办公费 | 3.00
303 | 对个人和家庭的补助 | 1.00 | 30217 | 公务接待费 | 1.00
30302 | 退休费 | 1.00 | 310 | 资本性支出 | 2.00
人员经费合计 | | 10.00 | 31002 | 办公设备购置 | 2.00
| | | 公用经费合计 | | 6.00
""",
    "line numbers and numbers of the columns": f"""
{TITLE} | | | | | | | 单位：万元
科目编码 | 科目名称 | 行次 | 决算数 | 科目编码 | 科目名称 | 行次 | 决算数
栏次 | | | 1 | 栏次 | | | 2
301 | 工资福利支出 | 1 | 9.00 | 302 | 商品和服务支出 | 7 | 4.00
30101 | 基本工资 | 2 | 9.00 | 30201 | 办公费 | 8 | 3.00
303 | 对个人和家庭的补助 | 3 | 1.00 | 30217 | 公务接待费 | 9 | 1.00
30302 | 退休费 | 4 | 1.00 | 310 | 资本性支出 | 10 | 2.00
| | 5 | | 31002 | 办公设备购置 | 11 | 2.00
人员经费合计 | | 6 | 10.00 | 公用经费合计 | | 12 | 6.00
""",
}


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_codes_and_totals_are_read_however_the_blocks_are_laid_out(form):
    assert rows_of(FORMS[form]) == ROWS
    assert remarks_of(FORMS[form]) == []


def test_amounts_printed_as_text_are_read():
    text = TWO_BLOCKS.replace("10.00", "'1,210.00").replace("6.00", "６.００")

    assert (rows_of(text)["人员经费合计"], rows_of(text)["公用经费合计"]) == ("1210.00", "6.00")


def test_one_list_may_have_columns_of_personnel_and_operating_cost():
    text = f"""
{TITLE} | | | | 单位：万元
科目编码 | 科目名称 | 合计 | 人员经费 | 公用经费
合计 | | 16.00 | 10.00 | 6.00
301 | 工资福利支出 | 9.00 | 9.00 |
302 | 商品和服务支出 | 6.00 | | 6.00
303 | 对个人和家庭的补助 | 1.00 | 1.00 |
"""
    assert rows_of(text) == {
        "合计": "16.00",
        "人员经费合计": "10.00",
        "公用经费合计": "6.00",
        "301": "9.00",
        "302": "6.00",
        "303": "1.00",
    }
    assert remarks_of(text) == []


def test_a_header_repeated_on_a_second_page_has_no_totals():
    head = "人员经费 | | | 公用经费 | |\n科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数\n"
    lines = TWO_BLOCKS.strip().splitlines()
    text = joined([lines[0], head.strip(), *lines[2:5], head.strip(), *lines[5:]])

    assert rows_of(text) == ROWS
    assert remarks_of(text) == []


def test_totals_may_be_named_without_their_last_word():
    rows = rows_of(TWO_BLOCKS.replace("人员经费合计", "人员经费").replace("公用经费合计", "公用经费"))

    assert (rows["人员经费合计"], rows["公用经费合计"]) == ("10.00", "6.00")


def test_blank_totals_are_read_where_the_form_prints_them():
    facts = facts_of(FORMS["three blocks"].replace("6.00", "").replace("10.00", ""))

    assert rows_of(FORMS["three blocks"].replace("6.00", ""))["公用经费合计"] == "-"
    assert facts.cell(facts.tables["T6"].rows["公用经费合计"]["决算数"]).address == "I8"


def test_a_total_printed_beside_its_column_is_read():
    assert (
        rows_of(TWO_BLOCKS.replace("人员经费合计 | | 10.00", "人员经费合计 | 10.00 |"))["人员经费合计"]
        == "10.00"
    )


def test_an_unknown_row_with_an_amount_is_remarked_upon():
    text = TWO_BLOCKS.replace("| | | 31002", "501 | 机关工资福利支出 | 7.00 | 31002")

    assert (rows_of(text), remarks_of(text)) == (ROWS, ["F-03 C7"])


def test_an_unknown_column_with_amounts_is_remarked_upon():
    text = (
        f"{TITLE} | | | 单位：万元\n科目编码 | 科目名称 | 上年数 | 决算数\n301 | 工资福利支出 | 8.00 | 9.00"
    )

    assert (rows_of(text), remarks_of(text)) == ({"301": "9.00"}, ["F-04 C3"])


def test_a_code_that_stands_twice_is_remarked_upon():
    assert remarks_of(TWO_BLOCKS.replace("30217", "30201")) == ["F-11 F5"]


def test_dots_and_notes_are_no_rows():
    text = TWO_BLOCKS + "… | … | | … | … |\n注：本表反映部门本年度基本支出明细情况。"

    assert (rows_of(text), remarks_of(text)) == (ROWS, [])
    assert len(facts_of(text).tables["T6"].notes) == 1


@pytest.mark.parametrize(
    "header",
    [
        "科目编码 | 科目名称 | 2022年决算数 | 2023年决算数",
        "科目编码 | 科目名称 | 2022年 | 2023年\n | | 决算数 | 决算数",
        "科目编码 | 科目名称 | 上年决算数 | 本年决算数",
    ],
)
def test_of_two_years_the_latest_is_read(header):
    text = (
        f"{TITLE} | | | 单位：万元\n{header}\n301 | 工资福利支出 | 8.00 | 9.00\n人员经费合计 | | 8.00 | 9.00"
    )

    assert rows_of(text) == {"301": "9.00", "人员经费合计": "9.00"}
    assert [remark.split()[0] for remark in remarks_of(text)] == ["F-04"]
