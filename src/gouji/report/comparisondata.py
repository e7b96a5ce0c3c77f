"""JSON: the result of comparing two workbooks for programs (docs/compare.schema.json)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gouji.comparison import year_and_table
from gouji.figures import plain
from gouji.messages import message, unreadable
from gouji.report.comparison import message_between
from gouji.version import __version__

if TYPE_CHECKING:
    from gouji.comparison import Comparison, Pair
    from gouji.facts import Cell
    from gouji.findings import Finding, FindingCell
    from gouji.reconcile import Reconciliation
    from gouji.report.comparison import ComparisonReport


def comparison_json(report: ComparisonReport, lang: str) -> str:
    """Return the report as one JSON object."""
    return json.dumps(_report(report, lang), ensure_ascii=False, indent=1)


def _report(report: ComparisonReport, lang: str) -> dict[str, Any]:
    errors = {error.year: unreadable(error.says, error.words, lang) for error in report.errors}
    comparison = report.comparison
    if comparison is None:
        this = last = unit = None
        compared: dict[str, Any] = {"counts": {}, "pairs": [], "renamed": [], "findings": []}
    else:
        this, last, unit = comparison.this, comparison.last, comparison.unit
        compared = _comparison(comparison, lang)
    return {
        "gouji": __version__,
        "status": report.status,
        "this": {"path": str(report.this), "error": errors.get("this"), **_reading("this", this, lang)},
        "last": {"path": str(report.last), "error": errors.get("last"), **_reading("last", last, lang)},
        "unit": unit,
        **compared,
    }


def _reading(year: str, reading: Reconciliation | None, lang: str) -> dict[str, Any]:
    """Return a file's year and unit, and what was found in reading it."""
    if reading is None:
        return {"year": None, "unit": None, "findings": []}
    rules = {rule.id: rule for rule in reading.book}
    found = []
    for finding in reading.findings:
        cells = [_cell(year, cell.table, cell) for cell in finding.cells]
        found.append(_finding(finding, message(finding, rules[finding.rule], lang), cells))
    return {"year": reading.facts.layout.year or None, "unit": reading.facts.unit, "findings": found}


def _comparison(comparison: Comparison, lang: str) -> dict[str, Any]:
    rules = {rule.id: rule for rule in comparison.openings.book}
    found = []
    for finding in comparison.openings.findings:
        cells = [_cell(*year_and_table(cell.table), cell) for cell in finding.cells]
        found.append(_finding(finding, message_between(finding, rules[finding.rule], lang), cells))
    return {
        "counts": dict(comparison.openings.counts),
        "pairs": [_pair(pair) for pair in comparison.pairs],
        "renamed": [renamed._asdict() for renamed in comparison.renamed],
        "findings": found,
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "table": pair.table,
        "row": pair.row,
        "label": pair.label,
        "column": pair.column,
        "this": _amount(pair.this),
        "last": _amount(pair.last),
        "change": _amount(pair.change),
        "growth": None if pair.growth is None else f"{pair.growth:f}",
        "no_growth": pair.no_growth,
        "this_cell": _place(pair.this_cell),
        "last_cell": _place(pair.last_cell),
    }


def _amount(hundredths: int | None) -> str | None:
    return None if hundredths is None else plain(hundredths)


def _place(cell: Cell | None) -> dict[str, str] | None:
    return None if cell is None else {"sheet": cell.sheet, "cell": cell.address}


def _finding(finding: Finding, text: str, cells: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "verdict": finding.verdict.value,
        "severity": finding.severity,
        "message": text,
        "difference": finding.difference,
        "cells": cells,
    }


def _cell(year: str, table: str, cell: FindingCell) -> dict[str, Any]:
    return {
        "year": year,
        "sheet": cell.sheet,
        "cell": cell.cell,
        "table": table,
        "row": cell.row,
        "column": cell.column,
        "weight": cell.weight,
        "value": cell.value,
    }
