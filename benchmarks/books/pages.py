"""Pages: the tables of a statement laid out, with the key of an amount in every amount's cell.

A cell is an amount's key, a printed text ("" for a blank one), a printed number, or an amount that belongs to
no rule. Equal texts beside and below each other in the head, and beside each other in the body, are one
merged cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from books.layout import Layout

    from gouji.catalogue import TableSpec
    from gouji.statement import Statement

Key = tuple[str, str, str]
Cell = Key | str | int | Decimal
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One table, or a part of it, laid out in rows of equal length; `above` are the rows of the page head."""

    table: str
    above: tuple[Row, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    notes: tuple[str, ...]

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.head[0])


def page_head(
    layout: Layout, spec: TableSpec, statement: Statement, title: str, unit: str, width: int
) -> list[Row]:
    """Return the rows above the head of a table: title, number, who, and the unit of its amounts."""
    named = f"{statement.year}年度{title}" if layout.dated_title else title
    if layout.spaced_title:
        named = " ".join(named)
    who = f"部门：{statement.department}" if layout.codes != "joined" else f"编制单位：{statement.department}"
    printed = ("金额单位：" if layout.lines else "单位：") + unit

    def spread(left: str, *right: str) -> Row:
        return (left, *[""] * (width - 1 - len(right)), *right)

    match layout.page_head:
        case "in title":
            return [(f"{named}（单位：{unit}）",) * width]
        case "plain":
            return [(named,) * width, spread("", printed)]
        case "number below":
            return [
                spread(f"表{spec.id[1:]}"),
                (named,) * width,
                spread("", spec.number),
                spread(who, printed),
            ]
        case "split unit":
            return [(named,) * width, spread("", spec.number), spread(who, "金额单位：", unit)]
    return [(named,) * width, spread(f"{statement.year}年度", spec.number), spread(who, printed)]


def columns_to_rows(columns: Sequence[Row]) -> list[Row]:
    """Return the rows of a head that is given by columns, each from top to bottom; all are as high."""
    height = max(map(len, columns))
    return list(zip(*((*column, *[column[-1]] * (height - len(column))) for column in columns), strict=True))
