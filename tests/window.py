"""LibreOffice in a window on a desktop without a screen, with the extension, as a user meets it."""

import contextlib
import subprocess

from tests import extension
from tests.desktop import Desktop, until

from xlwings_libreoffice.bridge import properties, struct
from xlwings_libreoffice.process import environment, find_program

# com.sun.star.accessibility.AccessibleRole
BUTTON, MENU, DOCUMENT = 44, 34, 84
LARGE = {MENU, 7, 58, 60}
"""Menus, lists and tables: nothing in them is looked for, and a sheet has a million cells."""
BOX, WARNING = "勾稽", "警告"


class Window:
    """A LibreOffice whose windows are on a desktop."""

    def __init__(self, context, desktop, profile):
        self.context, self.desktop, self.profile = context, desktop, profile
        self.office = extension.service(context, "com.sun.star.frame.Desktop")

    def open(self, path):
        """Open a file as a click on it does, close the warning of macros, and return its frame."""
        before = len(self.frames())
        messenger = subprocess.Popen(
            [find_program(), f"-env:UserInstallation={self.profile.as_uri()}", "--norestore", str(path)],
            env={**environment(self.profile / "fonts.conf"), "DISPLAY": self.desktop.display},
            stdout=subprocess.DEVNULL,
        )

        def loaded():
            # 7.4 warns of macros in a box, 25.2 in a bar of the window
            if self.desktop.window(WARNING):
                self.desktop.press("Return")
            return len(self.frames()) > before

        until(loaded, f"a window with {path}")
        frame = self.office.getCurrentFrame()
        until(lambda: any(one.getAccessibleRole() == DOCUMENT for one in shown(frame)), "the sheet")
        messenger.wait()
        return frame

    def frames(self):
        """Return the frames of spreadsheets whose windows are there."""
        frames = self.office.Frames
        all_frames = [frames.getByIndex(n) for n in range(frames.Count)]
        return [one for one in all_frames if one.Controller and one.ContainerWindow.isVisible()]

    def click(self, frame, name, role=BUTTON, wide=0):
        """Click on what has a name in a frame's window, at least so many pixels wide."""
        self.desktop.click(until(lambda: place_of(frame, name, role, wide), f"{name} in the window"))

    def box(self):
        """Return what the box says that a command shows, and close it."""
        says = until(self._box, "the box")
        self.desktop.press("Return")
        until(lambda: not self._box(), "the box closed")
        return says

    def _box(self):
        """Return the text of the open box, the longest of what it shows."""
        return max(self.names(BOX), key=len, default="")

    def names(self, title):
        """Return the names of all that a window with this title shows."""
        return {one.getAccessibleName() for one in self._shows(title)}

    def click_in(self, title, name):
        """Click on what has a name in the window with this title."""
        found = until(lambda: [one for one in self._shows(title) if one.getAccessibleName() == name], name)
        self.desktop.click(middle(found[-1]))

    def _shows(self, title):
        toolkit = extension.service(self.context, "com.sun.star.awt.Toolkit")
        for number in range(toolkit.getTopWindowCount()):
            window = toolkit.getTopWindow(number)
            if window.isVisible() and window.getAccessibleContext().getAccessibleName() == title:
                _, *shows = accessible(window)
                return shows
        return []

    def close(self):
        """Close all documents without saving."""
        for frame in self.frames():
            document = frame.Controller.Model
            document.setModified(False)
            document.close(True)  # noqa: FBT003 UNO knows no names of arguments


@contextlib.contextmanager
def windowed(profile):
    """Give a LibreOffice in windows on a desktop of its own."""
    desktop = Desktop()
    try:
        with extension.office(profile, surroundings={"DISPLAY": desktop.display}) as context:
            window = Window(context, desktop, profile)
            try:
                yield window
            finally:
                with contextlib.suppress(Exception):
                    window.close()
    finally:
        desktop.end()


def shown(frame):
    """Yield what a frame's window shows, each with its size."""
    return accessible(frame.ContainerWindow)


def place_of(frame, name, role=BUTTON, wide=0):
    """Return the middle of what has a name in a frame's window, None where it is not shown."""
    for one in shown(frame):
        if one.getAccessibleRole() == role and one.getAccessibleName() == name:
            size = one.getSize()
            if size.Width > wide and size.Height:
                return middle(one)
    return None


def middle(shown_thing):
    """Return the middle of what is shown, on the screen."""
    corner, size = shown_thing.getLocationOnScreen(), shown_thing.getSize()
    return corner.X + size.Width // 2, corner.Y + size.Height // 2


def accessible(window):
    """Yield all that a window has, as a screen reader sees it, from the outside in."""
    waiting = [window]
    while waiting:
        # what a window shows may go while it is read
        with contextlib.suppress(Exception):
            one = waiting.pop(0).getAccessibleContext()
            yield one
            if one.getAccessibleRole() not in LARGE:
                waiting += map(one.getAccessibleChild, range(one.getAccessibleChildCount()))


def dispatch(window, frame, address):
    """Ask for a command in a frame, as its toolbar does."""
    url = struct("util.URL")
    url.Complete = address
    _, url = extension.service(window.context, "com.sun.star.util.URLTransformer").parseStrict(url)
    frame.queryDispatch(url, "_self", 0).dispatch(url, ())


def one_round(window, *workbooks):
    """Open workbooks, the first in two windows, have each marked, cleared by undo, and close them."""
    options = properties(MacroExecutionMode=0)
    documents = [
        window.office.loadComponentFromURL(path.as_uri(), "_blank", 0, options) for path in workbooks
    ]
    dispatch(window, documents[0].CurrentController.Frame, ".uno:NewWindow")
    for document in documents:
        dispatch(window, document.CurrentController.Frame, "org.gouji.addin:mark")
        window.box()
        document.UndoManager.undo()
    for document in documents:
        document.setModified(False)
        document.close(True)  # noqa: FBT003 UNO knows no names of arguments
