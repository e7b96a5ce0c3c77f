"""Score sheets: what one 绩效自评表 states, each value with its cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gouji.facts import Cell
    from gouji.scores.entries import Entry

AMOUNTS = ("initial", "budget", "executed")
"""The fields of a fund that are amounts."""


@dataclass(frozen=True, slots=True)
class Fund:
    """A row of the funds: amounts in the sheet's unit, a blank entry where the form lacks the column.

    `is_total`: the row is the one of all money; the others are its parts. `reason` is None where the form has
    no column for it.
    """

    label: str
    is_total: bool
    initial: Entry
    budget: Entry
    executed: Entry
    points: Entry
    rate: Entry
    score: Entry
    reason: Entry | None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that are numbers."""
        return self.initial, self.budget, self.executed, self.points, self.rate, self.score


@dataclass(frozen=True, slots=True)
class Indicator:
    """A scored indicator. `target` and `actual` are dressed as a form prints them: ">=88%", "83.22%"."""

    first: str
    second: str
    name: str
    target: Entry
    actual: Entry
    points: Entry
    score: Entry
    reason: Entry | None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that the score is made of."""
        return self.target, self.actual, self.points, self.score


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """One sheet: its kind (unit or project), title, names, funds, goals, indicators and totals.

    `at` is the title's cell; `unit` is 元 or 万元, the unit of the funds. `points` and `score` are those of
    the row of totals; entries that the sheet does not have are blank, with the title's cell.
    """

    kind: str
    title: str
    at: Cell
    name: str
    unit: str
    funds: tuple[Fund, ...]
    indicators: tuple[Indicator, ...]
    expected: Entry
    achieved: Entry
    points: Entry
    score: Entry

    @property
    def total(self) -> Fund | None:
        """The row of all money."""
        return next((fund for fund in self.funds if fund.is_total), None)

    def faults(self) -> Iterator[tuple[str, Entry]]:
        """Yield the label and the entry of every cell that holds no number where one belongs."""
        found = [(fund.label, entry) for fund in self.funds for entry in fund.entries]
        found += [(indicator.name, entry) for indicator in self.indicators for entry in indicator.entries]
        found += [("", self.points), ("", self.score)]
        return ((label, entry) for label, entry in found if entry.fault)
