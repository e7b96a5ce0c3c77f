"""Draw docs/check.svg: what `gouji check` shows for the 2023 sample with five mistakes.

Run `make samples && .venv/bin/python docs/picture.py` after a change of the text report.
"""

import re
from dataclasses import replace
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

from gouji import check
from gouji.report.text import text_report

ROOT = Path(__file__).parents[1]
SAMPLE = "2023决算样表-五处错误.xlsx"
LINES = 36
"""Lines of the report that the picture shows."""


def main() -> None:
    """Write the picture."""
    report = replace(check(ROOT / "workbooks" / SAMPLE), path=Path(SAMPLE))
    console = Console(width=96, record=True, force_terminal=True, file=StringIO())
    with console.capture() as captured:
        console.print(text_report(report, "zh"))
    console.export_text(clear=True)
    console.print(Text(f"$ gouji check {SAMPLE}", style="bold"))
    console.print(Text.from_ansi("\n".join(captured.get().splitlines()[1:LINES])))
    svg = console.export_svg(title="勾稽核对")
    # rich takes every sign for one column wide and squeezes Chinese text to that length
    (ROOT / "docs" / "check.svg").write_text(re.sub(r' textLength="[\d.]+"', "", svg), "utf-8")


if __name__ == "__main__":
    main()
