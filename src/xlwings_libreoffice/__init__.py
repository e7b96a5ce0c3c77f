"""An xlwings engine for LibreOffice Calc, over UNO.

Importing this package registers the engine with xlwings, and makes it the active one where there is no Excel:
then `xw.App()`, `xw.Book(path)` and all of xlwings' public interface drive LibreOffice. README.md has a page.
"""

from __future__ import annotations

import itertools
import os
from typing import Any

import xlwings as xw

from xlwings_libreoffice.engine import NAME, Engine
from xlwings_libreoffice.errors import (
    LibreOfficeError,
    LostConnectionError,
    NotSupportedError,
    OfficeMissingError,
    ProtectedError,
)
from xlwings_libreoffice.process import connect, pid_of

__all__ = [
    "LibreOfficeError",
    "LostConnectionError",
    "NotSupportedError",
    "OfficeMissingError",
    "ProtectedError",
    "attach",
    "engine",
]

engine = xw.Engine(impl=Engine())
"""The engine as xlwings knows it: `engine.activate()` makes it the active one."""

_unknown = itertools.count(-1, -1)


def attach(*, pipe: str | None = None, context: Any = None) -> xw.App:
    """Return a running LibreOffice as the active app.

    `pipe`: the name it accepts on, started as `soffice --accept="pipe,name=NAME;urp;"`; LostConnectionError
    when nobody answers. `context`: a UNO component context instead, as an extension is given one by the
    LibreOffice in whose process it runs.
    """
    if pipe is not None:
        pid = pid_of(pipe)
        return xw.App(impl=engine.impl.apps.attach(connect(pipe), pid or next(_unknown)))
    return xw.App(impl=engine.impl.apps.attach(context, os.getpid()))


if NAME not in xw.engines.engines_by_name:
    xw.engines.add(engine)
    if xw.engines.active is None:
        engine.activate()
