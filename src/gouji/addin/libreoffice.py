"""LibreOffice on this machine: the extension put into the user's own, taken away, and examined.

LibreOffice's program `unopkg` keeps a user's extensions; it does so for no one who is root.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from gouji.addin.examination import State, Step
from gouji.addin.installation import InstallError
from gouji.extension.names import IDENTIFIER
from gouji.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGED = Path(__file__).with_name("gouji.oxt")
"""The extension that the package carries."""
OLDEST, OLDEST_PYTHON = (7, 4), (3, 11)
"""The oldest LibreOffice, and Python in it, that the extension has run in."""
_WAIT = 120


@dataclass(frozen=True, slots=True)
class Office:
    """What is so of LibreOffice on a computer.

    `folder` holds its programs, None without one; `python` is the Python it was made for, None where its
    part for Python is missing; `extension` is the version of the installed extension, None without it.
    """

    folder: Path | None
    version: tuple[int, ...] = ()
    python: tuple[int, ...] | None = None
    extension: str | None = None
    is_root: bool = False
    in_virtual_environment: bool = False
    package: str = __version__


def this_office() -> Office:
    """Return what is so on this computer."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        return Office(None)
    folder, is_root = Path(found).resolve().parent, os.geteuid() == 0
    listed = "" if is_root else _run(folder, "unopkg", "list")[1]
    return Office(
        folder,
        _numbers(_run(folder, "soffice", "--version")[1]),
        _python(folder),
        _version(rf"Identifier: {re.escape(IDENTIFIER)}\s+Version: (\S+)", listed),
        is_root,
        "VIRTUAL_ENV" in os.environ,
    )


def install(office: Office, file: Path) -> None:
    """Put an extension in place of the one there may be. Raises InstallError."""
    folder = _folder(office)
    if built_version(file) is None:
        raise InstallError("no_extension_file", str(file))
    _unopkg(folder, "add", "--force", "--suppress-license", str(file.absolute()))


def remove(office: Office) -> bool:
    """Take the extension away; return whether it was there. Raises InstallError."""
    folder = _folder(office)
    if office.extension is None:
        return False
    _unopkg(folder, "remove", IDENTIFIER)
    return True


def built_version(file: Path) -> str | None:
    """Return the version of a file with the extension, None when it is none of ours."""
    try:
        with ZipFile(file) as parts:
            text = parts.read("description.xml").decode()
    except (OSError, BadZipFile, KeyError, UnicodeDecodeError):
        return None
    return _version(r'<version value="([^"]+)"', text) if f'"{IDENTIFIER}"' in text else None


def examine(office: Office) -> Iterator[Step]:
    """Yield the steps that can be judged, in the order in which to put them right."""
    if office.folder is None:
        yield Step(State.WRONG, "no_libreoffice")
        return
    known = ".".join(map(str, office.version))
    fine = office.version >= OLDEST
    yield Step(State.FINE if fine else State.WRONG, "libreoffice" if fine else "old_libreoffice", (known,))
    yield _python_step(office.python)
    if office.is_root:
        yield Step(State.WARNING, "root_has_no_extension")
    elif office.extension is None:
        yield Step(State.WRONG, "extension_missing")
    elif office.extension != office.package:
        yield Step(State.WRONG, "extension_other", (office.extension, office.package))
    else:
        yield Step(State.FINE, "extension", (office.extension,))
    if office.in_virtual_environment:
        yield Step(State.WARNING, "virtual_environment")


def _python_step(python: tuple[int, ...] | None) -> Step:
    if python is None:
        return Step(State.WRONG, "no_python_in_libreoffice")
    fine = python >= OLDEST_PYTHON
    known = ".".join(map(str, python))
    return Step(State.FINE if fine else State.WRONG, "its_python" if fine else "old_python", (known,))


def _folder(office: Office) -> Path:
    if office.folder is None:
        raise InstallError("no_libreoffice")
    if office.is_root:
        raise InstallError("not_as_root")
    return office.folder


def _unopkg(folder: Path, *arguments: str) -> None:
    status, said = _run(folder, "unopkg", *arguments)
    if status:
        raise InstallError("unopkg_failed", " ".join(said.split()))


def _run(folder: Path, program: str, *arguments: str) -> tuple[int, str]:
    """Return exit status and output of one of LibreOffice's programs, run without a virtual environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL"))}
    try:
        run = subprocess.run(  # noqa: S603 a program of LibreOffice
            [str(folder / program), *arguments],
            env={**kept, "PATH": "/usr/local/bin:/usr/bin:/bin"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=_WAIT,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return 1, str(error)
    return run.returncode, run.stdout.decode(errors="replace")


def _python(folder: Path) -> tuple[int, ...] | None:
    """Return the Python for which the part that runs Python was made."""
    try:
        data = (folder / "libpyuno.so").read_bytes()
    except OSError:
        return None
    found = re.search(rb"libpython(3\.\d+)", data)
    return _numbers(found[1].decode()) if found else None


def _numbers(text: str) -> tuple[int, ...]:
    found = re.search(r"\d+(\.\d+)+", text)
    return tuple(map(int, found[0].split("."))) if found else ()


def _version(pattern: str, text: str) -> str | None:
    found = re.search(pattern, text)
    return found[1] if found else None
