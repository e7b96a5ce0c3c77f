"""Live: gouji inside a running spreadsheet, by xlwings' public interface only.

Each name below is one command of the user, called by a ribbon, a macro or a test with a book, or without one
by xlwings' RunPython, which then knows the book.
"""

from gouji.live.commands import (
    check_active_book,
    clear,
    explain_selection,
    mark,
    next_finding,
    previous_finding,
    refresh,
)

__all__ = [
    "check_active_book",
    "clear",
    "explain_selection",
    "mark",
    "next_finding",
    "previous_finding",
    "refresh",
]
