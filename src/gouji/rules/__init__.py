"""The rule book: what must tie (勾稽关系), as data with sources.

`book/*.toml` holds the rules, `language` reads their text, `bind` applies them to one workbook's facts,
`structure` holds the checks that are not sums.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gouji.catalogue import catalogue
from gouji.rules.language import Equation, RuleError, Tree, parse, parse_condition
from gouji.rules.structure import CHECKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gouji.findings import Finding

SEVERITIES = ("must", "should", "info")
_FIELDS: Mapping[str, tuple[type, bool]] = {
    "id": (str, True),
    "zh": (str, True),
    "en": (str, False),
    "severity": (str, True),
    "source": (str, False),
    "forms": (list, False),
    "forms_if_printed": (list, False),
    "forms_between_years": (list, False),
    "when": (str, False),
    "optional": (bool, False),
    "absent": (list, False),
    "years": (object, False),
    "reading": (bool, False),
    "scores": (bool, False),
    "formulas": (bool, False),
    "narrative": (bool, False),
}
"""Field → its kind and whether every rule has it."""

_SAYING = ("forms", "forms_if_printed", "forms_between_years", "reading", "scores", "formulas", "narrative")
"""The fields of which every rule has one."""

_TREES = ("forms", "forms_if_printed", "forms_between_years")

_KINDS = {str: "a text", list: "a list of texts", bool: "true or false", object: "anything"}


class RuleBookError(ValueError):
    """A rule file cannot be used; the message names the file, the rule and the position."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One tie: id, what must hold in Chinese and English, severity, source, and its trees.

    `trees` take a blank cell for zero; `trees_if_printed` are not evaluated while a whole side is blank;
    `trees_between_years` are about two workbooks, this year's on the left and last year's on the right.
    `texts` are the trees as they are written.
    `when` must hold exactly for the rule to apply. `optional`: it does not apply where a layout lacks its
    rows or columns. `absent` names tables that count as zero where they are missing. `years` are the first
    and last year it holds for, 0 for open. A rule without trees is about reading the workbook, about score
    sheets, about formulas or about a narrative.
    """

    id: str
    zh: str
    en: str
    severity: str
    source: str
    trees: tuple[Tree, ...] = ()
    trees_if_printed: tuple[Tree, ...] = ()
    trees_between_years: tuple[Equation, ...] = ()
    when: tuple[Equation, ...] = ()
    optional: bool = False
    absent: frozenset[str] = frozenset()
    years: tuple[int, int] = (0, 0)
    texts: tuple[str, ...] = ()

    def applies_to(self, year: int) -> bool:
        """Say whether the rule holds for statements of the year; 0 is an unknown year."""
        first, last = self.years
        return not year or (first <= year and (not last or year <= last))


RuleBook = tuple[Rule, ...]


def in_order(findings: Iterable[Finding], book: RuleBook) -> tuple[Finding, ...]:
    """Return the findings in the order of the rule book, those of one rule in the order they come."""
    places = {rule.id: place for place, rule in enumerate(book)}
    return tuple(sorted(findings, key=lambda finding: places[finding.rule]))


@cache
def rule_book() -> RuleBook:
    """Return the rules that ship with this version, reading rules first, those of formulas last."""
    names = ("reading.toml", "within.toml", "across.toml", "years.toml", "scores.toml", "formulas.toml")
    return tuple(rule for name in names for rule in _rules_of(name))


@cache
def narrative_rules() -> RuleBook:
    """Return the rules of narratives (决算说明), which are no rules of a workbook alone."""
    return _rules_of("narrative.toml")


@cache
def rollup_rules() -> RuleBook:
    """Return the rules of summary workbooks (汇总) against those of their units."""
    return _rules_of("rollup.toml")


def _rules_of(name: str) -> RuleBook:
    return parse_rules((Path(__file__).with_name("book") / name).read_text("utf-8"), name)


def with_rules_of(book: RuleBook, path: Path) -> RuleBook:
    """Return the book with a user's own rules; one with the id of an official rule replaces it.

    Raises RuleBookError when the file cannot be read as rules.
    """
    return with_rules(book, text_of_rules(path), str(path))


def text_of_rules(path: Path) -> str:
    """Return the text of a rule file, with or without a mark of UTF-8. Raises RuleBookError."""
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise RuleBookError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise RuleBookError(f"{path}: not UTF-8; save the file as UTF-8 (另存为 UTF-8)") from None


def with_rules(book: RuleBook, text: str, name: str) -> RuleBook:
    """Return the book with the rules of a TOML text, as `with_rules_of` does. Raises RuleBookError."""
    own = {rule.id: rule for rule in parse_rules(text, name)}
    return (*(own.pop(rule.id, rule) for rule in book), *own.values())


def parse_rules(text: str, name: str) -> RuleBook:
    """Return the rules of a TOML text; `name` is the file's, for errors. Raises RuleBookError."""
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RuleBookError(f"{name}: {error}") from None
    entries = data.get("rule")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise RuleBookError(f"{name}: a rule file is a list of [[rule]] tables")
    rules = tuple(
        _rule(entry, f"{name}: rule {entry.get('id', number)}") for number, entry in enumerate(entries, 1)
    )
    ids = [rule.id for rule in rules]
    if repeated := {i for i in ids if ids.count(i) > 1}:
        raise RuleBookError(f"{name}: rule {', '.join(sorted(repeated))} stands twice")
    return rules


