"""JSON: the result format that programs rely on (docs/result.schema.json)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gouji.messages import message, unreadable
from gouji.version import __version__
from gouji.written import readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gouji.culprits import Culprit, Culprits, Deed, Place
    from gouji.findings import Finding, FindingCell
    from gouji.findings import Place as TextPlace
    from gouji.narrative.tie import Coverage
    from gouji.report import Report
    from gouji.rules import Rule


def to_json(reports: Iterable[Report], lang: str, *, with_exact: bool = False) -> str:
    """Return the reports as one JSON object."""
    files = [file_result(report, lang, with_exact=with_exact) for report in reports]
    return json.dumps({"gouji": __version__, "files": files}, ensure_ascii=False, indent=1)


def to_json_line(report: Report, lang: str, *, with_exact: bool = False) -> str:
    """Return one file's result as a line of JSON."""
    return json.dumps(file_result(report, lang, with_exact=with_exact), ensure_ascii=False)


def file_result(report: Report, lang: str, *, with_exact: bool = False) -> dict[str, Any]:
    """Return one file's result as plain data; exact forms are left out unless asked for."""
    result = report.reconciliation
    if result is None:
        tables, findings, unit = [], [], None
    else:
        rules = report.rules
        unit = result.facts.unit
        tables = [
            {"table": t.id, "title": t.title, "sheet": t.sheet, "unit": t.unit}
            for t in result.facts.tables.values()
        ]
        found: Sequence[Finding] = report.all_findings if with_exact else report.findings
        sets = () if result.ties else report.culprits.sets
        proposals = {c.place.at: c for one in sets[:1] for c in one.cells}
        findings = [
            {
                **_finding(finding, rules[finding.rule], lang),
                "accepted": report.reason_for(finding),
                "cells": [_cell(cell, proposals) for cell in finding.cells],
            }
            for finding in found
        ]
    data = {
        "path": readable(str(report.path)),
        "status": report.status,
        "error": unreadable(report.says, report.words, lang) if result is None else None,
        "unit": unit,
        "tables": tables,
        "counts": dict(report.counts),
        "findings": findings,
        "culprits": None if result is None or result.ties else _culprits(report.culprits),
    }
    return data if report.coverage is None else data | {"coverage": _coverage(report.coverage)}


def _finding(finding: Finding, rule: Rule, lang: str) -> dict[str, Any]:
    data = {
        "id": finding.id,
        "rule": finding.rule,
        "verdict": finding.verdict.value,
        "severity": finding.severity,
        "message": message(finding, rule, lang),
        "difference": finding.difference,
    }
    if finding.place is None:
        return data
    return data | {"place": _text_place(finding.place), "corrected": finding.corrected}


def _text_place(place: TextPlace) -> dict[str, Any]:
    return {
        "section": place.section,
        "sentence": place.sentence,
        "page": place.page or None,
        "offset": place.offset,
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    unread = [{"text": one.text, "place": _text_place(one.place)} for one in coverage.unread]
    return {"numbers": coverage.numbers, "read": coverage.read, "unread": unread}


def _cell(cell: FindingCell, proposals: Mapping[tuple[str, str], Culprit]) -> dict[str, Any]:
    culprit = proposals.get((cell.sheet, cell.cell)) if cell.culprit else None
    return {
        "sheet": cell.sheet,
        "cell": cell.cell,
        "table": cell.table,
        "row": cell.row,
        "column": cell.column,
        "weight": cell.weight,
        "value": cell.value,
        "culprit": cell.culprit,
        "proposed": culprit.proposed or None if culprit else None,
        "hypothesis": culprit.hypothesis if culprit else None,
    }


def _culprits(found: Culprits) -> dict[str, Any]:
    return {
        "smallest": found.smallest,
        "count": found.count,
        "complete": found.complete,
        "sets": [[_deed(deed) for deed in one.deeds] for one in found.sets],
    }


def _deed(deed: Deed) -> dict[str, Any]:
    cells = [
        {
            **_place(culprit.place),
            "found": culprit.found or None,
            "proposed": culprit.proposed or None,
            "low": culprit.low or None,
            "high": culprit.high or None,
            "hypothesis": culprit.hypothesis,
            "others": [_place(other) for other in culprit.others],
        }
        for culprit in deed.cells
    ]
    return {"hypothesis": deed.hypothesis, "cells": cells}


def _place(place: Place) -> dict[str, str]:
    return {key: getattr(place, key) for key in ("sheet", "cell", "table", "row", "column")}
