"""Commands: what the menu, the toolbar and the button in the sheet call."""

from __future__ import annotations

from typing import Any, ClassVar

from com.sun.star.awt import XCallback
from com.sun.star.frame import XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization

from gouji.extension.boxes import say
from gouji.extension.component import Component
from gouji.extension.names import PROTOCOL
from gouji.extension.optional import left_out
from gouji.messages import texts
from gouji.version import __version__

LANG = "zh"


class Commands(Component, XDispatchProvider, XDispatch, XInitialization, XCallback):
    """The handler of the protocol for one frame: a command is about the document in it."""

    implementation = "org.gouji.Commands"
    services = ("com.sun.star.frame.ProtocolHandler",)
    _busy: ClassVar[bool] = False
    """A command redraws, and LibreOffice then takes the second click of a double click."""

    def initialize(self, arguments: Any) -> None:
        self._frame = arguments[0] if arguments else None

    def queryDispatch(self, url: Any, target: str, flags: int) -> Any:
        return self if url.Protocol == PROTOCOL else None

    def queryDispatches(self, requests: Any) -> Any:
        return tuple(self.queryDispatch(one.FeatureURL, one.FrameName, one.SearchFlags) for one in requests)

    def dispatch(self, url: Any, arguments: Any) -> None:
        """Have the command done by the main loop.

        A program that calls from outside does so in a thread of its own: there, Python and LibreOffice's
        toolbar would each hold the lock that the other waits for.
        """
        callback = "com.sun.star.awt.AsyncCallback"
        manager = self._context.ServiceManager
        manager.createInstanceWithContext(callback, self._context).addCallback(self, url.Path)

    def notify(self, command: str) -> None:
        if Commands._busy:
            return
        Commands._busy = True
        try:
            _perform(self._context, self._frame, command)
        finally:
            Commands._busy = False

    def addStatusListener(self, listener: Any, url: Any) -> None:
        """Every command can always be asked for: its state never changes."""

    def removeStatusListener(self, listener: Any, url: Any) -> None:
        """No listener is kept."""


def _perform(context: Any, frame: Any, command: str) -> None:
    if command == "about":
        say(context, frame, texts("extension", LANG)["about"].format(__version__))
        return
    # xlwings takes as long to import as LibreOffice may take to show a window
    with left_out():
        import xlwings_libreoffice  # noqa: PLC0415
        from gouji import live  # noqa: PLC0415

    if command not in live.__all__:
        return
    model = frame.Controller.Model
    books = xlwings_libreoffice.attach(context=context).books
    getattr(live, command)(next(book for book in books if book.api == model))
