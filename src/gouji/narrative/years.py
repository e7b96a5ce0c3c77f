"""Years: which year a statement is about, and where its text names another or none."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from gouji.findings import Verdict
from gouji.narrative.told import Told, about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gouji.facts import Facts
    from gouji.narrative.claims import Reading, Topic
    from gouji.narrative.ledger import Ledger

DIGITS = 4
_YEAR = re.compile(r"(?<![\d与比较同和])(20\d\d)年度?(?!\d{0,2}月)")
_BROKEN = re.compile(r"(?<!\d)(20?\d|\d{5})年度")
_TITLE = re.compile(r"(?<!\d)(20\d\d)年度?(?:部门|单位)?(?:收支)?决算(?:公开|情况|说明|报告)*(?:说明|表)?$")
_BEFORE = re.compile(r"(?<=[与比较同和])(20\d\d)年度?(?=(?:决算数?)?相比|[增减上下持提降]|决算[增减])")
_OWN_YEAR = frozenset({"budget", "completion", "change", "growth", "variance"})
"""Roles that only a statement about the year itself has beside an amount."""


def report_year(reading: Reading, facts: Facts | None) -> int:
    """Return the statement's year: that of the tables, else the one named most often, the later of two."""
    if facts is not None and facts.layout.year:
        return facts.layout.year
    named: Counter[int] = Counter()
    for sentence in reading.sentences:
        named.update(int(year) for year in _YEAR.findall(sentence.text))
    return max(named, key=lambda year: (named[year], year)) if named else 0


def wrong_years(ledger: Ledger) -> Iterator[Told]:
    """N-24: yield years that are no years, titles of another year, amounts of this year under another's name."""
    for sentence in ledger.reading.sentences:
        for match in _BROKEN.finditer(sentence.text):
            right = f"{ledger.year}" if ledger.year else ""
            yield Told(
                "N-24", Verdict.MISMATCH, "text_year", sentence, match.start(1), match.end(1), (match[1], right or "？"), right=right
            )
        match = _TITLE.search(sentence.text) if sentence.placed.is_heading else None
        if match and ledger.year and int(match[1]) != ledger.year:
            words = (match[1], str(ledger.year))
            yield Told(
                "N-24", Verdict.MISMATCH, "text_year", sentence, match.start(1), match.end(1), words, right=words[1]
            )
        for match in _BEFORE.finditer(sentence.text):
            if ledger.year and int(match[1]) != ledger.year - 1:
                words = (match[1], str(ledger.year - 1))
                yield Told(
                    "N-41", Verdict.MISMATCH, "text_year_before", sentence, match.start(1), match.end(1), words, right=words[1]
                )
    for topic in ledger.reading.topics:
        if not topic.subject.is_known or not ledger.is_of_another_year(topic):
            continue
        claim = topic.first("amount")
        if claim is None or not (is_own_year(topic) or _is_fact(ledger, topic)):
            continue
        words = (topic.subject.year, str(ledger.year))
        start = topic.sentence.text.find(words[0])
        if start < 0:
            yield about(claim, "N-24", Verdict.MISMATCH, "text_year", *words)
        else:
            yield Told(
                "N-24", Verdict.MISMATCH, "text_year", topic.sentence, start, start + DIGITS, words, right=words[1]
            )


def is_own_year(topic: Topic) -> bool:
    """Say whether the topic has claims that only the year's own statement makes."""
    return not _OWN_YEAR.isdisjoint(claim.role for claim in topic.claims)


def _is_fact(ledger: Ledger, topic: object) -> bool:
    """Say whether the amount is the one that the tables have of the statement's year."""
    from gouji.narrative.amounts import compared, fact_of, money  # noqa: PLC0415

    claim = topic.first("amount")  # type: ignore[attr-defined]
    fact = fact_of(topic, ledger.facts)  # type: ignore[arg-type]
    return bool(fact and fact.value and compared(money(claim.number, ledger.unit), fact) == Verdict.EXACT)
