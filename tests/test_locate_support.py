"""What the tests of locate say of a workbook: rows as `201: 10.00 - 4.00`, remarks as `F-03 B10 C10`."""

from collections.abc import Iterable

from tests.tables import sheets

from gouji.facts import Facts
from gouji.locate import locate


def facts_of(text: str, unit: str = "") -> Facts:
    """Locate the facts of the workbook that the text draws."""
    return locate(sheets(text), unit)


def rows_of(text: str, table: str = "") -> dict[str, str]:
    """Return row key → its printed amounts in column order, `-` for a blank; of one table, the only one by default."""
    facts = facts_of(text)
    rows = facts.tables[table or next(iter(facts.tables))].rows
    return {row: " ".join(facts.fact(i).text or "-" for i in columns.values()) for row, columns in rows.items()}


def columns_of(text: str, table: str = "") -> list[str]:
    """Return the column keys of a table, the only one by default."""
    facts = facts_of(text)
    return facts.tables[table or next(iter(facts.tables))].columns


def remarks_of(text: str, unit: str = "") -> list[str]:
    """Return the remarks but those on missing tables, with their cells, or what they found if they have none."""
    facts = facts_of(text, unit)
    several = "===" in text
    return [
        " ".join([remark.rule, *(_place(cell, several) for cell in remark.cells)])
        for remark in facts.remarks
        if remark.rule != "F-01"
    ]


def tables_of(text: str) -> list[str]:
    """Return the ids of the located tables."""
    return list(facts_of(text).tables)


def joined(lines: Iterable[str]) -> str:
    """Return the lines as the text of a workbook."""
    return "\n".join(lines)


def _place(cell, several: bool) -> str:
    return f"{cell.sheet}!{cell.address}" if several else cell.address
