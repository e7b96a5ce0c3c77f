"""Functions: the worksheet functions as LibreOffice calls them, made from the cards.

LibreOffice makes the add-in with its first spreadsheet, so nothing is loaded before a function is called.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from com.sun.star.lang import Locale, XLocalizable
from org.gouji import XGoujiFunctions

from gouji.extension.component import Component
from gouji.extension.names import FUNCTIONS, METHODS, method_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

REMEMBERED = 10_000
"""Answers that are kept of each function."""


class Functions(Component, XGoujiFunctions, XLocalizable):
    """The add-in: it has a method for each function, under the name that the interface gives it."""

    implementation = FUNCTIONS
    services = ("com.sun.star.sheet.AddIn", implementation)

    def __init__(self, context: Any, *arguments: Any) -> None:
        super().__init__(context, *arguments)
        self._locale = Locale()

    def __getattr__(self, name: str) -> Any:
        """Return a method, and keep it where the next call finds it without coming here."""
        if not name.startswith(METHODS) or name not in _methods():
            raise AttributeError(name)
        setattr(self, name, _methods()[name])
        return _methods()[name]

    def setLocale(self, locale: Any) -> None:
        self._locale = locale

    def getLocale(self) -> Any:
        return self._locale


@cache
def _methods() -> Mapping[str, Callable[..., Any]]:
    from gouji.extension.values import read, written_error  # noqa: PLC0415 not before a function is called
    from gouji.functions.cards import cards  # noqa: PLC0415
    from gouji.functions.hosts import hosted  # noqa: PLC0415

    return {
        method_name(card.name): _method(hosted(card, read, written_error), repeats=card.most is None)
        for card in cards().values()
    }


def _method(call: Callable[..., Any], *, repeats: bool) -> Callable[..., Any]:
    """Return the method of a function, which may repeat its last parameter: that comes as one sequence.

    What it has answered lately it answers again without running Python: for each call LibreOffice makes a
    Python thread anew, whose first frame is what costs most of the time.
    """

    @lru_cache(REMEMBERED)
    def method(*arguments: Any) -> tuple[tuple[Any, ...], ...]:
        given = [*arguments[:-1], *arguments[-1]] if repeats else list(arguments)
        while given and given[-1] is None:
            given.pop()
        answer = call(*given)
        return tuple(map(tuple, answer)) if isinstance(answer, list) else ((answer,),)

    return method
