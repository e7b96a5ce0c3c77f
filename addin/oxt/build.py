"""Build gouji.oxt, the extension for LibreOffice: python -m addin.oxt.build.

The same text and the same versions give the same bytes on every machine; LibreOffice's SDK is not needed.
"""

from __future__ import annotations

from pathlib import Path

from addin.archive import archive
from addin.oxt import description, functions, interface
from addin.oxt.contents import python_parts

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EXTENSION = ROOT / "src" / "gouji" / "addin" / "gouji.oxt"
"""Where the package, and so `gouji addin install`, has the extension."""


def build_extension() -> bytes:
    """Return gouji.oxt."""
    texts = {
        "description.xml": description.description(),
        **description.descriptions(),
        "gouji.components": description.components(),
        "XGoujiFunctions.idl": functions.interface(),
        "CalcAddIns.xcu": functions.registration(),
        "ProtocolHandler.xcu": interface.handler(),
        "Jobs.xcu": interface.jobs(),
        "Addons.xcu": interface.menu_and_toolbar(),
        "CalcWindowState.xcu": interface.toolbar_place(),
    }
    parts = {name: text.encode() for name, text in texts.items()}
    parts |= {path.name: path.read_bytes() for path in sorted((HERE / "components").glob("*.py"))}
    parts["LICENSE"] = (ROOT / "LICENSE").read_bytes()
    parts |= python_parts()
    manifest = description.manifest(list(parts)).encode()
    return archive({"META-INF/manifest.xml": manifest, **parts})


def main() -> None:
    """Build, and print what was written."""
    EXTENSION.write_bytes(build_extension())
    print(f"{EXTENSION}  {EXTENSION.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
