"""Tables: the results of a run as Parquet, one file or a folder of two tables (docs/scale.md)."""

from __future__ import annotations

from contextlib import ExitStack
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from gouji.batch.parquet import Parts, Table, schema_of
from gouji.findings import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    Data = Mapping[str, Any]

_TEXT, _COUNT = pa.string(), pa.int32()
_CELL = pa.struct(
    {
        **dict.fromkeys(("sheet", "cell", "table", "row", "column"), _TEXT),
        "weight": pa.int8(),
        "value": _TEXT,
        "culprit": pa.bool_(),
        "proposed": _TEXT,
        "hypothesis": _TEXT,
    }
)
_FINDING = {
    **dict.fromkeys(("id", "rule", "verdict", "severity", "message"), _TEXT),
    "difference": pa.decimal128(38, 2),
    "accepted": _TEXT,
    "cells": pa.list_(_CELL),
}
_FILE = dict.fromkeys(("path", "status", "error", "unit"), _TEXT)
_TABLE = pa.struct(dict.fromkeys(("table", "title", "sheet", "unit"), _TEXT))
_CULPRITS = pa.struct({"smallest": _COUNT, "count": pa.int64(), "complete": pa.bool_()})

ROWS = schema_of(**_FILE, **_FINDING)
"""A row a finding, and one for each file without any."""

FILES = schema_of(
    **_FILE,
    **{verdict.value: _COUNT for verdict in Verdict},
    tables=pa.list_(_TABLE),
    culprits=_CULPRITS,
)
"""A row a file; `culprits` without their sets."""

FINDINGS = schema_of(
    path=_TEXT, unit=_TEXT, **{name: kind for name, kind in _FINDING.items() if name != "verdict"}
)
"""A row a finding; its verdict is the name of the folder."""


def write_rows(results: Iterable[Data], path: Path) -> None:
    """Write one file of ROWS."""
    with Table(path, ROWS) as table:
        for data in results:
            head = {name: data[name] for name in _FILE}
            for finding in data["findings"] or [{}]:
                table.add({**head, **_typed(finding)})


def write_tables(results: Iterable[Data], folder: Path) -> None:
    """Write `files` of FILES and `findings` of FINDINGS into the folder, the findings by verdict."""
    with ExitStack() as open_parts:
        files = open_parts.enter_context(Parts(folder / "files", FILES))
        findings = {
            verdict.value: open_parts.enter_context(
                Parts(folder / "findings" / f"verdict={verdict.value}", FINDINGS)
            )
            for verdict in Verdict
        }
        for data in results:
            files.add({**data, **data["counts"]})
            head = {"path": data["path"], "unit": data["unit"]}
            for finding in data["findings"]:
                findings[finding["verdict"]].add({**head, **_typed(finding)})


def _typed(finding: Data) -> Data:
    """Return the finding with its difference as a number."""
    difference = finding.get("difference")
    return {**finding, "difference": None if difference is None else Decimal(difference)}
