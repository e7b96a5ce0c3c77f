"""gouji addin: where files go on Windows and macOS, what they say, and what keeps the add-in from working."""

import ast
import inspect
import subprocess
import sys
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import SimpleNamespace

import pytest
import xlwings
from addin.modules import xlwings_version
from tests import vba_text, xlwings_windows
from tests.addin_commands import as_excel_runs_it, commands
from typer.testing import CliRunner

import gouji.live
from gouji.addin import hosts, installation, machine
from gouji.addin.builtfile import Versions, built_versions
from gouji.addin.examination import State, examine
from gouji.addin.machine import (
    EXCEL_CLASS,
    MACROS,
    MACROS_POLICY,
    OFFICE_BITS,
    TRUSTED,
    TRUSTED_POLICY,
    WPS_CLASS,
    Machine,
)
from gouji.addin.places import LINUX, MACOS, WINDOWS, Places, places_on, server_files
from gouji.addin.settings import read_settings, settings_text, wanted_settings
from gouji.cli import app
from gouji.live.messages import Outcome
from gouji.messages import LANGUAGES, texts
from gouji.version import __version__

XLWINGS = "0.37.8"
ZHANG = PureWindowsPath(r"C:\Users\张三")
PYTHON = r"C:\gouji\.venv\Scripts\python.exe"
SERVERS = frozenset(server_files(PureWindowsPath(PYTHON), XLWINGS))
GOOD = Machine(
    system=WINDOWS,
    interpreter=PureWindowsPath(PYTHON),
    encoding="gbk",
    package=Versions("0.1.0", XLWINGS),
    places=places_on(WINDOWS, ZHANG, {}, XLWINGS),
    addin=Versions("0.1.0", XLWINGS),
    settings=wanted_settings(WINDOWS, PureWindowsPath(PYTHON), None),
    interpreter_found=True,
    servers=SERVERS,
    registry={EXCEL_CLASS: "Excel.Application.16", OFFICE_BITS: "x64"},
)
GOOD_MAC = replace(
    GOOD,
    system=MACOS,
    interpreter=PurePosixPath("/opt/gouji/bin/python"),
    places=places_on(MACOS, PurePosixPath("/Users/zhang"), {}, XLWINGS),
    settings=wanted_settings(MACOS, PurePosixPath("/opt/gouji/bin/python"), None),
    script_found=True,
    registry={},
)


# --- places -----------------------------------------------------------------------------------------------


def test_places_on_windows():
    places = places_on(WINDOWS, ZHANG, {"APPDATA": r"D:\profile\Roaming"}, XLWINGS)

    assert r"D:\profile\Roaming\Microsoft\Excel\XLSTART\gouji.xlam" == str(places.addin)
    assert r"C:\Users\张三\.gouji\gouji.conf" == str(places.settings)
    assert places.script is None


def test_places_on_windows_without_environment_variables():
    assert r"C:\Users\张三\AppData\Roaming\Microsoft\Excel\XLSTART\gouji.xlam" == str(GOOD.places.addin)


def test_places_on_macos():
    places = places_on(MACOS, PurePosixPath("/Users/zhang"), {}, XLWINGS)

    office = "/Users/zhang/Library/Group Containers/UBF8T346G9.Office/User Content.localized"
    assert f"{office}/Startup.localized/Excel/gouji.xlam" == str(places.addin)
    assert "/Users/zhang/Library/Containers/com.microsoft.Excel/Data/gouji.conf" == str(places.settings)
    assert places.script.parts[-2:] == ("com.microsoft.Excel", "xlwings-0.37.8.applescript")


def test_there_is_no_place_where_there_is_no_excel():
    assert places_on(LINUX, PurePosixPath("/home/zhang"), {}, XLWINGS) is None


def test_the_vba_looks_for_the_settings_where_they_are_put(built_folder):
    text = vba_text.modules(built_folder / "gouji.xlam")["xlwings"]

    assert 'Public Const PROJECT_NAME As String = "gouji"' in text
    assert r'Environ("USERPROFILE") & "\." & PROJECT_NAME & "\" & PROJECT_NAME & ".conf"' in text
    assert "' ~/Library/Containers/com.microsoft.Excel/Data/xlwings.conf" in text


def test_the_vba_looks_for_the_server_beside_the_interpreter_and_above(built_folder):
    text = vba_text.modules(built_folder / "gouji.xlam")["xlwings"]
    found = server_files(PureWindowsPath(PYTHON), XLWINGS)

    assert 'LoadLibrary(ParentFolder(PYTHON_WIN) + "\\" + XLPyDLLName)' in text
    assert 'LoadLibrary(ParentFolder(ParentFolder(PYTHON_WIN)) + "\\" + XLPyDLLName)' in text
    assert all(f'"{name}"' in text for name in found)
    assert [r"C:\gouji\.venv\Scripts", r"C:\gouji\.venv"] == [
        str(path.parent) for path in found["xlwings64-0.37.8.dll"]
    ]


