"""Read: grids → score sheets. A sheet is found by its title and read by the labels of its heads."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from gouji.facts import Cell
from gouji.figures import WAN, YUAN
from gouji.functions.targets import PERCENT
from gouji.labels import bare_label, is_part, plain_label, short_label
from gouji.scores.entries import Entry
from gouji.scores.forms import forms, named
from gouji.scores.quantities import HUNDRED, dressed, percentage, printed_number
from gouji.scores.regions import is_filled, regions
from gouji.scores.sheet import AMOUNTS, Fund, Indicator, ScoreSheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gouji.grid import Sheet, Value
    from gouji.scores.regions import Head, Region, Span

_FUNDS_NEED = ("budget", "executed")
_INDICATORS_NEED = ("name", "target", "actual", "points")
_AGAIN = ("name", "actual", "points")
_SCORES = ("points", "rate", "score")
_GOAL_ROWS = 3


def read_scores(sheets: Iterable[Sheet]) -> tuple[tuple[ScoreSheet, ...], tuple[Region, ...]]:
    """Return the score sheets, and the regions with a title and numbers but without readable indicators."""
    read, unread = [], []
    for region in (region for sheet in sheets for region in regions(sheet)):
        if sheet := _score_sheet(region):
            read.append(sheet)
        if region.has_numbers and not (sheet and sheet.indicators):
            unread.append(region)
    return tuple(read), tuple(unread)


def _score_sheet(region: Region) -> ScoreSheet | None:
    funds_head = region.find_head(forms().funds, _FUNDS_NEED)
    head = region.find_head(forms().indicators, _INDICATORS_NEED)
    if funds_head is None and head is None:
        return None
    first_head = min(found.row for found in (funds_head, head) if found)
    unit = _unit(region, first_head)
    indicators, totals = _indicators(region, head) if head else ((), {})
    blank = Entry(region.at)
    goals = _goals(region)
    return ScoreSheet(
        kind=region.kind,
        title=region.title,
        at=region.at,
        name=_name(region, first_head),
        unit=unit,
        funds=_funds(region, funds_head, unit) if funds_head else (),
        indicators=indicators,
        expected=goals.get("expected", blank),
        achieved=goals.get("achieved", blank),
        points=totals.get("points", blank),
        score=totals.get("score", blank),
    )


def _name(region: Region, end: int) -> str:
    """Return the name of the project or unit, beside its label or behind the label's colon."""
    for r in range(region.top, end):
        texts = [text for value in region.sheet.rows[r] if (text := _text(value))]
        for n, text in enumerate(texts):
            label, _, rest = text.partition(":")
            if named(label, forms().head):
                return rest or next(iter(texts[n + 1 :]), "")
    return ""


def _unit(region: Region, end: int) -> str:
    """Return 元 where the page head or the head of the funds says so, else 万元, the unit of the forms."""
    said = [_text(value) for row in region.sheet.rows[region.top : end + 1] for value in row]
    in_yuan = any(text.endswith((f"({YUAN})", forms().texts["yuan"])) for text in said)
    return YUAN if in_yuan and not any(WAN in text for text in said) else WAN


def _text(value: Value) -> str:
    return plain_label(value) if isinstance(value, str) else ""


# --- funds ----------------------------------------------------------------------------------------------


def _funds(region: Region, head: Head, unit: str) -> tuple[Fund, ...]:
    """Return the rows of the funds, up to the first row that is none; a sole row is the one of all money."""
    rows = list(_fund_rows(region, head, unit))
    if rows and not any(row.is_total for row in rows) and (not rows[0].label or len(rows) == 1):
        rows[0] = replace(rows[0], is_total=True)
    return tuple(rows)


def _fund_rows(region: Region, head: Head, unit: str) -> Iterator[Fund]:
    suffixes = {**dict.fromkeys(AMOUNTS, (unit,)), **_suffixes()}
    first = min(span.start for key, span in head.columns.items() if key in AMOUNTS)
    for r in range(head.row + 1, region.end):
        values = region.sheet.rows[r]
        if not any(map(is_filled, values)):
            continue
        label = next(filter(None, map(_text, reversed(values[:first]))), "")
        entries = {key: region.entry(r, span, suffixes.get(key)) for key, span in head.columns.items()}
        is_bare = not label and any(entries[key].number is not None for key in AMOUNTS if key in entries)
        if not (_is_fund(label) or is_bare):
            return
        blank = Entry(Cell(region.sheet.name, r, first))
        columns = {key: entries.get(key, blank) for key in (*AMOUNTS, *_SCORES)}
        columns["rate"] = _in_percent(columns["rate"], columns["budget"], columns["executed"])
        yield Fund(label, _is_total(label), **columns, reason=entries.get("reason"))


