"""Analysis sheet: this year against last year and the budget, all by worksheet functions over the tables."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.properties import CalcProperties

from gouji.grid import sheet_of
from gouji.locate import locate
from gouji.workbook.compute import compute
from gouji.workbook.formulae import read_formulae
from gouji.workbook.paint import FONT, FORM_GRID, HEAD_FONT, TITLE_FONT, fit_across
from gouji.workbook.values import write_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from gouji.facts import Facts
    from gouji.statement import Key

ANALYSIS_SHEET = "分析表"
_HEAD = {
    "项目": 34,
    "说明章节": 10,
    "本年决算数": 13,
    "上年决算数": 13,
    "增减额": 13,
    "增减率": 11,
    "预算数": 13,
    "预决算差异率": 14,
    "占比": 10,
    "文字表述": 30,
}
"""Column → its width in characters."""

_NOTES = (
    "注：1．本年决算数取自前九张表；上年决算数和预算数为填列数，预算数取自表中的除外。",
    "2．增减额、增减率、差异率、占比和文字表述由 GJ_ 函数计算；有未填列的数时显示 #N/A。",
)
_WORDS, _AMOUNT, _PERCENT = "General", "#,##0.00", "0.00%"
_FORMATS = (_WORDS, _WORDS, *[_AMOUNT] * 3, _PERCENT, _AMOUNT, _PERCENT, _PERCENT, _WORDS)
_CALCULATED_BY = 191029
"""The calculation engine of Excel 2019 and later; a file of an older one is computed when it is opened."""
_HEAD_ROW, _FIRST_ROW = 3, 4
_PALE = Font(color="BFBFBF")


@dataclass(frozen=True, slots=True)
class AnalysisLine:
    """A line of the sheet: its label, the section of the narrative that states it, and its fact.

    `last` is last year's figure and `budget` that of the budget, given as a figure or as a fact of the
    tables, each None where the narrative states none; `whole` is the fact that the line is a share of.
    """

    label: str
    section: str
    fact: Key
    last: Decimal | None
    budget: Decimal | Key | None
    whole: Key | None


def parse_analysis(text: str) -> list[AnalysisLine]:
    """Read lines from their text form, which workbooks/figures/2023-analysis.txt describes.

    Raises ValueError, naming the line, when a line has another form.
    """
    lines = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            label, section, fact, last, budget, whole = (part.strip() for part in line.split("|"))
            lines.append(
                AnalysisLine(
                    label,
                    section,
                    _key(fact),
                    Decimal(last) if last else None,
                    _key(budget) if " " in budget else (Decimal(budget) if budget else None),
                    _key(whole) if whole else None,
                )
            )
        except (ValueError, InvalidOperation):
            raise ValueError(f"line {number}: cannot read {line!r}") from None
    return lines


def paint_analysis(workbook: Workbook, lines: Iterable[AnalysisLine], *, filled: bool = True) -> None:
    """Add the analysis sheet behind the sheets of the nine tables.

    Without `filled` the cells of last year and of the budget are left for the user to fill in, and lines of
    codes, which a unit's tables may not have, are left out.
    """
    facts = _facts(workbook)
    places = _places(facts)
    sheet = workbook.create_sheet(ANALYSIS_SHEET)
    shown = [line for line in lines if filled or not line.fact[1].isdecimal()]
    _write_frame(sheet, len(shown), facts.unit)
    for row, line in enumerate(shown, _FIRST_ROW):
        for column, content in enumerate(_contents(row, line, places, facts.unit, filled=filled), 1):
            _write(sheet, row, column, content)
    sheet.print_title_rows = f"1:{_HEAD_ROW}"
    fit_across(sheet)
    # a program without the functions is to show the stored results, not to compute them on opening
    workbook.calculation = CalcProperties(calcId=_CALCULATED_BY, fullCalcOnLoad=False)


def store_results(path: Path) -> None:
    """Store the results of all formulas of the file in it, as a spreadsheet program does when it saves."""
    if formulae := read_formulae(path):
        write_values(path, compute(path, formulae), path)


def _key(text: str) -> Key:
    table, row, column = text.split()
    return table, row, column


def _facts(workbook: Workbook) -> Facts:
    return locate(
        [
            sheet_of(sheet.title, [list(map(_read, row)) for row in sheet.iter_rows(values_only=True)])
            for sheet in workbook.worksheets
        ]
    )


def _places(facts: Facts) -> Mapping[Key, str]:
    """Return how a formula refers to each fact."""
    found = (facts.fact(line.start + n) for line in facts.lines for n in range(len(line.columns)))
    return {
        (fact.table, fact.row, fact.column): f"{quote_sheetname(fact.cell.sheet)}!{fact.cell.address}"
        for fact in found
    }


def _read(value: object) -> object:
    if value is None:
        return ""
    return float(value) if isinstance(value, Decimal) else value


def _write_frame(sheet: Worksheet, lines: int, unit: str) -> None:
    """Write title, head and notes, and pale the errors of lines that are not filled in."""
    last = get_column_letter(len(_HEAD))
    _write_over(sheet, 1, "决算收支增减情况分析", TITLE_FONT, "center")
    _write_over(sheet, 2, f"金额单位：{unit}", FONT, "right")
    sheet.row_dimensions[1].height = 30
    for column, (label, width) in enumerate(_HEAD.items(), 1):
        cell = sheet.cell(_HEAD_ROW, column, label)
        cell.font, cell.border = HEAD_FONT, FORM_GRID
        cell.alignment = Alignment(horizontal="center", vertical="center")
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, note in enumerate(_NOTES, _FIRST_ROW + lines):
        _write_over(sheet, row, note, FONT, "left")
    body = f"A{_FIRST_ROW}:{last}{_FIRST_ROW + lines - 1}"
    pale = FormulaRule([f"ISNA(A{_FIRST_ROW})"], font=_PALE)  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add(body, pale)
    sheet.freeze_panes = f"A{_FIRST_ROW}"


def _write_over(sheet: Worksheet, row: int, text: str, font: Font, horizontal: str) -> None:
    """Write a text over the whole width of the sheet."""
    sheet.merge_cells(None, row, 1, row, len(_HEAD))
    cell = sheet.cell(row, 1, text)
    cell.font, cell.alignment = font, Alignment(horizontal=horizontal, vertical="center", wrap_text=True)


def _contents(
    row: int, line: AnalysisLine, places: Mapping[Key, str], unit: str, *, filled: bool
) -> tuple[str | Decimal | None, ...]:
    """Return what stands in the cells of a line, in the order of the head."""
    this, last, budget = f"C{row}", f"D{row}", f"G{row}"
    has_last, has_budget = line.last is not None, line.budget is not None
    return (
        line.label,
        line.section,
        _taking(places[line.fact]),
        line.last if filled else None,
        f"=GJ_CHANGE({this},{last})" if has_last else None,
        f"=GJ_GROWTH({this},{last})" if has_last else None,
        _budget(line, places, filled=filled),
        f"=GJ_VARIANCE({this},{budget})" if has_budget else None,
        f"=GJ_SHARE({this},{places[line.whole]})" if line.whole else None,
        f'=GJ_PHRASE({this},{last},"{unit}")' if has_last else None,
    )


def _write(sheet: Worksheet, row: int, column: int, content: str | Decimal | None) -> None:
    number_format = _FORMATS[column - 1]
    cell = sheet.cell(row, column, content)
    cell.font, cell.border, cell.number_format = FONT, FORM_GRID, number_format
    horizontal = "left" if number_format == _WORDS else "right"
    cell.alignment = Alignment(horizontal=horizontal, vertical="center")


def _budget(line: AnalysisLine, places: Mapping[Key, str], *, filled: bool) -> str | Decimal | None:
    if isinstance(line.budget, tuple):
        return _taking(places[line.budget])
    return line.budget if filled else None


def _taking(place: str) -> str:
    # a plain reference to a blank cell is 0, and a blank must not count as zero
    return f'=IF(ISBLANK({place}),"",{place})'
