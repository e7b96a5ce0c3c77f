"""Two-sided tables: rows are known by label and side, whatever stands between and beside them."""

# ruff: noqa: E501  (tables are as wide as the forms)

import pytest
from tests.test_locate_support import columns_of, facts_of, joined, remarks_of, rows_of

from gouji.catalogue import catalogue
from gouji.workbook.forms import ordinal

INCOME = [
    "一、一般公共预算财政拨款收入",
    "二、政府性基金预算财政拨款收入",
    "三、国有资本经营预算财政拨款收入",
    "四、上级补助收入",
    "五、事业收入",
    "六、经营收入",
    "七、附属单位上缴收入",
    "八、其他收入",
]
OLD_INCOME = [
    "一、财政拨款收入",
    "二、上级补助收入",
    "三、事业收入",
    "四、经营收入",
    "五、附属单位上缴收入",
    "六、其他收入",
]
INCOME_END = ["本年收入合计", "使用非财政拨款结余", "年初结转和结余", "总计"]
OUTLAY_END = ["本年支出合计", "结余分配", "年末结转和结余", "总计"]
ALL_CLASSES = {c.code: c.name for c in catalogue().classes}
CLASSES_OF_24 = {c.code: c.name for c in catalogue().classes if c.list24}
HEAD_T1 = "收入支出决算总表 | | | 单位：万元\n收入 | | 支出 |\n项目 | 决算数 | 项目 | 决算数\n"


def numbered(names):
    return [f"{ordinal(n)}、{name}" for n, name in enumerate(names, 1)]


def sides(left: list[str], right: list[str]) -> str:
    """Draw two lists side by side; the rows of the left have 1.00, 2.00 …, those of the right 101.00 …"""
    height = max(len(left), len(right))
    lines = []
    for n in range(height):
        label, amount = (left[n], f"{n + 1}.00") if n < len(left) and left[n] else ("", "")
        other, sum_ = (right[n], f"{n + 101}.00") if n < len(right) and right[n] else ("", "")
        lines.append(f"{label} | {amount} | {other} | {sum_}")
    return joined(lines)


def keys_of(text: str) -> list[str]:
    return list(rows_of(text))


@pytest.mark.parametrize("classes", [ALL_CLASSES, CLASSES_OF_24], ids=["26 classes", "24 classes"])
def test_classes_are_known_by_name_not_by_ordinal(classes):
    left = INCOME + [""] * (len(classes) - len(INCOME)) + INCOME_END
    right = numbered(classes.values()) + OUTLAY_END
    text = HEAD_T1 + sides(left, right)

    rows = rows_of(text)
    assert [row for row in rows if row.isdecimal()] == list(classes)
    assert rows["234"] == f"{100 + len(classes)}.00"
    assert rows["总计"] == f"{len(left)}.00 {100 + len(right)}.00"
    assert remarks_of(text) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("七、文化体育与传媒支出", "207"),
        ("九、医疗卫生与计划生育支出", "210"),
        ("十八、国土海洋气象等支出", "220"),
        ("十四、资源勘探信息等支出", "215"),
        ("一、一般公共服务", "201"),
        ("教育支出", "205"),
        ("八、社会保障与就业支出", "208"),
        ("十五、商业服务业支出", "216"),
        ("二十六、抗疫特别国债安排的支出（含结余）", "234"),
    ],
)
def test_classes_of_other_years_are_known(name, code):
    assert keys_of(HEAD_T1 + sides(INCOME[:1], [name]))[-1] == code


def test_an_unknown_numbered_class_counts_in_the_sum_and_is_remarked_upon():
    text = HEAD_T1 + sides([], [*numbered(ALL_CLASSES.values()), "二十七、航天支出", *OUTLAY_END])

    facts = facts_of(text)
    assert facts.tables["T1"].groups["类"] == [*ALL_CLASSES, "航天支出"]
    assert remarks_of(text) == ["F-03 D30"]


def test_an_unknown_class_takes_the_code_that_a_table_of_codes_prints_with_its_name():
    text = (
        f"=== 01\n{HEAD_T1}{sides([], ['一、教育支出', '二、航天支出', '本年支出合计'])}\n"
        "=== 03\n支出决算表 | | | | 单位：万元\n编码 | 名称 | 本年支出合计 | 基本支出 | 项目支出\n"
        "205 | 教育支出 | 101.00 | | 101.00\n239 | 航天支出 | 102.00 | | 102.00"
    )
    assert list(rows_of(text, "T1")) == ["205", "239", "本年支出合计"]


