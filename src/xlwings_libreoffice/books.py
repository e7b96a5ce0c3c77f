"""Books: the spreadsheet documents of an app."""

from __future__ import annotations

import numbers
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xlwings_libreoffice.areas import Area
from xlwings_libreoffice.bridge import Guarded, properties, uno, url_of
from xlwings_libreoffice.errors import LibreOfficeError
from xlwings_libreoffice.names import Names
from xlwings_libreoffice.numberformats import NumberFormats
from xlwings_libreoffice.ranges import Range
from xlwings_libreoffice.sheets import Sheet, Sheets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlwings_libreoffice.apps import App

FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xltx": "Calc MS Excel 2007 XML Template",
    ".xls": "MS Excel 97",
    ".xlt": "MS Excel 97 Vorlage/Template",
    ".ods": "calc8",
    ".csv": "Text - txt - csv (StarCalc)",
}
"""LibreOffice's export filter of each suffix."""
QUALITIES = {"standard": 90, "minimum": 50}
NO_MACROS, NO_LINKS = 0, 0


class Books(Guarded, base_classes.Books):
    """The open spreadsheets of an app, in the order they were opened."""

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> Any:
        return self.app.desktop.Components

    @property
    def active(self) -> Book:
        book = self.active_or_none()
        if book is None:
            raise LibreOfficeError("No book is open in LibreOffice; open or add one first.")
        return book

    def active_or_none(self) -> Book | None:
        """Return the book in front, None when none is open."""
        current, books = self.app.desktop.getCurrentComponent(), list(iter(self))
        return next((book for book in books if book.doc == current), books[-1] if books else None)

    def __call__(self, name_or_index: Any) -> Book:
        books = list(iter(self))
        if isinstance(name_or_index, numbers.Number):
            return books[int(name_or_index) - 1]  # type: ignore[call-overload, no-any-return]
        for book in books:
            if name_or_index.lower() in {book.name.lower(), book.fullname.lower()}:
                return book
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __iter__(self) -> Iterator[Book]:
        documents = self.api.createEnumeration()
        books = []
        while documents.hasMoreElements():
            doc = documents.nextElement()
            if doc.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
                books.append(Book(self.app, doc))
        # desktop hands out the newest first or last depending on its mood; the document's own number tells
        return iter(sorted(books, key=lambda book: int(book.doc.RuntimeUID)))

    def add(self) -> Book:
        return self._load("private:factory/scalc")

    def open(self, fullname: Any, *arguments: Any, **options: Any) -> Book:
        """Open a file; of xlwings' options `read_only` and `password` are heeded."""
        names = ("update_links", "read_only", "format", "password")
        given = {**dict(zip(names, arguments, strict=False)), **options}
        return self._load(
            url_of(fullname),
            ReadOnly=bool(given.get("read_only")),
            Password=given.get("password"),
            # a dialog about macros or links would wait for ever: nobody answers it
            MacroExecutionMode=NO_MACROS,
            UpdateDocMode=NO_LINKS,
        )

    def _load(self, url: str, **options: Any) -> Book:
        # a hidden document loses its frozen panes when it is saved; without windows nothing shows anyway
        hidden = not self.app.headless and not self.app.visible
        settings = properties(Hidden=hidden, **options)
        doc = self.app.desktop.loadComponentFromURL(url, "_blank", 0, settings)
        if doc is None:
            message = f"LibreOffice cannot open {url}: it is damaged, locked by a password or no spreadsheet."
            raise LibreOfficeError(message)
        book = Book(self.app, doc)
        if self.app.calculation == "manual":
            doc.enableAutomaticCalculation(False)
        book.frame.activate()
        return book


class Book(Guarded, base_classes.Book):
    """An open spreadsheet; `doc` is its UNO model."""

    def __init__(self, app: App, doc: Any) -> None:
        self._app, self.doc = app, doc

    @property
    def app(self) -> App:  # type: ignore[override]
        return self._app

    @property
    def api(self) -> Any:
        return self.doc

    @property
    def controller(self) -> Any:
        """The view of the book."""
        return self.doc.CurrentController

    @property
    def frame(self) -> Any:
        """The frame that the view is in."""
        return self.controller.Frame

    @property
    def number_formats(self) -> NumberFormats:
        """The number formats of the book."""
        return NumberFormats(self.doc)

    @property
    def name(self) -> str:
        return Path(self.fullname).name

    @property
    def fullname(self) -> str:
        url = self.doc.URL
        return str(uno().fileUrlToSystemPath(url) if url.startswith("file:") else self.doc.Title)

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    @property
    def read_only(self) -> bool:
        """Whether the book cannot be saved where it came from."""
        return bool(self.doc.isReadonly())

    @property
    def selection(self) -> Range | None:
        """The selected cells, None when something else is selected."""
        selected = self.doc.getCurrentSelection()
        if selected is None or not hasattr(selected, "queryIntersection"):
            return None
        addresses = getattr(selected, "RangeAddresses", None) or (selected.RangeAddress,)
        sheet = Sheet(self, self.doc.Sheets.getByIndex(addresses[0].Sheet))
        return Range(sheet, tuple(map(Area.of, addresses)))

    def activate(self) -> None:
        self.frame.activate()
        self.frame.ContainerWindow.toFront()

    def show(self, visible: bool) -> None:
        """Show or hide the window of the book."""
        self.frame.ContainerWindow.setVisible(visible)

    def update_screen(self, updating: bool) -> None:
        """Stop or resume drawing."""
        if updating:
            self.doc.unlockControllers()
        else:
            self.doc.lockControllers()

    def close(self) -> None:
        """Close without saving."""
        self.doc.setModified(False)
        self.doc.close(True)

    def save(self, path: Any = None, password: str | None = None) -> None:
        """Save in place, or under a path whose suffix tells the format; a new book to an .xlsx here."""
        if path is None and self.doc.URL:
            if self.read_only:
                message = f"The book {self.name} is read-only; save it under another name."
                raise LibreOfficeError(message)
            # the format of the file stays: store() would ask, or turn it into LibreOffice's own
            path = self.fullname
        target = Path(path or f"{self.name}.xlsx").absolute()
        if target.suffix.lower() not in FILTERS:
            message = f"Cannot save as {target.name}: the suffix must be one of {', '.join(FILTERS)}."
            raise LibreOfficeError(message)
        if not target.parent.is_dir():
            message = f"Cannot save {target.name}: there is no folder {target.parent}."
            raise LibreOfficeError(message)
        options = properties(FilterName=FILTERS[target.suffix.lower()], Password=password, Overwrite=True)
        self.doc.storeAsURL(url_of(target), options)

    def to_pdf(self, path: str, quality: str = "standard") -> None:
        """Write the visible sheets to a PDF."""
        data = properties(Quality=QUALITIES[quality])
        settings = uno().Any("[]com.sun.star.beans.PropertyValue", data)
        self.doc.storeToURL(url_of(path), properties(FilterName="calc_pdf_Export", FilterData=settings))
