"""VML: the boxes of notes in a legacy drawing, which Excel wants beside the notes' texts.

Excel itself writes VML that is not always well-formed XML, so it is read by patterns, never parsed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gouji.workbook.package.splices import Splice, insertion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gouji.workbook.package.cells import Place

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
IDS_OF_A_CLUSTER = 1024
"""Shape numbers of one id map entry of a drawing (ECMA-376 part 4, 19.2.2.14)."""

_HEAD = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{clusters}"/></o:shapelayout>'
)
_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;margin-left:80pt;margin-top:5pt;'
    'width:240pt;height:{points}pt;z-index:{z};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 2, {right}, 15, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_NUMBER = re.compile(rb"_x0000_s(\d+)")
_BOX = re.compile(rb"<v:shape\b(?:(?!</v:shape>).)*?</v:shape>", re.DOTALL)
_ROW = re.compile(rb"<x:Row>\s*(\d+)\s*</x:Row>")
_COLUMN = re.compile(rb"<x:Column>\s*(\d+)\s*</x:Column>")
_POINTS_OF_A_LINE, _POINTS_OF_A_ROW = 13, 15
_WIDE = 4
"""Columns that a box is wide."""


def new_drawing(boxes: Iterable[tuple[Place, int]], first: int) -> bytes:
    """Return a drawing of boxes, each a place and its lines of text; `first` is its first free cluster."""
    shapes = _shapes(boxes, first * IDS_OF_A_CLUSTER + 1)
    clusters = ",".join(str(first + n) for n in range(1 + len(shapes) // IDS_OF_A_CLUSTER))
    return (_HEAD.format(clusters=clusters) + _TYPE + "".join(shapes) + "</xml>").encode()


def with_boxes(vml: bytes, boxes: Iterable[tuple[Place, int]]) -> list[Splice]:
    """Return the edits that add boxes to a drawing."""
    last = max(map(int, _NUMBER.findall(vml)), default=IDS_OF_A_CLUSTER)
    kind = "" if b'"_x0000_t202"' in vml else _TYPE
    return [insertion(vml.rindex(b"</xml>"), (kind + "".join(_shapes(boxes, last + 1))).encode())]


def without_boxes(vml: bytes, places: Iterable[Place]) -> list[Splice]:
    """Return the edits that take the boxes of notes on these cells out of a drawing."""
    gone = set(places)
    return [
        Splice(match.start(), match.end(), b"")
        for match in _BOX.finditer(vml)
        if b'"Note"' in match[0] and _place(match[0]) in gone
    ]


def clusters_of(vml: bytes) -> int:
    """Return the highest cluster that a drawing takes shape numbers from."""
    return max(map(int, _NUMBER.findall(vml)), default=0) // IDS_OF_A_CLUSTER


def boxes_in(vml: bytes) -> int:
    """Return the number of shapes of a drawing, of notes and of anything else."""
    return vml.count(b"<v:shape ") + vml.count(b"<v:rect ") + vml.count(b"<v:group ")


def _shapes(boxes: Iterable[tuple[Place, int]], first: int) -> list[str]:
    return [_shape(place, lines, first + n, n + 1) for n, (place, lines) in enumerate(boxes)]


def _shape(place: Place, lines: int, number: int, z: int) -> str:
    row, column = place[0] - 1, place[1] - 1
    points = _POINTS_OF_A_LINE * (lines + 1)
    return _SHAPE.format(
        id=number,
        z=z,
        points=points,
        row=row,
        column=column,
        left=column + 1,
        right=column + 1 + _WIDE,
        top=row,
        bottom=row + 1 + points // _POINTS_OF_A_ROW,
    )


def _place(shape: bytes) -> Place | None:
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    return (int(row[1]) + 1, int(column[1]) + 1) if row and column else None
