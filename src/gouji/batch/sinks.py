"""Sinks: results, one file's after another, as lines of JSON and as CSV, and what is a row of a table."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any, TextIO

from gouji.messages import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Data = dict[str, Any]

COLUMNS = ("path", "status", "rule", "verdict", "severity", "message", "difference", "cells")

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_OPENING = tuple("=+-@\t\r\n＝＋－＠")


def write_lines(results: Iterable[Data], target: TextIO) -> None:
    """Write a line of JSON a file."""
    for data in results:
        target.write(json.dumps(data, ensure_ascii=False) + "\n")
        target.flush()  # whoever reads from a pipe has it as soon as it is there


def write_csv(results: Iterable[Data], target: TextIO, lang: str) -> None:
    """Write a row a finding, and one for each file without any; no text can be taken for a formula."""
    target.write("\ufeff")  # Excel takes a file without it for one of the system's code page
    rows = csv.writer(target, lineterminator="\r\n")
    words = texts("batch", lang)
    rows.writerow(words[f"column_{name}"] for name in COLUMNS)
    for data in results:
        rows.writerows(map(_safe, row) for row in rows_of(data))


def rows_of(data: Data) -> Iterator[tuple[str, ...]]:
    """Yield the values of COLUMNS for each finding; a file without any is one row with its error."""
    head = (data["path"], data["status"])
    for finding in data["findings"]:
        cells = "; ".join(
            f"{cell['sheet']}!{cell['cell']}={cell['value'] or ''}" for cell in finding["cells"]
        )
        told = (finding[name] or "" for name in COLUMNS[2:-1])
        yield (*head, *told, cells)
    if not data["findings"]:
        yield (*head, "", "", "", data["error"] or "", "", "")


def may_be_a_formula(text: str) -> bool:
    """Say whether a spreadsheet that is given the text takes it for a formula."""
    return text.startswith(_OPENING) and not _NUMBER.fullmatch(text)


def _safe(text: str) -> str:
    """Return the text with an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{text}" if may_be_a_formula(text) else text
