"""No command writes over what is somebody's work, and no run gets in the way of another."""

import json
import os
import shutil
import stat
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from tests.batches import gouji, write_units
from tests.batches import run as check

from gouji.batch.journal import Journal, OtherRunError
from gouji.cli.inputs import files_of
from gouji.factstore.parquet import SCHEMA, opened, write_records
from gouji.factstore.record import NoFactsError
from gouji.written import written_whole


@pytest.fixture
def units(tmp_path):
    """Two workbooks and a corrupt one."""
    folder = tmp_path / "units"
    folder.mkdir()
    write_units(folder, 2)
    return folder


@pytest.fixture
def theirs(tmp_path):
    """A workbook that no command is to read."""
    openpyxl.Workbook().save(tmp_path / "theirs.xlsx")
    return tmp_path / "theirs.xlsx"


@pytest.mark.parametrize(
    "command",
    [
        "check UNITS --out IN",
        "check UNITS --jobs 1 --format csv --out IN",
        "check file://IN --format csv --out IN",
        "facts UNITS --out IN",
        "diff IN IN --out IN",
        "rollup UNITS --years --out IN",
        "check UNITS --out THEIRS --format text",
        "check UNITS --out THEIRS --format json",
        "check UNITS --out THEIRS --format jsonl --jobs 1",
        "check UNITS --out THEIRS --format parquet --jobs 1",
        "facts UNITS --out THEIRS",
        "diff IN IN --out THEIRS",
        "rollup UNITS --years --out THEIRS",
        "compare IN IN --format xlsx --out THEIRS",
    ],
)
def test_a_workbook_is_never_replaced_by_a_result(command, units, theirs):
    names = {
        "UNITS": units,
        "IN": units / "01.xlsx",
        "file://IN": f"file://{units}/01.xlsx",
        "THEIRS": theirs,
    }
    before = {path: path.read_bytes() for path in (*units.iterdir(), theirs)}
    done = gouji(*(names.get(word, word) for word in command.split()))

    assert (2, True) == (done.returncode, "没有写入" in done.stderr), done
    assert before == {path: path.read_bytes() for path in (*units.iterdir(), theirs)}


def test_a_draft_that_somebody_may_have_gone_on_with_is_replaced_only_when_forced(units, tmp_path):
    out = tmp_path / "说明.docx"
    out.write_text("mine")
    command = ("write", units / "00.xlsx", "--last", units / "01.xlsx", "--out", out)

    assert (2, "mine") == (gouji(*command).returncode, out.read_text())
    assert 0 == gouji(*command, "--force").returncode
    assert out.read_bytes().startswith(b"PK")


@pytest.mark.parametrize("inside", ["part-0.parquet", "2024决算/普陀", "files/notes.txt", "files/part-0/a"])
def test_a_folder_that_holds_anything_else_than_a_result_is_not_replaced(units, tmp_path, inside):
    out = tmp_path / "mine"
    (out / inside).parent.mkdir(parents=True)
    (out / inside).mkdir() if inside.endswith("普陀") else (out / inside).write_text("mine")

    assert 2 == check(units, "--jobs", 1, "--out", out).returncode
    assert (out / inside).exists()


def test_what_stands_beside_the_result_stays(units, tmp_path):
    mine = [tmp_path / name for name in ("r.csv.part", "r.part", "r.old")]
    for path in mine:
        path.write_text("mine")
    for _ in range(2):
        check(units, "--jobs", 1, "--out", tmp_path / "r.csv")
        check(units, "--jobs", 1, "--format", "parquet", "--out", tmp_path / "r")

    assert ["mine"] * 3 == [path.read_text() for path in mine]
    names = ["r", "r.csv", "r.csv.part", "r.old", "r.part", "units"]
    assert names == sorted(path.name for path in tmp_path.iterdir())


def test_a_file_that_is_no_journal_is_not_taken_for_one(units, tmp_path):
    journal = tmp_path / "r.csv.journal"
    journal.write_text("my diary\n")
    done = check(units, "--jobs", 1, "--out", tmp_path / "r.csv", "--resume")

    assert (2, "my diary\n") == (done.returncode, journal.read_text())


def test_a_journal_whose_first_line_was_cut_off_is_begun_anew(tmp_path):
    with Journal(tmp_path / "a", {"run": 1}) as journal:
        journal.add("00", b"{}")
    first = (tmp_path / "a").read_bytes().splitlines()[0]
    (tmp_path / "a").write_bytes(first[:-3])

    with pytest.raises(OtherRunError):
        Journal(tmp_path / "a", {"run": 2})
    with Journal(tmp_path / "a", {"run": 1}) as journal:
        assert {} == journal.finished


def test_two_runs_on_one_output_do_not_mix(units, tmp_path):
    out = tmp_path / "r.jsonl"
    with Journal(tmp_path / "r.jsonl.journal", {}) as journal:
        journal.add("00", b"{}")
        done = check(units, "--jobs", 1, "--out", out, "--resume")

    assert (2, True) == (done.returncode, "另一次运行" in done.stderr)
    assert not out.exists()


