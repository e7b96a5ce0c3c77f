"""Number formats of a book, written as in an English Excel."""

from __future__ import annotations

from typing import Any

from xlwings_libreoffice.bridge import struct

GENERAL = "General"
DATE, BOOLEAN = 2, 1024
"""Bits of UNO's util.NumberFormat; a date and time has the bit of a date."""


class NumberFormats:
    """The number formats of a document: a format code for each key and back."""

    def __init__(self, doc: Any) -> None:
        self._formats = doc.NumberFormats
        self._english = struct("lang.Locale", "en", "US", "")

    def code(self, key: int) -> str:
        """Return the format code of a key."""
        key = self._formats.getFormatForLocale(key, self._english)
        return str(self._formats.getByKey(key).FormatString)

    def key(self, code: str) -> int:
        """Return the key of a format code, new or known."""
        key = self._formats.queryKey(code, self._english, False)
        return int(key if key != -1 else self._formats.addNew(code, self._english))

    def standard(self, kind: int) -> int:
        """Return the key of LibreOffice's own format of a kind."""
        return int(self._formats.getStandardFormat(kind, self._english))

    def is_date(self, key: int) -> bool:
        """Return whether a key's format shows a date."""
        return bool(self._formats.getByKey(key).Type & DATE)
