"""Open, click, close and quit, again and again: python benchmarks/extension_rounds.py.

Each round is a LibreOffice of its own in windows with two documents, one of them in two windows; the command
is asked for in both. A round that does not end in a minute has hung, and ends the run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from addin.oxt.build import build_extension  # noqa: E402
from tests import extension  # noqa: E402
from tests.desktop import Desktop  # noqa: E402
from tests.window import Window, one_round  # noqa: E402

WORKBOOKS = [ROOT / "workbooks" / f"{name}.xlsx" for name in ("2023决算样表-五处错误", "2023决算样表")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "gouji.oxt")
        file.write_bytes(build_extension())
        profile = extension.profile_with(file, folder)
        desktop = Desktop()
        started = time.perf_counter()
        try:
            for number in range(1, rounds + 1):
                with extension.office(profile, surroundings={"DISPLAY": desktop.display}) as context:
                    one_round(Window(context, desktop, profile), *WORKBOOKS)
                print(f"{number} of {rounds}: {time.perf_counter() - started:.0f} s", flush=True)
        finally:
            desktop.end()


if __name__ == "__main__":
    main()