def test_an_unknown_row_behind_the_total_counts_in_no_sum():
    text = HEAD_T1 + sides([], ["一、教育支出", "本年支出合计", "二、其他分配", "总计"])

    assert facts_of(text).tables["T1"].groups["类"] == ["205"]
    assert remarks_of(text) == ["F-03 D6"]


def test_an_unknown_row_without_an_ordinal_counts_in_no_sum():
    text = HEAD_T1 + sides([], ["一、教育支出", "项目支出结转", "本年支出合计"])

    assert facts_of(text).tables["T1"].groups["类"] == ["205"]
    assert remarks_of(text) == ["F-03 D5"]


def test_an_unknown_row_without_an_amount_is_nothing():
    assert (
        remarks_of(
            HEAD_T1 + "一、一般公共预算财政拨款收入 | 1.00 | 一、教育支出 | 1.00\n… | | 二十七、航天支出 |"
        )
        == []
    )


def test_a_row_with_an_amount_but_no_label_is_remarked_upon():
    assert remarks_of(HEAD_T1 + "一、一般公共预算财政拨款收入 | 1.00 | 一、教育支出 | 1.00\n | 2.00 | |") == [
        "F-03 B5"
    ]


def test_memo_rows_are_no_rows():
    text = HEAD_T1 + sides(
        ["一、财政拨款收入", "其中：政府性基金预算财政拨款收入", "本年收入合计"], ["一、教育支出"]
    )

    assert keys_of(text) == ["财政拨款收入", "本年收入合计", "205"]
    assert remarks_of(text) == []


def test_the_form_of_2018_has_six_items_and_the_business_fund():
    text = HEAD_T1 + sides(
        [*OLD_INCOME, "本年收入合计", "用事业基金弥补收支差额", "年初结转和结余", "总计"], ["一、教育支出"]
    )

    assert keys_of(text)[:6] == [label.partition("、")[2] for label in OLD_INCOME]
    assert facts_of(text).tables["T1"].groups["财政拨款项"] == ["财政拨款收入"]
    assert rows_of(text)["使用非财政拨款结余"] == "8.00"


def test_the_parts_of_fiscal_income_below_it_count_in_no_sum():
    left = [
        "一、财政拨款收入",
        "（一）一般公共预算财政拨款收入",
        "（二）政府性基金预算财政拨款收入",
        "二、事业收入",
        "本年收入合计",
    ]
    text = HEAD_T1 + sides(left, ["一、教育支出"])

    facts = facts_of(text)
    assert facts.tables["T1"].groups["收入项"] == ["财政拨款收入", "事业收入"]
    assert rows_of(text)["一般公共预算财政拨款收入"] == "2.00"
    assert remarks_of(text) == []


@pytest.mark.parametrize(
    "label",
    [
        "使用非财政拨款结余",
        "使用非财政拨款结余（含专用结余）",
        "使用非财政拨款结余和专用结余",
        "使用 非财政拨款 结余",
        "用事业基金弥补收支差额",
    ],
)
def test_the_surplus_used_has_many_names(label):
    assert "使用非财政拨款结余" in rows_of(HEAD_T1 + sides(["本年收入合计", label], ["一、教育支出"]))


HEADERS_T1 = {
    "行次 and 栏次": "项目 | 行次 | 金额 | 项目 | 行次 | 金额\n栏次 | | 1 | 栏次 | | 2",
    "units": "项目 | 行次 | 决算数（万元） | 项目 | 行次 | 决算数（万元）",
    "a year": "项目 | 行次 | 2023年度决算数 | 项目 | 行次 | 2023年度决算数",
    "no header over the amounts": "项目 | 行次 | | 项目 | 行次 |",
    "two levels": "收入 | | | 支出 | |\n项目 | 行次 | 决算数 | 项目 | 行次 | 决算数",
    "a column of numbers without a header": "项目 | | 决算数 | 项目 | | 决算数",
    "no header at all over line numbers": "项目 | | | 项目 | |",
    "the page head": "部门：某局 | | | | | 公开01表\n项目 | 行次 | 决算 | 项目 | 行次 | 决算",
}


@pytest.mark.parametrize("header", HEADERS_T1, ids=str)
def test_amounts_are_known_from_line_numbers(header):
    text = (
        f"收入支出决算总表 | | | | | 单位：万元\n{HEADERS_T1[header]}\n"
        "一、一般公共预算财政拨款收入 | 1 | 7.00 | 一、教育支出 | 32 | 5.00\n"
        "本年收入合计 | 27 | 7.00 | 本年支出合计 | 58 | 5.00\n"
        " | 30 | | | 61 |\n总计 | 31 | 7.00 | 总计 | 62 | 7.00"
    )
    assert rows_of(text) == {
        "一般公共预算财政拨款收入": "7.00",
        "本年收入合计": "7.00",
        "总计": "7.00 7.00",
        "205": "5.00",
        "本年支出合计": "5.00",
    }
    assert remarks_of(text) == []


