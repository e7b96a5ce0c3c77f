"""Topics: what a narrative is about in turn, and the claims it makes of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gouji.narrative.numbers import Number
    from gouji.narrative.sentences import Sentence
    from gouji.narrative.subjects import Subject

LARGER, SMALLER, SAME = "larger", "smaller", "same"
"""What a text says of the final amount against the budget."""


class Claim(NamedTuple):
    """One claim: its role, the number or None for words, and where it stands in the sentence's text.

    `sign` is that of a direction word, 0 without one; `detail` is the base of a share, the basis of a budget
    or the relation that words state.
    """

    role: str
    number: Number | None
    sentence: Sentence
    start: int
    end: int
    sign: int = 0
    detail: str = ""


@dataclass(slots=True, eq=False)
class Topic:
    """What consecutive claims are about. `is_part`: it was named as a part (其中) of the topic `whole`."""

    subject: Subject
    sentence: Sentence
    whole: Topic | None = None
    claims: list[Claim] = field(default_factory=list)

    @property
    def section(self) -> str:
        """The kind of the section that the topic stands in."""
        return self.sentence.section

    def first(self, role: str) -> Claim | None:
        """Return the first claim of the role that has a number."""
        return next((claim for claim in self.claims if claim.role == role and claim.number), None)

    def all(self, role: str) -> list[Claim]:
        """Return the claims of the role that have a number."""
        return [claim for claim in self.claims if claim.role == role and claim.number]


@dataclass(frozen=True)
class Reading:
    """What was read of a document: its sentences, topics with their claims, the numbers not understood."""

    sentences: tuple[Sentence, ...]
    topics: tuple[Topic, ...]
    numbers: int
    unread: tuple[tuple[Sentence, Number], ...]
