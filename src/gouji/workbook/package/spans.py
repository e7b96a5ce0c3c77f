"""Spans: the elements of a part's XML with the byte positions where their tags begin and end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError, ParserCreate

from gouji.workbook.package.splices import Splice, insertion

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")


class XmlError(ValueError):
    """A part is not well-formed XML."""


@dataclass(slots=True)
class Element:
    """An element: its name and attributes as written, and where it stands in the bytes of its part.

    The start tag is bytes `start` to `inside`, the end tag `close` to `end`; of an empty element, written as
    one tag, `inside`, `close` and `end` are the same.
    """

    name: str
    attributes: dict[str, str]
    start: int
    inside: int
    close: int = 0
    end: int = 0
    children: list[Element] = field(default_factory=list)

    @property
    def prefix(self) -> str:
        """The namespace prefix with its colon, '' for none."""
        return self.name[: self.name.find(":") + 1]

    @property
    def kind(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]

    def find(self, kind: str) -> Element | None:
        """Return the first child of this name, whatever its prefix."""
        return next(self.all(kind), None)

    def all(self, kind: str) -> Iterator[Element]:
        """Yield the children of this name, whatever their prefix."""
        return (child for child in self.children if child.kind == kind)

    def walk(self) -> Iterator[Element]:
        """Yield the element and all below it in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def get(self, name: str) -> str:
        """Return an attribute by its name without prefix, '' where it is missing."""
        if name in self.attributes:
            return self.attributes[name]
        return next((v for k, v in self.attributes.items() if k.rpartition(":")[2] == name), "")


def parse(data: bytes) -> Element:
    """Return the root element of a part; raise XmlError when it is not well-formed."""
    parser = ParserCreate()
    top = Element("", {}, 0, 0)
    open_elements = [top]

    def begin(name: str, attributes: dict[str, str]) -> None:
        start = parser.CurrentByteIndex
        element = Element(name, attributes, start, tag_end(data, start))
        open_elements[-1].children.append(element)
        open_elements.append(element)

    def end(_: str) -> None:
        element = open_elements.pop()
        if is_empty_tag(data, element.inside):
            element.close = element.end = element.inside
        else:
            element.close = parser.CurrentByteIndex
            element.end = tag_end(data, element.close)

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    try:
        parser.Parse(data, True)  # noqa: FBT003 expat's own signature
    except ExpatError as error:
        raise XmlError(str(error)) from None
    return top.children[0]


def tag_end(data: bytes, start: int) -> int:
    """Return the position behind the tag that begins at `start`."""
    match = _TAG.match(data, start)
    if match is None:
        raise XmlError(f"no tag at byte {start}")
    return match.end()


def is_empty_tag(data: bytes, end: int) -> bool:
    """Say whether the tag that ends before `end` is a whole element, `<c/>`."""
    return data[end - 2 : end] == b"/>"


def append(data: bytes, parent: Element, new: bytes) -> Splice:
    """Return the splice that puts bytes at the end of an element; only one a parent, which may be empty."""
    if parent.close > parent.inside or not is_empty_tag(data, parent.inside):
        return insertion(parent.close, new)
    return Splice(parent.inside - 2, parent.inside, b">" + new + b"</%s>" % parent.name.encode())


def text_of(data: bytes, element: Element) -> str:
    """Return the text directly inside an element that has no children."""
    return unescape(data[element.inside : element.close].decode("utf-8"))


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """Return a start tag or empty tag in which an attribute, written without prefix, has this value."""
    pattern = re.compile(rb"""(\s%s\s*=\s*)(?:"[^"]*"|'[^']*')""" % name.encode())
    quoted = b'"%s"' % value.encode()
    changed, count = pattern.subn(lambda match: match[1] + quoted, tag, count=1)
    if count:
        return changed
    at = re.search(rb"\s*/?>$", tag)
    assert at is not None  # noqa: S101 a tag ends with its bracket
    return b"%s %s=%s%s" % (tag[: at.start()], name.encode(), quoted, tag[at.start() :])


def escaped(text: str) -> bytes:
    """Return a text as it stands in XML, between tags or in double quotes."""
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(sign, entity)
    return _CONTROL.sub("", text).encode("utf-8")


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
