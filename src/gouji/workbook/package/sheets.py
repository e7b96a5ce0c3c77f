"""Sheets: which parts of a file are its worksheets, sheets that are added at its end, and sheets removed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gouji.workbook.package.spans import append, escaped, parse, with_attribute
from gouji.workbook.package.splices import Splice, insertion

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gouji.workbook.package.draft import Draft
    from gouji.workbook.package.spans import Element

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_BEFORE_NAMES = ("externalReferences", "functionGroups", "sheets")
"""The elements of a workbook that its defined names follow, the last first (ECMA-376 part 1, 18.2.27)."""


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A sheet to be added: its name, XML, whether only a program can show it, and the names it defines."""

    name: str
    xml: bytes
    hidden: bool = False
    names: tuple[tuple[str, str], ...] = ()


def worksheets(draft: Draft) -> dict[str, str]:
    """Return sheet name → part of the worksheets, in their order; chart and dialog sheets are none."""
    targets = {one.id: one for one in draft.relations(draft.workbook)}
    found = {}
    for element in _sheets(parse(draft.read(draft.workbook))):
        relation = targets.get(element.get("id"))
        if relation is not None and relation.kind == "worksheet" and relation.target in draft:
            found[element.get("name")] = relation.target
    return found


def sheet_names(draft: Draft) -> list[str]:
    """Return the names of all sheets of every kind, in their order."""
    return [e.get("name") for e in _sheets(parse(draft.read(draft.workbook)))]


def add_sheets(draft: Draft, new: Sequence[NewSheet]) -> None:
    """Add sheets behind the last one."""
    data = draft.read(draft.workbook)
    root = parse(data)
    holder = root.find("sheets")
    had = _sheets(root)
    first_id = 1 + max((int(e.get("sheetId") or 0) for e in had), default=0)
    tags = []
    for number, sheet in enumerate(new):
        part = draft.unused("xl/worksheets/sheet{}.xml")
        draft.add(part, sheet.xml, CONTENT_TYPE)
        relation = draft.relate(draft.workbook, "worksheet", part)
        state = ' state="veryHidden"' if sheet.hidden else ""
        space = _namespace(root, draft)
        tags.append(
            f'<{root.prefix}sheet name="{escaped(sheet.name).decode()}" sheetId="{first_id + number}"{state}'
            f'{space} r:id="{relation}"/>'
        )
    names = [
        f'<{root.prefix}definedName name="{name}" localSheetId="{len(had) + number}"{_hidden(name)}>'
        f"{escaped(text).decode()}</{root.prefix}definedName>"
        for number, sheet in enumerate(new)
        for name, text in sheet.names
    ]
    splices = [append(data, holder, "".join(tags).encode())] if holder else []
    draft.splice(draft.workbook, [*splices, *_with_names(data, root, "".join(names).encode())])


def remove_sheets(draft: Draft, names: Iterable[str]) -> None:
    """Remove sheets with their names, and the order of calculation, which may refer to their cells."""
    gone = set(names)
    data = draft.read(draft.workbook)
    root = parse(data)
    relations = {one.id: one for one in draft.relations(draft.workbook)}
    numbers = {n for n, e in enumerate(_sheets(root)) if e.get("name") in gone}
    splices = []
    for element in _sheets(root):
        if element.get("name") not in gone:
            continue
        relation = relations[element.get("id")]
        splices.append(Splice(element.start, element.end, b""))
        draft.unrelate(draft.workbook, relation.id)
        for own in draft.relations(relation.target):
            if own.kind == "printerSettings":
                draft.remove(own.target)
        draft.remove(relation.target)
    for relation in relations.values():
        if relation.kind == "calcChain":
            draft.unrelate(draft.workbook, relation.id)
            draft.remove(relation.target)
    draft.splice(
        draft.workbook, [*splices, *_names_without(data, root, numbers), *_views(data, root, numbers)]
    )


def _sheets(root: Element) -> list[Element]:
    holder = root.find("sheets")
    return list(holder.all("sheet")) if holder else []


def _namespace(root: Element, draft: Draft) -> str:
    return "" if root.attributes.get("xmlns:r") == draft.namespace else f' xmlns:r="{draft.namespace}"'


def _hidden(name: str) -> str:
    return ' hidden="1"' if name == "_xlnm._FilterDatabase" else ""


def _with_names(data: bytes, root: Element, names: bytes) -> list[Splice]:
    if not names:
        return []
    holder = root.find("definedNames")
    if holder is not None:
        return [append(data, holder, names)]
    before = next(e for kind in _BEFORE_NAMES if (e := root.find(kind)))
    tag = f"{root.prefix}definedNames".encode()
    return [insertion(before.end, b"<%s>%s</%s>" % (tag, names, tag))]


def _names_without(data: bytes, root: Element, gone: set[int]) -> list[Splice]:
    """Return the edits that drop the names of these sheets and count the others' sheets anew."""
    holder = root.find("definedNames")
    elements = list(holder.all("definedName")) if holder else []
    local = [(e, int(e.attributes["localSheetId"])) for e in elements if "localSheetId" in e.attributes]
    dropped = [e for e, number in local if number in gone]
    if holder is not None and len(dropped) == len(elements):
        return [Splice(holder.start, holder.end, b"")]
    return [
        *(Splice(e.start, e.end, b"") for e in dropped),
        *(_renumbered(data, e, _behind(number, gone)) for e, number in local if number not in gone),
    ]


def _views(data: bytes, root: Element, gone: set[int]) -> list[Splice]:
    """Return the edits that keep the windows on the sheets they show, on the first where theirs is gone."""
    splices = []
    for view in (e for e in root.walk() if e.kind == "workbookView"):
        tag = data[view.start : view.inside]
        for name in ("activeTab", "firstSheet"):
            number = int(view.attributes.get(name, 0))
            tag = (
                with_attribute(tag, name, str(0 if number in gone else _behind(number, gone)))
                if number
                else tag
            )
        splices.append(Splice(view.start, view.inside, tag))
    return splices


def _behind(number: int, gone: set[int]) -> int:
    return number - sum(other < number for other in gone)


def _renumbered(data: bytes, name: Element, number: int) -> Splice:
    tag = with_attribute(data[name.start : name.inside], "localSheetId", str(number))
    return Splice(name.start, name.inside, tag)
