"""The modules of the VBA projects: our own from macros/, xlwings' from the installed package."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

from addin.vbaproject import Kind, Module, document
from addin.wrappers import MACROS

_DOCUMENTS = {"ThisWorkbook": Kind.WORKBOOK}
_SETTINGS = {
    'Public Const PROJECT_NAME As String = "myaddin"': 'Public Const PROJECT_NAME As String = "gouji"',
    'Optional source As String = "") As Variant': 'Optional source As String = "user") As Variant',
}
"""What is changed in xlwings' text: the name of the add-in, which names its settings file; and settings come
from the user's own file alone, as a workbook, or a file beside it, could otherwise name a program to run."""


def addin_modules(sheets: list[str]) -> list[Module]:
    """Return the modules of the add-in, whose sheets have these code names."""
    own = _own("addin")
    empty = [document(name, Kind.SHEET) for name in sheets]
    return [own.pop("ThisWorkbook"), *empty, *own.values(), *_xlwings()]


def workbook_modules(sheets: list[str]) -> list[Module]:
    """Return the modules of a workbook with a button."""
    empty = [document("ThisWorkbook", Kind.WORKBOOK), *(document(name, Kind.SHEET) for name in sheets)]
    return [*empty, *_own("workbook").values()]


def xlwings_version() -> str:
    """Return the version of the installed xlwings, which its DLL carries in its name."""
    return importlib.metadata.version("xlwings")


def _own(folder: str) -> dict[str, Module]:
    kinds = {".bas": Kind.STANDARD, ".cls": Kind.CLASS}
    return {
        path.stem: Module(path.stem, _DOCUMENTS.get(path.stem, kinds[path.suffix]), path.read_text("ascii"))
        for path in sorted((MACROS / folder).iterdir())
    }


def _xlwings() -> list[Module]:
    """Return the modules that xlwings makes for add-ins of others; they are under its BSD licence.

    Raises ValueError when the installed xlwings does not have the lines that are changed.
    """
    import xlwings  # noqa: PLC0415 slow, and its folder is all that is needed

    folder = Path(xlwings.__file__).parent
    text = (folder / "xlwings_custom_addin.bas").read_text("ascii")
    for line, ours in _SETTINGS.items():
        if text.count(line) != 1:
            raise ValueError(f"xlwings {xlwings_version()} does not have exactly one line {line!r}")
        text = text.replace(line, ours)
    dictionary = (folder / "addin" / "Dictionary.cls").read_text("ascii")
    return [Module("xlwings", Kind.STANDARD, text), Module("Dictionary", Kind.CLASS, dictionary)]