def test_budgets_beside_the_final_amounts_are_left_out():
    text = (
        "收入支出决算总表 | | | | | | | 单位：万元\n项目 | 年初预算数 | 全年预算数 | 决算数 | 项目 | 年初预算数 | 全年预算数 | 决算数\n"
        "一、一般公共预算财政拨款收入 | 1.00 | 2.00 | 3.00 | 一、教育支出 | 4.00 | 5.00 | 6.00"
    )
    assert rows_of(text) == {"一般公共预算财政拨款收入": "3.00", "205": "6.00"}
    assert remarks_of(text) == []


def test_an_unknown_column_with_amounts_is_remarked_upon():
    text = (
        "收入支出决算总表 | | | | | 单位：万元\n项目 | 决算数 | 上年数 | 项目 | 决算数 | 增减\n"
        "一、一般公共预算财政拨款收入 | 3.00 | 1.00 | 一、教育支出 | 6.00 | 2.00"
    )
    assert remarks_of(text) == ["F-04 C3", "F-04 F3"]


def test_income_may_stand_above_expenditure():
    text = """
收入支出决算总表 | 单位：万元
项目 | 决算数
一、一般公共预算财政拨款收入 | 9.00
本年收入合计 | 9.00
总计 | 9.00
支出 |
项目 | 决算数
一、教育支出 | 8.00
本年支出合计 | 8.00
年末结转和结余 | 1.00
总计 | 9.00
"""
    assert rows_of(text) == {
        "一般公共预算财政拨款收入": "9.00",
        "本年收入合计": "9.00",
        "总计": "9.00 9.00",
        "205": "8.00",
        "本年支出合计": "8.00",
        "年末结转和结余": "1.00",
    }
    assert remarks_of(text) == []


def test_the_internal_form_has_a_second_list_of_expenditure():
    text = """
收入支出决算总表 | | | | | 单位：万元
项目 | 决算数 | 项目（按功能分类） | 决算数 | 项目（按支出性质） | 决算数
一、一般公共预算财政拨款收入 | 9.00 | 一、教育支出 | 8.00 | 一、基本支出 | 5.00
本年收入合计 | 9.00 | 本年支出合计 | 8.00 | 二、项目支出 | 3.00
"""
    assert rows_of(text)["项目支出"] == "3.00"
    assert remarks_of(text) == []


def test_a_header_repeated_on_a_second_page_is_skipped():
    page = "收入 | | 支出 |\n项目 | 决算数 | 项目 | 决算数\n栏次 | 1 | 栏次 | 2\n"
    text = (
        HEAD_T1
        + sides(INCOME[:2], ["一、教育支出"])
        + "\n"
        + page
        + sides(["本年收入合计"], ["本年支出合计"])
    )

    assert keys_of(text)[-1] == "本年支出合计"
    assert remarks_of(text) == []


HEAD_T4 = (
    "财政拨款收入支出决算总表 | | | | | | 单位：万元\n收入 | | 支出 | | | |\n"
    "项目 | 决算数 | 项目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 | 国有资本经营预算财政拨款\n"
)
FUNDS = ["一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"]


def fiscal(labels: list[str]) -> str:
    return (
        HEAD_T4
        + joined(f"{label} | {n}.00 | |" for n, label in enumerate(labels, 1))
        + "\n| | 一、教育支出 | 5.00 | 4.00 | 1.00 |"
    )


OPENING = ["年初一般公共预算财政拨款", "年初政府性基金预算财政拨款", "年初国有资本经营预算财政拨款"]
T4_LISTS = {
    "numbered": [*numbered(FUNDS), "本年收入合计", "年初财政拨款结转和结余", *numbered(FUNDS), "总计"],
    "without ordinals": [*numbered(FUNDS), "本年收入合计", "年初财政拨款结转和结余", *FUNDS, "总计"],
    "with 收入": [*(f"{f}收入" for f in FUNDS), "本年收入合计", "年初财政拨款结转和结余", *FUNDS, "总计"],
}


@pytest.mark.parametrize("labels", T4_LISTS.values(), ids=T4_LISTS)
def test_labels_that_stand_twice_are_told_by_the_row_before_them(labels):
    assert rows_of(fiscal(labels)) == {
        **{fund: f"{n}.00" for n, fund in enumerate(FUNDS, 1)},
        "本年收入合计": "4.00",
        "年初财政拨款结转和结余": "5.00",
        **{fund: f"{n}.00" for n, fund in enumerate(OPENING, 6)},
        "总计": "9.00",
        "205": "5.00 4.00 1.00 -",
    }
    assert remarks_of(fiscal(labels)) == []


