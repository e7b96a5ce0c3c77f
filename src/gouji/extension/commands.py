"""Commands: what the menu, the toolbar and the button in the sheet call."""

from __future__ import annotations

from typing import Any

import unohelper
from com.sun.star.awt import XCallback
from com.sun.star.awt.MessageBoxType import INFOBOX
from com.sun.star.frame import XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization, XServiceInfo

IMPLEMENTATION = "org.gouji.Commands"
SERVICES = ("com.sun.star.frame.ProtocolHandler",)
PROTOCOL = "org.gouji.addin:"


class Commands(unohelper.Base, XDispatchProvider, XDispatch, XInitialization, XServiceInfo, XCallback):  # type: ignore[misc]
    """The handler of the protocol for one frame."""

    def __init__(self, context: Any, *arguments: Any) -> None:
        self._context: Any = context
        self._frame: Any = None
        self._command = ""

    def initialize(self, arguments: Any) -> None:
        self._frame = arguments[0] if arguments else None

    def queryDispatch(self, url: Any, target: str, flags: int) -> Any:
        return self if url.Protocol == PROTOCOL else None

    def queryDispatches(self, requests: Any) -> Any:
        return tuple(self.queryDispatch(one.FeatureURL, one.FrameName, one.SearchFlags) for one in requests)

    def dispatch(self, url: Any, arguments: Any) -> None:
        self._command = url.Path
        service = "com.sun.star.awt.AsyncCallback"
        self._context.ServiceManager.createInstanceWithContext(service, self._context).addCallback(self, None)

    def notify(self, data: Any) -> None:
        toolkit = self._context.ServiceManager.createInstanceWithContext(
            "com.sun.star.awt.Toolkit", self._context
        )
        toolkit.createMessageBox(self._frame.ContainerWindow, INFOBOX, 1, "gouji", self._command).execute()

    def addStatusListener(self, listener: Any, url: Any) -> None:
        pass

    def removeStatusListener(self, listener: Any, url: Any) -> None:
        pass

    def getImplementationName(self) -> str:
        return IMPLEMENTATION

    def supportsService(self, name: str) -> bool:
        return name in SERVICES

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        return SERVICES
