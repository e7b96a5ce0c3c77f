"""Parquet: records in a file, a row a workbook, in row groups that are evaluated one after another."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import accumulate, chain, islice
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from gouji.factstore.record import NoFactsError, PrintedLine, Record, TableHead

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

ROWS = 1000
"""Files in a row group: enough for arrays to pay, few enough to fit a processor's cache."""

_WORDS = pa.dictionary(pa.int32(), pa.string())
_TYPES = {"year": pa.int32(), "sheet_row": pa.int32(), "ulp": pa.int32()}
_TABLE = pa.struct(
    [
        pa.field(name, pa.list_(_WORDS) if name == "notes" else _TYPES.get(name, _WORDS))
        for name in TableHead._fields
    ]
)
_LINE = pa.struct(
    [
        pa.field(name, pa.list_(pa.int64()) if name == "amounts" else _TYPES.get(name, _WORDS))
        for name in PrintedLine._fields
    ]
)
FORMAT = {b"gouji facts": b"2"}
"""Of the file and of what `rest` holds; files of another format are refused."""

SCHEMA = pa.schema(
    [
        ("path", pa.string()),
        ("says", pa.string()),
        ("words", pa.list_(pa.string())),
        ("unit", _WORDS),
        ("tables", pa.list_(_TABLE)),
        ("lines", pa.list_(_LINE)),
        ("rest", pa.string()),
    ],
    FORMAT,
)


def write_records(records: Iterable[Record], path: Path) -> None:
    """Write the records to a file; raises OSError when it cannot be written."""
    rest = iter(records)
    with path.open("wb") as file, pq.ParquetWriter(file, SCHEMA, compression="zstd") as writer:
        while part := list(islice(rest, ROWS)):
            writer.write_table(_table_of(part), row_group_size=ROWS)


@contextmanager
def opened(path: Path) -> Iterator[pq.ParquetFile]:
    """Give a file of records; raise NoFactsError when it is none, and OSError when it cannot be read."""
    with path.open("rb") as source:
        try:
            file = pq.ParquetFile(source)
        except pa.ArrowInvalid:
            raise NoFactsError from None
        schema = file.schema_arrow
        if not schema.equals(SCHEMA) or not FORMAT.items() <= (schema.metadata or {}).items():
            raise NoFactsError
        yield file


def row_groups(path: Path) -> Iterator[pa.Table]:
    """Yield the row groups of a file of records; raises as `opened` does."""
    with opened(path) as file:
        for number in range(file.num_row_groups):
            yield file.read_row_group(number)


def row_group(path: Path, number: int) -> pa.Table:
    """Return one row group of a file of records; raises as `opened` does."""
    with opened(path) as file:
        return file.read_row_group(number, use_threads=False)


def record_at(table: pa.Table, place: int) -> Record:
    """Return the record that stands in a place of a row group."""
    row = table.slice(place, 1).combine_chunks()
    path, says, words, unit, tables, lines, rest = (column.chunk(0) for column in row.columns)
    heads, printed = map(TableHead, *_columns(tables)), map(PrintedLine, *_columns(lines))
    told = path[0].as_py(), says[0].as_py(), words[0].as_py(), unit[0].as_py()
    return Record(*told, list(heads), list(printed), rest[0].as_py())


def _columns(structs: pa.ListArray) -> Iterator[list[Any]]:
    """Yield the fields of an array of lists of structs, each for all lists together."""
    return (_values(field) for field in structs.flatten().flatten())


def _values(field: pa.Array) -> list[Any]:
    """Return the values of an array, much faster than the library's own way for words and for lists."""
    if isinstance(field, pa.ListArray):
        values, sizes = _values(field.flatten()), field.value_lengths().to_pylist()
        return [values[end - size : end] for size, end in zip(sizes, accumulate(sizes), strict=True)]
    plain = field.dictionary.take(field.indices) if isinstance(field, pa.DictionaryArray) else field
    return list(plain.to_pylist())


def _table_of(records: Sequence[Record]) -> pa.Table:
    columns = dict(zip(Record._fields, zip(*records, strict=True), strict=True))
    nested = {"tables": _TABLE, "lines": _LINE}
    arrays = [
        _structs(columns[field.name], nested[field.name])
        if field.name in nested
        else pa.array(columns[field.name], field.type)
        for field in SCHEMA
    ]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


def _structs(lists: Sequence[Sequence[Any]], kind: pa.StructType) -> pa.Array:
    """Return lists of named tuples as an array of lists of structs, a column at a time."""
    rows = list(chain.from_iterable(lists))
    values = zip(*rows, strict=True) if rows else [()] * kind.num_fields
    fields = [_field(column, field.type) for column, field in zip(values, kind, strict=True)]
    return pa.ListArray.from_arrays(_offsets(lists), pa.StructArray.from_arrays(fields, fields=list(kind)))


def _field(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    if not pa.types.is_list(kind):
        return pa.array(values, kind)
    return pa.ListArray.from_arrays(
        _offsets(values), pa.array(list(chain.from_iterable(values)), kind.value_type)
    )


def _offsets(lists: Iterable[Sequence[Any]]) -> pa.Array:
    offsets = [0]
    for one in lists:
        offsets.append(offsets[-1] + len(one))
    return pa.array(offsets, pa.int32())
