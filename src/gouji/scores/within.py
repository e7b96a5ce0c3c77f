"""Within one sheet: execution rates, sums of points, scores and funds (P-01 to P-03)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from gouji.figures import WAN, YUAN
from gouji.findings import Verdict
from gouji.labels import is_part
from gouji.scores.forms import forms
from gouji.scores.judge import NEAR, PLACES, cell, compared, open_question, shown, weighed, wrong
from gouji.scores.quantities import HUNDRED
from gouji.scores.sheet import AMOUNTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gouji.findings import FindingCell
    from gouji.scores.entries import Entry
    from gouji.scores.judge import Judgement
    from gouji.scores.sheet import Fund, ScoreSheet

FULL_POINTS = 100
TWO_AMOUNTS = 2
_LAST_PLACE = {WAN: Fraction(1, 100), YUAN: Fraction(0)}
"""The last printed place of an amount; figures in 元 are exact."""

_ONE_DECIMAL = Fraction(1, 20)
"""How far a score printed with one decimal may be off (seed: 9.8 for 9.795)."""


def execution_rate(fund: Fund) -> Fraction | None:
    """Return what was spent of the year's budget, in per cent; None without a budget."""
    budget, executed = fund.budget.number, fund.executed.number
    return HUNDRED * Fraction(executed) / Fraction(budget) if budget and executed is not None else None


def check_execution(sheet: ScoreSheet) -> Iterator[Judgement]:
    """P-01: the rate is spent ÷ budget of the year; the score is points × rate, at most the points."""
    for fund in sheet.funds:
        rate = execution_rate(fund)
        if rate is None and fund.score.number is not None:
            yield open_question(
                "P-01", "score_no_budget", (fund.label,), cell(fund.score, fund.label, "score")
            )
        if rate is not None and fund.rate.number is not None:
            yield _rate(fund, rate, _LAST_PLACE[sheet.unit])
        if rate is not None and fund.score.number is not None and fund.points.number is not None:
            yield _execution_score(fund, rate)


def _rate(fund: Fund, rate: Fraction, last_place: Fraction) -> Judgement:
    budget, executed = Fraction(fund.budget.number or 0), Fraction(fund.executed.number or 0)
    unrounded = HUNDRED * last_place / 2 / abs(budget) * (1 + abs(rate) / HUNDRED)
    coarse = Fraction(1, 2) / 10**fund.rate.places if fund.rate.places < PLACES else Fraction(0)
    cells = (cell(fund.rate, fund.label, "rate"), *_amounts(fund))
    words = (shown(executed), shown(budget))
    stated = fund.rate.number or Fraction(0)
    return compared("P-01", "score_rate", stated, rate, cells, *words, near=max(NEAR, unrounded + coarse))


def _execution_score(fund: Fund, rate: Fraction) -> Judgement:
    points = Fraction(fund.points.number or 0)
    right = points * min(max(rate, Fraction(0)), Fraction(HUNDRED)) / HUNDRED
    parts = ((fund.score, "score"), (fund.points, "points"))
    cells = (*(cell(entry, fund.label, key) for entry, key in parts), *_amounts(fund))
    words = (shown(points), shown(rate))
    stated = fund.score.number or Fraction(0)
    return compared("P-01", "score_execution", stated, right, cells, *words, near=rounding(fund.score))


def _amounts(fund: Fund) -> tuple[FindingCell, ...]:
    return cell(fund.executed, fund.label, "executed"), cell(fund.budget, fund.label, "budget")


def rounding(score: Entry) -> Fraction:
    """Return how far a score may be off for its rounding."""
    return _ONE_DECIMAL if score.places == 1 else NEAR


def scored_rows(sheet: ScoreSheet) -> list[tuple[str, Entry, Entry]]:
    """Return label, points and score of every row that counts to the total."""
    funds = [(f.label, f.points, f.score) for f in sheet.funds if f.is_total and f.points.number is not None]
    return funds + [(i.name, i.points, i.score) for i in sheet.indicators]


