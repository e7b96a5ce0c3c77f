"""The rule book as text: what it holds, what is wrong with it, and what it can see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from gouji.catalogue import catalogue
from gouji.messages import rule_text, texts
from gouji.report.indented import indented

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from gouji.culprits import Place
    from gouji.culprits.power import Power, TablePower
    from gouji.rules import Rule, RuleBook
    from gouji.rules.lint import Lint

MOST_PLACES = 12


def rules_text(book: RuleBook, lang: str) -> RenderableType:
    """Return a line a rule: id, severity, what must hold."""
    severities = texts("severities", lang)
    table = Table.grid(padding=(0, 2))
    for rule in book:
        table.add_row(*map(Text, (rule.id, severities[rule.severity], rule_text(rule, lang))))
    return table


def rule_explained(rule: Rule, lang: str) -> RenderableType:
    """Return everything that is known of one rule."""
    words = texts("rules", lang)
    lines: list[RenderableType] = [Text(f"{rule.id}  {rule_text(rule, lang)}", style="bold")]
    lines.append(Text(words["severity"].format(texts("severities", lang)[rule.severity])))
    lines.append(Text(words["source"].format(rule.source or words["no_source"])))
    lines += (indented(Text(text)) for text in rule.texts)
    return Group(*lines)


def lint_text(remarks: Sequence[Lint], rules: Mapping[str, Rule], lang: str) -> RenderableType:
    """Return the remarks on a rule book, by kind."""
    words = texts("rules", lang)
    if not remarks:
        return Text(words["nothing"])
    lines: list[RenderableType] = []
    for kind in dict.fromkeys(remark.kind for remark in remarks):
        lines.append(Text(words[f"lint_{kind}"], style="bold"))
        for remark in remarks:
            if remark.kind == kind:
                says = f"{remark.rule}  {rule_text(rules[remark.rule], lang)}"
                lines.append(indented(Text(f"{says}  {lint_detail(remark, lang)}".rstrip())))
    return Group(*lines)


def lint_detail(remark: Lint, lang: str) -> str:
    """Return what a remark says beyond its kind and its rule."""
    return texts("rules", lang).get(f"detail_{remark.kind}", "").format(*remark.words)


def power_text(power: Power, lang: str) -> RenderableType:
    """Return the table of the rule book's power, the cells it cannot see and those it cannot tell apart."""
    words = texts("rules", lang)
    table = Table(box=None, padding=(0, 1))
    for n, head in enumerate(power_heads(lang)):
        table.add_column(head, justify="right" if n > 1 else "left")
    for row in power_rows(power):
        table.add_row(*row)
    lines: list[RenderableType] = [table]
    if power.uncovered:
        lines.append(Text(words["uncovered"].format(len(power.uncovered), _names(power.uncovered))))
    if power.hinted:
        lines.append(Text(words["hinted"].format(len(power.hinted), _names(power.hinted))))
    lines += (Text(words["group"].format(len(group), _names(group))) for group in power.groups)
    return Group(*lines)


def power_heads(lang: str) -> list[str]:
    """Return the heads of the power table."""
    words = texts("rules", lang)
    return [words[key] for key in ("table", "title", "cells", "covered", "alone", "detected", "located")]


def power_rows(power: Power) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the power table, the last of them for all tables."""
    for one in power.tables:
        yield (one.table, catalogue().tables[one.table].title, *_shares([one]))
    yield ("", "", *_shares(power.tables))


def _shares(tables: Iterable[TablePower]) -> tuple[str, ...]:
    rows = list(tables)
    cells, tried = sum(one.cells for one in rows), sum(one.tried for one in rows)
    covered = cells - sum(one.uncovered + one.hinted for one in rows)
    return (
        str(cells),
        _share(covered, cells),
        _share(sum(one.alone for one in rows), cells),
        _share(sum(one.detected for one in rows), tried),
        _share(sum(one.located for one in rows), tried),
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "–"


def _names(places: Sequence[Place]) -> str:
    names = [f"{place.table} {place.label or place.row} {place.column}" for place in places[:MOST_PLACES]]
    return "、".join(names) + ("……" if len(places) > MOST_PLACES else "")
