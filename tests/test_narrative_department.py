"""N-42 and N-24: sentences left over from another unit or another year are found by its name in them."""

from dataclasses import replace

import pytest
from tests.narratives import tied
from workbooks.build import figures

from gouji.documents.tie import tie
from gouji.narrative.department import is_same_unit
from gouji.statement import parse_statement
from gouji.workbook.official import write_official

OWN = "上海市普陀区财政局"
TITLE = f"第三部分 {OWN}2024年度部门决算情况说明\n"
TEXT = f"""{TITLE}一、收入支出决算总体情况说明
{OWN}2024年度收入支出总计10.00万元。
八、政府性基金预算财政拨款收入支出决算情况说明
{OWN}2024年度无政府性基金预算财政拨款收入支出。
"""


def names(text, *, department=""):
    """Return what is told of the unit's name: the name and the one that should stand there."""
    return [f.words for f in tied(text, department=department).findings if f.rule == "N-42"]


def years(text):
    return [f.words for f in tied(text).findings if f.rule == "N-24"]


@pytest.mark.parametrize("department", ["", OWN, "普陀区财政局", f"{OWN}（汇总）"])
@pytest.mark.parametrize(
    "sentence",
    [
        "九、上海市静安区财政局2024年度无国有资本经营预算财政拨款收入支出。",
        "上海市静安区财政局2024年度政府采购金额为0.00万元。",
        "2024年度上海市静安区财政局（行政单位）机关运行经费支出3.00万元。",
        "2024年，上海市静安区财政局机关运行经费支出3.00万元。",
        "截至2024年12月31日，上海市静安区财政局共有车辆0辆。",
        "第二条 上海市静安区财政局是主管全区财政工作的区政府工作部门，为正处级。",
        "第二部分 上海市静安区财政局2024年度部门决算表",
        "第一部分 上海市静安区财政局概况",
        "注：上海市静安区财政局无政府性基金预算财政拨款支出",
        "从预算单位构成看，上海市静安区财政局部门决算包括：上海市静安区财政局本级决算。",
    ],
)
def test_another_units_name_where_the_own_must_stand_is_told(sentence, department):
    assert [("上海市静安区财政局", OWN)] == names(TEXT + sentence, department=department)


@pytest.mark.parametrize("department", ["", OWN])
@pytest.mark.parametrize(
    "sentence",
    [
        "普陀区财政局2024年度政府采购金额为0.00万元。",
        "区财政局2024年度政府采购金额为0.00万元。",
        "本部门2024年度政府采购金额为0.00万元。",
        "我局2024年度政府采购金额为0.00万元。",
        "本单位2024年度无国有资本经营预算财政拨款收入支出。",
        "上海市普陀区财政局（本级）2024年度政府采购金额为0.00万元。",
        "2024年，我局机关运行经费支出3.00万元。",
        "截至2024年12月31日，单位共有车辆0辆。",
        "根据上海市财政局2024年度部门决算公开的要求，现说明如下。",
        "（三）与上海市审计局共同开展检查。",
        "2024年度上海市审计局对本部门开展了审计。",
        "主管部门：上海市财政局",
        "第二部分 2024年度部门决算表",
        "第一部分 单位概况",
    ],
)
def test_short_names_and_other_units_elsewhere_are_no_mistakes(sentence, department):
    assert [] == names(TEXT + sentence, department=department)


@pytest.mark.parametrize("department", ["", OWN])
def test_the_name_of_a_unit_that_the_text_lists_is_no_mistake(department):
    center = "上海市普陀区国库收付中心2024年度政府采购金额为0.00万元。"
    units = f"二、部门决算单位构成\n纳入编制范围的单位包括：\n1. {OWN}（本级）\n2. 上海市普陀区国库收付中心\n"

    assert [] == names(units + TEXT + center, department=department)
    assert [("上海市普陀区国库收付中心", OWN)] == names(TEXT + center, department=department)


def test_a_text_whose_names_are_as_often_one_as_the_other_does_not_tell_which_is_right():
    assert [] == names(TITLE + "上海市静安区财政局2024年度政府采购金额为0.00万元。")


