"""Read: a report file → its paragraphs, by what the file is and not by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gouji.workbook.read import ENCRYPTED, OLE, ZIP, UnreadableError, content_of

if TYPE_CHECKING:
    from pathlib import Path

    from gouji.documents.located import Located
    from gouji.narrative.paragraphs import Paragraph

PDF = b"%PDF-"
_HEAD = 1024
_WEB_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")


def read_document(path: Path) -> list[Paragraph]:
    """Return the paragraphs of a .docx, .pdf or .html file; raise UnreadableError when it cannot be read."""
    return [one.paragraph for one in read_located(path)]


def read_located(path: Path) -> list[Located]:
    """Return the paragraphs with the place of every sign; raise UnreadableError as read_document does."""
    data = content_of(path)
    if PDF in data[:_HEAD]:
        from gouji.documents import pages, pagetext  # noqa: PLC0415 each kind loads its own library

        return pagetext.paragraphs_of(pages.read_pages(data))
    if data.startswith(ZIP):
        from gouji.documents import wordtext  # noqa: PLC0415

        return wordtext.paragraphs_of(wordtext.open_document(data))
    if path.suffix.lower() in _WEB_SUFFIXES or b"<html" in data[:_HEAD].lower():
        from gouji.documents import webtext  # noqa: PLC0415

        return webtext.paragraphs_of(data)
    raise UnreadableError(why_not(data))


def why_not(data: bytes) -> str:
    """Return the key of the message that says why data of none of these kinds is not read."""
    if not data:
        return "empty_file"
    if data.startswith(OLE):
        return "password" if ENCRYPTED in data else "old_word"
    return "not_a_document"
