"""xlwings as on Windows, on any machine: its own decorators and converters over stand-ins for pywin32.

`call` does what xlwings does when Excel calls a function (`call_udf` and `XLPython.CallUDF`), between the
variants that COM hands over and the variants that it takes back.
"""

import contextlib
import ctypes
import datetime as dt
import importlib
import sys
from types import ModuleType
from unittest import mock

import xlwings

PYWIN32 = [
    "pywintypes",
    "pythoncom",
    "win32api",
    "win32con",
    "win32event",
    "win32gui",
    "win32process",
    "win32timezone",
    "win32com",
    "win32com.client",
]
MISSING = -2147352572
"""What COM hands over for an optional argument that was left out."""


class StandIn(ModuleType):
    """A module in which every name is a class."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (Exception,), {})


@contextlib.contextmanager
def windows():
    """Import gouji.live.udfs as Excel's Python does, and yield the module."""
    modules = {name: StandIn(name) for name in PYWIN32}
    modules["win32com"].client = modules["win32com.client"]
    modules["pythoncom"].CoInitialize = lambda: None
    modules["pythoncom"].__file__ = "pythoncom.dll"
    modules["pywintypes"].TimeType = dt.datetime
    dlls = {name: mock.MagicMock() for name in ("PyDLL", "windll", "oledll")}
    known = dict(xlwings.engines.engines_by_name)
    with (
        mock.patch.dict(sys.modules, modules),
        mock.patch.multiple(ctypes, create=True, **dlls),
        mock.patch("atexit.register"),
    ):
        windows_engine = importlib.import_module("xlwings._xlwindows")
        decorators = importlib.import_module("xlwings.udfs")
        xlwings.engines.add(xlwings.Engine(impl=windows_engine.engine))
        with mock.patch.multiple(xlwings, func=decorators.xlfunc, arg=decorators.xlarg, ret=decorators.xlret):
            sys.modules.pop("gouji.live.udfs", None)
            yield importlib.import_module("gouji.live.udfs")
    sys.modules.pop("gouji.live.udfs", None)
    xlwings.engines.engines_by_name.clear()
    xlwings.engines.engines_by_name.update(known)


def call(udf, *variants):
    """Return the variant that Excel gets from the function for the variants that it hands over."""
    from xlwings import conversion  # noqa: PLC0415

    infos = udf.__xlfunc__["args"]
    fixed = [info for info in infos if not info["vararg"]]
    variants = [*variants, *[MISSING] * (len(fixed) - len(variants))]
    arguments = [
        infos[min(place, len(infos) - 1)].get("optional")
        if variant == MISSING and isinstance(variant, int)
        else conversion.read(None, variant, infos[min(place, len(infos) - 1)]["options"])
        for place, variant in enumerate(variants)
    ]
    written = conversion.write(udf(*arguments), None, udf.__xlfunc__["ret"]["options"])
    return written[0][0] if len(written) == len(written[0]) == 1 else written
