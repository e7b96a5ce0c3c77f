"""`gouji compare`: what it prints, what it writes, and its exit status."""

import json

import jsonschema
import openpyxl
import pytest
from tests.small_tables import NINE
from tests.test_comparison_report import SCHEMA, WRONG_OPENING, saved
from tests.test_comparison_rules import NEXT
from typer.testing import CliRunner

from gouji import cli


@pytest.fixture
def files(tmp_path):
    return saved(tmp_path / "本年.xlsx", NEXT), saved(tmp_path / "上年.xlsx", NINE)


@pytest.fixture
def run():
    runner = CliRunner()
    return lambda *arguments: runner.invoke(cli.app, ["compare", *map(str, arguments)])


def test_two_years_compared_exit_0(run, files):
    result = run(*files)

    assert (0, True) == (result.exit_code, "年初与上年年末相符" in result.stdout)


def test_an_opening_that_differs_is_told_and_still_exits_0(run, files):
    saved(files[0], WRONG_OPENING)
    result = run(*files, "--lang", "en")

    assert (0, True) == (result.exit_code, "1 opening balances are not" in result.stdout)


def test_a_file_that_cannot_be_read_exits_2_and_is_named(run, files, tmp_path):
    for form in ("text", "json"):
        result = run(files[0], tmp_path / "无.xlsx", "--format", form)
        told = "无.xlsx" in result.stdout, "找不到这个文件" in result.stdout
        assert (2, True, True) == (result.exit_code, *told)


def test_json_keeps_to_its_schema(run, files, tmp_path):
    result = run(*files, "--format", "json", "--out", tmp_path / "r.json")

    assert (0, "") == (result.exit_code, result.stdout)
    jsonschema.validate(json.loads((tmp_path / "r.json").read_text("utf-8")), SCHEMA)


def test_a_workbook_is_written(run, files, tmp_path):
    result = run(*files, "--format", "xlsx", "--out", tmp_path / "比较.xlsx")

    assert (0, "") == (result.exit_code, result.output)
    assert openpyxl.load_workbook(tmp_path / "比较.xlsx").sheetnames == ["年度比较", "全部金额"]


def test_a_workbook_needs_a_name_and_is_never_written_over_a_compared_file(run, files, tmp_path):
    before = [path.read_bytes() for path in files]

    assert "--out" in run(*files, "--format", "xlsx").output
    for path in files:
        for form in ("xlsx", "json", "text"):
            result = run(*files, "--format", form, "--out", path)
            assert (2, True) == (result.exit_code, "没有写入" in result.output)
    assert before == [path.read_bytes() for path in files]
    for last, out in ((files[1], tmp_path / "没有" / "a.xlsx"), (tmp_path / "无.xlsx", tmp_path / "b.xlsx")):
        assert 2 == run(files[0], last, "--format", "xlsx", "--out", out).exit_code
    assert ["上年.xlsx", "本年.xlsx"] == sorted(p.name for p in tmp_path.iterdir())
