"""Paragraphs of .docx files and web pages, and what is not read."""

import sys
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml import OxmlElement

from gouji.documents.read import read_document
from gouji.narrative.paragraphs import Paragraph
from gouji.workbook.read import UnreadableError


@pytest.fixture
def written(tmp_path):
    def write(build):
        document = Document()
        build(document)
        document.save(tmp_path / "report.docx")
        return tmp_path / "report.docx"

    return write


def texts(path):
    return [paragraph.text for paragraph in read_document(path)]


def why(path):
    with pytest.raises(UnreadableError) as error:
        read_document(path)
    return error.value.says


def test_headings_keep_their_level_and_runs_are_joined(written):
    def build(document):
        document.add_heading("一、总体情况", 2)
        paragraph = document.add_paragraph("收入2,9")
        paragraph.add_run("95.39").bold = True
        paragraph.add_run("万元。")

    assert [Paragraph("一、总体情况", level=2), Paragraph("收入2,995.39万元。")] == read_document(
        written(build)
    )


def test_a_soft_break_ends_a_sentence_or_heals_inside_one(written):
    path = written(lambda document: document.add_paragraph("二、收入情况\n收入2,9\n95.39万元。\n其中：无。"))

    assert ["二、收入情况", "收入2,995.39万元。", "其中：无。"] == texts(path)


def test_deleted_text_is_gone_and_inserted_text_is_there(written):
    def build(document):
        paragraph = document.add_paragraph("收入")
        for tag, word in (("w:ins", "增加"), ("w:del", "减少")):
            change = OxmlElement(tag)
            change.append(paragraph.add_run(word)._r)  # noqa: SLF001
            paragraph._p.append(change)  # noqa: SLF001

    assert ["收入增加"] == texts(written(build))


def test_pages_are_told_where_word_left_its_page_breaks(written):
    def build(document):
        document.add_paragraph("第一页。").add_run()._r.append(OxmlElement("w:lastRenderedPageBreak"))  # noqa: SLF001
        document.add_paragraph("第二页。")

    assert [1, 2] == [paragraph.page for paragraph in read_document(written(build))]


def test_tables_are_left_out_but_score_sheets(written):
    def build(document):
        for rows in ([("收入", "1.00")], [("指标", "分值", "得分"), ("执行率", "10", "9.8")]):
            document.add_paragraph("如下。")
            table = document.add_table(len(rows), len(rows[0]))
            for cells, row in zip(table.rows, rows, strict=True):
                for cell, text in zip(cells.cells, row, strict=True):
                    cell.text = text

    assert ["如下。", "如下。", "指标 分值 得分", "执行率 10 9.8"] == texts(written(build))


def test_a_document_with_macros_is_refused(written):
    path = written(lambda document: document.add_paragraph("收入。"))
    with ZipFile(path, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"")

    assert "macros" == why(path)


def test_a_damaged_document_a_workbook_and_a_foreign_text_are_told_apart(written):
    path = written(lambda document: document.add_paragraph("Income."))
    assert "not_chinese" == why(path)
    path.write_bytes(path.read_bytes()[:900])
    assert "damaged_docx" == why(path)
    with ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert "not_a_document" == why(path)
    for data, says in (
        (b"", "empty_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_word"),
        (b"x", "not_a_document"),
    ):
        path.write_bytes(data)
        assert says == why(path)


def test_a_library_that_is_not_installed_is_named(written, monkeypatch):
    path = written(lambda document: document.add_paragraph("收入。"))
    monkeypatch.setitem(sys.modules, "docx", None)

    assert "no_library" == why(path)


PAGE = """<html><head><meta charset="{charset}"><style>p {{}}</style><script>var a = "收入";</script></head>
<body><nav><p>网站导航</p></nav><table><tr><td>左栏</td><td><div>
<p>一、总体情况</p><p>收入<span>2,9</span><b>95.39</b>万元，比上年
减少。</p><p style="display: none">隐藏。</p><p>支出<br>持平。<br/>其中：无。</p>
<table><tr><td>收入</td><td>1.00</td></tr></table></div></td></tr></table></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "gb2312"])
def test_a_web_page_is_read_in_its_charset_without_menus(tmp_path, charset):
    path = tmp_path / "page.html"
    path.write_bytes(PAGE.format(charset=charset).encode("gb18030" if charset == "gb2312" else charset))

    assert ["一、总体情况", "收入2,995.39万元，比上年减少。", "支出持平。", "其中：无。"] == texts(path)


def test_a_name_in_signs_beyond_gb2312_survives(tmp_path):
    path = tmp_path / "page.htm"
    path.write_bytes(PAGE.format(charset="gb2312").replace("上年", "朱镕基").encode("gb18030"))

    assert any("朱镕基" in text for text in texts(path))
