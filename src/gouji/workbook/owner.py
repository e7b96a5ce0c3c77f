"""Owner: the unit that the heads of a workbook's tables name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gouji.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gouji.grid import Sheet

_OWNERS = ("编制单位:", "部门名称:", "单位名称:", "部门:", "编制部门:")
_HEAD_ROWS = 6


def owner_of(sheets: Iterable[Sheet]) -> str:
    """Return the name that a table's head gives its unit, '' where none does."""
    for sheet in sheets:
        for row in sheet.rows[:_HEAD_ROWS]:
            for value in row:
                label = plain_label(value) if isinstance(value, str) else ""
                if label.startswith(_OWNERS) and (name := label.partition(":")[2]):
                    return name
    return ""
