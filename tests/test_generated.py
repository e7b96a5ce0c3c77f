"""Generated workbooks: every amount is read from its cell, and each mistake is found, and nothing else."""

import json
from decimal import Decimal
from random import Random

import pytest
from books.errors import IN_CELL, KINDS, Original, damaged, kinds_for
from books.files import write_book
from books.layout import STORED, UNSTORED, draw_layout
from books.totals import exact_totals
from generate import MANIFEST, generate
from injected import tallied
from statements import consistent_statement

from gouji.catalogue import catalogue
from gouji.locate import locate
from gouji.workbook.read import read_workbook

SEEDS = range(60)


def original(seed):
    rng = Random(seed)
    layout = draw_layout(rng)
    statement = consistent_statement(seed, size=10 + seed % 40, unit=layout.unit, funds=layout.funds)
    return Original(statement, layout, exact_totals(statement, catalogue().tables) if layout.formulas else {})


@pytest.mark.parametrize("seed", SEEDS)
def test_every_amount_is_read_from_its_cell(seed, tmp_path):
    book = original(seed).book()
    write_book(book, tmp_path / "unit.xlsx")
    facts = locate(read_workbook(tmp_path / "unit.xlsx"))
    found = {
        (fact.table, fact.row, fact.column): (fact.cell.sheet, fact.cell.address, facts.amounts[n])
        for line in facts.lines
        for n in range(line.start, line.start + len(line.columns))
        for fact in (facts.fact(n),)
        if facts.printed[n] and facts.amounts[n]
    }
    scale = 1 if facts.unit == book.layout.unit else 10_000
    written = {
        key: (*book.places[key][:1], book.places[key].address, int(entry.value * 100) * scale)
        for key, entry in book.entries.items()
        if entry.value and not (entry.addends and book.layout.formulas == UNSTORED)
    }

    assert written == found
    assert {r.rule for r in facts.remarks} <= {"F-01", "F-08"}


def test_the_layouts_differ_in_all_that_they_may():
    layouts = [draw_layout(Random(seed)) for seed in range(300)]
    choices = {name: {getattr(layout, name) for layout in layouts} for name in layouts[0].__slots__}

    assert [name for name, values in choices.items() if len(values) < 2] == []
    assert {"", STORED, UNSTORED} == choices["formulas"]


@pytest.mark.parametrize("kind", IN_CELL)
def test_a_mistake_is_in_the_file_where_the_manifest_says(kind, tmp_path):
    book = next(
        found
        for seed in range(400)
        if (one := original(seed)).layout.formulas == STORED
        and kind in kinds_for(one.layout)
        and (found := damaged(one, kind, Random(seed)))
    )
    write_book(book[0], tmp_path / "unit.xlsx")
    error = book[1]
    sheet = next(sheet for sheet in read_workbook(tmp_path / "unit.xlsx") if sheet.name == error.sheet)
    row, column = next(
        (place.row, place.column)
        for place in book[0].places.values()
        if (place.sheet, place.address) == (error.sheet, error.cell)
    )
    stands = sheet.rows[row][column]

    assert error.before != error.after
    assert (
        error.after == stands
        if isinstance(stands, str)
        else abs(Decimal(error.after) - Decimal(stands)) < 1e-6
    )


def test_the_same_seed_gives_the_same_files(tmp_path):
    made = [generate(12, tmp_path / name, seed=7, errors=0.5) for name in ("one", "two")]
    files = [{f.name: f.read_bytes() for f in (tmp_path / name).iterdir()} for name in ("one", "two")]

    assert made[0] == made[1]
    assert files[0] == files[1]


def test_the_manifest_has_a_line_a_mistake(tmp_path):
    made = generate(30, tmp_path, seed=8, errors=0.5)
    lines = [json.loads(line) for line in (tmp_path / MANIFEST).read_text("utf-8").splitlines()]

    assert [(one.file, one.error.kind) for one in made if one.error] == [
        (line["file"], line["kind"]) for line in lines
    ]
    assert {"file", "kind", "sheet", "cell", "before", "after"} <= lines[0].keys()


def test_every_injected_mistake_is_found_and_no_other(tmp_path):
    tally = tallied(tmp_path, 70, seed=11, errors=0.7)

    assert (tally.missed, tally.false_alarms, tally.unreadable) == ([], [], [])
    assert tally.injected.total() > 35
    assert len(tally.injected) > len(KINDS) // 2
    assert tally.clean > 10


def test_what_is_not_found_is_told_as_missed(tmp_path, monkeypatch):
    """The tally itself can fail: results without findings miss every mistake."""
    monkeypatch.setattr("injected.checked", lambda folder: [
        {"path": f.name, "status": "ties", "findings": []} for f in sorted(folder.glob("*.xls*"))
    ])  # fmt: skip
    tally = tallied(tmp_path, 12, seed=12, errors=0.9)

    assert len(tally.missed) == tally.injected.total() > 5
