"""Culprits: which cells are accused in small workbooks and in published statements with mistakes."""

from dataclasses import replace
from itertools import pairwise
from random import Random
from time import monotonic

import pytest
from benchmarks.culprits import covered, pairs, trials
from tests.small_tables import NINE
from tests.tables import check

import gouji
from gouji.culprits import STEPS, Culprits, culprits
from gouji.culprits.mutations import KINDS, mutation
from gouji.culprits.ties import system_of
from gouji.reconcile import reconcile


def keys_of(culprit):
    return culprit.place.table, culprit.place.row, culprit.place.column


def accused(text):
    """Return the likeliest set: what was done, and table, row, column, found and proposed of the cells."""
    (likeliest, *_) = culprits(check(text)).sets
    return [
        (deed.hypothesis, [(*keys_of(c), c.found, c.proposed) for c in deed.cells])
        for deed in likeliest.deeds
    ]


def mistaken(result, wrong):
    """Return the reconciliation of the same workbook with these amounts, in hundredths."""
    amounts, printed = list(result.facts.amounts), list(result.facts.printed)
    for cell, amount in wrong.items():
        amounts[cell], printed[cell] = amount, True
    return reconcile(replace(result.facts, amounts=amounts, printed=printed), result.book)


def fact_of(result, table, row, column):
    return result.facts.tables[table].rows[row][column]


@pytest.fixture
def published(sample):
    return lambda name: gouji.check(sample(name)).reconciliation


# --- small workbooks --------------------------------------------------------------------------------------


def test_nothing_is_accused_where_everything_ties():
    assert Culprits() == culprits(check(NINE))


@pytest.mark.parametrize(
    ("before", "after", "hypothesis", "cell"),
    [
        (
            "合计 | 178.00 | 81.00",
            "合计 | 187.00 | 81.00",
            "transposed",
            ("T3", "合计", "本年支出合计", "187.00"),
        ),
        (
            "年末结转和结余 | 27.00",
            "年末结转和结余 | -27.00",
            "sign",
            ("T1", "年末结转和结余", "支出", "-27.00"),
        ),
        (
            "30108 | 机关事业单位基本养老保险缴费 | 8.00",
            "30108 | 机关事业单位基本养老保险缴费 | 80000.00",
            "unit",
            ("T6", "30108", "决算数", "80000.00"),
        ),
        ("| 合计 | 113.00 | 73.00", "| 合计 | 113.00 | 7.30", "point", ("T5", "合计", "基本支出", "7.30")),
        (
            "2210201 | 住房公积金 | 6.00 | 6.00\n223 | 国有资本经营预算支出 | 10.00",
            "2210201 | 住房公积金 | 6.00 |\n223 | 国有资本经营预算支出 | 10.00",
            "omitted",
            ("T2", "2210201", "财政拨款收入", ""),
        ),
    ],
)
def test_one_wrong_cell_is_named_with_what_happened(before, after, hypothesis, cell):
    assert 1 <= NINE.count(before)
    ((how, ((*place, _),)),) = accused(NINE.replace(before, after, 1))

    assert (hypothesis, list(cell)) == (how, place)


def test_the_right_amount_is_an_interval_where_rounding_leaves_room_and_exact_in_yuan():
    text = NINE.replace("| 合计 | 178.00 | 81.00", "| 合计 | 999.99 | 81.00")
    (in_wan,) = culprits(check(text)).sets[0].cells
    (in_yuan,) = culprits(check(text.replace("单位：万元", "单位：元"))).sets[0].cells

    assert ("", "177.99", "178.01") == (in_wan.proposed, in_wan.low, in_wan.high)
    assert ("178.00", "178.00", "178.00") == (in_yuan.proposed, in_yuan.low, in_yuan.high)


def test_cells_that_no_rule_can_tell_apart_are_one_group():
    (likeliest, *_) = culprits(
        check(NINE.replace("30101 | 基本工资 | 30.00", "30101 | 基本工资 | 77.77"))
    ).sets
    (cell,) = likeliest.cells

    assert {"30101", "30108", "30109", "30110", "30111", "30113"} == {
        one.row for one in (cell.place, *cell.others)
    }


def test_two_exchanged_cells_are_one_act():
    wrong = NINE.replace(
        "2050201 | 学前教育 | 60.00 | 40.00 | 20.00", "2050201 | 学前教育 | 60.00 | 20.00 | 40.00", 1
    )

    assert [
        (
            "exchanged",
            [
                ("T3", "2050201", "基本支出", "20.00", "40.00"),
                ("T3", "2050201", "项目支出", "40.00", "20.00"),
            ],
        )
    ] == accused(wrong)


def test_a_total_that_follows_a_wrong_cell_is_one_act_that_begins_with_the_cell():
    wrong = NINE.replace(
        "221 | 住房保障支出 | 6.00 | 6.00\n2210201 | 住房公积金 | 6.00 | 6.00\n=== 06",
        "221 | 住房保障支出 | 60.00 | 60.00\n2210201 | 住房公积金 | 60.00 | 60.00\n=== 06",
    )
    wrong = wrong.replace("| 合计 | 113.00 | 73.00 | 40.00", "| 合计 | 167.00 | 127.00 | 40.00")
    ((hypothesis, cells),) = accused(wrong)

    assert ("followed", ("T5", "2210201", "基本支出", "60.00", "6.00")) == (hypothesis, cells[0])
    assert {"221", "2210201", "合计"} == {row for _, row, *_ in cells}


