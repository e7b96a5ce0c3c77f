"""Wording: what the text says in words alone: slips, empty tables, lists of items, units."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gouji.catalogue import catalogue
from gouji.figures import UNITS
from gouji.findings import FindingCell, Verdict
from gouji.labels import bare_label, plain_label
from gouji.narrative.amounts import code_of, fact_at, money
from gouji.narrative.numbers import AMOUNT, BARE, PERCENT, numbers_of
from gouji.narrative.patterns import grammar
from gouji.narrative.sections import SCORES, SILENT
from gouji.narrative.subjects import ITEM
from gouji.narrative.sums import rule_of
from gouji.narrative.told import Told, about

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gouji.facts import Facts, Table
    from gouji.narrative.ledger import Ledger
    from gouji.narrative.topics import Claim

_LISTS = {"basic.staff": ("301", "303"), "basic.office": ("302", "307", "310", "312", "399")}
"""The economic classes of which a list in 六 names the items."""

_ITEM_DIGITS, _ECONOMIC_DIGITS, _CLASS_DIGITS = 7, 5, 3
_ALL = 100
_SEVERAL = 4
"""Percentages from which on their decimals show a habit."""


class _Slip(NamedTuple):
    id: str
    pattern: re.Pattern[str]


class _Empty(NamedTuple):
    section: str
    rule: str
    table: str
    words: tuple[str, ...]


class _Wording(NamedTuple):
    slips: tuple[_Slip, ...]
    empty: re.Pattern[str]
    tables: tuple[_Empty, ...]


@cache
def _wording() -> _Wording:
    data = tomllib.loads(Path(__file__).with_name("wording.toml").read_text("utf-8"))
    slips = tuple(_Slip(one["id"], re.compile(one["pattern"])) for one in data["slip"])
    tables = tuple(
        _Empty(o["section"], o["rule"], o["table"], tuple(o["words"])) for o in data["empty_table"]
    )
    return _Wording(slips, re.compile(data["empty"]["pattern"]), tables)


def wording(ledger: Ledger) -> Iterator[Told]:
    """Yield what N-08, N-11, N-14, N-15, N-24, N-25 and N-27 say of the words."""
    yield from _slips(ledger)
    yield from _bare_numbers(ledger)
    yield from _units(ledger)
    yield from _decimals(ledger)
    if ledger.facts is not None:
        yield from _empty_tables(ledger, ledger.facts)
        yield from _economic_lists(ledger, ledger.facts)
        yield from _unlisted_items(ledger, ledger.facts)


def _slips(ledger: Ledger) -> Iterator[Told]:
    for sentence in ledger.reading.sentences:
        if sentence.section == SILENT or "\t" in sentence.placed.paragraph.text:
            continue
        for slip in _wording().slips:
            for match in slip.pattern.finditer(sentence.text):
                near = sentence.text[max(0, match.start() - 8) : match.end() + 4]
                rule = "N-29" if slip.id == "unit_of_time" else "N-25"
                yield Told(
                    rule,
                    Verdict.MISMATCH,
                    f"text_{slip.id}",
                    sentence,
                    match.start(),
                    max(match.end(), match.start()),
                    (near,),
                )


def _bare_numbers(ledger: Ledger) -> Iterator[Told]:
    """N-25: a number whose unit or % is not printed."""
    for topic in ledger.topics:
        for claim in topic.claims:
            if claim.number and claim.number.kind == BARE and topic.sentence.section != "":
                wanted = "%" if claim.role in ("share", "growth", "completion", "variance") else ledger.unit
                yield about(
                    claim,
                    "N-25",
                    Verdict.MISMATCH,
                    "text_no_unit",
                    claim.number.text,
                    wanted,
                    right=claim.number.text + wanted,
                )


def _units(ledger: Ledger) -> Iterator[Told]:
    """N-30: an amount in another unit than the text's."""
    for topic in ledger.topics:
        for claim in topic.claims:
            number = claim.number
            tied = bool(rule_of(topic)) and topic.section != SCORES
            if number and tied and number.unit in UNITS and number.unit != ledger.unit:
                right = number.text + ledger.unit if not number.value else ""
                yield about(
                    claim,
                    "N-30",
                    Verdict.MISMATCH,
                    "text_unit",
                    number.text + number.unit,
                    ledger.unit,
                    right=right,
                )


def _decimals(ledger: Ledger) -> Iterator[Told]:
    """N-27: 100% is printed with the decimals of the other percentages, where the text does so elsewhere."""
    claims = [
        c
        for t in ledger.topics
        for c in t.claims
        if c.number and c.number.kind == PERCENT and t.section != SCORES
    ]
    habits = Counter(c.number.decimals for c in claims if c.number)
    if not habits:
        return
    habit, count = habits.most_common(1)[0]
    whole = [c for c in claims if c.number and c.number.value == _ALL]
    bare = [c for c in whole if c.number and not c.number.decimals]
    if not habit or count < _SEVERAL or 2 * len(bare) > len(whole):
        return
    for claim in bare:
        right = f"{_ALL}.{'0' * habit}%"
        yield about(claim, "N-27", Verdict.MISMATCH, "text_decimals", str(_ALL), str(habit), right=right)


