"""A small text table is the workbook: rows of cells divided by `|`, sheets divided by a line of `=== name`.

Numbers are stored as numbers, as a spreadsheet does; `'12` is text; #REF! is an error value; `=…` is a
formula without a stored result.
"""

import re

from gouji.grid import ErrorValue, Sheet, Uncached, sheet_of
from gouji.locate import locate
from gouji.reconcile import Reconciliation, reconcile
from gouji.rules import RuleBook, rule_book
from gouji.scores import with_scores

_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def sheets(text: str) -> list[Sheet]:
    """Return the sheets that the text draws; without a `===` line, one named 表."""
    found: list[tuple[str, list[list[object]]]] = []
    for line in text.strip().splitlines():
        if line.strip().startswith("==="):
            found.append((line.strip().removeprefix("===").strip(), []))
            continue
        if not found:
            found.append(("表", []))
        found[-1][1].append([_value(cell.strip()) for cell in line.split("|")])
    return [sheet_of(name, rows) for name, rows in found]


def _value(text: str) -> object:
    if text.startswith("'"):
        return text[1:]
    if text.startswith("="):
        return Uncached(text)
    if text.startswith("#"):
        return ErrorValue(text)
    return float(text) if _NUMBER.fullmatch(text) else text


def check(text: str, book: RuleBook | None = None, unit: str = "") -> Reconciliation:
    """Reconcile the workbook that the text draws, its score sheets included."""
    drawn = sheets(text)
    return with_scores(reconcile(locate(drawn, unit), rule_book() if book is None else book), drawn)


def verdicts(text: str, rule: str) -> list[str]:
    """Return the verdicts of one rule on the workbook, exact ones left out."""
    return [finding.verdict.value for finding in check(text).findings if finding.rule == rule]
