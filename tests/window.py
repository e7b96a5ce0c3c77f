"""LibreOffice in a window on a desktop without a screen, with the extension, as a user meets it."""

import contextlib
import subprocess
from pathlib import Path

from tests import desktop as desktops
from tests import extension
from tests.desktop import until
from xlwings_libreoffice.bridge import properties, uno


# com.sun.star.accessibility.AccessibleRole
BUTTON, ITEM, MENU, CELL, DOCUMENT, BAR_BUTTON = 44, 36, 34, 0, 0, 0


class Window:
    """A LibreOffice whose windows are on a desktop."""

    def __init__(self, context, desktop):
        self.context, self.desktop = context, desktop
        self.office = extension.service(context, "com.sun.star.frame.Desktop")

    def open(self, path):
        """Open a file as a user does who clicks on it, and close the warning of macros if one comes."""
        ...


def accessible(window):
    """Yield all that a window shows, as a screen reader sees it."""
    waiting = [window]
    while waiting:
        one = waiting.pop()
        with contextlib.suppress(Exception):
            context = one.getAccessibleContext()
            yield context
            waiting += [
                context.getAccessibleChild(n) for n in range(min(context.getAccessibleChildCount(), 60))
            ]