# --- settings ---------------------------------------------------------------------------------------------


def test_settings_are_lines_that_vba_reads():
    text = settings_text(wanted_settings(WINDOWS, PureWindowsPath(PYTHON), PureWindowsPath(r"D:\src")))

    assert text == (
        f'"INTERPRETER_WIN","{PYTHON}"\r\n"PYTHONPATH","D:\\src"\r\n"ADD_WORKBOOK_TO_PYTHONPATH","False"\r\n'
    )


def test_settings_are_read_as_they_were_written():
    settings = wanted_settings(MACOS, PurePosixPath("/opt/张三/python"), None) | {"SHOW CONSOLE": "True"}

    assert settings == read_settings(settings_text(settings))


def test_lines_that_are_no_settings_are_left_out():
    assert {"SHOW CONSOLE": "True"} == read_settings('nonsense\n"show console","True"\n\n')


@pytest.fixture
def shadowed(tmp_path):
    (tmp_path / "gouji.py").write_text("raise SystemExit('a file beside the workbook ran')")
    return tmp_path


@pytest.mark.parametrize(("added", "status"), [("False", 0), ("True", 1)])
def test_a_file_beside_the_workbook_does_not_run(shadowed, added, status):
    settings = wanted_settings(WINDOWS, PureWindowsPath(PYTHON), None) | {"ADD_WORKBOOK_TO_PYTHONPATH": added}
    text = as_excel_runs_it("import gouji.live", settings, f"{shadowed}/决算.xlsx", "/nowhere/gouji.xlam")
    run = subprocess.run([sys.executable, "-B", "-c", text], cwd="/", capture_output=True, check=False)

    assert status == run.returncode


# --- what the commands run --------------------------------------------------------------------------------


def test_the_commands_of_the_ribbon_and_those_of_the_command_line_are_the_same():
    assert {f"import gouji.live; gouji.live.{command.value}()" for command in hosts.Command} == set(
        commands().values()
    )


def test_every_command_of_the_live_layer_can_be_called_as_the_macros_call_it():
    assert {command.value for command in hosts.Command} == set(gouji.live.__all__)
    for command in hosts.Command:
        inspect.signature(getattr(gouji.live, command.value), follow_wrapped=False).bind()


@pytest.mark.parametrize("python", commands().values())
def test_a_command_imports_a_module_and_calls_one_function_without_arguments(python):
    imported, called = ast.parse(python).body

    assert "import gouji.live" == ast.unparse(imported)
    assert called.value.args == called.value.keywords == []
    assert "gouji.live" == ast.unparse(called.value.func.value)


# --- installing -------------------------------------------------------------------------------------------


@pytest.fixture
def here(tmp_path):
    """Return a machine like Windows whose places are folders of this test."""
    places = Places(tmp_path / "XLSTART" / "gouji.xlam", tmp_path / ".gouji" / "gouji.conf")
    return replace(
        GOOD, package=Versions(__version__, xlwings_version()), places=places, addin=None, settings=None
    )


@pytest.fixture
def addin(built_folder):
    return built_folder / "gouji.xlam"


def test_installing_writes_the_addin_and_its_settings_and_nothing_else(here, addin, tmp_path):
    written = installation.install(here, addin, None)

    assert [here.places.settings, here.places.addin] == written
    assert addin.read_bytes() == here.places.addin.read_bytes()
    assert PYTHON == read_settings(here.places.settings.read_text("gbk"))["INTERPRETER_WIN"]
    assert {*written} == {path for path in tmp_path.rglob("*") if path.is_file()}


def test_settings_of_other_names_are_kept(here, addin):
    here = replace(here, settings={"SHOW CONSOLE": "True", "PYTHONPATH": r"C:\old"})

    installation.install(here, addin, None)

    settings = read_settings(here.places.settings.read_text("gbk"))
    assert ("True", "") == (settings["SHOW CONSOLE"], settings["PYTHONPATH"])


def test_a_chinese_path_is_written_as_windows_reads_it(here, addin):
    python = PureWindowsPath(r"C:\用户\python.exe")

    installation.install(replace(here, interpreter=python), addin, None)

    assert r"C:\用户\python.exe".encode("gbk") in here.places.settings.read_bytes()


