"""Button: a form control on a sheet that runs a macro, as a legacy drawing (VML), which every Excel reads."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from addin.package import TYPES, insert, relate

if TYPE_CHECKING:
    from addin.package import Parts

_VML = "xl/drawings/vmlDrawing1.vml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_VML_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/vmlDrawing"
_OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_AFTER_DRAWING = (
    "<legacyDrawingHF",
    "<picture",
    "<oleObjects",
    "<controls",
    "<tableParts",
    "<extLst",
    "</worksheet>",
)
_ANCHOR = "0, 8, 0, 6, 0, 128, 0, 34"
"""Column and pixels, row and pixels of the corner at the top left, then at the bottom right."""


def add_button(parts: Parts, sheet: str, caption: str, macro: str) -> None:
    """Put a button into the first cell of a sheet; it is not printed.

    Raises ValueError when the sheet has a legacy drawing of its own, such as notes.
    """
    text = parts[sheet].decode()
    if "<legacyDrawing" in text:
        raise ValueError(f"{sheet} has a legacy drawing of its own")
    place = next(tag for tag in _AFTER_DRAWING if tag in text)
    drawing = f'<legacyDrawing xmlns:r="{_OFFICE_RELATIONS}" r:id="gouji_button"/>'
    insert(parts, sheet, place, drawing)
    folder, name = sheet.rsplit("/", 1)
    relate(parts, f"{folder}/_rels/{name}.rels", "gouji_button", _VML_RELATION, "../drawings/vmlDrawing1.vml")
    head, rest = parts[TYPES].decode().split("<Override", 1)
    parts[TYPES] = f'{head}<Default Extension="vml" ContentType="{_VML_TYPE}"/><Override{rest}'.encode()
    parts[_VML] = _vml(escape(caption), escape(macro)).encode()


def _vml(caption: str, macro: str) -> str:
    style = "position:absolute;margin-left:6pt;margin-top:6pt;width:90pt;height:21pt;z-index:1"
    return f"""\
<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" \
xmlns:x="urn:schemas-microsoft-com:office:excel">
<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>
<v:shapetype id="_x0000_t201" coordsize="21600,21600" o:spt="201" path="m,l,21600r21600,l21600,xe">
<v:stroke joinstyle="miter"/>
<v:path shadowok="f" o:extrusionok="f" strokeok="f" fillok="f" o:connecttype="rect"/>
<o:lock v:ext="edit" shapetype="t"/>
</v:shapetype>
<v:shape id="_x0000_s1025" type="#_x0000_t201" style="{style}" o:button="t" fillcolor="buttonFace [67]" \
strokecolor="windowText [64]" o:insetmode="auto">
<v:fill color2="buttonFace [67]" o:detectmouseclick="t"/>
<o:lock v:ext="edit" rotation="t"/>
<v:textbox o:singleclick="f"><div style="text-align:center">\
<font face="宋体" size="220" color="#000000">{caption}</font></div></v:textbox>
<x:ClientData ObjectType="Button">
<x:Anchor>{_ANCHOR}</x:Anchor>
<x:PrintObject>False</x:PrintObject>
<x:AutoFill>False</x:AutoFill>
<x:FmlaMacro>[0]!{macro}</x:FmlaMacro>
<x:TextHAlign>Center</x:TextHAlign>
<x:TextVAlign>Center</x:TextVAlign>
</x:ClientData>
</v:shape>
</xml>
"""
