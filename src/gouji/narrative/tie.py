"""Tie: a narrative's paragraphs, with or without the facts of its tables → findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from gouji.findings import Finding, Place, Verdict
from gouji.locate import locate
from gouji.narrative.bases import bases
from gouji.narrative.claims import read_claims
from gouji.narrative.department import wrong_departments
from gouji.narrative.ledger import Ledger
from gouji.narrative.ratios import ratios
from gouji.narrative.scorechecks import score_checks
from gouji.narrative.sentences import sentences_of
from gouji.narrative.sums import facts_and_sums
from gouji.narrative.wording import wording
from gouji.narrative.years import wrong_years
from gouji.reconcile import Stated
from gouji.rules import in_order
from gouji.rules.bind import Bound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gouji.facts import Facts
    from gouji.narrative.numbers import Number
    from gouji.narrative.paragraphs import Paragraph
    from gouji.narrative.sentences import Sentence
    from gouji.narrative.told import Told
    from gouji.narrative.topics import Reading
    from gouji.rules import RuleBook

_CHECKS = (facts_and_sums, ratios, wrong_years, wrong_departments, wording, bases, score_checks)


class Unread(NamedTuple):
    """A number that no pattern explains, and where it stands."""

    text: str
    place: Place


@dataclass(frozen=True)
class Coverage:
    """How much of a text was understood: its numbers, how many of them a pattern explains, and the others."""

    numbers: int
    unread: tuple[Unread, ...]

    @property
    def read(self) -> int:
        """The numbers that a pattern explains."""
        return self.numbers - len(self.unread)


@dataclass(frozen=True)
class Tied(Stated):
    """What the N rules say of a narrative, `told` with the exact findings, and how much of it was read."""

    coverage: Coverage = Coverage(0, ())


def tie(
    paragraphs: Sequence[Paragraph],
    book: RuleBook,
    facts: Facts | None = None,
    last: Facts | None = None,
    *,
    department: str = "",
) -> Tied:
    """Return what the narrative rules of the book say of a document.

    `facts` are those of its tables, without which the text is held against itself alone; `last` are those of
    the year before; `department` is the name of the unit that the tables' heads give.
    """
    reading = read_claims(sentences_of(paragraphs))
    ledger = Ledger(reading, facts, last, department)
    told = _findings(_told(ledger), book)
    exact = sum(finding.verdict == Verdict.EXACT for finding in told)
    coverage = Coverage(reading.numbers, tuple(_unread(reading)))
    return Tied(facts or locate(()), book, Bound((), (), ()), (), exact, told, coverage)


def _told(ledger: Ledger) -> Iterator[Told]:
    for check in _CHECKS:
        yield from check(ledger)


def _findings(told: Iterable[Told], book: RuleBook) -> tuple[Finding, ...]:
    rules = {rule.id: rule for rule in book}
    return in_order((one.finding(rules[one.rule]) for one in told if one.rule in rules), book)


def _unread(reading: Reading) -> Iterator[Unread]:
    for sentence, number in reading.unread:
        yield Unread(number.text + number.unit, _place(sentence, number))


def _place(sentence: Sentence, number: Number) -> Place:
    start = sentence.printed_offset(number.start)
    end = sentence.printed_offset(number.end - 1) + 1
    placed = sentence.placed
    return Place(placed.heading, sentence.printed, placed.paragraph.page, start, end, placed.number)
