"""Years: which year a statement is about, and where its text names another or none."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from gouji.findings import Verdict
from gouji.narrative.amounts import compared, fact_of, money
from gouji.narrative.told import Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gouji.facts import Facts
    from gouji.narrative.ledger import Ledger
    from gouji.narrative.sentences import Sentence
    from gouji.narrative.topics import Reading, Topic

_YEAR = re.compile(r"(?<![\d与比较同和])(20\d\d)年度?(?!\d{0,2}月)")
_BROKEN = re.compile(r"(?<!\d)(20\d)年度")
_TITLE = re.compile(r"(?<!\d)(\d{4})年度?(?:部门|单位)?(?:收支)?决算(?:公开|情况|说明|报告)*(?:说明|表)?$")
_BEFORE = re.compile(r"(?<=[与比较同和])(\d{4})年度?(?=(?:决算数?)?相比|[增减上下持提降]|决算[增减])")
_EMPTY = re.compile(r"(?<!\d)(\d{4})年度(?=无|没有)")
_EMPTY_SECTIONS = ("fund", "capital")
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
    """N-24, N-41: yield broken years, titles and statements of another year, wrong years before."""
    found = {(one.rule, id(one.sentence), one.start): one for one in _wrong_years(ledger)}
    yield from found.values()


def _wrong_years(ledger: Ledger) -> Iterator[Told]:
    for sentence in ledger.reading.sentences:
        for match in _BROKEN.finditer(sentence.text):
            yield _wrong("N-24", sentence, match, ledger.year)
        if not ledger.year:
            continue
        is_fund = sentence.section in _EMPTY_SECTIONS and str(ledger.year) not in sentence.text
        found = [_TITLE.search(sentence.text) if sentence.placed.is_heading else None]
        found += _EMPTY.finditer(sentence.text) if is_fund else ()
        for one in found:
            if one and int(one[1]) != ledger.year:
                yield _wrong("N-24", sentence, one, ledger.year)
        for match in _BEFORE.finditer(sentence.text):
            if int(match[1]) != ledger.year - 1:
                yield _wrong("N-41", sentence, match, ledger.year - 1)
    yield from _wrong_topics(ledger)
    yield from _wrong_openings(ledger)


def _wrong(rule: str, sentence: Sentence, match: re.Match[str], year: int) -> Told:
    return _wrong_at(rule, sentence, match.span(1), year)


def _wrong_at(rule: str, sentence: Sentence, span: tuple[int, int], year: int) -> Told:
    start, end = span
    right = str(year) if year else ""
    says = "text_year" if rule == "N-24" else "text_year_before"
    words = (sentence.text[start:end], right or "？")
    return Told(rule, Verdict.MISMATCH, says, sentence, start, end, words, right=right)


def _wrong_topics(ledger: Ledger) -> Iterator[Told]:
    """Yield what the text says of this year under another year's name."""
    for topic in ledger.reading.topics:
        if not topic.subject.is_known or not ledger.is_of_another_year(topic):
            continue
        if not (ledger.is_misdated(topic) or _is_fact(ledger, topic)):
            continue
        if match := re.search(rf"(?<!\d)({topic.subject.year})(?!\d)", topic.sentence.text):
            yield _wrong("N-24", topic.sentence, match, ledger.year)


def _wrong_openings(ledger: Ledger) -> Iterator[Told]:
    """Yield the years beside the unit's name where its paragraph does not name the accounts' year at all.

    A statement that the text makes of both years, in two paragraphs, compares them.
    """
    openings = {one.opening for one in ledger.named}
    for one in ledger.named:
        wrong, right = one.year, str(ledger.year)
        if not ledger.year or wrong in ("", right) or right in one.sentence.placed.paragraph.text:
            continue
        if one.opening.replace(wrong, right) not in openings:
            yield _wrong_at("N-24", one.sentence, one.match.span("year"), ledger.year)


def is_own_year(topic: Topic) -> bool:
    """Say whether the topic has claims that only the year's own statement makes."""
    return not _OWN_YEAR.isdisjoint(claim.role for claim in topic.claims)


def _is_fact(ledger: Ledger, topic: Topic) -> bool:
    """Say whether the amount is the one that the tables have of the statement's year."""
    claim, fact = topic.first("amount"), fact_of(topic, ledger.facts)
    if claim is None or claim.number is None or fact is None or not fact.value:
        return False
    return compared(money(claim.number, ledger.unit), fact) == Verdict.EXACT