def check_sums(sheet: ScoreSheet) -> Iterator[Judgement]:
    """P-02: the points make 100, the scores make the total, no score is below 0 or above its points."""
    rows = scored_rows(sheet)
    if not sheet.indicators:
        return
    points = [(label, entry) for label, entry, _ in rows]
    yield from _sum(points, "points", "score_points", Fraction(FULL_POINTS))
    if sheet.points.number is not None:
        yield from _sum(points, "points", "score_points_total", Fraction(sheet.points.number), sheet.points)
    if sheet.score.number is not None:
        total = Fraction(sheet.score.number)
        yield from _sum(
            [(label, entry) for label, _, entry in rows], "score", "score_total", total, sheet.score
        )
    elif any(entry.number is not None for _, _, entry in rows):
        yield open_question("P-02", "score_no_total", (), total_cell(sheet))
    else:
        yield open_question("P-02", "score_unfilled", (), total_cell(sheet))
    for label, full, score in rows:
        if score.number is None or full.number is None or 0 <= score.number <= full.number:
            continue
        cells = (cell(score, label, "score"), cell(full, label, "points"))
        yield wrong("P-02", "score_bounds", (label, shown(score.number), shown(full.number)), *cells)


def _sum(
    rows: Sequence[tuple[str, Entry]], key: str, says: str, total: Fraction, printed: Entry | None = None
) -> Iterator[Judgement]:
    """Judge the sum of a column against a total, which may be printed; a blank addend leaves it open."""
    blank = [(label, entry) for label, entry in rows if entry.number is None]
    if blank:
        (label, entry), *_ = blank
        yield open_question("P-02", "score_blank", (label, forms().columns[key]), cell(entry, label, key))
        return
    added = sum(Fraction(entry.number or 0) for _, entry in rows)
    cells = tuple(weighed(entry, label, key, 1) for label, entry in rows)
    if printed is not None:
        cells += (weighed(printed, forms().totals[0], key, -1),)
    yield compared("P-02", says, added, total, cells, near=rounding(printed) if printed else 0)


def total_cell(sheet: ScoreSheet) -> FindingCell:
    """Return the cell of the total score."""
    return cell(sheet.score, forms().totals[0], "score")


def check_funds(sheet: ScoreSheet) -> Iterator[Judgement]:
    """P-03: the parts make all the money, in each of the three columns; a part of a part leaves it open."""
    total = sheet.total
    parts = [fund for fund in sheet.funds if not fund.is_total]
    if total is None or not parts:
        return
    if sum(is_part(fund.label) for fund in parts) > 1:
        yield open_question("P-03", "score_parts_of_parts", (), cell(total.budget, total.label, "budget"))
        return
    for key in AMOUNTS:
        entries = [(fund.label, getattr(fund, key)) for fund in (total, *parts)]
        if any(entry.fault for _, entry in entries) or all(entry.number is None for _, entry in entries[1:]):
            continue
        yield _parts(key, entries, _LAST_PLACE[sheet.unit])


def _parts(key: str, entries: Sequence[tuple[str, Entry]], last_place: Fraction) -> Judgement:
    amounts = [Fraction(entry.number or 0) for _, entry in entries]
    cells = tuple(weighed(entry, label, key, -1 if n else 1) for n, (label, entry) in enumerate(entries))
    filled = sum(map(bool, amounts))
    allowed = filled * last_place / 2
    judged = compared(
        "P-03", "score_parts", amounts[0], sum(amounts[1:]), cells, forms().columns[key], near=allowed
    )
    is_plug = (
        judged.verdict == Verdict.ROUNDING
        and filled == TWO_AMOUNTS
        and abs(amounts[0] - sum(amounts[1:])) == last_place
    )
    return judged._replace(verdict=Verdict.PLUG, says="plug") if is_plug else judged
