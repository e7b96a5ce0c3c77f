"""What the tests of locate say of a workbook: rows as `201: 10.00 - 4.00`, remarks as `F-03 B10 C10`."""

from collections.abc import Iterable

from tests.tables import sheets

from gouji.facts import Facts
from gouji.grid import sheet_of
from gouji.locate import locate


def facts_of(text: str, unit: str = "") -> Facts:
    """Locate the facts of the workbook that the text draws; ⏎ is a line break within a cell."""
    return locate(
        [sheet_of(s.name, [[_broken(v) for v in row] for row in s.rows]) for s in sheets(text)], unit
    )


def rows_of(text: str, table: str = "") -> dict[str, str]:
    """Return row key → its printed amounts in column order, `-` for a blank; of the only table by default."""
    facts = facts_of(text)
    rows = facts.tables[table or next(iter(facts.tables))].rows
    return {
        row: " ".join(facts.fact(i).text or "-" for i in columns.values()) for row, columns in rows.items()
    }


def columns_of(text: str, table: str = "") -> list[str]:
    """Return the column keys of a table, the only one by default."""
    facts = facts_of(text)
    return facts.tables[table or next(iter(facts.tables))].columns


def remarks_of(text: str, unit: str = "") -> list[str]:
    """Return the remarks with their cells, but for those on missing tables."""
    sheets_named = "===" in text
    return [
        " ".join([r.rule, *(f"{c.sheet}!{c.address}" if sheets_named else c.address for c in r.cells)])
        for r in facts_of(text, unit).remarks
        if r.rule != "F-01"
    ]


def tables_of(text: str) -> list[str]:
    """Return the ids of the located tables."""
    return list(facts_of(text).tables)


def joined(lines: Iterable[str]) -> str:
    """Return the lines as the text of a workbook."""
    return "\n".join(lines)


def _broken(value: object) -> object:
    return value.replace("⏎", "\n") if value.__class__ is str else value
