"""Settings: the file in which xlwings' VBA finds the interpreter, a quoted name and value a line."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from gouji.addin.places import MACOS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePath

ADD_WORKBOOK = "ADD_WORKBOOK_TO_PYTHONPATH"
PYTHON_PATH = "PYTHONPATH"


def interpreter_key(system: str) -> str:
    """Return the name of the setting that holds the interpreter."""
    return "INTERPRETER_MAC" if system == MACOS else "INTERPRETER_WIN"


def wanted_settings(system: str, interpreter: PurePath, python_path: PurePath | None) -> dict[str, str]:
    """Return the settings of an add-in that runs gouji with this interpreter.

    The folder of the workbook is kept off Python's path: a file lying beside a workbook must not run.
    """
    return {
        interpreter_key(system): str(interpreter),
        PYTHON_PATH: str(python_path or ""),
        ADD_WORKBOOK: "False",
    }


def read_settings(text: str) -> dict[str, str]:
    """Return the settings by name; a line that is no pair is left out."""
    return {row[0].upper(): row[1] for row in csv.reader(io.StringIO(text)) if len(row) == 2}  # noqa: PLR2004


def settings_text(settings: Mapping[str, str]) -> str:
    """Return the lines of the settings."""
    return "".join(f'"{name}","{value}"\r\n' for name, value in settings.items())