def _rule(entry: Mapping[str, Any], where: str) -> Rule:
    for key, (kind, needed) in _FIELDS.items():
        if needed and not isinstance(entry.get(key), kind):
            raise RuleBookError(f"{where}: {key} is missing")
        if not _is(kind, entry.get(key, kind())):
            raise RuleBookError(f"{where}: {key} is {_KINDS[kind]}")
    if unknown := set(entry) - set(_FIELDS):
        raise RuleBookError(f"{where}: unknown field {', '.join(sorted(unknown))}")
    if entry["severity"] not in SEVERITIES:
        raise RuleBookError(f"{where}: severity is one of {', '.join(SEVERITIES)}, not {entry['severity']}")
    if unknown := set(entry.get("absent", ())) - set(catalogue().tables):
        raise RuleBookError(f"{where}: absent names no table {', '.join(sorted(unknown))}")
    if not any(map(entry.get, _SAYING)):
        raise RuleBookError(f"{where}: forms is missing")
    return Rule(
        id=entry["id"],
        zh=entry["zh"],
        en=entry.get("en", entry["zh"]),
        severity=entry["severity"],
        source=entry.get("source", ""),
        trees=_trees(entry, "forms", where),
        trees_if_printed=_trees(entry, "forms_if_printed", where),
        trees_between_years=_between_years(entry, where),
        when=_condition(entry, where),
        optional=entry.get("optional", False),
        absent=frozenset(entry.get("absent", ())),
        years=_years(entry, where),
        texts=tuple(text for key in _TREES for text in entry.get(key, ())),
    )


def _is(kind: type, value: object) -> bool:
    """Say whether a field's value is of its kind; a list is one of texts."""
    if kind is list:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, kind)


def _trees(entry: Mapping[str, Any], key: str, where: str) -> tuple[Tree, ...]:
    trees = []
    for text in entry.get(key, ()):
        try:
            trees.append(parse(text, frozenset(CHECKS)))
        except RuleError as error:
            raise RuleBookError(_pointing(where, key, text, error)) from None
    return tuple(trees)


def _between_years(entry: Mapping[str, Any], where: str) -> tuple[Equation, ...]:
    """Return the trees between years; a subtracted term would stand on the side of the other year."""
    key = "forms_between_years"
    trees = []
    for text, tree in zip(entry.get(key, ()), _trees(entry, key, where), strict=True):
        if not isinstance(tree, Equation) or "-" in text:
            error = RuleError("between years sums are compared, without a minus", max(text.find("-"), 0) + 1)
            raise RuleBookError(_pointing(where, key, text, error))
        trees.append(tree)
    return tuple(trees)


def _condition(entry: Mapping[str, Any], where: str) -> tuple[Equation, ...]:
    if "when" not in entry:
        return ()
    try:
        return parse_condition(entry["when"])
    except RuleError as error:
        raise RuleBookError(_pointing(where, "when", entry["when"], error)) from None


def _years(entry: Mapping[str, Any], where: str) -> tuple[int, int]:
    match entry.get("years", [0, 0]):
        case [int(first), int(last)]:
            return first, last
    raise RuleBookError(f"{where}: years is [first, last], 0 for open")


def _pointing(where: str, key: str, text: str, error: RuleError) -> str:
    return (
        f"{where}, {key}, position {error.column}: {error}\n  {text}\n  {_blanks(text[: error.column - 1])}^"
    )


def _blanks(text: str) -> str:
    """Return blanks as wide as the text on a terminal, where Chinese signs take two places."""
    return "".join(" " if ord(sign) < 0x1100 else "  " for sign in text)  # noqa: PLR2004 where wide signs begin
