"""Word text: a .docx file → paragraphs, each sign with the run that holds it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from gouji.documents.libraries import library
from gouji.documents.located import Located, has_chinese, located, split_at_breaks
from gouji.documents.scorerows import holds_scores
from gouji.workbook.read import MAX_UNPACKED, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gouji.documents.located import Sign

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPH, _TABLE, _RUN, TEXT = f"{_W}p", f"{_W}tbl", f"{_W}r", f"{_W}t"
SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
"""The elements of a run that are text, and those that stand for one sign."""

_NOT_TEXT = {
    f"{_W}{name}" for name in ("del", "moveFrom", "drawing", "pict", "object", "txbxContent", "rPr", "pPr")
}
"""Deleted text, and what stands beside the text in frames and pictures of its own."""

_BODY_LEVEL = 9
_WITH_MACROS = b"macroEnabled"
_VBA = "vbaProject.bin"


def open_document(data: bytes) -> Any:
    """Return the python-docx document of a .docx file.

    Raises UnreadableError when it is damaged, carries macros, or is another kind of file.
    """
    docx = library("docx")
    try:
        with ZipFile(BytesIO(data)) as archive:
            refused = _refused(archive)
    except (BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError):
        refused = "damaged_docx"
    if refused:
        raise UnreadableError(refused)
    try:
        return docx.Document(BytesIO(data))
    except Exception:  # noqa: BLE001 python-docx raises what its reading of a damaged package runs into
        raise UnreadableError("damaged_docx") from None


def _refused(archive: ZipFile) -> str:
    """Return the key of the message that says why the file is not opened, '' when it is."""
    names = archive.namelist()
    if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
        return "unpacked_too_large"
    if any(name.endswith(_VBA) for name in names) or _WITH_MACROS in archive.read("[Content_Types].xml"):
        return "macros"
    is_other = "word/document.xml" not in names and any(name.startswith(("xl/", "ppt/")) for name in names)
    return "not_a_document" if is_other else ""


def paragraphs_of(document: Any) -> list[Located]:
    """Return the paragraphs of a python-docx document, score sheets row by row, no other table.

    A page is told where Word has left its page breaks in the file, and 0 elsewhere. The numbers that Word
    counts itself are not part of a paragraph's text.
    """
    levels = _style_levels(document)
    body = document.element.body
    page = 1 if next(body.iter(f"{_W}lastRenderedPageBreak"), None) is not None else 0
    found: list[Located] = []
    for block in _blocks(body):
        if block.tag == _TABLE:
            found += _score_rows(block, page, found)
        else:
            level = _level(block, levels)
            parts = (located(part, page, level) for part in split_at_breaks(list(signs_of(block))))
            found += [part for part in parts if part]
        page += sum(1 for _ in block.iter(f"{_W}lastRenderedPageBreak"))
    if not any(has_chinese(one.paragraph.text) for one in found):
        raise UnreadableError("not_chinese")
    return found


def signs_of(paragraph: Any) -> Iterator[Sign]:
    """Yield the characters of a paragraph's element, each with its run's element and its place in the run."""
    for child in paragraph:
        if child.tag == _RUN:
            texts = (part.text or "" if part.tag == TEXT else SIGNS.get(part.tag, "") for part in child)
            yield from ((sign, (child, n)) for n, sign in enumerate("".join(texts)))
        elif child.tag not in _NOT_TEXT:
            yield from signs_of(child)


def _blocks(parent: Any) -> Iterator[Any]:
    """Yield the elements of paragraphs and tables, those in content controls too but a contents list."""
    for child in parent:
        if child.tag in (PARAGRAPH, _TABLE):
            yield child
        elif child.tag == f"{_W}sdt":
            gallery = next(child.iter(f"{_W}docPartGallery"), None)
            content = child.find(f"{_W}sdtContent")
            if content is not None and (gallery is None or gallery.get(f"{_W}val") != "Table of Contents"):
                yield from _blocks(content)
        elif child.tag in (f"{_W}ins", f"{_W}smartTag", f"{_W}customXml"):
            yield from _blocks(child)


def _style_levels(document: Any) -> dict[str, int]:
    """Return style id → heading level, its own or that of the style it is based on."""
    levels: dict[str, int] = {}
    for style in document.styles:
        one = style
        while one is not None and style.style_id not in levels:
            outline = one.element.find(f"{_W}pPr/{_W}outlineLvl")
            if outline is not None:
                levels[style.style_id] = _heading_level(outline)
            one = getattr(one, "base_style", None)
    return levels


def _level(paragraph: Any, levels: dict[str, int]) -> int:
    outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    if outline is not None:
        return _heading_level(outline)
    return levels.get(style.get(f"{_W}val"), 0) if style is not None else 0


def _heading_level(outline: Any) -> int:
    level = int(outline.get(f"{_W}val", _BODY_LEVEL))
    return level + 1 if level < _BODY_LEVEL else 0


def _score_rows(table: Any, page: int, before: Sequence[Located]) -> Iterator[Located]:
    rows = [
        [[sign for p in cell.iter(PARAGRAPH) for sign in signs_of(p)] for cell in row.iter(f"{_W}tc")]
        for row in table.iterchildren(f"{_W}tr")
    ]
    texts = [["".join(sign for sign, _ in cell) for cell in row] for row in rows]
    if not holds_scores(texts, [one.paragraph.text for one in before[-3:]]):
        return
    for row in rows:
        signs: list[Sign] = []
        for cell in row:
            if cell:
                signs += [*([(" ", None)] if signs else []), *cell]
        paragraph = located(signs, page)
        if paragraph:
            yield paragraph
