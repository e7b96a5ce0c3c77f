"""The same run on a dask cluster and on other file systems: real schedulers, workers, kills, S3."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.request import urlopen

import boto3
import fsspec
import psutil
import pytest
from distributed import Client
from tests.batches import command, huge, run, write_units

from gouji.batch import cluster
from gouji.batch.crew import Limits
from gouji.batch.storage import at_hand, workbooks_at
from gouji.batch.task import Task, check_file
from gouji.workbook.read import UnreadableError

COUNT, CHUNKS = 6, 5
BUCKET = "units"
S3 = {"AWS_ACCESS_KEY_ID": "one", "AWS_SECRET_ACCESS_KEY": "two", "AWS_DEFAULT_REGION": "us-east-1"}
WORKER = ("--nthreads", 1, "--no-dashboard", "--no-nanny")
PATIENCE = 60


@contextmanager
def server(*arguments, **options):
    """Run a Python module as a process of its own, until the end of the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **options,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(is_so):
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture(scope="module")
def units(tmp_path_factory):
    """Some workbooks, one of them corrupt, under so many names that they are several chunks."""
    place = tmp_path_factory.mktemp("units")
    write_units(place, COUNT)
    originals = sorted(place.iterdir())
    for n in range(CHUNKS * cluster.CHUNK - len(originals)):
        (place / f"x{n:03}.xlsx").hardlink_to(originals[n % COUNT])
    return place


@pytest.fixture(scope="module")
def plain(units):
    """What the crew of one machine finds."""
    return run(units, "--format", "jsonl", "--jobs", 2).stdout


