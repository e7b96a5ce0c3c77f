"""The macros run in LibreOffice: its VBA is not Excel's, but the same text has the same effects on cells.

LibreOffice is silent about errors in macros, so every test looks at what a macro left in cells. xlwings'
module needs Windows; a stand-in in VBA takes its place and writes down what it is asked for (FileExists is
LibreOffice's own). LibreOffice shows an error value of VBA as the text "Error" with its number.
"""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path, PureWindowsPath

import pytest
from addin.modules import addin_modules
from addin.package import packed, read_parts
from addin.vbaproject import Kind, Module, vba_project
from addin.wrappers import MACROS
from tests import vba_text
from tests.addin_commands import commands

from gouji.addin.places import WINDOWS
from gouji.addin.settings import settings_text, wanted_settings
from gouji.functions.cards import cards

PYTHON = "/usr/bin/python3"
"""The Python that Debian's LibreOffice has its `uno` module for."""
DRIVER = Path(__file__).with_name("office_macros.py")
XLWINGS = """\
Attribute VB_Name = "xlwings"
Option Explicit

Public Sub Note(ByVal asked As String)
    With ThisWorkbook.Worksheets("texts")
        .Range("D1").Value = asked
    End With
End Sub

Public Function RunPython(PythonCommand As String)
    Note PythonCommand
End Function

Public Function GetConfig(configKey As String, Optional default As String = "") As Variant
    GetConfig = ThisWorkbook.Worksheets("texts").Range("E1").Value
End Function

Public Sub KillPy()
    Note "KillPy"
End Sub

Public Function XLPy() As Object
    Set XLPy = New Server
End Function

Public Sub NoteOptions(ByVal Macro As String, ByVal Description As String, ByVal Category As String, _
        ArgumentDescriptions As Variant)
    Static row As Long
    row = row + 1
    With ThisWorkbook.Worksheets("texts")
        .Cells(row, 16).Value = "of " & Macro
        .Cells(row, 17).Value = Category
        .Cells(row, 18).Value = Description
        .Cells(row, 19).Value = Join(ArgumentDescriptions, "|")
    End With
End Sub
"""
SERVER = """\
VERSION 1.0 CLASS
BEGIN
  MultiUse = -1  'True
END
Attribute VB_Name = "Server"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = False
Attribute VB_Exposed = False
Option Explicit

Public Function CallUDF(ByVal script As String, ByVal name As String, arguments As Variant, _
        book As Variant, caller As Variant) As Variant
    ' the first argument back, or for text arguments what was asked for
    If script <> "gouji.live.udfs" Then
        CallUDF = "wrong module"
    ElseIf IsObject(arguments(0)) Then
        CallUDF = arguments(0).Value
    ElseIf IsArray(arguments(0)) Then
        CallUDF = arguments(0)
    ElseIf arguments(0) = "name" Then
        CallUDF = name & " " & UBound(arguments)
    Else
        CallUDF = arguments(0)
    End If
End Function
"""

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None
    or not Path(PYTHON).exists()
    or subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode != 0,
    reason="LibreOffice with python3-uno is not installed",
)


