"""The package's build hook: add-in and extension are built from text whenever the package is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parents[1]


class AddinHook(BuildHookInterface):
    """Builds gouji.xlam and gouji.oxt into the package, for `gouji addin install` to find."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 hatchling's call
        """Build both before the package's files are collected."""
        sys.path[:0] = [str(ROOT), str(ROOT / "src")]
        from addin.build import ADDIN, build_addin  # noqa: PLC0415 found by the line above
        from addin.oxt.build import EXTENSION, build_extension  # noqa: PLC0415

        ADDIN.write_bytes(build_addin())
        EXTENSION.write_bytes(build_extension())
