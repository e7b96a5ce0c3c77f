"""How long marking takes beside openpyxl's load and save of the same file: python benchmarks/mark_speed.py.

100,000 × 10 cells, 2,000 marks. The three jobs run in processes of their own, several times in turn; what is
printed are medians of times and the highest memory of a process.
"""

from __future__ import annotations

import random
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from gouji.grid import address
from gouji.marks.kinds import Kind
from gouji.marks.plan import Mark
from gouji.marks.results import Results

ROWS, COLUMNS, MARKS, ROUNDS = 100_000, 10, 2_000, 3


def build(path: Path) -> None:
    import openpyxl  # noqa: PLC0415 not in the process that is measured

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("数据")
    rng = random.Random(4)
    for _ in range(ROWS):
        sheet.append([rng.randrange(1_000_000) / 100 for _ in range(COLUMNS)])
    book.save(path)


def mark(path: Path, out: Path) -> None:
    from gouji.workbook.mark import marked  # noqa: PLC0415
    from gouji.workbook.save import write_new  # noqa: PLC0415

    rng = random.Random(5)
    places = sorted({(rng.randrange(ROWS), rng.randrange(COLUMNS)) for _ in range(MARKS)})
    marks = [Mark("数据", address(*place), Kind.INVOLVED, f"[勾稽] {place}") for place in places]
    results = Results("核对结果", "勾稽核对结果", (), (), ("",) * 7, ())
    write_new(marked(path.read_bytes(), marks, results), out, overwrite=True)


def openpyxl_round(path: Path, out: Path) -> None:
    import openpyxl  # noqa: PLC0415

    openpyxl.load_workbook(path).save(out)


JOBS = {"mark": mark, "openpyxl": openpyxl_round}


def main() -> None:
    if len(sys.argv) == 4:
        job, path, out = sys.argv[1:]
        start = time.perf_counter()
        JOBS[job](Path(path), Path(out))
        print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        return
    with TemporaryDirectory() as folder:
        path = Path(folder, "big.xlsx")
        build(path)
        seconds: dict[str, list[float]] = {job: [] for job in JOBS}
        memory = dict.fromkeys(JOBS, 0)
        for _ in range(ROUNDS):
            for job in JOBS:
                command = [sys.executable, __file__, job, str(path), str(Path(folder, f"{job}.xlsx"))]
                told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
                seconds[job].append(float(told[0]))
                memory[job] = max(memory[job], int(told[1]))
    ratio = statistics.median(seconds["mark"]) / statistics.median(seconds["openpyxl"])
    print(f"mark ÷ openpyxl load + save: {ratio:.3f} (aim 0.2)")
    print(f"memory: mark {memory['mark']} MB (aim 300), openpyxl {memory['openpyxl']} MB")


if __name__ == "__main__":
    main()
