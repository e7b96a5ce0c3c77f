"""Jobs: what is done to a document when it is loaded."""

from __future__ import annotations

from typing import Any

import unohelper
from com.sun.star.lang import XServiceInfo
from com.sun.star.task import XJob

IMPLEMENTATION = "org.gouji.OnLoad"
SERVICES = ("com.sun.star.task.Job",)


class OnLoad(unohelper.Base, XJob, XServiceInfo):  # type: ignore[misc]
    """The job at the event OnLoad."""

    def __init__(self, context: Any, *arguments: Any) -> None:
        self._context = context

    def execute(self, arguments: Any) -> None:
        pass

    def getImplementationName(self) -> str:
        return IMPLEMENTATION

    def supportsService(self, name: str) -> bool:
        return name in SERVICES

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        return SERVICES
