"""The built files: valid, reproducible, small, and made of exactly the text in macros/ and addin/."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
import xlwings
from addin.build import WITH_BUTTON, build_workbook
from addin.modules import xlwings_version
from addin.wrappers import MACROS, MODULE, addin_functions, workbook_functions
from docs.ribbon import PICTURES, picture
from openpyxl import load_workbook
from pyopenvba import ExcelFile
from pyopenvba.interpreter import parse_module
from python_calamine import CalamineWorkbook
from pyvbaanalysis import DiagnosticSeverity, analyze_office_file
from tests import ooxml, vba_text, xlwings_windows

from gouji import check, clear, mark
from gouji.functions.cards import cards
from gouji.live.udfs import ERROR_CODES
from gouji.version import __version__

ROOT = Path(__file__).parents[1]
LARGEST = 200 * 1024
RIBBON = "{http://schemas.microsoft.com/office/2009/07/customui}"
BUTTON_MACRO = "GoujiButton.GoujiCheckNow"
PICTURE_NAMES = {
    line for line in (ROOT / "tests" / "imagemso.txt").read_text("utf-8").split() if line[0].isupper()
}


@pytest.fixture(scope="module")
def addin(built_folder):
    return built_folder / "gouji.xlam"


@pytest.fixture(scope="module")
def books(built_folder):
    return [built_folder / f"{name}.xlsm" for name in WITH_BUTTON]


@pytest.fixture(scope="module")
def built(addin, books):
    return [addin, *books]


def own_text(name):
    return {path.stem: path.read_text("ascii") for path in (MACROS / name).iterdir()}


# --- files ------------------------------------------------------------------------------------------------


def test_the_open_xml_sdk_has_nothing_to_say(built):
    assert {} == {path.name: errors for path in built if (errors := ooxml.schema_errors(path))}


def test_the_plain_twins_are_valid_too(books):
    twins = [path.with_suffix(".xlsx") for path in books]

    assert {} == {path.name: errors for path in twins if (errors := ooxml.schema_errors(path))}


def test_the_files_are_small(built):
    assert all(path.stat().st_size <= LARGEST for path in built)


def test_two_builds_in_other_places_times_and_languages_are_the_same(built_folder, built, tmp_path):
    for name, zone in (("zh_CN.UTF-8", "Asia/Urumqi"), ("C", "America/New_York")):
        out = tmp_path / name
        out.mkdir()
        for plain in built_folder.glob("*.xlsx"):
            (out / plain.name).symlink_to(plain)
        subprocess.run(
            [sys.executable, "-m", "addin.build", "--workbooks", out, "--addin", out / "gouji.xlam"],
            cwd=ROOT,
            env={**os.environ, "TZ": zone, "LC_ALL": name, "PYTHONHASHSEED": str(len(zone))},
            check=True,
            capture_output=True,
        )

        assert [path.read_bytes() for path in built] == [(out / path.name).read_bytes() for path in built]


def test_nothing_tells_who_built_the_files_and_where(built):
    for path in built:
        with ZipFile(path) as file:
            everything = b"".join(map(file.read, file.namelist()))
            assert {(1980, 1, 1, 0, 0, 0)} == {entry.date_time for entry in file.infolist()}
        for private in (str(ROOT).encode(), str(Path.home()).encode() + b"/", b"lastModifiedBy"):
            assert private not in everything
        assert b"<dc:creator" in everything


def test_a_twin_with_a_button_checks_as_the_plain_one(books):
    for path in books:
        plain, twin = check(path.with_suffix(".xlsx")), check(path)

        assert plain.status == twin.status
        assert plain.findings == twin.findings


def test_a_twin_keeps_every_part_that_it_does_not_need_to_change(books):
    for path in books:
        with ZipFile(path.with_suffix(".xlsx")) as plain, ZipFile(path) as twin:
            changed = {name for name in plain.namelist() if plain.read(name) != twin.read(name)}
            sheets = {name for name in plain.namelist() if name.startswith("xl/worksheets/")}
            assert changed == sheets | {
                "[Content_Types].xml",
                "xl/workbook.xml",
                "xl/_rels/workbook.xml.rels",
            }


def test_marks_stand_beside_the_button_and_are_cleared_without_a_trace(built_folder, tmp_path):
    book = built_folder / "2023决算样表-五处错误.xlsm"

    marked = mark(book, check(book), tmp_path / "marked.xlsm")
    cleared = clear(marked, tmp_path / "cleared.xlsm")

    assert not ooxml.schema_errors(marked)
    with ZipFile(book) as before, ZipFile(marked) as between, ZipFile(cleared) as after:
        drawing = between.read("xl/drawings/vmlDrawing1.vml").decode()
        assert all(f'ObjectType="{kind}"' in drawing for kind in ("Button", "Note"))
        assert {name: before.read(name) for name in before.namelist()} == {
            name: after.read(name) for name in after.namelist()
        }


def test_a_sheet_that_has_notes_is_refused(built_folder, tmp_path):
    from openpyxl.comments import Comment  # noqa: PLC0415

    book = load_workbook(built_folder / "官方空白表.xlsx")
    book.worksheets[0]["A1"].comment = Comment("看这里", "我")
    book.save(tmp_path / "noted.xlsx")

    with pytest.raises(ValueError, match="legacy drawing"):
        build_workbook(tmp_path / "noted.xlsx")


def test_the_addin_says_its_versions(addin):
    with ZipFile(addin) as file:
        core = file.read("docProps/core.xml").decode()

    assert f"<cp:version>{__version__}</cp:version>" in core
    assert f"xlwings {xlwings_version()}" in core


def test_the_package_is_built_with_the_xlwings_that_it_runs_with():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

    (pinned,) = project["project"]["optional-dependencies"]["excel"]
    assert pinned in project["build-system"]["requires"]
    assert f"xlwings=={xlwings_version()}" == pinned


# --- the ribbon -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ribbon(addin):
    with ZipFile(addin) as file:
        return ET.fromstring(file.read("customUI/customUI14.xml"))


def controls(ribbon, tag="button"):
    return list(ribbon.iter(f"{RIBBON}{tag}"))


def test_the_tab_has_the_groups_in_their_order(ribbon):
    assert ["核对", "结果", "标注", "分析", "设置"] == [
        group.get("label") for group in controls(ribbon, "group")
    ]


def test_ids_and_key_tips_are_unique(ribbon):
    elements = [*controls(ribbon, "tab"), *controls(ribbon, "group"), *controls(ribbon)]
    ids = [element.get("id") for element in elements]
    tips = [element.get("keytip") for element in controls(ribbon)]

    assert len(ids) == len(set(ids))
    assert len(tips) == len(set(tips))
    assert all(tip and len(tip) <= 3 for tip in tips)


def test_every_button_has_a_picture_that_excel_has_and_its_help(ribbon):
    pictures = {element.get("imageMso") for element in (*controls(ribbon), *controls(ribbon, "group"))}

    assert pictures <= PICTURE_NAMES
    assert all(one.get("label") and one.get("screentip") and one.get("supertip") for one in controls(ribbon))


def test_every_button_calls_a_macro_that_takes_the_control(ribbon):
    text = own_text("addin")["GoujiRibbon"]
    declared = re.findall(r"^Public Sub (\w+)\(control As IRibbonControl\)$", text, re.MULTILINE)

    assert [one.get("onAction") for one in controls(ribbon)] == declared


def test_every_ribbon_macro_runs_the_command_of_its_name():
    calls = re.findall(
        r"Public Sub Ribbon(\w+)\(.*\)\n    Gouji(\w+)\nEnd Sub", own_text("addin")["GoujiRibbon"]
    )
    commands = re.findall(r"^Public Sub Gouji(\w+)\(\)$", own_text("addin")["GoujiCommands"], re.MULTILINE)

    assert all(ribbon == command for ribbon, command in calls)
    assert {command for _, command in calls} == set(commands) - {"RegisterHelp"}


def test_the_button_of_a_workbook_runs_a_macro_without_arguments(books):
    module, _, macro = BUTTON_MACRO.partition(".")
    assert f"Public Sub {macro}()\n" in own_text("workbook")[module]
    for path in books:
        with ZipFile(path) as file:
            assert (
                f"<x:FmlaMacro>[0]!{BUTTON_MACRO}</x:FmlaMacro>"
                in file.read("xl/drawings/vmlDrawing1.vml").decode()
            )


def test_the_macro_of_a_workbook_calls_a_command_of_the_addin():
    called = re.findall(r'Application\.Run "gouji\.xlam!(\w+)"', own_text("workbook")["GoujiButton"])

    assert ["GoujiMark"] == called
    assert all(f"Public Sub {name}()\n" in own_text("addin")["GoujiCommands"] for name in called)


# --- VBA --------------------------------------------------------------------------------------------------


def without_preamble(text):
    """Return a class's text without the head that only exported files have."""
    return re.sub(r"\AVERSION .*?^END\n", "", text, flags=re.DOTALL | re.MULTILINE)


