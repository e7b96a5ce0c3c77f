"""A workbook with what official workbooks carry: everything that a careless save would lose."""

import io
import zipfile

import xlsxwriter
from addin.vbaproject import Kind, Module, vba_project

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ACTIVE_X = (
    b'<ax:ocx xmlns:ax="http://schemas.microsoft.com/office/2006/activeX" '
    b'ax:classid="{8BD21D40-EC42-11CE-9E0D-00AA006002F3}" ax:persistence="persistPropertyBag"/>'
)
_VBA = vba_project(
    "Rich",
    [Module("Macros", Kind.STANDARD, 'Attribute VB_Name = "Macros"\nPublic Sub Check()\nEnd Sub\n')],
)
_SHEETML = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_CACHE = "xl/pivotCache/pivotCacheDefinition1.xml"
_PIVOT_CACHE = (
    b'<pivotCacheDefinition %s refreshOnLoad="1" recordCount="0"><cacheSource type="worksheet">'
    b'<worksheetSource ref="A1:B2" sheet="%s"/></cacheSource><cacheFields count="2">'
    b'<cacheField name="a" numFmtId="0"><sharedItems/></cacheField>'
    b'<cacheField name="b" numFmtId="0"><sharedItems/></cacheField></cacheFields></pivotCacheDefinition>'
    % (_SHEETML, "保护".encode())
)
_PIVOT = (
    b'<pivotTableDefinition %s name="p" cacheId="1" dataCaption="x"><location ref="M40:N42" '
    b'firstHeaderRow="1" firstDataRow="1" firstDataCol="0"/><pivotFields count="2"><pivotField/><pivotField/>'
    b"</pivotFields></pivotTableDefinition>" % _SHEETML
)
_SPREADSHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ADDED = {
    _CACHE: (
        _PIVOT_CACHE,
        f"{_OFFICE}/pivotCacheDefinition",
        "xl/workbook.xml",
        f"{_SPREADSHEETML}.pivotCacheDefinition+xml",
    ),
    "xl/pivotTables/pivotTable1.xml": (
        _PIVOT,
        f"{_OFFICE}/pivotTable",
        "xl/worksheets/sheet1.xml",
        f"{_SPREADSHEETML}.pivotTable+xml",
    ),
    "customUI/customUI14.xml": (
        b'<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"><ribbon/></customUI>',
        "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
        "",
        None,
    ),
    "customXml/item1.xml": (
        b"<meta xmlns='urn:x'>kept</meta>",
        f"{_OFFICE}/customXml",
        "xl/workbook.xml",
        None,
    ),
    "xl/printerSettings/printerSettings1.bin": (
        bytes(range(256)),
        f"{_OFFICE}/printerSettings",
        "xl/worksheets/sheet1.xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings",
    ),
    "xl/activeX/activeX1.xml": (
        _ACTIVE_X,
        f"{_OFFICE}/control",
        "xl/worksheets/sheet1.xml",
        "application/vnd.ms-office.activeX+xml",
    ),
}


def rich_workbook(path, tables):
    """Write tables, sheet name → rows of values, with a rich sheet in front of which nothing may change."""
    draft = io.BytesIO()
    book = xlsxwriter.Workbook(draft, {"in_memory": True})
    book.add_vba_project(io.BytesIO(_VBA), is_stream=True)
    money = book.add_format({"num_format": "#,##0.00", "border": 1, "align": "right", "bg_color": "#E2EFDA"})
    red = book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"})
    bold = book.add_format({"bold": True})
    for number, (name, rows) in enumerate(tables.items()):
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value not in ("", None):
                    sheet.write(r, c, value, money if isinstance(value, float) else None)
        sheet.set_landscape()
        sheet.print_area(0, 0, 20, 6)
        sheet.freeze_panes(3, 1)
        sheet.data_validation("H1:H9", {"validate": "list", "source": ["甲", "乙"]})
        sheet.conditional_format("B2:F40", {"type": "cell", "criteria": "<", "value": 0, "format": red})
        if number == 0:
            _enrich(book, sheet, bold)
    other = book.add_worksheet("保护")
    other.protect("x", {"format_cells": True})
    other.merge_range("B2:D3", "合并", bold)
    charts = book.add_chartsheet("图表页")
    pie = book.add_chart({"type": "pie"})
    pie.add_series({"values": f"='{next(iter(tables))}'!$B$5:$B$9"})
    charts.set_chart(pie)
    book.define_name("汇率", "=保护!$B$2")
    book.set_custom_property("部门", "财政局")
    book.close()
    _with_parts(draft, path)
    return path


def _enrich(book, sheet, bold):
    sheet.write_comment("A1", "用户自己的批注", {"author": "张三", "visible": True, "color": "#CCFFCC"})
    sheet.write_comment("H2", "另一条")
    sheet.write_rich_string("H12", bold, "粗", "细")
    sheet.write_url("H13", "internal:'保护'!A1")
    sheet.insert_button("J2", {"macro": "Check", "caption": "一键核对", "width": 80, "height": 24})
    sheet.insert_textbox("J6", "文本框")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"='{sheet.get_name()}'!$B$5:$B$9"})
    sheet.insert_chart("J10", chart)
    sheet.add_sparkline("I3", {"range": f"'{sheet.get_name()}'!B5:B9"})
    sheet.write_dynamic_array_formula("K1:K2", "=SORT(B5:B6)", None, 1)
    sheet.conditional_format("B5:B9", {"type": "data_bar", "data_bar_2010": True})
    sheet.set_header("&C&P/&N")
    sheet.ignore_errors({"number_stored_as_text": "A1:A9"})
    sheet.set_row(30, 22, None, {"level": 1, "hidden": True})


def _with_parts(draft, path):
    """Add the parts that XlsxWriter does not write, each with its relationship and content type."""
    with zipfile.ZipFile(draft) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    caches = b'<pivotCaches><pivotCache cacheId="1" r:id="rIdMore0"/></pivotCaches></workbook>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</workbook>", caches)
    parts["xl/pivotTables/_rels/pivotTable1.xml.rels"] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        b'Id="rId1" Type="%s/pivotCacheDefinition" Target="/%s"/></Relationships>'
        % (_OFFICE.encode(), _CACHE.encode())
    )
    types = parts["[Content_Types].xml"].decode()
    for number, (name, (data, kind, owner, content)) in enumerate(_ADDED.items()):
        folder, _, file = owner.rpartition("/")
        rels = f"{folder}/_rels/{file}.rels".lstrip("/") if owner else "_rels/.rels"
        relation = f'<Relationship Id="rIdMore{number}" Type="{kind}" Target="/{name}"/></Relationships>'
        parts[rels] = parts[rels].replace(b"</Relationships>", relation.encode())
        parts[name] = data
        if content:
            types = types.replace(
                "</Types>", f'<Override PartName="/{name}" ContentType="{content}"/></Types>'
            )
    parts["[Content_Types].xml"] = types.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
