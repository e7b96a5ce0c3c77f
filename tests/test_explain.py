"""What is said of a cell: by how much a tie is off is told only where it does not hold as printed."""

from pathlib import Path

from tests.small_tables import NINE
from tests.tables import sheets

from gouji.report.explain import explanation_of
from gouji.workbook.check import check_sheets

INCOME, SPENDING = "| 185.00 | 本年支出合计 | 178.00", "| 185.00 | 本年支出合计 | 188.00"


def lines_of(text, rule):
    report = check_sheets(sheets(text), Path("a.xlsx"), None, "")
    said = explanation_of(report, "01", "D11", "zh").text("zh").splitlines()
    start = next(n for n, line in enumerate(said) if line.startswith(rule))
    return said[start + 1]


def test_an_inequality_that_holds_is_not_off():
    assert "结论：相符" == lines_of(NINE, "W01-6")


def test_a_sum_that_does_not_hold_is_off_by_its_difference():
    assert "结论：不符，相差 10.00" == lines_of(NINE.replace(INCOME, SPENDING), "W01-2")
