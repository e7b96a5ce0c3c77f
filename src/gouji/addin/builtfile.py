"""The built add-in: which versions it was made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of gouji and of xlwings; the empty text where there is none."""

    gouji: str
    xlwings: str


def built_versions(path: Path) -> Versions | None:
    """Return the versions that an add-in was built from, None when the file is none of ours."""
    try:
        with ZipFile(path) as file:
            core = file.read("docProps/core.xml").decode()
    except (OSError, BadZipFile, KeyError, UnicodeDecodeError):
        return None
    gouji = re.search(r"<cp:version>([^<]*)</cp:version>", core)
    xlwings = re.search(r"<cp:keywords>xlwings ([^<]*)</cp:keywords>", core)
    return Versions(gouji[1], xlwings[1]) if gouji and xlwings else None