@pytest.fixture(scope="module")
def s3():
    """The environment in which a server that is like S3 is found, with the units' originals in a bucket."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"

    def answers():
        try:
            with urlopen(url):
                return True
        except OSError:
            return False

    with server("moto.server", "-H", "127.0.0.1", "-p", port):
        wait_for(answers)
        yield {**os.environ, **S3, "AWS_ENDPOINT_URL": url}


@pytest.fixture(scope="module")
def bucket(s3, units):
    client = boto3.client(
        "s3",
        endpoint_url=s3["AWS_ENDPOINT_URL"],
        aws_access_key_id=S3["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=S3["AWS_SECRET_ACCESS_KEY"],
        region_name=S3["AWS_DEFAULT_REGION"],
    )
    client.create_bucket(Bucket=BUCKET)
    for path in sorted(units.iterdir())[: COUNT + 1]:
        client.upload_file(str(path), BUCKET, f"2023/市/{path.name}")
    client.put_object(Bucket=BUCKET, Key="2023/市/说明.txt", Body=b"no workbook")
    client.close()
    return f"s3://{BUCKET}/2023"


@contextmanager
def scheduler(folder, **settings):
    """Start a scheduler with settings of its environment and give its process and its address."""
    file = folder / "scheduler.json"
    options = ("--host", "127.0.0.1", "--port", 0, "--no-dashboard", "--scheduler-file", file)
    with server("dask", "scheduler", *options, cwd=folder, env={**os.environ, **settings}) as process:
        wait_for(file.exists)
        wait_for(lambda: file.read_text().endswith("}"))
        yield process, json.loads(file.read_text())["address"]


def worker(address, folder, environment):
    return server("dask", "worker", address, *WORKER, cwd=folder, env=environment)


@pytest.fixture(scope="module")
def address(tmp_path_factory, s3):
    """The address of a scheduler with two workers, which run in folders of their own."""
    folder = tmp_path_factory.mktemp("cluster")
    with scheduler(folder) as (_, found), worker(found, folder, s3), worker(found, folder, s3):
        yield found


def lines_of(journal):
    return journal.read_bytes().count(b"\n") if journal.exists() else 0


def test_a_cluster_finds_what_one_machine_finds(units, plain, address, tmp_path):
    out = tmp_path / "out.jsonl"
    done = run(units, "--dask", address, "--out", out)

    assert 2 == done.returncode
    assert plain == out.read_text("utf-8")
    assert f"共 {CHUNKS * cluster.CHUNK} 个文件" in done.stdout


def test_relative_paths_are_those_of_where_the_run_was_started(units, address):
    done = run("00.xlsx", "gone.xlsx", "--dask", address, "--format", "jsonl", cwd=units)
    here = run("00.xlsx", "gone.xlsx", "--jobs", 1, "--format", "jsonl", cwd=units)

    assert ["mismatch", "unreadable"] == [json.loads(line)["status"] for line in done.stdout.splitlines()]
    assert here.stdout == done.stdout


def test_a_worker_that_dies_is_survived(units, plain, address, tmp_path, s3):
    out, journal = tmp_path / "out.jsonl", tmp_path / "out.jsonl.journal"
    with worker(address, tmp_path, s3) as mortal:
        with Client(address, set_as_default=False) as client:
            wait_for(lambda: len(client.nthreads()) == 3)
        process = subprocess.Popen(command(units, "--dask", address, "--out", out), stdout=subprocess.DEVNULL)
        wait_for(lambda: lines_of(journal) > 1)
        assert process.poll() is None
        mortal.send_signal(signal.SIGKILL)
        mortal.wait()

        assert 2 == process.wait()
    assert plain == out.read_text("utf-8")


def test_a_chunk_that_ends_too_many_workers_is_tried_file_by_file(units, plain, tmp_path, s3):
    out, journal = tmp_path / "out.jsonl", tmp_path / "out.jsonl.journal"
    setting = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with scheduler(tmp_path, **setting) as (_, found), worker(found, tmp_path, s3) as mortal:
        process = subprocess.Popen(command(units, "--dask", found, "--out", out), stdout=subprocess.DEVNULL)
        wait_for(lambda: lines_of(journal) > 1)
        assert process.poll() is None
        with worker(found, tmp_path, s3):
            mortal.kill()

            assert 2 == process.wait()
    assert plain == out.read_text("utf-8")


def test_a_killed_run_goes_on_whether_here_or_on_a_cluster(units, plain, address, tmp_path):
    out, journal = tmp_path / "out.jsonl", tmp_path / "out.jsonl.journal"
    process = subprocess.Popen(command(units, "--dask", address, "--out", out), stdout=subprocess.DEVNULL)
    wait_for(lambda: lines_of(journal) > 1)
    process.kill()
    process.wait()
    finished = journal.read_bytes()
    local = tmp_path / "local.jsonl"
    (tmp_path / "local.jsonl.journal").write_bytes(finished)

    assert 2 == run(units, "--dask", address, "--out", out, "--resume").returncode
    assert 2 == run(units, "--jobs", 2, "--out", local, "--resume").returncode
    assert plain == out.read_text("utf-8") == local.read_text("utf-8")


def test_a_file_that_takes_too_much_is_reported_and_the_others_are_checked(units, address, tmp_path):
    os.mkfifo(tmp_path / "pipe.xlsx")
    good, pipe, gone = units / "01.xlsx", tmp_path / "pipe.xlsx", tmp_path / "gone.xlsx"
    done = run(
        *(good, huge(tmp_path / "huge.xlsx"), pipe, gone, units / "02.xlsx"),
        *("--dask", address, "--memory", 100, "--format", "jsonl"),
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]

    assert ["ties", *["unreadable"] * 3, "ties"] == [one["status"] for one in found]
    assert "内存" in found[1]["error"]


def test_a_scheduler_that_dies_ends_the_run_with_a_sentence_and_nothing_is_lost(units, plain, tmp_path, s3):
    out, journal = tmp_path / "out.jsonl", tmp_path / "out.jsonl.journal"
    with scheduler(tmp_path) as (process, found), worker(found, tmp_path, s3):
        check = subprocess.Popen(
            command(units, "--dask", found, "--out", out), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        wait_for(lambda: lines_of(journal) > 1)
        process.kill()
        _, said = check.communicate(timeout=PATIENCE)

    assert (2, 1) == (check.returncode, said.count(b"\n"))
    assert "--resume" in said.decode()
    assert not out.exists()
    assert 2 == run(units, "--jobs", 2, "--out", out, "--resume").returncode
    assert plain == out.read_text("utf-8")


def test_a_scheduler_that_is_not_there_is_said_in_a_sentence(units, tmp_path):
    done = run(units, "--dask", "nonsense", "--out", tmp_path / "out.jsonl")

    assert (2, 1) == (done.returncode, done.stderr.count("\n"))
    assert "nonsense" in done.stderr
    assert [] == list(tmp_path.iterdir())


def test_workbooks_of_a_bucket_are_found_by_folder_glob_and_name(bucket, s3):
    ends = ["", "/市", "/*/*.xlsx", "/市/00.xlsx", "/gone.xlsx"]
    code = (
        "import sys, json; from gouji.batch.storage import workbooks_at;"
        "print(json.dumps([workbooks_at(url) for url in sys.argv[1:]]))"
    )
    urls = [bucket + end for end in ends]
    found = subprocess.run([sys.executable, "-c", code, *urls], env=s3, capture_output=True, check=True)
    whole = [f"{bucket}/市/{n:02}.xlsx" for n in range(COUNT)] + [f"{bucket}/市/corrupt.xlsx"]

    assert [whole, whole, whole, whole[:1], urls[-1:]] == json.loads(found.stdout)


def test_this_machine_reads_from_a_bucket(bucket, s3):
    done = run(f"{bucket}/市/0[01].xlsx", "--jobs", 1, "--format", "jsonl", env=s3)
    found = [json.loads(line) for line in done.stdout.splitlines()]

    assert [(f"{bucket}/市/00.xlsx", "mismatch"), (f"{bucket}/市/01.xlsx", "ties")] == [
        (one["path"], one["status"]) for one in found
    ]


def test_a_cluster_reads_from_a_bucket_what_is_read_from_files(bucket, s3, units, address):
    remote = run(bucket, "--dask", address, "--format", "jsonl", env=s3).stdout
    paths = sorted(units.iterdir())[: COUNT + 1]
    local = run(*paths, "--jobs", 1, "--format", "jsonl").stdout

    assert local.replace(str(units), f"{bucket}/市") == remote


@pytest.fixture
def memory():
    files = fsspec.filesystem("memory")
    yield files
    files.store.clear()
    files.pseudo_dirs[:] = [""]


def test_a_url_is_read_with_its_accepted_findings(memory, units):
    memory.pipe("/u/a.xlsx", (units / "00.xlsx").read_bytes())
    memory.pipe("/u/~$a.xlsx", b"")
    mismatch = next(
        one
        for one in check_file("memory://u/a.xlsx", Task()).data["findings"]
        if one["verdict"] == "mismatch"
    )
    cells = [{key: cell[key] for key in ("sheet", "cell", "value")} for cell in mismatch["cells"]]
    accepted = [{"id": mismatch["id"], "rule": mismatch["rule"], "cells": cells, "reason": "属实"}]
    memory.pipe("/u/a.xlsx.gouji.json", json.dumps({"accepted": accepted}).encode())
    again = check_file("memory://u/a.xlsx", Task()).data

    assert ["memory://u/a.xlsx"] == [name.replace(":///", "://") for name in workbooks_at("memory://u")]
    assert ["属实"] == [one["accepted"] for one in again["findings"] if one["id"] == mismatch["id"]]


def test_what_is_wrong_with_a_url_names_the_url(memory, units):
    memory.pipe("/u/a.xlsx", (units / "00.xlsx").read_bytes())
    memory.pipe("/u/a.xlsx.gouji.json", b"no json")
    found = check_file("memory://u/a.xlsx", Task()).data

    assert ("memory://u/a.xlsx", "unreadable") == (found["path"], found["status"])
    assert "memory://u/a.xlsx.gouji.json" in found["error"]


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("memory://u/gone.xlsx", "not_found"),
        ("memory://u", "not_a_file"),
        ("memory://u/large.xlsx", "file_too_large"),
        ("nosuch://u/a.xlsx", "system_error"),
    ],
)
def test_a_url_that_cannot_be_read_is_said_as_a_file_would_be(memory, monkeypatch, url, says):
    monkeypatch.setattr("gouji.batch.storage.MAX_FILE", 9)
    memory.pipe("/u/large.xlsx", b"0123456789")
    with pytest.raises(UnreadableError) as error, at_hand(url):
        pass

    assert says == error.value.says


def test_a_worker_of_another_version_is_refused(units):
    order = cluster.Order("run", Task(), Limits(120, 1 << 30), str(units), {"gouji": "another"})

    assert cluster.check_chunk(["00.xlsx"], order, frozenset()) is None


def test_the_process_of_a_slot_is_used_again_and_ends_when_it_has_nothing_to_do(units, monkeypatch):
    monkeypatch.setattr(cluster, "SECONDS_OF_REST", 0.5)
    order = cluster.Order("one", Task(), Limits(120, 1 << 30), str(units), cluster.about(Task()))
    here = psutil.Process()
    before = set(here.children())
    (result,) = cluster.check_chunk(["01.xlsx"], order, frozenset())
    (process,) = set(here.children()) - before
    cluster.check_chunk(["01.xlsx"], order, frozenset())

    assert "ties" == result.data["status"]
    assert {process} == set(here.children()) - before
    wait_for(lambda: not process.is_running())
