"""Pages: a PDF file → its pages, each a run of lines of text and of ruled tables from top to bottom."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from gouji.documents.glyphs import Glyph, Line, joined, lines_of
from gouji.documents.libraries import library
from gouji.workbook.read import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_SNAP = 2.0
"""Edges of cells so many points apart are one edge."""

_FEWEST_SIGNS = 20
"""A page with a picture and fewer signs of text is a picture."""

_FEWEST_CELLS = 2
"""A single ruled cell is a frame around text, not a table."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a ruled table: its box in points from the page's top left corner, and its lines of text."""

    x0: float
    top: float
    x1: float
    bottom: float
    lines: Sequence[Line]

    @property
    def text(self) -> str:
        """The cell's text, its lines joined."""
        return "".join(sign for sign, _ in joined(self.lines)).strip()


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table drawn with lines: its place on the page, and its cells by rows, from left to right."""

    top: float
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its number from 1, its size in points, and what stands on it from top to bottom.

    `is_picture` says that it shows a picture and next to no text, as a scanned page does.
    """

    number: int
    width: float
    height: float
    items: Sequence[Line | RuledTable]
    is_picture: bool = False


def read_pages(data: bytes, progress: Callable[[int, int], None] | None = None) -> list[Page]:
    """Return the pages of a PDF file; `progress` is told page and number of pages before each.

    Raises UnreadableError when the file is damaged, asks for a password, or holds no text.
    """
    try:
        pages = list(_pages(data, progress))
    except UnreadableError:
        raise
    except Exception as error:  # noqa: BLE001 pdfminer raises whatever its parsing of a damaged file runs into
        is_locked = "Password" in repr(error) or "Password" in repr(error.__cause__)
        raise UnreadableError("password_pdf" if is_locked else "damaged_pdf") from None
    return pages


def _pages(data: bytes, progress: Callable[[int, int], None] | None) -> Iterator[Page]:
    with library("pdfplumber").open(BytesIO(data)) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            if progress:
                progress(number, len(pdf.pages))
            yield _page(number, _upright(page))
            page.close()


def _upright(page: Any) -> Any:
    """Return the page turned so that most of its text is upright: wide tables are printed sideways."""
    chars = page.chars
    sideways = [char for char in chars if not _is_upright(char)]
    if 2 * len(sideways) <= len(chars):
        return page
    reads_up = sum(char["matrix"][1] > 0 for char in sideways) * 2 > len(sideways)
    turned = (page.rotation + (90 if reads_up else 270)) % 360
    # pdfminer turns what it draws by the one, pdfplumber takes the page's size by the other
    page.page_obj.rotate = page.page_obj.attrs["Rotate"] = turned
    return type(page)(page.pdf, page.page_obj, page.page_number, page.initial_doctop)


def _page(number: int, page: Any) -> Page:
    for line in page.lines:
        # pdfplumber takes a line for level only when its ends are equal to the last bit
        line.update({side: round(line[side], 3) for side in ("x0", "x1", "top", "bottom")})
    glyphs = list(_glyphs(number, page))
    tables, free = [], glyphs
    for found in page.find_tables():
        if len(found.cells) >= _FEWEST_CELLS:
            table, free = _ruled_table(found.cells, free)
            tables.append(table)
    items: list[Line | RuledTable] = [*lines_of(free), *tables]
    items.sort(key=lambda item: item.top if isinstance(item, RuledTable) else item.baseline)
    is_picture = bool(page.images) and len(glyphs) < _FEWEST_SIGNS
    return Page(number, float(page.width), float(page.height), items, is_picture)


def _is_upright(char: Any) -> bool:
    along, across, *_ = char["matrix"]
    return bool(along > abs(across))


def _glyphs(number: int, page: Any) -> Iterator[Glyph]:
    for char in page.chars:
        text = char["text"]
        if _is_upright(char) and not text.isspace() and char["x1"] > 0 and char["x0"] < page.width:
            baseline = page.height - char["matrix"][5]
            box = (char["x0"], char["top"], char["x1"], char["bottom"])
            yield Glyph(text, number, *box, baseline, char["size"])


def _ruled_table(
    boxes: Sequence[tuple[float, float, float, float]], glyphs: Iterable[Glyph]
) -> tuple[RuledTable, list[Glyph]]:
    """Return the table of the cells with the glyphs that stand in them, and the glyphs that do not."""
    xs, ys = edges(x for box in boxes for x in box[::2]), edges(y for box in boxes for y in box[1::2])
    at = {
        (r, c): n
        for n, (x0, top, x1, bottom) in enumerate(boxes)
        for r in range(place(ys, top), place(ys, bottom))
        for c in range(place(xs, x0), place(xs, x1))
    }
    inside: dict[int, list[Glyph]] = {}
    free = []
    for glyph in glyphs:
        middle = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        n = at.get((bisect_right(ys, middle[1]) - 1, bisect_right(xs, middle[0]) - 1))
        if n is None:
            free.append(glyph)
        else:
            inside.setdefault(n, []).append(glyph)
    rows: dict[int, list[Cell]] = {}
    for n, box in sorted(enumerate(boxes), key=lambda pair: (pair[1][1], pair[1][0])):
        cell = Cell(*box, lines_of(inside.get(n, ())))
        rows.setdefault(place(ys, box[1]), []).append(cell)
    return RuledTable(ys[0], [sorted(row, key=lambda cell: cell.x0) for _, row in sorted(rows.items())]), free


def edges(values: Iterable[float]) -> list[float]:
    """Return the distinct edges in order, those near each other as one."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _SNAP:
            kept.append(value)
    return kept


def place(edges: Sequence[float], value: float) -> int:
    """Return which of the edges a value is."""
    return max(bisect_right(edges, value + 1e-6) - 1, 0)
