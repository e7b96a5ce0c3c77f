"""Read: a workbook file → sheets of values; errors and formulas without a result are kept apart from blanks.

Values come from python-calamine, which turns error values into blanks and does not tell a formula without
a stored result from a blank; `sheetxml` finds both in the file's own XML. Files with the error values of
newer Excel versions, which calamine refuses, are read by openpyxl; errors of .xls and .ods files are looked
up by `otherformats`. A file is refused by its declared size before any of it is unpacked.
"""

from __future__ import annotations

import os
import stat
import warnings
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 an exception by any other name

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from gouji.grid import Sheet, Value, sheet_of
from gouji.marks.record import without_marks
from gouji.workbook.otherformats import ODS_CONTENT, ods_errors, xls_errors
from gouji.workbook.sheetxml import PROLOGUE, Special, extent, has_doctype, sheet_names, specials, worksheets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
"""The files that a folder is searched for."""

DAMAGES = (
    BadZipFile,
    EOFError,
    ZlibError,
    KeyError,
    ValueError,
    SyntaxError,
    NotImplementedError,
    RuntimeError,
)
"""What a file raises that is not as its format wants it."""

MAX_FILE = 100 * 1024**2
MAX_UNPACKED = 400 * 1024**2
MAX_CELLS = 5_000_000
"""Bounds in bytes, bytes and cells of a sheet's rectangle: far above any statement, below any memory."""

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an archive and a compound file begin."""

ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""What a compound file holds that is an archive behind a password."""

_STRINGS = "xl/sharedStrings.xml"


class UnreadableError(Exception):
    """A file that cannot be read as a workbook: the key and the words of the message that says why."""

    def __init__(self, says: str, *words: str) -> None:
        super().__init__(says, *words)
        self.says = says
        self.words = words


def read_workbook(path: Path) -> list[Sheet]:
    """Return the worksheets of the file in their order; raise UnreadableError when it cannot be read."""
    return sheets_of(content_of(path))


def sheets_of(data: bytes) -> list[Sheet]:
    """Return the worksheets of a file's content in their order; raise UnreadableError when it has none."""
    if data.startswith(ZIP):
        return list(without_marks(_read_zip(data)))
    if data.startswith(OLE):
        if ENCRYPTED in data:
            raise UnreadableError("password")
        sheets = _values(data)
        return _marked(sheets, xls_errors(data))
    raise UnreadableError("empty_file" if not data else "not_a_workbook")


def content_of(path: Path) -> bytes:
    """Return the bytes of a file of any kind; raise UnreadableError when there is none that can be read."""
    try:
        if path.is_dir():
            raise UnreadableError("not_a_file" if is_folder(path) else "no_permission")
        with open(path, "rb", opener=_without_waiting) as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise UnreadableError("not_a_file")
            if about.st_size > MAX_FILE:
                raise UnreadableError("file_too_large", str(MAX_FILE // 1024**2))
            return file.read()
    except FileNotFoundError:
        raise UnreadableError("not_found") from None
    except PermissionError:
        raise UnreadableError("no_permission") from None
    except OSError as error:
        raise UnreadableError("system_error", error.strerror or str(error)) from None


def is_folder(path: Path) -> bool:
    """Say whether a folder stands there that can be looked into."""
    return os.path.isdir(path) and os.access(path, os.R_OK | os.X_OK)  # noqa: PTH112 never raises


def _without_waiting(path: str, flags: int) -> int:
    # opening a pipe waits for its writer unless told not to
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _read_zip(data: bytes) -> list[Sheet]:
    try:
        with ZipFile(BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise UnreadableError("sheet_too_large")
            found = _inspect(archive)
    except DAMAGES:
        raise UnreadableError("damaged") from None
    return _marked(_values(data), found)


def _marked(sheets: Sequence[Sheet], found: Mapping[str, Sequence[Special]]) -> list[Sheet]:
    """Return the sheets with errors and uncached formulas where the reader put blanks."""
    return [_with_specials(sheet, found[sheet.name]) if found.get(sheet.name) else sheet for sheet in sheets]


def _inspect(archive: ZipFile) -> Mapping[str, Sequence[Special]]:
    """Return sheet name → errors and uncached formulas of a file; refuse what is unsafe to unpack."""
    if ODS_CONTENT in archive.namelist():
        return _inspect_ods(archive)
    found = {}
    for part in worksheets(archive):
        xml = archive.read(part)
        height, width = extent(xml)
        if height * width > MAX_CELLS:
            raise UnreadableError("sheet_too_large")
        if has_doctype(xml):
            raise UnreadableError("unsafe_xml")
        if cells := specials(xml):
            found[part] = cells
    if _STRINGS in archive.namelist():
        with archive.open(_STRINGS) as strings:
            if has_doctype(strings.read(PROLOGUE)):
                raise UnreadableError("unsafe_xml")
    names = sheet_names(archive) if found else {}
    return {names[part]: cells for part, cells in found.items() if part in names}


def _inspect_ods(archive: ZipFile) -> Mapping[str, Sequence[Special]]:
    with archive.open(ODS_CONTENT) as content:
        if has_doctype(content.read(PROLOGUE)):
            raise UnreadableError("unsafe_xml")
    errors, cells = ods_errors(archive)
    if cells > MAX_CELLS:
        raise UnreadableError("sheet_too_large")
    return errors


def _values(data: bytes) -> list[Sheet]:
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
            names = [m.name for m in workbook.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
            return [
                Sheet(name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False))
                for name in names
            ]
    except PasswordError:
        raise UnreadableError("password") from None
    except CalamineError as error:
        if "error value" in str(error) and data.startswith(ZIP):
            return _values_by_openpyxl(data)
        raise UnreadableError("damaged") from None


def _values_by_openpyxl(data: bytes) -> list[Sheet]:
    """Return the values of a file with error values that calamine does not know."""
    from openpyxl import load_workbook  # noqa: PLC0415 slow to import and rarely needed

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = load_workbook(BytesIO(data), read_only=True, data_only=True)
            sheets = [sheet_of(s.title, list(s.iter_rows(values_only=True))) for s in workbook.worksheets]
    except (ValueError, KeyError, TypeError, BadZipFile):
        raise UnreadableError("damaged") from None
    workbook.close()
    return sheets


def _with_specials(sheet: Sheet, cells: Sequence[Special]) -> Sheet:
    rows: list[list[Value]] = [list(row) for row in sheet.rows]
    for row, column, value in cells:
        rows += ([] for _ in range(len(rows), row + 1))
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = value
    return sheet_of(sheet.name, rows)
