"""Workbook: the results of a run as an .xlsx file to read and to filter, written a row at a time.

A sheet with the summary, then the findings, on as many sheets as they need. Every text stays a text.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES, ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

from gouji.batch.sinks import COLUMNS, may_be_a_formula, rows_of
from gouji.messages import texts
from gouji.workbook.paint import AMOUNT, HEAD_FILL, HEAD_FONT, TITLE_FONT, fit_across, set_widths

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from gouji.batch.summary import Summary

    Value = str | int | Decimal

MAX_ROWS = 1_048_575
"""Findings a sheet, below its head."""

TITLE = "gouji check"
"""The title of the file, by which an earlier result is known."""

_SAID_BY_LXML = "SerialisationError"
"""What lxml, with which openpyxl writes where it is installed, makes of a full disk: IO_ENOSPC."""

_WIDTHS = (40, 10, 12, 10, 8, 80, 18, 60)
_DIFFERENCE = COLUMNS.index("difference")
_SUMMARY_COLUMNS = ("rule", "text", "severity", "mismatches", "files")
_SUMMARY_WIDTHS = (14, 80, 10, 12, 12)


def write_workbook(results: Iterable[dict[str, Any]], path: Path, summary: Summary, lang: str) -> None:
    """Write the workbook; `summary` is complete when the results have passed. Raises OSError."""
    workbook = Workbook(write_only=True)
    workbook.properties.creator, workbook.properties.title = "Gouji", TITLE
    first = _Sheet(workbook, texts("batch", lang)["sheet_summary"], _SUMMARY_WIDTHS)
    try:
        _write_findings(workbook, results, lang)
        _write_summary(first, summary, lang)
        workbook.save(path)
    except BaseException as error:
        for sheet in workbook.worksheets:  # an open one would complain when it is thrown away
            with suppress(Exception):
                sheet.close()
        if type(error).__name__ == _SAID_BY_LXML:
            code = getattr(errno, str(error).removeprefix("IO_"), errno.EIO)
            raise OSError(code, os.strerror(code)) from None
        raise


class _Sheet:
    """A sheet to which rows are added."""

    def __init__(self, workbook: Workbook, title: str, widths: Sequence[int]) -> None:
        self.rows = 0
        self.sheet: WriteOnlyWorksheet = workbook.create_sheet(title)
        self._amount, self._quoted = WriteOnlyCell(self.sheet), WriteOnlyCell(self.sheet)
        self._amount.number_format = AMOUNT
        self._quoted.quotePrefix = True  # it stays a text when somebody edits it
        set_widths(self.sheet, widths)
        fit_across(self.sheet)

    def add_head(self, labels: Sequence[str]) -> None:
        """Add the labels of the columns."""
        cells = [WriteOnlyCell(self.sheet, label) for label in labels]
        for cell in cells:
            cell.font, cell.fill = HEAD_FONT, HEAD_FILL
        self._append(cells)

    def add_title(self, text: str) -> None:
        """Add a line in large letters."""
        cell = WriteOnlyCell(self.sheet, text)
        cell.font = TITLE_FONT
        self._append([cell])

    def add(self, values: Sequence[Value]) -> None:
        """Add a row of values, decimals as amounts."""
        self._append(self._shown(value) for value in values)  # one by one: cells are used again

    def _append(self, cells: Iterable[Cell | Value | None]) -> None:
        """Append a list or a generator."""
        self.sheet.append(cells)
        self.rows += 1

    def _shown(self, value: Value) -> Cell | Value | None:
        """Return what openpyxl is to write; it is far quicker where that is no cell."""
        if isinstance(value, Decimal):
            self._amount.value = value
            return self._amount
        if isinstance(value, int):
            return value
        text = ILLEGAL_CHARACTERS_RE.sub("", value)
        if may_be_a_formula(text) or text in ERROR_CODES:
            self._quoted.value = text
            self._quoted.data_type = "s"
            return self._quoted
        return text or None


def _write_findings(workbook: Workbook, results: Iterable[dict[str, Any]], lang: str) -> None:
    """Write the findings, MAX_ROWS a sheet."""
    words = texts("batch", lang)
    shown = {
        "status": {name: words[f"status_{name}"] for name in ("ties", "mismatch", "unreadable")},
        "verdict": texts("verdicts", lang),
        "severity": texts("severities", lang),
    }
    name, number = words["sheet_findings"], 1
    sheet = _findings_sheet(workbook, name, lang)
    for row in (row for data in results for row in rows_of(data)):
        if sheet.rows > MAX_ROWS:
            _complete(sheet)
            number += 1
            sheet = _findings_sheet(workbook, f"{name}{number}", lang)
        values: list[Value] = [
            shown[column].get(text, text) if column in shown else text
            for column, text in zip(COLUMNS, row, strict=True)
        ]
        if row[_DIFFERENCE]:
            values[_DIFFERENCE] = Decimal(row[_DIFFERENCE])
        sheet.add(values)
    _complete(sheet)


def _findings_sheet(workbook: Workbook, title: str, lang: str) -> _Sheet:
    """Return a sheet with the head of the findings, which stays in view."""
    sheet = _Sheet(workbook, title, _WIDTHS)
    sheet.sheet.freeze_panes = "A2"
    sheet.sheet.print_title_rows = "1:1"
    sheet.add_head([texts("batch", lang)[f"column_{name}"] for name in COLUMNS])
    return sheet


def _complete(sheet: _Sheet) -> None:
    """Let the columns of a sheet that is complete be filtered, and print no text that reaches over them."""
    area = f"A1:{get_column_letter(len(COLUMNS))}{sheet.rows}"
    sheet.sheet.auto_filter.ref = area  # type: ignore[attr-defined]  # as in every worksheet
    sheet.sheet.print_area = area


def _write_summary(sheet: _Sheet, summary: Summary, lang: str) -> None:
    """Write the counts of files, and what mismatches by rule."""
    words, severities = texts("batch", lang), texts("severities", lang)
    sheet.add_title(words["sheet_title"])
    sheet.add([summary.total])
    sheet.add([])
    sheet.add_head([words[f"column_{name}"] for name in _SUMMARY_COLUMNS])
    for one in summary.mismatches:
        sheet.add([one.rule, one.text, severities[one.severity], one.findings, one.files])
