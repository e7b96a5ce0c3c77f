"""Commands of the menu and the toolbar, from commands.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Command:
    """A command by the name of its function, with its label; a line may be drawn before it."""

    name: str
    zh: str
    en: str
    starts_group: bool = False


def commands() -> list[Command]:
    """Return the commands in the order of the menu."""
    data = tomllib.loads(Path(__file__).with_name("commands.toml").read_text("utf-8"))
    return [Command(**one) for one in data["command"]]
