"""Boxes: a sentence shown to the person at the screen, who closes it."""

from __future__ import annotations

from typing import Any

import uno

from gouji.messages import texts

_OK = 1
"""UNO's number of the one button OK."""


def say(context: Any, frame: Any, text: str) -> None:
    """Show a sentence in a box of a frame's window."""
    toolkit = context.ServiceManager.createInstanceWithContext("com.sun.star.awt.Toolkit", context)
    kind = uno.Enum("com.sun.star.awt.MessageBoxType", "INFOBOX")
    title = texts("live", "zh")["title"]
    toolkit.createMessageBox(frame.ContainerWindow, kind, _OK, title, text).execute()
