"""Page text: the pages of a PDF file → paragraphs, without headers, footers, page numbers and tables."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from gouji.documents.glyphs import Line, joined
from gouji.documents.located import Located, begins_item, has_chinese, located
from gouji.documents.margins import without_margins
from gouji.documents.pages import Page, RuledTable
from gouji.documents.scorerows import holds_scores
from gouji.locate.titles import title_of
from gouji.workbook.read import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gouji.documents.located import Sign

_ATOM = re.compile(r"[（《“‘(]*(?:[0-9A-Za-z.,%]+|.)[，。、；：！？）》”’％)]*")
_END = re.compile(r"[。；：！？;:!?]$")
_CID = re.compile(r"\(cid:\d+\)")
_FEWEST_SIGNS = 40
_TITLE_LINES = 8
"""The head of a table has at most so many lines above it."""

_FULL = 0.9
"""This part of the lines ends left of the right edge of the text block or at it."""

_INDENT, _ROOM, _ROOM_INSIDE, _STEP, _GROWN = 1.2, 0.5, 4, 1.45, 1.15
"""What begins a paragraph: an indent, and room left before it, more of it where no sentence ends, in parts of
the font's size; a gap in parts of the usual step from line to line; another size of font."""


@dataclass(frozen=True, slots=True)
class _Measure:
    """The text block of pages of one width: its edges, the usual step and the size of font, in points."""

    left: float
    right: float
    step: float
    size: float


def paragraphs_of(pages: Sequence[Page]) -> list[Located]:
    """Return the paragraphs of the pages, each sign with its glyph, score sheets row by row.

    Raises UnreadableError when the file holds pictures of text only, or no Chinese text.
    """
    check_text("".join(line.text for page in pages for line in _all_lines(page)))
    blocks: list[list[Line] | RuledTable] = [[]]
    widths: dict[int, list[Line]] = {}
    for page in without_margins(pages):
        lines: list[Line] = []
        blocks.append(lines)
        for item in page.items:
            if isinstance(item, Line):
                lines.append(item)
                widths.setdefault(round(page.width), []).append(item)
                continue
            if not holds_scores(texts_of(item), [line.text for line in lines[-_TITLE_LINES:]]):
                _cut_title(lines)
            lines = []
            blocks += [item, lines]
    measures = {width: _measure(lines) for width, lines in widths.items()}
    by_page = {page.number: measures.get(round(page.width)) for page in pages}
    found: list[Located] = []
    for lines_or_table in _flowing(blocks):
        if isinstance(lines_or_table, RuledTable):
            found += _score_rows(lines_or_table, found)
        else:
            found += _paragraphs(lines_or_table, by_page)
    return found


def _flowing(blocks: Iterable[list[Line] | RuledTable]) -> Iterator[list[Line] | RuledTable]:
    """Yield the blocks, those of lines that follow each other over pages as one."""
    run: list[Line] = []
    for block in blocks:
        if isinstance(block, RuledTable):
            yield run
            yield block
            run = []
        else:
            run = run + block
    yield run


def _cut_title(lines: list[Line]) -> None:
    """Take the head of a table, its title and what stands below it, off the lines above the table."""
    for n in range(len(lines) - 1, max(len(lines) - 1 - _TITLE_LINES, -1), -1):
        if title_of(lines[n].text):
            del lines[n:]
            return


def texts_of(table: RuledTable) -> list[list[str]]:
    """Return the texts of the table's cells by rows."""
    return [[cell.text for cell in row] for row in table.rows]


def check_text(text: str) -> None:
    """Raise UnreadableError when a PDF file's text is too little, not decoded, or without Chinese signs."""
    if len(text) < _FEWEST_SIGNS:
        raise UnreadableError("scanned_pdf")
    if sum(map(len, _CID.findall(text))) * 2 > len(text):
        raise UnreadableError("undecoded_pdf")
    if not has_chinese(text):
        raise UnreadableError("not_chinese")


def _all_lines(page: Page) -> Iterator[Line]:
    for item in page.items:
        if isinstance(item, RuledTable):
            yield from (line for row in item.rows for cell in row for line in cell.lines)
        else:
            yield item


def _measure(lines: Sequence[Line]) -> _Measure:
    steps = [b.baseline - a.baseline for a, b in pairwise(lines) if 0 < b.baseline - a.baseline < 3 * b.size]
    lefts = Counter(round(line.x0) for line in lines)
    frequent = [x for x, count in lefts.items() if count >= max(lefts.values()) / 4]
    rights = sorted(line.x1 for line in lines)
    right, size = rights[int(len(rights) * _FULL)], median(line.size for line in lines)
    return _Measure(min(frequent), right, median(steps) if steps else 0, size)


def _paragraphs(lines: Sequence[Line], measures: Mapping[int, _Measure | None]) -> Iterator[Located]:
    groups: list[list[Line]] = []
    for line in lines:
        measure = measures[line.page]
        if groups and measure and _goes_on(groups[-1], line, measure):
            groups[-1].append(line)
        else:
            groups.append([line])
    for group in groups:
        paragraph = located(joined(group), group[0].page)
        if paragraph:
            yield paragraph


def _goes_on(group: Sequence[Line], line: Line, measure: _Measure) -> bool:
    """Say whether the line goes on with the paragraph of the lines before it."""
    before, em = group[-1], line.size
    if not 1 / _GROWN < before.size / line.size < _GROWN:
        return False
    if line.x0 > measure.left + _INDENT * em:
        return _is_title_over(before, line, measure)
    atom = _ATOM.match(line.text)
    room = measure.right - before.x1 - (_ROOM if _END.search(before.text) else _ROOM_INSIDE) * em
    needed = sum(glyph.x1 - glyph.x0 for glyph in line.glyphs[: len(atom[0])]) if atom else 0
    if room > needed:
        return False
    is_apart = before.page == line.page and line.baseline - before.baseline > _STEP * max(measure.step, em)
    return not is_apart and not (begins_item(line.text) and _END.search(before.text))


def _is_title_over(before: Line, line: Line, measure: _Measure) -> bool:
    """Say whether two lines of one size are a centred title in two lines."""
    is_short = measure.left + 2 * line.size < before.x0 and before.x1 < measure.right - 2 * line.size
    is_centred = abs((before.x0 + before.x1) - (line.x0 + line.x1)) / 2 < line.size
    is_near = 0 < line.baseline - before.baseline < 2 * line.size
    is_large = line.size > _GROWN * measure.size
    return is_centred and is_near and (is_large or is_short) and not _END.search(before.text)


def _score_rows(table: RuledTable, before: Sequence[Located]) -> Iterator[Located]:
    """Yield the rows of a score sheet as paragraphs, nothing of any other table."""
    if not holds_scores(texts_of(table), [one.paragraph.text for one in before[-3:]]):
        return
    for row in table.rows:
        signs: list[Sign] = []
        for cell in row:
            if cell.lines:
                signs += [*([(" ", None)] if signs else []), *joined(cell.lines)]
        pages = (line.page for cell in row for line in cell.lines)
        paragraph = located(signs, next(pages, 0))
        if paragraph:
            yield paragraph
