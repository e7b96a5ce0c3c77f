"""Addresses: many cells in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_SIGNS = 250
"""Signs of an address of many cells, and of a text in the status bar; Excel takes 255."""


def unions(addresses: Iterable[str]) -> Iterator[str]:
    """Yield the addresses of many cells, as many of them in one text as Excel takes."""
    part = ""
    for address in addresses:
        if part and len(part) + len(address) >= MOST_SIGNS:
            yield part
            part = ""
        part += f",{address}" if part else address
    if part:
        yield part
