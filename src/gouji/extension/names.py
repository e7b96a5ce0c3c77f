"""Names by which LibreOffice calls the extension."""

from __future__ import annotations

IDENTIFIER = "org.gouji.addin"
"""The extension itself."""
FUNCTIONS = "org.gouji.Functions"
"""The component of the worksheet functions."""
PROTOCOL = f"{IDENTIFIER}:"
"""What the addresses of commands begin with: org.gouji.addin:mark."""


METHODS = "gj"
"""What the methods of worksheet functions begin with."""


def method_name(function: str) -> str:
    """Return the method of a worksheet function: gjExecutionScore of GJ_EXECUTION_SCORE."""
    first, *rest = function.split("_")
    return first.lower() + "".join(word.capitalize() for word in rest)
