"""The command line, one module a group of commands; only that of the command that is called is loaded."""

from __future__ import annotations

import sys
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typer import Typer

    from gouji.cli.program import app

__all__ = ["app", "main"]

HOMES = {
    "accept": "accept",
    "addin": "addin",
    "check": "check",
    "score": "check",
    "recalculate": "check",
    "compare": "compare",
    "diff": "diff",
    "facts": "facts",
    "recheck": "facts",
    "import": "documents",
    "mark": "mark",
    "clear": "mark",
    "rollup": "rollup",
    "rules": "rules",
    "tie": "tie",
    "write": "tie",
}
"""Command → the module that adds it to the program."""


def __getattr__(name: str) -> object:
    """Return `app`, the program with every command."""
    if name == "app":
        return _program(HOMES)
    raise AttributeError(f"module 'gouji.cli' has no attribute {name!r}")


def main() -> None:
    """Run the command; output is UTF-8 whatever the console's code page."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    first = sys.argv[1] if len(sys.argv) > 1 else ""
    # for help, and for a command that there is not, all of them are needed
    program = _program([first] if first in HOMES else HOMES)
    try:
        program()
    except Exception as error:
        if sys.flags.dev_mode:  # a developer's python -X dev -m gouji shows the traceback
            raise
        print(_told(error), file=sys.stderr)  # noqa: T201
        sys.exit(2)


def _told(error: Exception) -> str:
    """Return the sentence on what no command has an answer to."""
    from gouji.messages import texts  # noqa: PLC0415 not before --help

    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    is_english = "--lang=en" in sys.argv or ("--lang", "en") in pairwise(sys.argv)
    return texts("cli", "en" if is_english else "zh")["internal"].format(f"{type(error).__name__}: {error}")


def _program(commands: Iterable[str]) -> Typer:
    """Return the program with at least these commands."""
    for home in dict.fromkeys(HOMES[command] for command in commands):
        import_module(f"gouji.cli.{home}")
    from gouji.cli.program import app  # noqa: PLC0415 with its commands

    return app
