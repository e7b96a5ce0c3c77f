"""Apps: the LibreOffice processes that this engine has started or attached to."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from xlwings_libreoffice.books import Books
from xlwings_libreoffice.bridge import Guarded, enum, properties
from xlwings_libreoffice.errors import LibreOfficeError, NotSupportedError
from xlwings_libreoffice.macros import run_macro
from xlwings_libreoffice.process import Process

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlwings_libreoffice.ranges import Range

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")
CALCULATIONS = ("automatic", "semiautomatic", "manual")
ALERTS = {
    "ok": ("INFOBOX", 1),
    "ok_cancel": ("QUERYBOX", 2),
    "yes_no": ("QUERYBOX", 3),
    "yes_no_cancel": ("QUERYBOX", 4),
}
"""The buttons of an alert as UNO's kind of box and set of buttons."""
ANSWERS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}


class Apps(base_classes.Apps):
    """The apps, the active one first."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self._apps: list[App] = []

    def keys(self) -> list[int]:
        return [app.pid for app in self]

    def add(self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None) -> App:
        """Start a LibreOffice; `spec`: the path of its soffice.bin; `xl`: a UNO component context instead."""
        if xl is not None:
            return self.attach(xl, os.getpid())
        headless = visible is False or not any(map(os.environ.get, DISPLAYS))
        process = Process(headless=headless, program=spec)
        app = App(self, process.context, process.pid, process=process, headless=headless)
        self._apps.insert(0, app)
        if add_book:
            app.books.add()
        return app

    def attach(self, context: Any, pid: int) -> App:
        """Take a running LibreOffice by its component context as the active app; a known one stays itself."""
        app = next((app for app in self if app.pid == pid), None)
        if app is None:
            app = App(self, context, pid)
            self._apps.insert(0, app)
        self.activate(app)
        return app

    def activate(self, app: App) -> None:
        """Put an app first."""
        self._apps.remove(app)
        self._apps.insert(0, app)

    def discard(self, app: App) -> None:
        """Forget an app that has ended."""
        if app in self._apps:
            self._apps.remove(app)

    def cleanup(self) -> None:  # type: ignore[override]
        for app in [app for app in self._apps if not app.alive()]:
            app.forget()

    def __iter__(self) -> Iterator[App]:
        self.cleanup()
        return iter(list(self._apps))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __getitem__(self, pid: int) -> App:
        for app in self:
            if app.pid == pid:
                return app
        raise KeyError(pid)


class App(Guarded, base_classes.App):
    """A LibreOffice, reached by its UNO component context, of one's own when it has a `process`."""

    def __init__(
        self, apps: Apps, context: Any, pid: int, *, process: Process | None = None, headless: bool = False
    ) -> None:
        self._apps, self.context, self._pid, self._process = apps, context, pid, process
        self.headless = headless
        self.app = self
        self.engine = apps.engine
        self.desktop = self.service("com.sun.star.frame.Desktop")
        self._visible = process is None
        self._status: str | bool = False
        self._indicator: Any = None
        self._screen_updating = self._alerts = self._events = self._interactive = True
        self._calculation = "automatic"

    def service(self, name: str) -> Any:
        """Return a new instance of a UNO service."""
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def alive(self) -> bool:
        """Return whether LibreOffice still answers."""
        if self._process and not self._process.alive():
            return False
        try:
            self.context.getServiceManager()
        except Exception:  # noqa: BLE001  a lost bridge raises many things
            return False
        return True

    @property
    def api(self) -> Any:
        return self.desktop

    @property
    def selection(self) -> Range | None:
        book = self.books.active_or_none()
        return book.selection if book else None

    def activate(self, steal_focus: bool = False) -> None:
        self._apps.activate(self)
        if steal_focus and (book := self.books.active_or_none()):
            book.activate()

    @property
    def visible(self) -> bool:
        return self._visible

    @visible.setter
    def visible(self, visible: bool) -> None:
        self._visible = visible
        for book in self.books:
            book.show(visible)

    def quit(self) -> None:
        """Close all books without saving and end LibreOffice."""
        with contextlib.suppress(LibreOfficeError):
            self._close_books()
        # soffice answers nothing any more once it ends
        with contextlib.suppress(Exception):
            self.desktop.terminate()
        self.forget()

    def _close_books(self) -> None:
        for book in self.books:
            book.close()

    def kill(self) -> None:
        if self._pid == os.getpid():
            raise NotSupportedError("This Python runs inside LibreOffice and cannot kill it; use quit().")
        if self._pid < 0:
            raise NotSupportedError("The number of this LibreOffice process is not known; use quit().")
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        self.forget()

    def forget(self) -> None:
        """Take the app off the list, and clear away what its process leaves behind."""
        self._apps.discard(self)
        if self._process:
            self._process.end()

    @property
    def screen_updating(self) -> bool:
        return self._screen_updating

    @screen_updating.setter
    def screen_updating(self, updating: bool) -> None:
        if updating != self._screen_updating:
            for book in self.books:
                book.update_screen(updating)
        self._screen_updating = updating

    @property
    def display_alerts(self) -> bool:
        return self._alerts

    @display_alerts.setter
    def display_alerts(self, display: bool) -> None:
        self._alerts = display

    @property
    def enable_events(self) -> bool:
        return self._events

    @enable_events.setter
    def enable_events(self, enable: bool) -> None:
        self._events = enable

    @property
    def interactive(self) -> bool:
        return self._interactive

    @interactive.setter
    def interactive(self, interactive: bool) -> None:
        self._interactive = interactive
        for book in self.books:
            book.frame.ContainerWindow.setEnable(interactive)

    @property
    def startup_path(self) -> str:
        raise NotSupportedError(
            "LibreOffice has no folder of books opened at start; open them by books.open()."
        )

    @property
    def calculation(self) -> str:
        return self._calculation

    @calculation.setter
    def calculation(self, mode: str) -> None:
        if mode not in CALCULATIONS:
            message = f"Invalid calculation {mode!r}. Valid values are: {', '.join(CALCULATIONS)}."
            raise ValueError(message)
        self._calculation = mode
        for book in self.books:
            book.doc.enableAutomaticCalculation(mode != "manual")

    def calculate(self) -> None:
        for book in self.books:
            book.doc.calculateAll()

    @property
    def version(self) -> str:
        configuration = self.service("com.sun.star.configuration.ConfigurationProvider")
        (node,) = properties(nodepath="/org.openoffice.Setup/Product")
        view = "com.sun.star.configuration.ConfigurationAccess"
        return str(
            configuration.createInstanceWithArguments(view, (node,)).getByName("ooSetupVersionAboutBox")
        )

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def hwnd(self) -> None:
        return None

    @property
    def path(self) -> str:
        return str(Path(f"/proc/{self._pid}/exe").resolve().parent)

    @property
    def pid(self) -> int:
        return self._pid

    def run(self, macro: str, args: Any) -> Any:
        return run_macro(self, macro, args)

    @property
    def status_bar(self) -> str | bool:
        """The text this app was given, False while the status bar is LibreOffice's own."""
        return self._status

    @status_bar.setter
    def status_bar(self, text: str | bool) -> None:
        if self._indicator:
            self._indicator.end()
            self._indicator = None
        if text is not False and (book := self.books.active_or_none()):
            self._indicator = book.frame.createStatusIndicator()
            self._indicator.start(str(text), 0)
        self._status = text

    @property
    def cut_copy_mode(self) -> None:
        return None

    @cut_copy_mode.setter
    def cut_copy_mode(self, mode: Any) -> None:
        """Nothing to end: this engine's copy() does not leave a moving border."""

    def alert(self, prompt: str, title: str | None, buttons: str, mode: Any, callback: Any) -> str | None:
        if self.headless:
            raise NotSupportedError("This LibreOffice runs without windows and can ask nobody; use print().")
        book = self.books.active_or_none()
        window = book.frame.ContainerWindow if book else None
        kind, number = ALERTS[buttons]
        box = self.service("com.sun.star.awt.Toolkit").createMessageBox(
            window, enum("awt.MessageBoxType", kind), number, title or "", prompt
        )
        return ANSWERS[box.execute()]
