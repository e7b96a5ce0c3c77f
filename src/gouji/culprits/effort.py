"""Effort: how much a search may do, counted in steps, so that it finds the same on every machine and day."""

from __future__ import annotations

from math import inf


class Effort:
    """The steps that are left; a step is what takes about ten microseconds."""

    def __init__(self, steps: float = inf) -> None:
        self.left = steps

    def spend(self, steps: int) -> None:
        """Take off steps that were done."""
        self.left -= steps

    @property
    def is_spent(self) -> bool:
        """Whether no step is left."""
        return self.left <= 0
