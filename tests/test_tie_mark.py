"""gouji tie --mark: the narrative's own file with a comment at each finding."""

from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner

from gouji import cli

S = "本年收入合计2946.25万元，其中：财政拨款收入2940.05万元，占99.79%；其他收入6.20万元，占1.21%。"


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(cli.app, ["tie", *map(str, arguments)])


@pytest.fixture
def report(tmp_path):
    document = docx.Document()
    for text in ("二、收入决算情况说明", S):
        document.add_paragraph(text)
    document.save(tmp_path / "说明.docx")
    return tmp_path / "说明.docx"


def test_a_comment_says_what_is_wrong_and_how_it_should_read(run, report, tmp_path):
    before = report.read_bytes()
    result = run(report, "--mark", tmp_path / "批注.docx")

    comments = [comment.text for comment in docx.Document(tmp_path / "批注.docx").comments]
    assert 1 == result.exit_code
    assert any("0.21%" in text and "1.21%" in text for text in comments)
    assert before == report.read_bytes()


def test_a_copy_that_exists_is_replaced_only_by_force(run, report, tmp_path):
    out = Path(tmp_path / "批注.docx")
    out.write_text("别人的")

    assert (2, "别人的") == (run(report, "--mark", out).exit_code, out.read_text())
    assert 1 == run(report, "--mark", out, "--force").exit_code


def test_a_text_file_takes_no_comments_and_says_so(run, tmp_path):
    path = tmp_path / "说明.txt"
    path.write_text(f"二、收入决算情况说明\n{S}\n")
    result = run(path, "--mark", tmp_path / "批注.txt")

    assert (2, 1) == (result.exit_code, len(result.stderr.strip().splitlines()))
