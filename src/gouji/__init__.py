"""Gouji (勾稽): reconciles the final-account tables of Chinese government units.

    >>> import gouji
    >>> report = gouji.check("决算公开表.xlsx")
    >>> report.ties, report.findings

The names load what they need when first used, so that the core runs with the standard library alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from gouji.version import __version__

if TYPE_CHECKING:
    from gouji.report import Report
    from gouji.workbook.check import check
    from gouji.workbook.clear import clear
    from gouji.workbook.mark import mark

__all__ = ["Report", "__version__", "check", "clear", "mark"]

_HOMES = {
    "Report": "gouji.report",
    "check": "gouji.workbook.check",
    "clear": "gouji.workbook.clear",
    "mark": "gouji.workbook.mark",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'gouji' has no attribute {name!r}")
