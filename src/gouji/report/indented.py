"""Indented: lines that stand below what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding

if TYPE_CHECKING:
    from rich.console import RenderableType


def indented(lines: RenderableType) -> Padding:
    """Return the lines moved in by four columns, no wider than they are."""
    return Padding(lines, (0, 0, 0, 4), expand=False)
