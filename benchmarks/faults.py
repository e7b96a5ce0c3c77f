"""Faults: what a batch run gives when processes are killed, files are bad and the disk is full.

    python benchmarks/faults.py [FILES] [--kills N] [--seed N]

Each run is compared, byte for byte, with an undisturbed one of the same files, so nothing is lost and nothing
told twice, and so is its exit status. A line a fault; the status is 1 when one of them differs.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec
from itertools import zip_longest
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from generate import generate
from processes import children

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FILES, KILLS, KILLS_A_RUN = 1_000, 20, 5
SECONDS, MEMORY = "60", "300"
"""Limits of a file, far above what a good one takes."""
SMALL_DISK, LARGE_DISK = "4m", "1g"
EXIT_LOST = 2
SPARSE = 3 << 30
BOMB_ROWS, BOMB_COLUMNS = 48_000, 100
PATIENCE = 10.0
"""Seconds in which the workers of a dead process must be gone."""


@dataclass(frozen=True)
class Ground:
    """The files of the runs, where they write, and what an undisturbed run gives in how many seconds."""

    units: Path
    out: Path
    expected: bytes
    status: int
    seconds: float
    crew: tuple[str, ...] = ("--jobs", "2")

    @property
    def journal(self) -> Path:
        """What an unfinished run leaves."""
        return self.out.with_name(f"{self.out.name}.journal")

    def verdict(self, status: int | None, expected: bytes | None = None) -> str:
        """Say how the output and the status compare with the expected ones, and remove the output."""
        written = self.out.read_bytes() if self.out.exists() else b""
        left = self.journal.exists()
        self.out.unlink(missing_ok=True)
        self.journal.unlink(missing_ok=True)
        faults = [
            difference(self.expected if expected is None else expected, written),
            f"status {status}, not {self.status}" * (status != self.status),
            "journal left" * left,
        ]
        return ", ".join(filter(None, faults)) or "same"


def difference(expected: bytes, written: bytes) -> str:
    """Return the first line in which the output differs, '' for none."""
    if expected == written:
        return ""
    lines = zip_longest(*(text.splitlines() for text in (expected, written)), fillvalue=b"{}")
    ours = next(ours for theirs, ours in lines if theirs != ours)
    told = json.loads(ours)
    return f"output differs: {told.get('path', 'cut off')} {told.get('error') or ''}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=int, nargs="?", default=FILES)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = Random(options.seed)
    with TemporaryDirectory() as folder:
        units = Path(folder, "units")
        generate(options.files, units, seed=options.seed, errors=0.1)
        ground = undisturbed(units, Path(folder, "out.jsonl"))
        print(
            f"{options.files} files, {ground.seconds:.1f} s undisturbed, status {ground.status}", flush=True
        )
        faults: dict[str, Callable[[], str]] = {
            f"{options.kills} kill -9 of the main process": partial(kill_main, ground, rng, options.kills),
            f"{options.kills} kill -9 of a worker": partial(kill_workers, ground, rng, options.kills),
            "a corrupt file, a pipe, a bomb, a sparse file of 3 GB": partial(bad_files, ground),
            "a file that vanishes in the run": partial(vanishing_file, ground),
            "a full disk": partial(full_disk, ground),
            "a limit of the size of files": partial(full_file, ground),
        }
        if find_spec("gouji.batch.cluster"):
            faults |= {
                f"{options.kills} kill -9 of a dask worker": partial(
                    kill_dask_workers, ground, rng, options.kills
                ),
                f"{options.kills} kill -9 of the dask scheduler": partial(
                    kill_schedulers, ground, rng, options.kills
                ),
            }
        verdicts = []
        for name, fault in faults.items():
            start = time.monotonic()
            verdicts.append(fault())
            print(f"{name:<56}{verdicts[-1]:<12}{time.monotonic() - start:8.1f} s", flush=True)
    sys.exit(any(not verdict.startswith("same") for verdict in verdicts))


def command(ground: Ground, *more: str) -> list[str]:
    check = [sys.executable, "-m", "gouji", "check", str(ground.units), *ground.crew, "--format", "jsonl"]
    return [*check, "--seconds", SECONDS, "--memory", MEMORY, "--out", str(ground.out), *more]


def start(ground: Ground, *more: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command(ground, *more), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def undisturbed(units: Path, out: Path) -> Ground:
    ground = Ground(units, out, b"", 0, 0)
    began = time.monotonic()
    status = start(ground).wait()
    ground = Ground(units, out, out.read_bytes(), status, time.monotonic() - began)
    out.unlink()
    return ground


def kill_main(ground: Ground, rng: Random, kills: int) -> str:
    """Kill the run again and again at random moments, each time going on with it; then let it end."""
    verdicts = []
    for first in range(0, kills, KILLS_A_RUN):
        for _ in range(first, min(first + KILLS_A_RUN, kills)):
            process = start(ground, "--resume")
            time.sleep(rng.uniform(0, 1.2 * ground.seconds / KILLS_A_RUN))
            workers = children(process.pid)
            process.kill()
            process.wait()
            verdicts.append(gone(workers))
        verdicts.append(ground.verdict(start(ground, "--resume").wait()))
    return worst(verdicts)


def gone(workers: list[int]) -> str:
    """Say whether the workers end by themselves when nobody listens to them any more."""
    until = time.monotonic() + PATIENCE
    while any(is_worker(pid) for pid in workers):
        if time.monotonic() > until:
            return "workers left"
        time.sleep(0.05)
    return "same"


def is_worker(pid: int) -> bool:
    try:
        return b"gouji" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def kill_workers(ground: Ground, rng: Random, kills: int) -> str:
    """Kill a few workers at random moments of a run, and so in other runs until all are killed.

    A few, since a file during which three workers die is told as unreadable, as it should be.
    """
    verdicts, left = [], kills
    while left:
        process = start(ground)
        most = max(0, left - KILLS_A_RUN)
        while left > most and process.poll() is None:
            time.sleep(rng.uniform(0, 1.6 * ground.seconds / KILLS_A_RUN))
            workers = children(process.pid)
            if workers and process.poll() is None:
                os.kill(rng.choice(workers), signal.SIGKILL)
                left -= 1
        verdicts.append(ground.verdict(process.wait()))
    return worst(verdicts)


class Cluster:
    """A dask scheduler and two workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "scheduler.json"
        self.file.unlink(missing_ok=True)
        self.scheduler = self._run("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        self.workers = [self.worker() for _ in range(2)]
        while not (self.file.exists() and self.file.read_text()):
            time.sleep(0.05)
        self.address: str = json.loads(self.file.read_text())["address"]

    def worker(self) -> subprocess.Popen[bytes]:
        """Start a worker, which waits for the scheduler."""
        return self._run("worker", "--nthreads", "1", "--no-dashboard", "--no-nanny")

    def end(self) -> None:
        """Kill all of it."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def _run(self, what: str, *options: str) -> subprocess.Popen[bytes]:
        module = [sys.executable, "-m", f"distributed.cli.dask_{what}", *options]
        return subprocess.Popen(
            [*module, "--scheduler-file", str(self.file)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@contextmanager
def cluster(ground: Ground) -> Iterator[tuple[Cluster, Ground]]:
    """Give a cluster, and the ground of runs on it."""
    found = Cluster(ground.units.parent)
    try:
        yield found, replace(ground, crew=("--dask", found.address))
    finally:
        found.end()


def kill_dask_workers(ground: Ground, rng: Random, kills: int) -> str:
    """Kill dask workers at random moments of a run, each time starting another, until all are killed."""
    verdicts, left = [], kills
    with cluster(ground) as (pool, there):
        while left:
            process = start(there)
            while left and process.poll() is None:
                time.sleep(rng.uniform(0, 1.6 * ground.seconds / KILLS_A_RUN))
                if process.poll() is None:
                    one = rng.randrange(len(pool.workers))
                    pool.workers[one].kill()
                    pool.workers[one].wait()
                    pool.workers[one] = pool.worker()
                    left -= 1
            verdicts.append(there.verdict(process.wait()))
    return worst(verdicts)


def kill_schedulers(ground: Ground, rng: Random, kills: int) -> str:
    """Kill the scheduler in a run, which must say so and keep what is done; go on with another scheduler."""
    verdicts = []
    for first in range(0, kills, KILLS_A_RUN):
        for _ in range(first, min(first + KILLS_A_RUN, kills)):
            with cluster(ground) as (pool, there):
                process = start(there, "--resume")
                time.sleep(rng.uniform(0, 1.2 * ground.seconds / KILLS_A_RUN))
                pool.scheduler.kill()
                status = process.wait()
            if status != EXIT_LOST:
                verdicts.append(f"status {status} without a scheduler")
        verdicts.append(ground.verdict(start(ground, "--resume").wait()))
    return worst(verdicts)


def bad_files(ground: Ground) -> str:
    """Put files that cannot be read among the others; all the others must be told as before.

    A folder is searched for regular files, so the pipe is named to the command.
    """
    makers = {
        "00015-corrupt.xlsx": lambda path: path.write_bytes(b"PK\x03\x04 and no more"),
        "00025-bomb.xlsx": bomb,
        "00035-sparse.xls": sparse,
        "00045-pipe.xlsx": os.mkfifo,
    }
    places = [ground.units / name for name in makers]
    for path, make in zip(places, makers.values(), strict=True):
        make(path)
    status = start(ground, str(places[-1])).wait()
    lines = ground.out.read_bytes().splitlines(keepends=True)
    told = {json.loads(line)["path"]: json.loads(line)["status"] for line in lines}
    others = b"".join(line for line in lines if Path(json.loads(line)["path"]) not in places)
    unread = [path for path in places if told.get(str(path)) != "unreadable"]
    ground.out.write_bytes(others)
    for path in places:
        path.unlink()
    verdict = Ground(ground.units, ground.out, ground.expected, 2, 0).verdict(status)
    return f"not told: {unread}" if unread else verdict


def bomb(path: Path) -> None:
    """Write a small file that unpacks to nearly five million cells."""
    with xlsxwriter.Workbook(str(path)) as file:
        file.add_worksheet()
    with ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    rows = f"<row>{'<c><v>1.25</v></c>' * BOMB_COLUMNS}</row>" * BOMB_ROWS
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"<sheetData/>", f"<sheetData>{rows}</sheetData>".encode())
    with ZipFile(path, "w", ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(SPARSE)


def vanishing_file(ground: Ground) -> str:
    """Take the last file away once the run has begun; it alone is told as not found, with status 2."""
    last = max(ground.units.glob("*.xls*"))
    content = last.read_bytes()
    process = start(ground)
    while process.poll() is None and not (ground.journal.exists() and ground.journal.stat().st_size):
        time.sleep(0.01)
    last.unlink()
    status = process.wait()
    lines = ground.out.read_bytes().splitlines(keepends=True)
    ground.out.write_bytes(b"".join(lines[:-1]))
    last.write_bytes(content)
    before = ground.expected.splitlines(keepends=True)[:-1]
    told = json.loads(lines[-1])
    verdict = Ground(ground.units, ground.out, b"".join(before), 2, 0).verdict(status)
    return verdict if told["path"] == str(last) and told["status"] == "unreadable" else "not told"


def full_disk(ground: Ground) -> str:
    """Write to a disk that is too small, then go on when there is room."""
    with tmpfs(ground.units.parent / "disk", SMALL_DISK) as (disk, grow):
        if not disk:
            return "same (not tried: no tmpfs may be mounted here)"
        there = Ground(ground.units, disk / "out.jsonl", ground.expected, ground.status, ground.seconds)
        fault = stopped_and_said(there, start_with_errors(there, None))
        grow()
        return worst([fault, there.verdict(start(there, "--resume").wait())])


def full_file(ground: Ground) -> str:
    """Limit the size of the files that the run may write, then go on without a limit."""
    size = len(ground.expected) // 2
    fault = stopped_and_said(ground, start_with_errors(ground, size))
    return worst([fault, ground.verdict(start(ground, "--resume").wait())])


def start_with_errors(ground: Ground, size: int | None) -> subprocess.CompletedProcess[str]:
    """Run to the end with a limit of the size of files, if one is given; signals of the limit are errors."""
    limit = None if size is None else partial(resource.setrlimit, resource.RLIMIT_FSIZE, (size, size))
    return subprocess.run(
        command(ground), capture_output=True, text=True, check=False, preexec_fn=limit
    )  # fmt: skip


def stopped_and_said(ground: Ground, done: subprocess.CompletedProcess[str]) -> str:
    faults = [
        f"status {done.returncode}, not 2" * (done.returncode != 2),
        "no word of --resume" * ("--resume" not in done.stderr),
        "a traceback" * ("Traceback" in done.stderr),
        "no journal" * (not ground.journal.exists()),
    ]
    return ", ".join(filter(None, faults)) or "same"


@contextmanager
def tmpfs(place: Path, size: str) -> Iterator[tuple[Path | None, Callable[[], object]]]:
    """Mount a small disk in memory, and give what makes it large; None where that is not allowed."""
    place.mkdir()
    unmount = ["umount", str(place)]
    options = ["mount", "-t", "tmpfs", "-o", f"size={size}", "gouji-faults", str(place)]
    if os.geteuid() or subprocess.run(options, check=False, capture_output=True).returncode:
        yield None, int
        return
    try:
        grow = ["mount", "-o", f"remount,size={LARGE_DISK}", str(place)]
        yield place, partial(subprocess.run, grow, check=True)
    finally:
        subprocess.run(unmount, check=True)


def worst(verdicts: list[str]) -> str:
    return next((verdict for verdict in verdicts if verdict != "same"), "same")


if __name__ == "__main__":
    main()
