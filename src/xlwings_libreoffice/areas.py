"""Areas: rectangles of cells and their A1 addresses, counted from 1 as xlwings does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from xlwings.utils import col_name, column_to_number

from xlwings_libreoffice.bridge import struct

REFERENCE = re.compile(
    r"\$?([A-Za-z]{1,3})\$?(\d+)(?::\$?([A-Za-z]{1,3})\$?(\d+))?"  # A1, A1:B2
    r"|\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})"  # A:B
    r"|\$?(\d+):\$?(\d+)"  # 1:2
)


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle: its first row and column from 1, and its height and width in cells."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @classmethod
    def of(cls, address: Any) -> Area:
        """Return the area of a UNO CellRangeAddress."""
        return cls(
            address.StartRow + 1,
            address.StartColumn + 1,
            address.EndRow - address.StartRow + 1,
            address.EndColumn - address.StartColumn + 1,
        )

    @classmethod
    def between(cls, row: int, column: int, last_row: int, last_column: int) -> Area:
        """Return the area of two opposite corners, in any order."""
        top, left = min(row, last_row), min(column, last_column)
        return cls(top, left, abs(last_row - row) + 1, abs(last_column - column) + 1)

    @property
    def last_row(self) -> int:
        return self.row + self.rows - 1

    @property
    def last_column(self) -> int:
        return self.column + self.columns - 1

    @property
    def size(self) -> int:
        return self.rows * self.columns

    def on(self, sheet: int) -> Any:
        """Return the UNO CellRangeAddress on a sheet counted from 0."""
        return struct(
            "table.CellRangeAddress",
            sheet,
            self.column - 1,
            self.row - 1,
            self.last_column - 1,
            self.last_row - 1,
        )

    def bounds(self) -> tuple[int, int, int, int]:
        """Return left, top, right, bottom from 0, as UNO's getCellRangeByPosition takes them."""
        return self.column - 1, self.row - 1, self.last_column - 1, self.last_row - 1

    def span(self, other: Area) -> Area:
        """Return the smallest area around both."""
        return Area.between(
            min(self.row, other.row),
            min(self.column, other.column),
            max(self.last_row, other.last_row),
            max(self.last_column, other.last_column),
        )

    def cell(self, row: int, column: int) -> Area:
        """Return the cell at a place counted from 1 at the corner; it may lie outside."""
        return Area(self.row + row - 1, self.column + column - 1)

    def address(self, *, row_absolute: bool = True, column_absolute: bool = True) -> str:
        """Return the A1 address."""
        row, column = "$" * row_absolute, "$" * column_absolute
        first = f"{column}{col_name(self.column)}{row}{self.row}"
        if self.size == 1:
            return first
        return f"{first}:{column}{col_name(self.last_column)}{row}{self.last_row}"


def parse(reference: str, limits: Area) -> Area | None:
    """Return the area of A1, A1:B2, A:B or 1:2 on a sheet of such limits, None for anything else."""
    found = REFERENCE.fullmatch(reference.strip())
    if not found:
        return None
    left, top, right, bottom, first_column, last_column, first_row, last_row = found.groups()
    if first_column:
        columns = column_to_number(first_column.upper()), column_to_number(last_column.upper())
        return Area.between(1, columns[0], limits.rows, columns[1])
    if first_row:
        return Area.between(int(first_row), 1, int(last_row), limits.columns)
    return Area.between(
        int(top),
        column_to_number(left.upper()),
        int(bottom or top),
        column_to_number((right or left).upper()),
    )
