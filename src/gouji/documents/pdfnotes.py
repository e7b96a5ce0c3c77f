"""PDF notes: highlights over words of a PDF file, each with a note, added behind the file's own bytes."""

from __future__ import annotations

from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

from gouji.workbook.read import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gouji.documents.glyphs import Glyph

_COLOUR = "ffe066"
_FLAG_PRINT = 4

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the page's top left corner."""


def with_notes(data: bytes, noted: Iterable[tuple[Sequence[Glyph | None], str]], author: str) -> bytes:
    """Return the PDF file with a highlight and a note over each run of glyphs; the rest stays byte for byte.

    Words on several pages carry their note on the first one. Raises UnreadableError when the file is
    encrypted, since notes cannot be added to it without its owner's password.
    """
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 rarely needed
    from pypdf.annotations import Highlight  # noqa: PLC0415
    from pypdf.generic import ArrayObject, FloatObject, NameObject, NumberObject, TextStringObject  # noqa: PLC0415

    if PdfReader(BytesIO(data)).is_encrypted:
        raise UnreadableError("locked_pdf")
    writer = PdfWriter(BytesIO(data), incremental=True)
    for places, text in noted:
        glyphs = [glyph for glyph in places if glyph is not None]
        for n, (number, boxes) in enumerate(_boxes_by_page(glyphs)):
            page = writer.pages[number - 1]
            quads = [_quad(page, box) for box in boxes]
            xs, ys = ([value for quad in quads for value in quad[axis::2]] for axis in (0, 1))
            note = Highlight(
                rect=(min(xs), min(ys), max(xs), max(ys)),
                quad_points=ArrayObject([FloatObject(value) for quad in quads for value in quad]),
                highlight_color=_COLOUR,
                printing=True,
            )
            note[NameObject("/T")] = TextStringObject(author)
            note[NameObject("/F")] = NumberObject(_FLAG_PRINT)
            if not n:
                note[NameObject("/Contents")] = TextStringObject(text)
            writer.add_annotation(page_number=number - 1, annotation=note)
    result = BytesIO()
    writer.write(result)
    return result.getvalue()


def _boxes_by_page(glyphs: Iterable[Glyph]) -> list[tuple[int, list[Box]]]:
    """Return page → the boxes around the glyphs, one for each line of text."""
    pages: dict[int, list[Box]] = {}
    for (page, _), line in groupby(glyphs, key=lambda glyph: (glyph.page, round(glyph.baseline))):
        row = list(line)
        box = (
            min(g.x0 for g in row),
            min(g.top for g in row),
            max(g.x1 for g in row),
            max(g.bottom for g in row),
        )
        pages.setdefault(page, []).append(box)
    return list(pages.items())


def _quad(page: Any, box: Box) -> list[float]:
    """Return the corners of a box in the page's own space: upper left and right, lower left and right."""
    x0, top, x1, bottom = box
    return [
        value
        for corner in ((x0, top), (x1, top), (x0, bottom), (x1, bottom))
        for value in _own(page, *corner)
    ]


def _own(page: Any, x: float, y: float) -> tuple[float, float]:
    """Return a point that is given from the top left corner as the page is shown, in the page's own space."""
    area = page.mediabox
    left, low, right, high = (float(v) for v in (area.left, area.bottom, area.right, area.top))
    turned = {
        0: (left + x, high - y),
        90: (left + y, low + x),
        180: (right - x, low + y),
        270: (right - y, high - x),
    }
    return turned[page.rotation % 360]
