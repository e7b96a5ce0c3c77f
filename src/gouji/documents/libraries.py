"""Libraries: what reads and writes documents is installed by an extra and imported where it is used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from gouji.workbook.read import UnreadableError


def library(name: str) -> Any:
    """Return a module of a library; raise UnreadableError where it is not installed."""
    try:
        return import_module(name)
    except ModuleNotFoundError:
        raise UnreadableError("no_library", name.partition(".")[0]) from None
