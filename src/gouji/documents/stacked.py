"""Stacked rows: a ruled row that holds several rows of a table, printed without lines between them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gouji.documents.glyphs import Line, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gouji.documents.pages import Cell

_AMOUNT = re.compile(r"[-−－]?[\d,，]+\.\d\d")
_NUMBER = re.compile(r"[-−－]?[\d,，]+(?:\.\d\d)?")

Placed = tuple[int, "Cell"]
"""A cell and its column in the grid."""


def single_rows(row: Sequence[Placed]) -> list[list[tuple[int, str]]]:
    """Return the rows that a ruled row holds, as columns and texts: one, unless a cell has several amounts.

    The rows stand where the cell with most numbers has them; every other line belongs to the nearest one.
    """
    if not any(sum(map(_is_amount, cell.lines)) > 1 for _, cell in row):
        return [[(column, cell.text) for column, cell in row]]
    fullest = max((cell for _, cell in row), key=lambda cell: sum(map(_is_number, cell.lines)))
    anchors = [line.baseline for line in fullest.lines if _is_number(line)]
    rows: list[dict[int, list[Line]]] = [{} for _ in anchors]
    for column, cell in row:
        for line in cell.lines:
            nearest = min(range(len(anchors)), key=lambda n: abs(anchors[n] - line.baseline))
            rows[nearest].setdefault(column, []).append(line)
    return [
        [(column, "".join(sign for sign, _ in joined(lines))) for column, lines in sorted(one.items())]
        for one in rows
    ]


def _is_amount(line: Line) -> bool:
    return _AMOUNT.fullmatch(line.text) is not None


def _is_number(line: Line) -> bool:
    return _NUMBER.fullmatch(line.text) is not None
