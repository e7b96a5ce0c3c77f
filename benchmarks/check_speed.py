"""How long gouji takes beside others that read the same file, and whether that is within the targets.

All in one run on the same files, in turns and in random order: only the ratios mean something.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from statistics import median
from subprocess import DEVNULL, run
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from statements import consistent_statement

import gouji
from gouji.locate import locate
from gouji.reconcile import reconcile
from gouji.rules import rule_book
from gouji.workbook.official import write_official
from gouji.workbook.read import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Job = Callable[[Path], object]

FILES, WARM_ROUNDS, COLD_ROUNDS = 5, 20, 4
PANDAS = "import sys, pandas as pd; pd.read_excel(sys.argv[1], sheet_name=None)"

# A process's peak counts from that of the one which forked it, so a bare interpreter starts what is measured.
PEAK_OF = """
import os, resource, sys
if not (child := os.fork()):
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.execv(sys.argv[1], sys.argv[1:])
os.waitpid(child, 0)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def main() -> None:
    with TemporaryDirectory() as folder:
        files = [Path(name) for name in sys.argv[1:]] or official_workbooks(Path(folder))
        warm = medians(warm_jobs() | gouji_parts(files), files, WARM_ROUNDS)
        cold = medians(cold_jobs(), files, COLD_ROUNDS)
        memory = peak_megabytes(*gouji_command(files[0])) - peak_megabytes(sys.executable, "-c", "pass")
    print(f"{len(files)} files, {WARM_ROUNDS} warm and {COLD_ROUNDS} cold rounds, medians\n")
    show("warm", warm, beside="calamine")
    show("cold", cold, beside="pandas")
    checked = warm["gouji.check"]
    print("targets")
    judge("gouji.check ÷ calamine", checked / warm["calamine"], 3)
    judge("gouji.check ÷ openpyxl", checked / warm["openpyxl"], 1 / 5)
    judge("cold gouji ÷ cold pandas", cold["gouji check"] / cold["pandas"], 1 / 3)
    judge("peak memory above a bare interpreter, MB", memory, 60)


def official_workbooks(folder: Path) -> list[Path]:
    """Write the official workbooks of some statements that tie."""
    files = [folder / f"{seed}.xlsx" for seed in range(FILES)]
    for seed, file in enumerate(files):
        write_official(consistent_statement(seed), file)
    return files


def warm_jobs() -> dict[str, Job]:
    """Return two bare reads of all cells, the check from a path to its report, and that with all it found."""
    return {
        "calamine": read_with_calamine,
        "openpyxl": read_with_openpyxl,
        "gouji.check": gouji.check,
        "  and its findings": lambda file: gouji.check(file).findings,
    }


def gouji_parts(files: Sequence[Path]) -> dict[str, Job]:
    """Return the parts of gouji.check, each given the result of the one before; adapt it when they change."""
    sheets = {file: read_workbook(file) for file in files}
    facts = {file: locate(sheets[file]) for file in files}
    book = rule_book()
    return {
        "  read": read_workbook,
        "  locate": lambda file: locate(sheets[file]),
        "  reconcile": lambda file: reconcile(facts[file], book),
    }


def read_with_calamine(file: Path) -> None:
    workbook = CalamineWorkbook.from_path(str(file))
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name).to_python()


def read_with_openpyxl(file: Path) -> None:
    workbook = load_workbook(file, read_only=True, data_only=True)
    for sheet in workbook.worksheets:
        for _ in sheet.iter_rows(values_only=True):
            pass
    workbook.close()


def cold_jobs() -> dict[str, Job]:
    """Return whole processes, from start to exit, all modules imported anew."""
    return {
        "bare interpreter": lambda _: process(sys.executable, "-c", "pass"),
        "pandas": lambda file: process(sys.executable, "-W", "ignore", "-c", PANDAS, str(file)),
        "gouji check": lambda file: process(*gouji_command(file)),
    }


def gouji_command(file: Path) -> tuple[str, ...]:
    return str(Path(sys.executable).with_name("gouji")), "check", str(file)


def process(*command: str) -> None:
    if (status := run(command, stdout=DEVNULL, check=False).returncode) > 1:
        sys.exit(f"{' '.join(command)} ended with {status}")


def medians(jobs: Mapping[str, Job], files: Sequence[Path], rounds: int) -> dict[str, float]:
    """Run every job on every file once to warm up, then time them in turns; return median seconds a file."""
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for timed in (False, *[True] * rounds):
        for file in files:
            for name in random.sample(list(jobs), len(jobs)):
                start = perf_counter()
                jobs[name](file)
                if timed:
                    seconds[name].append(perf_counter() - start)
    return {name: median(times) for name, times in seconds.items()}


def peak_megabytes(*command: str) -> float:
    """Return the most memory that a process held at once."""
    kilobytes = run([sys.executable, "-c", PEAK_OF, *command], capture_output=True, check=True).stdout
    return int(kilobytes) / 1024


def show(title: str, seconds: Mapping[str, float], *, beside: str) -> None:
    print(f"{title:<20}÷ {beside}")
    for name, time in seconds.items():
        print(f"{name:<20}{time / seconds[beside]:8.2f}")
    print()


def judge(name: str, value: float, most: float) -> None:
    print(f"{name:<42}{value:8.2f}  at most {most:6.2f}  {'met' if value <= most else 'MISSED'}")


if __name__ == "__main__":
    main()
