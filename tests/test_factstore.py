"""Rechecking kept facts gives what checking the workbooks gives, for every file, rule and verdict."""

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from benchmarks.statements import consistent_statement, mutations
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rule_cases import changed
from tests.small_tables import NINE
from tests.tables import check, sheets
from tests.test_rules_verdicts import CASES

import gouji
from gouji.factstore import parquet
from gouji.factstore import recheck as rechecking
from gouji.factstore.parquet import row_groups, write_records
from gouji.factstore.recheck import outcome_of, recheck, reports
from gouji.factstore.record import NoFactsError, record_of, report_of
from gouji.grid import sheet_of
from gouji.report import Report
from gouji.rules import rule_book, with_rules
from gouji.workbook.check import check_sheets
from gouji.workbook.forms import official_forms

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"


def printed(statement):
    """Return the sheets of a statement in the official layout."""

    def value(cell):
        if not isinstance(cell, tuple):
            return str(cell)
        return float(statement.amounts[cell]) if cell in statement.amounts else ""

    return [
        sheet_of(
            form.number,
            [
                [form.title],
                [f"{statement.year}年度", f"单位：{statement.unit}"],
                *([value(cell) for cell in row] for row in (*form.head, *form.body)),
                *([line] for line in form.remarks),
            ],
        )
        for form in official_forms(statement)
    ]


def report(drawn, name="a.xlsx", book=None):
    return check_sheets(drawn, Path(name), book, "")


def kept(path, reports_of_files):
    write_records(map(record_of, reports_of_files), path)
    return path


def alone(monkeypatch):
    """Return the list of the files that a recheck looks at one by one from now on."""
    seen = []

    def counted(record, book):
        seen.append(record.path)
        return report_of(record, book)

    monkeypatch.setattr(rechecking, "report_of", counted)
    return seen


def statement(seed):
    return consistent_statement(
        seed,
        size=8 + seed * 7 % 60,
        unit="元" if seed % 3 == 0 else "万元",
        zeros="blank" if seed % 2 else "print",
        funds=seed % 5 != 0,
    )


def damaged(seed):
    """Return a statement with a wrong figure, or one whose rows or figures are missing."""
    rng, whole = random.Random(seed), statement(seed)
    kind = seed % 4
    if kind == 0:
        return rng.choice(list(mutations(whole, rng)))[1]
    keys = rng.sample(list(whole.amounts), 1 + seed % 9)
    if kind == 1:
        return replace(whole, amounts={k: v for k, v in whole.amounts.items() if k not in keys})
    if kind == 2:
        rows = {key[:2] for key in keys}
        return replace(whole, amounts={k: v for k, v in whole.amounts.items() if k[:2] not in rows})
    return replace(whole, amounts={k: v + Decimal("0.01") * (k in keys) for k, v in whole.amounts.items()})


@pytest.fixture(scope="module")
def checked():
    """Reports of statements that tie, of wrong ones, and of ones with unusual sheets."""
    whole = [report(printed(statement(seed)), f"{seed}.xlsx") for seed in range(40)]
    wrong = [report(printed(damaged(seed)), f"wrong-{seed}.xlsx") for seed in range(80)]
    return [*whole, *wrong, report(sheets(NINE), "nine.xlsx"), gouji.check("no such file.xlsx")]


def told(one):
    """Return all that a report says, but for culprits, which are looked for within a time."""
    result = one.reconciliation
    return one.path, one.says, one.words, one.status, result and (result.facts, result.all_findings)


def test_kept_facts_give_the_reports_back(checked, tmp_path):
    file = kept(tmp_path / "facts.parquet", checked)

    assert list(map(told, checked)) == list(map(told, reports(file, rule_book())))


def test_files_together_have_the_outcomes_that_each_has_by_itself(checked, tmp_path, monkeypatch):
    file = kept(tmp_path / "facts.parquet", checked)
    by_itself = alone(monkeypatch)

    assert list(map(outcome_of, checked)) == list(recheck(file, rule_book()))
    assert len(by_itself) < len(checked) / 3


def test_statements_that_tie_are_all_evaluated_together(tmp_path, monkeypatch):
    whole = [report(printed(statement(seed))) for seed in range(20)]
    file = kept(tmp_path / "facts.parquet", whole)
    by_itself = alone(monkeypatch)

    assert list(map(outcome_of, whole)) == list(recheck(file, rule_book()))
    assert [] == by_itself


