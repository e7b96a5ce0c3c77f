"""Machine: what is so on this computer, gathered once; everything else in this package only judges it."""

from __future__ import annotations

import locale
import os
import platform
import subprocess
import sys
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import gouji
from gouji.addin.builtfile import Versions, built_versions
from gouji.addin.places import ADDIN_FILE, WINDOWS, Places, places_on, server_files
from gouji.addin.settings import interpreter_key, read_settings
from gouji.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGED = Path(__file__).with_name(ADDIN_FILE)
"""The add-in that the package carries."""

_EXCEL = r"Software\Microsoft\Office\16.0\Excel"
_POLICIES = r"Software\Policies\Microsoft\Office\16.0\Excel\Security"
TRUSTED = (rf"{_EXCEL}\Security\Trusted Locations", "AllLocationsDisabled")
TRUSTED_POLICY = (rf"{_POLICIES}\Trusted Locations", "AllLocationsDisabled")
MACROS = (rf"{_EXCEL}\Security", "VBAWarnings")
MACROS_POLICY = (_POLICIES, "VBAWarnings")
OFFICE_BITS = (r"SOFTWARE\Microsoft\Office\ClickToRun\Configuration", "Platform")
EXCEL_CLASS = (r"Excel.Application\CurVer", "")
WPS_CLASS = (r"Ket.Application\CurVer", "")
_HIVES = {
    TRUSTED: "HKEY_CURRENT_USER",
    TRUSTED_POLICY: "HKEY_CURRENT_USER",
    MACROS: "HKEY_CURRENT_USER",
    MACROS_POLICY: "HKEY_CURRENT_USER",
    OFFICE_BITS: "HKEY_LOCAL_MACHINE",
    EXCEL_CLASS: "HKEY_CLASSES_ROOT",
    WPS_CLASS: "HKEY_CLASSES_ROOT",
}


@dataclass(frozen=True, slots=True)
class Machine:
    """What is so on a computer.

    `addin` are the versions in the installed file, None without one; `settings` None without a file of
    them. `servers` are the DLLs found where Excel's VBA looks for them; `registry` holds values by key and
    name, those that are not there left out.
    """

    system: str
    interpreter: PurePath
    encoding: str
    package: Versions
    places: Places | None = None
    addin: Versions | None = None
    settings: Mapping[str, str] | None = None
    interpreter_found: bool = False
    script_found: bool = False
    servers: frozenset[str] = frozenset()
    from_internet: bool = False
    registry: Mapping[tuple[str, str], object] = field(default_factory=dict)


def this_machine() -> Machine:
    """Return what is so on this computer."""
    package = Versions(__version__, _xlwings_version())
    system, interpreter = platform.system(), Path(sys.executable)
    places = places_on(system, Path.home(), os.environ, package.xlwings)
    encoding = locale.getencoding() if system == WINDOWS else "utf-8"
    if places is None:
        return Machine(system, interpreter, encoding, package)
    settings = _settings(Path(places.settings), encoding)
    chosen = Path((settings or {}).get(interpreter_key(system), ""))
    found = server_files(chosen, package.xlwings)
    return Machine(
        system,
        interpreter,
        encoding,
        package,
        places,
        addin=built_versions(Path(places.addin)),
        settings=settings,
        interpreter_found=chosen.is_file(),
        script_found=places.script is not None and Path(places.script).is_file(),
        servers=frozenset(
            name for name, paths in found.items() if any(Path(path).is_file() for path in paths)
        ),
        from_internet=Path(f"{places.addin}:Zone.Identifier").exists(),
        registry=_registry(),
    )


def python_path_needed(interpreter: PurePath) -> Path | None:
    """Return the folder of this package where the interpreter, started by Excel, does not find it itself."""
    run = subprocess.run(  # noqa: S603 our own interpreter
        [str(interpreter), "-E", "-c", "import gouji"],
        cwd=Path(sys.base_prefix),
        capture_output=True,
        check=False,
    )
    return Path(gouji.__file__).parents[1] if run.returncode else None


def _xlwings_version() -> str:
    try:
        return version("xlwings")
    except PackageNotFoundError:
        return ""


def _settings(path: Path, encoding: str) -> Mapping[str, str] | None:
    try:
        return read_settings(path.read_text(encoding, errors="replace"))
    except OSError:
        return None


def _registry() -> Mapping[tuple[str, str], object]:
    if sys.platform != "win32":
        return {}
    import winreg  # noqa: PLC0415 only Windows has it

    values: dict[tuple[str, str], object] = {}
    for (key, name), hive in _HIVES.items():
        try:
            with winreg.OpenKey(getattr(winreg, hive), key) as opened:
                values[key, name] = winreg.QueryValueEx(opened, name)[0]
        except OSError:
            continue
    return values
