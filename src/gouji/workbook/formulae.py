"""Formulae: the formulas of an Excel file by the cell that shows their result, and the cells they take."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import IO, TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element, iterparse
from zipfile import ZipFile

from gouji.facts import Cell
from gouji.grid import column_index
from gouji.workbook.read import DAMAGES, UnreadableError
from gouji.workbook.sheetxml import sheet_names, worksheets

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from openpyxl.formula.tokenizer import Token
    from openpyxl.formula.translate import Translator

_REFERENCE = re.compile(
    r"(?:(?:'(?P<quoted>(?:[^'\[\]]|'')+)'|(?P<sheet>[^'!\[\]]+))!)?"
    r"\$?(?P<left>[A-Z]{1,3})?\$?(?P<top>\d+)?(?P<range>:\$?(?P<right>[A-Z]{1,3})?\$?(?P<bottom>\d+)?)?"
)
_EXTERNAL = re.compile(r"\][^\]\[!]*'?!")
_CHANGING = re.compile(r"\b(?:TODAY|NOW|RAND|RANDBETWEEN|RANDARRAY)\(", re.IGNORECASE)
_ROW = "row"
_ADDRESS = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})")
_LAST_ROW, _LAST_COLUMN = 2**20 - 1, 2**14 - 1


class Box(NamedTuple):
    """A rectangle of cells, zero-based, ends included."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def size(self) -> int:
        """The number of its cells."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def cells(self) -> Iterator[Cell]:
        """Yield its cells, row by row."""
        rows, columns = range(self.top, self.bottom + 1), range(self.left, self.right + 1)
        return (Cell(self.sheet, row, column) for row, column in product(rows, columns))

    def among(self, cells: Collection[Cell]) -> Iterator[Cell]:
        """Yield those of the cells that lie in it; `cells` is a set or a mapping."""
        if self.size <= len(cells):
            yield from (cell for cell in self.cells() if cell in cells)
        else:
            yield from (cell for cell in cells if self.holds(cell))

    def holds(self, cell: Cell) -> bool:
        """Say whether the cell lies in it."""
        inside = self.top <= cell.row <= self.bottom and self.left <= cell.column <= self.right
        return inside and cell.sheet == self.sheet


@dataclass(frozen=True)
class Formula:
    """The formula whose result a cell shows; the cells of an array formula share that of the `first`."""

    cell: Cell
    text: str
    first: Cell
    is_array: bool = False

    @cached_property
    def tokens(self) -> Sequence[Token]:
        """Its parts without blanks; none where the text is no formula."""
        from openpyxl.formula.tokenizer import Tokenizer, TokenizerError  # noqa: PLC0415 large, rarely needed

        try:
            return [token for token in Tokenizer(self.text).items if token.type != token.WSPACE]
        except TokenizerError:
            return []

    @cached_property
    def boxes(self) -> tuple[Box, ...]:
        """The ranges it names, without those behind names and in tables."""
        found = (self.box(token) for token in self.tokens)
        return tuple(box for box in found if box)

    def box(self, token: Token) -> Box | None:
        """Return the range that one of its tokens names, None if it is no range of cells."""
        if token.type != token.OPERAND or token.subtype != token.RANGE:
            return None
        return box_named(token.value, self.cell.sheet)

    @property
    def names(self) -> set[str]:
        """What it names that is no range: defined names, tables, whatever it may mean by them."""
        operands = (t for t in self.tokens if t.type == t.OPERAND and t.subtype == t.RANGE)
        return {token.value for token in operands if self.box(token) is None}

    @property
    def is_external(self) -> bool:
        """Whether it takes cells of another file."""
        return bool(_EXTERNAL.search(self.text))

    @property
    def is_changing(self) -> bool:
        """Whether its result depends on the clock or on chance."""
        return bool(_CHANGING.search(self.text))


def box_named(text: str, sheet: str) -> Box | None:
    """Return the range that a text such as $A$1:B9 or 支出!C:C names in a formula of a sheet, if any."""
    match = _REFERENCE.fullmatch(text)
    if match is None or not (match["left"] or match["top"]):
        return None
    ends = (match["right"], match["bottom"]) if match["range"] else (match["left"], match["top"])
    top, bottom = int(match["top"] or 1) - 1, int(ends[1]) - 1 if ends[1] else _LAST_ROW
    left, right = _column(match["left"], 0), _column(ends[0], _LAST_COLUMN)
    return Box((match["quoted"] or match["sheet"] or sheet).replace("''", "'"), top, left, bottom, right)


def read_formulae(path: Path) -> dict[Cell, Formula]:
    """Return the formulas of an .xlsx or .xlsm file in the order of its sheets and rows.

    Shared formulas come out as each cell would have them. Raises UnreadableError. The file must have been
    read by `read_workbook`, which refuses what is unsafe to open.
    """
    found: dict[Cell, Formula] = {}
    try:
        with ZipFile(path) as archive:
            parts = worksheets(archive)
            for part, name in sheet_names(archive).items():
                if part in parts:
                    with archive.open(part) as xml:
                        found |= {formula.cell: formula for formula in _formulae(name, _cells(xml))}
    except (*DAMAGES, LookupError):
        raise UnreadableError("damaged") from None
    return found


def _cells(xml: IO[bytes]) -> Iterator[tuple[int, int, Element | None]]:
    """Yield the row and column of each cell in a sheet's XML, zero-based, with its formula's element.

    What says no place stands behind the one before.
    """
    above = -1
    for _, row in iterparse(xml):  # noqa: S314 read_workbook has refused document types
        if not row.tag.endswith(_ROW):
            continue
        own = row.tag.removesuffix(_ROW)
        r, column = int(row.get("r", above + 2)) - 1, -1
        for cell in row.iter(f"{own}c"):
            column += 1
            if address := cell.get("r"):
                r, column = _place(address)
            yield r, column, cell.find(f"{own}f")
        above = r
        row.clear()


def _place(address: str) -> tuple[int, int]:
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise ValueError(address)
    return int(match[2]) - 1, column_index(match[1].upper())


def _formulae(sheet: str, cells: Iterable[tuple[int, int, Element | None]]) -> Iterator[Formula]:
    shared: dict[str, Translator] = {}
    arrays: list[tuple[Box, Formula]] = []
    for row, column, element in cells:
        if element is None and not arrays:
            continue
        at = Cell(sheet, row, column)
        if element is None:
            # an array formula stands in the first cell of its area, so it has been seen
            if formula := next((formula for area, formula in arrays if area.holds(at)), None):
                yield replace(formula, cell=at)
            continue
        is_array = element.get("t") == "array"
        formula = Formula(at, _text(element, at, shared), at, is_array)
        if is_array:
            area = box_named(element.get("ref", ""), sheet) or Box(sheet, row, column, row, column)
            arrays.append((area, formula))
        yield formula


def _text(element: Element, at: Cell, shared: dict[str, Translator]) -> str:
    """Return the formula of a cell; '' for a data table and a shared formula that cannot be moved there.

    `shared` gets the formula of the first cell of those that share one.
    """
    kind, number, text = element.get("t"), element.get("si", ""), f"={element.text or ''}"
    if kind == "dataTable":
        return ""
    if kind != "shared":
        return text
    from openpyxl.formula.tokenizer import TokenizerError  # noqa: PLC0415 large, rarely needed
    from openpyxl.formula.translate import Translator, TranslatorError  # noqa: PLC0415

    try:
        if number in shared:
            text = shared[number].translate_formula(at.address)
        elif element.text:
            shared[number] = Translator(text, at.address)
    except (TokenizerError, TranslatorError):
        return ""
    return text


def reaching(formulae: Mapping[Cell, Formula], cells: Collection[Cell]) -> set[Cell]:
    """Return the cells of the formulas that take one of the cells, themselves or through other formulas."""
    reached: set[Cell] = set()
    new = set(cells)
    while new:
        taking = (cell for cell in formulae if cell not in reached)
        new = {cell for cell in taking if any(any(box.among(new)) for box in formulae[cell].boxes)}
        reached |= new
    return reached


def _column(letters: str | None, default: int) -> int:
    return column_index(letters) if letters else default
