"""Drafted: the paragraphs of a draft → a .docx file, its blanks marked in colour."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from gouji.written import written_whole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from docx.text.paragraph import Paragraph as WordParagraph

    from gouji.narrative.paragraphs import Paragraph

_BLANK = re.compile(r"(【请填写[^】]*】)")
_BODY, _HEADING, _TITLE = "仿宋", "黑体", "方正小标宋简体"
_SIZES = {0: 16, 1: 22, 2: 16, 3: 16}
"""Points of body text, title and headings (GB/T 9704: 二号 22, 三号 16)."""

_BLACK = RGBColor(0, 0, 0)
_LINE = 28
"""Points from line to line (GB/T 9704: 22 lines a page)."""


def write_draft(paragraphs: Iterable[Paragraph], path: Path) -> None:
    """Write the paragraphs as a .docx, under its name only when it is whole. Raises OSError."""
    document = Document()
    for paragraph in paragraphs:
        style = f"Heading {paragraph.level}" if paragraph.level else None
        _add(document.add_paragraph(style=style), paragraph)
    content = BytesIO()
    document.save(content)
    with written_whole(path) as part:
        part.write_bytes(content.getvalue())


def _add(printed: WordParagraph, paragraph: Paragraph) -> None:
    is_title = paragraph.level == 1
    layout = printed.paragraph_format
    layout.alignment = WD_ALIGN_PARAGRAPH.CENTER if is_title else WD_ALIGN_PARAGRAPH.JUSTIFY
    layout.first_line_indent = None if is_title else Pt(2 * _SIZES[paragraph.level])
    layout.line_spacing = Pt(_LINE)
    layout.space_before, layout.space_after = Pt(0), Pt(_LINE if is_title else 0)
    for text in filter(None, _BLANK.split(paragraph.text)):
        run = printed.add_run(text)
        run.font.size, run.font.bold, run.font.color.rgb = Pt(_SIZES[paragraph.level]), False, _BLACK
        font = _TITLE if is_title else _HEADING if paragraph.level else _BODY
        run.font.name = font
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)  # noqa: SLF001 no public way
        if _BLANK.fullmatch(text):
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
