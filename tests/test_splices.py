"""Edits of bytes and XML by position: exact inverses, whatever the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles.colors import COLOR_INDEX

from gouji.workbook.package.cells import scan
from gouji.workbook.package.colors import color_of_fill
from gouji.workbook.package.spans import XmlError, parse, text_of, with_attribute
from gouji.workbook.package.splices import Splice, inverse, spliced


@st.composite
def edits(draw):
    """Draw bytes and splices that do not overlap."""
    data = draw(st.binary(max_size=60))
    cuts = sorted(draw(st.lists(st.integers(0, len(data)), max_size=10)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return data, [Splice(start, end, draw(st.binary(max_size=8))) for start, end in pairs]


@given(edits())
def test_the_inverse_gives_back_the_data(edit):
    data, splices = edit

    assert data == spliced(spliced(data, splices), inverse(data, splices))


def test_an_element_knows_where_its_tags_stand():
    data = b"<a x='>'><b/><c>text</c></a>"
    root = parse(data)

    assert [b"<b/>", b"<c>text</c>"] == [data[e.start : e.end] for e in root.children]
    assert b"text" == data[root.children[1].inside : root.children[1].close]
    assert ">" == root.get("x")


def test_text_written_by_numbers_of_signs_is_read():
    data = "<t>&#26680;&#x5BF9; &lt;&amp;&gt; 结果</t>".encode()

    assert "核对 <&> 结果" == text_of(data, parse(data))


def test_broken_xml_is_an_error():
    with pytest.raises(XmlError):
        parse(b"<a><b></a>")
    with pytest.raises(XmlError):
        scan(b"<worksheet><sheetData><row></sheetData></worksheet>", [(1, 1)])


@pytest.mark.parametrize(
    ("tag", "result"),
    [
        (b'<c r="A1" s="3"/>', b'<c r="A1" s="9"/>'),
        (b"<c s='3'>", b'<c s="9">'),
        (b'<c r="A1"/>', b'<c r="A1" s="9"/>'),
        (b'<c r="A1" />', b'<c r="A1" s="9" />'),
        (b'<c cs="3">', b'<c cs="3" s="9">'),
    ],
)
def test_an_attribute_is_set_where_it_stands_or_added(tag, result):
    assert result == with_attribute(tag, "s", "9")


def test_a_missing_cell_has_the_style_of_its_row_or_column():
    xml = (
        b'<worksheet><cols><col min="2" max="3" style="7"/></cols><sheetData>'
        b'<row r="2" s="5" customFormat="1"><c r="A2"/></row><row r="4"/></sheetData></worksheet>'
    )
    cells = scan(xml, [(2, 2), (4, 3), (4, 4), (6, 2), (2, 1)]).cells

    assert {(2, 1): 0, (2, 2): 5, (4, 3): 7, (4, 4): 0, (6, 2): 7} == {p: c.style for p, c in cells.items()}
    assert ["", "cell", "content", "content", "row"] == [cells[p].lacks for p in sorted(cells)]


def test_cells_without_addresses_are_counted():
    xml = b"<worksheet><sheetData><row><c/></row><row><c/><c s='4'/></row></sheetData></worksheet>"

    assert 4 == scan(xml, [(2, 2)]).cells[2, 2].style


THEME = (
    b'<a:theme xmlns:a="x"><a:clrScheme><a:dk1><a:sysClr lastClr="000000"/></a:dk1>'
    b'<a:lt1><a:sysClr lastClr="FFFFFF"/></a:lt1></a:clrScheme></a:theme>'
)


@pytest.mark.parametrize(
    ("inner", "color"),
    [
        ('<patternFill patternType="none"/>', ""),
        ('<patternFill patternType="solid"><fgColor rgb="ff00ff00"/></patternFill>', "00FF00"),
        ('<patternFill patternType="solid"><fgColor theme="0"/></patternFill>', "FFFFFF"),
        ('<patternFill patternType="solid"><fgColor theme="0" tint="-0.5"/></patternFill>', "808080"),
        ('<patternFill patternType="solid"><fgColor theme="1" tint="0.5"/></patternFill>', "808080"),
        ('<patternFill patternType="solid"><fgColor indexed="13"/></patternFill>', "FFFF00"),
        ('<patternFill patternType="solid"><fgColor theme="9"/></patternFill>', ""),
    ],
)
def test_the_colour_of_a_fill(inner, color):
    assert color == color_of_fill(f"<fill>{inner}</fill>".encode(), THEME)


def test_the_indexed_colours_are_those_of_other_programs():
    solid = '<fill><patternFill patternType="solid"><fgColor indexed="{}"/></patternFill></fill>'
    fills = map(solid.format, range(64))

    assert [color[2:] for color in COLOR_INDEX[:64]] == [color_of_fill(fill.encode(), b"") for fill in fills]
