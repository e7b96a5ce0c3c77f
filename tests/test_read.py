"""Files: every kind of workbook is read, and what cannot be read is refused with its reason."""

import os
import zipfile

import openpyxl
import pytest
import xlwt

from gouji.grid import ErrorValue, Uncached
from gouji.workbook.read import UnreadableError, read_workbook

RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml"
ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""


def xlsx(path, cells, prologue="", compress=zipfile.ZIP_DEFLATED, name="表&amp;1"):
    """Write a workbook of one sheet with the given sheetData content; its name is escaped as in XML."""
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{RELS}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1"'
        f' Type="{RELS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?>{prologue}<worksheet xmlns="{MAIN}">'
        f"<sheetData>{cells}</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w", compress) as archive:
        for part, text in parts.items():
            archive.writestr(part, text)
    return path


def reason(path):
    with pytest.raises(UnreadableError) as caught:
        read_workbook(path)
    return caught.value.says


def test_error_values_are_kept_apart_from_blanks(tmp_path):
    path = xlsx(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><v>#REF!</v></c>'
        '<c r="C1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D1"/></row>',
    )

    (sheet,) = read_workbook(path)

    assert [1.0, ErrorValue("#REF!"), ErrorValue("#DIV/0!")] == list(sheet.rows[0])[:3]
    assert isinstance(sheet.rows[0][1], ErrorValue)


def test_a_formula_without_a_stored_result_is_no_blank(tmp_path):
    path = xlsx(
        tmp_path / "a.xlsx",
        '<row r="1"><c r="A1"><f>SUM(B1:B2)</f></c><c r="B1"><f>1+1</f><v>2</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/></c><c r="B2" t="str"><f>""</f><v></v></c></row>',
    )

    (sheet,) = read_workbook(path)

    assert [["=SUM(B1:B2)", 2.0], ["=", ""]] == [list(row) for row in sheet.rows]
    assert isinstance(sheet.rows[0][0], Uncached)


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_a_file_written_with_single_quotes_or_prefixes_is_looked_into_as_well(tmp_path, prefix):
    path = tmp_path / "a.xlsx"
    xlsx(path, "")
    p, ns = prefix, f"xmlns{':x' if prefix else ''}='{MAIN}'"
    body = (
        f"<{p}worksheet {ns}><{p}sheetData><{p}row r='1'><{p}c r='A1' t='e'><{p}v>#N/A</{p}v></{p}c>"
        f"<{p}c r='B1'><{p}f>A1</{p}f></{p}c></{p}row></{p}sheetData></{p}worksheet>"
    )
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["xl/worksheets/sheet1.xml"] = body.encode()
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)

    (sheet,) = read_workbook(path)

    assert ["#N/A", "=A1"] == list(sheet.rows[0])


@pytest.mark.parametrize("error", ["#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!"])
def test_error_values_of_newer_excel_versions_do_not_refuse_the_file(tmp_path, error):
    path = xlsx(
        tmp_path / "a.xlsx", f'<row r="1"><c r="A1"><v>1.5</v></c><c r="B1" t="e"><v>{error}</v></c></row>'
    )

    (sheet,) = read_workbook(path)

    assert [1.5, ErrorValue(error)] == list(sheet.rows[0])


def test_a_sheet_of_blank_styled_cells_is_as_small_as_what_it_holds(tmp_path):
    blank = "".join(
        f'<row r="{r}">' + "".join(f'<c r="{c}{r}" s="0"/>' for c in "ABCDEFGHIJ") + "</row>"
        for r in range(2, 20002)
    )
    path = xlsx(tmp_path / "a.xlsx", f'<row r="1"><c r="A1"><v>1</v></c></row>{blank}')

    (sheet,) = read_workbook(path)

    assert 1 == len(sheet.rows)


def test_a_sheet_too_large_is_refused_before_it_is_read(tmp_path):
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'

    assert "sheet_too_large" == reason(xlsx(tmp_path / "a.xlsx", far))


def test_a_zip_bomb_is_refused_by_its_declared_size(tmp_path, monkeypatch):
    monkeypatch.setattr("gouji.workbook.read.MAX_UNPACKED", 1_000_000)

    assert "sheet_too_large" == reason(xlsx(tmp_path / "a.xlsx", " " * 2_000_000))