def test_a_text_that_never_names_the_workbooks_unit_is_told_once():
    assert [(OWN, "上海市静安区教育局")] == names(TEXT, department="上海市静安区教育局")


@pytest.mark.parametrize("department", ["普陀财政", "123", f"010001 {OWN}"])
def test_the_text_is_held_against_itself_where_the_workbook_names_no_unit(department):
    other = "上海市静安区财政局2024年度政府采购金额为0.00万元。"

    assert [] == names(TEXT, department=department)
    assert [("上海市静安区财政局", OWN)] == names(TEXT + other, department=department)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("发改委", "某市发展和改革委员会", True),
        ("县文联", "某县文学艺术界联合会", True),
        ("团市委", "共青团某市委员会", True),
        ("区政务服务管理局", "某开发区（某市新市区）政务服务管理局", True),
        ("某市新市区政务服务管理局", "政务服务管理局（某市新市区）", True),
        ("政务服务管理局", "政务服务管理局（某市新市区）", True),
        ("某市民政局", "某市财政局", False),
        ("甲区财政局", "乙区财政局", False),
    ],
)
def test_a_short_name_has_the_signs_of_the_long_one_in_its_order(one, other, same):
    assert (same, same) == (is_same_unit(one, other), is_same_unit(other, one))


def test_the_sentence_is_corrected_and_the_rule_is_no_error():
    (finding,) = tied(TEXT + "九、上海市静安区 财政局2024年度无国有资本经营预算财政拨款收入支出。").findings

    assert f"九、{OWN}2024年度无国有资本经营预算财政拨款收入支出。" == finding.corrected
    place = finding.place
    assert ("should", "上海市静安区 财政局") == (finding.severity, place.sentence[place.offset : place.end])


# --- years ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        f"{OWN}2023年度政府采购金额为0.00万元。",
        f"{OWN}2023年度预算绩效管理工作开展情况如下：",
        f"九、{OWN}2023年度无国有资本经营预算财政拨款收入支出。",
        f"2023年度{OWN}机关运行经费支出3.00万元。",
        f"截至2023年12月31日，{OWN}共有车辆0辆。",
        "截至2023年12月31日，单位共有车辆0辆。",
        f"{OWN}2023年度部门决算",
    ],
)
def test_another_year_beside_the_units_name_is_told_once(sentence):
    assert [("2023", "2024")] == years(TEXT + sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        f"{OWN}2023年度政府采购金额为1.00万元，2024年度为2.00万元。",
        f"{OWN}2023年度政府采购金额为1.00万元。\n{OWN}2024年度政府采购金额为2.00万元。",
        "截至2023年12月31日，全区共有企业100户。",
    ],
)
def test_a_year_that_is_compared_with_is_no_mistake(sentence):
    assert [] == years(TEXT + sentence)


# --- files ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("department", "told"), [(OWN, []), ("上海市静安区财政局", [OWN])])
def test_the_name_in_the_heads_of_the_workbook_is_the_own(sample, tmp_path, department, told):
    workbook = tmp_path / "2024.xlsx"
    write_official(replace(parse_statement(figures("S01")), department=department), workbook)
    report = tie(sample("S01.txt"), workbook)

    assert told == [f.words[0] for f in report.findings if f.rule == "N-42"]


def test_another_name_in_a_published_text_is_told_in_three_of_four_places(sample, tmp_path):
    parts = sample("S01.txt").read_text("utf-8").split(OWN)
    changed = tmp_path / "changed.txt"
    told = []
    for n in range(1, len(parts)):
        changed.write_text(f"{OWN.join(parts[:n])}上海市普陀区教育局{OWN.join(parts[n:])}", "utf-8")
        told += [f.words for f in tie(changed).findings if f.rule == "N-42"]

    # the others stand where another unit may be told about, or in lines that the columns of the page mixed up
    assert {("上海市普陀区教育局", OWN)} == set(told)
    assert 0.75 * (len(parts) - 1) <= len(told) < len(parts)
