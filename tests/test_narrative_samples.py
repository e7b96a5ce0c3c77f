"""Published narratives: what is wrong in them is found, and nothing else (docs/sources.md)."""

import json
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner
from workbooks.build import build

from gouji.cli import app
from gouji.documents.tie import tie

ROOT = Path(__file__).resolve().parents[1]


def told(report, verdict, *severities):
    """Return rule and the words told about, of the findings of a verdict and of these severities."""
    return [
        (f.rule, f.place.sentence[f.place.offset : f.place.end])
        for f in report.findings
        if f.verdict == verdict and f.severity in severities
    ]


def errors(report):
    return told(report, "mismatch", "must")


def warnings(report):
    return told(report, "mismatch", "should", "info") + told(report, "plug", "must", "should", "info")


@pytest.fixture(scope="module")
def seed_workbook(tmp_path_factory):
    out = tmp_path_factory.mktemp("workbooks")
    build(out)
    return out / "2023决算样表.xlsx"


# --- the seed: I-1 … I-23 of docs/sources.md ----------------------------------------------------------------


def test_the_seed_has_no_error_and_no_rounding(sample, seed_workbook):
    report = tie(sample("seed.txt"), seed_workbook)

    assert ([], []) == (errors(report), told(report, "rounding", "must", "should", "info"))
    assert "ties" == report.status


@pytest.mark.parametrize("with_tables", [True, False])
def test_the_inconsistencies_of_the_seed_are_found_and_no_other(sample, seed_workbook, with_tables):
    report = tie(sample("seed.txt"), seed_workbook if with_tables else None)

    assert [
        ("N-25", "、。"),  # I-20
        ("N-25", "、"),  # I-20
        ("N-27", "100%"),  # I-20
        ("N-29", "1200 月"),  # I-20
        ("N-32", "0.00 万元"),  # I-14
        ("N-33", "0.00 万元"),  # I-11
        ("N-34", "8"),  # I-2
        ("N-35", "=100%"),  # I-7
        ("N-36", "目标已按时完成"),  # I-10
        ("N-37", "66.09"),  # I-12
        ("N-37", "1.1"),  # I-12
        ("N-38", "=10 次"),  # I-3
        ("N-39", "=100%"),  # I-6
        ("N-40", "1"),  # I-9
    ] == warnings(report)


def test_of_the_numbers_of_the_seed_98_in_100_are_understood(sample):
    coverage = tie(sample("seed.txt")).coverage

    assert coverage.read >= 0.98 * coverage.numbers > 300


@pytest.mark.parametrize(
    ("rule", "ties"),
    [
        ("N-01", 10),
        ("N-02", 3),
        ("N-03", 13),
        ("N-04", 12),
        ("N-05", 10),
        ("N-06", 2),
        ("N-07", 4),
        ("N-08", 3),
        ("N-09", 1),
        ("N-10", 6),
        ("N-12", 21),
        ("N-14", 1),
        ("N-15", 1),
        ("N-16", 1),
        ("N-17", 1),
        ("N-19", 8),
        ("N-23", 2),
        ("N-40", 2),
    ],
)
def test_every_tie_of_the_seed_is_confirmed(sample, seed_workbook, rule, ties):
    findings = tie(sample("seed.txt"), seed_workbook).reconciliation.all_findings

    assert ties == sum(f.rule == rule and f.verdict == "exact" for f in findings)


# --- other provinces --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["S01.txt", "S01.pdf"])
def test_s01_has_its_two_errors_its_rounding_and_its_list(sample, name):
    report = tie(sample(name), sample("S01.xlsx"))

    assert [("N-05", "0.3万元"), ("N-07", "71.73%")] == errors(report)
    assert [("N-17", "251.25万元")] == told(report, "rounding", "must", "should", "info")
    assert [("N-11", "2152.26万元")] == warnings(report)
    assert ("个人农业生产补贴", "奖励金") == report.findings[2].words[:2]


def test_s05_has_a_heading_without_a_year(sample):
    report = tie(sample("S05.txt"), sample("S05.xlsx"))

    assert [("N-24", "202")] == errors(report)
    assert [("N-11", "416.36 万元")] == warnings(report)


def test_s06_has_its_errors_and_two_growths_that_its_readme_does_not_list(sample):
    report = tie(sample("S06.txt"), sample("S06.xlsx"))

    assert [
        ("N-14", "135.00 万元"),
        ("N-19", "4.35%"),  # 929.49 ÷ 21,147.70 = 4.40 %
        ("N-19", "15.31%"),  # 3.59 ÷ 23.15 = 15.51 %
        ("N-20", "100%"),
    ] == errors(report)
    assert [("N-25", "76.23"), ("N-25", "4.19"), ("N-08", "269.85 万元")] == warnings(report)


@pytest.mark.parametrize(
    ("name", "wrong", "doubtful"),
    [
        ("S09.txt", [], []),
        ("S10.txt", [("N-02", "4125.49")], [("N-19", "38.28%")]),
        (
            "S12.txt",
            [
                ("N-10", "911.7万元"),
                ("N-13", "0.02%"),
                ("N-13", "0.95%"),
                ("N-19", "0.24%"),
                ("N-24", "2022"),
            ],
            [("N-25", "小于预算数(或与预算数持平)")],
        ),
        ("S16.txt", [], [("N-30", "0.00万元")]),
        ("S18.txt", [], []),
        ("S19.txt", [], []),
    ],
)
def test_excerpts(sample, name, wrong, doubtful):
    report = tie(sample(name))

    assert (wrong, doubtful) == (errors(report), warnings(report))


def test_s09_has_roundings(sample):
    assert [("N-02", "434.72万元")] * 2 == told(tie(sample("S09.txt")), "rounding", "must")


# --- the command ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "status"), [("S01.txt", 1), ("S09.txt", 0)])
def test_the_command_prints_the_result_format_and_exits_with_its_status(sample, name, status):
    run = CliRunner().invoke(app, ["tie", str(sample(name)), "--format", "json", "--all"])

    schema = json.loads((ROOT / "docs" / "result.schema.json").read_text("utf-8"))
    result = json.loads(run.output)
    jsonschema.validate(result, schema)
    assert status == run.exit_code
    assert all(f["place"]["sentence"] for f in result["files"][0]["findings"])


def test_the_text_report_shows_the_sentence_the_place_and_the_correction(sample):
    output = CliRunner().invoke(app, ["tie", str(sample("S01.txt"))]).output

    assert all(part in output for part in ("第 21 页", "占71.73%", "占71.65%", "读懂"))


def test_a_text_in_another_encoding_is_read(sample, tmp_path):
    old = tmp_path / "S09.txt"
    old.write_bytes(sample("S09.txt").read_text("utf-8").encode("gb18030"))

    assert 28 == tie(old).coverage.numbers


@pytest.mark.parametrize(
    ("content", "part"), [(b"", "空"), (b"\x81\xff\x00\xff", "UTF-8"), (b"Annual accounts of 2023", "中文")]
)
def test_what_is_no_narrative_is_one_sentence_and_status_2(tmp_path, content, part):
    path = tmp_path / "说明.txt"
    path.write_bytes(content)
    run = CliRunner().invoke(app, ["tie", str(path)])

    assert (2, True, False) == (run.exit_code, part in run.output, "Traceback" in run.output)
