"""Hosts: the program a command works in. WPS is an experiment: no one has run it, and xlwings has no support.

A command of the live layer needs a workbook of xlwings. In Excel it is the active one; WPS's spreadsheet has
an interface of its own with the same members, which xlwings takes when it is handed over (`Ket.Application`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import xlwings as xw

    from gouji.live.messages import Outcome


class Host(StrEnum):
    """The programs."""

    EXCEL = "excel"
    WPS = "wps"


class Command(StrEnum):
    """The commands of the live layer, by the names of their functions."""

    MARK = "mark"
    CHECK = "check_active_book"
    REFRESH = "refresh"
    NEXT = "next_finding"
    PREVIOUS = "previous_finding"
    EXPLAIN = "explain_selection"
    CLEAR = "clear"


class NoHostError(Exception):
    """The program is not running, or has no workbook open."""


def run(command: Command, host: Host) -> Outcome:
    """Run a command on the active workbook of the running program and return its outcome.

    Raises NoHostError.
    """
    book = active_book(host)
    import gouji.live  # noqa: PLC0415 only where there is a spreadsheet program

    work: Callable[[xw.Book], Outcome] = getattr(gouji.live, command.value)
    return work(book)


def active_book(host: Host) -> xw.Book:
    """Return the active workbook of the running program. Raises NoHostError."""
    import xlwings as xw  # noqa: PLC0415

    try:
        app = _wps() if host is Host.WPS else xw.apps.active
        book = app.books.active if app is not None else None
    except Exception as error:  # COM has errors of its own kind, and each system others
        raise NoHostError(str(error)) from error
    if book is None:
        raise NoHostError("")
    return book


def _wps() -> xw.App:
    import xlwings as xw  # noqa: PLC0415
    from win32com.client import GetActiveObject  # noqa: PLC0415
    from xlwings import _xlwindows  # noqa: PLC0415

    return xw.App(impl=_xlwindows.App(xl=GetActiveObject("Ket.Application")))  # type: ignore[no-untyped-call]
