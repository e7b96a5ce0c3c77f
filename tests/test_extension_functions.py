"""The worksheet functions in a real LibreOffice with the extension, and its own ways with cells."""

import openpyxl
import pytest
from tests.extension import new_spreadsheet, open_file, service, version
from tests.function_hosts import calc_sees_the_same, in_libreoffice
from tests.test_function_hosts import EXAMPLES, WRONG, agree, generated_calls

from gouji.functions.cards import cards

CALLS = [(name, example.arguments) for name, example in EXAMPLES]


def test_the_examples_give_the_same(calc):
    calls = [call for call in CALLS if calc_sees_the_same(call)]

    agree(calls, in_libreoffice(calls, calc))


def test_nearly_all_examples_can_be_the_same():
    assert len([call for call in CALLS if not calc_sees_the_same(call)]) == 7


def test_generated_calls_give_the_same(calc):
    calls = [call for call in generated_calls() if calc_sees_the_same(call)]

    agree(calls, in_libreoffice(calls, calc))


# --- in a sheet -------------------------------------------------------------------------------------------


@pytest.fixture
def shown(calc):
    """Return what the cell A1 shows for a formula, as the Chinese interface takes it when it is typed."""
    sheet = calc.Sheets.getByIndex(0)
    sheet.getCellRangeByName("C1:C4").setFormulaArray((("=#REF!",), ("5",), ("",), ("=1=1",)))

    def of(formula):
        cell = sheet.getCellRangeByName("A1")
        cell.FormulaLocal = formula
        return cell.String

    return of


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("=GJ_GROWTH(120,100)", "0.2"),
        ("=gj_growth(120,100)", "0.2"),
        ("=GJ_GROWTH(120,100)+1", "1.2"),
        ("=SUM(GJ_GROWTH(120,100),GJ_SHARE(1,2))", "0.7"),
        ('=IF(GJ_GROWTH(120,100)>0.1,"大","小")', "大"),
        ('=GJ_PHRASE(120,100)&"。"', "增加20.00万元，增长20.00%。"),
        ('=IFERROR(GJ_GROWTH(1,0),"无")', "无"),
        ("=ISNA(GJ_GROWTH(C3:C3,1))", "TRUE"),
        ("=GJ_GROWTH(120,100,)", "0.2"),
    ],
)
def test_a_function_is_part_of_a_formula(shown, formula, result):
    assert shown(formula) == result


@pytest.mark.parametrize(("formula", "result"), WRONG.items())
def test_a_wrong_formula(shown, formula, result):
    # more arguments than there can be do not reach the function
    assert shown(formula) == ("错误:504" if formula.count(",") == len("123") else result)


@pytest.mark.parametrize(
    ("formula", "result", "elsewhere"),
    [
        ("=GJ_GROWTH(C3,100)", "-1", "#N/A"),
        ("=GJ_GROWTH(1,0,C3)", "0", "#DIV/0!"),
        ("=GJ_PHRASE(120,100,C3)", "#VALUE!", "增加20.00万元，增长20.00%"),
        ("=GJ_SHARE(C4,2)", "0.5", "#VALUE!"),
        ("=GJ_TIE(5,C1:C2)", "错误:504", "#REF!"),
    ],
    ids=["blank cell", "blank for an amount left out", "blank for a unit", "truth value", "error in an area"],
)
def test_what_calc_hands_over_in_its_own_way(shown, formula, result, elsewhere):
    assert shown(formula) == result != elsewhere


def test_a_changed_cell_gives_a_new_result(calc):
    sheet = calc.Sheets.getByIndex(0)
    sheet.getCellRangeByName("A1").setFormula("=GJ_GROWTH(B1;100)")
    results = []
    for amount in (120, 150, 120):
        sheet.getCellRangeByName("B1").setValue(amount)
        results.append(sheet.getCellRangeByName("A1").Value)

    assert results == [0.2, 0.5, 0.2]


# --- files ------------------------------------------------------------------------------------------------


def test_a_function_in_an_excel_file_is_known_where_libreoffice_reads_excels_names(extended, tmp_path):
    if version(extended) < (25, 2):
        pytest.skip("this LibreOffice takes functions of extensions from Excel's files for unknown ones")
    book = openpyxl.Workbook()
    book.active["A1"] = "=GJ_GROWTH(120,100)"
    book.save(tmp_path / "formula.xlsx")
    document = open_file(extended, tmp_path / "formula.xlsx")
    document.calculateAll()

    assert document.Sheets.getByIndex(0).getCellRangeByName("A1").Value == 0.2


# --- the wizard -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wizard(extended):
    """Return what the function wizard shows of each function."""
    new_spreadsheet(extended)  # add-ins are looked for with the first spreadsheet
    functions = service(extended, "com.sun.star.sheet.FunctionDescriptions")
    found = [functions.getByIndex(place) for place in range(functions.Count)]
    described = [{one.Name: one.Value for one in properties} for properties in found]
    return {one["Name"]: one for one in described if one["Name"].startswith("GJ_")}


def test_the_wizard_lists_every_function(wizard):
    assert sorted(wizard) == sorted(cards())


@pytest.mark.parametrize("card", cards().values(), ids=lambda card: card.name)
def test_the_wizard_has_chinese_help(wizard, card):
    shown = wizard[card.name]

    assert shown["Description"] == card.zh
    assert [one.Description for one in shown["Arguments"]] == [one.zh for one in card.parameters]
    assert [one.Name for one in shown["Arguments"]] == [one.zh.partition("（")[0] for one in card.parameters]
