"""One click on a nine-table workbook against opening it: python benchmarks/extension_click.py.

Both in LibreOffice in a window.

Prints the seconds of each round, and the ratio of the medians; the first click also imports xlwings.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from addin.oxt.build import build_extension  # noqa: E402
from tests import extension  # noqa: E402
from tests.window import Window, dispatch, windowed  # noqa: E402

from xlwings_libreoffice.bridge import properties  # noqa: E402

WORKBOOK = ROOT / "workbooks" / "2023决算样表-五处错误.xlsx"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "gouji.oxt")
        file.write_bytes(build_extension())
        profile = extension.profile_with(file, folder)
        with windowed(profile) as window:
            measured = [one_round(window) for _ in range(rounds)]
    for opening, clicking in measured:
        print(f"open {opening:.3f} s   click {clicking:.3f} s   click ÷ open {clicking / opening:.2f}")
    opening, clicking = (statistics.median(column) for column in zip(*measured, strict=True))
    print(f"median: open {opening:.3f} s   click {clicking:.3f} s   click ÷ open {clicking / opening:.2f}")


def one_round(window: Window) -> tuple[float, float]:
    """Return the seconds of opening the workbook, and of the command until its box is there."""
    started = time.perf_counter()
    options = properties(MacroExecutionMode=0)
    document = window.office.loadComponentFromURL(WORKBOOK.as_uri(), "_blank", 0, options)
    opened = time.perf_counter()
    began = time.perf_counter()
    dispatch(window, document.CurrentController.Frame, "org.gouji.addin:mark")
    while not window.desktop.do("search", "--onlyvisible", "--name", "^勾稽$"):
        pass
    clicked = time.perf_counter()
    window.box()
    document.setModified(False)
    document.close(True)  # noqa: FBT003 UNO knows no names of arguments
    return opened - started, clicked - began


if __name__ == "__main__":
    main()
