"""Openings: a year's opening balances against the closing ones of the year before, each in its own file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gouji.comparison import LAST, compare_years
from gouji.reconcile import Stated
from gouji.rules.bind import Bound
from gouji.together import in_file, in_unit, with_plain_tables

if TYPE_CHECKING:
    from gouji.facts import Facts
    from gouji.findings import Finding


def openings(this: Facts, last: Facts, file: str) -> Stated:
    """Return what the rules between years say; the sheets of last year's `file` are named [file]sheet."""
    found = compare_years(this, in_file(last, file)).openings
    told = tuple(_told(finding, file) for finding in found.all_findings)
    return Stated(in_unit(this, found.facts.unit), found.book, Bound((), (), ()), (), found.exact, told)


def _told(finding: Finding, file: str) -> Finding:
    """Return the finding with plain names of tables in its cells, and the file in its words."""
    names = {cell.table: cell.table.removeprefix(LAST) for cell in finding.cells}
    words = tuple(
        f"[{file}]{word.removeprefix(LAST)}" if word.startswith(LAST) else word for word in finding.words
    )
    return replace(with_plain_tables(finding, names), words=words)
