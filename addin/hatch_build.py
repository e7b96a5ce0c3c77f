"""The package's build hook: the add-in is built from text whenever the package is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parents[1]


class AddinHook(BuildHookInterface):
    """Builds gouji.xlam into the package, so that `gouji addin install` has one of the same version."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 hatchling's call
        """Build the add-in before the package's files are collected."""
        sys.path[:0] = [str(ROOT), str(ROOT / "src")]
        from addin.build import ADDIN, build_addin  # noqa: PLC0415 found by the line above

        ADDIN.write_bytes(build_addin())
