"""Jobs: what is done to a spreadsheet when LibreOffice has loaded or saved it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uno
from com.sun.star.task import XJob

from gouji.extension.boxes import say
from gouji.extension.buttons import point_buttons
from gouji.extension.component import Component
from gouji.extension.formulas import enter_again
from gouji.messages import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
_EXCEL = (".xlsx", ".xlsm", ".xltx", ".xltm")


class Loaded(Component, XJob):
    """After loading: the button in the sheet works, and so do functions that the file's reader missed."""

    implementation = "org.gouji.Loaded"
    services = ("com.sun.star.task.Job",)

    def execute(self, arguments: Any) -> None:
        document = _document(arguments)
        if document is not None:
            with _unnoticed(document):
                point_buttons(document)
                enter_again(document)


class Saved(Component, XJob):
    """After saving: a file for Excel has the names of functions that Excel knows."""

    implementation = "org.gouji.Saved"
    services = ("com.sun.star.task.Job",)

    def execute(self, arguments: Any) -> None:
        document = _document(arguments)
        if document is None or not document.URL.startswith("file:"):
            return
        path = Path(uno.fileUrlToSystemPath(document.URL))
        if path.suffix.lower() not in _EXCEL:
            return
        # not needed to load a document
        from gouji.extension.saving import restore_names  # noqa: PLC0415

        try:
            restore_names(path)
        except OSError as error:
            words = texts("extension", "zh")["long_names"].format(path.name, error.strerror)
            say(self._context, document.CurrentController.Frame, words)


def _document(arguments: Any) -> Any:
    """Return the spreadsheet that an event is about, None for another document."""
    settings = {one.Name: one.Value for one in arguments}
    surroundings = {one.Name: one.Value for one in settings.get("Environment", ())}
    document = surroundings.get("Model")
    return document if document is not None and document.supportsService(_SPREADSHEET) else None


@contextmanager
def _unnoticed(document: Any) -> Iterator[None]:
    """Change a document so that there is nothing to save or to undo for it."""
    modified, undo = document.isModified(), document.UndoManager
    undo.lock()
    try:
        yield
    finally:
        undo.unlock()
        if not modified:
            document.setModified(False)
