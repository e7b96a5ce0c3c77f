"""A draft comes from the tables alone: read back it holds, and whatever number is changed in it is found."""

import json
import re
from dataclasses import replace

import pytest
from docx import Document
from typer.testing import CliRunner
from workbooks.build import build, figures

from gouji.cli import app
from gouji.locate import locate
from gouji.narrative.draft import SKELETONS, draft
from gouji.narrative.numbers import ASIDE, numbers_of
from gouji.narrative.paragraphs import Paragraph
from gouji.narrative.tie import tie
from gouji.rules import narrative_rules
from gouji.statement import parse_statement
from gouji.workbook.official import write_official
from gouji.workbook.read import read_workbook

MOST_UNDETECTED = 0.01


@pytest.fixture(scope="module")
def years(tmp_path_factory):
    """Return the published workbook of 2024 and one of 2023 with three times its amounts.

    The year leaves what the next one begins with.
    """
    folder = tmp_path_factory.mktemp("years")
    this = parse_statement(figures("S01"))
    amounts = {key: value * 3 for key, value in this.amounts.items()}
    total = amounts["T5", "合计", "合计"] + this.amounts["T1", "年初结转和结余", "收入"]
    amounts |= {("T1", "总计", side): total for side in ("收入", "支出")}
    write_official(replace(this, year=2024), folder / "2024.xlsx")
    write_official(replace(this, year=2023, amounts=amounts), folder / "2023.xlsx")
    return folder / "2024.xlsx", folder / "2023.xlsx"


@pytest.fixture(scope="module")
def facts(years):
    return [locate(read_workbook(path)) for path in years]


@pytest.mark.parametrize("skeleton", SKELETONS)
def test_a_draft_read_back_has_no_finding_and_no_unread_number(facts, skeleton):
    result = tie(draft("某某局", 2024, *facts, skeleton), narrative_rules(), *facts)

    # the items of the published T5 make 2,940.06 where it prints 2,940.05
    assert [] == [(f.rule, f.place.sentence) for f in result.findings if f.verdict != "rounding"]
    assert {"N-09"} >= {f.rule for f in result.findings}
    assert (0, True) == (len(result.coverage.unread), result.coverage.numbers > 80)


@pytest.mark.parametrize("skeleton", SKELETONS)
def test_a_draft_of_the_2023_sample_holds(tmp_path_factory, skeleton):
    out = tmp_path_factory.mktemp("sample")
    build(out)
    this = locate(read_workbook(out / "2023决算样表.xlsx"))
    last = replace(this, amounts=[amount * 9 // 10 for amount in this.amounts])
    result = tie(draft("某某局", 2023, this, last, skeleton), narrative_rules(), this, last)

    assert {"N-33"} == {
        f.rule for f in result.findings
    }  # tenths of one year leave no opening balance of zero
    assert () == result.coverage.unread


def mutants(paragraphs):
    """Yield every number of the text changed in its last digit, and in its first."""
    for index, paragraph in enumerate(paragraphs):
        for number in numbers_of(paragraph.text):
            if number.kind == ASIDE and len(number.text) < 4:
                continue
            for place in {0, len(number.text) - 1}:
                at = number.start + number.text.startswith("-") * (place == 0) + place
                digit = str((int(paragraph.text[at]) + 3) % 10)
                changed = paragraph.text[:at] + digit + paragraph.text[at + 1 :]
                yield (
                    [*paragraphs[:index], Paragraph(changed, 0, paragraph.level), *paragraphs[index + 1 :]],
                    changed,
                )


@pytest.mark.parametrize("skeleton", SKELETONS)
def test_of_all_changed_numbers_at_least_99_in_100_are_found(facts, skeleton):
    whole = tie(draft("某某局", 2024, *facts, skeleton), narrative_rules(), *facts)
    assert not any(f.verdict in ("mismatch", "plug") for f in whole.findings)
    missed, count = [], 0
    for paragraphs, changed in mutants(draft("某某局", 2024, *facts, skeleton)):
        count += 1
        result = tie(paragraphs, narrative_rules(), *facts)
        if not any(f.verdict in ("mismatch", "plug") for f in result.findings):
            missed.append(changed)

    assert len(missed) <= MOST_UNDETECTED * count, missed


def test_every_number_of_a_draft_is_a_fact_a_ratio_or_a_change(facts):
    this, last = facts
    amounts = {abs(a - b) for a, b in zip(this.amounts, last.amounts, strict=True)} | set(this.amounts)
    for paragraph in draft("某某局", 2024, this, last, "xinjiang"):
        for amount in re.findall(r"(\d+\.\d\d)万元", paragraph.text):
            assert round(float(amount) * 100) in amounts, paragraph.text


def test_the_command_writes_a_document_with_marked_blanks(years, tmp_path):
    out = tmp_path / "说明.docx"
    run = CliRunner().invoke(app, ["write", str(years[0]), "--last", str(years[1]), "-o", str(out)])

    document = Document(str(out))
    text = "\n".join(p.text for p in document.paragraphs)
    marked = [run.text for p in document.paragraphs for run in p.runs if run.font.highlight_color]
    assert 0 == run.exit_code, run.output
    assert "收入总计2995.39万元" in text
    assert text.count("【请填写") == len(marked) > 10


def test_the_document_read_as_text_ties_with_its_tables(years, tmp_path):
    out = tmp_path / "说明.docx"
    runner = CliRunner()
    runner.invoke(
        app, ["write", str(years[0]), "--last", str(years[1]), "-o", str(out), "--skeleton", "shanghai"]
    )
    text = tmp_path / "说明.txt"
    text.write_text("\n".join(p.text for p in Document(str(out)).paragraphs), "utf-8")
    run = runner.invoke(app, ["tie", str(text), str(years[0]), "--last", str(years[1]), "--format", "json"])

    (file,) = json.loads(run.output)["files"]
    assert (0, "ties", []) == (run.exit_code, file["status"], file["findings"])
    assert file["coverage"]["numbers"] == file["coverage"]["read"]


def test_what_cannot_be_drafted_is_one_sentence_and_status_2(years, tmp_path):
    runner = CliRunner()
    same = runner.invoke(app, ["write", str(years[0]), "--last", str(years[1]), "-o", str(years[0])])
    none = runner.invoke(app, ["write", str(tmp_path / "无.xlsx"), "--last", str(years[1]), "-o", "x.docx"])
    text = runner.invoke(
        app, ["write", str(years[0]), "--last", str(years[1]), "-o", str(tmp_path / "x.txt")]
    )

    assert [2, 2, 2] == [run.exit_code for run in (same, none, text)]
    assert "没有写入" in same.output
    assert "找不到这个文件" in none.output
    assert ".docx" in text.output
