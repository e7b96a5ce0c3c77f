"""How many workbooks `gouji check --jobs` checks beside a plain read of the same files by as many processes.

All in one run on the same files, a layout of its own each; only the ratios mean something. Memory is the most
that the whole tree of processes held at once, in proportional shares.

    python benchmarks/batch_speed.py [FILES]
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from subprocess import DEVNULL, Popen
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from python_calamine import CalamineWorkbook
from statements import consistent_statement

from gouji.workbook.official import write_official

FILES, CHUNK = 400, 25


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else FILES
    with TemporaryDirectory() as folder:
        seeds = [(Path(folder, f"{seed:05}.xlsx"), seed) for seed in range(count)]
        with ProcessPoolExecutor(2) as pool:
            list(pool.map(generate, seeds, chunksize=CHUNK))
        files = [str(file) for file, _ in seeds]
        plain = seconds_of_plain_read(files)
        two, memory = seconds_of_check(folder, 2)
        one, _ = seconds_of_check(folder, 1)
        few = Path(folder, "few")
        few.mkdir()
        for file in files[: count // 4]:
            (few / Path(file).name).hardlink_to(file)
        _, memory_of_few = seconds_of_check(str(few), 2)
    print(f"{count} workbooks")
    print(f"throughput ÷ plain read, 2 processes  {plain / two:6.2f}  at least 0.4")
    print(f"2 workers ÷ 1                         {one / two:6.2f}  at least 1.7")
    print(f"memory of the whole tree, MB          {memory:6.0f}  at most 150")
    print(f"  the same at a quarter of the files  {memory_of_few:6.0f}")


def generate(job: tuple[Path, int]) -> None:
    file, seed = job
    write_official(consistent_statement(seed, size=10 + seed % 80), file)


def seconds_of_plain_read(files: list[str]) -> float:
    start = perf_counter()
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(read, files, chunksize=CHUNK))
    return perf_counter() - start


def read(file: str) -> None:
    workbook = CalamineWorkbook.from_path(file)
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name).to_python()


def seconds_of_check(folder: str, jobs: int) -> tuple[float, float]:
    """Return how long the command takes on the files, and its peak memory in MB."""
    out = Path(folder).with_suffix(f".{jobs}.jsonl")
    command = [sys.executable, "-m", "gouji", "check", folder, "--jobs", str(jobs), "--format", "jsonl"]
    start, most = perf_counter(), 0.0
    process = Popen([*command, "--out", str(out)], stdout=DEVNULL)
    while process.poll() is None:
        most = max(most, sum(map(megabytes, tree(process.pid))))
        sleep(0.1)
    took = perf_counter() - start
    out.unlink()
    if process.returncode:
        sys.exit(f"the check ended with {process.returncode}")
    return took, most


def tree(pid: int) -> list[int]:
    try:
        texts = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return [pid]
    return [pid, *(int(child) for text in texts for child in text.split())]


def megabytes(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    main()
