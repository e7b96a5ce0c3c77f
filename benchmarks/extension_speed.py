"""How long the extension's functions take in LibreOffice, as multiples of plain divisions.

`python benchmarks/extension_speed.py [--cells N] [--rounds N]`: a column of each formula over two columns of
amounts, all calculated anew, first with the amounts as they were, then with other ones. Each round measures
every formula, in processor time of LibreOffice, and the least of all rounds counts. Needs LibreOffice on
Linux; it gets a profile of its own.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from random import Random
from time import clock_gettime
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from addin.oxt.build import build_extension
from tests.extension import new_spreadsheet, office, profile_with, version

from xlwings_libreoffice.process import pid_of

PLAIN = "=A{0}/B{0}"
FORMULAS = {
    "a division": PLAIN,
    "the same, rounded as a rate is": "=ROUND((A{0}-B{0})/ABS(B{0});4)",
    "GJ_SHARE": "=GJ_SHARE(A{0};B{0})",
    "GJ_GROWTH": "=GJ_GROWTH(A{0};B{0})",
    "GJ_TIE": "=GJ_TIE(A{0};B{0})",
    "GJ_SCORE": '=GJ_SCORE("<=500万元";A{0};10;"万元")',
}


def filled(context: Any, formula: str, cells: int) -> Any:
    document = new_spreadsheet(context)
    document.enableAutomaticCalculation(False)  # noqa: FBT003 UNO knows no names of arguments
    give_amounts(document, cells, 0)
    column = document.Sheets.getByIndex(0).getCellRangeByName(f"C1:C{cells}")
    column.setFormulaArray(tuple((formula.format(row),) for row in range(1, cells + 1)))
    document.calculateAll()
    return document


def give_amounts(document: Any, cells: int, seed: int) -> None:
    random = Random(seed)
    amounts = tuple(
        (round(random.uniform(1, 999), 2), round(random.uniform(1, 999), 2)) for _ in range(cells)
    )
    document.Sheets.getByIndex(0).getCellRangeByName(f"A1:B{cells}").setDataArray(amounts)


def seconds(document: Any, pid: int) -> float:
    clock = (~pid << 3) | 2  # the processor time of a process, as clock_getcpuclockid(3) gives it
    start = clock_gettime(clock)
    document.calculateAll()
    return clock_gettime(clock) - start


def measure(context: Any, pid: int, cells: int, rounds: int) -> None:
    documents = {name: filled(context, formula, cells) for name, formula in FORMULAS.items()}
    same = {name: float("inf") for name in FORMULAS}
    other = dict(same)
    for number in range(1, rounds + 1):
        for name, document in documents.items():
            same[name] = min(same[name], seconds(document, pid))
            give_amounts(document, cells, number)
            other[name] = min(other[name], seconds(document, pid))
    release = ".".join(map(str, version(context)))
    print(f"{cells:,} cells calculated anew in LibreOffice {release}, as multiples of plain divisions")
    print(f"{'':32}{'same amounts':>22}{'other amounts':>22}")
    plain = next(iter(FORMULAS))
    for name in FORMULAS:
        columns = (f"{t[name] * 1000:9.1f} ms {t[name] / t[plain]:6.1f} ×" for t in (same, other))
        print(f"{name:32}{''.join(f'{column:>22}' for column in columns)}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cells", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gouji-") as folder:
        file = Path(folder) / "gouji.oxt"
        file.write_bytes(build_extension())
        with office(profile_with(file, folder), "--headless") as context:
            pid = pid_of(folder)
            if pid is None:
                sys.exit("LibreOffice's process was not found")
            measure(context, pid, options.cells, options.rounds)


if __name__ == "__main__":
    main()
