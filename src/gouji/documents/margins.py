"""Margins: the headers, footers and page numbers of a PDF file's pages, which are no part of its text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from gouji.documents.glyphs import Line
from gouji.locate.titles import title_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gouji.documents.pages import Page

_EDGE = 0.12
"""Headers and footers stand in this part of a page's height, at its top and bottom."""

_PAGE_NUMBER = re.compile(r"[-—－–·.\s]*第?\s*\d{1,3}\s*页?(?:\s*[/,，]?\s*共?\s*\d{1,3}\s*页?)?[-—－–·.\s]*")
_FEWEST = 3


def without_margins(pages: Sequence[Page]) -> list[Page]:
    """Return the pages without page numbers and without the lines that stand at the edge of most of them.

    Lines that differ in their digits only are one line. What stands further inside than another line or the
    title of a table belongs to the page.
    """
    seen = Counter(key for page in pages for key in {_key(line) for line in (*_top(page), *_bottom(page))})
    repeated = {key for key, count in seen.items() if count >= max(len(pages) / 2, _FEWEST)}
    cleaned = []
    for page in pages:
        edges = (
            takewhile(lambda line: _is_marginal(line, repeated), lines)
            for lines in (_top(page), _bottom(page))
        )
        marginal = {id(line) for lines in edges for line in lines}
        cleaned.append(replace(page, items=[item for item in page.items if id(item) not in marginal]))
    return cleaned


def _top(page: Page) -> list[Line]:
    """Return the lines near the page's top, from the top down."""
    return [item for item in page.items if isinstance(item, Line) and item.baseline <= _EDGE * page.height]


def _bottom(page: Page) -> list[Line]:
    """Return the lines near the page's bottom, from the bottom up."""
    low = [
        item for item in page.items if isinstance(item, Line) and item.baseline >= (1 - _EDGE) * page.height
    ]
    return low[::-1]


def _is_marginal(line: Line, repeated: set[str]) -> bool:
    if title_of(line.text):
        return False
    return _key(line) in repeated or _PAGE_NUMBER.fullmatch(line.text) is not None


def _key(line: Line) -> str:
    return re.sub(r"\d+", "0", "".join(line.text.split()))
