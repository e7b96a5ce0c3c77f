"""Roll-up: the workbooks of a folder → reports, as units of a parent or as the years of one unit."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from gouji.openings import openings
from gouji.report import Report
from gouji.rollup import roll_up
from gouji.workbook.check import located
from gouji.workbook.read import UnreadableError, read_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gouji.facts import Facts


def rolled_up(parent: Path, units: Sequence[Path], folder: Path) -> list[Report]:
    """Return the report on the parent's workbook, held against the sum of its units'.

    Files that cannot be read are reported instead, one report each: without them no sum is right.
    """
    read = {path: _facts(path) for path in (parent, *units)}
    if unread := [one for one in read.values() if isinstance(one, Report)]:
        return unread
    if not units:
        return [Report(folder, says="no_files")]
    facts = {path: one for path, one in read.items() if not isinstance(one, Report)}
    named = {_name(unit, folder): facts[unit] for unit in units}
    return [Report(parent, roll_up(facts[parent], named, parent.name))]


def years_in_order(files: Sequence[Path], folder: Path) -> list[Report]:
    """Return a report on each year's opening balances, the earliest first.

    A file that cannot be read or that prints no year or one that another has, and a year that is missing
    between two others, are reported as unreadable.
    """
    reports: list[Report] = []
    years: dict[int, tuple[Path, Facts]] = {}
    for path in files:
        facts = _facts(path)
        if isinstance(facts, Report):
            reports.append(facts)
        elif not (year := facts.layout.year):
            reports.append(Report(path, says="no_year"))
        elif year in years:
            reports.append(Report(path, says="year_twice", words=(str(year), _name(years[year][0], folder))))
        else:
            years[year] = path, facts
    for last, this in pairwise(sorted(years)):
        reports += (
            Report(folder, says="year_missing", words=(str(year), str(year + 1)))
            for year in range(last + 1, this)
        )
        if this == last + 1:
            (path, present), (before, past) = years[this], years[last]
            reports.append(Report(path, openings(present, past, _name(before, folder))))
    return reports or [Report(folder, says="one_year" if years else "no_files")]


def _facts(path: Path) -> Facts | Report:
    try:
        _, facts = located(read_workbook(path), path)
    except UnreadableError as error:
        return Report(path, says=error.says, words=error.words)
    except Exception as error:  # noqa: BLE001 one file's defect is reported like any other
        return Report(path, says="internal", words=(f"{type(error).__name__}: {error}",))
    return facts if facts.tables else Report(path, says="no_table")


def _name(path: Path, folder: Path) -> str:
    """Return what findings call the file: its path in the folder."""
    return path.relative_to(folder).as_posix()
