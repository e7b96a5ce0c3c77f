"""Ledger: what the text says of each quantity, and the facts beside it, for the rules to look up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from gouji.findings import Verdict
from gouji.narrative.amounts import (
    ZERO,
    Money,
    budget_of,
    code_of,
    compared,
    fact_at,
    fact_of,
    first_fact,
    money,
    unit_of,
)
from gouji.narrative.department import Named, named_places
from gouji.narrative.subjects import ITEM, subjects
from gouji.narrative.years import is_own_year, report_year

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gouji.facts import Facts
    from gouji.narrative.topics import Claim, Reading, Topic

Key = tuple[str, tuple[tuple[str, str], ...]]
"""A quantity's id or a code's names."""


@dataclass(frozen=True)
class Ledger:
    """A reading and the facts it is held against, of this year and the last, None where not given.

    `department` is the name of the unit that the tables' heads give, '' where none does.
    """

    reading: Reading
    facts: Facts | None = None
    last: Facts | None = None
    department: str = ""

    @cached_property
    def named(self) -> tuple[Named, ...]:
        """The places where the unit's own name and the year of its accounts stand."""
        return tuple(named_places(self.reading.sentences))

    @cached_property
    def unit(self) -> str:
        """The unit that the text prints its amounts in."""
        return unit_of(self.reading, self.facts)

    @cached_property
    def year(self) -> int:
        """The year that the statement is about, 0 where neither tables nor text tell."""
        return report_year(self.reading, self.facts)

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """The topics of known subjects that are about the statement's year."""
        known = [topic for topic in self.reading.topics if topic.subject.is_known]
        return tuple(t for t in known if not self.is_of_another_year(t) or self.is_misdated(t))

    def is_misdated(self, topic: Topic) -> bool:
        """Say whether the topic is about this year under another's name; a sentence with both compares."""
        sentence = topic.sentence
        if not is_own_year(topic) or str(self.year) in sentence.text:
            return False
        same = (t for t in self.reading.topics if t.sentence is sentence and key_of(t) == key_of(topic))
        return next(same) is topic

    def is_of_another_year(self, topic: Topic) -> bool:
        """Say whether the text names another year with the topic's subject."""
        year = topic.subject.year
        return bool(self.year and len(year) == 4 and int(year) != self.year)  # noqa: PLR2004

    @cached_property
    def _said(self) -> Mapping[Key, tuple[Topic, Claim]]:
        """The first amount that the text states of each quantity."""
        said: dict[Key, tuple[Topic, Claim]] = {}
        for topic in self.topics:
            claim = topic.first("amount")
            if claim is None or is_many(topic):
                continue
            said.setdefault(key_of(topic), (topic, claim))
            for one in means_of(topic):
                said.setdefault((one, ()), (topic, claim))
        return said

    @cached_property
    def facts_by_topic(self) -> Mapping[int, Money | None]:
        """The fact of each topic, by its identity; an ambiguous code is one near the code before it."""
        found: dict[int, Money | None] = {}
        near = ""
        for topic in self.topics:
            path = topic.subject.path
            fact = fact_of(topic, self.facts)
            table = self.facts.tables.get("T5") if self.facts else None
            if path and path[-1][0] == ITEM and table and topic.section not in ("fund", "capital"):
                near = code_of(topic.subject, table, near) or near
                if fact is None and (code := code_of(topic.subject, table, near)) and self.facts:
                    fact = fact_at(table.rows[code]["合计"], self.facts)
            found[id(topic)] = fact
        return found

    def fact(self, topic: Topic) -> Money | None:
        """Return the fact that the topic's amount is."""
        return self.facts_by_topic.get(id(topic))

    def last_fact(self, topic: Topic) -> Money | None:
        """Return last year's fact of the topic's quantity, a code that last year's table lacks being zero."""
        means = means_of(topic)
        if means and self.last:
            return first_fact(subjects().quantities[means[0]].facts, self.last)
        found = fact_of(topic, self.last)
        if found is None and self.last and topic.subject.path and self.fact(topic):
            return ZERO
        return found

    def amount(self, topic: Topic) -> Money | None:
        """Return the amount that the topic's ratios go by: as stated, the fact where the two contradict."""
        claim = topic.first("amount")
        fact = self.fact(topic)
        if claim is not None and claim.number is not None:
            stated = money(claim.number, self.unit)
            contradicts = fact and not is_at_most(topic) and compared(stated, fact) == Verdict.MISMATCH
            return fact if contradicts else stated
        if found := self._said.get(key_of(topic)):
            return self.amount(found[0])
        means = means_of(topic)
        return self.quantity(means[0]) if means else fact

    def quantity(self, quantity: str) -> Money | None:
        """Return the amount of a quantity, as the text states it or as the tables have it."""
        if found := self._said.get((quantity, ())):
            topic, claim = found
            if topic.subject.quantity == quantity:
                return self.amount(topic)
            return money(claim.number, self.unit) if claim.number else None
        return first_fact(subjects().quantities[quantity].facts, self.facts) if self.facts else None

    def said(self, quantity: str, section: str = "") -> tuple[Topic, Claim] | None:
        """Return the first topic and claim of a quantity's amount, in a section if one is given."""
        for topic in self.topics:
            claim = topic.first("amount")
            if claim and topic.subject.quantity == quantity and section in ("", topic.section):
                return topic, claim
        return None

    def budget(self, topic: Topic) -> Money | None:
        """Return the budget as the topic states it, its quantity elsewhere in the section, or the tables."""
        claim = topic.first("budget")
        if claim is None:
            others = (t for t in self.topics if key_of(t) == key_of(topic) and t.section == topic.section)
            claim = next((found for t in others if (found := t.first("budget"))), None)
        if claim is not None and claim.number is not None:
            return money(claim.number, self.unit)
        return budget_of(topic.subject.quantity, self.facts)


def key_of(topic: Topic) -> Key:
    """Return what tells a topic's quantity from others."""
    return topic.subject.quantity, topic.subject.path


def means_of(topic: Topic) -> tuple[str, ...]:
    """Return the quantities of which a statement about the topic holds each."""
    quantity = topic.subject.quantity
    return subjects().quantities[quantity].means if quantity else ()


def is_at_most(topic: Topic) -> bool:
    """Say whether a statement about the topic may hold less than its fact."""
    quantity = topic.subject.quantity
    return bool(quantity) and subjects().quantities[quantity].at_most


def is_many(topic: Topic) -> bool:
    """Say whether the topic's name stands for a different thing in each sentence."""
    quantity = topic.subject.quantity
    return bool(quantity) and subjects().quantities[quantity].is_many
