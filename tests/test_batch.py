"""Many files at once: the same bytes whatever the workers, the kills and the full disks."""

import json
import os
import resource
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import replace
from io import StringIO
from pathlib import Path
from threading import Thread

import pytest
from tests.batches import FIGURES, command, huge, run, write_units

from gouji.batch.crew import Limits, results
from gouji.batch.sinks import write_csv
from gouji.batch.task import Task, failed
from gouji.workbook.official import write_official

FILES = 24


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Workbooks of which every sixth has a wrong total, beside a corrupt one."""
    place = tmp_path_factory.mktemp("units")
    write_units(place, FILES)
    return place


@pytest.fixture(scope="module")
def plain(folder):
    """What the check of one file after another prints."""
    return run(folder, "--format", "jsonl").stdout


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_result_is_that_of_one_process_whatever_the_number_of_workers(folder, plain, tmp_path, jobs):
    done = run(folder, "--format", "jsonl", "--jobs", jobs, "--out", tmp_path / "out.jsonl")

    assert 2 == done.returncode
    assert plain == (tmp_path / "out.jsonl").read_text("utf-8")
    assert [tmp_path / "out.jsonl"] == list(tmp_path.iterdir())


def test_the_summary_names_the_unreadable_file_and_counts_mismatches_by_rule(folder):
    lines = run(folder, "--jobs", 2).stdout.splitlines()

    assert lines[0].startswith(f"{folder / 'corrupt.xlsx'}：")
    assert "W01-2 不符 4 处" in lines
    assert f"共 {FILES + 1} 个文件：相符 20，不符 4，无法读取 1" == lines[-1]


def test_a_workbook_without_any_amount_is_not_just_counted_as_right(folder, tmp_path):
    write_official(replace(FIGURES, amounts={}), tmp_path / "blank.xlsx")
    last = run(folder / "01.xlsx", tmp_path / "blank.xlsx", "--jobs", 1).stdout.splitlines()[-1]

    assert "共 2 个文件：相符 2，不符 0，无法读取 0；相符的文件中有 1 个没有金额可核对" == last


def test_a_limit_holds_without_a_number_of_workers_as_well(tmp_path):
    done = run(huge(tmp_path / "huge.xlsx"), "--seconds", "1")

    assert (2, True) == (done.returncode, "1 秒" in done.stdout)


@pytest.mark.parametrize("moment", [3, 9, 17])
def test_a_killed_run_goes_on_and_gives_the_bytes_of_an_undisturbed_one(folder, plain, tmp_path, moment):
    out, journal = tmp_path / "out.jsonl", tmp_path / "out.jsonl.journal"
    arguments = (folder, "--format", "jsonl", "--jobs", 2, "--out", out)
    process = subprocess.Popen(command(*arguments), stdout=subprocess.DEVNULL)
    while process.poll() is None and (not journal.exists() or journal.read_bytes().count(b"\n") < moment):
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    finished = journal.read_bytes()

    assert not out.exists()
    assert 2 == run(*arguments).returncode
    assert 2 == run(*arguments, "--lang", "en", "--resume").returncode
    assert finished == journal.read_bytes()
    run(*arguments, "--resume")
    assert plain == out.read_text("utf-8")
    assert not journal.exists()


def test_finished_files_are_recognised_by_content_not_by_name(folder, tmp_path):
    out, journal = tmp_path / "out.jsonl", tmp_path / "out.jsonl.journal"
    units = tmp_path / "units"
    units.mkdir()
    (units / "a.xlsx").write_bytes((folder / "00.xlsx").read_bytes())
    limit = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (70_000, 70_000))}
    (units / "z.xlsx").write_bytes((folder / "01.xlsx").read_bytes())
    process = run(units, "--format", "jsonl", "--jobs", 1, "--out", out)
    assert 1 == process.returncode
    whole = out.read_text("utf-8")
    out.unlink()
    run(folder, "--format", "jsonl", "--jobs", 1, "--out", out, **limit)
    first = json.loads(journal.read_bytes().splitlines()[1].partition(b" ")[2])

    (units / "a.xlsx").rename(units / "b.xlsx")
    again = run(units, "--format", "jsonl", "--jobs", 1, "--out", out, "--resume")

    assert first["data"]["path"] == str(folder / "00.xlsx")
    assert 1 == again.returncode
    assert whole.replace("a.xlsx", "b.xlsx") == out.read_text("utf-8")


def test_a_full_disk_ends_the_run_with_a_sentence_and_loses_nothing(folder, plain, tmp_path):
    out = tmp_path / "out.jsonl"
    arguments = (folder, "--format", "jsonl", "--jobs", 2, "--out", out)
    full = run(*arguments, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)))

    assert (2, False) == (full.returncode, out.exists())
    assert "--resume" in full.stderr
    assert "Traceback" not in full.stderr
    run(*arguments, "--resume")
    assert plain == out.read_text("utf-8")


def test_workers_killed_while_they_start_do_not_count_against_the_file(folder):
    found, killed = {}, set()
    path = str(folder / "01.xlsx")
    run = Thread(target=lambda: found.update(results([path], Task(), 1, Limits(60, 1 << 30))))
    run.start()
    while run.is_alive() and len(killed) < 5:
        with suppress(FileNotFoundError):  # a thread of this process may end while it is looked at
            for worker in {pid for pid in children(os.getpid()) if is_worker(pid)} - killed:
                os.kill(worker, signal.SIGKILL)
                killed.add(worker)
    run.join()

    assert (5, "ties") == (len(killed), found[0].data["status"])


def is_worker(pid):
    try:
        return b"gouji.batch.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def children(of):
    return [
        int(pid) for pid in Path(f"/proc/{of}/task").glob("*/children") for pid in pid.read_text().split()
    ]


def test_killed_workers_are_replaced_and_their_files_checked(folder, plain, tmp_path):
    out, journal = tmp_path / "out.jsonl", tmp_path / "out.jsonl.journal"
    process = subprocess.Popen(
        command(folder, "--format", "jsonl", "--jobs", 2, "--out", out), stdout=subprocess.DEVNULL
    )
    killed = 0
    for moment in (2, 10):
        while process.poll() is None and (not journal.exists() or journal.read_bytes().count(b"\n") < moment):
            time.sleep(0.005)
        for worker in children(process.pid)[:1]:
            os.kill(worker, signal.SIGKILL)
            killed += 1
    process.wait()

    assert 2 == killed
    assert plain == out.read_text("utf-8")


@pytest.mark.parametrize(
    ("limits", "says"), [(Limits(2.5, 1 << 30), "2.5 秒"), (Limits(60, 100 << 20), "内存")]
)
def test_a_file_that_takes_too_much_is_reported_and_the_others_are_checked(folder, tmp_path, limits, says):
    os.mkfifo(tmp_path / "pipe.xlsx")
    good, pipe, gone = str(folder / "01.xlsx"), str(tmp_path / "pipe.xlsx"), str(tmp_path / "gone.xlsx")
    paths = [good, huge(tmp_path / "huge.xlsx"), pipe, gone, good]
    found = dict(results(paths, Task(), 1, limits))

    assert ["ties", *["unreadable"] * 3, "ties"] == [found[n].data["status"] for n in range(5)]
    assert says in found[1].data["error"]


def test_no_text_of_a_csv_can_be_taken_for_a_formula():
    data = {**failed("=cmd|' /C calc'!A0", Task(), "internal", "=1").data, "error": "-1+2"}
    target = StringIO()
    write_csv([data], target, "zh")

    assert ["'=cmd|' /C calc'!A0", "'-1+2"] == [
        target.getvalue().splitlines()[1].split(",")[n] for n in (0, 5)
    ]
