"""gouji mark and gouji clear as a user calls them."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
import xlwt
from typer.testing import CliRunner

from gouji import cli

MISTAKEN = Path(__file__).resolve().parents[1] / "workbooks" / "2023决算样表-五处错误.xlsx"


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(cli.app, [*map(str, arguments)])


@pytest.fixture
def file(tmp_path):
    return Path(shutil.copy(MISTAKEN, tmp_path / "决算.xlsx"))


def test_mark_writes_a_copy_beside_the_file_and_exits_like_check(run, file):
    before = file.read_bytes()
    result = run("mark", file)

    assert (1, True) == (result.exit_code, "决算-核对.xlsx" in result.stdout)
    assert (before, True) == (file.read_bytes(), file.with_name("决算-核对.xlsx").exists())


def test_clear_writes_what_the_file_was(run, file):
    run("mark", file)
    result = run("clear", file.with_name("决算-核对.xlsx"))

    assert 0 == result.exit_code
    cleared = openpyxl.load_workbook(file.with_name("决算-核对-清除标注.xlsx"))
    assert openpyxl.load_workbook(file).sheetnames == cleared.sheetnames


def test_in_place_keeps_the_former_content_in_a_backup(run, file):
    before = file.read_bytes()
    file.chmod(0o640)
    run("mark", file, "--in-place")
    run("clear", file, "--in-place")

    backups = sorted(p.name for p in file.parent.glob("*备份*"))
    assert ["决算-备份.xlsx", "决算-备份2.xlsx"] == backups
    assert (before, 0o640) == (file.with_name("决算-备份.xlsx").read_bytes(), file.stat().st_mode & 0o777)
    assert "核对结果" not in openpyxl.load_workbook(file).sheetnames


@pytest.mark.parametrize("lock", ["~$决算.xlsx", ".~lock.决算.xlsx#"])
def test_a_file_that_is_open_in_a_spreadsheet_is_not_changed(run, file, lock):
    before = file.read_bytes()
    file.with_name(lock).write_text("")
    result = run("mark", file, "--in-place")

    assert (2, True) == (result.exit_code, "正在表格软件中打开" in result.stderr)
    assert before == file.read_bytes()


def test_an_existing_copy_is_replaced_only_by_force(run, file):
    out = file.with_name("b.xlsx")
    out.write_text("别人的")

    assert 2 == run("mark", file, "-o", out).exit_code
    assert "别人的" == out.read_text()
    assert 1 == run("mark", file, "-o", out, "--force").exit_code
    assert out.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("mark", "无.xlsx"), "找不到这个文件"),
        (("clear", "无.xlsx"), "找不到这个文件"),
        (("mark", "文本.xlsx"), "不是 Excel 工作簿"),
        (("clear", "文本.xlsx"), "只能处理 .xlsx 和 .xlsm"),
        (("mark", "决算.xlsx", "-o", "决算.xlsx", "--force"), "就是要处理的文件"),
        (("mark", "决算.xlsx", "-o", "b.xlsx", "--in-place"), "不能同时使用"),
        (("mark", "决算.xlsx", "-o", "没有/b.xlsx"), "不能写入"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_2(run, file, monkeypatch, arguments, sentence):
    monkeypatch.chdir(file.parent)
    Path("文本.xlsx").write_text("项目,金额")
    result = run(*arguments)

    assert (2, 1) == (result.exit_code, len(result.stderr.strip().splitlines()))
    assert sentence in result.stderr


def test_clearing_a_pipe_does_not_wait_for_its_writer(run, tmp_path):
    os.mkfifo(tmp_path / "管道.xlsx")
    result = run("clear", tmp_path / "管道.xlsx")

    assert (2, True) == (result.exit_code, "这不是一个文件" in result.stderr)


def test_a_package_whose_parts_are_encrypted_is_one_sentence(run, file):
    data = bytearray(file.read_bytes())
    for entry in re.finditer(rb"PK\x01\x02", data):
        data[entry.start() + 8] |= 1  # the flag of encryption in the list of parts
    file.write_bytes(data)
    result = run("clear", file)

    assert (2, 1) == (result.exit_code, len(result.stderr.strip().splitlines()))


def test_a_file_without_marks_says_so_and_writes_nothing(run, file):
    result = run("clear", file)

    assert (0, True) == (result.exit_code, "没有标注" in result.stdout)
    assert [file] == list(file.parent.iterdir())


def test_english_is_by_lang(run, file):
    run("mark", file, "--lang", "en")
    sheet = openpyxl.load_workbook(file.with_name("决算-核对.xlsx"))["公开01表"]

    assert "Expected 183.99, found 189.39" in sheet["F33"].comment.text


def _xls(path):
    source = openpyxl.load_workbook(MISTAKEN, data_only=True)
    book = xlwt.Workbook()
    for sheet in source.worksheets:
        target = book.add_sheet(sheet.title)
        for r, row in enumerate(sheet.values):
            for c, value in enumerate(row):
                if value is not None:
                    target.write(r, c, float(value) if isinstance(value, int | float) else value)
    book.save(path)
    return path


def test_an_xls_file_is_marked_as_an_xlsx_that_libreoffice_makes(run, tmp_path):
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-calc")
    result = run("mark", _xls(tmp_path / "旧.xls"))

    assert 1 == result.exit_code
    sheet = openpyxl.load_workbook(tmp_path / "旧-核对.xlsx")["公开01表"]
    assert "应为 183.99" in sheet["F33"].comment.text


def test_without_libreoffice_an_xls_file_gets_one_sentence(tmp_path):
    command = [sys.executable, "-m", "gouji", "mark", _xls(tmp_path / "旧.xls")]
    done = subprocess.run(
        command, env={**os.environ, "PATH": "/nowhere"}, capture_output=True, text=True, check=False
    )

    assert (2, True) == (done.returncode, "没有 LibreOffice" in done.stderr)
