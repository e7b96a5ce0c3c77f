"""Draft: the parts of an Excel file, and what shall be different in the copy that is written."""

from __future__ import annotations

import hashlib
import posixpath
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipInfo

from gouji.workbook.package.spans import Element, append, escaped, parse
from gouji.workbook.package.splices import Splice, inverse, spliced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from zipfile import ZipFile

TYPES = "[Content_Types].xml"
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_NO_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
_EARLIEST = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part: `target` is the other part's name, `kind` the last word of its type."""

    id: str
    kind: str
    target: str
    element: Element


@dataclass
class Draft:
    """An open Excel file and the changes to it. All splices of a part are meant for its present bytes."""

    archive: ZipFile
    splices: dict[str, list[Splice]] = field(default_factory=dict)
    added: dict[str, bytes] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    _appended: dict[str, list[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._names = set(self.archive.namelist())
        main = next(one for one in self.relations("") if one.kind == "officeDocument")
        self.workbook = main.target
        strict = main.element.get("Type").startswith(_STRICT)
        self.namespace = _STRICT if strict else _TRANSITIONAL

    def __contains__(self, part: str) -> bool:
        return part in self.added or (part in self._names and part not in self.removed)

    def read(self, part: str) -> bytes:
        """Return a part's present bytes, without the splices."""
        return self.added[part] if part in self.added else self.archive.read(part)

    def splice(self, part: str, splices: Iterable[Splice]) -> None:
        """Note down edits of a part."""
        self.splices.setdefault(part, []).extend(splices)

    def add(self, part: str, data: bytes, content_type: str) -> None:
        """Add a new part."""
        self.added[part] = data
        self._append(TYPES, "Override", PartName=f"/{part}", ContentType=content_type)

    def remove(self, part: str) -> None:
        """Remove a part with its content type and its own relationships."""
        self.removed |= {part, relations_part(part)} & self._names
        entries = parse(self.read(TYPES)).all("Override")
        mine = (e for e in entries if e.get("PartName").lstrip("/") == part)
        self.splice(TYPES, [Splice(e.start, e.end, b"") for e in mine])

    def default_type(self, extension: str, content_type: str) -> None:
        """Declare the content type of all parts with this extension, unless it is declared."""
        declared = parse(self.read(TYPES)).all("Default")
        if all(e.get("Extension").lower() != extension for e in declared):
            self._append(TYPES, "Default", Extension=extension, ContentType=content_type)

    def unused(self, pattern: str) -> str:
        """Return a name for a new part: `pattern` with the first number that no part has."""
        names = (pattern.format(number) for number in count(1))
        return next(name for name in names if name not in self._names and name not in self.added)

    def relations(self, part: str) -> list[Relation]:
        """Return the relationships of a part to other parts of the file; '' is the file itself."""
        name = relations_part(part)
        if name not in self:
            return []
        base = posixpath.dirname(part)
        return [
            Relation(e.get("Id"), e.get("Type").rpartition("/")[2], _target(base, e.get("Target")), e)
            for e in parse(self.read(name)).children
            if e.get("TargetMode") != "External"
        ]

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relationship of a part to another and return its id."""
        name = relations_part(part)
        if name not in self:
            self.added[name] = _NO_RELATIONS
        ids = (e.get("Id").removeprefix("rId") for e in parse(self.read(name)).children)
        last = max((int(number) for number in ids if number.isdecimal()), default=0)
        new = f"rId{last + 1 + len(self._appended.get(name, ()))}"
        self._append(name, "Relationship", Id=new, Type=f"{self.namespace}/{kind}", Target=f"/{target}")
        return new

    def unrelate(self, part: str, relation: str) -> None:
        """Remove a relationship of a part."""
        mine = (one.element for one in self.relations(part) if one.id == relation)
        self.splice(relations_part(part), [Splice(e.start, e.end, b"") for e in mine])

    def finish(self) -> None:
        """Turn what was appended to lists of parts into splices; nothing is added or related after it."""
        for part, elements in self._appended.items():
            data = self.read(part)
            self.splice(part, [append(data, parse(data), b"".join(elements))])
        self._appended.clear()

    def _append(self, part: str, name: str, **attributes: str) -> None:
        prefix = parse(self.read(part)).prefix
        text = "".join(f' {key}="{escaped(value).decode()}"' for key, value in attributes.items())
        element = f"<{prefix}{name}{text}/>".encode()
        known = self._appended.setdefault(part, [])
        if element not in known:
            known.append(element)

    def changes(self) -> Iterator[tuple[str, bytes]]:
        """Yield the name and the new bytes of each part that differs, new parts included."""
        for part in {*self.added, *self.splices} - self.removed:
            yield part, spliced(self.read(part), self.splices.get(part, ()))

    def undo(self) -> dict[str, tuple[str, list[Splice]] | None]:
        """Return part → the digest of its new bytes and the splices that restore it; None for a new part."""
        told: dict[str, tuple[str, list[Splice]] | None] = dict.fromkeys(sorted(self.added))
        for part in sorted(self.splices.keys() - self.added.keys()):
            data, splices = self.read(part), self.splices[part]
            told[part] = digest(spliced(data, splices)), inverse(data, splices)
        return told

    def write(self, target: ZipFile) -> None:
        """Write the file with its changes; entries keep their order, dates and compression."""
        target.comment = self.archive.comment
        changed = dict(self.changes())
        for entry in self.archive.infolist():
            if entry.filename not in self.removed:
                data = changed.get(entry.filename)
                target.writestr(_like(entry), self.archive.read(entry) if data is None else data)
        for part in sorted(self.added):
            info = ZipInfo(part, _EARLIEST)
            info.compress_type = ZIP_DEFLATED
            target.writestr(info, changed[part])


def relations_part(part: str) -> str:
    """Return the name of the part that holds a part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def digest(data: bytes) -> str:
    """Return a text that two different parts do not share."""
    return hashlib.sha256(data).hexdigest()


def _target(base: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))


def _like(entry: ZipInfo) -> ZipInfo:
    copy = ZipInfo(entry.filename, entry.date_time)
    copy.compress_type, copy.external_attr = entry.compress_type, entry.external_attr
    copy.create_system, copy.comment = entry.create_system, entry.comment
    return copy
