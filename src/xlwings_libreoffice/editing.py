"""Changes of the cells of a range as a whole: clear, insert, delete, copy, move, merge, fill."""

from __future__ import annotations

from typing import Any

from xlwings_libreoffice.areas import Area
from xlwings_libreoffice.bridge import enum, properties, struct, uno
from xlwings_libreoffice.errors import LibreOfficeError
from xlwings_libreoffice.formats import Formats
from xlwings_libreoffice.unsupported import unsupported

CONTENTS, NOTES, FORMATS, EVERYTHING = 1 | 2 | 4 | 16 | 512, 8, 32 | 64 | 256, 1023
"""UNO's sheet.CellFlags."""
WITHOUT_CONTENT = 0


class Editing(Formats):
    """What changes the cells of a range; `native` is its UNO object."""

    def clear_contents(self) -> None:
        self.changeable.clearContents(CONTENTS)

    def clear_formats(self) -> None:
        self.changeable.clearContents(FORMATS)

    def clear(self) -> None:
        self.changeable.clearContents(EVERYTHING)

    def _address(self) -> Any:
        return self.area.on(self.sheet.index - 1)

    def _whole(self) -> str | None:
        limits = self.sheet.limits
        if self.area.columns == limits.columns:
            return "ROWS"
        return "COLUMNS" if self.area.rows == limits.rows else None

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        """Insert cells; without `shift` downwards, whole rows or columns where the range is such."""
        _ = self.changeable
        mode = self._whole() or ("RIGHT" if shift == "right" else "DOWN")
        self.sheet.native.insertCells(self._address(), enum("sheet.CellInsertMode", mode))

    def delete(self, shift: str | None = None) -> None:
        """Delete cells; without `shift` the side with fewer cells moves up, as in Excel."""
        _ = self.changeable
        side = shift or ("up" if self.area.columns > self.area.rows else "left")
        mode = self._whole() or side.upper()
        self.sheet.native.removeRange(self._address(), enum("sheet.CellDeleteMode", mode))

    def copy(self, destination: Any = None) -> None:
        """Copy everything to a range of the same book, or remember the cells for paste()."""
        if destination is None:
            self.app.copied = self
            return
        self._copy_to(destination.impl)

    def _copy_to(self, target: Any) -> None:
        if target.sheet.book.doc != self.sheet.book.doc:
            raise LibreOfficeError("Cells can be copied within a book only; write their values instead.")
        _ = target.changeable
        place = struct("table.CellAddress", target.sheet.index - 1, target.column - 1, target.row - 1)
        self.sheet.native.copyRange(place, self._address())

    def paste(
        self, paste: Any = None, operation: Any = None, skip_blanks: Any = False, transpose: Any = False
    ) -> None:
        """Paste what was copied: everything, `values` or `formulas`."""
        source = getattr(self.app, "copied", None)
        if source is None:
            raise LibreOfficeError("Nothing was copied; call copy() of a range first.")
        if operation or skip_blanks or transpose:
            raise unsupported("paste() with operation, skip_blanks or transpose", "write the values instead")
        self._take(source, paste or "all")

    def copy_from(
        self, source_range: Any, copy_type: str = "all", skip_blanks: bool = False, transpose: bool = False
    ) -> None:
        if skip_blanks or transpose:
            raise unsupported("copy_from() with skip_blanks or transpose", "write the values instead")
        self._take(source_range.impl, copy_type)

    def _take(self, source: Any, what: str) -> None:
        _ = self.changeable
        corner = self.area.cell(1, 1)
        last = corner.cell(source.area.rows, source.area.columns)
        target = self.sheet.native.getCellRangeByPosition(*corner.span(last).bounds())
        if what == "all":
            source._copy_to(self)  # noqa: SLF001
        elif what == "values":
            target.setDataArray(source.native.getDataArray())
        elif what == "formulas":
            target.setFormulaArray(source.native.getFormulaArray())
        else:
            raise unsupported(f"pasting {what!r}", "paste 'all', 'values' or 'formulas'")

    def move(self, destination: Any) -> None:
        target = destination.impl
        _ = self.changeable, target.changeable
        place = struct("table.CellAddress", target.sheet.index - 1, target.column - 1, target.row - 1)
        self.sheet.native.moveRange(place, self._address())

    @property
    def merge_cells(self) -> bool:
        return self._merged(self.area) != Area(self.area.row, self.area.column) or bool(self.native.IsMerged)

    def _merged(self, area: Area) -> Area:
        cell = self.sheet.native.getCellByPosition(area.column - 1, area.row - 1)
        cursor = self.sheet.native.createCursorByRange(cell)
        cursor.collapseToMergedArea()
        return Area.of(cursor.RangeAddress)

    def merge(self, across: bool = False) -> None:
        native = self.changeable
        for part in self._lines() if across else [native]:
            part.merge(False)  # LibreOffice does not merge anew what is merged already
            part.merge(True)

    def _lines(self) -> list[Any]:
        left, top, right, bottom = self.area.bounds()
        rows = range(top, bottom + 1)
        return [self.sheet.native.getCellRangeByPosition(left, row, right, row) for row in rows]

    def unmerge(self) -> None:
        self.changeable.merge(False)

    def group(self, by: str | None) -> None:
        self.sheet.native.group(self._address(), _orientation(by))

    def ungroup(self, by: str | None) -> None:
        self.sheet.native.ungroup(self._address(), _orientation(by))

    def sort(self, keys: Any, ascending: Any, has_headers: bool) -> None:
        fields = []
        for key, upwards in zip(keys, ascending, strict=True):
            field = struct("table.TableSortField")
            field.Field, field.IsAscending = key - 1, upwards
            fields.append(field)
        order = uno().Any("[]com.sun.star.table.TableSortField", tuple(fields))
        self.changeable.sort(properties(SortFields=order, ContainsHeader=has_headers, IsSortColumns=False))

    def autofill(self, destination: Any, type_: str = "fill_default") -> None:
        raise unsupported("autofill()", "write the values, or use range.api.fillAuto()")


def _orientation(by: str | None) -> Any:
    columns = (by or "").startswith("c")
    return enum("table.TableOrientation", "COLUMNS" if columns else "ROWS")
