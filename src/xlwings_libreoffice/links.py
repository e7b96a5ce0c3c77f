"""Hyperlinks of cells: an address on the web, a file, or a place in the book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings_libreoffice.errors import LibreOfficeError

if TYPE_CHECKING:
    from xlwings_libreoffice.ranges import Range


def hyperlink(cell: Range) -> str:
    """Return the target of the first link in a cell; a place in the book as #Sheet1!A1."""
    fields = _fields(cell.first_cell)
    if not fields:
        message = f"The cell {cell.address} has no hyperlink."
        raise LibreOfficeError(message)
    target = str(fields[0].URL)
    if target.startswith("#"):
        sheet, _, place = target.removeprefix("#").rpartition(".")
        return f"#{sheet.removeprefix('$')}!{place}" if sheet else target
    return target


def add_hyperlink(cell: Range, address: str, text: str) -> None:
    """Replace what stands in a cell by a link; #Sheet1!A1 and 'Sheet1'!A1 are places in the book."""
    _ = cell.changeable
    link = cell.sheet.book.doc.createInstance("com.sun.star.text.TextField.URL")
    link.URL, link.Representation = _target(address), text
    content = cell.first_cell
    content.setString("")
    content.insertTextContent(content.createTextCursor(), link, False)


def _target(address: str) -> str:
    if not address.startswith("#"):
        return address
    # the form that LibreOffice follows in a running book and writes to .xlsx as a location
    sheet, separator, place = address.removeprefix("#").rpartition("!")
    return f"#{sheet}.{place}" if separator else address


def _fields(cell: Any) -> list[Any]:
    fields, found = cell.TextFields.createEnumeration(), []
    while fields.hasMoreElements():
        field = fields.nextElement()
        if hasattr(field, "URL"):
            found.append(field)
    return found
