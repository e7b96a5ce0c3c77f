"""How long a workbook of 2,000 GJ_* formulas takes: formualizer beside formulas alone, both in one run.

    python benchmarks/recalculate_speed.py

Each round times both on the same file, from the file to the results, imports apart. formualizer goes the
whole way of `gouji recalculate`: formulas read by openpyxl, then computed. What counts is the ratio.
"""

from __future__ import annotations

import random
import sys
from contextlib import redirect_stderr
from io import StringIO
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

import formulas
from openpyxl import Workbook

from gouji.workbook.compute import compute
from gouji.workbook.engines import register_in_formulas
from gouji.workbook.formulae import read_formulae
from gouji.workbook.recalculate import recalculate

if TYPE_CHECKING:
    from collections.abc import Callable

FORMULAS, ROUNDS = 2_000, 3
TARGET = 1 / 20
CALLS = (
    "=GJ_CHANGE(A{0},B{0})",
    "=GJ_GROWTH(A{0},B{0})",
    "=GJ_VARIANCE(A{0},B{0})",
    "=GJ_SHARE(A{0},B{0})",
    "=GJ_EXECUTION(A{0},B{0})",
    "=GJ_EXECUTION_SCORE(A{0},B{0},10)",
    '=GJ_SCORE(">=88%",A{0},10)',
    "=GJ_TIE(A{0},A{0},B{0})",
    "=GJ_PHRASE(A{0},B{0})",
)


def main() -> None:
    register_in_formulas()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "calls.xlsx"
        write_calls(file)
        jobs = {
            "formulas alone": by_formulas,
            "formualizer": lambda path: compute(path, read_formulae(path)),
            "gouji recalculate": recalculate,
        }
        seconds = {name: median(timed(job, file) for _ in range(ROUNDS)) for name, job in jobs.items()}
    alone = seconds["formulas alone"]
    print(f"{FORMULAS:,} formulas, {ROUNDS} rounds, medians\n")
    for name, time in seconds.items():
        print(f"{name:<20}{time:8.2f} s   1/{alone / time:.0f} of formulas alone")
    ratio = seconds["formualizer"] / alone
    print(f"\ntarget at most 1/{1 / TARGET:.0f}: {'met' if ratio <= TARGET else 'MISSED'}")
    sys.exit(ratio > TARGET)


def write_calls(file: Path) -> None:
    """Write a workbook with a call of a function in each row, over two amounts of its own."""
    chance = random.Random(0)
    workbook = Workbook()
    for row, call in zip(range(1, FORMULAS + 1), cycle(CALLS), strict=False):
        amounts = (chance.randrange(1, 10**8) / 100 for _ in range(2))
        workbook.active.append([*amounts, call.format(row)])
    workbook.save(file)


def by_formulas(path: Path) -> None:
    with redirect_stderr(StringIO()):
        formulas.ExcelModel().loads(str(path)).finish().calculate()


def timed(job: Callable[[Path], object], file: Path) -> float:
    start = perf_counter()
    job(file)
    return perf_counter() - start


if __name__ == "__main__":
    main()