def _suffixes() -> Mapping[str, tuple[str, ...]]:
    """Return what may stand behind the numbers of a column; a column without it holds words."""
    points = (forms().texts["points_unit"],)
    return {"points": points, "rate": (PERCENT,), "score": points}


def _in_percent(rate: Entry, budget: Entry, executed: Entry) -> Entry:
    """Return an execution rate that is a bare number, such as 0.9795, as a percentage."""
    if rate.number is None or rate.text.endswith(PERCENT) or not budget.number or executed.number is None:
        return rate
    number = percentage(rate.number, HUNDRED * Fraction(executed.number) / Fraction(budget.number))
    return replace(rate, text=printed_number(number) + PERCENT, number=number)


def _is_total(label: str) -> bool:
    return bool({bare_label(label), short_label(label)} & forms().fund_totals) and not is_part(label)


def _is_fund(label: str) -> bool:
    return _is_total(label) or any(word in label for word in forms().fund_parts)


# --- goals and indicators -------------------------------------------------------------------------------


def _goals(region: Region) -> Mapping[str, Entry]:
    """Return the texts of the expected and the achieved goal, below their labels."""
    head = region.find_head(forms().goals, ("expected", "achieved"))
    if head is None:
        return {}
    rows = range(head.row + 1, min(head.row + 1 + _GOAL_ROWS, region.end))
    return {key: _first_text(region, rows, span) for key, span in head.columns.items()}


def _first_text(region: Region, rows: Iterable[int], span: Span) -> Entry:
    """Return the first entry below a label that is not blank, a blank one where there is none."""
    return next((e for e in (region.entry(r, span) for r in rows) if e.text), Entry(region.at))


class _Carried(NamedTuple):
    """The labels that stand once for several rows."""

    first: str = ""
    second: str = ""
    name: str = ""


def _indicators(region: Region, head: Head) -> tuple[tuple[Indicator, ...], Mapping[str, Entry]]:
    """Return the indicators, and the total points and score of the row below them."""
    rows: list[Indicator] = []
    carried = _Carried()
    for r in range(head.row + 1, region.end):
        again = region.head(r, forms().indicators)
        if again.columns.keys() >= set(_AGAIN):
            head = again
            continue
        entries = {key: region.entry(r, span, _suffixes().get(key)) for key, span in head.columns.items()}
        if _is_total_row(region.sheet.rows[r]):
            return tuple(rows), entries
        carried = _carry(carried, entries)
        if entries["points"].text or entries["actual"].text:
            rows.append(_indicator(carried, entries))
    return tuple(rows), {}


def _is_total_row(values: Sequence[Value]) -> bool:
    return next((short_label(text) for text in map(_text, values) if text), "") in forms().totals


def _carry(before: _Carried, entries: Mapping[str, Entry]) -> _Carried:
    texts = {key: entries[key].text for key in _Carried._fields if key in entries and entries[key].text}
    return before._replace(**texts)


def _indicator(carried: _Carried, entries: Mapping[str, Entry]) -> Indicator:
    blank = Entry(entries["points"].cell)
    relation, unit = (entries.get(key, blank).text for key in ("relation", "unit"))
    if relation == forms().texts["qualitative"]:
        relation = unit = ""
    target, actual = entries.get("target", blank), entries["actual"]
    wanted = relation + _with_unit(target.text, unit)
    return Indicator(
        *carried,
        target=replace(target, text=wanted),
        actual=replace(actual, text=dressed(_with_unit(actual.text, unit), wanted)),
        points=entries["points"],
        score=entries.get("score", blank),
        reason=entries.get("reason"),
    )


def _with_unit(text: str, unit: str) -> str:
    """Return the text with the unit that stands in a column of its own."""
    return text + unit if text[-1:].isdecimal() and unit != "/" else text
