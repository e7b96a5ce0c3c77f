"""Saving: in a file for Excel that LibreOffice has just written, our functions by the names Excel knows."""

from __future__ import annotations

import os
import re
import shutil
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile, is_zipfile

from gouji.extension.formulas import with_names
from gouji.extension.names import FUNCTIONS
from gouji.workbook.package.draft import Draft
from gouji.workbook.package.splices import Splice
from gouji.written import written_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LONG = f"{FUNCTIONS}.".upper().encode()
_FORMULA = re.compile(
    rb"<(?:\w+:)?(f|formula|formula1|formula2|definedName|calculatedColumnFormula)\b[^>/]*>([^<]+)<"
)
"""Where a formula stands in the parts of a workbook, with its text."""


def restore_names(path: Path) -> bool:
    """Give the functions in a file their names; say whether any had a long one.

    The file keeps its time: LibreOffice would otherwise think that somebody else has changed it, and ask
    before it saves again. Raises OSError where the file cannot be replaced; it is as before then.
    """
    file = path.resolve()
    if not is_zipfile(file):
        return False
    data = file.read_bytes()
    with ZipFile(BytesIO(data)) as archive:
        renamings = {name: list(_renamings(archive.read(name))) for name in archive.namelist()}
        if not any(renamings.values()):
            return False
        draft = Draft(archive)
        for name, splices in renamings.items():
            if splices:
                draft.splice(name, splices)
        state = file.stat()
        with written_whole(file) as part:
            with ZipFile(part, "w") as target:
                draft.write(target)
            shutil.copymode(file, part)
            os.utime(part, ns=(state.st_atime_ns, state.st_mtime_ns))
    return True


def _renamings(part: bytes) -> Iterator[Splice]:
    if _LONG not in part:
        return
    for formula in _FORMULA.finditer(part):
        text = formula[2].decode("utf-8")
        named = with_names(text)
        if named != text:
            yield Splice(formula.start(2), formula.end(2), named.encode("utf-8"))
