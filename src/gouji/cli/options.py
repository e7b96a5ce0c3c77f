"""Options that several commands have, and the words they take."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gouji.messages import texts

_HELP = texts("cli", "zh")
_BATCH = texts("batch", "zh")


class Format(StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"


class Language(StrEnum):
    """The language of messages."""

    ZH = "zh"
    EN = "en"


class Unit(StrEnum):
    """The units of the forms."""

    YUAN = "元"
    WAN = "万元"


Paths = Annotated[list[str], typer.Argument(help=_HELP["paths"])]
Form = Annotated[Format, typer.Option("--format", help=_HELP["format"])]
Out = Annotated[Path | None, typer.Option(help=_HELP["out"])]
Lang = Annotated[Language, typer.Option(help=_HELP["lang"])]
Rules = Annotated[Path | None, typer.Option(help=_HELP["rules"])]
All = Annotated[bool, typer.Option("--all", help=_HELP["all"])]
DefaultUnit = Annotated[Unit | None, typer.Option(help=_HELP["unit"])]
Jobs = Annotated[int, typer.Option(min=0, help=_BATCH["help_jobs"])]
Dask = Annotated[str | None, typer.Option(help=_BATCH["help_dask"])]
Resume = Annotated[bool, typer.Option("--resume", help=_BATCH["help_resume"])]
Seconds = Annotated[float, typer.Option(min=0.01, help=_BATCH["help_seconds"])]
Memory = Annotated[int, typer.Option(min=64, help=_BATCH["help_memory"])]
SECONDS, MEMORY = 120, 1024
"""What a file may take unless told otherwise: seconds, and megabytes of the process that checks it."""