# --- the tables -------------------------------------------------------------------------------------------


def _empty_tables(ledger: Ledger, facts: Facts) -> Iterator[Told]:
    for one in _wording().tables:
        table = facts.tables.get(one.table)
        for sentence in ledger.reading.sentences if table else ():
            match = _wording().empty.search(sentence.text)
            if (
                sentence.section != one.section
                or not match
                or not any(word in sentence.text for word in one.words)
            ):
                continue
            index = next((i for i in _filled(table, facts)), None) if table else None
            verdict = Verdict.EXACT if index is None else Verdict.MISMATCH
            cells = (fact_at(index, facts).cell,) if index is not None else ()
            says = "text_empty_exact" if index is None else "text_empty"
            title = table.title if table else ""
            yield Told(
                one.rule,
                verdict,
                says,
                sentence,
                match.start(),
                match.end(),
                (title,),
                None,
                tuple(c for c in cells if c),
            )


def _filled(table: Table, facts: Facts) -> Iterator[int]:
    """Yield the facts of a table that are not zero."""
    for line in table.lines:
        yield from (i for i in range(line.start, line.start + len(line.columns)) if facts.amounts[i])


def _economic_lists(ledger: Ledger, facts: Facts) -> Iterator[Told]:
    """N-11: the items that 六 names are those of T6 that are not zero."""
    table = facts.tables.get("T6")
    if table is None:
        return
    for topic in ledger.topics:
        classes = _LISTS.get(topic.subject.quantity)
        claim = topic.first("amount")
        if classes is None or claim is None or topic.section != "basic":
            continue
        listed, is_open = _list_behind(claim)
        filled = {
            code: plain_label(bare_label(table.labels[code]))
            for code, columns in table.rows.items()
            if len(code) == _ECONOMIC_DIGITS
            and code.startswith(classes)
            and any(facts.amounts[i] for i in columns.values())
        }
        if not listed or not filled:
            continue
        names = {_bare(name): name for name in listed}
        have = {_bare(name): name for name in filled.values()}
        if any(_bare(code.name) in names for code in catalogue().economic if len(code.code) == _CLASS_DIGITS):
            continue
        extra = [name for bare, name in names.items() if bare not in have]
        missing = [] if is_open else [name for bare, name in have.items() if bare not in names]
        if extra or missing:
            yield about(
                claim,
                "N-11",
                Verdict.MISMATCH,
                "text_list",
                "、".join(extra) or "—",
                "、".join(missing) or "—",
            )
        else:
            yield about(claim, "N-11", Verdict.EXACT, "text_list_exact")


def _bare(name: str) -> str:
    return re.sub(r"[()]|支出$|费用?$|缴费$", "", plain_label(name))


def _list_behind(claim: Claim) -> tuple[list[str], bool]:
    """Return the names that the sentence lists behind the claim, and whether it says that there are more."""
    text = claim.sentence.text[claim.end :]
    for word in grammar().lists:
        at = text.find(word)
        if 0 <= at <= 3:  # noqa: PLR2004 directly behind the amount
            names = re.split(r"[;。]", text[at + len(word) :].lstrip(":"), maxsplit=1)[0]
            parts = (
                part.strip(",。").removesuffix("等").removesuffix("等支出")
                for part in re.split("[、,]", names)
            )
            return [part for part in parts if part], "等" in names[-4:]
    return [], False


def _unlisted_items(ledger: Ledger, facts: Facts) -> Iterator[Told]:
    """N-08: every item of T5 that is not zero is told about, where the text tells about most."""
    table = facts.tables.get("T5")
    items = [
        t
        for t in ledger.topics
        if t.subject.path and t.subject.path[-1][0] == ITEM and t.section not in ("fund", "capital")
    ]
    if table is None or not items:
        return
    told, near, amounts = set(), "", set()
    for topic in items:
        near = code_of(topic.subject, table, near) or near
        told.add(near)
    for sentence in ledger.reading.sentences:
        if sentence.section != SILENT:
            amounts |= {money(n, ledger.unit).value for n in numbers_of(sentence.text) if n.kind == AMOUNT}
    missing = []
    filled = 0
    for code, columns in table.rows.items():
        if len(code) != _ITEM_DIGITS or "合计" not in columns or not facts.amounts[columns["合计"]]:
            continue
        filled += 1
        fact = fact_at(columns["合计"], facts)
        if code not in told and fact.value not in amounts:
            missing.append((code, fact.cell))
    if missing and len(missing) * 2 <= filled:
        cells = tuple(cell for _, cell in missing if cell)
        last = items[-1]
        words = ("、".join(f"{code} {table.labels[code]}" for code, _ in missing),)
        yield Told(
            "N-31", Verdict.MISMATCH, "text_unlisted", last.sentence, 0, 0, words, None, _unweighed(cells)
        )


def _unweighed(cells: Iterable[FindingCell]) -> tuple[FindingCell, ...]:
    return tuple(cell._replace(weight=0) for cell in cells)
