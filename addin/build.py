"""Build gouji.xlam, and a twin with a button of each workbook: python -m addin.build.

The same text and the same versions give the same bytes on every machine; neither Excel nor a template is
needed.
"""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from addin.button import add_button
from addin.modules import addin_modules, workbook_modules, xlwings_version
from addin.package import (
    ADDIN_TYPE,
    BOOK,
    WORKBOOK_TYPE,
    add_macros,
    add_ribbon,
    insert,
    packed,
    read_parts,
    sheet_code,
    sheet_parts,
)
from addin.vbaproject import vba_project
from openpyxl import Workbook

from gouji.functions.cards import cards
from gouji.version import __version__
from gouji.workbook.saved import saved_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from addin.package import Parts

HERE = Path(__file__).parent
ROOT = HERE.parent
ADDIN = ROOT / "src" / "gouji" / "addin" / "gouji.xlam"
"""Where the package, and so `gouji addin install`, has the add-in."""
WITH_BUTTON = ("官方空白表", "2023决算样表", "2023决算样表-五处错误")
"""The workbooks that get a twin with a button."""


def build_addin() -> bytes:
    """Return gouji.xlam."""
    names = {"version": __version__, "xlwings": xlwings_version()}
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in (("texts", _sentences(names)), ("functions", _function_cards())):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.properties.title, book.properties.version = _texts()["addin"]["title"], __version__
    book.properties.keywords = f"xlwings {names['xlwings']}"
    parts = saved_parts(book)
    add_macros(parts, vba_project("Gouji", addin_modules(_codes(parts))), ADDIN_TYPE)
    add_ribbon(parts, (HERE / "customUI14.xml").read_bytes())
    return packed(parts)


def build_workbook(plain: Path) -> bytes:
    """Return a workbook as it is, with the button on its first sheet."""
    parts, texts = read_parts(plain), _texts()["workbook"]
    add_macros(parts, vba_project("GoujiWorkbook", workbook_modules(_codes(parts))), WORKBOOK_TYPE)
    add_button(parts, sheet_parts(parts)[0], texts["button"], "GoujiButton.GoujiCheckNow")
    name = f'<definedName name="gouji_no_addin" hidden="1">"{escape(texts["no_addin"])}"</definedName>'
    if b"</definedNames>" not in parts[BOOK]:
        insert(parts, BOOK, "<calcPr", "<definedNames></definedNames>")
    insert(parts, BOOK, "</definedNames>", name)
    return packed(parts)


def build(workbooks: Path, addin: Path) -> list[Path]:
    """Write the add-in, and into a folder of workbooks the twins; return the paths."""
    addin.write_bytes(build_addin())
    written = [addin]
    for name in WITH_BUTTON:
        twin = workbooks / f"{name}.xlsm"
        twin.write_bytes(build_workbook(workbooks / f"{name}.xlsx"))
        written.append(twin)
    return written


def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads((HERE / "texts.toml").read_text("utf-8"))


def _sentences(names: dict[str, str]) -> Iterator[list[str]]:
    for key, sentence in _texts()["addin"].items():
        yield [key, sentence.format(**names)]


def _function_cards() -> Iterator[list[str | int]]:
    for card in cards().values():
        helps = [one.zh for one in card.parameters]
        yield [card.name, card.category, card.zh, len(helps), *helps]


def _codes(parts: Parts) -> list[str]:
    return [sheet_code(number) for number, _ in enumerate(sheet_parts(parts), 1)]


def main() -> None:
    """Build, and print what was written."""
    parser = argparse.ArgumentParser(description="Build the Excel add-in and the workbooks with a button.")
    parser.add_argument("--workbooks", type=Path, default=ROOT / "workbooks", help="the folder of workbooks")
    parser.add_argument("--addin", type=Path, default=ADDIN, help="the add-in to write")
    options = parser.parse_args()
    for path in build(options.workbooks, options.addin):
        print(f"{path}  {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
