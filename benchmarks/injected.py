"""Injected errors: which mistakes in generated workbooks `gouji check --jobs 2` finds, and what else it says.

    python benchmarks/injected.py [COUNT] [--seed N] [--errors SHARE] [--keep FOLDER]

A mistake is found when a finding of the rules that such a mistake breaks is about it: one of its cells is the
cell of the mistake, or was computed from it, or is of the row that is gone. Those rules are all ties of
severity must, and for a text or an error value in an amount's cell the reading rule of that name. Every other
mismatch of severity must is a false alarm, in a workbook with a mistake as in one without. `named` counts
the mistakes of which the first of the smallest sets of culprits has a cell.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from books.errors import KINDS
from generate import generate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from books.errors import Error

COUNT, SHARE = 1_000, 0.5
READING = {"words": "F-05", "unreadable number": "F-06", "error value": "F-07"}
"""Kinds of mistakes that a reading rule must find."""


@dataclass
class Tally:
    """What became of the mistakes of each kind, and what was said beside them."""

    injected: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    clean: int = 0
    clean_with_roundings: int = 0
    missed: list[str] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    @property
    def is_perfect(self) -> bool:
        """Whether every mistake was found, and nothing else."""
        return not (self.missed or self.false_alarms or self.unreadable)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int, nargs="?", default=COUNT)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--errors", type=float, default=SHARE)
    parser.add_argument("--keep", type=Path, help="a folder for the workbooks")
    options = parser.parse_args()
    with nullcontext(options.keep) if options.keep else TemporaryDirectory() as folder:
        tally = tallied(Path(folder), options.count, seed=options.seed, errors=options.errors)
    show(tally)
    sys.exit(not tally.is_perfect)


def tallied(folder: Path, count: int, *, seed: int, errors: float) -> Tally:
    """Generate workbooks, check them by two processes, and compare."""
    made = generate(count, folder, seed=seed, errors=errors)
    mistakes = {one.file: one.error for one in made}
    tally = Tally()
    for data in checked(folder):
        file = Path(data["path"]).name
        compare(file, mistakes.pop(file), data, tally)
    tally.unreadable += [f"{file}: no result" for file in mistakes]
    return tally


def checked(folder: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the results of the real command."""
    out = folder / "results.jsonl"
    command = [sys.executable, "-m", "gouji", "check", str(folder), "--jobs", "2", "--format", "jsonl"]
    run([*command, "--lang", "en", "--out", str(out)], check=False, capture_output=True)
    with out.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def compare(file: str, error: Error | None, data: Mapping[str, Any], tally: Tally) -> None:
    """Add to the tally what the result of one file says of its mistake."""
    if data["status"] == "unreadable":
        tally.unreadable.append(f"{file}: {data['error']}")
        return
    mismatches = [one for one in data["findings"] if one["verdict"] == "mismatch"]
    wanted = READING.get(error.kind, "") if error else ""
    about = [one for one in mismatches if error and is_about(one, error)]
    told = [one for one in mismatches if one["severity"] == "must" or one["rule"] == wanted]
    tally.false_alarms += [f"{file}: {one['rule']} {one['message']}" for one in told if one not in about]
    if error is None:
        tally.clean += 1
        tally.clean_with_roundings += any(one["verdict"] in ("rounding", "plug") for one in data["findings"])
        return
    tally.injected[error.kind] += 1
    if any(one in told and wanted in ("", one["rule"]) for one in about):
        tally.found[error.kind] += 1
    else:
        tally.missed.append(f"{file}: {error.kind} {error.sheet}!{error.cell} {error.before} → {error.after}")
    culprits = {name(cell) for one in mismatches for cell in one["cells"] if cell.get("culprit")}
    tally.named[error.kind] += not culprits.isdisjoint(error.cells)


def is_about(finding: Mapping[str, Any], error: Error) -> bool:
    cells: Iterable[Mapping[str, Any]] = finding["cells"]
    return any(name(cell) in error.cells or (error.row and cell["row"] == error.row) for cell in cells)


def name(cell: Mapping[str, Any]) -> str:
    return f"{cell['sheet']}!{cell['cell']}"


def show(tally: Tally) -> None:
    print(f"{'mistake':<20}{'injected':>10}{'found':>10}{'missed':>10}{'named':>10}")
    for kind in [*KINDS, ""]:
        injected, found, named = (
            counter[kind] if kind else counter.total()
            for counter in (tally.injected, tally.found, tally.named)
        )
        print(f"{kind or 'all':<20}{injected:>10}{found:>10}{injected - found:>10}{named:>10}")
    print(f"\nfiles without a mistake: {tally.clean}, of them with roundings: {tally.clean_with_roundings}")
    for title in ("missed", "false_alarms", "unreadable"):
        lines = getattr(tally, title)
        print(f"{title.replace('_', ' ')}: {len(lines)}")
        for line in lines[:20]:
            print(f"    {line}")


if __name__ == "__main__":
    main()
