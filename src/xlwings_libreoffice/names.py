"""Names of a book and of its sheets."""

from __future__ import annotations

import numbers
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xlwings_libreoffice import ranges
from xlwings_libreoffice.areas import Area
from xlwings_libreoffice.bridge import Guarded, struct
from xlwings_libreoffice.errors import LibreOfficeError
from xlwings_libreoffice.formulas import from_native, to_native

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlwings_libreoffice.apps import App
    from xlwings_libreoffice.books import Book
    from xlwings_libreoffice.sheets import Sheet


def quoted(sheet: str) -> str:
    """Return a sheet's name as a formula writes it, in quotes where it needs them."""
    plain = sheet.replace("_", "a").isalnum() and not sheet[0].isdigit()
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"


def split(name: str) -> tuple[str | None, str]:
    """Return the sheet and the name proper of Sheet1!name."""
    sheet, _, own = name.rpartition("!")
    return (sheet.strip("'").replace("''", "'") or None), own


class Names(Guarded, base_classes.Names):
    """All names of a book, or those of one sheet; a sheet's own is called Sheet1!name."""

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        self.book, self.sheet = book, sheet

    @property
    def app(self) -> App:  # type: ignore[override]
        return self.book.app

    @property
    def api(self) -> Any:
        return (self.sheet.native if self.sheet else self.book.doc).NamedRanges

    def _all(self) -> list[Name]:
        found = []
        if not self.sheet:
            names = self.book.doc.NamedRanges
            found += [Name(self.book, None, names.getByName(name)) for name in names.ElementNames]
        for sheet in [self.sheet] if self.sheet else list(self.book.sheets):
            names = sheet.native.NamedRanges
            found += [Name(self.book, sheet, names.getByName(name)) for name in names.ElementNames]
        return sorted(found, key=lambda name: name.own.lower())

    def __iter__(self) -> Iterator[Name]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __call__(self, name_or_index: Any) -> Name:
        if isinstance(name_or_index, numbers.Number):
            return self._all()[int(name_or_index) - 1]  # type: ignore[call-overload, no-any-return]
        for name in self._all():
            if name_or_index.lower() in {name.name.lower(), name.own.lower()}:
                return name
        raise KeyError(name_or_index)

    def contains(self, name_or_index: Any) -> bool:
        try:
            self(name_or_index)
        except (KeyError, IndexError):
            return False
        return True

    def add(self, name: str, refers_to: str) -> Name:
        scope, own = split(name)
        sheet = self.book.sheets(scope) if scope else self.sheet
        names = (sheet.native if sheet else self.book.doc).NamedRanges
        if names.hasByName(own):
            names.removeByName(own)
        index = sheet.index - 1 if sheet else 0
        content = to_native("=" + refers_to.removeprefix("=")).removeprefix("=")
        names.addNewByName(own, content, struct("table.CellAddress", index, 0, 0), 0)
        if not names.hasByName(own):
            message = f"LibreOffice does not take {own!r} as a name; use letters, digits and underscores."
            raise LibreOfficeError(message)
        return Name(self.book, sheet, names.getByName(own))


class Name(Guarded, base_classes.Name):
    """A name, of the book when `sheet` is None."""

    def __init__(self, book: Book, sheet: Sheet | None, native: Any) -> None:
        self.book, self.sheet, self.native = book, sheet, native
        self.app = book.app

    @property
    def api(self) -> Any:
        return self.native

    @property
    def own(self) -> str:
        """The name without its sheet."""
        return str(self.native.Name)

    @property
    def name(self) -> str:
        return f"{quoted(self.sheet.name)}!{self.own}" if self.sheet else self.own

    @name.setter
    def name(self, name: str) -> None:
        self.native.Name = split(name)[1]

    @property
    def refers_to(self) -> str:
        return from_native("=" + self.native.Content)

    @refers_to.setter
    def refers_to(self, formula: str) -> None:
        self.native.Content = to_native("=" + formula.removeprefix("=")).removeprefix("=")

    @property
    def refers_to_range(self) -> ranges.Range:
        cells = self.native.getReferredCells()
        if cells is None:
            message = f"The name {self.name} does not refer to cells but to {self.refers_to}."
            raise LibreOfficeError(message)
        address = cells.RangeAddress
        return ranges.Range(self.book.sheets(address.Sheet + 1), (Area.of(address),))

    def delete(self) -> None:
        names = (self.sheet.native if self.sheet else self.book.doc).NamedRanges
        names.removeByName(self.own)