def test_on_macos_the_script_of_xlwings_is_installed(here, addin, tmp_path):
    script = tmp_path / "scripts" / f"xlwings-{xlwings_version()}.applescript"
    here = replace(here, system=MACOS, encoding="utf-8", places=replace(here.places, script=script))

    installation.install(here, addin, None)

    assert "VbaHandler" in script.read_text("utf-8")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"places": None}, "no_excel_here"),
        ({"package": Versions(__version__, "")}, "no_xlwings"),
        ({"package": Versions(__version__, "0.30.0")}, "other_xlwings"),
        ({"interpreter": PureWindowsPath(r"C:\ユーザー😀\python.exe")}, "path_not_readable"),
    ],
)
def test_what_cannot_work_is_not_installed(here, addin, tmp_path, change, key):
    with pytest.raises(installation.InstallError) as caught:
        installation.install(replace(here, **change), addin, None)

    assert key == caught.value.key
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [None, b"no zip", b"PK\5\6" + bytes(18)])
def test_a_file_that_is_no_addin_is_not_installed(here, tmp_path, content):
    file = tmp_path / "other.xlam"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(installation.InstallError) as caught:
        installation.install(here, file, None)

    assert ("no_addin_file", (str(file),)) == (caught.value.key, caught.value.words)


def test_an_addin_that_excel_holds_open_is_left_whole(here, addin, monkeypatch):
    here.places.addin.parent.mkdir()
    here.places.addin.write_bytes(b"the old one")

    def locked(*_):
        raise PermissionError(13, "拒绝访问")

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(installation.InstallError) as caught:
        installation.install(here, addin, None)

    assert "file_in_use" == caught.value.key
    assert b"the old one" == here.places.addin.read_bytes()
    assert ["gouji.xlam"] == [path.name for path in here.places.addin.parent.iterdir()]


def test_removing_leaves_nothing_behind(here, addin, tmp_path):
    written = installation.install(here, addin, None)

    assert set(written) == set(installation.remove(here))
    assert [] == [path for path in tmp_path.rglob("*") if path.is_file() or path.name == ".gouji"]
    assert [] == installation.remove(here)


def test_the_interpreter_that_runs_this_finds_the_package_itself():
    assert machine.python_path_needed(Path(sys.executable)) is None


def test_an_interpreter_without_the_package_gets_its_folder(tmp_path):
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)

    assert Path(gouji.__file__).parents[1] == machine.python_path_needed(python)


# --- examining --------------------------------------------------------------------------------------------


def troubles(here):
    return [step.key for step in examine(here) if step.state is State.WRONG]


def test_a_good_installation_has_no_troubles():
    assert [] == troubles(GOOD) == troubles(GOOD_MAC)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"addin": None}, "addin_missing"),
        ({"addin": Versions("0.0.9", XLWINGS)}, "addin_other"),
        ({"addin": Versions("0.1.0", "0.30.0")}, "addin_other"),
        ({"settings": None}, "settings_missing"),
        ({"interpreter_found": False}, "interpreter_missing"),
        ({"settings": GOOD.settings | {"ADD_WORKBOOK_TO_PYTHONPATH": "True"}}, "workbook_on_path"),
        ({"servers": SERVERS - {"xlwings64-0.37.8.dll"}}, "server_missing"),
        ({"registry": GOOD.registry | {TRUSTED: 1}}, "not_trusted"),
        ({"registry": GOOD.registry | {TRUSTED_POLICY: 1}}, "not_trusted"),
        ({"from_internet": True}, "from_internet"),
        ({"registry": {}}, "no_excel"),
        ({"registry": {WPS_CLASS: "Ket.Application.9"}}, "only_wps"),
        ({"places": None}, "no_excel_here"),
    ],
)
def test_each_trouble_is_found_alone(change, key):
    assert [key] == troubles(replace(GOOD, **change))


def test_troubles_of_macos():
    assert ["no_script"] == troubles(replace(GOOD_MAC, script_found=False))


def test_what_may_be_meant_so_is_only_noted():
    other = GOOD.settings | {"INTERPRETER_WIN": r"C:\用户\python.exe"}
    steps = examine(replace(GOOD, settings=other))

    assert ["interpreter_other", "path_not_ascii"] == [s.key for s in steps if s.state is State.WARNING]


@pytest.mark.parametrize("key", [MACROS, MACROS_POLICY])
def test_macros_that_are_off_are_noted_as_the_button_needs_them(key):
    steps = examine(replace(GOOD, registry=GOOD.registry | {key: 4}))

    assert ["macros_blocked"] == [step.key for step in steps if step.state is State.WARNING]


def test_a_policy_goes_before_the_setting_for_macros():
    steps = examine(replace(GOOD, registry=GOOD.registry | {MACROS: 4, MACROS_POLICY: 2}))

    assert "macros_asked" in [step.key for step in steps]


