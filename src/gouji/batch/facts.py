"""Facts of many files: the task that keeps a file's facts, and what is written of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from gouji.batch.task import Task
from gouji.factstore.record import Record, record_of
from gouji.findings import Verdict
from gouji.messages import unreadable
from gouji.report.data import file_result
from gouji.rules import rule_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from gouji.report import Report
    from gouji.rules import RuleBook


@dataclass(frozen=True)
class FactsTask(Task):
    """How the facts of files are read: the unit of tables without one, the language of messages."""

    @property
    def book(self) -> RuleBook:
        """The rules about reading and about score sheets, as no sum is looked at."""
        return _rules_without_sums()

    def data_of(self, report: Report) -> dict[str, Any]:
        """Return the status and the error as check has them, and the record."""
        result = file_result(report, self.lang)
        told = {key: result[key] for key in ("path", "status", "error")}
        record = record_of(report)._replace(path="")  # it is that of the result, which can be written
        return told | {"findings": [], "record": record._asdict()}


def write_facts(results: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Write the records of results to a Parquet file; raises OSError when it cannot be written."""
    from gouji.factstore.parquet import write_records  # noqa: PLC0415 optional

    write_records(_records(results), path)


def _records(results: Iterable[Mapping[str, Any]]) -> Iterator[Record]:
    for data in results:
        yield Record(**{**data["record"], "path": data["path"]})


def rechecked(path: Path, task: Task) -> Iterator[dict[str, Any]]:
    """Yield the results that `check` has of the files, in full. Raises factstore.record.NoFactsError."""
    from gouji.factstore.recheck import reports  # noqa: PLC0415 optional

    yield from map(task.data_of, reports(path, task.book))


def outcomes(path: Path, task: Task, jobs: int) -> Iterator[dict[str, Any]]:
    """Yield of each file the status and the rules of its mismatches, found by so many processes.

    Raises factstore.record.NoFactsError.
    """
    from gouji.factstore.recheck import recheck  # noqa: PLC0415 optional

    severities = {rule.id: rule.severity for rule in task.book}
    for one in recheck(path, task.book, jobs):
        findings = [
            {"rule": rule, "severity": severities[rule], "verdict": Verdict.MISMATCH.value}
            for rule, count in one.mismatches.items()
            for _ in range(count)
        ]
        error = unreadable(one.says, one.words, task.lang) if one.says else None
        told = {"path": one.path, "status": one.status, "error": error, "counts": one.counts}
        yield told | {"findings": findings}


@cache
def _rules_without_sums() -> RuleBook:
    return tuple(
        rule for rule in rule_book() if not (rule.trees or rule.trees_if_printed or rule.trees_between_years)
    )
