"""Buttons: the button in the sheet of our workbooks, pointed to the extension's command.

Excel runs the button's macro; LibreOffice allows no macros of a file as it is installed. A button may have
both: LibreOffice follows the address, keeps the macro and saves it for Excel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import uno

from gouji.extension.names import PROTOCOL

if TYPE_CHECKING:
    from collections.abc import Iterator

MACRO = "GoujiButton.GoujiCheckNow"
"""The macro of the button, in the workbook's own VBA project (addin.build)."""


def point_buttons(document: Any) -> None:
    """Have each button of ours in a spreadsheet call the command `mark`."""
    for button in _buttons(document):
        button.ButtonType = uno.Enum("com.sun.star.form.FormButtonType", "URL")
        button.TargetURL = f"{PROTOCOL}mark"


def _buttons(document: Any) -> Iterator[Any]:
    for sheet in document.Sheets:
        # asking a page for its forms makes it some
        if sheet.DrawPage.Count:
            for form in sheet.DrawPage.Forms:
                for place in range(form.Count):
                    if any(MACRO in event.ScriptCode for event in form.getScriptEvents(place)):
                        yield form.getByIndex(place)
