"""Paragraphs: a document's text as a person reads it, whatever file it came from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, its lines joined, without page headers and page numbers.

    `page` is the page it begins on, counted from 1, and 0 where the format has none. `level` is its heading
    level as the file states it, 0 for body text and where the file does not say.
    """

    text: str
    page: int = 0
    level: int = 0
