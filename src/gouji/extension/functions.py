"""Functions: the worksheet functions as LibreOffice calls them, made from the cards."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from com.sun.star.lang import Locale, XLocalizable
from org.gouji import XGoujiFunctions

from gouji.extension.component import Component
from gouji.extension.names import FUNCTIONS, method_name
from gouji.extension.values import read, written_error
from gouji.functions.cards import cards
from gouji.functions.hosts import hosted

if TYPE_CHECKING:
    from collections.abc import Callable

    from gouji.functions.cards import Card

REMEMBERED = 10_000
"""Answers that are kept of each function."""


def _method(card: Card) -> Callable[..., Any]:
    """Return the method of a card. What it has answered lately it answers again without running Python.

    For each call LibreOffice makes a Python thread anew, whose first frame is what costs most of the time.
    """
    call = hosted(card, read, written_error)

    @lru_cache(REMEMBERED)
    def method(_: Any, *arguments: Any) -> tuple[tuple[Any, ...], ...]:
        given = [*arguments[:-1], *arguments[-1]] if card.most is None else list(arguments)
        while given and given[-1] is None:
            given.pop()
        answer = call(*given)
        return tuple(map(tuple, answer)) if isinstance(answer, list) else ((answer,),)

    return method


class _Functions(Component, XGoujiFunctions, XLocalizable):
    implementation = FUNCTIONS
    services = ("com.sun.star.sheet.AddIn", implementation)

    def __init__(self, context: Any, *arguments: Any) -> None:
        super().__init__(context, *arguments)
        self._locale = Locale()

    def setLocale(self, locale: Any) -> None:
        self._locale = locale

    def getLocale(self) -> Any:
        return self._locale


Functions = type(
    "Functions", (_Functions,), {method_name(card.name): _method(card) for card in cards().values()}
)
"""The add-in: the functions as methods, each under the name that the interface gives it."""
