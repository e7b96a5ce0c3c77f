"""What xlwings offers and this engine does not: each part raises one sentence."""

from __future__ import annotations

from typing import Any

from xlwings_libreoffice.errors import NotSupportedError


def unsupported(what: str, instead: str) -> NotSupportedError:
    """Return the error for a part that this engine does not offer."""
    return NotSupportedError(f"{what} is not supported by LibreOffice's engine; {instead}.")


class Unsupported:
    """Stands where an engine's collection would, and raises when it is used."""

    def __init__(self, what: str, instead: str) -> None:
        # what is not in the instance goes to __getattr__
        self.__dict__.update(_what=what, _instead=instead)

    def __iter__(self) -> Any:
        raise unsupported(self._what, self._instead)

    def __len__(self) -> int:
        raise unsupported(self._what, self._instead)

    def __contains__(self, key: Any) -> bool:
        raise unsupported(self._what, self._instead)

    def __call__(self, key: Any) -> Any:
        raise unsupported(self._what, self._instead)

    def __getattr__(self, name: str) -> Any:
        raise unsupported(self._what, self._instead)


class NoTables(Unsupported):
    """The tables of a sheet: none, so that xlwings can ask whether one lies in a range."""

    def __iter__(self) -> Any:
        return iter(())
