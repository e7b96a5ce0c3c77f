"""Package: the parts of a workbook file, and the parts that macros, ribbon and button need."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zipfile import ZipFile

from addin.archive import archive

if TYPE_CHECKING:
    from pathlib import Path

Parts = dict[str, bytes]
"""The parts of a workbook file by name."""

TYPES, RELATIONS, BOOK = "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"
BOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
ADDIN_TYPE = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
WORKBOOK_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_PLAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_VBA_TYPE = "application/vnd.ms-office.vbaProject"
_VBA_RELATION = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_RIBBON_RELATION = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_RELATIONS_HEAD = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'


def read_parts(path: Path) -> Parts:
    """Return the parts of a workbook file."""
    with ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(parts: Parts) -> bytes:
    """Return the file, the parts that name the others first."""
    first = [TYPES, RELATIONS]
    return archive({name: parts[name] for name in [*first, *sorted(parts.keys() - set(first))]})


def insert(parts: Parts, name: str, before: str, text: str) -> None:
    """Put text before the last place of `before` in a part. Raises ValueError when it is not there."""
    head, found, tail = parts[name].decode().rpartition(before)
    if not found:
        raise ValueError(f"{name} has no {before}")
    parts[name] = f"{head}{text}{found}{tail}".encode()


def relate(parts: Parts, name: str, identity: str, kind: str, target: str) -> None:
    """Add a relation to a part that holds relations."""
    parts.setdefault(name, f"{_RELATIONS_HEAD}</Relationships>".encode())
    line = f'<Relationship Id="{identity}" Type="{kind}" Target="{target}"/>'
    insert(parts, name, "</Relationships>", line)


def add_macros(parts: Parts, project: bytes, main_type: str) -> None:
    """Add the VBA project and name the workbook and its sheets as the project does."""
    parts["xl/vbaProject.bin"] = project
    parts[TYPES] = parts[TYPES].replace(_PLAIN_TYPE.encode(), main_type.encode())
    insert(parts, TYPES, "</Types>", f'<Override PartName="/xl/vbaProject.bin" ContentType="{_VBA_TYPE}"/>')
    relate(parts, BOOK_RELATIONS, "gouji_vba", _VBA_RELATION, "vbaProject.bin")
    _set_code(parts, BOOK, "workbookPr", "ThisWorkbook")
    for number, name in enumerate(sheet_parts(parts), 1):
        _set_code(parts, name, "sheetPr", sheet_code(number))


def _set_code(parts: Parts, name: str, tag: str, code: str) -> None:
    """Write the name that a part has in the VBA project; without it Excel finds no module for the part."""
    text, count = re.subn(rf"<{tag}(?=[\s/>])", f'<{tag} codeName="{code}"', parts[name].decode(), count=1)
    if not count:
        raise ValueError(f"{name} has no {tag}")
    parts[name] = text.encode()


def add_ribbon(parts: Parts, ribbon: bytes) -> None:
    """Add the ribbon, for Excel 2010 and later."""
    parts["customUI/customUI14.xml"] = ribbon
    relate(parts, RELATIONS, "gouji_ribbon", _RIBBON_RELATION, "customUI/customUI14.xml")


def sheet_parts(parts: Parts) -> list[str]:
    """Return the parts of the worksheets in the order of our own workbooks, which number them so."""
    names = [name for name in parts if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
    return sorted(names, key=lambda name: int(name[19:-4]))


def sheet_code(number: int) -> str:
    """Return the name of a sheet in the VBA project."""
    return f"Sheet{number}"
