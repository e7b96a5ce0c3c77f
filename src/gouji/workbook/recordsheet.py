"""Record sheet: what a marked file keeps of itself, read whoever has saved the file since."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gouji.marks.record import RECORD_SHEET, Record, record_of
from gouji.workbook.package.sheets import worksheets
from gouji.workbook.package.spans import parse, text_of
from gouji.workbook.package.splices import Splice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gouji.workbook.package.draft import Draft
    from gouji.workbook.package.spans import Element

Undo = dict[str, tuple[str, list[Splice]] | None]
"""Part → the digest of its bytes and the splices that restore it; None for a part to be removed."""


def undo_text(undo: Undo) -> str:
    """Return the undo of a file's parts as the text that its record keeps."""
    parts = {
        part: None if told is None else [told[0], [[s.start, s.end, s.new.decode("utf-8")] for s in told[1]]]
        for part, told in undo.items()
    }
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def undo_of(text: str) -> Undo:
    """Return the undo that a record keeps; empty for marks that were not made in a file."""
    parts: Mapping[str, Any] = json.loads(text) if text else {}
    return {
        part: None
        if told is None
        else (told[0], [Splice(s, e, new.encode("utf-8")) for s, e, new in told[1]])
        for part, told in parts.items()
    }


def record_in(draft: Draft) -> Record | None:
    """Return the record that the file keeps, None for a file without marks.

    Raises ValueError when its record sheet does not hold one.
    """
    part = worksheets(draft).get(RECORD_SHEET)
    return record_of(_rows(draft, part)) if part else None


def _rows(draft: Draft, part: str) -> Iterator[tuple[str, str, str]]:
    data = draft.read(part)
    strings: list[str] | None = None
    for row in (e for e in parse(data).walk() if e.kind == "row"):
        found = {"A": "", "B": "", "C": ""}
        for cell in row.all("c"):
            kind, formula, value = cell.get("t"), cell.find("f"), cell.find("v")
            if formula is not None:
                text = text_of(data, formula)
            elif kind == "s" and value is not None:
                strings = _shared(draft) if strings is None else strings
                text = strings[int(text_of(data, value))]
            elif kind == "inlineStr":
                text = _joined(data, cell)
            else:
                text = text_of(data, value) if value is not None else ""
            found[cell.get("r")[:1]] = text
        if found["A"]:
            yield found["A"], found["B"], found["C"]


def _shared(draft: Draft) -> list[str]:
    part = next(one.target for one in draft.relations(draft.workbook) if one.kind == "sharedStrings")
    data = draft.read(part)
    return [_joined(data, entry) for entry in parse(data).all("si")]


def _joined(data: bytes, holder: Element) -> str:
    return "".join(text_of(data, e) for e in holder.walk() if e.kind == "t")
