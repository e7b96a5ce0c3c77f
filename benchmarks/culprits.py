"""How often the wrong cell is found in mutated statements, and how long that takes.

`python benchmarks/culprits.py [FILE…] [--every N]`: every cell with an amount that an equation of severity
must covers, nine kinds of mistakes each; then pairs of mistakes. Seeded, so two runs try the same mistakes.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import process_time
from typing import TYPE_CHECKING, NamedTuple

import gouji
from gouji.culprits import culprits
from gouji.culprits.mutations import KINDS, mutation
from gouji.culprits.ties import system_of
from gouji.reconcile import reconcile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gouji.culprits import CulpritSet
    from gouji.culprits.search import System
    from gouji.reconcile import Reconciliation

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"
PAIRS = 400


class Trial(NamedTuple):
    """One mutated statement: what became of it. `rank` is 0 where the set is not among those told."""

    kind: str
    visible: bool
    detected: bool
    alone: bool
    in_set: bool
    rank: int
    seconds: float


def covered(system: System, result: Reconciliation) -> list[int]:
    """Return the cells with an amount that an equation covers."""
    return [
        cell
        for cell, ties in sorted(system.columns.items())
        if result.facts.amounts[cell] and any(system.ties[tie].low == system.ties[tie].high for tie in ties)
    ]


def trials(result: Reconciliation, every: int, seed: int) -> Iterator[Trial]:
    """Yield one mistake of each kind at every nth covered cell."""
    system = system_of(result)
    random = Random(seed)
    for cell in covered(system, result)[::every]:
        for kind in KINDS:
            if wrong := mutation(kind, result.facts, cell, random):
                yield trial(kind, result, system, [cell], wrong)


def pairs(result: Reconciliation, count: int, seed: int) -> Iterator[Trial]:
    """Yield two mistakes of single cells at once."""
    system = system_of(result)
    random = Random(seed)
    cells = covered(system, result)
    kinds = [kind for kind in KINDS if kind not in ("exchanged", "slipped")]
    while count:
        two = random.sample(cells, 2)
        parts = [mutation(random.choice(kinds), result.facts, cell, random) for cell in two]
        if all(parts) and all(visible(system, result, part) for part in parts):
            yield trial("two at once", result, system, two, parts[0] | parts[1])
            count -= 1


def visible(system: System, result: Reconciliation, wrong: dict[int, int]) -> bool:
    """Say whether the mistake moves an equation by more than rounding can hide, whatever the roundings."""
    changes = {cell: amount - result.facts.amounts[cell] for cell, amount in wrong.items()}
    for place in {place for cell in wrong for place in system.columns[cell]}:
        tie = system.ties[place]
        moved = sum(tie.weights.get(cell, 0) * change for cell, change in changes.items())
        if tie.low == tie.high and abs(moved) > tie.width + sum(map(result.facts.ulps.__getitem__, wrong)):
            return True
    return False


def trial(
    kind: str, result: Reconciliation, system: System, cells: Sequence[int], wrong: dict[int, int]
) -> Trial:
    """Reconcile the statement with these amounts and look for the cells in what is accused."""
    amounts = list(result.facts.amounts)
    printed = list(result.facts.printed)
    for cell, amount in wrong.items():
        amounts[cell], printed[cell] = amount, True
    mutated = reconcile(replace(result.facts, amounts=amounts, printed=printed), result.book)
    started = process_time()
    found = culprits(mutated)
    seconds = process_time() - started
    places = {place(result, cell) for cell in cells}
    ranks = [n for n, one in enumerate(found.sets, 1) if places <= accused(one)]
    named = [n for n, one in enumerate(found.sets, 1) if places <= {cell.place.at for cell in one.cells}]
    alone = all(len(system.group(cell)) == 1 for cell in cells)
    rank = next(iter(named), 0)
    detected = mutated.counts["mismatch"] > result.counts["mismatch"]
    return Trial(kind, visible(system, result, wrong), detected, alone, bool(ranks), rank, seconds)


def place(result: Reconciliation, cell: int) -> tuple[str, str]:
    """Return the sheet and address of a cell."""
    where = result.facts.cell(cell)
    return where.sheet, where.address


def accused(one: CulpritSet) -> set[tuple[str, str]]:
    """Return the cells of a set and those that no rule can tell apart from them."""
    return {each.at for cell in one.cells for each in (cell.place, *cell.others)}


def show(name: str, all_trials: Iterable[Trial]) -> None:
    """Print the shares of one lot of trials, a line a kind."""
    done = list(all_trials)
    print(f"\n{name}: {len(done)} mistakes, {sum(not one.visible for one in done)} within rounding")
    print(f"{'kind':12} {'n':>5} {'found':>7} {'in set':>7} {'alone':>6} {'first':>7} {'top 3':>7} {'ms':>6}")
    for kind, count in [*Counter(one.kind for one in done).items(), ("all", len(done))]:
        some = [one for one in done if one.visible and kind in (one.kind, "all")]
        if not some or (kind == "all" and count == len(done) == Counter(one.kind for one in done).get(kind)):
            continue
        alone = [one for one in some if one.alone]
        print(
            f"{kind:12} {len(some):5} {share(one.detected for one in some)}"
            f" {share(one.in_set for one in some)} {len(alone):6} {share(one.rank == 1 for one in alone)}"
            f" {share(1 <= one.rank <= 3 for one in alone)} {1e3 * median(one.seconds for one in some):6.1f}"
        )
    times = [1e3 * one.seconds for one in done]
    print(
        f"processor ms a workbook: median {median(times):.1f}, 99 % {quantiles(times, n=100)[-1]:.1f},"
        f" most {max(times):.1f}"
    )


def share(values: Iterable[bool]) -> str:
    """Return the share of true values in per cent."""
    seen = list(values)
    return f"{100 * sum(seen) / len(seen):6.1f}%" if seen else "      -"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=[SAMPLES / "S01.xlsx", SAMPLES / "S05.xlsx"])
    parser.add_argument("--every", type=int, default=1, help="only every nth covered cell")
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args()
    for file in options.files:
        result = gouji.check(file).reconciliation
        assert result is not None  # noqa: S101 the samples can be read
        show(f"{file.name}, one mistake", trials(result, options.every, options.seed))
        show(f"{file.name}, two mistakes", pairs(result, PAIRS // options.every, options.seed))


if __name__ == "__main__":
    main()
