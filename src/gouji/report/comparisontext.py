"""Text: a comparison for a person at a terminal, what matters most first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from gouji.figures import printed
from gouji.messages import texts, unreadable
from gouji.report import UNREADABLE
from gouji.report.comparison import (
    DIFFER,
    against,
    concluded,
    conclusion,
    counted,
    item_text,
    judged_openings,
    opening_name,
    opening_notes,
    opening_places,
    out_of_order,
    reading_notes,
    reason,
    renamings,
)
from gouji.report.highlights import largest_changes, one_year_only, totals
from gouji.report.indented import indented

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from gouji.comparison import Comparison, Pair
    from gouji.report.comparison import ComparisonReport

_STYLES = {"openings_tie": "bold green", "openings_differ": "bold yellow", "openings_unknown": "bold"}


def comparison_text(report: ComparisonReport, lang: str) -> RenderableType:
    """Return the report of two files compared."""
    words = texts("compare", lang)
    comparison = report.comparison
    if comparison is None:
        reasons = (Text(f"{e.path}  {unreadable(e.says, e.words, lang)}") for e in report.errors)
        title = Text.assemble((words["title"], "bold"), "  ", (words[UNREADABLE], "bold magenta"))
        return Group(Line(style="dim"), title, *reasons)
    conclusion_style = _STYLES[conclusion(comparison)]
    title = Text.assemble((words["title"], "bold"), "  ", (concluded(comparison, lang), conclusion_style))
    warning = out_of_order(comparison, lang)
    return Group(
        Line(style="dim"),
        title,
        Text(against(report, comparison, lang)),
        Text(counted(comparison, lang), style="dim"),
        *([Text(warning, style="bold yellow")] if warning else ()),
        *_pairs(words["totals"], totals(comparison), lang),
        *_pairs(words["changes"], largest_changes(comparison), lang),
        *_openings(comparison, lang),
        *_one_year_only(comparison, lang),
        *_notes(words["renamed"], renamings(comparison, lang)),
        *_notes(words["reading"], reading_notes(comparison, lang)),
    )


def _growth(pair: Pair, lang: str) -> str:
    """Return the growth as a percentage, or why there is none."""
    if pair.growth is None:
        return reason(pair, lang)
    return f"{pair.growth:+.2%}" if pair.growth else "0.00%"


def _place(pair: Pair) -> str:
    """Return where the fact stands this year, or last year if this year has no such row or column."""
    cell = pair.this_cell or pair.last_cell
    return f"{cell.sheet}!{cell.address}" if cell else ""


def _pairs(title: str, pairs: Sequence[Pair], lang: str) -> Iterator[RenderableType]:
    """Yield a title and a line for each pair, nothing if there are none."""
    words = texts("compare", lang)
    if not pairs:
        return
    table = _table(words["item"], words["place"])
    for head in ("this", "last", "change", "growth"):
        table.add_column(words[head], justify="right", no_wrap=True)
    for pair in pairs:
        amounts = map(_amount, (pair.this, pair.last, pair.change))
        _add_row(table, item_text(pair), _place(pair), *amounts, _growth(pair, lang))
    yield Text(f"\n{title}", style="bold")
    yield table


def _openings(comparison: Comparison, lang: str) -> Iterator[RenderableType]:
    """Yield every opening balance beside last year's closing balance, then what there is to say of them."""
    words, verdicts = texts("compare", lang), texts("verdicts", lang)
    judged, notes = judged_openings(comparison), opening_notes(comparison, lang)
    if judged or notes:
        yield Text(f"\n{words['openings']}", style="bold")
    if judged:
        table = _table(words["item"], words["this_cell"], words["last_cell"])
        for head in ("opening", "closing", "difference"):
            table.add_column(words[head], justify="right", no_wrap=True)
        table.add_column(words["verdict"])
        for finding in judged:
            style = "yellow" if finding.verdict in DIFFER else ""
            verdict = f"{verdicts[finding.verdict]} {finding.rule}"
            cells = (opening_name(finding), *opening_places(finding), *finding.words, verdict)
            _add_row(table, *cells, style=style)
        yield table
    yield from map(_note, notes)


def _one_year_only(comparison: Comparison, lang: str) -> Iterator[RenderableType]:
    words = texts("compare", lang)
    pairs, more = one_year_only(comparison)
    yield from _pairs(words["unmatched"], pairs, lang)
    if more:
        yield _note(words["more"].format(more))


def _notes(title: str, lines: Sequence[str]) -> Iterator[RenderableType]:
    """Yield a title and the lines below it, nothing if there are none."""
    if lines:
        yield Text(f"\n{title}", style="bold")
    yield from map(_note, lines)


def _table(*columns: str) -> Table:
    """Return a table whose columns so far hold text: what, then where."""
    table = Table(box=None, padding=(0, 1), header_style="dim")
    for n, column in enumerate(columns):
        table.add_column(column, overflow="fold", style="cyan" if n else "")
    return table


def _add_row(table: Table, *cells: str, style: str = "") -> None:
    """Add a row of texts as they are: a label in square brackets is no markup."""
    table.add_row(*map(Text, cells), style=style)


def _note(text: str) -> RenderableType:
    return indented(Text(text, style="dim"))


def _amount(hundredths: int | None) -> str:
    return "" if hundredths is None else printed(hundredths)
