"""The command: what it prints, what it writes, and its exit status."""

import json
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import jsonschema
import openpyxl
import pytest
import typer
from typer.testing import CliRunner

import gouji
from gouji import cli
from gouji.messages import texts
from gouji.statement import parse_statement
from gouji.workbook.official import write_official

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = json.loads((ROOT / "docs" / "result.schema.json").read_text("utf-8"))
FIGURES = parse_statement((ROOT / "workbooks" / "figures" / "2023.txt").read_text("utf-8"))


def workbook(path, unit="万元", **changes):
    """Write the 2023 statement, which ties, with rows of T1 changed."""
    amounts = {
        key: Decimal(changes[key[1]]) if key[0] == "T1" and key[1] in changes else value
        for key, value in FIGURES.amounts.items()
    }
    write_official(replace(FIGURES, unit=unit, amounts=amounts), path)
    return path


@pytest.fixture
def run():
    runner = CliRunner()
    return lambda *arguments: runner.invoke(cli.app, ["check", *map(str, arguments)])


def test_a_statement_that_ties_exits_0(run, tmp_path):
    result = run(workbook(tmp_path / "好.xlsx"))

    assert (0, True) == (result.exit_code, "全部相符" in result.stdout)


def test_a_mismatch_exits_1_and_shows_both_cells_both_values_and_the_difference(run, tmp_path):
    result = run(workbook(tmp_path / "a.xlsx", 本年支出合计="190.99"))

    assert 1 == result.exit_code
    for part in ("W01-2", "190.99", "183.99", "7.00", "公开01表!F33", "公开01表!F7", "请对照账簿"):
        assert part in result.stdout


def test_an_unreadable_file_exits_2_and_the_others_are_still_checked(run, tmp_path):
    bad = tmp_path / "坏.xlsx"
    bad.write_text("项目,金额")
    result = run(bad, workbook(tmp_path / "好.xlsx"), tmp_path / "无.xlsx")

    assert 2 == result.exit_code
    for part in (
        "不是 Excel 工作簿",
        "全部相符",
        "找不到这个文件",
        "共 3 个文件：相符 1，不符 0，无法读取 2",
    ):
        assert part in result.stdout


def test_a_folder_gives_its_workbooks_in_order_without_lock_files(run, tmp_path):
    (tmp_path / "子").mkdir()
    for name in ("b.xlsx", "a.xlsx", "子/c.xlsm"):
        workbook(tmp_path / name)
    (tmp_path / "~$a.xlsx").write_bytes(b"")
    (tmp_path / "说明.txt").write_text("")
    result = run("--format", "jsonl", tmp_path)

    names = [json.loads(line)["path"] for line in result.stdout.splitlines()]
    assert [str(tmp_path / name) for name in ("a.xlsx", "b.xlsx", "子/c.xlsm")] == names


def test_a_glob_is_expanded_where_the_shell_does_not(run, tmp_path):
    workbook(tmp_path / "a.xlsx")
    workbook(tmp_path / "b.xlsx")
    result = run("--format", "json", tmp_path / "*.xlsx")

    assert 2 == len(json.loads(result.stdout)["files"])


def test_an_empty_folder_exits_2_and_says_so(run, tmp_path):
    result = run(tmp_path)

    assert (2, True) == (result.exit_code, "没有 .xlsx" in result.output)


def test_a_workbook_without_any_table_is_unreadable(run, tmp_path):
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    result = run(tmp_path / "a.xlsx")

    assert (2, True) == (result.exit_code, "没有找到决算公开报表" in result.stdout)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_json_keeps_to_its_schema(run, tmp_path, language):
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"")
    wrong = workbook(tmp_path / "wrong.xlsx", 总计="99.00")
    result = run("--format", "json", "--all", "--lang", language, bad, wrong)

    data = json.loads(result.stdout)
    jsonschema.validate(data, SCHEMA)
    assert [gouji.__version__, "unreadable", "mismatch"] == [
        data["gouji"],
        *(f["status"] for f in data["files"]),
    ]


def test_json_leaves_out_exact_forms_unless_all_are_asked_for(run, tmp_path):
    path = workbook(tmp_path / "a.xlsx")
    few, every = (
        json.loads(run("--format", "json", *extra, path).stdout)["files"][0] for extra in ((), ("--all",))
    )

    exact = [f for f in every["findings"] if f["verdict"] == "exact"]
    assert "exact" not in {f["verdict"] for f in few["findings"]}
    assert few["counts"]["exact"] == len(exact) > 0


def test_python_and_the_command_give_the_same_json(run, tmp_path):
    path = workbook(tmp_path / "a.xlsx", 总计="99.00")

    assert gouji.check(path).to_json() + "\n" == run("--format", "json", path).stdout


def test_english_messages_have_the_same_ids_and_addresses(run, tmp_path):
    path = workbook(tmp_path / "a.xlsx", 总计="99.00")
    chinese, english = (
        json.loads(run("--format", "json", "--lang", lang, path).stdout)["files"][0]["findings"]
        for lang in ("zh", "en")
    )

    strip = lambda findings: [{k: v for k, v in f.items() if k != "message"} for f in findings]  # noqa: E731
    assert strip(chinese) == strip(english)
    assert all(c["message"] != e["message"] for c, e in zip(chinese, english, strict=True))


def test_out_writes_the_whole_file_or_none(run, tmp_path):
    path, out = workbook(tmp_path / "a.xlsx"), tmp_path / "结果.json"
    result = run("--format", "json", "--out", out, path)
    refused = run("--format", "json", "--out", tmp_path / "没有" / "结果.json", path)

    assert (0, "", 1) == (result.exit_code, result.stdout, len(json.loads(out.read_text("utf-8"))["files"]))
    assert 2 == refused.exit_code
    assert ["a.xlsx", "结果.json"] == sorted(p.name for p in tmp_path.iterdir())


