"""The command line, one module a group of commands; a command is added by importing its module here."""

from __future__ import annotations

import sys

from gouji.cli import (  # noqa: F401 they add commands
    accept,
    addin,
    check,
    compare,
    diff,
    documents,
    mark,
    rollup,
    rules,
    tie,
)
from gouji.cli.app import app

__all__ = ["app", "main"]


def main() -> None:
    """Run the command; output is UTF-8 whatever the console's code page."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    app()
