"""Statement: one unit's figures of one year by catalogue keys, independent of any layout or file."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Key = tuple[str, str, str]
"""(table, row, column): T3, 2010601, 基本支出."""


@dataclass(frozen=True)
class Statement:
    """The figures of one statement.

    `amounts` maps (table, row, column) to the printed amount in `unit`; what is not in it is blank.
    `names` maps codes to printed names; `origins` says of a figure where it was taken from.
    `labels` maps (table, code) to the name that this table prints, `texts` a figure's key to what stands in
    its cell in place of an amount. `notes` maps a table to the lines below it, which replace those of the
    form. `absent` are the tables that the statement does not have.
    """

    department: str
    year: int
    unit: str
    amounts: Mapping[Key, Decimal]
    names: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[Key, str] = field(default_factory=dict)
    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    texts: Mapping[Key, str] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()


def parse_statement(text: str) -> Statement:
    """Read a statement from its text form.

    Lines are fields divided by `|`; blank lines and lines that begin with `#` are skipped:

        department | 政务服务管理局
        year | 2023
        unit | 万元
        name | 2010301 | 行政运行
        T3 | 2010301 | 基本支出 | 163.59 | §五(三) 1

    Raises ValueError, naming the line, when a line has none of these forms.
    """
    head: dict[str, str] = {}
    names: dict[str, str] = {}
    amounts: dict[Key, Decimal] = {}
    origins: dict[Key, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match [part.strip() for part in line.split("|")]:
            case ["department" | "year" | "unit" as key, value]:
                head[key] = value
            case ["name", code, name]:
                names[code] = name
            case [table, row, column, value, *origin] if table.startswith("T"):
                try:
                    amounts[table, row, column] = Decimal(value)
                except InvalidOperation:
                    raise ValueError(f"line {number}: {value!r} is not an amount") from None
                if origin:
                    origins[table, row, column] = origin[0]
            case _:
                raise ValueError(f"line {number}: cannot read {line!r}")
    return Statement(head["department"], int(head["year"]), head["unit"], amounts, names, origins)
