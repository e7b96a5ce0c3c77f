"""The soffice process: started with a profile and a pipe of its own, and ended with them."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

from xlwings_libreoffice.bridge import uno, url_of
from xlwings_libreoffice.errors import LibreOfficeError, LostConnectionError, OfficeMissingError
from xlwings_libreoffice.profile import write_fonts, write_profile

PROGRAM = "soffice.bin"
FOLDERS = ("/usr/lib/libreoffice/program", "/usr/lib64/libreoffice/program", "/opt/libreoffice/program")
WAIT = 60.0
"""Seconds until a soffice that does not answer counts as failed."""
RESTART = 81
"""Exit status by which soffice asks to be started again, as after making a profile."""
LOOK = 0.05
"""Seconds between two looks at a process."""


def find_program() -> str:
    """Return the path of soffice.bin; OfficeMissingError when it is not installed."""
    # the wrapper `soffice` would do, but its process number is not that of LibreOffice
    folders = [*FOLDERS, *_folder_of_wrapper()]
    for folder in folders:
        if (Path(folder) / PROGRAM).is_file():
            return str(Path(folder) / PROGRAM)
    raise OfficeMissingError(
        "LibreOffice is not installed; on Debian or Ubuntu run: apt-get install libreoffice-calc python3-uno"
    )


def _folder_of_wrapper() -> list[str]:
    wrapper = shutil.which("soffice") or shutil.which("libreoffice")
    return [str(Path(wrapper).resolve().parent)] if wrapper else []


def environment(fonts: Path) -> dict[str, str]:
    """Return the environment of soffice.

    soffice runs Python of its own: a virtual environment or PYTHON* variables of the caller would break it.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTHON") and name != "VIRTUAL_ENV"
    }
    return {**kept, "PATH": "/usr/local/bin:/usr/bin:/bin", "FONTCONFIG_FILE": str(fonts)}


class Process:
    """A running soffice of one's own.

    `headless`: without windows. `program`: path of soffice.bin, searched for when None.
    """

    def __init__(self, *, headless: bool, program: str | None = None) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="xlwings-libreoffice-"))
        self.pipe = f"xlwings{uuid.uuid4().hex}"
        fonts, profile = self._folder / "fonts.conf", self._folder / "profile"
        write_fonts(fonts)
        write_profile(profile)
        self._environment = environment(fonts)
        self._command = [
            program or find_program(),
            f"-env:UserInstallation={url_of(profile)}",
            f"--accept=pipe,name={self.pipe};urp;StarOffice.ComponentContext",
            "--norestore",
            "--nologo",
            "--nodefault",
            "--nofirststartwizard",
            "--nolockcheck",
            *(["--headless"] if headless else []),
        ]
        try:
            self._running = self._start()
            self.context = self._connect()
        except BaseException:
            self.end(wait=0)
            raise

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._running.pid

    def alive(self) -> bool:
        """Return whether the process still runs."""
        return self._running.poll() is None

    def end(self, wait: float = 15.0) -> None:
        """See the process end within so many seconds, kill it otherwise; remove its profile."""
        running = getattr(self, "_running", None)
        if running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.wait(wait or LOOK)
            if running.poll() is None:
                running.kill()
                running.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603
            self._command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl+C at the terminal is for the caller, not for the user's books
        )

    def _connect(self) -> Any:
        until = time.monotonic() + WAIT
        while time.monotonic() < until:
            with contextlib.suppress(LostConnectionError):
                return connect(self.pipe)
            status = self._running.poll()
            if status == RESTART:
                self._running = self._start()
            elif status is not None:
                message = f"LibreOffice ended at once (exit status {status}): {' '.join(self._command)}"
                raise LibreOfficeError(message)
            time.sleep(LOOK)
        message = f"LibreOffice did not answer within {WAIT:.0f} seconds."
        raise LibreOfficeError(message)


def connect(pipe: str) -> Any:
    """Return the component context of the soffice that accepts on a pipe."""
    local = uno().getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    try:
        return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
    except Exception as error:
        message = f"No LibreOffice answers on the pipe {pipe}."
        raise LostConnectionError(message) from error


def pid_of(pipe: str) -> int | None:
    """Return the number of the process that was started to accept on a pipe, None when it cannot be told."""
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if Path(words[0].decode()).name == PROGRAM and any(pipe.encode() in word for word in words[1:]):
                return int(folder.name)
    return None