def test_a_digit_dropped_in_one_line_of_two_tables_and_two_levels_is_one_act():
    result = check(NINE)
    places = [(t, row, c) for t, c in (("T3", "本年支出合计"), ("T5", "合计")) for row in ("221", "2210201")]
    right = {fact_of(result, *place): 13640 for place in places}
    columns = {fact_of(result, t, row, "基本支出"): 13640 for t in ("T3", "T5") for row in ("221", "2210201")}
    grown = mistaken(result, _with_totals(result, right | columns))
    assert Culprits() == culprits(grown)
    found = culprits(mistaken(grown, dict.fromkeys(right, 1364)))
    (deed,) = found.sets[0].deeds

    assert "copied" == deed.hypothesis
    assert set(places) == set(map(keys_of, deed.cells))
    assert {("13.64", "136.40")} == {(c.found, c.proposed) for c in deed.cells}


def _with_totals(result, wrong):
    """Add what 221 grew by wherever it is added up, so that the workbook ties again."""
    by = 13640 - 600
    totals = [
        ("T1", "221", "支出"),
        ("T1", "本年支出合计", "支出"),
        ("T1", "总计", "支出"),
        ("T1", "总计", "收入"),
        ("T1", "年初结转和结余", "收入"),
        ("T3", "合计", "本年支出合计"),
        ("T3", "合计", "基本支出"),
        ("T4", "221", "合计"),
        ("T4", "221", "一般公共预算财政拨款"),
        ("T4", "本年支出合计", "合计"),
        ("T4", "本年支出合计", "一般公共预算财政拨款"),
        ("T4", "总计", "合计"),
        ("T4", "总计", "一般公共预算财政拨款"),
        ("T4", "总计", "收入"),
        ("T4", "年初财政拨款结转和结余", "收入"),
        ("T4", "年初一般公共预算财政拨款", "收入"),
        ("T5", "合计", "合计"),
        ("T5", "合计", "基本支出"),
        ("T6", "30113", "决算数"),
        ("T6", "301", "决算数"),
        ("T6", "人员经费合计", "决算数"),
    ]
    cells = [fact_of(result, *place) for place in totals]
    return wrong | {cell: result.facts.amounts[cell] + by for cell in cells}


# --- published statements ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["S01.xlsx", "S05.xlsx", "S00-template.xlsx"])
def test_a_published_statement_that_ties_accuses_nobody(published, name):
    assert Culprits() == culprits(published(name))


def test_the_slip_of_table_06_in_s06_is_one_act(published):
    found = culprits(published("S06.xlsx"), steps=60 * STEPS)
    (deed,) = found.sets[0].deeds
    right = {cell.place.row: cell.proposed for cell in deed.cells}

    assert ("slipped", 3, True) == (deed.hypothesis, found.smallest, found.complete)
    assert {"T6"} == {cell.place.table for cell in deed.cells}
    assert ("0.00", "0.30", "19.56", "20.81") == tuple(
        right[row] for row in ("30212", "30217", "30231", "30299")
    )


@pytest.mark.parametrize("name", ["S01.xlsx", "S05.xlsx"])
def test_single_mistakes_in_a_published_statement_are_found_and_named(published, name):
    seen = [trial for trial in trials(published(name), every=20, seed=8) if trial.visible]
    alone = [trial for trial in seen if trial.alone]

    assert set(KINDS) == {trial.kind for trial in seen}
    assert all(trial.detected for trial in seen)
    assert sum(trial.in_set for trial in seen) >= 0.99 * len(seen)
    assert sum(trial.rank == 1 for trial in alone) >= 0.85 * len(alone)
    assert sum(1 <= trial.rank <= 3 for trial in alone) >= 0.95 * len(alone)


@pytest.mark.parametrize("name", ["S01.xlsx", "S05.xlsx"])
def test_two_mistakes_at_once_are_found_and_named(published, name):
    seen = list(pairs(published(name), 40, seed=8))
    alone = [trial for trial in seen if trial.alone]

    assert sum(trial.in_set for trial in seen) >= 0.97 * len(seen)
    assert sum(trial.rank == 1 for trial in alone) >= 0.75 * len(alone)


@pytest.mark.parametrize("table", ["T1", "T2", "T3", "T5", "T6"])
def test_a_whole_table_shifted_by_a_row_ends_in_time_and_says_what_it_has(published, table):
    result = published("S05.xlsx")
    lines = [line for line in result.facts.lines if line.table == table]
    wrong = {
        below.start + n: result.facts.amounts[above.start + n]
        for above, below in pairwise(lines)
        for n in range(min(len(above.columns), len(below.columns)))
    }
    shifted = mistaken(result, wrong)
    started = monotonic()
    found = culprits(shifted)

    assert monotonic() - started < 2
    assert found.smallest > 3


def test_a_whole_table_of_codes_shifted_by_a_row_is_one_act(published):
    result = published("S05.xlsx")
    lines = [line for line in result.facts.lines if line.table == "T2"]
    wrong = {
        below.start + n: result.facts.amounts[above.start + n]
        for above, below in pairwise(lines)
        for n in range(len(above.columns))
    }
    found = culprits(mistaken(result, wrong), steps=60 * STEPS)

    assert ["slipped"] == [deed.hypothesis for deed in found.sets[0].deeds]
    assert {"T2"} == {cell.place.table for cell in found.sets[0].cells}


def test_every_kind_of_mistake_changes_what_it_says(published):
    result = published("S01.xlsx")
    random = Random(5)
    for cell in covered(system_of(result), result)[::9]:
        for kind in KINDS:
            wrong = mutation(kind, result.facts, cell, random)
            assert all(isinstance(amount, int) for amount in wrong.values())
            assert kind in ("exchanged", "slipped") or set(wrong) <= {cell}
