"""Colors: as xlwings gives them, and as the record and the looks of marks write them."""

from __future__ import annotations


def shown(color: tuple[int, int, int] | None) -> str:
    """Return a colour as RRGGBB, '' for none."""
    return "{:02X}{:02X}{:02X}".format(*color) if color else ""
