"""Published statements: what a right checker says of them, and nothing else."""

import pytest

import gouji


def found(report, verdict, severity=None):
    return [
        finding
        for finding in report.findings
        if finding.verdict == verdict and severity in (None, finding.severity)
    ]


@pytest.mark.parametrize(
    ("name", "roundings", "plugs", "must"),
    [("S01.xlsx", 8, 2, 0), ("S05.xlsx", 10, 0, 0), ("S06.xlsx", 42, 0, 4)],
)
def test_roundings_and_errors_are_those_of_the_published_statement(sample, name, roundings, plugs, must):
    report = gouji.check(sample(name))

    counted = (
        len(found(report, "rounding")),
        len(found(report, "plug")),
        len(found(report, "mismatch", "must")),
    )
    assert (roundings, plugs, must) == counted
    assert ("mismatch" if must else "ties") == report.status


def test_the_two_plugs_of_s01_are_class_208(sample):
    plugs = found(gouji.check(sample("S01.xlsx")), "plug")

    assert [("X0103-2", {"208"}), ("X0405-2", {"208"})] == [(f.rule, {c.row for c in f.cells}) for f in plugs]
    assert [{"326.71", "326.72"}] * 2 == [{c.value for c in f.cells} for f in plugs]


def test_the_four_errors_of_s06_are_named_with_their_differences(sample):
    errors = found(gouji.check(sample("S06.xlsx")), "mismatch", "must")

    assert [("W06-1", "-1844.57"), ("X0607-1", "13.24"), ("X0607-1", "8.01"), ("X0607-1", "61.55")] == [
        (f.rule, f.difference) for f in errors
    ]


def test_the_empty_template_has_nine_tables_and_nothing_to_check(sample):
    report = gouji.check(sample("S00-template.xlsx"))

    assert [f"T{n}" for n in range(1, 10)] == list(report.reconciliation.facts.tables)
    assert ("ties", 0) == (report.status, sum(report.counts.values()))


def test_s05_has_seven_tables_and_says_what_it_could_not_check(sample):
    report = gouji.check(sample("S05.xlsx"))

    assert [("F-01", "T8"), ("F-01", "T9")] == [
        (f.rule, f.words[0]) for f in report.findings if f.rule == "F-01"
    ]
    assert {"W08-1", "W09-1", "X0408-1", "X0409-1"} <= {f.rule for f in found(report, "not_evaluated")}
