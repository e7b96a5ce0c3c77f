"""Notes: ours on the cells of a sheet, beside or below the user's own, and taken off again.

These are legacy comments, which every Excel and LibreOffice shows; a cell with a threaded comment, whose note
Excel writes itself, keeps it as it is and gets none.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from gouji.grid import address
from gouji.marks.notes import DIVIDER, TAG, without
from gouji.workbook.package import vml
from gouji.workbook.package.cells import place_of
from gouji.workbook.package.spans import append, escaped, parse, text_of
from gouji.workbook.package.splices import Splice, insertion
from gouji.workbook.package.styles import prefixed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gouji.workbook.package.cells import Place, SheetXml
    from gouji.workbook.package.draft import Draft
    from gouji.workbook.package.spans import Element

AUTHOR = "勾稽"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_SIGNS_OF_A_LINE = 24
"""Chinese signs that fit in a line of a note's box."""

_NEW = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<authors><author>%s</author></authors><commentList>%s</commentList></comments>"
)
_RUN = (
    b'<r><rPr><sz val="9"/><color indexed="81"/><rFont val="%s"/><charset val="134"/></rPr>'
    b'<t xml:space="preserve">%%s</t></r>' % "宋体".encode()
)
_COMMENT = b'<comment ref="%s" authorId="%d"><text>%s</text></comment>'
_BEHIND_DRAWING = frozenset(
    {
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "AlternateContent",
        "webPublishItems",
        "tableParts",
        "extLst",
    }
)
"""The elements of a sheet that follow its legacy drawing (ECMA-376 part 1, 18.3.1.99)."""


def add_notes(draft: Draft, part: str, sheet: SheetXml, notes: Mapping[Place, str]) -> None:
    """Note down the edits that put these notes on the cells of a sheet."""
    related = {one.id: one for one in draft.relations(part)}
    drawing = next((e for e in sheet.tail if e.kind == "legacyDrawing"), None)
    if drawing is not None and drawing.get("id") not in related:
        return  # the file lacks what its sheet refers to, and a second drawing would break it
    comments = next((one.target for one in related.values() if one.kind == "comments"), None)
    if comments is None:
        new, kept = dict(notes), b"".join(_comment(place, text, 0, b"") for place, text in notes.items())
        comments = draft.unused("xl/comments{}.xml")
        draft.add(comments, _NEW % (escaped(AUTHOR), kept), CONTENT_TYPE)
        draft.relate(part, "comments", comments)
    else:
        new = _joined(draft, comments, notes)
    boxes = [(place, _lines(text)) for place, text in new.items()]
    if drawing is not None:
        target = related[drawing.get("id")].target
        draft.splice(target, vml.with_boxes(draft.read(target), boxes))
    elif boxes:
        _new_drawing(draft, part, sheet, boxes)


def noted(draft: Draft, part: str) -> set[Place]:
    """Return the cells of a sheet whose notes have a part of ours."""
    comments = next((one.target for one in draft.relations(part) if one.kind == "comments"), None)
    data = draft.read(comments) if comments else b"<comments/>"
    told = (e for e in parse(data).walk() if e.kind == "comment")
    return {place_of(e.get("ref")) for e in told if TAG in _text(data, e)}


def remove_notes(draft: Draft, part: str, sheet: SheetXml, notes: Mapping[Place, str]) -> None:
    """Note down the edits that take our notes off the cells of a sheet; `notes` are their texts as made."""
    related = {one.kind: one for one in draft.relations(part)}
    if "comments" not in related:
        return
    comments = related["comments"]
    data = draft.read(comments.target)
    root = parse(data)
    told = {place_of(e.get("ref")): e for e in root.walk() if e.kind == "comment"}
    gone, splices = [], []
    for place, comment in told.items():
        text = _text(data, comment)
        kept = without(text, notes.get(place, ""))
        if not kept.strip() and TAG in text:
            gone.append(place)
            splices.append(Splice(comment.start, comment.end, b""))
        elif kept != text:
            splices += _cut(data, comment, text, kept)
    if len(gone) == len(told):
        draft.unrelate(part, comments.id)
        draft.remove(comments.target)
    else:
        draft.splice(comments.target, splices)
    _remove_boxes(draft, part, sheet, gone)


