"""What the Open XML SDK's validator says of a file; `make test` installs it from npm."""

import json
import os
import subprocess
from collections import Counter
from pathlib import Path

import pytest

_PACKAGES = Path(__file__).resolve().parents[1] / ".venv" / "ooxml" / "node_modules" / "@xarsh"


def schema_errors(path):
    """Return the validator's errors as (part, description), counted; skip the test without the validator.

    Indices in an error's path move when parts change, so the part stands for the place.
    """
    programs = sorted(_PACKAGES.glob("ooxml-validator-*/ooxml-validator*"))
    program = next((p for p in programs if p.is_file() and os.access(p, os.X_OK)), None)
    if program is None:
        pytest.skip("the Open XML SDK validator is not installed: make test installs it where there is npm")
    run = subprocess.run([program, path], capture_output=True, text=True, check=False)
    return Counter((error["path"], error["description"]) for error in json.loads(run.stdout)["errors"])
