"""Measures: whether an indicator measures what it names (P-11, P-13, P-15)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from gouji.figures import UNITS, YUAN
from gouji.functions.targets import PERCENT, read_unit
from gouji.functions.values import half_up
from gouji.scores.forms import forms, has_word
from gouji.scores.judge import PLACES, cell, compared, open_question, shown, wrong
from gouji.scores.quantities import HUNDRED, amount_in, quantity
from gouji.scores.within import execution_rate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gouji.scores.judge import Judgement
    from gouji.scores.sheet import Indicator, ScoreSheet

_RATE_PLACES = 4


def check_copied_rates(sheet: ScoreSheet) -> Iterator[Judgement]:
    """P-11: the execution rate is not the actual of an indicator that measures something else."""
    total = sheet.total
    rate = execution_rate(total) if total else None
    if total is None or rate is None or rate in (0, HUNDRED):
        return
    for indicator in sheet.indicators:
        said = quantity(indicator.actual.text)
        if said is None or said.unit != PERCENT or has_word(indicator.name, "execution"):
            continue
        if said.amount == Fraction(half_up(rate, PLACES)):
            cells = (cell(indicator.actual, indicator.name, "actual"), cell(total.rate, total.label, "rate"))
            amounts = (shown(total.executed.number or 0), shown(total.budget.number or 0))
            yield wrong("P-11", "score_copied_rate", (indicator.name, shown(rate), *amounts), *cells)


def check_procurement(sheet: ScoreSheet) -> Iterator[Judgement]:
    """P-13: a rate of procurement has amounts behind it, which no score sheet states."""
    for indicator in sheet.indicators:
        if has_word(indicator.name, "procurement") and has_word(indicator.name, "execution"):
            words = ("", indicator.actual.text, indicator.name)
            yield open_question("P-13", "P-13", words, cell(indicator.actual, indicator.name, "actual"))


def check_standards(sheet: ScoreSheet) -> Iterator[Judgement]:
    """P-15: people × times × standard is what was spent, with the other costs that the sheet states.

    A product that falls far short pays for a part of the project only and says nothing.
    """
    total = sheet.total
    found = {kind: _measured(sheet.indicators, kind) for kind in ("people", "times", "standards")}
    if total is None or total.executed.number is None or not all(len(ones) == 1 for ones in found.values()):
        return
    (people, heads), (times, count), (standard, price) = (ones[0] for ones in found.values())
    spent = Fraction(total.executed.number)
    paid = heads * count * price / UNITS[sheet.unit]
    others = [one for one in _other_costs(sheet, standard) if one not in (spent, 0)]
    added = min((paid, paid + sum(others)), key=lambda amount: abs(amount - spent))
    if added < spent * (1 - Fraction(forms().limits["other_spending"])):
        return
    cells = tuple(cell(one.actual, one.name, "actual") for one in (people, times, standard))
    implied = half_up((spent - (added - paid)) / (heads * count), _RATE_PLACES)
    words = (*(one.actual.text.lstrip("=") for one in (people, times, standard)), sheet.unit, f"{implied}")
    yield compared(
        "P-15",
        "score_standard",
        added,
        spent,
        (*cells, cell(total.executed, total.label, "executed")),
        *words,
    )


def _measured(indicators: Iterable[Indicator], kind: str) -> list[tuple[Indicator, Fraction]]:
    """Return the indicators whose actual is in a unit of this kind, with its amount in that unit."""
    found = []
    for indicator in indicators:
        said = quantity(indicator.actual.text)
        amounts = (amount_in(read_unit(unit), said) for unit in forms().words[kind]) if said else ()
        if amount := next((one for one in amounts if one), None):
            found.append((indicator, amount))
    return found


def _other_costs(sheet: ScoreSheet, standard: Indicator) -> Iterator[Fraction]:
    """Yield the amounts of money that other indicators state, in the sheet's unit."""
    for indicator in sheet.indicators:
        said = quantity(indicator.actual.text)
        amount = amount_in(YUAN, said) if said and indicator is not standard else None
        if amount is not None:
            yield amount / UNITS[sheet.unit]