def _joined(draft: Draft, comments: str, notes: Mapping[Place, str]) -> dict[Place, str]:
    """Add the notes to a part that holds some; return those whose cells had none."""
    data = draft.read(comments)
    root = parse(data)
    authors, listed = root.find("authors"), root.find("commentList")
    if authors is None or listed is None:
        return {}
    names = [text_of(data, e) for e in authors.children]
    had = {place_of(e.get("ref")): e for e in listed.children}
    prefix = root.prefix.encode()
    for place in notes.keys() & had.keys():
        author = int(had[place].get("authorId") or 0)
        if author >= len(names) or not names[author].startswith("tc="):
            draft.splice(comments, _below(data, had[place], notes[place], prefix))
    new = {place: text for place, text in notes.items() if place not in had}
    if new:
        us = prefixed(b"<author>%s</author>" % escaped(AUTHOR), prefix)
        content = b"".join(_comment(place, text, len(names), prefix) for place, text in new.items())
        draft.splice(comments, [append(data, authors, us), append(data, listed, content)])
    return new


def _comment(place: Place, text: str, author: int, prefix: bytes) -> bytes:
    ref = address(place[0] - 1, place[1] - 1).encode()
    return prefixed(_COMMENT % (ref, author, _RUN % escaped(text)), prefix)


def _below(data: bytes, comment: Element, text: str, prefix: bytes) -> list[Splice]:
    """Return the edits that add our text below a user's note; a plain text becomes the first run."""
    run = prefixed(_RUN % escaped(DIVIDER + text), prefix)
    holder = comment.find("text")
    if holder is None:
        return []
    runs, plain = list(holder.all("r")), holder.find("t")
    if runs:
        return [insertion(runs[-1].end, run)]
    if plain is None:
        return [append(data, holder, run)]
    return [
        insertion(plain.start, b"<%sr>" % prefix),
        insertion(plain.end, b"</%sr>" % prefix + run),
    ]


def _text(data: bytes, comment: Element) -> str:
    return "".join(text_of(data, text) for _, text in _runs(comment))


def _cut(data: bytes, comment: Element, text: str, kept: str) -> Iterator[Splice]:
    """Yield the edits that leave `kept` of a note's text, from which one stretch was taken."""
    start = next((n for n, (a, b) in enumerate(zip(text, kept, strict=False)) if a != b), len(kept))
    stop = start + len(text) - len(kept)
    at = 0
    for holder, element in _runs(comment):
        own = text_of(data, element)
        left = own[: max(0, start - at)] + own[max(0, stop - at) :]
        at += len(own)
        if left == own:
            continue
        if not left:
            yield Splice(holder.start, holder.end, b"")
        else:
            tag, end = f'<{element.prefix}t xml:space="preserve">', f"</{element.prefix}t>"
            yield Splice(element.start, element.end, tag.encode() + escaped(left) + end.encode())


def _runs(comment: Element) -> Iterator[tuple[Element, Element]]:
    """Yield the runs of a note, each with the element of its text; a plain text is a run of itself."""
    holder = comment.find("text")
    for child in holder.children if holder else ():
        if child.kind == "t":
            yield child, child
        elif child.kind == "r":
            yield from ((child, text) for text in child.all("t"))


def _lines(text: str) -> int:
    return sum(max(1, math.ceil(len(line) / _SIGNS_OF_A_LINE)) for line in text.splitlines())


def _new_drawing(draft: Draft, part: str, sheet: SheetXml, boxes: list[tuple[Place, int]]) -> None:
    drawings = [name for name in (*draft.archive.namelist(), *draft.added) if name.endswith(".vml")]
    first = 1 + max((vml.clusters_of(draft.read(name)) for name in drawings if name in draft), default=0)
    name = draft.unused("xl/drawings/vmlDrawing{}.vml")
    draft.added[name] = vml.new_drawing(boxes, first)
    draft.default_type("vml", vml.CONTENT_TYPE)
    relation = draft.relate(part, "vmlDrawing", name)
    declared = sheet.root.attributes.get("xmlns:r") == draft.namespace
    space = "" if declared else f' xmlns:r="{draft.namespace}"'
    element = f'<{sheet.root.prefix}legacyDrawing{space} r:id="{relation}"/>'.encode()
    at = next((e.start for e in sheet.tail if e.kind in _BEHIND_DRAWING), sheet.close)
    draft.splice(part, [insertion(at, element)])


def _remove_boxes(draft: Draft, part: str, sheet: SheetXml, places: list[Place]) -> None:
    related = {one.id: one for one in draft.relations(part)}
    drawing = next((e for e in sheet.tail if e.kind == "legacyDrawing"), None)
    if drawing is None or drawing.get("id") not in related:
        return
    relation = related[drawing.get("id")]
    data = draft.read(relation.target)
    splices = vml.without_boxes(data, places)
    if len(splices) < vml.boxes_in(data):
        draft.splice(relation.target, splices)
        return
    draft.splice(part, [Splice(drawing.start, drawing.inside, b"")])
    draft.unrelate(part, relation.id)
    draft.remove(relation.target)
