"""Sheets of a book."""

from __future__ import annotations

import contextlib
import numbers
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xlwings_libreoffice.areas import Area, parse
from xlwings_libreoffice.bridge import Guarded
from xlwings_libreoffice.errors import LibreOfficeError
from xlwings_libreoffice.names import Names
from xlwings_libreoffice.notes import Note
from xlwings_libreoffice.ranges import Range
from xlwings_libreoffice.unsupported import NoTables, Unsupported, unsupported
from xlwings_libreoffice.views import FreezePanes, PageSetup, gridlines, set_gridlines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlwings_libreoffice.apps import App
    from xlwings_libreoffice.books import Book


class Sheets(Guarded, base_classes.Sheets):
    """The sheets of a book, hidden ones included; a chart sheet of Excel is an empty sheet with a chart."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def app(self) -> App:  # type: ignore[override]
        return self.book.app

    @property
    def api(self) -> Any:
        return self.book.doc.Sheets

    @property
    def active(self) -> Sheet:
        return Sheet(self.book, self.book.controller.ActiveSheet)

    def __call__(self, name_or_index: Any) -> Sheet:
        sheets = self.api
        if isinstance(name_or_index, numbers.Number):
            index = int(name_or_index)  # type: ignore[call-overload]
            if not 1 <= index <= sheets.Count:
                message = f"There is no sheet {index}: the book has {sheets.Count}."
                raise IndexError(message)
            return Sheet(self.book, sheets.getByIndex(index - 1))
        for name in sheets.ElementNames:
            if name.lower() == name_or_index.lower():
                return Sheet(self.book, sheets.getByName(name))
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Sheet]:
        sheets = self.api
        return iter([Sheet(self.book, sheets.getByIndex(index)) for index in range(sheets.Count)])

    def __contains__(self, name: str) -> bool:
        return name.lower() in map(str.lower, self.api.ElementNames)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """Insert a sheet, before the active one when no place is given, and activate it."""
        index = after.index if after is not None else (before or self.active).index - 1
        sheets = self.api
        name = name or free_name("Sheet{}", sheets.ElementNames)
        with _undoable(self.book):
            sheets.insertNewByName(name, index)
        sheet = Sheet(self.book, sheets.getByName(name))
        sheet.activate()
        return sheet


@contextlib.contextmanager
def _undoable(book: Book) -> Iterator[None]:
    """Add or delete a sheet so that it can be undone.

    In a file with macros LibreOffice would also add or delete the sheet's module, which cannot be undone. A
    sheet needs none: Excel makes one when the file is opened.
    """
    libraries = book.doc.BasicLibraries
    macros = libraries.VBACompatibilityMode
    if macros:
        libraries.VBACompatibilityMode = False
    try:
        yield
    finally:
        if macros:
            libraries.VBACompatibilityMode = True


def free_name(pattern: str, taken: tuple[str, ...]) -> str:
    """Return the first name of a pattern, counted from 1, that is not taken."""
    lowered = set(map(str.lower, taken))
    return next(name for name in map(pattern.format, range(1, len(taken) + 2)) if name.lower() not in lowered)


class Sheet(Guarded, base_classes.Sheet):
    """A sheet; `native` is its UNO object."""

    def __init__(self, book: Book, native: Any) -> None:
        self._book, self.native = book, native

    @property
    def app(self) -> App:  # type: ignore[override]
        return self._book.app

    @property
    def book(self) -> Book:
        return self._book

    @property
    def api(self) -> Any:
        return self.native

    @property
    def name(self) -> str:
        return str(self.native.Name)

    @name.setter
    def name(self, name: str) -> None:
        self.native.Name = name

    @property
    def names(self) -> Names:
        return Names(self._book, self)

    @property
    def index(self) -> int:
        return int(self.native.RangeAddress.Sheet) + 1

    @property
    def limits(self) -> Area:
        """All cells of the sheet."""
        return Area.of(self.native.RangeAddress)

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """Return a range by address, name, corner or corners; an address may list areas: A1,B3:C5."""
        areas = self._areas(arg1)
        if arg2 is not None:
            (last,) = self._areas(arg2)
            areas = (areas[0].span(last),)
        return Range(self, areas, arg1 if isinstance(arg1, str) else "")

    def _areas(self, argument: Any) -> tuple[Area, ...]:
        if isinstance(argument, Range):
            return argument.areas
        if isinstance(argument, tuple):
            if 0 in argument[:2]:
                raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
            return () if 0 in argument[2:] else (Area(*argument),)
        limits = self.limits
        return tuple(self._area(part, limits) for part in argument.split(","))

    def _area(self, reference: str, limits: Area) -> Area:
        area = parse(reference, limits)
        if area:
            return area
        for names in (self.native.NamedRanges, self._book.doc.NamedRanges, self._book.doc.DatabaseRanges):
            if names.hasByName(reference):
                cells = names.getByName(reference).getReferredCells()
                if cells and cells.RangeAddress.Sheet == self.index - 1:
                    return Area.of(cells.RangeAddress)
        message = f"The sheet {self.name} has no address or name {reference}."
        raise LibreOfficeError(message)

    def ranges(self, areas: Iterable[Area]) -> Any:
        """Return areas as one UNO object, whose properties are set in one call each."""
        ranges, index = self._book.doc.createInstance("com.sun.star.sheet.SheetCellRanges"), self.index - 1
        addresses = tuple(area.on(index) for area in areas)
        if addresses:
            ranges.addRangeAddresses(addresses, False)
        return ranges

    @property
    def cells(self) -> Range:
        return Range(self, (self.limits,))

    @property
    def used_range(self) -> Range:
        cursor = self.native.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        cursor.gotoStartOfUsedArea(False)
        start = cursor.RangeAddress
        return Range(self, (Area.of(start).span(Area.of(end)),))

    def activate(self) -> None:
        self._book.controller.setActiveSheet(self.native)

    def select(self) -> None:
        self.activate()

    def clear_contents(self) -> None:
        self.cells.clear_contents()

    def clear_formats(self) -> None:
        self.cells.clear_formats()

    def clear(self) -> None:
        self.cells.clear()

    def autofit(self, axis: str | None = None) -> None:
        self.used_range.autofit(axis)

    def delete(self) -> None:
        sheets = self._book.doc.Sheets
        if sheets.Count == 1:
            message = f"The sheet {self.name} cannot be deleted: a book needs one sheet."
            raise LibreOfficeError(message)
        with _undoable(self._book):
            sheets.removeByName(self.name)

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        target = before or after
        book = target.book if target else self._book
        index = before.index - 1 if before else after.index  # type: ignore[union-attr]
        sheets, name = book.doc.Sheets, self.name
        if book.doc == self._book.doc:
            sheets.copyByName(name, _copy_name(name, sheets.ElementNames), index)
            return
        taken = name in sheets.ElementNames
        sheets.importSheet(self._book.doc, name, index)
        if not taken:
            sheets.getByIndex(index).Name = name

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        index = before.index - 1 if before else after.index  # type: ignore[union-attr]
        self._book.doc.Sheets.moveByName(self.name, index)

    @property
    def visible(self) -> bool:
        return bool(self.native.IsVisible)

    @visible.setter
    def visible(self, visible: bool) -> None:
        self.native.IsVisible = bool(visible)

    @property
    def protected(self) -> bool:
        """Whether the sheet is protected: `sheet.api.isProtected()` to users of xlwings."""
        return bool(self.native.isProtected())

    @property
    def notes(self) -> list[Note]:
        found = self.native.Annotations
        positions = [found.getByIndex(index).Position for index in range(found.Count)]
        return [Note(Range(self, (Area(place.Row + 1, place.Column + 1),))) for place in positions]

    @property
    def comments(self) -> Any:
        raise unsupported("sheet.comments (threaded comments)", "use sheet.notes")

    @property
    def freeze_panes(self) -> FreezePanes:
        return FreezePanes(self)

    @property
    def page_setup(self) -> PageSetup:
        return PageSetup(self)

    @property
    def show_gridlines(self) -> bool:
        return gridlines(self)

    @show_gridlines.setter
    def show_gridlines(self, show: bool) -> None:
        set_gridlines(self, show)

    @property
    def charts(self) -> Unsupported:
        return Unsupported("sheet.charts", "use sheet.api.Charts")

    @property
    def shapes(self) -> Unsupported:
        return Unsupported("sheet.shapes", "use sheet.api.DrawPage")

    @property
    def tables(self) -> NoTables:
        return NoTables("sheet.tables", "use book.api.DatabaseRanges")

    @property
    def pivot_tables(self) -> Unsupported:
        return Unsupported("sheet.pivot_tables", "use sheet.api.DataPilotTables")

    @property
    def pictures(self) -> Unsupported:
        return Unsupported("sheet.pictures", "use sheet.api.DrawPage")

    def to_html(self, path: str) -> None:
        raise unsupported(
            "sheet.to_html()", "use book.to_pdf(), or book.api.storeToURL() with an HTML filter"
        )


def _copy_name(name: str, taken: tuple[str, ...]) -> str:
    lowered = set(map(str.lower, taken))
    number = 2
    while f"{name} ({number})".lower() in lowered:
        number += 1
    return f"{name} ({number})"
