"""Claims: what the numbers and the words of comparison in a narrative say, each with its place.

A sentence is read clause by clause. The words before a number give its role by the patterns; a claim without
a subject of its own goes on about the last one. What is not clearly understood claims nothing and is unread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gouji.narrative.numbers import AMOUNT, ASIDE, BARE, PERCENT, Number, numbers_of
from gouji.narrative.patterns import grammar
from gouji.narrative.scorelines import is_score_value
from gouji.narrative.sections import SCORES, SILENT
from gouji.narrative.subjects import Subject, subject_of, subjects
from gouji.narrative.topics import LARGER, SAME, SMALLER, Claim, Reading, Topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gouji.narrative.sentences import Sentence

_CLAUSE = re.compile(r"[,;:、(…]")
_NUMBERED = re.compile(r"\([一二三四五六七八九十\d]{1,3}\)")
_PART_OF = re.compile(r"^\(?其中[:,]?")
_PAIR = re.compile(r"[,、和]")
_UNSURE = ("基本", "大致", "(或", "（或")


@dataclass
class _Focus:
    """What the sentence is about while it is read."""

    topics: list[Topic] = field(default_factory=list)
    topic: Topic | None = None
    pair: tuple[Topic, ...] = ()
    whole: Topic | None = None
    in_parts: bool = False
    in_reason: bool = False
    section: str = ""
    unread: list[tuple[Sentence, Number]] = field(default_factory=list)
    count: int = 0


def read_claims(sentences: Iterable[Sentence]) -> Reading:
    """Return the claims of the sentences."""
    focus = _Focus()
    kept = tuple(sentences)
    for sentence in kept:
        if sentence.section != SILENT and "\t" not in sentence.placed.paragraph.text:
            _read_sentence(sentence, focus)
    return Reading(kept, tuple(focus.topics), focus.count, tuple(focus.unread))


def _read_sentence(sentence: Sentence, focus: _Focus) -> None:
    if sentence.placed.heading != focus.section:
        focus.topic, focus.pair, focus.section = None, (), sentence.placed.heading
    if focus.in_parts:
        # behind a list of parts, words without a subject may be about the whole or about the last part
        focus.topic = None
    focus.whole, focus.in_parts, focus.in_reason = None, False, False
    numbers = list(numbers_of(sentence.text))
    focus.count += len(numbers)
    values = [number for number in numbers if number.kind != ASIDE]
    place, n = 0, 0
    while n < len(values):
        pair = _pair_at(sentence.text, values, n)
        lead = sentence.text[place : values[n].start]
        if pair and _read_pair(sentence, lead, pair, focus):
            n, place = n + 2, pair[1].end
            continue
        _read_number(sentence, lead, place, values[n], focus)
        place = values[n].end
        n += 1
    for start, clause in _clauses(sentence.text[place:], place):
        _read_words(sentence, start, clause, focus)


def _read_number(sentence: Sentence, lead: str, place: int, number: Number, focus: _Focus) -> None:
    clauses = list(_clauses(lead.rstrip(":"), place))
    for start, clause in clauses[:-1]:
        _read_words(sentence, start, clause, focus)
    own = clauses[-1][1] if clauses else ""
    separator = sentence.text[clauses[-1][0] - 1] if clauses and clauses[-1][0] else ""
    own = _part(own, focus)
    if any(word in own for word in grammar().reasons):
        focus.in_reason = True
    is_loose = number.kind == BARE and not _is_bare_end(sentence.text, number)
    role = None if is_loose else grammar().role(number.kind, own)
    is_read = role is not None and _claim(role, sentence, number, separator, focus)
    if not is_read and not (sentence.section == SCORES and is_score_value(sentence.text, number)):
        focus.unread.append((sentence, number))


def _claim(
    role: tuple[str, re.Match[str]], sentence: Sentence, number: Number, separator: str, focus: _Focus
) -> bool:
    """Add the claim that the number makes to its topic; return whether it is clear what it is about."""
    name, match = role
    said = match.groupdict()
    subject = _subject(said.get("subject") or "", sentence.section)
    if focus.in_reason:
        begins = separator in ("", ";") or focus.in_parts
        if not (begins and subject.is_known and name in ("amount", "budget")):
            return False
        focus.in_reason = False
    topic = _topic(subject, name, sentence, number, focus)
    if topic is None or (number.kind == BARE and not _may_be_bare(name, topic)):
        return False
    sign = 0 if name == "amount" else _sign(said)
    if name == "growth" and topic.claims and topic.claims[-1].role == "over":
        name = "over_rate"
    detail = said.get("base") or said.get("basis") or ""
    topic.claims.append(Claim(name, number, sentence, number.start, number.end, sign, detail))
    return True


def _sign(said: Mapping[str, str | None]) -> int:
    """Return the sign of a direction word among the words that a pattern found."""
    return 1 if said.get("up") else -1 if said.get("down") else 0


def _subject(words: str, section: str) -> Subject:
    """Return the subject of the words; words of a known comparison are no subject."""
    for pattern in grammar().compares:
        if match := pattern.fullmatch(words):
            words = match["subject"]
    return subject_of(words, section)


def _topic(subject: Subject, role: str, sentence: Sentence, number: Number, focus: _Focus) -> Topic | None:
    """Return the topic of a claim, a new one where it names a subject of its own."""
    if not subject.text:
        many = subject_of("", sentence.section) if role == "amount" else subject
        if many.is_known and number.kind not in (AMOUNT, PERCENT):
            return _new_topic(many, sentence, focus)
        return focus.topic
    if not subject.is_known:
        focus.topic = None
        return None
    if not _goes_on(subject, role, focus.topic):
        focus.topic = _new_topic(subject, sentence, focus)
    return focus.topic


def _goes_on(subject: Subject, role: str, topic: Topic | None) -> bool:
    """Say whether the subject is the topic's own; a second amount of a quantity is a new statement of it."""
    if topic is None or subject[1:3] != topic.subject[1:3]:
        return False
    if not subject.quantity:
        return True
    return not subjects().quantities[subject.quantity].is_many and not (
        role == "amount" and topic.first("amount")
    )


