"""Every amount of a full workbook is watched: whichever cell is wrong, a rule of severity must fails."""

import random
from dataclasses import replace
from itertools import pairwise
from time import monotonic

import pytest
from benchmarks.statements import SLACK, consistent_statement, mutations

from gouji.culprits import culprits
from gouji.figures import UNITS, amount_of_number
from gouji.findings import Verdict
from gouji.locate import locate
from gouji.reconcile import judge, reconcile
from gouji.rules import rule_book
from gouji.rules.bind import bind
from gouji.workbook.official import write_official
from gouji.workbook.read import read_workbook

MUST = tuple(rule for rule in rule_book() if rule.severity == "must" and not rule.when)
"""The rules that always apply. A workbook that is read whole has no use for reading rules."""
SIZE, SEEDS = 20, (1, 2)


@pytest.fixture(scope="module", params=[(unit, seed) for unit in UNITS for seed in SEEDS], ids=str)
def workbook(request, tmp_path_factory):
    """Return a statement in which everything ties, and the facts of the official workbook of it."""
    unit, seed = request.param
    statement = consistent_statement(seed, size=SIZE, unit=unit, zeros="blank" if seed % 2 else "print")
    path = tmp_path_factory.mktemp("mutation") / "statement.xlsx"
    write_official(statement, path)
    return statement, locate(read_workbook(path))


def amounts_of(facts):
    """Return (table, row, column) → the index of each amount cell, the blank ones included."""
    return {
        (table.id, row, column): index
        for table in facts.tables.values()
        for row, columns in table.rows.items()
        for column, index in columns.items()
    }


def unfound(facts, wrong):
    """Return the keys of those wrong amounts, each alone, that no rule of severity must finds.

    `wrong` maps keys to hundredths. None of these rules depends on an amount, so they are bound once.
    """
    families, places = bind(MUST, facts).families, amounts_of(facts)
    missed = []
    for key, hundredths in wrong.items():
        amounts, printed = facts.amounts.copy(), facts.printed.copy()
        amounts[places[key]], printed[places[key]] = hundredths, True
        judged, _ = judge(families, replace(facts, amounts=amounts, printed=printed))
        if not any(one.verdict == Verdict.MISMATCH for one in judged):
            missed.append(key)
    return missed


def test_nothing_is_wrong_before_a_cell_is(workbook):
    _, facts = workbook
    report = reconcile(facts, rule_book())

    assert report.ties
    assert report.counts["mismatch"] == report.counts["not_evaluated"] == 0


def test_every_amount_of_the_statement_is_read(workbook):
    statement, facts = workbook
    places = amounts_of(facts)

    assert {key for key in statement.amounts if key not in places} == set()
    assert sum(facts.printed) == len(statement.amounts)


def test_no_cell_stands_in_no_tie(workbook):
    _, facts = workbook
    full = replace(facts, printed=[True] * len(facts.printed))
    watched = {(c.sheet, c.cell) for finding in reconcile(full, MUST).all_findings for c in finding.cells}
    cells = {key: facts.fact(index).cell for key, index in amounts_of(facts).items()}

    assert [key for key, cell in cells.items() if (cell.sheet, cell.address) not in watched] == []


def test_every_wrong_cell_is_found_whatever_the_mistake(workbook):
    statement, facts = workbook
    wrong = {
        key: amount_of_number(float(copy.amounts[key])).hundredths
        for key, copy in mutations(statement, random.Random(1))
    }

    assert unfound(facts, wrong) == []


def test_every_cell_off_by_more_than_roundings_allow_is_found(workbook):
    statement, facts = workbook
    more = 1 if statement.unit == "元" else int(SLACK * 100) + 1

    assert unfound(facts, {key: facts.amounts[i] + more for key, i in amounts_of(facts).items()}) == []


def test_a_search_for_the_culprits_of_a_slipped_table_ends(tmp_path):
    """So many ties break at once that the search chooses cell after cell, and those ties hang together."""
    statement = consistent_statement(2, size=30)
    rows = list(dict.fromkeys(row for table, row, _ in statement.amounts if table == "T5"))
    slipped = {
        ("T5", row, column): statement.amounts["T5", above, column]
        for above, row in pairwise(rows[2:])
        for column in ("合计", "基本支出", "项目支出")
    }
    write_official(replace(statement, amounts={**statement.amounts, **slipped}), tmp_path / "slipped.xlsx")
    start = monotonic()
    found = culprits(reconcile(locate(read_workbook(tmp_path / "slipped.xlsx")), rule_book()))

    assert not found.complete
    assert monotonic() - start < 20
