"""What the forms look like: the nine tables with rows, columns and codes, from data files with sources.

`tables.toml` describes the tables, `functional.toml` the 类 of the functional classification,
`economic.toml` the economic classification that table T6 prints.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

CLASS_GROUP = "类"
"""The row group of functional classes, three-digit codes, in every table."""


@dataclass(frozen=True, slots=True)
class RowSpec:
    """A named row: its key in rules, the side it stands on, the groups a rule may sum over.

    `after` names the row behind which this one stands, for labels that a table prints twice.
    """

    key: str
    side: str = ""
    groups: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    after: str = ""
    form: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """Every printed label of the row, the key first."""
        return (self.key, *self.aliases)


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A named amount column and the side of a two-sided table it belongs to."""

    key: str
    side: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """Every printed label of the column, the key first."""
        return (self.key, *self.aliases)


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One of the nine tables. `layout` is balance, coded, economic or items."""

    id: str
    number: str
    title: str
    layout: str
    source: str
    columns: tuple[ColumnSpec, ...]
    titles: tuple[str, ...] = ()
    rows: tuple[RowSpec, ...] = ()
    ignored_columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Code:
    """A functional class or an economic code with its name and earlier names.

    `block` is the printed block of table T6 (0: not printed there); `list24` marks the shorter class list.
    """

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    block: int = 0
    list24: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """Every printed name, the current one first."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All tables by id in the order T1 … T9, the code lists, and the words that frame a table.

    `functional` is `classes` and the sections and items known to be mixed up.
    """

    tables: Mapping[str, TableSpec]
    other_titles: tuple[str, ...]
    skipped_rows: tuple[str, ...]
    skipped_columns: tuple[str, ...]
    total_labels: tuple[str, ...]
    note_marks: tuple[str, ...]
    empty_words: tuple[str, ...]
    classes: tuple[Code, ...]
    functional: tuple[Code, ...]
    economic: tuple[Code, ...]


@cache
def catalogue() -> Catalogue:
    """Return the catalogue that ships with this version."""
    tables, functional = _toml("tables.toml"), _toml("functional.toml")
    classes = tuple(Code(**_tuples(c)) for c in functional["classes"])
    return Catalogue(
        tables={f"T{n}": _table(f"T{n}", tables[f"T{n}"]) for n in range(1, 10)},
        other_titles=tuple(tables["others"]),
        skipped_rows=tuple(tables["skipped_rows"]),
        skipped_columns=tuple(tables["skipped_columns"]),
        total_labels=tuple(tables["total_labels"]),
        note_marks=tuple(tables["note_marks"]),
        empty_words=tuple(tables["empty_words"]),
        classes=classes,
        functional=classes + tuple(Code(**_tuples(c)) for c in functional["sections"]),
        economic=tuple(Code(**_tuples(c)) for c in _toml("economic.toml")["codes"]),
    )


def _table(table_id: str, data: dict[str, Any]) -> TableSpec:
    columns = tuple(ColumnSpec(**_tuples(c)) for c in data.pop("columns"))
    rows = tuple(RowSpec(**_tuples(r)) for r in data.pop("rows", ()))
    return TableSpec(id=table_id, columns=columns, rows=rows, **_tuples(data))


def _tuples(data: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))
