"""What a command works on: the workbooks that its arguments name, and the rules it checks by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gouji.cli.output import stop

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gouji.rules import RuleBook


def rule_book_of(path: Path | None) -> RuleBook:
    """Return the official rules, with those of the user's file if there is one."""
    from gouji.rules import RuleBookError, rule_book, with_rules_of  # noqa: PLC0415 only commands that check

    try:
        return rule_book() if path is None else with_rules_of(rule_book(), path)
    except RuleBookError as error:
        stop(str(error))


def files_of(paths: Iterable[str]) -> Iterator[Path]:
    """Yield the workbooks that the arguments name, those of a folder and of a glob in sorted order.

    What is no workbook by name is still yielded when named itself, and a folder without any is yielded as a
    folder, so that a report says what it is.
    """
    import glob  # noqa: PLC0415 Windows' shell leaves globs to the program

    from gouji.workbook.read import SUFFIXES  # noqa: PLC0415 with the reader, not before --help

    for text in paths:
        path = Path(text)
        matches = [] if path.exists() else sorted(glob.glob(text, recursive=True))  # noqa: PTH207
        named = [Path(match) for match in matches] or [path]
        for one in named:
            if one.is_dir():
                inside = (p for p in one.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
                yield from sorted(p for p in inside if not p.name.startswith("~$")) or [one]
            else:
                yield one
