"""Parquet: rows of plain data → files of a fixed schema; in memory is one group of rows. Needs pyarrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa
from pyarrow.parquet import ParquetWriter

from gouji.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    Row = Mapping[str, Any]

ROWS_A_BATCH = 256
"""Rows that wait as Python objects, which take far more memory than Arrow's."""

ROWS_A_GROUP = 32 * ROWS_A_BATCH
ROWS_A_PART = 128 * ROWS_A_GROUP
"""A part is what one reader of many takes at a time: some tens of MB."""


def schema_of(**columns: pa.DataType) -> pa.Schema:
    """Return the schema of these columns; files say which version of the program wrote them."""
    return pa.schema(list(columns.items()), metadata={"gouji": __version__})


class Table:
    """One file of rows; a column that a row lacks is null there, and what is no column is left out."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.rows = 0
        self._schema = schema
        self._waiting: list[Row] = []
        self._batches: list[pa.RecordBatch] = []
        self._file = ParquetWriter(path, schema, compression="zstd")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, row: Row) -> None:
        """Add a row; raises OSError when the disk is full."""
        self._waiting.append({name: row.get(name) for name in self._schema.names})
        self.rows += 1
        if len(self._waiting) == ROWS_A_BATCH:
            self._pack()
        if self.rows % ROWS_A_GROUP == 0:
            self._write()

    def close(self) -> None:
        """Write what waits, and the end of the file."""
        try:
            self._pack()
            self._write()
        finally:
            self._file.close()

    def _pack(self) -> None:
        if self._waiting:
            self._batches.append(pa.RecordBatch.from_pylist(self._waiting, self._schema))
            self._waiting.clear()

    def _write(self) -> None:
        if self._batches:
            self._file.write_table(pa.Table.from_batches(self._batches, self._schema))
            self._batches.clear()


class Parts:
    """A folder of files part-00000.parquet …, of at most ROWS_A_PART rows each and at least one."""

    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        folder.mkdir(parents=True)
        self._folder, self._schema = folder, schema
        self._parts = 0
        self._part = self._next()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._part.close()

    def add(self, row: Row) -> None:
        """Add a row; raises OSError when the disk is full."""
        if self._part.rows == ROWS_A_PART:
            self._part.close()
            self._part = self._next()
        self._part.add(row)

    def _next(self) -> Table:
        path = self._folder / f"part-{self._parts:05}.parquet"
        self._parts += 1
        return Table(path, self._schema)