def comparable(text):
    """Return the text without what its place adds: line ends, a class's head, attributes of a class."""
    text = without_preamble(text.replace("\r\n", "\n"))
    return re.sub(
        r"^Attribute VB_(Base|TemplateDerived|Customizable) = .*\n", "", text, flags=re.MULTILINE
    ).rstrip("\n")


@pytest.mark.parametrize("name", ["addin", "workbook"])
def test_the_macros_in_the_files_are_the_text_of_the_repository(name, addin, books):
    for path in [addin] if name == "addin" else books:
        found = vba_text.modules(path)
        for module, text in own_text(name).items():
            assert comparable(text) == comparable(found[module])
        documents = {module for module in found if re.fullmatch(r"ThisWorkbook|Sheet\d+", module)}
        assert found.keys() - documents - own_text(name).keys() == (
            {"xlwings", "Dictionary"} if name == "addin" else set()
        )


def test_two_lines_of_xlwings_text_are_changed(addin):
    source = (Path(xlwings.__file__).parent / "xlwings_custom_addin.bas").read_text("ascii")
    before, after = comparable(source).split("\n"), comparable(vba_text.modules(addin)["xlwings"]).split("\n")

    changed = [(one, other) for one, other in zip(before, after, strict=True) if one != other]

    assert [
        ('Public Const PROJECT_NAME As String = "myaddin"', 'Public Const PROJECT_NAME As String = "gouji"'),
        (
            (
                'Function GetConfig(configKey As String, Optional default As String = "", '
                'Optional source As String = "") As Variant'
            ),
            (
                'Function GetConfig(configKey As String, Optional default As String = "", '
                'Optional source As String = "user") As Variant'
            ),
        ),
    ] == changed


