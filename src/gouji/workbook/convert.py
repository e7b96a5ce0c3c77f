"""Convert: an .xls or .ods file as an .xlsx, made by LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from os import environ
from pathlib import Path
from tempfile import TemporaryDirectory

from gouji.workbook.read import UnreadableError

PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 120
_PYTHON = ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")
"""Variables of our own Python that make the Python inside LibreOffice fail."""


def as_xlsx(file: Path) -> bytes:
    """Return the file as an .xlsx; raise UnreadableError where there is no LibreOffice or it fails."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise UnreadableError("no_converter", file.suffix)
    with TemporaryDirectory(prefix="gouji-") as folder:
        # a profile of its own: a running LibreOffice of the user would take the order and not wait
        command = [
            program,
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(Path(folder, "out")),
            str(file.resolve()),
        ]
        surroundings = {name: value for name, value in environ.items() if name not in _PYTHON}
        try:
            subprocess.run(  # noqa: S603 the program is LibreOffice, the file an argument
                command, env=surroundings, capture_output=True, timeout=_SECONDS, check=True
            )
            return next(Path(folder, "out").glob("*.xlsx")).read_bytes()
        except (subprocess.SubprocessError, StopIteration):
            raise UnreadableError("not_converted", file.suffix) from None