def test_the_opening_balances_may_precede_their_sum():
    rows = rows_of(
        fiscal([*numbered(FUNDS), "本年收入合计", *numbered(FUNDS), "年初财政拨款结转和结余", "总计"])
    )

    assert [rows[fund] for fund in (*FUNDS, *OPENING)] == ["1.00", "2.00", "3.00", "5.00", "6.00", "7.00"]


def test_the_opening_balances_may_be_missing():
    rows = rows_of(fiscal([*numbered(FUNDS), "本年收入合计", "年初财政拨款结转和结余", "总计"]))

    assert rows.keys().isdisjoint(OPENING)
    assert rows["国有资本经营预算财政拨款"] == "3.00"


def test_the_closing_balances_of_some_prints_are_no_classes():
    text = HEAD_T4 + joined(
        f"| | {label} | 5.00 | 5.00 | |"
        for label in ["一、教育支出", "本年支出合计", "年末财政拨款结转和结余", *numbered(FUNDS)]
    )
    assert facts_of(text).tables["T4"].groups["类"] == ["205"]
    assert [remark.split()[0] for remark in remarks_of(text)] == ["F-03"] * 3


HEADERS_T4 = {
    "行次 and 栏次": "项目 | 行次 | 金额 | 项目 | 行次 | 小计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 | 国有资本经营预算财政拨款\n"
    "栏次 | | 1 | 栏次 | | 2 | 3 | 4 | 5",
    "sides named by the year": "本年收入 | | | 本年支出 | | | | |\n项目 | 行次 | 金额 | 项目 | 行次 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 | 国有资本经营预算财政拨款",
    "支出合计 over the columns": "收入 | | | 支出 | | 支出合计 | | |\n项目 | 行次 | 金额 | 项目 | 行次 | 小计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 | 国有资本经营预算财政拨款",
    "three levels": "收入 | | | 支出 | | | | |\n项目 | 行次 | 决算数 | 项目（按功能分类） | 行次 | 决算数 | | |\n"
    "| | | | | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 | 国有资本经营预算财政拨款",
    "units": "项目 | 行次 | 决算数（元） | 项目 | 行次 | 合计（元） | 一般公共预算财政拨款（元） | 政府性基金预算财政拨款（元） | 国有资本经营财政拨款",
}


@pytest.mark.parametrize("header", HEADERS_T4, ids=str)
def test_the_funds_of_expenditure_are_columns(header):
    text = (
        f"财政拨款收入支出决算总表 | | | | | | | | 单位：元\n{HEADERS_T4[header]}\n"
        "一、一般公共预算财政拨款 | 1 | 9.00 | 一、教育支出 | 33 | 6.00 | 3.00 | 2.00 | 1.00\n"
        "总计 | 32 | 9.00 | 二、住房保障支出 | 34 | 1.00 | 1.00 | |"
    )
    assert rows_of(text) == {
        "一般公共预算财政拨款": "9.00",
        "总计": "9.00",
        "205": "6.00 3.00 2.00 1.00",
        "221": "1.00 1.00 - -",
    }
    assert columns_of(text)[1:] == ["合计", *FUNDS]
    assert remarks_of(text) == []


def test_a_table_of_one_side_is_read():
    assert (
        keys_of("收入支出决算总表 | 单位：万元\n项目 | 决算数\n" + joined(f"{x} | 1.00" for x in INCOME))[0]
        == "一般公共预算财政拨款收入"
    )


def test_of_two_years_the_latest_is_read():
    text = (
        "收入支出决算总表 | | | | | 单位：万元\n项目 | 2022年度决算数 | 2023年度决算数 | 项目 | 2022年度决算数 | 2023年度决算数\n"
        "一、一般公共预算财政拨款收入 | 1.00 | 2.00 | 一、教育支出 | 3.00 | 4.00"
    )
    assert rows_of(text) == {"一般公共预算财政拨款收入": "2.00", "205": "4.00"}
    assert remarks_of(text) == ["F-04 B3", "F-04 E3"]


def test_zeros_beside_no_label_are_nothing():
    assert (
        remarks_of(
            HEAD_T1
            + "一、一般公共预算财政拨款收入 | 1.00 | 一、教育支出 | 1.00\n | 0.00 | 二、航天支出 | 0.00"
        )
        == []
    )