def test_the_case_of_a_path_does_not_matter_on_windows():
    settings = GOOD.settings | {"INTERPRETER_WIN": PYTHON.upper()}

    assert "interpreter" in [step.key for step in examine(replace(GOOD, settings=settings))]


def test_the_bits_of_office_are_said():
    assert [("64",), ("32",)] == [
        examine(replace(GOOD, registry=GOOD.registry | {OFFICE_BITS: bits}))[0].words
        for bits in ("x64", "x86")
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_step_has_a_sentence(lang):
    words = texts("addin", lang)
    changes = [
        {},
        {"addin": None},
        {"settings": None},
        {"interpreter_found": False},
        {"servers": frozenset()},
    ]
    for here in (GOOD, GOOD_MAC, *(replace(GOOD, **change) for change in changes)):
        for step in examine(here):
            assert "{" not in words[step.key].format(*step.words)


def test_this_machine_is_looked_at_without_an_error():
    here = machine.this_machine()

    assert here.package == Versions(__version__, xlwings_version())
    assert examine(here)


def test_the_versions_of_the_built_addin_are_those_of_the_package(addin):
    assert Versions(__version__, xlwings_version()) == built_versions(addin)


# --- the commands -----------------------------------------------------------------------------------------


@pytest.fixture
def gouji_addin(here, monkeypatch):
    def looked_at():
        settings = here.places.settings
        found = read_settings(settings.read_text("gbk")) if settings.exists() else None
        return replace(here, addin=built_versions(here.places.addin), settings=found)

    monkeypatch.setattr(machine, "this_machine", looked_at)
    monkeypatch.setattr(machine, "python_path_needed", lambda _: None)
    return lambda *arguments: CliRunner().invoke(app, ["addin", *map(str, arguments)])


def test_install_and_remove_say_what_they_did(gouji_addin, here, addin):
    installed = gouji_addin("install", addin)
    removed = gouji_addin("remove")
    again = gouji_addin("remove")

    assert [0, 0, 0] == [installed.exit_code, removed.exit_code, again.exit_code]
    assert f"已写入 {here.places.addin}" in installed.output
    assert "请重新启动 Excel" in installed.output
    assert "[问题]" not in installed.output
    assert f"已删除 {here.places.addin}" in removed.output
    assert "没有安装过加载项" in again.output


def test_install_without_an_addin_says_how_to_get_one(gouji_addin, tmp_path):
    result = gouji_addin("install", tmp_path / "missing.xlam")

    assert 2 == result.exit_code
    assert "gouji addin install 文件" in result.output
    assert "Traceback" not in result.output


def test_doctor_ends_with_the_state(gouji_addin, monkeypatch):
    assert 1 == gouji_addin("doctor").exit_code

    monkeypatch.setattr(machine, "this_machine", lambda: GOOD)
    good = gouji_addin("doctor")

    assert 0 == good.exit_code
    assert "[正常]  已安装 Excel（64 位）。" in good.output


def test_doctor_speaks_english(gouji_addin):
    assert "[wrong]  The add-in is not installed" in gouji_addin("doctor", "--lang", "en").output


@pytest.mark.parametrize("host", list(hosts.Host))
def test_without_a_running_program_run_says_so(gouji_addin, host, monkeypatch):
    monkeypatch.setattr(xlwings, "apps", SimpleNamespace(active=None))

    result = gouji_addin("run", "mark", "--host", host.value)

    assert 2 == result.exit_code
    assert texts("addin", "zh")[f"no_host_{host.value}"] in result.output


@pytest.mark.parametrize(("failed", "status"), [(False, 0), (True, 2)])
def test_run_prints_what_the_command_says(gouji_addin, monkeypatch, failed, status):
    outcome = Outcome("已清除标注。", failed=failed)
    monkeypatch.setattr(hosts, "run", lambda *_: outcome)

    result = gouji_addin("run", "clear")

    assert (status, "已清除标注。\n") == (result.exit_code, result.output)


# --- WPS --------------------------------------------------------------------------------------------------


def test_a_command_gets_the_active_workbook_of_wps(monkeypatch):
    wps = SimpleNamespace(Hwnd=1, ActiveWorkbook=SimpleNamespace(Name="决算.xlsx"))
    wps.Workbooks = SimpleNamespace(Application=wps)
    monkeypatch.setattr(gouji.live, "mark", lambda book: book.name)
    with xlwings_windows.windows():
        sys.modules["win32com.client"].GetActiveObject = {"Ket.Application": wps}.__getitem__
        sys.modules["win32process"].GetWindowThreadProcessId = lambda _: (0, 4711)

        assert "决算.xlsx" == hosts.run(hosts.Command.MARK, hosts.Host.WPS)
