"""Tables: a workbook file → its sheets and the facts of the nine tables in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gouji.locate import locate
from gouji.workbook.read import UnreadableError, read_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from gouji.facts import Facts
    from gouji.grid import Sheet


def read_tables(path: Path) -> tuple[list[Sheet], Facts]:
    """Return the sheets and the facts; raise UnreadableError, the path in its notes, where there are none."""
    try:
        sheets = read_workbook(path)
        return sheets, _with_tables(locate(sheets))
    except UnreadableError as error:
        error.add_note(str(path))
        raise


def _with_tables(facts: Facts) -> Facts:
    if not facts.tables:
        raise UnreadableError("no_table")
    return facts
