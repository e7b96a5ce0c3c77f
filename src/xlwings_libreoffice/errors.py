"""Errors: what goes wrong, told to the person at the keyboard in a sentence."""

from __future__ import annotations

from xlwings import XlwingsError


class LibreOfficeError(XlwingsError):
    """LibreOffice could not do what was asked of it; the message is a sentence."""


class LostConnectionError(LibreOfficeError):
    """LibreOffice has ended or was killed while it was still needed."""


class ProtectedError(LibreOfficeError):
    """Cells of a protected sheet were to be changed."""


class NotSupportedError(LibreOfficeError, NotImplementedError):
    """A part of xlwings' interface that this engine does not offer; the message says what to use instead."""


class OfficeMissingError(LibreOfficeError):
    """LibreOffice, or the Python module `uno` that speaks to it, is not installed."""
