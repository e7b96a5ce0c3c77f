"""The command that compares two runs: diff."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gouji.cli.inputs import rule_book_of
from gouji.cli.options import Lang, Language, Out, Rules
from gouji.cli.output import EXIT_MISMATCH, TEXT_WIDTH, refuse_input, stop, target_of
from gouji.cli.program import app
from gouji.messages import texts

if TYPE_CHECKING:
    from gouji.rules import RuleBook

_HELP = texts("diff", "zh")


class DiffFormat(StrEnum):
    """How a difference is printed."""

    TEXT = "text"
    JSON = "json"


@app.command(help=_HELP["help"])
def diff(
    before: Annotated[Path, typer.Argument(help=_HELP["help_before"])],
    after: Annotated[Path, typer.Argument(help=_HELP["help_after"])],
    form: Annotated[DiffFormat, typer.Option("--format", help=_HELP["help_format"])] = DiffFormat.TEXT,
    out: Out = None,
    rules: Rules = None,
    lang: Lang = Language.ZH,
) -> None:
    """Compare two results or two workbooks; exit with 1 when a mismatch is new."""
    from rich.console import Console  # noqa: PLC0415 slow to import

    from gouji.report.diff import diff as changes_of  # noqa: PLC0415
    from gouji.report.diff import diff_data, diff_text, is_worse  # noqa: PLC0415

    refuse_input(out, (before, after), lang.value)
    book = rule_book_of(rules)
    changes = changes_of(_result(before, book, lang.value), _result(after, book, lang.value))
    paths = (str(before), str(after))
    with target_of(out, lang.value) as target:
        if form == DiffFormat.JSON:
            target.write(json.dumps(diff_data(changes, paths), ensure_ascii=False, indent=1) + "\n")
        else:
            width = None if target.isatty() else TEXT_WIDTH
            Console(file=target, width=width, highlight=False).print(diff_text(changes, paths, lang.value))
    if is_worse(changes):
        raise typer.Exit(EXIT_MISMATCH)


def _result(path: Path, book: RuleBook, lang: str) -> dict[str, Any]:
    """Return the result that a JSON file holds or that checking a workbook gives."""
    if path.suffix.lower() == ".json":
        result = _stored(path, lang)
    else:
        from gouji.report.data import file_result  # noqa: PLC0415 with the checker
        from gouji.workbook.check import check  # noqa: PLC0415

        result = file_result(check(path, book=book), lang)
    if result["error"]:
        stop(f"{path}: {result['error']}")
    return result


def _stored(path: Path, lang: str) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text("utf-8"))
        (result,) = data.get("files", [data])
        known = all({"id", "rule", "verdict", "accepted"} <= set(one) for one in result["findings"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        known = False
    if not known:
        stop(texts("diff", lang)["not_a_result"].format(path))
    return dict(result)