def test_xml_that_defines_entities_is_refused(tmp_path):
    doctype = '<!DOCTYPE bomb [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'

    assert "unsafe_xml" == reason(xlsx(tmp_path / "a.xlsx", '<row r="1"/>', prologue=doctype))


def test_a_truncated_file_is_damaged(tmp_path):
    whole = xlsx(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>').read_bytes()
    path = tmp_path / "b.xlsx"

    for length in range(100, len(whole), 97):
        path.write_bytes(whole[:length])
        assert "damaged" == reason(path)


def test_any_flipped_byte_gives_sheets_or_a_reason(tmp_path):
    whole = bytearray(xlsx(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>').read_bytes())
    path = tmp_path / "b.xlsx"

    for place in range(0, len(whole), 7):
        whole[place] ^= 0xFF
        path.write_bytes(whole)
        try:
            read_workbook(path)
        except UnreadableError as error:
            assert error.says in {"damaged", "not_a_workbook", "sheet_too_large", "password"}  # noqa: PT017
        whole[place] ^= 0xFF


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty_file"),
        ("项目,金额\n合计,12".encode(), "not_a_workbook"),
        (b"<html><table></table></html>", "not_a_workbook"),
        (b"PK\x05\x06" + b"\0" * 18, "not_a_workbook"),
        (b"PK\x03\x04rubbish", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
)
def test_what_is_no_workbook_says_what_it_is(tmp_path, content, says):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)

    assert says == reason(path)


def test_a_word_document_is_no_workbook(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")

    assert "damaged" == reason(path)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path):
    assert ("not_found", "not_a_file") == (reason(tmp_path / "no.xlsx"), reason(tmp_path))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_a_pipe_is_no_file_and_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.xlsx")

    assert "not_a_file" == reason(tmp_path / "a.xlsx")


def test_chart_sheets_are_no_tables(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["合计", 1.5])
    book.create_chartsheet("图")
    book.save(tmp_path / "a.xlsx")

    assert ["Sheet"] == [sheet.name for sheet in read_workbook(tmp_path / "a.xlsx")]


def test_rows_are_all_of_one_length_and_begin_at_a1(tmp_path):
    book = openpyxl.Workbook()
    book.active["C3"] = "合计"
    book.active["E5"] = 2.5
    book.save(tmp_path / "a.xlsx")

    (sheet,) = read_workbook(tmp_path / "a.xlsx")

    assert ("合计", 2.5, {5}) == (sheet.rows[2][2], sheet.rows[4][4], {len(row) for row in sheet.rows})


def ods(path, rows):
    """Write an .ods file of one sheet with the given table rows."""
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in names.items())
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="表">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return path


def test_error_values_of_an_xls_file_are_kept_apart_from_blanks(tmp_path):
    book = xlwt.Workbook()
    row = book.add_sheet("表").row(0)
    row.write(0, 1.5)
    row.set_cell_error(2, "#REF!")
    book.save(str(tmp_path / "a.xls"))

    (sheet,) = read_workbook(tmp_path / "a.xls")

    assert [1.5, "", ErrorValue("#REF!")] == list(sheet.rows[0])
    assert isinstance(sheet.rows[0][2], ErrorValue)


def test_error_values_of_an_ods_file_are_kept_apart_from_blanks(tmp_path):
    number = '<table:table-cell office:value-type="float" office:value="1.5"/>'
    error = (
        '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error">'
        "<text:p>#DIV/0!</text:p></table:table-cell>"
    )
    blank = '<table:table-cell table:number-columns-repeated="2"/>'
    empty = '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    path = ods(tmp_path / "a.ods", f"{empty}<table:table-row>{number}{blank}{error}</table:table-row>")

    (sheet,) = read_workbook(path)

    assert [1.5, "", "", ErrorValue("#DIV/0!")] == list(sheet.rows[2])
    assert isinstance(sheet.rows[2][3], ErrorValue)


def test_an_ods_file_that_repeats_a_cell_without_end_is_refused(tmp_path):
    cell = (
        '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
    )
    path = ods(
        tmp_path / "a.ods", f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    )

    assert "sheet_too_large" == reason(path)
