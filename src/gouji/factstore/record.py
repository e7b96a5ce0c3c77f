"""Record: what a check needs to know of one file, as plain data, and back."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from gouji.accepted import Accepted
from gouji.facts import Cell, Facts, Line, Remark, Table
from gouji.findings import Finding, FindingCell, Verdict
from gouji.reconcile import reconcile
from gouji.report import Report
from gouji.scores.scored import Scored, with_told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gouji.reconcile import Reconciliation
    from gouji.rules import RuleBook

GLUE = "|"
"""Stands between the words of a list that is kept as one text; no key of a column or group has it."""


class NoFactsError(Exception):
    """A file that should hold records does not."""


class PrintedLine(NamedTuple):
    """A printed row of a table: keys and label, its sheet and one-based row, and its amounts by column.

    `columns` and `groups` are keys with GLUE between, `places` the one-based sheet columns of the amounts.
    An amount is an integer of the hundredth of the file's unit, None where the cell is blank or unreadable;
    `ulp` is its last printed place in the same integers, 0 where printed figures are exact.
    """

    table: str
    row: str
    label: str
    groups: str
    sheet: str
    sheet_row: int
    columns: str
    places: str
    ulp: int
    amounts: Sequence[int | None]


class TableHead(NamedTuple):
    """A located table without its lines; `year` is 0 and `unit` '' where the page head gives none."""

    table: str
    title: str
    sheet: str
    unit: str
    year: int
    notes: Sequence[str]


class Record(NamedTuple):
    """One file: where it is, why it could not be read, or its tables and lines.

    `rest` is JSON: what was remarked upon while reading, cells that hold no amount, findings on score sheets
    and accepted findings; '' where there is none of these.
    """

    path: str
    says: str = ""
    words: Sequence[str] = ()
    unit: str = ""
    tables: Sequence[TableHead] = ()
    lines: Sequence[PrintedLine] = ()
    rest: str = ""


def record_of(report: Report) -> Record:
    """Return the record of a checked file."""
    result = report.reconciliation
    if result is None:
        return Record(str(report.path), report.says, report.words)
    facts = result.facts
    tables = [TableHead(t.id, t.title, t.sheet, t.unit, t.year, t.notes) for t in facts.tables.values()]
    lines = [_printed_line(line, facts) for line in facts.lines]
    return Record(str(report.path), "", (), facts.unit, tables, lines, _rest_of(report, result))


def report_of(record: Record, book: RuleBook) -> Report:
    """Return the report of the file as the book sees its facts."""
    path = Path(record.path)
    if record.says:
        return Report(path, says=record.says, words=tuple(record.words))
    facts, told, accepted = _with_rest(_facts_of(record), record.rest)
    result = reconcile(facts, book)
    severities = {rule.id: rule.severity for rule in book}
    known = tuple(replace(f, severity=severities[f.rule]) for f in told if f.rule in severities)
    return Report(path, with_told(result, known) if known else result, accepted=accepted)


def _printed_line(line: Line, facts: Facts) -> PrintedLine:
    table = facts.tables[line.table]
    groups = GLUE.join(group for group, rows in table.groups.items() if line.key in rows)
    columns, places = GLUE.join(line.columns), GLUE.join(str(place + 1) for place in line.places)
    cells = range(line.start, line.start + len(line.columns))
    amounts = [facts.amounts[n] if facts.printed[n] else None for n in cells]
    label = table.labels[line.key]
    place = line.sheet, line.row + 1
    return PrintedLine(
        line.table, line.key, label, groups, *place, columns, places, facts.ulps[line.start], amounts
    )


def _facts_of(record: Record) -> Facts:
    """Return the facts without remarks and unreadable cells."""
    lines: list[Line] = []
    labels: dict[str, dict[str, str]] = {head.table: {} for head in record.tables}
    groups: dict[str, dict[str, list[str]]] = {head.table: {} for head in record.tables}
    amounts: list[int | None] = []
    ulps: list[int] = []
    for one in record.lines:
        columns = tuple(one.columns.split(GLUE))
        places = tuple(int(place) - 1 for place in one.places.split(GLUE))
        lines.append(Line(len(amounts), one.table, one.row, one.sheet, one.sheet_row - 1, columns, places))
        amounts += one.amounts
        ulps += [one.ulp] * len(columns)
        if one.row not in labels[one.table]:
            labels[one.table][one.row] = one.label
            for group in filter(None, one.groups.split(GLUE)):
                groups[one.table].setdefault(group, []).append(one.row)
    tables = {}
    for head in record.tables:
        own = [line for line in lines if line.table == head.table]
        table, title, sheet, unit, year, notes = head
        tables[table] = Table(
            table, title, sheet, unit, year, own, labels[table], groups[table], tuple(notes)
        )
    printed = [amount is not None for amount in amounts]
    known = [amount or 0 for amount in amounts]
    return Facts(tables, [*known, 0], [*ulps, 0], [*printed, False], lines, {}, record.unit)


def _rest_of(report: Report, result: Reconciliation) -> str:
    facts = result.facts
    told = result.scored if isinstance(result, Scored) else ()
    rest = {
        "remarks": [remark._replace(cells=_packed(remark.cells)) for remark in facts.remarks],
        "unreadable": facts.unreadable,
        "told": [asdict(finding) for finding in told],
        "accepted": report.accepted,
    }
    filled = {key: value for key, value in rest.items() if value}
    return json.dumps(filled, ensure_ascii=False) if filled else ""


def _with_rest(facts: Facts, text: str) -> tuple[Facts, tuple[Finding, ...], tuple[Accepted, ...]]:
    if not text:
        return facts, (), ()
    rest = json.loads(text)
    remarks = tuple(map(_remark, rest.get("remarks", ())))
    unreadable = {int(index): words for index, words in rest.get("unreadable", {}).items()}
    accepted = (
        Accepted(name, rule, tuple(map(tuple, cells)), why)
        for name, rule, cells, why in rest.get("accepted", ())
    )
    told = tuple(map(_finding, rest.get("told", ())))
    return replace(facts, remarks=remarks, unreadable=unreadable), told, tuple(accepted)


def _packed(cells: Sequence[Cell]) -> Any:
    """Return the cells by sheet, rows and columns as one text: a remark may be on all of a workbook."""
    sheets = groupby(cells, attrgetter("sheet"))
    return [[sheet, " ".join(f"{cell.row},{cell.column}" for cell in own)] for sheet, own in sheets]


def _remark(values: Sequence[Any]) -> Remark:
    rule, text, packed, *place = values
    places = ((sheet, one.split(",")) for sheet, own in packed for one in own.split())
    return Remark(
        rule, text, tuple(Cell(sheet, int(row), int(column)) for sheet, (row, column) in places), *place
    )


def _finding(data: dict[str, Any]) -> Finding:
    cells = tuple(FindingCell(*cell) for cell in data["cells"])
    return Finding(
        **{**data, "verdict": Verdict(data["verdict"]), "words": tuple(data["words"]), "cells": cells}
    )
