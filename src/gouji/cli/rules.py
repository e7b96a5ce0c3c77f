"""The commands about the rule book: rules list, explain, lint, power."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gouji.cli.inputs import rule_book_of
from gouji.cli.options import Lang, Language, Rules
from gouji.cli.output import EXIT_MISMATCH, TEXT_WIDTH, stop
from gouji.cli.program import app
from gouji.messages import texts, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from gouji.facts import Facts

_HELP = texts("rules", "zh")
File = Annotated[Path | None, typer.Argument(help=_HELP["help_file"])]

rules_app = typer.Typer(help=_HELP["help"], no_args_is_help=True, rich_markup_mode=None)
app.add_typer(rules_app, name="rules")


@rules_app.command("list", help=_HELP["help_list"])
def list_rules(rules: Rules = None, lang: Lang = Language.ZH) -> None:
    """Print the rules."""
    from gouji.report.rulebook import rules_text  # noqa: PLC0415 not before --help

    _show(rules_text(rule_book_of(rules), lang.value))


@rules_app.command(help=_HELP["help_explain"])
def explain(
    rule: Annotated[str, typer.Argument(help=_HELP["help_rule"])],
    rules: Rules = None,
    lang: Lang = Language.ZH,
) -> None:
    """Print everything that is known of one rule."""
    from gouji.report.rulebook import rule_explained  # noqa: PLC0415 not before --help

    found = next((one for one in rule_book_of(rules) if one.id == rule), None)
    if found is None:
        stop(texts("rules", lang.value)["no_rule"].format(rule))
    _show(rule_explained(found, lang.value))


@rules_app.command(help=_HELP["help_lint"])
def lint(file: File = None, rules: Rules = None, lang: Lang = Language.ZH) -> None:
    """Print what is wrong with the rule book; exit with 1 when rules contradict each other."""
    from gouji.report.rulebook import lint_text  # noqa: PLC0415 not before --help
    from gouji.rules.lint import lint as lint_book  # noqa: PLC0415

    book = rule_book_of(rules)
    remarks = lint_book(book, _facts_of(file, lang.value))
    _show(lint_text(remarks, {rule.id: rule for rule in book}, lang.value))
    if any(remark.kind == "zero" for remark in remarks):
        raise typer.Exit(EXIT_MISMATCH)


@rules_app.command(help=_HELP["help_power"])
def power(file: File = None, rules: Rules = None, lang: Lang = Language.ZH) -> None:
    """Print which mistakes the rules can see and locate in a workbook or in the official forms."""
    from gouji.culprits.power import power as power_of  # noqa: PLC0415 not before --help
    from gouji.reconcile import reconcile  # noqa: PLC0415
    from gouji.report.rulebook import power_text  # noqa: PLC0415

    result = reconcile(_facts_of(file, lang.value), rule_book_of(rules))
    _show(power_text(power_of(result, _tracked), lang.value))


def _facts_of(file: Path | None, lang: str) -> Facts:
    """Return the facts of the workbook, those of the official layout without one."""
    if file is None:
        from gouji.workbook.layout import official_layout  # noqa: PLC0415 not before --help

        return official_layout()
    from gouji.workbook.check import check  # noqa: PLC0415

    report = check(file)
    if report.reconciliation is None:
        stop(f"{file}: {unreadable(report.says, report.words, lang)}")
    return report.reconciliation.facts


def _tracked(cells: Sequence[int]) -> Iterable[int]:
    if not sys.stderr.isatty():
        return cells
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import track  # noqa: PLC0415

    return track(cells, _HELP["progress"], console=Console(stderr=True), transient=True)


def _show(text: RenderableType) -> None:
    from rich.console import Console  # noqa: PLC0415 slow to import

    Console(width=None if sys.stdout.isatty() else TEXT_WIDTH, highlight=False).print(text)
