"""Number formats of a book, written as in an English Excel."""

from __future__ import annotations

import re
from typing import Any

from xlwings_libreoffice.bridge import struct

GENERAL = "General"
DATE, TIME, BOOLEAN = 2, 4, 1024
"""Bits of UNO's util.NumberFormat; a date and time has the bit of a date."""


class NumberFormats:
    """The number formats of a document: a format code for each key and back."""

    def __init__(self, doc: Any) -> None:
        self._formats = doc.NumberFormats
        self._english = struct("lang.Locale", "en", "US", "")

    def code(self, key: int) -> str:
        """Return the format code of a key."""
        key = self._formats.getFormatForLocale(key, self._english)
        found = self._formats.getByKey(key)
        code = str(found.FormatString)
        return _small_letters(code) if found.Type & (DATE | TIME) else code

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


def _small_letters(code: str) -> str:
    # Excel writes yyyy-mm-dd where LibreOffice writes YYYY-MM-DD; texts, brackets and AM/PM stay
    return re.sub(r'("[^"]*"|\[[^\]]*\]|AM/PM)|[YMDHS]+', lambda found: found[1] or found[0].lower(), code)
