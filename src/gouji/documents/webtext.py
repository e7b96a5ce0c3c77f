"""Web text: a published web page (.html, .htm) → paragraphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gouji.documents.libraries import library
from gouji.documents.located import Located, has_chinese, located, split_at_breaks
from gouji.documents.scorerows import holds_scores
from gouji.workbook.read import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gouji.documents.located import Sign

_BLOCKS = frozenset(
    (
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    )
)
_NOT_TEXT = (
    "script",
    "style",
    "noscript",
    "template",
    "head",
    "nav",
    "header",
    "footer",
    "aside",
    "select",
    "button",
    "iframe",
    "object",
    "svg",
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEAD = 4096
_SENTENCES = re.compile(r"[。；]")
_FEWEST_CELLS, _MOST_LINES = 2, 8
_SPACES = re.compile(r"[\s\u200b\ufeff]+")
_WRAPPED = re.compile(r"(?<=[一-鿿，。；、])\s*\n\s*|\s*\n\s*(?=[一-鿿，。；、])")
"""Where the source wraps a line beside a Chinese sign, it is no space."""

_MAIN = 0.9
"""The main part of a page is the innermost element with so much of the sentences' length."""


def paragraphs_of(data: bytes) -> list[Located]:
    """Return the paragraphs of a web page, score sheets row by row, no other table.

    Menus and what stands around the text are left out. Raises UnreadableError when there is no Chinese text.
    """
    text = decoded(data)
    if not text.strip():
        raise UnreadableError("not_chinese")
    root = library("lxml.html").document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    for element in [
        *root.iter(*_NOT_TEXT),
        *(e for e in root.iter() if _HIDDEN.search(e.get("style") or "")),
    ]:
        if element.getparent() is not None:
            element.drop_tree()
    found: list[Located] = []
    for block in _blocks(_main(root)):
        if isinstance(block, list):
            found += [one for part in split_at_breaks(block) if (one := located(_spaced(part)))]
        else:
            found += _score_rows(block, found)
    if not any(has_chinese(one.paragraph.text) for one in found):
        raise UnreadableError("not_chinese")
    return found


def decoded(data: bytes) -> str:
    """Return the text of a page: UTF-8 where it is, else what it declares, Chinese charsets as gb18030."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _CHARSET.search(data[:_HEAD])
        name = declared[1].decode("ascii").lower() if declared else "gb18030"
        try:
            return data.decode("gb18030" if name.startswith("gb") else name, "replace")
        except LookupError:
            return data.decode("gb18030", "replace")


def _main(root: Any) -> Any:
    """Return the innermost element that holds nearly all of the page's sentences."""
    body = root.find(".//body")
    element = root if body is None else body
    whole = _weight(element)
    while whole:
        inner = max(element, key=_weight, default=None)
        if inner is None or inner.tag not in _BLOCKS - {"p"} or _weight(inner) < _MAIN * whole:
            break
        element = inner
    return element


def _weight(element: Any) -> int:
    return len(_SENTENCES.findall("".join(element.itertext()))) if isinstance(element.tag, str) else 0


def _blocks(element: Any) -> Iterator[list[Sign] | Any]:
    """Yield the text between the borders of block elements as signs, and tables of figures as elements."""
    run: list[Sign] = []
    for piece in _pieces(element):
        if isinstance(piece, str):
            run += [(sign, None) for sign in piece]
            continue
        yield run
        run = []
        if piece is not None:
            yield piece
    yield run


def _pieces(element: Any) -> Iterator[str | Any]:
    r"""Yield texts, \n for a line break, None for the border of a block, and tables of figures."""
    yield _plain(element.text)
    for child in element:
        if isinstance(child.tag, str):
            if child.tag == "br":
                yield "\n"
            elif child.tag == "table" and not _is_layout(child):
                yield child
            elif child.tag in _BLOCKS:
                yield None
                yield from _pieces(child)
                yield None
            else:
                yield from _pieces(child)
        yield _plain(child.tail)


def _is_layout(table: Any) -> bool:
    """Say whether a table only lays out the page: of tables, of one column, or of cells of many lines."""
    if all(len(row) < _FEWEST_CELLS for row in table.iter("tr")) or table.find(".//table") is not None:
        return True
    return any(len(list(cell.iter("p", "div", "br"))) > _MOST_LINES for cell in table.iter("td"))


def _plain(text: str | None) -> str:
    return _SPACES.sub(" ", _WRAPPED.sub("", text or ""))


def _spaced(signs: Sequence[Sign]) -> list[Sign]:
    """Return the signs with each run of spaces as one."""
    return [sign for n, sign in enumerate(signs) if not (n and sign[0] == signs[n - 1][0] == " ")]


def _score_rows(table: Any, before: Sequence[Located]) -> Iterator[Located]:
    rows = [
        [_plain("".join(cell.itertext())).strip() for cell in row if cell.tag in ("td", "th")]
        for row in table.iter("tr")
    ]
    if holds_scores(rows, [one.paragraph.text for one in before[-3:]]):
        for row in rows:
            one = located([(sign, None) for sign in " ".join(filter(None, row))])
            if one:
                yield one
