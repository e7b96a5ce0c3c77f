"""Department: whose statement it is, and where the text names another unit in its place."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gouji.findings import Verdict
from gouji.labels import plain_label
from gouji.narrative.sections import SCORES, SILENT
from gouji.narrative.told import Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gouji.narrative.ledger import Ledger
    from gouji.narrative.sentences import Sentence

_ORDINAL = (
    r"(?:第[一二三四五六七八九十]+(?:部分[:、]?|条)|\(??[一二三四五六七八九十]{1,3}[)、.]+"
    r"|\(??\d{1,2}[)、.]+)?"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_CODE = re.compile(r"^[^一-鿿]+")
_SIGNS = re.compile(r"[^一-鿿]")
_MORE = 6
"""Signs behind a place that tell one statement from another."""

_SAID_ENOUGH = 2
"""How often a text must name a unit for the others to be held against it, where no workbook names one."""


class _Place(NamedTuple):
    pattern: re.Pattern[str]
    where: str

    def holds(self, sentence: Sentence) -> bool:
        """Say whether the place can be in the sentence."""
        match self.where:
            case "heading":
                return sentence.placed.is_heading
            case "text":
                return sentence.section != SILENT
        return True


class _Words(NamedTuple):
    name: re.Pattern[str]
    listed: re.Pattern[str]
    level: re.Pattern[str]
    places: tuple[_Place, ...]
    section: str
    words: tuple[str, ...]


class Named(NamedTuple):
    """A place where the unit's own name stands, and its pattern's match with the groups name and year."""

    sentence: Sentence
    match: re.Match[str]

    @property
    def name(self) -> str:
        """The unit named, '' where the place names none."""
        return self.match.groupdict().get("name") or ""

    @property
    def year(self) -> str:
        """The year named, '' where the place names none."""
        return self.match.groupdict().get("year") or ""

    @property
    def opening(self) -> str:
        """The first words of the sentence, a few of those behind the place among them."""
        return self.sentence.text[: self.match.end() + _MORE]


@cache
def _words() -> _Words:
    data = tomllib.loads(Path(__file__).with_name("department.toml").read_text("utf-8"))
    name = f"(?!{data['never']})[一-鿿()]{{1,40}}?{data['ends']}{data['level']}"
    slots = {"{name}": f"(?P<name>{name})", "{year}": r"(?P<year>20\d\d)"}
    places = tuple(_Place(_filled(one["pattern"], slots), one.get("where", "text")) for one in data["place"])
    return _Words(
        re.compile(name),
        re.compile(f"{name}(?=决算|[^一-鿿]|$)"),
        re.compile(f"{data['level']}$"),
        places,
        data["list"]["section"],
        tuple(data["list"]["words"]),
    )


def _filled(pattern: str, slots: dict[str, str]) -> re.Pattern[str]:
    for slot, expression in slots.items():
        pattern = pattern.replace(slot, expression)
    return re.compile(_ORDINAL + pattern)


def named_places(sentences: Iterable[Sentence]) -> Iterator[Named]:
    """Yield the places where the unit's own name and the year of its accounts stand, one of a sentence."""
    for sentence in sentences:
        if sentence.section == SCORES:
            continue
        for place in _words().places:
            if place.holds(sentence) and (match := place.pattern.match(sentence.text)):
                yield Named(sentence, match)
                break


def wrong_departments(ledger: Ledger) -> Iterator[Told]:
    """N-42: yield the places where another unit's name stands for that of the statement's own."""
    places = [one for one in ledger.named if one.name]
    owner = _owner(ledger.department)
    own = _own_name(owner, [one.name for one in places])
    if not own:
        return
    listed = _listed_units(ledger, own)
    others = [one for one in places if not _is_any(one.name, (own, *listed))]
    if not any(is_same_unit(one.name, own) for one in places):
        # The text never names the workbook's unit: it may be the wrong workbook, and once is enough.
        first = {one.name: one for one in reversed(others)}
        others = [one for one in others if one is first[one.name]]
    says = "text_department_tables" if owner else "text_department"
    for one in others:
        start, end = one.match.span("name")
        yield Told("N-42", Verdict.MISMATCH, says, one.sentence, start, end, (one.name, own), right=own)


def _owner(department: str) -> str:
    """Return the name in a table's head without its code, '' where it has not the form of a unit's name."""
    label = _CODE.sub("", plain_label(department))
    return label if _words().name.fullmatch(label) else ""


def _own_name(owner: str, names: Sequence[str]) -> str:
    """Return the unit's name: as the text has it, if it agrees with the workbook's, else the workbook's.

    Without a workbook it is the name that more than half of the places have, '' where none has.
    """
    candidates = [name for name in names if not owner or is_same_unit(name, owner)]
    if not candidates:
        return owner
    name = Counter(candidates).most_common(1)[0][0]
    same = sum(is_same_unit(one, name) for one in names)
    return name if owner or (same >= _SAID_ENOUGH and 2 * same > len(names)) else ""


def _listed_units(ledger: Ledger, own: str) -> tuple[str, ...]:
    """Return the units that the text lists beside the department itself: their names are no mistakes.

    A sentence about what the statement of a unit covers does not speak for that unit.
    """
    words = _words()
    places = {id(one.sentence): one for one in ledger.named if one.name}
    found: list[str] = []
    names_itself = False
    for sentence in ledger.reading.sentences:
        if sentence.section != words.section and not any(word in sentence.text for word in words.words):
            continue
        place = places.get(id(sentence))
        names_itself |= own in sentence.text
        names = words.listed.findall(sentence.text, place.match.end() if place else 0)
        found += [name for name in names if not place or not is_same_unit(name, place.name)]
    return tuple(found) if names_itself else ()


def _is_any(name: str, names: Iterable[str]) -> bool:
    return any(is_same_unit(name, one) for one in names)


def is_same_unit(one: str, other: str) -> bool:
    """Say whether two names may be of one unit: the short one has only signs of the long one, in its order.

    区财政局 is short for 上海市普陀区财政局, 发改委 for 发展和改革委员会. What brackets hold may be left out.
    """
    pairs = ((a, b) for a in _spellings(one) for b in _spellings(other))
    return any(_is_short_for(*sorted(pair, key=len)) for pair in pairs)


@lru_cache(maxsize=1 << 10)
def _spellings(name: str) -> frozenset[str]:
    """Return the name without its level (本级, 汇总), with and without what its brackets hold."""
    label = _words().level.sub("", plain_label(name))
    return frozenset(_SIGNS.sub("", text) for text in (label, _BRACKETS.sub("", label)))


def _is_short_for(short: str, long: str) -> bool:
    rest = iter(long)
    return bool(short) and all(sign in rest for sign in short)
