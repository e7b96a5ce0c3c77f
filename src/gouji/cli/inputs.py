"""What a command works on: the workbooks that its arguments name, and the rules it checks by."""

from __future__ import annotations

import os
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

    What is no workbook by name is still yielded when named itself, and a folder without any or that cannot be
    read is yielded as a folder, so that a report says what it is.
    """
    import glob  # noqa: PLC0415 Windows' shell leaves globs to the program

    from gouji.workbook.read import is_folder  # noqa: PLC0415 with the reader, not before --help

    for text in paths:
        matches = [] if os.path.exists(text) else sorted(glob.glob(text, recursive=True))  # noqa: PTH110, PTH207
        for one in map(Path, matches or [text]):
            yield from (sorted(_inside(one)) or [one]) if is_folder(one) else [one]


def _inside(folder: Path) -> Iterator[Path]:
    """Yield the workbooks in a folder and below it, through links as well, and folders that cannot be read.

    What a program or a system keeps for itself (~$a.xlsx, .~a.xlsx, ._a.xlsx) is left out.
    """
    from gouji.workbook.read import SUFFIXES  # noqa: PLC0415 as above

    seen: set[str] = set()
    unread: list[Path] = []
    walk = os.walk(folder, onerror=lambda error: unread.append(Path(error.filename)), followlinks=True)
    for parent, folders, names in walk:
        real = os.path.realpath(parent)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders.sort()  # so that it is the same path by which a folder with several is come to
        inside = (Path(parent, name) for name in names if not name.startswith(("~$", ".")))
        yield from (path for path in inside if path.suffix.lower() in SUFFIXES)
    yield from unread
