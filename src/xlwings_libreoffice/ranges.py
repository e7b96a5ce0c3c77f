"""Ranges: cells of a sheet, one area or several."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xlwings_libreoffice import links, notes, values
from xlwings_libreoffice.areas import Area
from xlwings_libreoffice.bridge import enum
from xlwings_libreoffice.editing import Editing
from xlwings_libreoffice.formulas import from_native, to_native
from xlwings_libreoffice.unsupported import Unsupported, unsupported

if TYPE_CHECKING:
    from xlwings_libreoffice.apps import App
    from xlwings_libreoffice.names import Name
    from xlwings_libreoffice.notes import Note
    from xlwings_libreoffice.sheets import Sheet

DIRECTIONS = {"d": (1, 0), "u": (-1, 0), "r": (0, 1), "l": (0, -1)}


class Range(Editing, base_classes.Range):
    """Cells of a sheet.

    Of several areas, as A1,C3:D4, formats and clearing act on all; row, column, shape and values are those of
    the first, as in Excel. Without an area it is the empty range that a slice can give.
    """

    max_cells_per_read = None  # type: ignore[assignment]
    max_cells_per_write = None  # type: ignore[assignment]

    def __init__(self, sheet: Sheet, areas: tuple[Area, ...], address: str = "") -> None:
        self._sheet, self.areas, self.arg1_input = sheet, areas, address
        self.options: dict[str, Any] = {}

    @property
    def app(self) -> App:  # type: ignore[override]
        return self._sheet.app

    @property
    def sheet(self) -> Sheet:  # type: ignore[override]
        return self._sheet

    @property
    def area(self) -> Area:  # type: ignore[override]
        """The first area."""
        if not self.areas:
            raise IndexError("The range is empty: it has no cells.")
        return self.areas[0]

    @cached_property
    def native(self) -> Any:  # type: ignore[override]
        """The UNO object: a SheetCellRange, or SheetCellRanges of several areas."""
        if len(self.areas) > 1:
            return self._sheet.ranges(self.areas)
        return self._sheet.native.getCellRangeByPosition(*self.area.bounds())

    @property
    def first_cell(self) -> Any:
        """The UNO cell at the corner."""
        return self._sheet.native.getCellByPosition(self.area.column - 1, self.area.row - 1)

    @property
    def api(self) -> Any:
        return self.native if self.areas else None

    @property
    def coords(self) -> tuple[str, int, int, int]:
        return self._sheet.name, self.row, self.column, len(self)

    def __len__(self) -> int:
        return sum(area.size for area in self.areas)

    @property
    def row(self) -> int:
        return self.area.row

    @property
    def column(self) -> int:
        return self.area.column

    @property
    def shape(self) -> tuple[int, int]:  # type: ignore[override]
        return (self.area.rows, self.area.columns) if self.areas else (0, 0)

    def __call__(self, arg1: Any, arg2: Any = None) -> Range:
        """Return a cell by its number or by its row and column from 1; it may lie outside the range."""
        if arg2 is None:
            row, column = divmod(arg1 - 1, self.area.columns)
            arg1, arg2 = row + 1, column + 1
        if isinstance(arg2, str):
            raise TypeError("A cell of a range is given by numbers.")
        return Range(self._sheet, (self.area.cell(arg1, arg2),))

    def _at(self, area: Area) -> Range:
        return Range(self._sheet, (area,))

    @property
    def raw_value(self) -> Any:
        wanted = self.options.get("err_to_str", False) or self.options.get("convert") == "raw"
        first = self._at(self.area) if len(self.areas) > 1 else self
        return values.read(first, errors=wanted)

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        for area in self.areas:
            values.write(self._at(area) if len(self.areas) > 1 else self, value)

    @property
    def formula(self) -> Any:
        rows = tuple(tuple(map(_formula, row)) for row in self._at(self.area).native.getFormulaArray())
        return rows[0][0] if self.area.size == 1 else rows

    @formula.setter
    def formula(self, formula: Any) -> None:
        for area in self.areas:
            target = self._at(area)
            if isinstance(formula, (list, tuple)):
                texts = tuple(tuple(map(_formula_text, row)) for row in formula)
                target.changeable.setFormulaArray(texts)
            else:
                _fill(target, formula)

    formula2 = formula

    @property
    def formula_array(self) -> str | None:
        return from_native(self._at(self.area).native.getArrayFormula()) or None

    @formula_array.setter
    def formula_array(self, formula: str) -> None:
        self._at(self.area).changeable.setArrayFormula(to_native(formula))

    @property
    def has_array(self) -> bool:
        return bool(self._at(self.area).native.getArrayFormula())

    def end(self, direction: str) -> Range:
        """Go on to the last cell of a block, or the first of the next, or the edge of the sheet."""
        down, right = DIRECTIONS[direction[0].lower()]
        limits = self._sheet.limits
        row, column = self.row, self.column
        line = self._line(down, limits)
        step = down + right
        place, last = (row, limits.rows) if down else (column, limits.columns)
        found = _end(line, place, step, last)
        return self._at(Area(found, column) if down else Area(row, found))

    def _line(self, down: int, limits: Area) -> list[bool]:
        # a formula that gives an empty text fills its cell, as in Excel
        used = self._sheet.used_range.area
        if down:
            area = Area.between(
                1, self.column, max(used.last_row, min(self.row + 1, limits.rows)), self.column
            )
        else:
            last = max(used.last_column, min(self.column + 1, limits.columns))
            area = Area.between(self.row, 1, self.row, last)
        return [text != "" for row in self._at(area).native.getFormulaArray() for text in row]

    @property
    def current_region(self) -> Range:
        cursor = self._sheet.native.createCursorByRange(self.native)
        cursor.collapseToCurrentRegion()
        return self._at(Area.of(cursor.RangeAddress))

    def get_address(
        self, row_absolute: bool = True, col_absolute: bool = True, external: bool = False
    ) -> str:
        address = ",".join(
            area.address(row_absolute=row_absolute, column_absolute=col_absolute) for area in self.areas
        )
        if not external:
            return address
        sheet = self._sheet.name.replace("'", "''")
        return f"'[{self._sheet.book.name}]{sheet}'!{address}"

    @property
    def address(self) -> str:
        return self.get_address()

    @property
    def rows(self) -> list[Range]:
        area = self.area
        return [
            self._at(Area(row, area.column, 1, area.columns)) for row in range(area.row, area.last_row + 1)
        ]

    @property
    def columns(self) -> list[Range]:
        area = self.area
        numbers = range(area.column, area.last_column + 1)
        return [self._at(Area(area.row, number, area.rows, 1)) for number in numbers]

    def select(self) -> None:
        self._sheet.activate()
        self._sheet.book.controller.select(self.native)

    @property
    def merge_area(self) -> Range:
        return self._at(self._merged(self.area))

    @property
    def name(self) -> Name | None:
        for name in self._sheet.book.names:
            cells = name.native.getReferredCells()
            if (
                cells
                and cells.RangeAddress.Sheet == self._sheet.index - 1
                and Area.of(cells.RangeAddress) == self.area
            ):
                return name
        return None

    @name.setter
    def name(self, name: str) -> None:
        from xlwings_libreoffice.names import quoted  # noqa: PLC0415  names make ranges

        self._sheet.book.names.add(name, f"={quoted(self._sheet.name)}!{self.area.address()}")

    @property
    def hyperlink(self) -> str:
        return links.hyperlink(self)

    def add_hyperlink(self, address: str, text_to_display: Any = None, screen_tip: Any = None) -> None:
        """Put a link into the cell; LibreOffice keeps no screen tip."""
        links.add_hyperlink(self, address, text_to_display or address)

    @property
    def note(self) -> Note | None:
        return notes.note_of(self)

    def add_note(self, text: str) -> Note:
        return notes.add_note(self, text)

    @property
    def comment(self) -> Any:
        raise unsupported("range.comment (a threaded comment)", "use range.note")

    def add_comment(self, text: str) -> Any:
        raise unsupported("range.add_comment() (a threaded comment)", "use range.add_note()")

    @property
    def table(self) -> None:
        return None

    @property
    def characters(self) -> Unsupported:
        return Unsupported("range.characters", "use range.font, or the text cursors of range.api")

    @property
    def data_validation(self) -> Unsupported:
        return Unsupported("range.data_validation", "use range.api.Validation")

    @property
    def autofilter(self) -> Unsupported:
        return Unsupported("range.autofilter", "use book.api.DatabaseRanges")

    @property
    def conditional_formats(self) -> Unsupported:
        return Unsupported("range.conditional_formats", "use range.api.ConditionalFormat")

    def find(self, text: str, whole: bool, direction: str, order: str, match_case: bool) -> Range | None:
        native = self.native
        search = native.createSearchDescriptor()
        search.SearchString, search.SearchWords, search.SearchCaseSensitive = text, whole, match_case
        search.SearchType, search.SearchByRow = 1, order == "rows"
        found = values.within(native.findAll(search), self._address())
        if not found:
            return None
        cells = [(row + self.row, column + self.column) for row, column in values.places(found, self.area)]
        key = None if order == "rows" else (lambda cell: (cell[1], cell[0]))
        cells.sort(key=key)
        return self._at(Area(*cells[-1 if direction == "backward" else 0]))

    def replace_all(self, old: str, new: str, whole: bool, match_case: bool) -> None:
        replace = self.native.createReplaceDescriptor()
        replace.SearchString, replace.ReplaceString = old, new
        replace.SearchWords, replace.SearchCaseSensitive = whole, match_case
        self.changeable.replaceAll(replace)

    def remove_duplicates(self, columns: Any, has_headers: bool) -> None:
        raise unsupported("remove_duplicates()", "read the values, drop the duplicates and write them")

    def get_special_cells(self, cell_type: str, value_type: str | None) -> Any:
        raise unsupported("get_special_cells()", "use range.api.queryContentCells() or queryEmptyCells()")

    def copy_picture(self, appearance: str, format: str) -> None:
        raise unsupported("copy_picture()", "use to_pdf() of the book")

    def to_png(self, path: str) -> None:
        raise unsupported("range.to_png()", "use to_pdf() of the book")

    def to_pdf(self, path: str, quality: str) -> None:
        raise unsupported("range.to_pdf()", "set sheet.page_setup.print_area and use to_pdf() of the book")


def _formula(text: str) -> str:
    # LibreOffice marks a text that looks like a number; Excel's formulas do not show the mark
    return text.removeprefix("'") if text.startswith("'") else from_native(text)


def _formula_text(value: Any) -> str:
    text = "" if value is None else str(value)
    return to_native(text)


def _fill(target: Range, formula: Any) -> None:
    """Write one formula into all cells, its relative references moving along as in Excel."""
    text, area, native = _formula_text(formula), target.area, target.changeable
    target.first_cell.setFormula(text)
    if area.size > 1:
        down, right = "TO_BOTTOM", "TO_RIGHT"
        left_column = target._at(Area(area.row, area.column, area.rows, 1))  # noqa: SLF001
        if area.rows > 1:
            left_column.native.fillAuto(enum("sheet.FillDirection", down), 1)
        if area.columns > 1:
            native.fillAuto(enum("sheet.FillDirection", right), 1)


def _end(filled: list[bool], place: int, step: int, last: int) -> int:
    def at(index: int) -> bool:
        return 1 <= index <= len(filled) and filled[index - 1]

    target = place + step
    if at(place) and at(target):
        while at(target + step):
            target += step
        return target
    while 1 <= target <= len(filled) and not at(target):
        target += step
    if at(target):
        return target
    return last if step > 0 else 1
