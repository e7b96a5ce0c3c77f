"""Cards: what is known about each worksheet function, from cards.toml.

The docs page, the help and the registrations in every host are made from the cards; their examples are
tests.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gouji.functions import FUNCTIONS
from gouji.functions.values import CellError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gouji.functions.ranges import Argument, Function, Result


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter with its help. An optional one may be left out, a repeated one stands for one or more."""

    name: str
    zh: str
    en: str
    optional: bool = False
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A call with its result; `source` says which printed form states it, '' when none does."""

    arguments: tuple[Argument, ...]
    result: Result
    source: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A worksheet function: its name, help, parameters, examples, and the function itself."""

    name: str
    category: str
    zh: str
    en: str
    source: str
    parameters: tuple[Parameter, ...]
    examples: tuple[Example, ...]

    @property
    def function(self) -> Function:
        """The function of cells and ranges."""
        return FUNCTIONS[self.name]

    @property
    def fewest(self) -> int:
        """The number of arguments that a call must have."""
        return sum(1 for parameter in self.parameters if not parameter.optional)

    @property
    def most(self) -> int | None:
        """The number of arguments that a call may have, None when there is no limit."""
        return None if self.parameters[-1].repeated else len(self.parameters)


@cache
def cards() -> Mapping[str, Card]:
    """Return the cards by name, in the order of cards.toml."""
    return {data["name"]: _card(data) for data in _data()["function"]}


@cache
def meanings() -> tuple[Mapping[str, str], ...]:
    """Return what holds for every function, in zh and en."""
    return tuple(_data()["meaning"])


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("cards.toml").read_text("utf-8"))


def _card(data: Mapping[str, Any]) -> Card:
    parameters = tuple(Parameter(**one) for one in data["parameters"])
    examples = tuple(
        Example(tuple(map(_cell, one["args"])), _cell(one["result"]), one.get("source", ""))
        for one in data["examples"]
    )
    return Card(**{**data, "parameters": parameters, "examples": examples})


def _cell(data: Any) -> Any:
    """Return a cell or a range of an example."""
    if isinstance(data, dict):
        return CellError(data["error"]) if "error" in data else None
    return tuple(map(_cell, data)) if isinstance(data, list) else data
