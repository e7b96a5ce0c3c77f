"""One LibreOffice for the whole test session, and a count of the calls made to it."""

import pytest
import xlwings as xw

import xlwings_libreoffice
from xlwings_libreoffice.bridge import uno
from xlwings_libreoffice.process import find_program


def missing():
    """Return why LibreOffice cannot run here, None when it can."""
    try:
        find_program()
        uno()
    except xlwings_libreoffice.OfficeMissingError as error:
        return str(error)
    return None


@pytest.fixture(scope="session")
def office_app():
    """Start LibreOffice without windows; skip, with the reason, where it is not installed."""
    reason = missing()
    if reason:
        pytest.skip(f"NOT TESTED IN A REAL SPREADSHEET: {reason}")
    xlwings_libreoffice.engine.activate()
    app = xw.App(visible=False, add_book=False)
    yield app
    app.quit()


@pytest.fixture
def book(office_app):
    """Give an empty book in the session's LibreOffice, closed afterwards without saving."""
    if not office_app.impl.alive():
        pytest.fail("an earlier test ended the session's LibreOffice")
    office_app.activate()
    opened = office_app.books.add()
    yield opened
    opened.close()


class Counted:
    """A UNO object that counts the calls and property accesses on it and on all that it returns."""

    def __init__(self, native, calls):
        self.__dict__.update(native=native, calls=calls)

    def __getattr__(self, name):
        self.calls.append(name)
        value = getattr(self.native, name)
        return self._method(value) if callable(value) else wrapped(value, self.calls)

    def __setattr__(self, name, value):
        self.calls.append(name)
        setattr(self.native, name, bare(value))

    def __eq__(self, other):
        return self.native == bare(other)

    __hash__ = None

    def _method(self, method):
        return lambda *arguments: wrapped(method(*map(bare, arguments)), self.calls)


def wrapped(value, calls):
    """Return a UNO object counted, anything else as it is."""
    return Counted(value, calls) if type(value).__name__ == "pyuno" else value


def bare(value):
    """Return the UNO object in a counted one."""
    return value.native if isinstance(value, Counted) else value


@pytest.fixture
def counted(office_app):
    """Give the session's LibreOffice attached a second time, and the list of calls made to it."""
    calls = []
    context = Counted(office_app.impl.context, calls)
    app = xw.App(impl=office_app.engine.impl.apps.attach(context, -999))
    yield app, calls
    app.impl.forget()
    office_app.activate()
