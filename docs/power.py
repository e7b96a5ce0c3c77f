"""Write docs/power.md: what the official rule book can see on the official layout.

Run `.venv/bin/python docs/power.py` after a change of the rule book; a test holds the page to it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gouji.culprits.power import power
from gouji.messages import rule_text, texts
from gouji.reconcile import reconcile
from gouji.report.rulebook import lint_detail, power_heads, power_rows
from gouji.rules import rule_book
from gouji.rules.lint import lint
from gouji.workbook.layout import official_layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gouji.culprits import Place

PAGE = Path(__file__).with_suffix(".md")
HEAD = """\
# What the rules can see

Made by `docs/power.py` from the rule book on the official layout: nine tables of a unit with all three kinds
of money and a few functional codes. `gouji rules power FILE` and `gouji rules lint FILE` say the same of a
workbook of yours.

## Power

Every cell is made wrong once upwards and once downwards, by more than rounding can hide, all other cells
being right. *Covered*: a rule of severity must weighs the cell. *Told apart*: no other cell has the same
place in every such rule. *Detected*: a tie breaks. *Located*: the cell, or its group of cells that no rule
can tell apart, is the only smallest set whose correction makes every tie hold; each mistake's is proven.

A limit (≤) tells cells apart in one direction only: where basic expenditure of T6 is short, an expense of T6
that T7 limits may as well be too large.
"""


def page() -> str:
    """Return the page."""
    return "\n".join([HEAD, *_power(), *_lint()])


def _power() -> Iterator[str]:
    seen = power(reconcile(official_layout(), rule_book()))
    yield from _table(power_heads("en"), power_rows(seen))
    yield "Cells that no rule can tell apart:\n"
    yield from (f"- {_names(group)}" for group in seen.groups)
    if seen.uncovered:
        yield f"- no rule weighs {_names(seen.uncovered)}"
    yield ""


def _names(places: Sequence[Place]) -> str:
    first, last = places[0], places[-1]
    return f"{len(places)} cells of {first.table}, column {first.column}: {first.label} … {last.label}"


def _lint() -> Iterator[str]:
    yield "## Lint\n"
    words = texts("rules", "en")
    remarks = lint(rule_book(), official_layout())
    rules = {rule.id: rule for rule in rule_book()}
    for kind in ("duplicate", "zero", "implied", "unbound"):
        some = [remark for remark in remarks if remark.kind == kind]
        yield f"{words[f'lint_{kind}']}: {len(some) or 'none'}.\n"
        if some:
            rows = ([one.rule, rule_text(rules[one.rule], "en"), lint_detail(one, "en")] for one in some)
            yield from _table(["rule", "what must hold", ""], rows)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield "|---" * len(heads) + "|"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