def _new_topic(subject: Subject, sentence: Sentence, focus: _Focus) -> Topic:
    topic = Topic(subject, sentence, focus.whole)
    focus.topics.append(topic)
    return topic


def _may_be_bare(role: str, topic: Topic) -> bool:
    """Say whether a number without a unit surely is the claim: what was printed with one around it."""
    return role in ("share", "growth", "completion", "variance", "prior") or topic.first("budget") is not None


def _is_bare_end(text: str, number: Number) -> bool:
    return text[number.end : number.end + 1] in ("", ",", ";", "。", ":")


def _clauses(text: str, place: int) -> Iterator[tuple[int, str]]:
    """Yield the clauses of a text with their places; a list of names stays one clause."""
    start = 0
    for match in _CLAUSE.finditer(text):
        sign = match[0]
        within = match.start() > start
        opens = text.startswith(("其中", "含"), match.end())
        if (sign == "、" and within) or (
            sign == "(" and not opens and (within or _NUMBERED.match(text, start))
        ):
            continue
        if match.start() > start:
            yield place + start, text[start : match.start()]
        start = match.end()
    if start < len(text) or not text:
        yield place + start, text[start:]
    elif text:
        yield place + start, ""


def _part(clause: str, focus: _Focus) -> str:
    """Return the clause without an opening 其中, which makes what follows a part of the topic."""
    match = _PART_OF.match(clause)
    if match is None:
        return clause
    focus.in_parts = True
    focus.whole = focus.topic or focus.whole
    return clause[match.end() :]


def _read_words(sentence: Sentence, start: int, clause: str, focus: _Focus) -> None:
    """Read a clause without a number: it may name a subject, compare, or open reasons."""
    text = _part(clause.rstrip("。!?"), focus)
    if any(word in text for word in grammar().reasons):
        _read_comparison(sentence, start, text, focus)
        focus.in_reason = True
        return
    if focus.in_reason:
        return
    if "决算" in text and "预算" in text and _read_comparison(sentence, start, text, focus):
        return
    for pattern in grammar().compares:
        if (match := pattern.fullmatch(text)) is not None:
            _go_to(_subject(match["subject"], sentence.section), sentence, focus)
            return
    subject = subject_of(text, sentence.section)
    if subject.path and not subject.quantity:
        _go_to(subject, sentence, focus)


def _go_to(subject: Subject, sentence: Sentence, focus: _Focus) -> None:
    if not subject.text:
        return
    if not subject.is_known:
        focus.topic = None
    elif focus.topic is None or focus.topic.subject[1:3] != subject[1:3]:
        focus.topic = _new_topic(subject, sentence, focus)


def _read_comparison(sentence: Sentence, start: int, text: str, focus: _Focus) -> bool:
    """Read words that compare final amount and budget (小于预算数); return whether the text has them."""
    relation, word = _relation(text)
    if not relation or "决算" not in text or "预算" not in text:
        return False
    named = _subject(text[: text.rfind("决算", 0, text.find(word))], sentence.section)
    if named.text:
        _go_to(named, sentence, focus)
    if focus.topic is not None and (named.is_known or not named.text):
        behind = sentence.text[start : start + len(text) + 3]
        detail = "" if any(sign in behind for sign in _UNSURE) else relation
        at = start + text.find(word)
        focus.topic.claims.append(Claim("relation", None, sentence, at, at + len(word), 0, detail))
    return True


def _relation(text: str) -> tuple[str, str]:
    words = grammar()
    for relation, choices in ((LARGER, words.larger), (SMALLER, words.smaller), (SAME, words.same)):
        for word in choices:
            if word in text:
                return relation, word
    return "", ""


def _pair_at(text: str, values: Sequence[Number], n: int) -> tuple[Number, Number] | None:
    """Return two numbers that stand side by side, the first one perhaps without its unit."""
    if n + 1 >= len(values):
        return None
    first, second = values[n], values[n + 1]
    if not _PAIR.fullmatch(text[first.end : second.start]) or first.kind not in (BARE, second.kind):
        return None
    return first, second


def _read_pair(sentence: Sentence, lead: str, pair: tuple[Number, Number], focus: _Focus) -> bool:
    """Read two numbers that are about two quantities in turn (收、支总计各是 …); return whether they are."""
    clauses = list(_clauses(lead.rstrip(":"), 0))
    own = clauses[-1][1] if clauses else ""
    found = grammar().role(pair[1].kind, own)
    if found is None:
        return False
    role, match = found
    subject = _subject(match.groupdict().get("subject") or "", sentence.section)
    if subject.quantity and (means := subjects().quantities[subject.quantity].means):
        if [topic.subject.quantity for topic in focus.pair] != list(means):
            focus.pair = tuple(_new_topic(Subject(subject.text, one), sentence, focus) for one in means)
    elif subject.text or not focus.pair:
        return False
    sign = _sign(match.groupdict())
    for topic, number in zip(focus.pair, pair, strict=True):
        topic.claims.append(Claim(role, number, sentence, number.start, number.end, sign))
    return True
