"""Located text: every sign of a paragraph with its place in the file, so that a remark finds its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gouji.narrative.paragraphs import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Sign = tuple[str, Any]
"""One character and its place in the file, None for one that the reader put in between."""

_CHINESE = re.compile(r"[一-鿿]")
_SENTENCE_END = re.compile(r"[。；：！？;:!?]$")
_HEADING = re.compile(
    r"(?:第?[一二三四五六七八九十]+(?:部分|[、.．])|（[一二三四五六七八九十]+）|\d{1,2}[、．.](?!\d))"
)
_LONGEST_HEADING = 40


@dataclass(frozen=True, slots=True)
class Located:
    """A paragraph, and the place in the file of each character of its text."""

    paragraph: Paragraph
    places: Sequence[Any]


def located(signs: Iterable[Sign], page: int = 0, level: int = 0) -> Located | None:
    """Return the paragraph of the signs without the spaces at its ends, None when nothing is left."""
    kept = list(signs)
    while kept and kept[-1][0].isspace():
        kept.pop()
    first = next((n for n, (sign, _) in enumerate(kept) if not sign.isspace()), len(kept))
    if first == len(kept):
        return None
    text = "".join(sign for sign, _ in kept[first:])
    return Located(Paragraph(text, page, level), [place for _, place in kept[first:]])


def split_at_breaks(signs: Sequence[Sign]) -> list[list[Sign]]:
    r"""Return the paragraphs in signs with soft line breaks (\n), which end one or only wrap its line.

    A break ends a paragraph behind the end of a sentence, behind a heading and before one.
    """
    lines: list[list[Sign]] = [[]]
    for sign in signs:
        if sign[0] == "\n":
            lines.append([])
        else:
            lines[-1].append(sign)
    paragraphs = [lines[0]]
    for line in lines[1:]:
        before, text = _text(paragraphs[-1]), _text(line)
        if not before or not text or _SENTENCE_END.search(before) or is_heading(before) or is_heading(text):
            paragraphs.append(line)
        else:
            paragraphs[-1] = paragraphs[-1] + line
    return paragraphs


def is_heading(text: str) -> bool:
    """Say whether the text is a numbered line without the end of a sentence: 二、收入决算情况说明."""
    is_short = len(text) <= _LONGEST_HEADING and not re.search(r"[。；，]", text)
    return is_short and _HEADING.match(text) is not None


def begins_item(text: str) -> bool:
    """Say whether the text begins with the number of a heading or of an item of a list."""
    return _HEADING.match(text) is not None


def has_chinese(text: str) -> bool:
    """Say whether there is a Chinese sign in the text."""
    return _CHINESE.search(text) is not None


def _text(signs: Iterable[Sign]) -> str:
    return "".join(sign for sign, _ in signs).strip()
