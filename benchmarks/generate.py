"""Workbooks of the nine tables that tie, of many layouts, and a share of them with one mistake each.

    python benchmarks/generate.py COUNT FOLDER [--seed N] [--errors SHARE]

The same seed gives the same workbooks. FOLDER/manifest.jsonl has a line a mistake: the file, the kind, sheet
and cell, what stood there before and after, and all cells that followed.
"""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from books.errors import Original, damaged, kinds_for
from books.files import write_book
from books.layout import draw_layout
from books.totals import exact_totals
from statements import consistent_statement

from gouji.catalogue import catalogue

if TYPE_CHECKING:
    from books.errors import Error

PROCESSES, CHUNK = 2, 25
MANIFEST = "manifest.jsonl"
SMALLEST, SIZES = 10, 80
"""Rows of T5: from 10 to 89."""


class Made(NamedTuple):
    """A workbook that was written, and the mistake in it, if there is one."""

    file: str
    error: Error | None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--errors", type=float, default=0.0, help="share of the files with a mistake")
    options = parser.parse_args()
    made = generate(options.count, options.folder, seed=options.seed, errors=options.errors)
    print(f"{len(made)} workbooks, {sum(one.error is not None for one in made)} with a mistake")


def generate(count: int, folder: Path, *, seed: int = 1, errors: float = 0.0) -> list[Made]:
    """Write the workbooks and the manifest by two processes; return what was made, by name."""
    folder.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(PROCESSES) as pool:
        made = list(pool.map(partial(make, folder, seed, errors), range(count), chunksize=CHUNK))
    lines = [
        json.dumps({"file": one.file, **asdict(one.error)}, ensure_ascii=False) for one in made if one.error
    ]
    (folder / MANIFEST).write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return made


def make(folder: Path, seed: int, errors: float, number: int) -> Made:
    """Write one workbook; all that is random about it comes from its number and the seed."""
    rng = Random(f"{seed}/{number}")
    layout = draw_layout(rng)
    statement = consistent_statement(
        rng.randrange(1 << 30), size=SMALLEST + rng.randrange(SIZES), unit=layout.unit, funds=layout.funds
    )
    totals = exact_totals(statement, catalogue().tables) if layout.formulas else {}
    original = Original(statement, layout, totals)
    found = None
    if rng.random() < errors:
        kinds = kinds_for(layout)
        for kind in rng.sample(kinds, len(kinds)):
            if found := damaged(original, kind, rng):
                break
    book, error = found or (original.book(), None)
    file = folder / f"{number:06}{layout.suffix}"
    write_book(book, file)
    return Made(file.name, error)


if __name__ == "__main__":
    main()