@pytest.mark.parametrize("name", ["S01", "S05", "S06", "S00-template"])
def test_published_statements_have_the_outcomes_that_check_gives(name, tmp_path):
    if not SAMPLES.exists():
        pytest.skip("the shared samples are not here")
    one = gouji.check(SAMPLES / f"{name}.xlsx")

    assert [outcome_of(one)] == list(recheck(kept(tmp_path / "facts.parquet", [one]), rule_book()))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_stands_in_cells_the_outcomes_are_those_of_check(tmp_path_factory, data):
    lines = NINE.splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.sampled_from([n for n, line in enumerate(lines) if "|" in line]))
        cells = lines[at].split("|")
        kind = data.draw(st.sampled_from(["drop", "twice", "swap", "cell"]))
        if kind == "drop":
            del lines[at]
        elif kind == "twice":
            lines.insert(at, lines[at])
        elif kind == "swap" and at + 1 < len(lines):
            lines[at], lines[at + 1] = lines[at + 1], lines[at]
        else:
            n = data.draw(st.integers(0, len(cells) - 1))
            cells[n] = data.draw(st.sampled_from(["", "0.00", "7.77", "-3.00", "#REF!", "无", "2080505"]))
            lines[at] = "|".join(cells)
    changed, whole = report(sheets("\n".join(lines)), "changed.xlsx"), report(sheets(NINE), "nine.xlsx")
    file = kept(tmp_path_factory.mktemp("facts") / "facts.parquet", [changed, whole, changed])

    expected = list(map(outcome_of, (changed, whole, changed)))
    assert expected == list(recheck(file, rule_book()))


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        (
            "W00-3",
            "2080505 | 机关事业单位基本养老保险缴费支出 | 8.00 | 8.00\n",
            "2080505 | 养老保险 | 8.00 | 8.00\n",
        ),
        ("W00-2", "208 | 社会保障和就业支出 | 12.00", "208 | 卫生健康支出 | 12.00"),
    ],
)
def test_what_only_a_check_of_structure_finds_is_found(rule, old, new, tmp_path):
    wrong = report(sheets(NINE.replace(old, new, 1)), "wrong.xlsx")
    whole = report(sheets(NINE), "nine.xlsx")

    assert rule in {finding.rule for finding in wrong.findings}
    file = kept(tmp_path / "facts.parquet", [whole, wrong])
    assert [outcome_of(whole), outcome_of(wrong)] == list(recheck(file, rule_book()))


def test_the_cases_of_every_rule_have_the_outcomes_that_check_gives(tmp_path):
    texts = [text for case in CASES for text in (case.text, changed(case.text, case.change))]
    every = [Report(Path(f"{n}.xlsx"), check(text)) for n, text in enumerate(dict.fromkeys(texts))]
    file = kept(tmp_path / "facts.parquet", every)

    assert list(map(outcome_of, every)) == list(recheck(file, rule_book()))


OWN_RULES = """
[[rule]]
id = "OWN-1"
zh = "下级之和另加一项"
severity = "must"
forms = ["T3[科目].本年支出合计 == sum(T3[下级].本年支出合计) + T3[合计].经营支出"]

[[rule]]
id = "OWN-2"
zh = "有条件的关系"
severity = "should"
when = "T2[合计].事业收入 == 0"
forms = ["T2[合计].财政拨款收入 >= T4[本年收入合计].收入", "T5[项] in T2"]

[[rule]]
id = "OWN-3"
zh = "不得超过"
severity = "must"
forms_if_printed = ["T3.基本支出 <= T3.项目支出"]
"""


def test_rules_of_ones_own_are_evaluated_together_as_by_themselves(tmp_path):
    every = [
        report(printed(make(seed)), f"{seed}.xlsx") for make in (statement, damaged) for seed in range(12)
    ]
    file = kept(tmp_path / "facts.parquet", every)

    for text in (OWN_RULES, OWN_RULES.partition("\n\n")[2]):
        book = with_rules(rule_book(), text, "own.toml")
        by_themselves = [outcome_of(report_of(record_of(one), book)) for one in every]

        assert by_themselves == list(recheck(file, book))


def test_rows_of_a_file_are_kept_as_they_are_printed(tmp_path):
    file = kept(tmp_path / "facts.parquet", [report(sheets(NINE))])
    (table,) = row_groups(file)
    lines = table.column("lines").to_pylist()[0]
    line = next(line for line in lines if line["table"] == "T3" and line["row"] == "2210201")

    assert ("住房公积金", "03", 16) == (line["label"], line["sheet"], line["sheet_row"])
    assert 600 == line["amounts"][line["columns"].split("|").index("基本支出")]


def test_two_processes_give_the_outcomes_of_one_in_order(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "ROWS", 3)
    every = [report(printed(statement(seed)), f"{seed}.xlsx") for seed in range(8)]
    file = kept(tmp_path / "facts.parquet", every)

    assert 3 == len(list(row_groups(file)))
    assert list(map(outcome_of, every)) == list(recheck(file, rule_book(), jobs=2))


def test_another_file_holds_no_facts(tmp_path):
    other = tmp_path / "other.parquet"
    other.write_text("no parquet", "utf-8")

    with pytest.raises(NoFactsError):
        list(recheck(other, rule_book()))
