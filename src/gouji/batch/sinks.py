"""Sinks: results, one file's after another, in the forms that a run writes."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any, TextIO

from gouji.messages import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Data = dict[str, Any]

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_OPENING = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = ("path", "status", "rule", "verdict", "severity", "message", "difference", "cells")


def write_lines(results: Iterable[Data], target: TextIO, _lang: str) -> None:
    """Write a line of JSON a file."""
    target.writelines(json.dumps(data, ensure_ascii=False) + "\n" for data in results)


def write_csv(results: Iterable[Data], target: TextIO, lang: str) -> None:
    """Write a row a finding, and one for each file without any; no text can be taken for a formula."""
    target.write("\ufeff")  # Excel takes a file without it for one of the system's code page
    rows = csv.writer(target, lineterminator="\r\n")
    words = texts("batch", lang)
    rows.writerow(words[f"column_{name}"] for name in _COLUMNS)
    for data in results:
        rows.writerows(map(_safe, row) for row in _rows(data))


def _rows(data: Data) -> Iterator[tuple[str, ...]]:
    head = (data["path"], data["status"])
    for finding in data["findings"]:
        cells = "; ".join(
            f"{cell['sheet']}!{cell['cell']}={cell['value'] or ''}" for cell in finding["cells"]
        )
        told = (finding[name] or "" for name in _COLUMNS[2:-1])
        yield (*head, *told, cells)
    if not data["findings"]:
        yield (*head, "", "", "", data["error"] or "", "", "")


def _safe(text: str) -> str:
    """Return the text with an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_OPENING) and not _NUMBER.fullmatch(text) else text
