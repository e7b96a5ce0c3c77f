"""Accepted findings and the comparison of two runs, at the command line."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

import gouji
from gouji import cli
from gouji.accepted import file_beside
from gouji.statement import parse_statement
from gouji.workbook.official import write_official

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = json.loads((ROOT / "docs" / "result.schema.json").read_text("utf-8"))
FIGURES = parse_statement((ROOT / "workbooks" / "figures" / "2023.txt").read_text("utf-8"))


def workbook(path, total="190.99"):
    """Write the 2023 statement with this expenditure of the year in T3, 183.99 being right."""
    amounts = FIGURES.amounts | {("T3", "合计", "项目支出"): Decimal(total)}
    write_official(replace(FIGURES, amounts=amounts), path)
    return path


@pytest.fixture
def run():
    runner = CliRunner()
    return lambda *arguments: runner.invoke(cli.app, [*map(str, arguments)])


def must(path):
    return [f for f in gouji.check(path).findings if (f.verdict, f.severity) == ("mismatch", "must")]


def test_a_finding_keeps_its_id_when_amounts_change(tmp_path):
    before = [f.id for f in must(workbook(tmp_path / "a.xlsx", "77.00"))]

    assert before
    assert before == [f.id for f in must(workbook(tmp_path / "b.xlsx", "66.00"))]
    assert len(before) == len(set(before))


def test_accepted_findings_are_shown_with_the_reason_and_do_not_count(run, tmp_path):
    file = workbook(tmp_path / "a.xlsx")
    accepted = run("accept", file, *(f.id for f in must(file)), "--reason", "已在说明中解释")
    result = run("check", file)

    assert (0, 0) == (accepted.exit_code, result.exit_code)
    assert "已在说明中解释" in result.stdout
    assert "疑似填错" not in result.stdout


def test_an_acceptance_lapses_when_a_value_changes(run, tmp_path):
    file = workbook(tmp_path / "a.xlsx")
    run("accept", file, *(f.id for f in must(file)), "--reason", "有文件")
    workbook(file, "191.00")

    assert 1 == run("check", file).exit_code
    assert "已失效" in run("accept", file).stdout


def test_an_acceptance_can_be_withdrawn(run, tmp_path):
    file = workbook(tmp_path / "a.xlsx")
    ids = [f.id for f in must(file)]
    run("accept", file, *ids, "--reason", "有文件")

    assert 0 == run("accept", file, *ids, "--withdraw").exit_code
    assert 1 == run("check", file).exit_code


def test_an_accepted_mismatch_accuses_nobody_and_the_others_still_do(run, tmp_path):
    file = workbook(tmp_path / "a.xlsx")
    report = gouji.check(file)
    (culprit,) = report.culprits.sets[0].cells
    assert ("T3", "合计", "项目支出") == (culprit.place.table, culprit.place.row, culprit.place.column)
    run("accept", file, *(f.id for f in must(file)), "--reason", "有文件")

    assert () == gouji.check(file).culprits.sets


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["000000000000", "--reason", "有"], "没有找到"),
        (["W03-1"], "--reason"),
        (["W03-1", "--reason", " "], "--reason"),
    ],
)
def test_what_cannot_be_accepted_is_one_sentence(run, tmp_path, arguments, says):
    file = workbook(tmp_path / "a.xlsx")
    result = run("accept", file, *arguments)

    assert 2 == result.exit_code
    assert says in result.output
    assert not file_beside(file).exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"accepted": [{}]}', '{"accepted": 3}'])
def test_a_file_of_acceptances_that_cannot_be_read_is_said_and_nothing_is_checked(run, tmp_path, text):
    file = workbook(tmp_path / "a.xlsx")
    file_beside(file).write_text(text, "utf-8")
    result = run("check", file)

    assert 2 == result.exit_code
    assert "a.xlsx.gouji.json" in result.stdout.replace("\n", "")


def test_the_json_of_a_mismatch_fits_its_schema_and_names_the_culprit(run, tmp_path):
    file = workbook(tmp_path / "a.xlsx", "24.00")
    data = json.loads(run("check", file, "--format", "json").stdout)
    jsonschema.validate(data, SCHEMA)
    (result,) = data["files"]
    marked = {
        (cell["table"], cell["row"], cell["proposed"], cell["hypothesis"])
        for finding in result["findings"]
        for cell in finding["cells"]
        if cell["culprit"]
    }

    assert {("T3", "合计", "2.40", "point")} == marked
    assert (1, 1, True) == tuple(result["culprits"][key] for key in ("smallest", "count", "complete"))


def test_the_difference_of_two_runs_names_what_is_new_gone_and_changed(run, tmp_path):
    right, wrong = workbook(tmp_path / "a.xlsx", "2.40"), workbook(tmp_path / "b.xlsx", "24.00")
    worse = run("diff", right, wrong)
    better = run("diff", wrong, right)
    other = run("diff", wrong, workbook(tmp_path / "c.xlsx", "42.00"))

    assert (1, 0, 0) == (worse.exit_code, better.exit_code, other.exit_code)
    assert "新增 2 条" in worse.stdout
    assert "消除 2 条" in better.stdout
    assert "变化 2 条" in other.stdout


def test_a_stored_result_can_be_compared_with_a_workbook(run, tmp_path):
    wrong = workbook(tmp_path / "b.xlsx", "24.00")
    stored = tmp_path / "b.json"
    run("check", wrong, "--format", "json", "--out", stored)
    result = run("diff", stored, workbook(tmp_path / "a.xlsx", "2.40"), "--format", "json")
    changes = json.loads(result.stdout)["changes"]

    assert [("gone", "W03-1"), ("gone", "W03-2")] == [
        (one["change"], one["before"]["rule"]) for one in changes if one["change"] != "same"
    ]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"files": []}', '{"files": [{"findings": [1]}]}'])
def test_what_is_no_result_is_one_sentence(run, tmp_path, text):
    stored = tmp_path / "b.json"
    stored.write_text(text, "utf-8")
    result = run("diff", stored, stored)

    assert 2 == result.exit_code
    assert "b.json" in result.output
