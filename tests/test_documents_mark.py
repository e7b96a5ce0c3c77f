"""Marked reports: a comment at each remark, over its words, and nothing else changed."""

from zipfile import ZipFile

import pdfplumber
import pytest
from docx import Document
from pypdf import PdfReader
from tests.printed_pages import PrintedPages

from gouji.documents.mark import Remark, mark_document
from gouji.documents.read import read_document
from gouji.workbook.read import UnreadableError


def remark_on(paragraphs, words, text):
    index = next(n for n, paragraph in enumerate(paragraphs) if words in paragraph.text)
    start = paragraphs[index].text.index(words)
    return Remark(index, start, start + len(words), text)


@pytest.fixture
def document(tmp_path):
    """Return a report whose words are spread over runs as an office spreads them."""
    document = Document()
    document.add_heading("一、总体情况", 1)
    paragraph = document.add_paragraph("收入总计2,9")
    paragraph.add_run("95.39").bold = True
    paragraph.add_run("万元，减少56.95万元，下降1.87%。")
    document.add_paragraph("本年收入合计2946.25万元。")
    table = document.add_table(2, 2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("分值", "得分", "10", "9.8"), strict=True
    ):
        cell.text = text
    document.save(tmp_path / "report.docx")
    return tmp_path / "report.docx"


def commented(path):
    """Return comment → the words between its marks."""
    document = Document(path)
    words = {}
    for comment in document.comments:
        inside, found = False, ""
        for element in document.element.body.iter():
            if element.tag.endswith(("}commentRangeStart", "}commentRangeEnd")) and (
                element.get(element.tag.split("}")[0] + "}id") == str(comment.comment_id)
            ):
                inside = element.tag.endswith("Start")
            elif inside and element.tag.endswith("}t"):
                found += element.text
        words[comment.text] = found
    return words


def test_each_comment_stands_at_its_words(document, tmp_path):
    paragraphs = read_document(document)
    remarks = [
        remark_on(paragraphs, words, f"关于{words}")
        for words in ("2,995.39", "995", "56.95", "下降1.87%", "本年收入合计2946.25万元。", "总体")
    ]
    out = tmp_path / "marked.docx"
    mark_document(document, remarks, out, author="勾稽")

    assert {r.text: r.text.removeprefix("关于") for r in remarks} == commented(out)
    assert {"勾稽"} == {comment.author for comment in Document(out).comments}


def test_text_and_format_of_a_marked_document_are_those_of_the_report(document, tmp_path):
    paragraphs = read_document(document)
    mark_document(document, [remark_on(paragraphs, "995", "甲")], tmp_path / "marked.docx")

    def signs(path):
        return [
            (sign, run.bold, run.style.name)
            for paragraph in Document(path).paragraphs
            for run in paragraph.runs
            for sign in run.text
        ]

    assert paragraphs == read_document(tmp_path / "marked.docx")
    assert signs(document) == signs(tmp_path / "marked.docx")


def test_parts_of_the_file_without_remarks_stay_as_they_are(document, tmp_path):
    mark_document(document, [remark_on(read_document(document), "995", "甲")], tmp_path / "marked.docx")

    with ZipFile(document) as before, ZipFile(tmp_path / "marked.docx") as after:
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed <= {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}


def test_words_over_several_cells_are_marked_in_the_first(document, tmp_path):
    paragraphs = read_document(document)
    mark_document(document, [remark_on(paragraphs, "10 9.8", "得分")], tmp_path / "marked.docx")

    assert {"得分": "10"} == commented(tmp_path / "marked.docx")


@pytest.fixture
def printed(tmp_path):
    def save():
        pages = PrintedPages(tmp_path / "report.pdf")
        pages.lines(
            100,
            "  " + "一般公共预算财政拨款支出主要用于以下方面的各项支出其中包括本年度支",
            "出合计2,940.05万元，占100%。",
        ).page()
        pages.lines(100, "本年收入合计2,946.25万元，占99.79%，其中财政拨款收入占绝大部分的说明。")
        return pages.save()

    return save


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_highlight_lies_over_its_words_however_the_page_is_turned(printed, tmp_path, turned):
    path = printed()
    paragraphs = read_document(path)
    if turned:
        path = turned_copy(path, turned)
    assert paragraphs == read_document(path)
    remark = remark_on(paragraphs, "2,946.25万元", "应为 2,947")
    out = tmp_path / "marked.pdf"
    mark_document(path, [remark], out)

    page = PdfReader(out).pages[1]
    (note,) = (annotation.get_object() for annotation in page["/Annots"])
    assert ("/Highlight", "应为 2,947", "Gouji") == (note["/Subtype"], note["/Contents"], note["/T"])
    with pdfplumber.open(out) as pdf:
        (box,) = pdf.pages[1].annots
        inside = [
            char["text"]
            for char in sorted(pdf.pages[1].chars, key=lambda char: char["x0"])
            if box["x0"] < (char["x0"] + char["x1"]) / 2 < box["x1"]
            and box["top"] < (char["top"] + char["bottom"]) / 2 < box["bottom"]
        ]
    assert "2,946.25万元" == "".join(inside)


def turned_copy(path, turned):
    """Return a copy whose second page is stored lying and shown upright, as landscape tables often are."""
    from pypdf import PdfWriter, Transformation  # noqa: PLC0415

    writer = PdfWriter(path)
    page = writer.pages[1]
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    moves = {90: (0, width), 180: (width, height), 270: (height, 0)}
    # stored turned against the clock by as much as the page is shown turned with it
    page.add_transformation(Transformation().rotate(-turned).translate(*moves[turned]))
    if turned != 180:
        page.mediabox.upper_right = (height, width)
        page.cropbox.upper_right = (height, width)
    page.rotate((360 - turned) % 360)
    writer.write(path)
    return path


def test_words_over_two_lines_are_covered_on_both(printed, tmp_path):
    path = printed()
    mark_document(path, [remark_on(read_document(path), "支出合计2,940.05", "甲")], tmp_path / "marked.pdf")

    (note,) = (
        annotation.get_object() for annotation in PdfReader(tmp_path / "marked.pdf").pages[0]["/Annots"]
    )
    assert 16 == len(note["/QuadPoints"])


def test_the_file_s_own_bytes_stay_in_front(printed, tmp_path):
    path = printed()
    mark_document(path, [remark_on(read_document(path), "占100%", "甲")], tmp_path / "marked.pdf")

    assert (tmp_path / "marked.pdf").read_bytes().startswith(path.read_bytes())
    assert read_document(path) == read_document(tmp_path / "marked.pdf")


def test_a_web_page_carries_no_comments(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<html><body><p>收入。</p></body></html>", "utf-8")

    with pytest.raises(UnreadableError) as error:
        mark_document(page, [], tmp_path / "marked.html")
    assert ("cannot_mark", False) == (error.value.says, (tmp_path / "marked.html").exists())


def test_a_mark_that_fails_leaves_nothing_behind(document, tmp_path):
    before = set(tmp_path.iterdir())
    with pytest.raises(IndexError):
        mark_document(document, [Remark(99, 0, 1, "甲")], tmp_path / "marked.docx")

    assert before == set(tmp_path.iterdir())
