"""Functions: the worksheet functions as LibreOffice calls them, made from the cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import unohelper
from com.sun.star.lang import Locale, XLocalizable, XServiceInfo
from org.gouji import XGoujiFunctions

from gouji.extension.names import method_name
from gouji.extension.values import read, written_error
from gouji.functions.cards import cards
from gouji.functions.hosts import hosted

if TYPE_CHECKING:
    from collections.abc import Callable

    from gouji.functions.cards import Card

IMPLEMENTATION = "org.gouji.Functions"
SERVICES = ("com.sun.star.sheet.AddIn", IMPLEMENTATION)


def _method(card: Card) -> Callable[..., Any]:
    call = hosted(card, read, written_error)

    def method(_: Any, *arguments: Any) -> tuple[tuple[Any, ...], ...]:
        given = list(arguments)
        if card.most is None:
            given += given.pop()
        while given and given[-1] is None:
            given.pop()
        answer = call(*given)
        return tuple(map(tuple, answer)) if isinstance(answer, list | tuple) else ((answer,),)

    return method


class _Functions(unohelper.Base, XGoujiFunctions, XServiceInfo, XLocalizable):  # type: ignore[misc]
    def __init__(self, context: Any, *arguments: Any) -> None:
        self._locale = Locale()

    def setLocale(self, locale: Any) -> None:
        self._locale = locale

    def getLocale(self) -> Any:
        return self._locale

    def getImplementationName(self) -> str:
        return IMPLEMENTATION

    def supportsService(self, name: str) -> bool:
        return name in SERVICES

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        return SERVICES


Functions = type(
    "Functions", (_Functions,), {method_name(card.name): _method(card) for card in cards().values()}
)