def drive(*steps):
    """Return the results of the steps in one LibreOffice."""
    run = subprocess.run(
        [PYTHON, DRIVER], input=json.dumps(steps), capture_output=True, text=True, check=False, timeout=120
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.fixture(scope="module")
def standin(built_folder, tmp_path_factory):
    """Return the path of an add-in whose xlwings is the stand-in; its name is that of the real one."""
    replaced = {
        "xlwings": Module("xlwings", Kind.STANDARD, XLWINGS),
        "Dictionary": Module("Server", Kind.CLASS, SERVER),
    }
    modules = [replaced.get(module.name, module) for module in addin_modules(["Sheet1", "Sheet2"])]
    # LibreOffice has no MacroOptions
    modules = [replace(m, text=m.text.replace("Application.MacroOptions", "NoteOptions")) for m in modules]
    modules.append(Module("Clicks", Kind.STANDARD, clicks()))
    parts = read_parts(built_folder / "gouji.xlam")
    parts["xl/vbaProject.bin"] = vba_project("Gouji", modules)
    path = tmp_path_factory.mktemp("standin") / "gouji.xlam"
    path.write_bytes(packed(parts))
    return str(path)


def subs(folder, module):
    return re.findall(
        r"^Public Sub (\w+)\(", (MACROS / folder / f"{module}.bas").read_text("ascii"), re.MULTILINE
    )


def clicks():
    """Return a module that calls the macros of the ribbon as Excel does, with an object."""
    lines = ['Attribute VB_Name = "Clicks"', "Option Explicit"]
    for name in subs("addin", "GoujiRibbon"):
        lines += [f"Public Sub Click{name}()", "    Dim control As Object", f"    {name} control", "End Sub"]
    return "\n".join([*lines, ""])


def test_the_built_files_open_with_their_macros_and_the_button_is_bound(built_folder):
    books = sorted(built_folder.glob("*.xlsm"))
    opened = [["open", path.name, str(path)] for path in [built_folder / "gouji.xlam", *books]]
    names = [name for _, name, _ in opened]
    found = drive(*opened, *(["libraries", name] for name in names), *(["buttons", name] for name in names))

    addin, *others = found[len(opened) : 2 * len(opened)]
    assert set(addin["Gouji"]) >= {path.stem for path in (MACROS / "addin").iterdir()} | {"xlwings"}
    assert all(set(one["GoujiWorkbook"]) >= {"GoujiButton", "GoujiFunctions"} for one in others)
    no_buttons, *buttons = found[2 * len(opened) :]
    macro = "GoujiWorkbook.GoujiButton.GoujiCheckNow?language=Basic&location=document"
    assert [] == no_buttons
    assert len(books) == len(buttons) > 0
    assert all(one == [["公开01表", "一键核对", f"vnd.sun.star.script:{macro}"]] for one in buttons)


def test_every_command_runs_its_python(standin):
    steps = [["open", "addin", standin], ["write", "addin", "texts", "E1", [[PYTHON]]]]
    for command in commands():
        steps += [
            ["run", "addin", f"GoujiCommands.{command}"],
            ["read", "addin", "texts", "D1"],
            ["write", "addin", "texts", "D1", [[""]]],
        ]

    asked = drive(*steps)[3::3]

    assert [[[python]] for python in commands().values()] == asked


def test_ribbon_macros_run_their_commands(standin):
    steps = [["open", "addin", standin], ["write", "addin", "texts", "E1", [[PYTHON]]]]
    names = [name for name in subs("addin", "GoujiRibbon") if name not in {"RibbonRestart", "RibbonAbout"}]
    for name in names:
        steps += [["run", "addin", f"Clicks.Click{name}"], ["read", "addin", "texts", "D1"]]

    asked = drive(*steps)[3::2]

    assert [[[commands()[name.replace("Ribbon", "Gouji")]]] for name in names] == asked


def test_the_help_of_the_function_wizard_is_registered(standin):
    steps = [
        ["open", "addin", standin],
        ["run", "addin", "GoujiCommands.GoujiRegisterHelp"],
        ["read", "addin", "texts", f"P1:S{len(cards())}"],
    ]

    assert [
        [f"of 'gouji.xlam'!{card.name}", card.category, card.zh, "|".join(one.zh for one in card.parameters)]
        for card in cards().values()
    ] == drive(*steps)[-1]


def test_without_an_installed_python_a_command_runs_nothing(standin):
    steps = [
        ["open", "addin", standin],
        ["write", "addin", "texts", "E1", [["/nowhere/python"]]],
        ["write", "addin", "texts", "D1", [["untouched"]]],
        ["run", "addin", "GoujiCommands.GoujiMark"],
        ["read", "addin", "texts", "D1"],
    ]

    assert [["untouched"]] == drive(*steps)[-1]


def test_the_function_service_is_restarted(standin):
    steps = [
        ["open", "addin", standin],
        ["run", "addin", "Clicks.ClickRibbonRestart"],
        ["read", "addin", "texts", "D1"],
    ]

    assert [["KillPy"]] == drive(*steps)[-1]


def test_every_function_hands_its_arguments_to_python(standin):
    steps = [["open", "addin", standin]]
    for row, card in enumerate(cards().values(), 1):
        arguments = ";".join(['"name"', *["1"] * (card.most or 3), ""][: card.most or 3])
        steps.append(["formula", "addin", "texts", f"G{row}", f"={card.name}({arguments})"])
    steps.append(["read", "addin", "texts", f"G1:G{len(cards())}"])

    asked = drive(*steps)[-1]

    assert [[f"{card.name} {(card.most or 3) - 1}"] for card in cards().values()] == asked


def test_an_optional_argument_may_be_left_out(standin):
    steps = [
        ["open", "addin", standin],
        ["formula", "addin", "texts", "G1", '=GJ_GROWTH("name";1)'],
        ["formula", "addin", "texts", "G2", '=GJ_TIE("name";1)'],
        ["read", "addin", "texts", "G1:G2"],
    ]

    assert [["GJ_GROWTH 2"], ["GJ_TIE 1"]] == drive(*steps)[-1]


def test_error_texts_become_errors_and_arrays_stay_arrays(standin):
    steps = [
        ["open", "addin", standin],
        ["write", "addin", "texts", "J1:K2", [[1.5, "#DIV/0!"], ["文字", "#N/A"]]],
        ["formula", "addin", "texts", "G1", '=GJ_CHANGE("#DIV/0!";1)'],
        ["formula", "addin", "texts", "G2", '=GJ_CHANGE("#SPILL!";1)'],
        ["formula", "addin", "texts", "G3", '=GJ_CHANGE("增加16.01万元";1)'],
        ["array", "addin", "texts", "M1:N2", "=GJ_CHANGE(J1:K2;1)"],
        ["read", "addin", "texts", "G1:G3"],
        ["read", "addin", "texts", "M1:N2"],
    ]

    scalars, cells = drive(*steps)[-2:]

    assert [["Error 2007"], ["Error 2045"], ["增加16.01万元"]] == scalars
    assert [[1.5, "Error 2007"], ["文字", "Error 2042"]] == cells


def test_a_workbook_says_that_the_addin_is_missing_and_its_functions_are_name_errors(built_folder):
    steps = [
        ["open", "book", str(built_folder / "官方空白表.xlsm")],
        ["run", "book", "GoujiButton.GoujiNotice"],
        ["run", "book", "GoujiButton.GoujiCheckNow"],
        ["formula", "book", "公开01表", "Z1", "=GJ_CHANGE(2;1)"],
        ["read", "book", "公开01表", "Z1"],
    ]

    _, notice, _, _, error = drive(*steps)

    assert "gouji addin install" in notice
    assert [["Error 2029"]] == error


def test_the_button_of_a_workbook_runs_the_command_of_the_open_addin(built_folder, standin):
    steps = [
        ["open", "addin", standin],
        ["write", "addin", "texts", "E1", [[PYTHON]]],
        ["open", "book", str(built_folder / "官方空白表.xlsm")],
        ["run", "book", "GoujiButton.GoujiCheckNow"],
        ["read", "addin", "texts", "D1"],
    ]

    assert [[commands()["GoujiMark"]]] == drive(*steps)[-1]


def test_the_vba_of_xlwings_reads_the_settings_that_install_writes(built_folder, tmp_path):
    wanted = wanted_settings(WINDOWS, PureWindowsPath(r"C:\Program Files\gouji\python.exe"), None)
    (tmp_path / "gouji.conf").write_bytes(settings_text(wanted).encode())
    reader = re.search(
        r"^Function GetConfigFromFile.*?^End Function$",
        vba_text.modules(built_folder / "gouji.xlam")["xlwings"].replace("\r\n", "\n"),
        re.DOTALL | re.MULTILINE,
    )[0]
    lines = ['Attribute VB_Name = "Reading"', reader, "Public Sub ReadSettings()", "    Dim value As String"]
    for row, name in enumerate(wanted, 1):
        lines += [
            '    value = "unread"',
            f'    GetConfigFromFile "{tmp_path}/gouji.conf", "{name.lower()}", value',
            f'    ThisWorkbook.Worksheets("texts").Cells({row}, 7).Value = "read " & value',
        ]
    parts = read_parts(built_folder / "gouji.xlam")
    documents = addin_modules(["Sheet1", "Sheet2"])[:3]
    reading = Module("Reading", Kind.STANDARD, "\n".join([*lines, "End Sub", ""]))
    parts["xl/vbaProject.bin"] = vba_project("Gouji", [*documents, reading])
    (tmp_path / "gouji.xlam").write_bytes(packed(parts))

    read = drive(
        ["open", "addin", str(tmp_path / "gouji.xlam")],
        ["run", "addin", "Reading.ReadSettings"],
        ["read", "addin", "texts", f"G1:G{len(wanted)}"],
    )[-1]

    assert [[f"read {value}"] for value in wanted.values()] == read
