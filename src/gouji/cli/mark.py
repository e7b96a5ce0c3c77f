"""The commands that make findings visible in workbooks: mark and clear."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gouji.cli.inputs import rule_book_of
from gouji.cli.options import DefaultUnit, Lang, Language, Rules
from gouji.cli.output import exit_status, stop
from gouji.cli.program import app
from gouji.messages import texts, unreadable

_HELP = texts("cli", "zh")
_MARK = texts("mark", "zh")
File = Annotated[Path, typer.Argument(help=_MARK["file"])]
Copy = Annotated[Path | None, typer.Option("-o", "--out", help=_MARK["out"])]
InPlace = Annotated[bool, typer.Option("--in-place", help=_MARK["in_place"])]
Force = Annotated[bool, typer.Option("--force", help=_MARK["force"])]


@app.command(help=_MARK["mark"])
def mark(
    file: File,
    out: Copy = None,
    in_place: InPlace = False,
    force: Force = False,
    lang: Lang = Language.ZH,
    rules: Rules = None,
    unit: DefaultUnit = None,
) -> None:
    """Check a workbook, write its marked copy and exit with the status of the check."""
    from gouji.workbook import mark as marks  # noqa: PLC0415 not before --help
    from gouji.workbook.check import check  # noqa: PLC0415
    from gouji.workbook.read import UnreadableError  # noqa: PLC0415
    from gouji.workbook.save import replace  # noqa: PLC0415

    words = texts("mark", lang.value)
    if in_place and out is not None:
        stop(words["one_target"])
    report = check(file, book=rule_book_of(rules), unit=unit.value if unit else "")
    try:
        if in_place:
            if file.suffix.lower() not in marks.PACKAGES:
                raise UnreadableError("not_markable")  # noqa: TRY301 told like any other
            backup = replace(marks.marked_file(file, report, lang.value), file)
            typer.echo(words["marked_in_place"].format(file, backup))
        else:
            typer.echo(
                words["marked"].format(marks.mark(file, report, out, lang=lang.value, overwrite=force))
            )
    except UnreadableError as error:
        stop(unreadable(error.says, error.words, lang.value))
    raise typer.Exit(exit_status([report]))


@app.command(help=_MARK["clear"])
def clear(
    file: File,
    out: Copy = None,
    in_place: InPlace = False,
    force: Force = False,
    lang: Lang = Language.ZH,
) -> None:
    """Take the marks off a workbook."""
    from gouji.workbook import clear as clearing  # noqa: PLC0415 not before --help
    from gouji.workbook.read import UnreadableError  # noqa: PLC0415
    from gouji.workbook.save import replace  # noqa: PLC0415

    words = texts("mark", lang.value)
    if in_place and out is not None:
        stop(words["one_target"])
    try:
        if in_place:
            data = clearing.cleared_file(file)
            told = words["cleared_in_place"].format(file, replace(data, file)) if data else ""
        else:
            copy = clearing.clear(file, out, overwrite=force)
            told = words["cleared"].format(copy) if copy else ""
    except UnreadableError as error:
        stop(unreadable(error.says, error.words, lang.value))
    typer.echo(told or words["no_marks"].format(file))
