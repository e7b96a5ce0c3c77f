"""gouji facts and gouji recheck: the results of check, without opening a workbook again."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from tests.batches import gouji as run

from gouji.statement import parse_statement
from gouji.workbook.official import write_official

ROOT = Path(__file__).resolve().parents[1]
FIGURES = parse_statement((ROOT / "workbooks" / "figures" / "2023.txt").read_text("utf-8"))
STRICTER = """
[[rule]]
id = "X-NONE"
zh = "没有其他收入"
severity = "must"
forms = ["T1[其他收入].收入 == 0", "T1[本年收入合计].收入 == 0"]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Eight workbooks, of which two have a wrong total, beside a corrupt one."""
    place = tmp_path_factory.mktemp("units")
    for n in range(8):
        amounts = dict(FIGURES.amounts)
        if n % 4 == 0:
            amounts["T1", "本年支出合计", "支出"] = Decimal("190.99")
        write_official(replace(FIGURES, department=f"第{n}局", amounts=amounts), place / f"{n}.xlsx")
    (place / "corrupt.xlsx").write_bytes(b"PK\x03\x04 and no more")
    return place


@pytest.fixture(scope="module")
def kept(folder, tmp_path_factory):
    """What the facts of these files are kept in."""
    file = tmp_path_factory.mktemp("facts") / "facts.parquet"
    assert 2 == run("facts", folder, "--out", file, "--jobs", 2).returncode
    return file


def test_facts_names_the_unreadable_file_and_what_was_written(folder, tmp_path):
    file = tmp_path / "facts.parquet"
    done = run("facts", folder, "--out", file, "--jobs", 1)
    lines = done.stdout.splitlines()

    assert lines[0].startswith(f"{folder / 'corrupt.xlsx'}：")
    assert [f"已读取 8 个文件，无法读取 1 个，写入 {file}"] == lines[1:]
    assert [file] == list(tmp_path.iterdir())


def test_the_summary_is_that_of_check(folder, kept):
    checked, again = run("check", folder, "--jobs", 2), run("recheck", kept)

    assert checked.stdout == again.stdout
    assert 2 == checked.returncode == again.returncode


@pytest.mark.parametrize("form", ["jsonl", "csv"])
@pytest.mark.parametrize("options", [[], ["--all"], ["--lang", "en"]], ids=" ".join)
def test_the_results_are_those_of_check(folder, kept, form, options):
    checked = run("check", folder, "--jobs", 2, "--format", form, *options)

    assert checked.stdout == run("recheck", kept, "--format", form, *options).stdout


def test_other_rules_are_checked_without_the_workbooks(folder, kept, tmp_path):
    rules = tmp_path / "rules.toml"
    rules.write_text(STRICTER, "utf-8")
    checked = run("check", folder, "--jobs", 2, "--rules", rules)

    assert "X-NONE 不符 8 处" in checked.stdout
    assert checked.stdout == run("recheck", kept, "--rules", rules).stdout


def test_facts_of_a_killed_run_go_on(folder, kept, tmp_path):
    out = tmp_path / "facts.parquet"
    journal = tmp_path / "facts.parquet.journal"
    command = [sys.executable, "-m", "gouji", "facts", str(folder), "--out", str(out), "--jobs", "1"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while process.poll() is None and (not journal.exists() or journal.read_bytes().count(b"\n") < 4):
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()

    assert not out.exists()
    assert 2 == run("facts", folder, "--out", out, "--jobs", 1).returncode
    assert not out.exists()
    run("facts", folder, "--out", out, "--jobs", 1, "--resume")
    assert kept.read_bytes() == out.read_bytes()
    assert not journal.exists()


@pytest.mark.parametrize("command", ["recheck", "facts"])
def test_what_cannot_be_done_is_one_sentence_and_status_2(command, folder, tmp_path):
    other = tmp_path / "other.parquet"
    other.write_text("no facts", "utf-8")
    arguments = {
        "recheck": [[other], [tmp_path / "none.parquet"]],
        "facts": [[folder, "--out", tmp_path / "no folder" / "facts.parquet"]],
    }

    for given in arguments[command]:
        done = run(command, *given)

        assert 2 == done.returncode
        assert 1 == len(done.stderr.splitlines())
        assert str(given[-1].name) in done.stderr


def test_without_pyarrow_the_sentence_says_what_to_install(kept, tmp_path):
    (tmp_path / "pyarrow.py").write_text("raise ModuleNotFoundError('no pyarrow', name='pyarrow')", "utf-8")
    done = run("recheck", kept, env={**os.environ, "PYTHONPATH": str(tmp_path)})

    assert (2, "没有安装程序库 pyarrow。请运行 pip install 'gouji[scale]'。\n") == (
        done.returncode,
        done.stderr,
    )
