"""What stands in for commands and jobs where LibreOffice's Python is too old: it says so, no more."""

import sys

import uno
import unohelper
from com.sun.star.awt import XCallback
from com.sun.star.frame import XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization
from com.sun.star.task import XJob

SAYS = (
    "勾稽扩展需要 Python 3.11 或更新的版本，这个 LibreOffice 使用 Python {}.{}。请升级 LibreOffice。\n\n"
    "Gouji needs Python 3.11 or later; this LibreOffice uses Python {}.{}."
)


class TooOld(unohelper.Base, XDispatchProvider, XDispatch, XInitialization, XCallback, XJob):
    """Handler of every command, and every job."""

    def __init__(self, context, *arguments):
        self.context, self.frame = context, None

    def initialize(self, arguments):
        self.frame = arguments[0] if arguments else None

    def execute(self, arguments):
        return None

    def queryDispatch(self, url, target, flags):
        return self

    def queryDispatches(self, requests):
        return tuple(self for _ in requests)

    def dispatch(self, url, arguments):
        self._service("com.sun.star.awt.AsyncCallback").addCallback(self, None)

    def notify(self, data):
        kind = uno.Enum("com.sun.star.awt.MessageBoxType", "ERRORBOX")
        text = SAYS.format(*sys.version_info[:2], *sys.version_info[:2])
        toolkit = self._service("com.sun.star.awt.Toolkit")
        toolkit.createMessageBox(self.frame.ContainerWindow, kind, 1, "决算核对", text).execute()

    def addStatusListener(self, listener, url):
        pass

    def removeStatusListener(self, listener, url):
        pass

    def _service(self, name):
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)


CLASSES = [
    (TooOld, "org.gouji.Commands", ("com.sun.star.frame.ProtocolHandler",)),
    (TooOld, "org.gouji.Loaded", ("com.sun.star.task.Job",)),
    (TooOld, "org.gouji.Saved", ("com.sun.star.task.Job",)),
]
