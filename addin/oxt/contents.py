"""Contents: the Python in the extension: gouji, the engine for LibreOffice, and the open part of xlwings."""

from __future__ import annotations

from importlib.metadata import files
from pathlib import Path
from typing import TYPE_CHECKING

import gouji

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOLDER = "pythonpath"
"""Where in an extension LibreOffice looks for Python."""
LEFT_OUT = ("__main__.py", "addin/", "batch/", "cli/", "documents/", "factstore/")
"""What of gouji only the command line uses."""
XLWINGS = (
    "__init__.py",
    "_names.py",
    "_types.py",
    "base_classes.py",
    "constants.py",
    "expansion.py",
    "main.py",
    "utils.py",
    "conversion/",
)
"""What is used of xlwings, all of it under the BSD licence: not its engines for Excel, `pro` and `server`."""
_SOURCES = {".py", ".toml"}


def python_parts() -> dict[str, bytes]:
    """Return the parts by name, xlwings as it is installed here with its licence."""
    parts = {f"{FOLDER}/{name}": path.read_bytes() for name, path in _modules()}
    parts[f"{FOLDER}/xlwings/LICENSE.txt"] = _installed("licenses/LICENSE.txt").read_bytes()
    return parts


def _modules() -> Iterator[tuple[str, Path]]:
    own = Path(gouji.__file__).parent
    for name, path in _sources(own).items():
        if not name.startswith(LEFT_OUT):
            yield f"gouji/{name}", path
    for name, path in _sources(own.with_name("xlwings_libreoffice")).items():
        yield f"xlwings_libreoffice/{name}", path
    for name, path in _sources(_installed("xlwings/__init__.py").parent).items():
        if name.startswith(XLWINGS):
            yield f"xlwings/{name}", path


def _sources(folder: Path) -> Mapping[str, Path]:
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.suffix in _SOURCES
    }


def _installed(end: str) -> Path:
    """Return the path of the one file of the installed xlwings whose name ends so."""
    (found,) = [one for one in files("xlwings") or () if one.as_posix().endswith(end)]
    return Path(str(found.locate()))
