"""Description: what the extension says of itself, and what it is made of."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from addin.oxt.names import COMMANDS, JOBS

from gouji.extension.names import FUNCTIONS, IDENTIFIER
from gouji.version import __version__

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MINIMUM = "7.4"
_PYTHON = "com.sun.star.loader.Python"
_TYPES = {
    ".idl": "application/vnd.sun.star.uno-typelibrary;type=RDB",
    ".components": "application/vnd.sun.star.uno-components",
    ".xcu": "application/vnd.sun.star.configuration-data",
}
"""The kinds of parts that LibreOffice takes up, by the end of their names: types come first."""


def description() -> str:
    """Return description.xml."""
    return f"""{_HEAD}<description xmlns="http://openoffice.org/extensions/description/2006"
    xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:lo="http://libreoffice.org/extensions/description/2011">
  <identifier value="{IDENTIFIER}"/>
  <version value="{__version__}"/>
  <display-name>
    <name lang="zh-CN">勾稽：部门决算核对</name>
    <name lang="en">Gouji: final accounts reconciled</name>
  </display-name>
  <publisher>
    <name lang="zh-CN">勾稽</name>
    <name lang="en">Gouji</name>
  </publisher>
  <extension-description>
    <src lang="zh-CN" xlink:href="description.zh.txt"/>
    <src lang="en" xlink:href="description.en.txt"/>
  </extension-description>
  <dependencies>
    <lo:LibreOffice-minimal-version value="{_MINIMUM}" lo:name="LibreOffice {_MINIMUM}"/>
  </dependencies>
</description>
"""


def descriptions() -> dict[str, str]:
    """Return the texts that the list of extensions shows."""
    return {
        "description.zh.txt": "核对部门决算公开报表：菜单和工具栏“决算核对”，以及 GJ_ 工作表函数。",
        "description.en.txt": "Reconciles the final accounts of Chinese government units.",
    }


def components() -> str:
    """Return the list of components, which are loaded at the next start: then their types are known."""
    return f"""{_HEAD}<components xmlns="http://openoffice.org/2010/uno-components">
{_component("gouji_functions.py", {FUNCTIONS: ("com.sun.star.sheet.AddIn", FUNCTIONS)})}
{_component("gouji_commands.py", _handler_and_jobs())}
</components>
"""


def manifest(names: list[str]) -> str:
    """Return the manifest of the parts that LibreOffice takes up, among the names of all parts."""
    entries = [
        f"  <manifest:file-entry manifest:media-type={quoteattr(kind)} manifest:full-path={quoteattr(name)}/>"
        for end, kind in _TYPES.items()
        for name in names
        if name.endswith(end)
    ]
    body = "\n".join(entries)
    return (
        f'{_HEAD}<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">\n'
        f"{body}\n</manifest:manifest>\n"
    )


def _handler_and_jobs() -> dict[str, tuple[str, ...]]:
    jobs = dict.fromkeys(JOBS.values(), ("com.sun.star.task.Job",))
    return {COMMANDS: ("com.sun.star.frame.ProtocolHandler",), **jobs}


def _component(file: str, implementations: dict[str, tuple[str, ...]]) -> str:
    lines = [
        f'    <implementation name="{name}">'
        + "".join(f'<service name="{service}"/>' for service in services)
        + "</implementation>"
        for name, services in implementations.items()
    ]
    return "\n".join([f'  <component loader="{_PYTHON}" uri="./{file}">', *lines, "  </component>"])