def test_the_result_is_never_written_over_the_workbook(run, tmp_path):
    path = workbook(tmp_path / "a.xlsx")
    before = path.read_bytes()
    result = run("--format", "json", "--out", path, path)

    assert (2, before) == (result.exit_code, path.read_bytes())


def test_a_label_with_brackets_is_printed_as_it_stands(run, tmp_path):
    names = dict(FIGURES.names) | {"2010301": "行政[/b]运行[red]"}
    amounts = dict(FIGURES.amounts) | {("T3", "2010301", "本年支出合计"): Decimal(1)}
    write_official(replace(FIGURES, names=names, amounts=amounts), tmp_path / "a.xlsx")

    assert "行政[/b]运行[red]" in run(tmp_path / "a.xlsx").stdout


def test_a_rule_file_adds_rules_and_its_errors_name_file_rule_and_position(run, tmp_path):
    path, rules = workbook(tmp_path / "a.xlsx"), tmp_path / "自己的.toml"
    rules.write_text(
        '[[rule]]\nid = "U-1"\nzh = "收入不超过九十"\nseverity = "must"\n'
        'forms = ["T1[总计].收入 <= T1[其他收入].收入"]\n',
        "utf-8",
    )
    assert 1 == run("--rules", rules, path).exit_code
    rules.write_text(
        '[[rule]]\nid = "U-2"\nzh = "x"\nseverity = "must"\nforms = ["T1[总计].收人 == 0"]\n', "utf-8"
    )
    result = run("--rules", rules, path)

    assert 2 == result.exit_code
    for part in ("自己的.toml", "U-2", "position 1", "收入"):
        assert part in result.output


def test_unit_is_for_tables_that_do_not_print_one(run, tmp_path):
    path = workbook(tmp_path / "a.xlsx", unit="元")

    assert "元" == json.loads(run("--format", "json", "--unit", "万元", path).stdout)["files"][0]["unit"]


def test_the_installed_command_runs_in_a_console_that_is_not_utf8(tmp_path):
    path = workbook(tmp_path / "好.xlsx")
    command = Path(sys.executable).with_name("gouji")
    run = subprocess.run(
        [command, "check", path],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii", "PATH": "/usr/bin"},
    )

    assert (0, True) == (run.returncode, "全部相符" in run.stdout.decode("utf-8"))


def test_findings_as_a_table(tmp_path):
    frame = gouji.check(workbook(tmp_path / "a.xlsx", 总计="99.00")).to_frame()

    wrong = frame[(frame.rule == "W01-3") & (frame.verdict == "mismatch")]
    assert {"99.00", "185.29"} <= set(wrong.value.dropna())


def test_checking_writes_nothing(run, tmp_path):
    path = workbook(tmp_path / "a.xlsx", 总计="99.00")
    before = path.read_bytes(), path.stat().st_mtime_ns
    run(tmp_path)

    assert before == (path.read_bytes(), path.stat().st_mtime_ns)
    assert ["a.xlsx"] == [p.name for p in tmp_path.iterdir()]


def test_recalculate_compares_stored_results_and_writes_a_copy(tmp_path):
    book = openpyxl.Workbook()
    book.active.append([1.5, 2.5, "=A1+B1", "=GJ_GROWTH(B1,A1)"])
    book.save(tmp_path / "a.xlsx")
    result = CliRunner().invoke(
        cli.app, ["recalculate", str(tmp_path / "a.xlsx"), "--write", str(tmp_path / "b.xlsx")]
    )

    written = openpyxl.load_workbook(tmp_path / "b.xlsx", data_only=True).active
    assert (0, 4.0, 0.6667) == (result.exit_code, written["C1"].value, written["D1"].value)


def test_formulas_without_a_stored_result_are_computed_and_it_is_said(run, tmp_path):
    path = workbook(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["公开01表"]
    sheet["F37"] = "=F33+F34+F35"
    book.save(path)
    result = run("--format", "json", path)

    findings = json.loads(result.stdout)["files"][0]["findings"]
    assert 0 == result.exit_code
    assert [("F-15", ["F37"])] == [
        (f["rule"], [c["cell"] for c in f["cells"]]) for f in findings if f["rule"].startswith("F-")
    ]


def test_score_checks_the_score_sheets_alone():
    result = CliRunner().invoke(
        cli.app, ["score", "--format", "json", str(ROOT / "workbooks" / "2023决算样表.xlsx")]
    )

    rules = {finding["rule"] for finding in json.loads(result.stdout)["files"][0]["findings"]}
    assert (1, True, set()) == (result.exit_code, "P-05" in rules, {r for r in rules if r[0] in "WX"})


def test_every_command_is_at_home_in_one_module():
    program = typer.main.get_command(cli.app)

    assert set(cli.HOMES) == set(program.commands)


@pytest.mark.parametrize("command", cli.HOMES)
def test_a_command_runs_with_its_own_module_alone(command):
    run = subprocess.run(
        [sys.executable, "-m", "gouji", command, "--help"], capture_output=True, text=True, check=True
    )

    assert f"gouji {command}" in run.stdout


def test_both_languages_have_the_same_sections_and_sentences():
    folder = Path(gouji.__file__).parent / "messages"
    zh, en = (
        {file.stem: set(texts(file.stem, lang)) for file in (folder / lang).iterdir()}
        for lang in ("zh", "en")
    )

    assert zh == en
