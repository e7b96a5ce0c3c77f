"""Places: where Excel looks for the add-in and its settings, on Windows and macOS.

Paths are computed, never looked up, so what holds for one system can be tested on any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

WINDOWS, MACOS, LINUX = "Windows", "Darwin", "Linux"
"""The systems, by the names that Python's `platform.system` gives them."""

ADDIN_FILE, SETTINGS_FILE = "gouji.xlam", "gouji.conf"


@dataclass(frozen=True, slots=True)
class Places:
    """The files of an installed add-in.

    `addin` is in the folder of files that Excel opens when it starts and whose macros it trusts. `settings`
    is where xlwings' VBA reads the settings of an add-in of this name. `script` is what VBA on macOS may
    run, None elsewhere.
    """

    addin: PurePath
    settings: PurePath
    script: PurePath | None = None


def places_on(
    system: str, home: PurePath, environment: Mapping[str, str], xlwings_version: str
) -> Places | None:
    """Return the places on a system, None where there is no Excel for the desktop.

    Sources: Microsoft, “Excel startup folder”; xlwings' `GetConfigFilePath` and `runpython_install`.
    """
    if system == WINDOWS:
        roaming = PureWindowsPath(environment.get("APPDATA") or home / "AppData" / "Roaming")
        profile = PureWindowsPath(environment.get("USERPROFILE") or home)
        startup = roaming / "Microsoft" / "Excel" / "XLSTART"
        return Places(startup / ADDIN_FILE, profile / ".gouji" / SETTINGS_FILE)
    if system == MACOS:
        library = PurePosixPath(home) / "Library"
        office = library / "Group Containers" / "UBF8T346G9.Office" / "User Content.localized"
        return Places(
            office / "Startup.localized" / "Excel" / ADDIN_FILE,
            library / "Containers" / "com.microsoft.Excel" / "Data" / SETTINGS_FILE,
            library
            / "Application Scripts"
            / "com.microsoft.Excel"
            / f"xlwings-{xlwings_version}.applescript",
        )
    return None


def server_files(interpreter: PurePath, xlwings_version: str) -> dict[str, tuple[PurePath, ...]]:
    """Return the DLLs by which Excel of 32 and 64 bits calls Python, with the places where VBA looks.

    xlwings' VBA looks beside the interpreter (a plain installation), then one folder higher (a virtual
    environment).
    """
    names = (f"xlwings{bits}-{xlwings_version}.dll" for bits in ("32", "64"))
    return {name: (interpreter.parent / name, interpreter.parent.parent / name) for name in names}
