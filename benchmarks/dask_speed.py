"""How many workbooks `gouji check --dask` checks on two workers beside `--jobs 2` on the same files.

Whole commands in turns within one run, the scheduler and its workers being there already; only the ratio
means something. The results must be the same bytes.

    python benchmarks/dask_speed.py [FILES] [ROUNDS]
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from subprocess import DEVNULL, Popen, run
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import TYPE_CHECKING

from psutil import NoSuchProcess, Process
from statements import consistent_statement

from gouji.workbook.official import write_official

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES, ROUNDS, WORKERS, CHUNK = 2_000, 3, 2, 25
DISTINCT = 100
"""Workbooks that are generated; the others are these under other names, which are checked like any."""


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else FILES
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS
    with TemporaryDirectory() as folder:
        units = Path(folder, "units")
        units.mkdir()
        jobs = [(units / f"{seed:05}.xlsx", seed) for seed in range(min(count, DISTINCT))]
        with ProcessPoolExecutor(WORKERS) as pool:
            list(pool.map(generate, jobs, chunksize=CHUNK))
        for n in range(DISTINCT, count):
            (units / f"{n:05}.xlsx").hardlink_to(units / f"{n % DISTINCT:05}.xlsx")
        with cluster(Path(folder)) as (address, members):
            ways = {"pool": ("--jobs", str(WORKERS)), "dask": ("--dask", address)}
            took: dict[str, list[float]] = {way: [] for way in ways}
            worked: dict[str, list[float]] = {way: [] for way in ways}
            for _ in range(rounds):
                for way, options in ways.items():
                    before = seconds_of_work(members)
                    took[way].append(seconds_of_check(units, options, Path(folder, f"{way}.jsonl")))
                    worked[way].append(seconds_of_work(members) - before)
        if Path(folder, "pool.jsonl").read_bytes() != Path(folder, "dask.jsonl").read_bytes():
            sys.exit("the results differ")
    print(f"{count} workbooks, {rounds} rounds, {WORKERS} workers each, results the same bytes")
    show("throughput of dask ÷ pool             ", took, "at least 0.8")
    show("processor time of the pool ÷ of dask  ", worked, "the same where nobody else works")
    for way, seconds in took.items():
        print(f"  {way}: {count / median(seconds):.0f} workbooks a second here")


def show(what: str, measured: dict[str, list[float]], aim: str) -> None:
    ratios = sorted(pool / dask for pool, dask in zip(measured["pool"], measured["dask"], strict=True))
    print(f"{what}{median(ratios):5.2f}  {aim}  ({ratios[0]:.2f} … {ratios[-1]:.2f})")


def generate(job: tuple[Path, int]) -> None:
    file, seed = job
    write_official(consistent_statement(seed, size=10 + seed % 80), file)


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[Process]]]:
    """Start a scheduler and the workers; give the scheduler's address and them when all are there."""
    file = folder / "scheduler.json"
    members = []
    with ExitStack() as running:

        def start(*arguments: str) -> None:
            command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
            process = Popen(command, stdout=DEVNULL, stderr=DEVNULL, cwd=folder)
            members.append(Process(process.pid))
            running.callback(process.wait)
            running.callback(process.terminate)

        start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
        while not file.exists() or not file.read_text().endswith("}"):
            sleep(0.1)
        address: str = json.loads(file.read_text())["address"]
        for _ in range(WORKERS):
            start("worker", address, "--nthreads", "1")
        from distributed import Client  # noqa: PLC0415 slow, and not in the processes that generate

        with Client(address) as client:
            client.wait_for_workers(WORKERS, timeout=60)
        yield address, members


def seconds_of_work(members: list[Process]) -> float:
    """Return the processor time of the members with all below them, and of the commands that have ended."""
    ended = getrusage(RUSAGE_CHILDREN)
    total = ended.ru_utime + ended.ru_stime
    for member in members:
        for process in (member, *member.children(recursive=True)):
            with suppress(NoSuchProcess):
                total += sum(process.cpu_times()[:4])  # of itself and of what it has waited for
    return total


def seconds_of_check(units: Path, options: tuple[str, str], out: Path) -> float:
    command = [sys.executable, "-m", "gouji", "check", str(units), *options, "--out", str(out)]
    start = perf_counter()
    done = run(command, stdout=DEVNULL, check=False)
    took = perf_counter() - start
    if done.returncode:
        sys.exit(f"the check ended with {done.returncode}")
    return took


if __name__ == "__main__":
    main()
