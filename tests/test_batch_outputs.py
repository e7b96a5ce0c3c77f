"""What a run over many files writes: Parquet, workbooks, lines; as they come, whole or not at all."""

import json
import os
import pty
import resource
import subprocess
import sys
import time
from decimal import Decimal
from io import StringIO
from pathlib import Path

import openpyxl
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from tests.batches import command, huge, run, write_units
from tests.ooxml import schema_errors

from gouji.batch import parquet, workbook
from gouji.batch.outputs import is_foreign, writer_of
from gouji.batch.sinks import write_csv
from gouji.batch.summary import Summary
from gouji.batch.tables import FILES, FINDINGS, ROWS
from gouji.batch.task import Task, check_file, failed
from gouji.report import TIES

COUNT = 7
TOLD = {
    "id": "0123456789ab",
    "rule": "W01-2",
    "verdict": "mismatch",
    "severity": "must",
    "message": "不等",
    "difference": "-1.50",
    "accepted": None,
    "cells": [
        {
            "sheet": "一",
            "cell": "D31",
            "table": "T1",
            "row": "合计",
            "column": "支出",
            "weight": 1,
            "value": "190.99",
            "culprit": True,
            "proposed": "192.49",
            "hypothesis": "digit",
        }
    ],
}


def result(path, *findings, status="mismatch", error=None):
    """Return a result as the check of one file gives it."""
    return {
        **failed(path, Task(), "not_found").data,
        "status": status,
        "error": error,
        "findings": list(findings),
    }


@pytest.fixture(scope="module")
def units(tmp_path_factory):
    place = tmp_path_factory.mktemp("units")
    write_units(place, COUNT)
    return place


@pytest.fixture(scope="module")
def results(units):
    return [check_file(str(path), Task()).data for path in sorted(units.iterdir())]


def write(form, out, results, lang="zh"):
    summary = Summary(Task().book, lang)
    writer_of(form, out, summary, lang)(summary.counting(results))


def test_one_parquet_file_has_a_row_a_finding_and_one_for_each_file_without_any(tmp_path):
    out = tmp_path / "out.parquet"
    write("parquet", out, [result("a.xlsx", TOLD, TOLD), result("b.xlsx", status="unreadable", error="坏")])
    first, second, third = pq.read_table(out).to_pylist()

    assert pq.read_schema(out).equals(ROWS)
    assert first == second
    assert {"path": "a.xlsx", "status": "mismatch", "error": None, "unit": None} | TOLD | {
        "difference": Decimal("-1.50")
    } == first
    assert ("b.xlsx", "坏", None, None) == tuple(third[k] for k in ("path", "error", "rule", "cells"))


def test_a_folder_of_parquet_has_a_row_a_file_and_the_findings_by_verdict(results, tmp_path):
    out = tmp_path / "out"
    write("parquet", out, results)
    files = ds.dataset(out / "files").to_table().to_pylist()
    findings = ds.dataset(out / "findings", partitioning="hive").to_table().to_pylist()
    told = [(data["path"], one["verdict"], one["id"]) for data in results for one in data["findings"]]

    assert [(d["path"], d["status"], d["counts"]["rounding"], d["tables"]) for d in results] == [
        (f["path"], f["status"], f["rounding"], f["tables"]) for f in files
    ]
    assert sorted(told) == sorted((f["path"], f["verdict"], f["id"]) for f in findings)


def test_the_schemas_are_the_documented_ones():
    text = (Path(__file__).resolve().parents[1] / "docs" / "scale.md").read_text("utf-8")
    lines = {
        f"| `{field.name}` | {field.type} |"
        for schema in (ROWS, FILES, FINDINGS)
        for field in schema
        if not field.type.num_fields
    }

    assert {line for line in lines if line not in text} == set()


def test_the_verdicts_without_findings_can_be_read_as_well(tmp_path):
    out = tmp_path / "out"
    write("parquet", out, [result("a.xlsx", status=TIES)])

    assert 0 == ds.dataset(out / "findings", partitioning="hive").count_rows()


def test_parquet_is_cut_into_groups_and_parts_in_order(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "ROWS_A_BATCH", 2)
    monkeypatch.setattr(parquet, "ROWS_A_GROUP", 4)
    monkeypatch.setattr(parquet, "ROWS_A_PART", 10)
    write("parquet", tmp_path / "out", [result(f"{n}.xlsx", status=TIES) for n in range(25)])
    parts = sorted((tmp_path / "out" / "files").iterdir())

    assert ["part-00000.parquet", "part-00001.parquet", "part-00002.parquet"] == [p.name for p in parts]
    assert [10, 10, 5] == [pq.read_metadata(part).num_rows for part in parts]
    assert 3 == pq.read_metadata(parts[0]).num_row_groups
    assert [f"{n}.xlsx" for n in range(25)] == [
        row["path"] for part in parts for row in pq.read_table(part).to_pylist()
    ]


