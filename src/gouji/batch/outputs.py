"""Outputs: the form of a run's result and where it goes, where nothing appears before it is whole."""

from __future__ import annotations

import os
import re
import sys
from functools import partial
from typing import TYPE_CHECKING, Any, TextIO

from gouji.batch.sinks import write_csv, write_lines
from gouji.written import folder_written_whole, is_document, written_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from gouji.batch.summary import Summary

    Results = Iterable[dict[str, Any]]

FORMS = ("text", "jsonl", "csv", "parquet", "xlsx")
NEED_OUT = ("parquet", "xlsx")

_OURS = re.compile(r"(files|findings(/verdict=\w+)?)(/part-\d+\.parquet)?")
"""What stands in a folder of two Parquet tables."""
_PARQUET = ".parquet"
_FORM_OF_SUFFIX = {".json": "json", ".jsonl": "jsonl", ".csv": "csv", _PARQUET: "parquet", ".xlsx": "xlsx"}


def form_named(out: Path) -> str | None:
    """Return the form that the name of an output stands for, None where it stands for none."""
    return "parquet" if out.is_dir() else _FORM_OF_SUFFIX.get(out.suffix.lower())


def is_foreign(form: str, out: Path) -> bool:
    """Say whether something stands there that is no earlier output of this form, and must not be replaced.

    A folder may hold anything, and a workbook or a document somebody's work; other files are replaced.
    """
    if out.is_dir():
        inside = (path.relative_to(out).as_posix() for path in out.rglob("*"))
        return form != "parquet" or not all(map(_OURS.fullmatch, inside))
    if form == "parquet" and out.suffix.lower() != _PARQUET:
        return out.exists()
    if form == "xlsx" and out.exists():
        from gouji.batch.workbook import TITLE  # noqa: PLC0415 openpyxl is slow to import
        from gouji.workbook.saved import is_titled  # noqa: PLC0415

        return not is_titled(out, TITLE)
    return is_document(out)


def writer_of(form: str, out: Path | None, summary: Summary, lang: str) -> Callable[[Results], None]:
    """Return what writes the results to the output, or to the screen; as text only their summary is written.

    `out` is a folder for Parquet unless its name ends in .parquet. `summary` is that of the results, and
    complete when they have passed. Raises ImportError when the library of a form is not installed; the
    writer raises OSError.
    """
    if form == "parquet" and out is not None:
        from gouji.batch.tables import write_rows, write_tables  # noqa: PLC0415 optional

        if out.suffix.lower() == _PARQUET and not out.is_dir():
            return partial(_write_file, out, write_rows)
        return partial(_write_folder, out, write_tables)
    if form == "xlsx" and out is not None:
        from gouji.batch.workbook import write_workbook  # noqa: PLC0415 openpyxl is slow to import

        return partial(_write_file, out, partial(write_workbook, summary=summary, lang=lang))
    if form == "text":
        return _pass if out is None else partial(_write_lines, out, partial(_write_text, summary))
    lines = write_lines if form == "jsonl" else partial(write_csv, lang=lang)
    return partial(lines, target=sys.stdout) if out is None else partial(_write_lines, out, lines)


def to_disk(out: Path) -> None:
    """Wait until an output is on the disk."""
    for file in out.rglob("*") if out.is_dir() else [out]:
        if file.is_file():
            with file.open("rb+") as written:
                os.fsync(written.fileno())


def _pass(results: Results) -> None:
    for _ in results:
        pass


def _write_text(summary: Summary, results: Results, target: TextIO) -> None:
    target.writelines(f"{line}\n" for data in results if (line := summary.failure(data)))
    target.writelines(f"{line}\n" for line in summary.lines())


def _write_lines(out: Path, write: Callable[[Results, TextIO], None], results: Results) -> None:
    with written_whole(out) as part, part.open("w", encoding="utf-8", newline="\n") as target:
        write(results, target)


def _write_file(out: Path, write: Callable[[Results, Path], None], results: Results) -> None:
    with written_whole(out) as part:
        write(results, part)


def _write_folder(out: Path, write: Callable[[Results, Path], None], results: Results) -> None:
    with folder_written_whole(out) as part:
        write(results, part)