def test_vba_is_read_and_analysed_without_an_error(built):
    for path in built:
        with ExcelFile(path) as file:
            assert [] == file.validate()
        found = [one for module in analyze_office_file(path).values() for one in module]
        assert [] == [one for one in found if one.severity is DiagnosticSeverity.ERROR]


def test_no_module_has_the_name_of_a_procedure(built):
    for path in built:
        texts = vba_text.modules(path)
        procedures = {
            name.lower()
            for text in texts.values()
            for name in re.findall(r"^(?:Public |Private )?(?:Sub|Function) (\w+)", text, re.MULTILINE)
        }
        assert set() == {name.lower() for name in texts} & procedures


@pytest.mark.parametrize("name", ["addin", "workbook"])
def test_vba_parses(name):
    for module, text in own_text(name).items():
        assert parse_module(without_preamble(text), name=module)


# --- the functions ----------------------------------------------------------------------------------------


def test_the_function_modules_are_made_from_the_cards():
    for name, text in (("addin", addin_functions()), ("workbook", workbook_functions())):
        assert text == own_text(name)[MODULE], "run python -m addin.wrappers"


def test_no_function_is_volatile():
    assert "volatile" not in "".join([*own_text("addin").values(), *own_text("workbook").values()]).lower()


def test_the_error_values_of_vba_are_those_of_the_functions():
    found = re.findall(r'Case "(#[^"]+)": WithError = CVErr\((\d+)\)', own_text("addin")["GoujiResults"])

    assert list(ERROR_CODES.items()) == [(text, int(code)) for text, code in found]


@pytest.mark.parametrize("card", cards().values(), ids=lambda card: card.name)
def test_a_wrapper_hands_over_what_xlwings_expects(card):
    text = re.search(rf"Public Function {card.name}\(.*?End Function", own_text("addin")[MODULE], re.DOTALL)[
        0
    ]
    with xlwings_windows.windows() as udfs:
        expected = [one["name"] for one in getattr(udfs, card.name).__xlfunc__["args"]]

    handed = re.search(r"Array\((.*?)\)", text)
    order = (
        handed[1].split(", ") if handed else re.findall(r"^    +arguments\(.*\) = (\w+)", text, re.MULTILINE)
    )

    assert expected == order
    assert f'XLPy.CallUDF("gouji.live.udfs", "{card.name}", _' in text


def test_a_missing_optional_argument_and_the_codes_of_errors_go_through():
    with xlwings_windows.windows() as udfs:
        call, missing = xlwings_windows.call, xlwings_windows.MISSING

        assert -0.2719 == call(udfs.GJ_GROWTH, 185.29, 254.5, missing)
        assert "#DIV/0!" == call(udfs.GJ_GROWTH, 1.0, 0.0, missing)
        assert "#REF!" == call(udfs.GJ_CHANGE, -2146826265, 1.0)
        assert 0.0 == call(udfs.GJ_TIE, 183.99, ((181.59,), (2.4,)))
        assert 0.0 == call(udfs.GJ_TIE, 183.99, ((181.59,), (None,)), 2.4)


def test_help_of_the_function_wizard_is_data(addin):
    sheet = CalamineWorkbook.from_path(addin).get_sheet_by_name("functions").to_python()
    rows = [[cell for cell in row if cell != ""] for row in sheet]

    assert rows == [
        [card.name, card.category, card.zh, len(card.parameters), *(one.zh for one in card.parameters)]
        for card in cards().values()
    ]


# --- the pages --------------------------------------------------------------------------------------------


def test_every_warning_of_olevba_is_explained(built):
    page = (ROOT / "docs" / "without-excel.md").read_text("utf-8").lower()
    addresses = re.compile(r"https?://")

    for path in built:
        keywords = {keyword for _, keyword in vba_text.flags(path) if not addresses.match(keyword)}
        assert set() == {keyword for keyword in keywords if f"`{keyword.lower()}`" not in page}


def test_the_workbooks_have_nothing_of_xlwings_in_them(books):
    for path in books:
        assert {"GJ_CHANGE", "Run", "Hex Strings"} == {keyword for _, keyword in vba_text.flags(path)}


@pytest.mark.parametrize(("name", "helped"), PICTURES.items())
def test_the_pictures_of_the_ribbon_are_drawn_from_it(name, helped):
    drawn = (ROOT / "docs" / name).read_text("utf-8")

    assert picture(helped=helped) == drawn, "run docs/ribbon.py"