@pytest.mark.parametrize("form", ["parquet", "xlsx"])
def test_the_output_is_the_same_whatever_the_number_of_workers(units, tmp_path, form):
    for jobs in (1, 2):
        assert 2 == run(units, "--jobs", jobs, "--out", tmp_path / f"{jobs}.{form}").returncode
    one, two = ((tmp_path / f"{jobs}.{form}") for jobs in (1, 2))
    if form == "xlsx":
        assert values(one) == values(two)
    else:
        assert one.read_bytes() == two.read_bytes()
    assert {one, two} == set(tmp_path.iterdir())


def values(path):
    return [[list(row) for row in sheet.values] for sheet in openpyxl.load_workbook(path).worksheets]


def test_the_workbook_has_a_summary_and_the_findings_as_numbers_and_texts(tmp_path):
    out = tmp_path / "out.xlsx"
    write("xlsx", out, [result("a.xlsx", TOLD), result("b.xlsx", status="unreadable", error="坏")])
    book = openpyxl.load_workbook(out)
    summary, findings = book.worksheets
    rows = list(findings.values)

    assert ["摘要", "明细"] == book.sheetnames
    assert "共 2 个文件：相符 0，不符 1，无法读取 1" == summary["A2"].value
    assert ("W01-2", "本年支出合计等于各类支出之和", "必须", 1, 1) == list(summary.values)[4]
    assert ("文件", "结论", "规则", "判定", "级别", "说明", "差额", "单元格") == rows[0]
    assert ("a.xlsx", "不符", "W01-2", "不符", "必须", "不等", -1.5, "一!D31=190.99") == rows[1]
    assert ("b.xlsx", "无法读取", None, None, None, "坏", None, None) == rows[2]
    assert ("A2", "A1:H3") == (findings.freeze_panes, findings.auto_filter.ref)


HARMFUL = ["=cmd|' /C calc'!A0", "=1+1", "+1", "-1+2", "@SUM(A1)", "#REF!", "\t=1", "＝1"]


def test_no_text_of_a_workbook_is_a_formula_or_an_error(tmp_path):
    out = tmp_path / "out.xlsx"
    write("xlsx", out, [result(text, {**TOLD, "message": f"{text}\x01"}) for text in HARMFUL])
    cells = list(openpyxl.load_workbook(out)["明细"].iter_rows(min_row=2))

    assert [text.strip("\x01") for text in HARMFUL] == [row[0].value for row in cells]
    assert HARMFUL == [row[5].value for row in cells]
    assert {"s"} == {row[n].data_type for row in cells for n in (0, 5)}
    assert all(row[0].quotePrefix for row in cells)


@pytest.mark.parametrize("text", [text for text in HARMFUL if text not in ("#REF!", "+1")])
def test_no_text_of_a_csv_is_a_formula(text):
    target = StringIO()
    write_csv([result(text, status="unreadable", error=text)], target, "zh")

    assert 2 == target.getvalue().count(f"'{text}")


def test_findings_go_on_on_further_sheets(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MAX_ROWS", 3)
    out = tmp_path / "out.xlsx"
    write("xlsx", out, [result(f"{n}.xlsx", TOLD) for n in range(7)], "en")
    book = openpyxl.load_workbook(out)

    assert ["Summary", "Findings", "Findings2", "Findings3"] == book.sheetnames
    assert [4, 4, 2] == [sheet.max_row for sheet in book.worksheets[1:]]
    assert "6.xlsx" == book["Findings3"]["A2"].value


def test_the_workbook_is_as_the_open_xml_sdk_wants_it(results, tmp_path):
    write("xlsx", tmp_path / "out.xlsx", results)
    errors = schema_errors(tmp_path / "out.xlsx")

    # openpyxl's order of what is said of a font, which Excel takes
    assert {"/xl/styles.xml"} >= {part for part, _ in errors}


def test_somebodys_workbook_or_folder_is_not_replaced(units, tmp_path):
    theirs, folder = tmp_path / "决算.xlsx", tmp_path / "folder"
    openpyxl.Workbook().save(theirs)
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    before = theirs.read_bytes()

    for out in (theirs, folder):
        refused = run(units, "--jobs", 1, "--out", out)
        assert (2, True) == (refused.returncode, "没有写入" in refused.stderr)
    assert (before, "mine") == (theirs.read_bytes(), (folder / "notes.txt").read_text())
    assert {theirs, folder} == set(tmp_path.iterdir())


@pytest.mark.parametrize(("form", "name"), [("xlsx", "out.xlsx"), ("parquet", "out"), ("csv", "out.csv")])
def test_an_earlier_result_is_replaced(tmp_path, form, name):
    out = tmp_path / name
    for path in ("a.xlsx", "b.xlsx"):
        assert not is_foreign(form, out)
        write(form, out, [result(path, TOLD)])

    assert [out] == list(tmp_path.iterdir())
    if form == "parquet":
        assert ["b.xlsx"] == ds.dataset(out / "files").to_table()["path"].to_pylist()


def for_many(out):
    return "--jobs", 1, "--out", out, "--format", "xlsx" if out.suffix else "parquet"


@pytest.mark.parametrize("name", ["out.xlsx", "out"])
def test_a_disk_that_fills_up_leaves_nothing_half_written_and_the_run_goes_on(units, tmp_path, name):
    out = tmp_path / name
    limit = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))}
    full = run(units, *for_many(out), **limit)

    assert (2, True, False) == (full.returncode, "--resume" in full.stderr, "Traceback" in full.stderr)
    assert [tmp_path / f"{name}.journal"] == list(tmp_path.iterdir())
    assert 2 == run(units, *for_many(out), "--resume").returncode
    assert [out] == list(tmp_path.iterdir())


