"""How many workbooks `gouji check --jobs` checks beside a plain read of the same files by as many processes.

    python benchmarks/batch_speed.py [FILES] [--most FILES] [--folder FOLDER]

Generated workbooks of many layouts that tie, .xlsx and .xls, with and without formulas. All in one run on the
same files; only the ratios mean something. Memory is the most that the whole tree of processes held at once,
in proportional shares, for FILES and for --most FILES. The profile is of one process; the first process of a
run does the last of its parts, the workers do the others.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import mean, median
from subprocess import DEVNULL, Popen
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import TYPE_CHECKING
from zlib import crc32

from generate import generate
from processes import children, megabytes
from python_calamine import CalamineWorkbook

from gouji.batch.task import Task, check_file
from gouji.locate import locate
from gouji.reconcile import judge
from gouji.report.data import file_result
from gouji.rules import rule_book
from gouji.rules.bind import bind, bind_layout
from gouji.workbook.check import report_of
from gouji.workbook.read import content_of, sheets_of

if TYPE_CHECKING:
    from collections.abc import Callable

FILES, CHUNK, PROFILED = 400, 25, 200
SECONDS_A_LOOK = 0.2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=int, nargs="?", default=FILES)
    parser.add_argument("--most", type=int, help="files of a second run, for its memory")
    parser.add_argument("--folder", type=Path, help="where the files are, or are written to")
    options = parser.parse_args()
    with TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        few, many = folder / "few", folder / "many"
        files = workbooks(few, options.files)
        plain = seconds_of_plain_read(files)
        one, _ = seconds_of_check(few, 1)
        two, memory = seconds_of_check(few, 2)
        plain = min(plain, seconds_of_plain_read(files))
        print(f"{options.files} workbooks, {two / options.files * 1e3:.1f} ms each by two workers")
        compare("throughput ÷ plain read, 2 processes", plain / two, 0.4)
        compare("2 workers ÷ 1", one / two, 1.7)
        compare(f"memory of the whole tree, {options.files} files, MB", memory, 150, most=True)
        profile(files)
        if options.most:
            workbooks(many, options.most)
            _, more = seconds_of_check(many, 2)
            compare(f"memory of the whole tree, {options.most} files, MB", more, 150, most=True)


def workbooks(folder: Path, count: int) -> list[str]:
    """Return so many workbooks in the folder, written unless they are there."""
    if not folder.is_dir():
        generate(count, folder)
    return sorted(map(str, folder.glob("*.xls*")))


def seconds_of_plain_read(files: list[str]) -> float:
    start = perf_counter()
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(read, files, chunksize=CHUNK))
    return perf_counter() - start


def read(file: str) -> None:
    workbook = CalamineWorkbook.from_path(file)
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name).to_python()


def seconds_of_check(folder: Path, jobs: int) -> tuple[float, float]:
    """Return how long the command takes on the files, and the most megabytes of all its processes."""
    out = folder.with_suffix(f".{jobs}.jsonl")
    command = [sys.executable, "-m", "gouji", "check", str(folder), "--jobs", str(jobs), "--format", "jsonl"]
    start, most = perf_counter(), 0.0
    process = Popen([*command, "--out", str(out)], stdout=DEVNULL)
    while process.poll() is None:
        most = max(most, sum(map(megabytes, (process.pid, *children(process.pid)))))
        sleep(SECONDS_A_LOOK)
    took = perf_counter() - start
    out.unlink()
    if process.returncode:
        sys.exit(f"the check ended with {process.returncode}")
    return took, most


def profile(files: list[str]) -> None:
    """Print how long each part of the check of a file takes, in plain reads of files of its format.

    The mean is above the median where few files take long: those whose formulas have no stored results.
    """
    chosen = random.Random(1).sample(files, min(PROFILED, len(files)))
    columns: dict[str, list[float]] = {}
    for suffix in (".xlsx", ".xls"):
        shares: dict[str, list[float]] = {}
        for file in (file for file in chosen if file.endswith(suffix)):
            parts(file)  # warm
            start = perf_counter()
            read(file)
            shares.setdefault("plain", []).append(perf_counter() - start)
            for name, seconds in parts(file).items():
                shares.setdefault(name, []).append(seconds)
        plain = shares.pop("plain", [1.0])
        for name, seconds in shares.items():
            columns.setdefault(name, []).extend(
                (median(seconds) / median(plain), mean(seconds) / mean(plain))
            )
    print(
        f"\n{'in one process ÷ plain read':<36}{'.xlsx median':>14}{'mean':>8}{'.xls median':>14}{'mean':>8}"
    )
    for name, ratios in columns.items():
        print(
            f"  {name:<34}"
            + "".join(f"{one:{width}.2f}" for one, width in zip(ratios, (14, 8, 14, 8), strict=False))
        )
    print()


def parts(file: str) -> dict[str, float]:
    """Return the seconds of each part of the check of one file; adapt it when the parts change."""
    seconds: dict[str, float] = {}
    path, book, task = Path(file), rule_book(), Task()

    def timed(name: str, work: Callable[[], object]) -> object:
        start = perf_counter()
        result = work()
        seconds[name] = perf_counter() - start
        return result

    content = timed("read the bytes", lambda: content_of(path))
    sheets = timed("read the sheets", lambda: sheets_of(content))
    facts = timed("locate", lambda: locate(sheets))
    timed("bind the rules to a new layout", lambda: bind_layout(book, facts.layout))
    bound = timed("checks of structure", lambda: bind(book, facts))
    timed("judge", lambda: judge(bound.families, facts))
    report = report_of(path, sheets, facts, book)
    result = timed("findings and their messages", lambda: file_result(report, task.lang))
    line = timed("a line of JSON", lambda: json.dumps(result, ensure_ascii=False).encode())
    timed("all of the worker, the layout known", lambda: check_file(file, task))
    timed("journal and output", lambda: journalled(line))
    return seconds


def journalled(line: bytes) -> None:
    """Do what the first process does with a result: a journal line, read back, and a line of the output."""
    crc32(line)
    crc32(line)
    json.dumps(json.loads(line), ensure_ascii=False)


def compare(name: str, value: float, target: float, *, most: bool = False) -> None:
    met = value <= target if most else value >= target
    print(
        f"{name:<48}{value:8.2f}  at {'most' if most else 'least'} {target:g}  {'met' if met else 'MISSED'}"
    )


if __name__ == "__main__":
    main()
