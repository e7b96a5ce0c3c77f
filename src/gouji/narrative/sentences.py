"""Sentences: paragraphs → sentences without the blanks of printing, each sign with its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from gouji.narrative.sections import SCORES, SILENT, placed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gouji.narrative.paragraphs import Paragraph
    from gouji.narrative.sections import Placed

_PLAIN = str.maketrans(
    "，；：（）％．－−０１２３４５６７８９！？\u3000\u00a0｛｝＝＜＞／＋",
    ",;:()%.--0123456789!?  {}=<>/+",
)
_ENDS = "。!?…"
_DIGIT = re.compile(r"\d")


class Sentence(NamedTuple):
    """A sentence: `text` without blanks and with half-width signs, and where it stands.

    `offsets` are the places of the text's signs in the paragraph, with the place behind the last at the end.
    """

    text: str
    offsets: tuple[int, ...]
    placed: Placed

    @property
    def section(self) -> str:
        """The kind of the section."""
        return self.placed.kind

    @property
    def printed(self) -> str:
        """The sentence as the document prints it."""
        return self.placed.paragraph.text[self.offsets[0] : self.offsets[-1]]

    def printed_offset(self, place: int) -> int:
        """Return where a sign of the text stands in the printed sentence."""
        return self.offsets[place] - self.offsets[0]


def sentences_of(paragraphs: Sequence[Paragraph]) -> Iterator[Sentence]:
    """Yield the sentences of a document in their order; those of silent parts as well."""
    for one in placed(paragraphs):
        yield from _split(one)


def _split(one: Placed) -> Iterator[Sentence]:
    signs = _compact(one.paragraph.text)
    start = 0
    for n, (sign, _) in enumerate(signs):
        ends = sign in _ENDS and one.kind not in (SCORES, SILENT)
        if ends or n == len(signs) - 1:
            part = signs[start : n + 1]
            offsets = (*(place for _, place in part), part[-1][1] + 1)
            yield Sentence("".join(sign for sign, _ in part), offsets, one)
            start = n + 1


def _compact(text: str) -> list[tuple[str, int]]:
    """Return the signs with their places, blanks left out but between two numbers."""
    plain = text.translate(_PLAIN)
    kept: list[tuple[str, int]] = []
    for place, sign in enumerate(plain):
        if not sign.isspace():
            kept.append((sign, place))
        elif kept and _DIGIT.match(kept[-1][0]) and _DIGIT.match(plain[place:].lstrip()[:1] or ""):
            kept.append((" ", place))
    return kept