def test_a_full_disk_under_the_workbooks_own_temporary_files_is_said_as_such(results, tmp_path):
    code = (
        "import sys, json, resource; from pathlib import Path\n"
        "from gouji.batch.summary import Summary; from gouji.batch.workbook import write_workbook\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "results = json.load(sys.stdin) * 20\n"
        "try: write_workbook(results, Path('out.xlsx'), Summary([], 'zh'), 'zh')\n"
        "except OSError as error: print(error.strerror)"
    )
    writer = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(results),
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )

    assert ("File too large\n", "") == (writer.stdout, writer.stderr)


def test_a_result_can_be_read_from_a_pipe_while_later_files_are_being_checked(units, tmp_path):
    slow = huge(tmp_path / "huge.xlsx", rows=15_000)
    process = subprocess.Popen(
        command(units / "01.xlsx", slow, "--format", "jsonl", "--jobs", 1), stdout=subprocess.PIPE
    )
    first = json.loads(process.stdout.readline())
    running = process.poll() is None
    rest = process.stdout.read().splitlines()
    process.stdout.close()

    assert (str(units / "01.xlsx"), True, 1) == (first["path"], running, len(rest))
    assert 2 == process.wait()


def test_a_reader_that_has_enough_ends_the_run_without_a_word(units):
    process = subprocess.Popen(
        command(units, "--format", "jsonl", "--jobs", 1), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.readline()
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()

    assert (1, b"") == (process.wait(), said)


def on_terminal(arguments, **streams):
    """Run the command with the standard error on a terminal; return what is shown there."""
    mine, theirs = pty.openpty()
    os.set_blocking(mine, False)
    streams = {"stdout": theirs, **streams, "stderr": theirs}
    process = subprocess.Popen(command(*arguments), env={**os.environ, "COLUMNS": "100"}, **streams)
    os.close(theirs)
    shown = b""
    while True:
        ended = process.poll() is not None
        try:
            while read := os.read(mine, 65536):
                shown += read
        except BlockingIOError:
            time.sleep(0.02)
        except OSError:  # the other end is closed
            break
        if ended:
            break
    os.close(mine)
    process.wait()
    return shown.decode()


def test_a_terminal_shows_rate_and_time_left_the_unreadable_file_and_a_table(units):
    shown = on_terminal((units, "--jobs", 1))

    assert "个/秒" in shown
    assert f"{COUNT + 1}/{COUNT + 1}" in shown
    assert f"{units / 'corrupt.xlsx'}：" in shown
    assert "本年支出合计等于各类支出之和" in shown
    assert "不符处数" in shown
    assert f"共 {COUNT + 1} 个文件" in shown


def test_what_goes_to_a_file_is_whole_though_a_bar_is_shown(units, tmp_path):
    with (tmp_path / "out.jsonl").open("wb") as out:
        shown = on_terminal((units, "--jobs", 1, "--format", "jsonl"), stdout=out)

    assert COUNT + 1 == len((tmp_path / "out.jsonl").read_bytes().splitlines())
    assert "个/秒" in shown


def test_a_name_in_a_chinese_code_page_is_written_in_readable_form(units, tmp_path):
    folder = tmp_path / "units"
    folder.mkdir()
    named = os.fsencode(folder) + "/决算.xlsx".encode("gbk")
    Path(os.fsdecode(named)).write_bytes((units / "01.xlsx").read_bytes())
    done = run(folder, "--jobs", 1, "--out", tmp_path / "out.jsonl")
    (line,) = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()

    assert 0 == done.returncode
    assert (str(folder / "决算.xlsx"), "ties") == (json.loads(line)["path"], json.loads(line)["status"])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--format", "parquet"), "--out"),
        (("--format", "json", "--jobs", "2"), "--format"),
        (("--out", "s3://bucket/out.parquet"), "本机"),
    ],
)
def test_options_that_do_not_go_together_are_said_in_a_sentence(units, tmp_path, arguments, says):
    done = run(units, *arguments, cwd=tmp_path)

    assert (2, True, 1) == (done.returncode, says in done.stderr, done.stderr.count("\n"))
    assert [] == list(tmp_path.iterdir())
