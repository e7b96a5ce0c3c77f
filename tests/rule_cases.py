"""Cases of rules: a text table in which a rule holds, one cell changed, and the finding that comes of it."""

import re
from dataclasses import replace
from typing import NamedTuple

from tests.tables import check, sheets

from gouji.facts import Cell
from gouji.findings import Finding, Verdict
from gouji.locate import locate
from gouji.rules import RuleBook, rule_book
from gouji.rules.language import Equation

_AMOUNT = re.compile(r"(T\d)\[(\w+)\]\.(\w+) = (.*)")
_WORDS = re.compile(r"(?:(\d\d): )?(.+) → (.*)")


class Case(NamedTuple):
    """A rule holds in the workbook `text` and breaks when one cell changes, with this finding.

    `change` is `T1[总计].收入 = 12.00`, or `old → new` for words that stand once in the text, `03: old → new`
    once on the sheet 03. `finding` is `B4 - B2 - B3 = 1.00`, the cells with their weights and the difference,
    or the message's key and the cells (its words where there are none) if nothing is added up; several are
    divided by `; `. In a workbook of several sheets a cell is `01!B4`.
    """

    rule: str
    text: str
    change: str
    finding: str

    def __str__(self) -> str:
        return self.rule


def held(case: Case) -> set[str]:
    """Return the verdicts of the case's rule on the unchanged workbook, the exact ones included."""
    return {finding.verdict.value for finding in check(case.text).all_findings if finding.rule == case.rule}


def found(case: Case) -> str:
    """Return what the case's rule finds on the changed workbook, as the case writes it."""
    return "; ".join(findings_of(case.rule, changed(case.text, case.change)))


def all_exact(rule_id: str) -> set[str]:
    """Return the verdicts of a rule that holds: none where it adds nothing up."""
    rule = next(rule for rule in rule_book() if rule.id == rule_id)
    adds_up = any(isinstance(tree, Equation) for tree in (*rule.trees, *rule.trees_if_printed))
    return {"exact"} if adds_up else set()


def findings_of(rule: str, text: str, book: RuleBook | None = None) -> list[str]:
    """Return what a rule finds wrong or cannot say, as cases write it."""
    several = "===" in text
    return [shown(finding, several) for finding in check(text, book).findings if finding.rule == rule]


def shown(finding: Finding, several: bool = False) -> str:  # noqa: FBT001, FBT002
    """Return a finding as cases write it; a verdict other than mismatch stands before it."""
    cells = [(f"{cell.sheet}!{cell.cell}" if several else cell.cell, cell.weight) for cell in finding.cells]
    if finding.difference is None:
        return " ".join([finding.says, *([cell for cell, _ in cells] or filter(None, finding.words))])
    terms = "".join(f" {'-' if weight < 0 else '+'} {cell}" for cell, weight in cells).removeprefix(" + ")
    kind = "" if finding.verdict == Verdict.MISMATCH else f"{finding.verdict.value}: "
    return f"{kind}{terms.strip()} = {finding.difference}"


def changed(text: str, change: str) -> str:
    """Return the workbook with one cell changed."""
    if match := _AMOUNT.fullmatch(change):
        table, row, column, value = match.groups()
        return _with_value(text, _place(text, table, row, column), value)
    sheet, old, new = _WORDS.fullmatch(change).groups()
    start = text.index(f"=== {sheet}\n") if sheet else 0
    end = text.find("===", start + 1) if sheet else len(text)
    part = text[start:end] if end >= 0 else text[start:]
    assert part.count(old) == 1, f"{old!r} stands {part.count(old)} times"
    return text[:start] + part.replace(old, new) + text[start + len(part) :]


def one_rule_a_form(book: RuleBook) -> RuleBook:
    """Return the book with a rule for each single form of a rule: X0102-2/3 is the third form of X0102-2."""
    parts = []
    for rule in book:
        trees = [{"trees": (tree,), "trees_if_printed": ()} for tree in rule.trees]
        trees += [{"trees": (), "trees_if_printed": (tree,)} for tree in rule.trees_if_printed]
        parts += [replace(rule, id=f"{rule.id}/{n}", **tree) for n, tree in enumerate(trees, 1)] or [rule]
    return tuple(parts)


def _place(text: str, table: str, row: str, column: str) -> Cell:
    facts = locate(sheets(text))
    return facts.fact(facts.tables[table].rows[row][column]).cell


def _with_value(text: str, place: Cell, value: str) -> str:
    sheet, row, column = place
    lines = text.strip().splitlines()
    first = next((n + 1 for n, line in enumerate(lines) if line.split() == ["===", sheet]), 0)
    cells = lines[first + row].split("|")
    cells += [""] * (column + 1 - len(cells))
    cells[column] = f" {value} "
    lines[first + row] = "|".join(cells)
    return "\n".join(lines)
