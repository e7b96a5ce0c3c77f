"""Kinds of marks and how they look."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(StrEnum):
    """What a mark says of its cell, the gravest first.

    A culprit is wrong by itself or by all that is known; an involved cell is part of a tie that does not
    hold; a notice is a rounding, a plug or a hint.
    """

    CULPRIT = "culprit"
    INVOLVED = "involved"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Look:
    """The fill of a kind and the colour of its thick border, RRGGBB; '' for no border."""

    fill: str
    edge: str = ""


@cache
def looks() -> Mapping[Kind, Look]:
    """Return how each kind of mark looks."""
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {kind: Look(**data[kind.value]) for kind in Kind}
