"""How a sheet is shown and printed: frozen panes, gridlines, print area."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xlwings_libreoffice.areas import Area
from xlwings_libreoffice.bridge import Guarded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlwings_libreoffice.sheets import Sheet


@contextmanager
def shown(sheet: Sheet) -> Iterator[Any]:
    """Give the view with a sheet in front, and put the sheet that was in front back."""
    if not sheet.visible:
        message = f"The sheet {sheet.name} is hidden and has no view; show it first: sheet.visible = True."
        raise ValueError(message)
    controller = sheet.book.controller
    before = controller.ActiveSheet
    controller.setActiveSheet(sheet.native)
    try:
        yield controller
    finally:
        controller.setActiveSheet(before)


def gridlines(sheet: Sheet) -> bool:
    """Return whether the sheet shows gridlines."""
    with shown(sheet) as controller:
        return bool(controller.ShowGrid)


def set_gridlines(sheet: Sheet, show: bool) -> None:
    """Show or hide the gridlines of a sheet."""
    with shown(sheet) as controller:
        controller.ShowGrid = show


class FreezePanes(Guarded, base_classes.FreezePanes):
    """The frozen rows and columns of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.app = sheet, sheet.app

    def freeze_at(self, frozen_range: str) -> None:
        """Freeze all rows and columns of a range that starts at A1, or whole rows, or whole columns."""
        area, limits = self.sheet.range(frozen_range).area, self.sheet.limits
        columns = 0 if area.columns == limits.columns else area.last_column
        rows = 0 if area.rows == limits.rows else area.last_row
        with shown(self.sheet) as controller:
            controller.freezeAtPosition(columns, rows)

    def unfreeze(self) -> None:  # type: ignore[override]
        with shown(self.sheet) as controller:
            controller.freezeAtPosition(0, 0)


class PageSetup(Guarded, base_classes.PageSetup):
    """What of a sheet is printed."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.app = sheet, sheet.app

    @property
    def api(self) -> Any:
        """The UNO page style."""
        return self.sheet.book.doc.StyleFamilies.getByName("PageStyles").getByName(
            self.sheet.native.PageStyle
        )

    @property
    def print_area(self) -> str | None:
        areas = self.sheet.native.getPrintAreas()
        return ",".join(Area.of(area).address() for area in areas) or None

    @print_area.setter
    def print_area(self, address: str | None) -> None:
        areas = self.sheet.range(address).areas if address else ()
        self.sheet.native.setPrintAreas(tuple(area.on(self.sheet.index - 1) for area in areas))
