"""How long reading, importing and checking a 30-page report takes beside pdfplumber's extraction of its text.

    python benchmarks/document_speed.py [REPORT.pdf]

Each round times all jobs on the same file. Without a report, one of 30 pages is printed: tables on half of
them, text on the others. What counts is the ratio.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING

import pdfplumber
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from gouji.documents.imported import import_tables
from gouji.documents.read import read_document
from gouji.documents.tie import tie

if TYPE_CHECKING:
    from collections.abc import Callable

PAGES, ROUNDS, TARGET = 30, 5, 2.0
FONT = "STSong-Light"
SENTENCE = "一般公共预算财政拨款支出年初预算为2,993.92万元，支出决算为2,940.05万元，"
HEAD = ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出", "上缴上级支出")


def main() -> None:
    jobs: dict[str, Callable[[Path], object]] = {
        "pdfplumber's text": extract_text,
        "read_document": read_document,
        "import_tables": import_tables,
        "tie": tie,
    }
    with TemporaryDirectory() as folder:
        report = Path(sys.argv[1]) if len(sys.argv) > 1 else print_report(Path(folder) / "report.pdf")
        rounds = [{name: timed(job, report) for name, job in jobs.items()} for _ in range(ROUNDS)]
        with pdfplumber.open(report) as pdf:
            pages = len(pdf.pages)
    alone = "pdfplumber's text"
    print(f"{pages} pages, {ROUNDS} rounds, medians\n")
    ratios = {name: median(one[name] / one[alone] for one in rounds) for name in jobs}
    for name, ratio in ratios.items():
        print(f"{name:<20}{median(one[name] for one in rounds):8.2f} s{ratio:8.2f} x")
    worst = max(ratios.values())
    print(f"\ntarget at most {TARGET:.0f} x: {'met' if worst <= TARGET else 'MISSED'}")
    sys.exit(worst > TARGET)


def extract_text(path: Path) -> None:
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.close()


def print_report(path: Path) -> Path:
    """Print text pages and pages of ruled tables in turn."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path), pagesize=A4)
    for number in range(PAGES):
        canvas.setFont(FONT, 12)
        if number % 2:
            print_table(canvas, number)
        else:
            for line in range(34):
                canvas.drawString(72, 770 - 20 * line, (SENTENCE * 2)[line % 7 : line % 7 + 40])
        canvas.showPage()
    canvas.save()
    return path


def print_table(canvas: Canvas, number: int) -> None:
    canvas.drawString(250, 790, "支出决算表")
    canvas.setFont(FONT, 9)
    lefts = [50, 110, 260, 330, 400, 470]
    for row in range(32):
        cells = HEAD
        if row:
            code = f"2{number:02d}{row:02d}01"
            cells = (code, f"第{row}项支出", *(f"{row * 1000 + n:,.2f}" for n in range(4)))
        for left, cell in zip(lefts, cells, strict=True):
            canvas.drawString(left + 2, 764 - 22 * row, cell)
    canvas.grid([*lefts, 545], [780 - 22 * row for row in range(33)])


def timed(job: Callable[[Path], object], file: Path) -> float:
    start = perf_counter()
    job(file)
    return perf_counter() - start


if __name__ == "__main__":
    main()
