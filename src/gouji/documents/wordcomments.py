"""Word comments: comments on words of a .docx file, written by python-docx."""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

from gouji.documents.wordtext import PARAGRAPH, SIGNS, TEXT, open_document, paragraphs_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gouji.documents.mark import Remark

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def with_comments(data: bytes, remarks: Sequence[Remark], author: str) -> bytes:
    """Return the .docx file with a comment on the words of each remark; runs are cut where the words end.

    The remarks are in order. Words that spread over several paragraphs of the file, such as the cells of a
    table's row, carry their comment in the first of them.
    """
    from docx.text.paragraph import Paragraph  # noqa: PLC0415 slow to import
    from docx.text.run import Run  # noqa: PLC0415

    document = open_document(data)
    for remark in remarks:
        # cutting runs moves signs to new ones, so every remark looks its own up
        places = paragraphs_of(document)[remark.paragraph].places[remark.start : remark.end]
        own = _in_first_paragraph([place for place in places if place is not None])
        if not own:
            continue
        first, last = _cut(own)
        holder = Paragraph(next(first.iterancestors(PARAGRAPH)), document._body)  # noqa: SLF001
        runs = [Run(first, holder), Run(last, holder)]
        document.add_comment(runs, text=remark.text, author=author, initials=author[:2])
    result = BytesIO()
    document.save(result)
    return result.getvalue()


def _in_first_paragraph(places: Sequence[tuple[Any, int]]) -> list[tuple[Any, int]]:
    """Return the places in the paragraph of the first one."""
    grouped = groupby(places, key=lambda place: next(place[0].iterancestors(PARAGRAPH)))
    return next((list(group) for _, group in grouped), [])


def _cut(places: Sequence[tuple[Any, int]]) -> tuple[Any, Any]:
    """Cut the first and the last run so that they hold nothing before or behind the places; return both."""
    (first, start), (last, end) = places[0], places[-1]
    _cut_behind(last, end + 1)
    if start:
        behind = _cut_behind(first, start)
        return behind, behind if last is first else last
    return first, last


def _cut_behind(run: Any, count: int) -> Any:
    """Move what stands behind the run's first signs into a run of its own; return that run, or this one."""
    rest = deepcopy(run)
    left = count
    moved = False
    for part, twin in zip(list(run), list(rest), strict=True):
        text = part.text or "" if part.tag == TEXT else SIGNS.get(part.tag, "")
        is_format = part.tag == f"{run.tag}Pr"
        if is_format:
            continue
        if left >= len(text) and not (left == 0 and text):
            rest.remove(twin)
            left -= len(text)
        elif left == 0:
            run.remove(part)
            moved = True
        else:
            part.text, twin.text = text[:left], text[left:]
            for one in (part, twin):
                one.set(_SPACE, "preserve")
            left, moved = 0, True
    if not moved:
        return run
    run.addnext(rest)
    return rest
