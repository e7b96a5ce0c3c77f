"""Messages: every sentence that a person reads; a folder a language, a file a section.

{words} in a sentence are filled in here.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from gouji.catalogue import catalogue
from gouji.findings import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gouji.findings import Finding
    from gouji.rules import Rule

LANGUAGES = ("zh", "en")
_COLON = {"zh": "：", "en": ": "}
_TABLE_WORDS = frozenset({"no_table", "no_row", "no_rows", "no_column"})
_WITHOUT_ADVICE = frozenset({Verdict.EXACT, Verdict.ROUNDING})


@cache
def texts(section: str, lang: str) -> Mapping[str, str]:
    """Return the sentences of one section of the catalogue of `lang`, zh or en: the file of that name."""
    return tomllib.loads(Path(__file__).with_name(lang).joinpath(f"{section}.toml").read_text("utf-8"))


def rule_text(rule: Rule, lang: str) -> str:
    """Return what must hold by the rule."""
    return rule.zh if lang == "zh" else rule.en


def message(finding: Finding, rule: Rule, lang: str) -> str:
    """Return the finding as one paragraph: what must hold, what was found, what to do."""
    parts = [rule_text(rule, lang) + _COLON[lang] + found(finding, lang), advice(finding, lang)]
    return ("" if lang == "zh" else " ").join(part for part in parts if part)


def found(finding: Finding, lang: str) -> str:
    """Return the sentence that says what was found."""
    words = finding.words
    if finding.says in _TABLE_WORDS or finding.says == finding.rule:
        table = catalogue().tables.get(words[0])
        named = {"table": table.title if table else words[0]}
    else:
        named = {}
    if finding.says == finding.rule:
        named |= {"text": words[1], "row": words[2], "count": str(len(finding.cells))}
    elif finding.difference is not None:
        named |= dict(zip(("left", "right", "difference"), words, strict=False))
    section = "narrative" if finding.place else "findings"
    return texts(section, lang)[finding.says].format(*words, **named)


def advice(finding: Finding, lang: str) -> str:
    """Return what to do about the finding, '' when there is nothing to do."""
    section = "narrative_advice" if finding.place else "advice"
    return "" if finding.verdict in _WITHOUT_ADVICE else texts(section, lang).get(finding.says, "")


def unreadable(says: str, words: tuple[str, ...], lang: str) -> str:
    """Return why a file could not be read and what to do."""
    return texts("unreadable", lang)[says].format(*words)
