"""Together: the facts of several workbooks taken as those of one, and the findings on them.

The tables of each workbook get names of their own, such as `last.T1`, so that a form may hold facts of any of
them, and all amounts are in the finest of their units.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from gouji.facts import Facts
from gouji.figures import UNITS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gouji.facts import Table
    from gouji.findings import Finding


def together(parts: Mapping[str, Facts]) -> Facts:
    """Return the facts of all workbooks as those of one; the keys stand before the ids of their tables."""
    unit = min((facts.unit for facts in parts.values()), key=UNITS.__getitem__)
    tables: dict[str, Table] = {}
    amounts: list[int] = []
    ulps: list[int] = []
    printed: list[bool] = []
    unreadable: dict[int, str] = {}
    for name, facts in parts.items():
        start, converted = len(amounts), in_unit(facts, unit)
        moved = (_moved(table, name, start) for table in facts.tables.values())
        tables |= {table.id: table for table in moved}
        amounts += converted.amounts
        ulps += converted.ulps
        printed += facts.printed
        unreadable |= {start + index: text for index, text in facts.unreadable.items()}
    lines = sorted(chain.from_iterable(table.lines for table in tables.values()))
    return Facts(tables, amounts, ulps, printed, lines, unreadable, unit)


def in_unit(facts: Facts, unit: str) -> Facts:
    """Return the facts with amounts in hundredths of a unit that is no coarser than their own."""
    scale = UNITS[facts.unit] // UNITS[unit]
    amounts, ulps = ([n * scale for n in numbers] for numbers in (facts.amounts, facts.ulps))
    return replace(facts, amounts=amounts, ulps=ulps, unit=unit)


def in_file(facts: Facts, file: str) -> Facts:
    """Return the facts with their sheets named as Excel names those of another file: [file]sheet."""
    tables = {
        table.id: replace(
            table,
            sheet=f"[{file}]{table.sheet}",
            lines=[line._replace(sheet=f"[{file}]{line.sheet}") for line in table.lines],
        )
        for table in facts.tables.values()
    }
    lines = sorted(chain.from_iterable(table.lines for table in tables.values()))
    return replace(facts, tables=tables, lines=lines)


def with_plain_tables(finding: Finding, names: Mapping[str, str]) -> Finding:
    """Return the finding with the tables of its cells by the ids that `names` gives them."""
    cells = (cell._replace(table=names.get(cell.table, cell.table)) for cell in finding.cells)
    return replace(finding, cells=tuple(cells))


def _moved(table: Table, name: str, start: int) -> Table:
    """Return the table by its new id, its facts `start` further on."""
    lines = [line._replace(start=line.start + start, table=name + table.id) for line in table.lines]
    return replace(table, id=name + table.id, lines=lines)
