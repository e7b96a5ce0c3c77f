"""Component: what every object has that LibreOffice makes of the extension's classes by their names."""

from __future__ import annotations

from typing import Any, ClassVar

import unohelper
from com.sun.star.lang import XServiceInfo


class Component(unohelper.Base, XServiceInfo):  # type: ignore[misc]
    """An object of LibreOffice's component context: `implementation` is its name, `services` what it is."""

    implementation: ClassVar[str]
    services: ClassVar[tuple[str, ...]]

    def __init__(self, context: Any, *arguments: Any) -> None:
        self._context = context

    def getImplementationName(self) -> str:
        return self.implementation

    def supportsService(self, name: str) -> bool:
        return name in self.services

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        return self.services
