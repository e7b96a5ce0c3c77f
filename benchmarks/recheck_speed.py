"""How much faster `gouji recheck` checks kept facts than workbooks are read, and whether it finds the same.

Workbooks are generated, some with a mistake, and read, kept and checked by two processes; their facts stand
as often in a larger store as it takes to have UNITS of them, which two processes recheck. All in one run;
only the ratios mean something.

    python benchmarks/recheck_speed.py [UNITS] [FILES]
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from subprocess import DEVNULL, run
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.parquet as pq
from batch_speed import seconds_of_plain_read
from generate import generate

from gouji.factstore.parquet import ROWS, SCHEMA
from gouji.factstore.recheck import recheck
from gouji.rules import rule_book

if TYPE_CHECKING:
    from collections.abc import Callable

UNITS, FILES = 100_000, 1_000
ERRORS = 0.1


def main() -> None:
    asked = [int(text) for text in sys.argv[1:]]
    units, files = asked + [UNITS, FILES][len(asked) :]
    with TemporaryDirectory() as name:
        folder = Path(name, "units")
        made = generate(files, folder, errors=ERRORS)
        paths = [str(folder / one.file) for one in made]
        read = seconds_of_plain_read(paths)
        checked, kept, many = (Path(name, end) for end in ("checked.jsonl", "kept.parquet", "many.parquet"))
        check = seconds(lambda: gouji("check", folder, "--jobs", 2, "--out", checked))
        keep = seconds(lambda: gouji("facts", folder, "--jobs", 2, "--out", kept))
        different = differences(checked, kept)
        repeat(kept, many, units)
        again = seconds(lambda: gouji("recheck", many, "--jobs", 2))
        size = many.stat().st_size / units
    print(f"{files} workbooks, {ERRORS:.0%} with a mistake; {units} units' facts, {size:.0f} bytes a unit")
    print(f"files with other findings by recheck         {different:8}  none")
    print(f"a unit: facts ÷ recheck                      {keep / files / (again / units):8.1f}  at least 50")
    print(f"a unit: check ÷ recheck                      {check / files / (again / units):8.1f}")
    print(f"a unit: plain calamine read ÷ recheck        {read / files / (again / units):8.1f}")
    print(f"recheck of all, seconds                      {again:8.1f}")


def seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def gouji(*arguments: object) -> None:
    done = run([sys.executable, "-m", "gouji", *map(str, arguments)], stdout=DEVNULL, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{arguments[0]} ended with {done.returncode}")


def differences(checked: Path, kept: Path) -> int:
    """Return the number of files of which recheck has another status, other counts or other mismatches."""
    different = 0
    with checked.open(encoding="utf-8") as lines:
        for line, one in zip(lines, recheck(kept, rule_book()), strict=True):
            data = json.loads(line)
            rules = Counter(f["rule"] for f in data["findings"] if f["verdict"] == "mismatch")
            told = data["path"], data["status"], data["counts"], rules
            different += told != (one.path, one.status, one.counts, one.mismatches)
    return different


def repeat(kept: Path, many: Path, units: int) -> None:
    """Write the facts again and again, in row groups of the usual size, until there are so many."""
    table = pq.read_table(kept)
    with pq.ParquetWriter(many, SCHEMA, compression="zstd") as writer:
        for start in range(0, units, ROWS):
            places = np.arange(start, min(start + ROWS, units)) % len(table)
            writer.write_table(table.take(places), row_group_size=ROWS)


if __name__ == "__main__":
    main()
