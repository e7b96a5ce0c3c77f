"""How long one click takes in LibreOffice beside opening and saving the file.

    python benchmarks/live_speed.py

The nine tables of the 2023 statement with five mistakes; medians of rounds in one LibreOffice.
"""

from __future__ import annotations

import shutil
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import xlwings as xw

import xlwings_libreoffice  # noqa: F401 it registers the engine
from gouji import live
from gouji.live.reading import check_book

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLE = Path(__file__).parents[1] / "workbooks" / "2023决算样表-五处错误.xlsx"
ROUNDS = 7


def main() -> None:
    app = xw.App(visible=False, add_book=False)
    times: dict[str, list[float]] = {"open": [], "save": [], "check": [], "mark": []}
    try:
        with TemporaryDirectory() as folder:
            for number in range(ROUNDS + 1):
                one = _round(app, shutil.copy(SAMPLE, Path(folder, f"{number}.xlsx")))
                if number:  # the first round warms the program up
                    for name, seconds in one.items():
                        times[name].append(seconds)
    finally:
        app.quit()
    median = {name: statistics.median(seconds) for name, seconds in times.items()}
    around = median["open"] + median["save"]
    print(f"click to marks ÷ open + save: {median['mark'] / around:.2f} (aim 3)")
    print(f"the check's share of the click: {median['check'] / median['mark']:.0%} (aim 20%)")
    print(f"open + save: {around * 1000:.0f} ms")


def _round(app: xw.App, path: Path) -> dict[str, float]:
    seconds, book = _timed(lambda: app.books.open(str(path)))
    found = {"open": seconds}
    found["check"], _ = _timed(lambda: check_book(book))
    found["mark"], _ = _timed(lambda: live.mark(book))
    live.clear(book)
    found["save"], _ = _timed(book.save)
    book.close()
    return found


def _timed(work: Callable[[], xw.Book | object]) -> tuple[float, xw.Book]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result  # type: ignore[return-value]


if __name__ == "__main__":
    main()
