"""Paragraphs of PDF files: joined lines, no margins, no tables, a sentence for what cannot be read."""

import pytest
from tests.printed_pages import PrintedPages

from gouji.documents.read import read_document, read_located
from gouji.narrative.paragraphs import Paragraph
from gouji.workbook.read import UnreadableError

# 37 signs of 12 points fill a line of the text block
FULL = "一般公共预算财政拨款支出主要用于以下方面的各项支出其中包括本年度发生的支出合计为"[:37]


@pytest.fixture
def printed(tmp_path):
    return PrintedPages(tmp_path / "report.pdf")


def texts(path):
    return [paragraph.text for paragraph in read_document(path)]


def why(path):
    with pytest.raises(UnreadableError) as error:
        read_document(path)
    return error.value.says


def test_lines_of_a_paragraph_are_joined_and_an_indent_begins_the_next(printed):
    printed.lines(100, "  " + FULL[:35], FULL, "万元。", "  " + FULL[:35], FULL)

    assert [FULL[:35] + FULL + "万元。", FULL[:35] + FULL] == texts(printed.save())


def test_a_number_broken_over_two_lines_is_whole(printed):
    printed.lines(100, FULL, FULL[:34] + "2,946", ".25万元，占99.79%。", FULL)

    assert "2,946.25万元" in texts(printed.save())[0]


def test_figures_in_another_font_stand_in_their_place_in_the_line(printed):
    printed.text(
        72, 100, "收入总计2995.39万元，比2023年减少56.95万元，下降1.87%。这一行是为了凑够文字而写的内容。"
    )

    assert [
        "收入总计2995.39万元，比2023年减少56.95万元，下降1.87%。这一行是为了凑够文字而写的内容。"
    ] == texts(printed.save())


def test_a_paragraph_goes_on_over_a_page_without_header_and_page_number(printed):
    for number, lines in enumerate([(FULL, FULL), (FULL, FULL), ("完。",)], 1):
        printed.text(72, 40, "某某局2024年度部门决算").lines(100, *lines).text(
            290, 810, f"— {number} —"
        ).page()

    (paragraph,) = read_document(printed.save())
    assert Paragraph(FULL * 4 + "完。", page=1) == paragraph


def test_a_heading_and_its_text_are_two_paragraphs(printed):
    printed.lines(100, "  二、收入决算情况说明", "  " + FULL[:35], FULL)

    assert ["二、收入决算情况说明", FULL[:35] + FULL] == texts(printed.save())


def test_an_item_of_a_list_begins_a_paragraph_though_the_line_before_is_full(printed):
    printed.lines(100, FULL, FULL[:36] + "。", "1、" + FULL[:30], FULL)

    assert "1、" + FULL[:30] == texts(printed.save())[1][:32]


def test_a_centred_title_in_two_lines_is_one(printed):
    printed.text(120, 80, "第三部分某某市财政局2024年度情况", size=20).text(277, 104, "说明", size=20)
    printed.lines(150, "  " + FULL[:35], FULL)

    assert "第三部分某某市财政局2024年度情况说明" == texts(printed.save())[0]


def test_tables_and_their_heads_are_no_text_but_notes_below_them_are(printed):
    printed.lines(60, FULL, "如下。").text(200, 120, "收入决算表").text(400, 140, "单位：万元")
    printed.table(150, [200, 100], "项目 | 决算数\n财政拨款收入 | 2,946.25").text(72, 220, "注：本表无数据。")

    assert [FULL + "如下。", "注：本表无数据。"] == texts(printed.save())


def test_score_sheets_are_read_row_by_row(printed):
    printed.lines(60, FULL).text(200, 120, "项目支出绩效自评表")
    printed.table(150, [150, 60, 60], "指标 | 分值 | 得分\n预算执行率 | 10 | 9.8")

    assert ["项目支出绩效自评表", "指标 分值 得分", "预算执行率 10 9.8"] == texts(printed.save())[1:]


def test_bold_printed_twice_is_read_once(printed):
    for x in (72, 72.3):
        printed.text(x, 100, FULL)

    assert [FULL] == texts(printed.lines(140, FULL[:20]).save())[:1]


def test_every_sign_knows_its_place_on_its_page(printed):
    (one,) = read_located(printed.lines(100, FULL, "合计2,946.25万元。").save())

    at = one.paragraph.text.index("2,946")
    assert len(one.places) == len(one.paragraph.text)
    assert (1, 96.0) == (one.places[at].page, one.places[at].x0)


def test_the_published_report_reads_in_whole_paragraphs(sample):
    found = texts(sample("S01.pdf"))

    assert (
        "本年支出合计2940.05万元，其中：基本支出2336.91万元，占79.49%；项目支出603.14万元，占20.51%；"
        in found
    )
    assert [] == [text for text in found if text.startswith(("（项）", "万元"))]
    assert not any("\n" in text for text in found)


def test_a_page_of_pictures_is_said_to_be_a_scan(printed):
    assert "scanned_pdf" == why(printed.text(72, 100, "封面").save())


def test_a_foreign_text_is_said_to_be_one(printed):
    printed.text(72, 100, "This final account was published in a language that nobody here speaks.")

    assert "not_chinese" == why(printed.save())


def test_a_password_is_asked_for_in_one_sentence(tmp_path):
    assert "password_pdf" == why(PrintedPages(tmp_path / "p.pdf", encrypt="secret").lines(99, FULL).save())


@pytest.mark.parametrize("kept", [20, 400])
def test_a_damaged_file_is_said_to_be_damaged(printed, kept):
    path = printed.lines(100, FULL, FULL).save()
    path.write_bytes(path.read_bytes()[:kept])

    assert why(path) in ("damaged_pdf", "scanned_pdf")
