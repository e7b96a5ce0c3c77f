"""The bridge to LibreOffice: the module `uno`, the structs it needs, and errors turned into sentences.

`uno` belongs to the system's Python. Its folder is appended to the search path and taken off again, so that
no other package of the system is found in place of one of the virtual environment. `uno` also puts an import
function of its own in place of Python's, under which a missing module raises no ModuleNotFoundError; packages
that do without others rely on that error, so Python's function is put back.
"""

from __future__ import annotations

import builtins
import functools
import importlib
import inspect
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError

from xlwings_libreoffice.errors import LibreOfficeError, LostConnectionError, OfficeMissingError

if TYPE_CHECKING:
    from collections.abc import Callable

SYSTEM_PACKAGES = Path("/usr/lib/python3/dist-packages")
"""Where Debian's python3-uno puts `uno`."""


@functools.cache
def uno() -> Any:
    """Return the module `uno`; OfficeMissingError where it cannot be imported."""
    import_of_python = builtins.__import__
    sys.path.append(str(SYSTEM_PACKAGES))
    try:
        return importlib.import_module("uno")
    except ImportError as error:
        message = (
            "The Python module 'uno' cannot be imported; install the package python3-uno"
            f" and run the Python it was made for ({error})."
        )
        raise OfficeMissingError(message) from error
    finally:
        sys.path.remove(str(SYSTEM_PACKAGES))
        builtins.__import__ = import_of_python


def struct(name: str, *values: Any) -> Any:
    """Return a UNO struct, such as table.CellAddress, by its name below com.sun.star."""
    return uno().createUnoStruct(f"com.sun.star.{name}", *values)


def enum(name: str, value: str) -> Any:
    """Return a value of a UNO enumeration by its name below com.sun.star."""
    return uno().Enum(f"com.sun.star.{name}", value)


def properties(**values: Any) -> tuple[Any, ...]:
    """Return the values as a sequence of PropertyValue, leaving out what is None."""
    return tuple(
        struct("beans.PropertyValue", name, 0, value, 0)
        for name, value in values.items()
        if value is not None
    )


def url_of(path: str | Path) -> str:
    """Return the file URL of a path."""
    url: str = uno().systemPathToFileUrl(str(Path(path).absolute()))
    return url


LOST = "LibreOffice has ended: the connection to it is lost. Start it and open the file again."


class Guarded:
    """Lets no UNO exception out: whatever a subclass does raises a LibreOfficeError with a sentence.

    A subclass has an attribute `app`, whose `alive()` tells whether LibreOffice still answers.
    """

    app: Any

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for name, member in vars(cls).items():
            if isinstance(member, property):
                setattr(cls, name, property(*map(_guarded, (member.fget, member.fset))))
            elif inspect.isfunction(member):
                setattr(cls, name, _guarded(member))


def _guarded(function: Callable[..., Any] | None) -> Any:
    if function is None:
        return None

    @functools.wraps(function)
    def call(self: Any, *arguments: Any, **options: Any) -> Any:
        try:
            return function(self, *arguments, **options)
        except XlwingsError:
            raise
        except Exception as error:
            # a dead soffice also shows as an attribute or a property that is not there
            if (is_uno(error) or isinstance(error, AttributeError)) and not self.app.alive():
                raise LostConnectionError(LOST) from error
            if is_uno(error):
                raise _refused(error) from error
            raise

    return call


def is_uno(error: BaseException) -> bool:
    """Return whether an exception is one of UNO's: these classes exist only once they were raised."""
    return any(kind.__name__ == "com.sun.star.uno.Exception" for kind in type(error).__mro__)


def _refused(error: BaseException) -> LibreOfficeError:
    kind = type(error).__name__.rpartition(".")[2]
    if kind == "DisposedException":
        return LibreOfficeError(
            "This book or sheet is no longer open in LibreOffice; open or choose it again."
        )
    reason = str(getattr(error, "Message", "")).strip() or "it gave no reason"
    return LibreOfficeError(f"LibreOffice refused ({kind}): {reason}.")
