"""Interface: menu, toolbar, and what LibreOffice calls for their commands and at events of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from addin.oxt.commands import commands
from addin.oxt.configuration import file, node, prop
from addin.oxt.names import COMMANDS, JOBS, TITLE

from gouji.extension.names import IDENTIFIER, PROTOCOL

if TYPE_CHECKING:
    from addin.oxt.commands import Command

_OFFICE, _UI = "org.openoffice.Office", "org.openoffice.Office.UI"
_CALC = "com.sun.star.sheet.SpreadsheetDocument"
_BAR = f"{IDENTIFIER}.toolbar"
_LINE = "private:separator"


def menu_and_toolbar() -> str:
    """Return Addons.xcu."""
    menu = node(
        f"{IDENTIFIER}.menu",
        prop("Title", **TITLE),
        prop("Context", _CALC),
        node("Submenu", *_entries()),
        replace=True,
    )
    bar = node(_BAR, *_entries(), replace=True)
    return file(_OFFICE, "Addons", node("AddonUI", node("OfficeMenuBar", menu), node("OfficeToolBar", bar)))


def toolbar_place() -> str:
    """Return CalcWindowState.xcu: without it the toolbar floats under a name of LibreOffice's."""
    state = node(
        f"private:resource/toolbar/addon_{_BAR}",
        prop("UIName", **TITLE),
        prop("Visible", "true", kind="xs:boolean"),
        prop("Docked", "true", kind="xs:boolean"),
        prop("DockingArea", "0", kind="xs:int"),
        prop("DockPos", "0,2"),
        prop("Style", "2", kind="xs:int"),
        replace=True,
    )
    return file(_UI, "CalcWindowState", node("UIElements", node("States", state)))


def handler() -> str:
    """Return ProtocolHandler.xcu."""
    protocols = prop("Protocols", f"{PROTOCOL}*", kind="oor:string-list")
    return file(_OFFICE, "ProtocolHandler", node("HandlerSet", node(COMMANDS, protocols, replace=True)))


def jobs() -> str:
    """Return Jobs.xcu."""
    services = [node(name, prop("Service", name), replace=True) for name in sorted({*JOBS.values()})]
    # an event is not replaced: other extensions have jobs at it too
    events = [
        node(event, node("JobList", node(name, replace=True)), fuse=True) for event, name in JOBS.items()
    ]
    return file(_OFFICE, "Jobs", node("Jobs", *services), node("Events", *events))


def _entries() -> list[str]:
    entries = []
    for number, command in enumerate(commands()):
        if command.starts_group:
            entries.append(node(f"m{number:02}a", prop("URL", _LINE), replace=True))
        entries.append(_entry(f"m{number:02}b", command))
    return entries


def _entry(place: str, command: Command) -> str:
    return node(
        place,
        prop("URL", f"{PROTOCOL}{command.name}"),
        prop("Title", zh=command.zh, en=command.en),
        prop("Context", _CALC),
        prop("Target", "_self"),
        replace=True,
    )
