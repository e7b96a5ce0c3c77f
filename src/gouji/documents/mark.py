"""Mark: a report with remarks on its words → a copy with a comment at each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gouji.documents.read import PDF, read_located
from gouji.workbook.read import ZIP, UnreadableError, content_of
from gouji.written import written_whole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_HEAD = 1024


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on the words from `start` to `end`, end excluded, of a paragraph's text.

    `paragraph` is the paragraph's index in what read_document returns for the same file.
    """

    paragraph: int
    start: int
    end: int
    text: str


def mark_document(path: Path, remarks: Iterable[Remark], out: Path, author: str = "Gouji") -> None:
    """Write a copy of a .docx file with Word comments, of a .pdf file with highlights that carry notes.

    `author` is who comments. `out` appears when it is whole, in place of a file of that name. Raises
    UnreadableError when the file cannot be read or carries no comments, IndexError for a paragraph that it
    does not have, and OSError when `out` cannot be written.
    """
    data = content_of(path)
    ordered = sorted(remarks, key=lambda remark: (remark.paragraph, remark.start, remark.end))
    if PDF in data[:_HEAD]:
        from gouji.documents.pdfnotes import with_notes  # noqa: PLC0415 each kind loads its own library

        found = read_located(path)
        noted = [(found[one.paragraph].places[one.start : one.end], one.text) for one in ordered]
        marked = with_notes(data, noted, author)
    elif data.startswith(ZIP):
        from gouji.documents.wordcomments import with_comments  # noqa: PLC0415

        marked = with_comments(data, ordered, author)
    else:
        read_located(path)
        raise UnreadableError("cannot_mark")
    with written_whole(out) as part:
        part.write_bytes(marked)
