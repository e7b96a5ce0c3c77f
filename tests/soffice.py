"""Files saved by a real LibreOffice."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def saved_by_libreoffice(path, folder):
    """Return the bytes of the workbook as LibreOffice saves it; skip the test where there is none."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-calc")
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
    kind = "xlsx:Calc MS Excel 2007 XML"
    subprocess.run(
        [program, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)],
        check=True,
        capture_output=True,
        timeout=120,
        env=surroundings,
    )
    return Path(folder, path.with_suffix(".xlsx").name).read_bytes()
