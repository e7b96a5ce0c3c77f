"""The program every command is added to."""

from __future__ import annotations

from typing import Annotated

import typer

from gouji.messages import texts
from gouji.version import __version__

_HELP = texts("cli", "zh")
app = typer.Typer(
    name="gouji", help=_HELP["app"], no_args_is_help=True, add_completion=False, rich_markup_mode=None
)


@app.callback(invoke_without_command=True)
def gouji(version: Annotated[bool, typer.Option("--version", help=_HELP["version"])] = False) -> None:
    """Print the version; commands follow."""
    if version:
        typer.echo(__version__)
        raise typer.Exit
