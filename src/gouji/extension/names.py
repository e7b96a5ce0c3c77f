"""Names by which LibreOffice calls the extension."""

from __future__ import annotations


def method_name(function: str) -> str:
    """Return the method of a worksheet function: gjExecutionScore of GJ_EXECUTION_SCORE."""
    first, *rest = function.split("_")
    return first.lower() + "".join(word.capitalize() for word in rest)