@pytest.mark.parametrize("command", ["check typo --jobs 1 --out OUT", "facts typo --out OUT"])
def test_a_mistyped_path_does_not_cost_an_earlier_result(command, tmp_path):
    out = tmp_path / "r.parquet"
    out.write_text("earlier")
    done = gouji(*(out if word == "OUT" else word for word in command.split()), cwd=tmp_path)

    assert (2, True, "earlier") == (done.returncode, "找不到" in done.stderr, out.read_text())


def test_a_link_goes_on_to_lead_to_the_result_and_permissions_stay(tmp_path):
    (tmp_path / "real").write_text("old")
    (tmp_path / "real").chmod(0o600)
    (tmp_path / "link").symlink_to("real")
    with written_whole(tmp_path / "link") as part:
        part.write_text("new")

    assert ("new", 0o600) == (
        (tmp_path / "real").read_text(),
        stat.S_IMODE((tmp_path / "real").stat().st_mode),
    )
    assert (tmp_path / "link").is_symlink()


def test_a_device_is_written_to_and_not_replaced(units):
    assert 2 == check(units, "--out", "/dev/null").returncode
    assert Path("/dev/null").is_char_device()


def test_a_folder_is_searched_through_links_and_what_programs_keep_is_left_out(units, tmp_path):
    (tmp_path / "more").mkdir()
    shutil.copy(units / "01.xlsx", tmp_path / "more" / "02.xlsx")
    (units / "more").symlink_to(tmp_path / "more")
    (units / "loop").symlink_to(units)
    (units / "03.xlsx").symlink_to("nowhere.xlsx")
    for name in ("~$00.xlsx", ".~00.xlsx", "._00.xlsx"):
        (units / name).write_text("")

    expected = ["00.xlsx", "01.xlsx", "03.xlsx", "corrupt.xlsx", "more/02.xlsx"]
    assert expected == [path.relative_to(units).as_posix() for path in files_of([str(units)])]


def test_a_folder_that_cannot_be_read_is_told_and_not_passed_over(units, monkeypatch):
    (units / "secret").mkdir()
    scandir = os.scandir

    def refusing(path):
        if str(path).endswith("secret"):
            raise PermissionError(13, "denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)

    assert units / "secret" in files_of([str(units)])


@pytest.mark.parametrize("jobs", [[], ["--jobs", 1]])
def test_an_empty_folder_is_told_in_the_same_words_by_any_number_of_workers(tmp_path, jobs):
    (tmp_path / "none").mkdir()
    done = check(tmp_path / "none", "--format", "jsonl", *jobs)

    assert "没有 .xlsx" in json.loads(done.stdout)["error"]


@pytest.mark.parametrize(
    "command", ["check IN --format jsonl", "check IN", "facts IN --jobs 1 --out f.parquet"]
)
def test_a_name_in_a_chinese_code_page_reads_the_same_everywhere(command, units, tmp_path):
    gbk = os.fsencode(tmp_path) + "/决算.xlsx".encode("gbk")
    shutil.copy(units / "01.xlsx", gbk)
    done = gouji(*(os.fsdecode(gbk) if word == "IN" else word for word in command.split()), cwd=tmp_path)

    assert (0, "") == (done.returncode, done.stderr)
    if "facts" in command:
        assert ["决算.xlsx"] == [
            Path(p).name for p in pq.read_table(tmp_path / "f.parquet")["path"].to_pylist()
        ]
    else:
        assert "决算.xlsx" in done.stdout


def test_facts_of_another_format_are_refused(tmp_path):
    write_records([], tmp_path / "new.parquet")
    pq.write_table(SCHEMA.remove_metadata().empty_table(), tmp_path / "old.parquet")

    with opened(tmp_path / "new.parquet"):
        pass
    with pytest.raises(NoFactsError), opened(tmp_path / "old.parquet"):
        pass


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_nobody_foresaw_is_one_sentence_and_status_2(units, tmp_path, lang):
    done = gouji("check", units, "--jobs", 1, "--out", tmp_path / ("x" * 252), "--lang", lang)

    assert (2, 1, False) == (done.returncode, len(done.stderr.splitlines()), "Traceback" in done.stderr)


def test_rules_that_notepad_has_saved_are_read_and_those_in_gbk_are_told_so(units, tmp_path):
    rule = '[[rule]]\nid = "X-1"\nzh = "收入"\nseverity = "must"\nforms = ["T1[本年收入合计].收入 >= 0"]\n'
    (tmp_path / "bom.toml").write_text(rule, "utf-8-sig")
    (tmp_path / "gbk.toml").write_text(rule, "gbk")

    for jobs in ([], ["--jobs", 1]):
        assert 0 == check(units / "01.xlsx", "--rules", tmp_path / "bom.toml", *jobs).returncode
    assert "另存为 UTF-8" in check(units / "01.xlsx", "--rules", tmp_path / "gbk.toml").stderr
