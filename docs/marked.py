"""Make docs/marked.png and docs/results.png, pages of a marked workbook: python docs/marked.py.

Needs LibreOffice, which prints the pages, and poppler's pdftoppm.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import gouji

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "workbooks" / "2023决算样表-五处错误.xlsx"
PAGES = {"marked": 1, "results": 10}
"""Picture → page: the first table, and the first page of the results sheet behind the nine tables."""


def main() -> None:
    """Mark the sample with mistakes, print it, and keep two pages as pictures."""
    with TemporaryDirectory() as folder:
        marked = gouji.mark(SAMPLE, gouji.check(SAMPLE), Path(folder, "marked.xlsx"))
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(marked)]
        subprocess.run(convert, check=True, capture_output=True)
        for name, page in PAGES.items():
            cut = ["-r", "75", "-f", str(page), "-l", str(page), "-singlefile", "-png"]
            pdf, picture = str(Path(folder, "marked.pdf")), str(HERE / name)
            subprocess.run(["pdftoppm", *cut, pdf, picture], check=True)


if __name__ == "__main__":
    main()
