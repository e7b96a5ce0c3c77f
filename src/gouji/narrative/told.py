"""Told: what a rule says of a claim, before the rule's severity makes a finding of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gouji.findings import Finding, Place, Verdict

if TYPE_CHECKING:
    from decimal import Decimal

    from gouji.findings import FindingCell
    from gouji.narrative.sentences import Sentence
    from gouji.narrative.topics import Claim
    from gouji.rules import Rule


class Told(NamedTuple):
    """What a rule says about a place of the text.

    `start` and `end` are places in the sentence's text; `right` is what should stand there, '' where it
    cannot be told. The other fields are those of a Finding.
    """

    rule: str
    verdict: Verdict
    says: str
    sentence: Sentence
    start: int
    end: int
    words: tuple[str, ...] = ()
    difference: str | None = None
    cells: tuple[FindingCell, ...] = ()
    right: str = ""

    def finding(self, rule: Rule) -> Finding:
        """Return the finding with the rule's severity, its place and the corrected sentence."""
        wrong = self.verdict == Verdict.MISMATCH
        return Finding(
            rule.id,
            self.verdict,
            rule.severity,
            self.says,
            self.words,
            self.difference,
            self.cells,
            place=self._place(),
            corrected=self._corrected() if wrong and self.right else None,
        )

    def _place(self) -> Place:
        placed = self.sentence.placed
        offsets = self.sentence.offsets
        return Place(
            placed.heading,
            self.sentence.printed,
            placed.paragraph.page,
            offsets[self.start] - offsets[0],
            offsets[self.end - 1] + 1 - offsets[0]
            if self.end > self.start
            else offsets[self.start] - offsets[0],
            placed.number,
        )

    def _corrected(self) -> str:
        place = self._place()
        return place.sentence[: place.offset] + self.right + place.sentence[place.end :]


def about(claim: Claim, rule: str, verdict: Verdict, says: str, *words: str, **more: object) -> Told:
    """Return what a rule says about a claim."""
    return Told(rule, verdict, says, claim.sentence, claim.start, claim.end, words, **more)  # type: ignore[arg-type]


def shown(number: Decimal, decimals: int = 2) -> str:
    """Return the number as messages print it: 1,066.51."""
    return f"{number:,.{decimals}f}"


def plain(number: Decimal) -> str:
    """Return the number as programs read it, with two decimals: 1066.51."""
    return f"{number:.2f}"
