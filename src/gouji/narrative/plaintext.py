"""Plain text: the lines of a printed document → paragraphs, whole sentences again.

Readers of PDF files hand over lines as well. A form feed begins a page.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from gouji.narrative.paragraphs import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FULL = 0.8
"""The part of the usual width of a line from which on a line was broken because it was full."""

REPEATED = 3
"""Pages from which on a first or last line that they share is a running head."""

WIDE = 0x2E80
"""The first sign that takes two places."""

_PAGE_NUMBER = re.compile(
    r"[-—–－―\s]*(?:第\s*)?\d{1,3}\s*(?:页)?(?:\s*/\s*\d{1,3})?[-—–－―\s]*(?:共\s*\d+\s*页)?"
)
_DRESSED_NUMBER = re.compile(r"[-—–－]\s*\d{1,3}\s*[-—–－]|第\s*\d{1,3}\s*页.*")
_TABLE_GAP = re.compile(r"\S(?:\t|[  　]{3,})\S")
_SENTENCE_END = ("。", "！", "？")
_OPEN_END = ("，", "、", "；", "：", ",", ";", ":")
_HEADING_END = ("说明", "情况", "概况")
_HEADING = re.compile(
    r"\s*(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]"
    r"|\d{1,2}[.、．](?!\d)|[（(]\d{1,2}[）)])"
)


class _Line(NamedTuple):
    text: str
    page: int


def paragraphs_of(text: str) -> list[Paragraph]:
    """Return the paragraphs of a text: lines joined where a full one broke a sentence, a number or a word.

    Running heads and page numbers are left out. A line of a table is a paragraph of its own, with its gaps.
    """
    lines = list(_lines(text))
    usual = _usual_width([line.text for line in lines])
    paragraphs: list[list[_Line]] = []
    for line in lines:
        if paragraphs and _continues(paragraphs[-1][-1].text, line.text, usual):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [Paragraph(_joined([one.text for one in lines]), lines[0].page) for lines in paragraphs]


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines that are neither blank nor a running head nor a page number."""
    pages = [[line for line in page.splitlines() if line.strip()] for page in text.lstrip("﻿").split("\f")]
    edges = Counter(line.strip() for page in pages if page for line in {page[0], page[-1]})
    heads = {line for line, count in edges.items() if count >= REPEATED}
    paged = len(pages) > 1
    for number, page in enumerate(pages, 1):
        last = len(page) - 1
        for place, line in enumerate(page):
            at_edge = paged and place in (0, last)
            if _DRESSED_NUMBER.fullmatch(line.strip()):
                continue
            if at_edge and (line.strip() in heads or _PAGE_NUMBER.fullmatch(line.strip())):
                continue
            yield _Line(line.rstrip(), number if paged else 0)


def _continues(before: str, line: str, usual: int) -> bool:
    """Say whether the line goes on with the sentence of the one before."""
    if before.endswith(_SENTENCE_END) or _HEADING.match(line) or _is_row(before) or _is_row(line):
        return False
    if _HEADING.match(before) and before.endswith(_HEADING_END):
        return False
    if width(before.strip()) >= FULL * usual:
        return True
    return before.endswith(_OPEN_END) and not _HEADING.match(before) and not before.endswith(("；", ";"))


def _is_row(line: str) -> bool:
    """Say whether the line is a row of a table: cells with gaps between."""
    return _TABLE_GAP.search(line.strip()) is not None


def _usual_width(lines: Sequence[str]) -> int:
    """Return the width that nine lines of ten do not exceed, rows of tables left out."""
    widths = sorted(width(line.strip()) for line in lines if not _is_row(line))
    return widths[len(widths) * 9 // 10] if widths else 0


def width(text: str) -> int:
    """Return the places that the text takes in print."""
    return sum(2 if ord(sign) >= WIDE else 1 for sign in text)


def _joined(lines: Sequence[str]) -> str:
    """Return the lines as one text; two words of a foreign script keep a space between."""
    text = lines[0].strip()
    for line in lines[1:]:
        more = line.strip()
        between = (
            " "
            if text[-1:].isascii() and text[-1:].isalpha() and more[:1].isascii() and more[:1].isalpha()
            else ""
        )
        text += between + more
    return text
