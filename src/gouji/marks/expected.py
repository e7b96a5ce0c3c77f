"""Expected: what a cell should be by one finding, if all its other cells are right."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from gouji.figures import PLACES, UNITS

if TYPE_CHECKING:
    from gouji.facts import Facts
    from gouji.findings import Finding, FindingCell
    from gouji.report import Report


_MIRRORED = {"==": "==", "<=": ">=", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Expected:
    """A cell's amount by a finding, in the cell's unit: as it should be and as found.

    `relation` is what should hold between found and expected: ==, <= or >=. `alone`: the cell stands alone on
    its side of the tie, as a total does against its parts.
    """

    expected: Decimal
    found: Decimal
    relation: str = "=="
    alone: bool = True

    @property
    def difference(self) -> Decimal:
        """Found minus expected."""
        return self.found - self.expected

    @property
    def is_plausible(self) -> bool:
        """Whether the one cell can be what is wrong: a part is not expected to change its sign."""
        return self.alone or self.expected * self.found > 0


def expected_of(finding: Finding, cell: FindingCell, report: Report) -> Expected | None:
    """Return what the cell should be by the finding; None where the finding does not add it up.

    A tie Σ weight · amount = 0 that misses by d is made good by amount − weight · d. A score that is judged
    by a scoring rule stands first among its finding's cells and in its words, beside what the rule gives.
    """
    found = _number(cell.value)
    if finding.difference is None or found is None or report.reconciliation is None:
        return None
    facts = report.reconciliation.facts
    if cell.weight:
        off = Decimal(finding.difference) * cell.weight * UNITS[facts.unit] / _unit(cell, facts)
        relation = finding.relation if cell.weight > 0 else _MIRRORED[finding.relation]
        expected = (found - off).quantize(Decimal(1).scaleb(-PLACES))
        return Expected(expected, found, relation, _alone(finding, cell))
    right = _number(finding.words[1])
    if cell == finding.cells[0] and right is not None and _number(finding.words[0]) == found:
        return Expected(right, found)
    return None


def _unit(cell: FindingCell, facts: Facts) -> int:
    table = facts.tables.get(cell.table)
    return UNITS[table.unit] if table else UNITS[facts.unit]


def _alone(finding: Finding, cell: FindingCell) -> bool:
    return sum(other.weight == cell.weight for other in finding.cells) == 1


def _number(text: str | None) -> Decimal | None:
    try:
        return Decimal((text or "0").replace(",", ""))
    except InvalidOperation:
        return None
