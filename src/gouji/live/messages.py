"""Messages of the live layer: what a command found, and what stopped it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gouji.messages import texts

if TYPE_CHECKING:
    from gouji.report import Report
    from gouji.report.explain import Explanation


class UserError(Exception):
    """A command cannot do what it was asked: the key and the words of the sentence that says why."""

    def __init__(self, says: str, *words: str) -> None:
        super().__init__(says, *words)
        self.says = says
        self.words = words


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command came to: the sentence for the user, and what a program may want of it.

    `failed`: it was not done. `target` is the cell it is about, (sheet, A1 address). `in_box`: it is worth a
    box that the user has to close.
    """

    says: str
    report: Report | None = None
    target: tuple[str, str] | None = None
    explanation: Explanation | None = None
    failed: bool = False
    in_box: bool = True


def sentence(key: str, *words: object, lang: str = "zh") -> str:
    """Return a sentence of the live layer."""
    return texts("live", lang)[key].format(*words)
