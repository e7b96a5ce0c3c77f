"""Optional packages: what xlwings imports where it happens to be installed, and no command needs."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

PACKAGES = ("PIL", "matplotlib", "numpy", "pandas", "plotly", "polars")


@contextmanager
def left_out() -> Iterator[None]:
    """Have these packages missing for a while: importing them takes longer than a command may."""
    absent = [name for name in PACKAGES if name not in sys.modules]
    # Python raises ImportError for a module that is None
    sys.modules.update(cast("dict[str, ModuleType]", dict.fromkeys(absent)))
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]
