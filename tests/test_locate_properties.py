"""What holds of every workbook: locate never fails, and where a table stands does not matter."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.small_tables import NINE
from tests.tables import sheets
from tests.test_locate_coded import FORMS as CODED
from tests.test_locate_economic import FORMS as ECONOMIC
from tests.test_locate_items import FORMS as ITEMS

from gouji.catalogue import catalogue
from gouji.grid import ErrorValue, Sheet, Uncached, sheet_of
from gouji.locate import locate

TITLES = [spec.title for spec in catalogue().tables.values()]
WORDS = [
    *(
        "收入",
        "支出",
        "项目",
        "行次",
        "栏次",
        "序号",
        "决算数",
        "预算数",
        "金额",
        "合计",
        "小计",
        "总计",
        "其中：",
        "类",
        "款",
        "项",
    ),
    *(
        "单位：万元",
        "金额单位：元",
        "单位：千元",
        "编制单位：元氏县财政局",
        "公开03表",
        "2023年度",
        "注：本表为空表。",
        "…",
        " ",
        "续表",
    ),
    *("人员经费", "公用经费", "人员经费合计", "公用经费合计", "科目编码", "科目名称", "项目支出决算表"),
    *(f"{n}、{word}" for n, word in zip("一二三", ("教育支出", "航天支出", "事业收入"), strict=True)),
    *(
        label
        for spec in catalogue().tables.values()
        for c in spec.columns
        for label in (c.key, *c.aliases[:1])
    ),
    *(row.key for spec in catalogue().tables.values() for row in spec.rows),
]
NUMBERS = [
    0.0,
    1.0,
    2.0,
    12.0,
    201.0,
    20106.0,
    2010601.0,
    301.0,
    30101.0,
    -3.5,
    1.005,
    1e300,
    float("inf"),
    float("nan"),
]
ODD = [
    "201",
    "06",
    "01",
    "2010601 行政运行",
    "1,234.50",
    "1O.00",
    "-",
    "—",
    "无",
    None,
    "",
    True,
    date(2024, 1, 1),
]
FORMS = {"nine": NINE} | CODED | ECONOMIC | ITEMS
VALUES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(NUMBERS),
    st.sampled_from(ODD),
    st.just(ErrorValue("#REF!")),
    st.just(Uncached("=A1+B1")),
    st.just(""),
)


@st.composite
def grids(draw) -> Sheet:
    """Return a sheet of fragments of real forms with one title, two or none."""
    rows = draw(st.lists(st.lists(VALUES, max_size=8), max_size=14))
    for title in draw(st.lists(st.sampled_from(TITLES), max_size=2)):
        rows.insert(draw(st.integers(0, len(rows))), [*draw(st.lists(st.just(""), max_size=4)), title])
    return sheet_of(draw(st.sampled_from(["表", *TITLES])), rows)


@given(st.lists(grids(), max_size=3), st.sampled_from(["", "元", "万元"]))
@settings(max_examples=400, deadline=None)
def test_locate_never_fails(workbook, unit):
    facts = locate(workbook, unit)

    assert all(
        facts.fact(i) for table in facts.tables.values() for row in table.rows.values() for i in row.values()
    )
    assert all(remark.rule.startswith("F-") for remark in facts.remarks)


@given(st.lists(grids(), max_size=3))
@settings(max_examples=200, deadline=None)
def test_locate_is_the_same_every_time(workbook):
    assert located(workbook) == located(workbook)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_locate_never_fails_on_a_spoilt_form(data):
    workbook = sheets(FORMS[data.draw(st.sampled_from(sorted(FORMS)))])
    for _ in range(data.draw(st.integers(1, 6))):
        rows = data.draw(st.sampled_from(workbook)).rows
        r = data.draw(st.integers(0, len(rows) - 1))
        c = data.draw(st.integers(0, len(rows[r]) - 1))
        spoil = data.draw(st.sampled_from(["replace", "drop", "repeat", "swap"]))
        if spoil == "replace":
            rows[r][c] = data.draw(VALUES)
        elif spoil == "drop" and len(rows) > 1:
            del rows[r]
        elif spoil == "repeat":
            rows.insert(r, list(rows[r]))
        else:
            rows[r], rows[0] = rows[0], rows[r]

    located(workbook)


def located(workbook, down=0, right=0):
    """Return every fact and its cell moved back, and the remarks likewise."""
    facts = locate(workbook)
    read = {}
    for table in facts.tables.values():
        for row in table.rows.values():
            for index in row.values():
                name, key, column, cell, text = facts.fact(index)
                read[name, key, column] = (cell.sheet, cell.row - down, cell.column - right, text)
    remarks = {
        (r.rule, r.table, *((c.sheet, c.row - down, c.column - right) for c in r.cells))
        for r in facts.remarks
    }
    return read, remarks


def moved(workbook, down, right, below=0, behind=0):
    """Return the workbook with blank rows above and below, and blank columns before and behind each table."""
    return [
        sheet_of(
            sheet.name,
            [[""] * right] * down
            + [[*[""] * right, *row, *[""] * behind] for row in sheet.rows]
            + [[""]] * below,
        )
        for sheet in workbook
    ]


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_it_does_not_matter_where_a_table_stands(form):
    workbook = sheets(FORMS[form])
    for down, right in ((1, 0), (0, 1), (7, 3)):
        assert located(moved(workbook, down, right), down, right) == located(workbook)


@pytest.mark.parametrize("form", FORMS, ids=str)
@pytest.mark.parametrize("blank", ["", None, " "])
def test_blank_cells_around_a_table_do_not_matter(form, blank):
    workbook = sheets(FORMS[form])
    around = moved(workbook, 0, 0, below=9, behind=4)
    blanked = [Sheet(s.name, [[blank if v == "" else v for v in row] for row in s.rows]) for s in around]

    assert located(blanked) == located(workbook)


def retyped(workbook, amount, number):
    """Return the workbook with its amounts and its other numbers stored in another way."""
    facts = locate(workbook)
    amounts = {facts.cell(i) for t in facts.tables.values() for row in t.rows.values() for i in row.values()}
    return [
        Sheet(
            sheet.name,
            [
                [
                    v
                    if v.__class__ is not float
                    else (amount if (sheet.name, r, c) in amounts else number)(v)
                    for c, v in enumerate(row)
                ]
                for r, row in enumerate(sheet.rows)
            ],
        )
        for sheet in workbook
    ]


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_numbers_may_be_stored_as_text(form):
    workbook = sheets(FORMS[form])

    assert located(retyped(workbook, "{:,.2f}".format, "{:.0f}".format)) == located(workbook)


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_numbers_may_be_stored_as_integers(form):
    workbook = sheets(FORMS[form])
    integers = retyped(workbook, lambda v: int(v) if v == int(v) else v, int)

    assert located(integers) == located(workbook)


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_labels_may_be_spaced_and_broken(form):
    workbook = sheets(FORMS[form])
    broken = [
        Sheet(
            s.name,
            [[f" {v[:2]}\n　{v[2:]} " if v.__class__ is str and v else v for v in row] for row in s.rows],
        )
        for s in workbook
    ]
    read, remarks = located(broken)

    assert (read, {r[0] for r in remarks}) == (located(workbook)[0], {r[0] for r in located(workbook)[1]})


@given(st.permutations(range(9)))
@settings(max_examples=20, deadline=None)
def test_the_order_of_the_sheets_does_not_matter(order):
    workbook = sheets(NINE)

    assert located([workbook[n] for n in order]) == located(workbook)
