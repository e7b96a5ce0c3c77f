"""Saved: the parts of a workbook of ours, without a trace of clock, zip library or XML library."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree.ElementTree import canonicalize
from zipfile import BadZipFile, ZipFile

from openpyxl.xml.constants import ARC_CORE, ARC_STYLE
from openpyxl.xml.functions import tostring

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

_DATE = datetime(2024, 1, 1)  # noqa: DTZ001 (a file's dates have no zone here)
_FONT = re.compile(r"<font>(.*?)</font>", re.DOTALL)
_FONT_PART = re.compile(r"<(\w+)[^>]*></\1>")
_FONT_ORDER = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign"),
    *("sz", "color", "name", "family", "charset", "scheme"),
)
"""The order in which Excel writes a font and the Open XML SDK asks for it; openpyxl has another."""


def saved_parts(workbook: Workbook) -> dict[str, bytes]:
    """Return the parts of the workbook's file by name, in the order in which openpyxl writes them."""
    draft = BytesIO()
    workbook.save(draft)
    workbook.properties.creator = "Gouji"
    workbook.properties.created = workbook.properties.modified = _DATE
    with ZipFile(draft) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    parts[ARC_CORE] = tostring(workbook.properties.to_tree())
    texts = {name: canonicalize(part.decode()) for name, part in parts.items()}
    texts[ARC_STYLE] = _FONT.sub(_in_order, texts[ARC_STYLE])
    return {name: text.encode() for name, text in texts.items()}


def is_titled(path: Path, title: str) -> bool:
    """Say whether the file is a workbook with this title among its properties."""
    try:
        with ZipFile(path) as file:
            return re.search(rf":title[^>]*>{title}<".encode(), file.read(ARC_CORE)) is not None
    except (OSError, BadZipFile, KeyError):
        return False


def _in_order(font: re.Match[str]) -> str:
    found = sorted(_FONT_PART.finditer(font[1]), key=lambda part: _FONT_ORDER.index(part[1]))
    return f"<font>{''.join(part[0] for part in found)}</font>"
