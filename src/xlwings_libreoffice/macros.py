"""Macros: the Basic and VBA procedures of a book, run by name."""

from __future__ import annotations

import re
from typing import Any

from xlwings_libreoffice.errors import LibreOfficeError


def run_macro(app: Any, macro: str, arguments: Any) -> Any:
    """Run a Sub or Function, such as Module1.Test or 'book.xlsm'!Test, and return its result."""
    named = re.fullmatch(r"'?(.+?)'?!(.+)", macro)
    books = [app.books(named[1])] if named else list(app.books)
    name = named[2] if named else macro
    for book in books:
        found = _script(book.doc, name)
        if found:
            result, _, _ = found.invoke(tuple(arguments), (), ())
            return result
    message = f"No open book has a macro {macro}; name it as Module1.Name."
    raise LibreOfficeError(message)


def _script(doc: Any, name: str) -> Any:
    libraries = doc.BasicLibraries
    module, _, procedure = name.rpartition(".")
    for library in libraries.ElementNames:
        modules = [module] if module else libraries.getByName(library).ElementNames
        for one in modules:
            url = f"vnd.sun.star.script:{library}.{one}.{procedure}?language=Basic&location=document"
            try:
                return doc.ScriptProvider.getScript(url)
            except Exception:  # noqa: BLE001, S112  there is no other way to ask for a procedure
                continue
    return None
