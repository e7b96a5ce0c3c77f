"""The file gouji.oxt: built from text, the same every time, with nothing in it that must not be."""

import ast
import io
import subprocess
import sys
from importlib.metadata import version
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from addin.build import HERE
from addin.oxt.build import build_extension
from addin.oxt.commands import commands
from addin.oxt.names import COMMANDS, JOBS
from tests.addin_commands import commands as macros

import gouji.live
from gouji.extension.names import FUNCTIONS, IDENTIFIER
from gouji.extension.optional import PACKAGES
from gouji.functions.cards import cards
from gouji.version import __version__

OOR = "{http://openoffice.org/2001/registry}"
RIBBON = "{http://schemas.microsoft.com/office/2009/07/customui}button"
OWN = {"about"}
"""The commands that are no function of the live layer."""


@pytest.fixture(scope="module")
def parts(extension_file):
    with ZipFile(extension_file) as file:
        return {name: file.read(name) for name in file.namelist()}


def values(part, name):
    """Return the values of the properties of a name, by language where there are several."""
    found = [node for node in ET.fromstring(part).iter("prop") if node.get(OOR + "name") == name]
    return [
        {one.get("{http://www.w3.org/XML/1998/namespace}lang"): one.text for one in node} for node in found
    ]


def test_the_same_text_gives_the_same_bytes(extension_file):
    assert extension_file.read_bytes() == build_extension()


def test_every_part_that_libreoffice_takes_up_is_in_the_manifest(parts):
    listed = {
        entry.get("{http://openoffice.org/2001/manifest}full-path")
        for entry in ET.fromstring(parts["META-INF/manifest.xml"])
    }

    assert listed == {name for name in parts if name.endswith((".xcu", ".components", ".idl"))}


def test_it_says_its_version_and_its_names(parts):
    description = parts["description.xml"].decode()

    assert f'<identifier value="{IDENTIFIER}"/>' in description
    assert f'<version value="{__version__}"/>' in description
    assert all(f"<name lang={lang!r}>".replace("'", '"') in description for lang in ("zh-CN", "en"))


def test_every_implementation_is_exported_by_its_component(parts):
    named = {
        one.get("name")
        for one in ET.fromstring(parts["gouji.components"]).iter()
        if "implementation" in one.tag
    }

    assert named == {FUNCTIONS, COMMANDS, *JOBS.values()}


# --- a Python that is too old -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["gouji_commands.py", "gouji_functions.py", "gouji_old_python.py"])
def test_an_old_python_can_read_the_components(parts, name):
    ast.parse(parts[name], feature_version=(3, 7))


def test_an_old_python_finds_something_for_every_name(parts):
    assert all(f'"{name}"'.encode() in parts["gouji_old_python.py"] for name in (COMMANDS, *JOBS.values()))


# --- functions --------------------------------------------------------------------------------------------


def test_every_function_has_one_name_in_all_languages(parts):
    names = values(parts["CalcAddIns.xcu"], "CompatibilityName")
    shown = [one for one in values(parts["CalcAddIns.xcu"], "DisplayName") if one["en-US"].startswith("GJ_")]

    assert [{"en-US": name} for name in cards()] == names
    assert [{"zh-CN": name, "en-US": name} for name in cards()] == shown


def test_every_function_has_help_in_two_languages(parts):
    help_texts = values(parts["CalcAddIns.xcu"], "Description")

    assert len(help_texts) == sum(1 + len(card.parameters) for card in cards().values())
    assert all(one["zh-CN"] and one["en-US"] and one["zh-CN"] != one["en-US"] for one in help_texts)


# --- commands ---------------------------------------------------------------------------------------------


def test_the_commands_are_those_of_the_live_layer():
    assert {command.name for command in commands()} == set(gouji.live.__all__) | OWN


def test_the_commands_read_as_those_of_the_ribbon():
    ribbon = {
        one.get("onAction").replace("Ribbon", "Gouji"): one.get("label")
        for one in ET.parse(HERE / "customUI14.xml").iter(RIBBON)
    }
    calls = {name: python.rpartition(".")[2].removesuffix("()") for name, python in macros().items()}

    assert [(calls[name], label) for name, label in ribbon.items() if name in calls] == [
        (command.name, command.zh) for command in commands() if command.name not in OWN
    ]


def test_menu_and_toolbar_call_every_command(parts):
    urls = [one[None] for one in values(parts["Addons.xcu"], "URL")]
    calls = [url for url in urls if url != "private:separator"]

    assert calls == [f"{IDENTIFIER}:{command.name}" for command in commands()] * 2


# --- the Python in it -------------------------------------------------------------------------------------


def test_of_xlwings_only_the_open_part_is_there(parts):
    names = [name for name in parts if name.startswith("pythonpath/xlwings/")]

    assert "pythonpath/xlwings/main.py" in names
    assert parts["pythonpath/xlwings/LICENSE.txt"].startswith(b"xlwings (Open Source)")
    assert f'__version__ = "{version("xlwings")}"'.encode() in parts["pythonpath/xlwings/__init__.py"]
    assert not [name for name in names if "/pro/" in name or name.endswith((".xlam", ".xlsm", ".bas", ".so"))]


def test_there_is_nothing_but_text(parts):
    assert all(data.decode() is not None and b"\0" not in data for data in parts.values())


@pytest.fixture(scope="module")
def inside(extension_file, tmp_path_factory):
    """Run Python that finds nothing but its own library and what is in the extension."""
    folder = tmp_path_factory.mktemp("inside")
    ZipFile(io.BytesIO(extension_file.read_bytes())).extractall(folder)

    def run(code):
        path = f"import sys; sys.path[:0] = [{str(folder / 'pythonpath')!r}]; "
        command = [sys.executable, "-S", "-I", "-c", path + code]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    return run


def test_the_commands_can_be_loaded(inside):
    code = "import gouji.live, xlwings_libreoffice, xlwings; print(xlwings.__pro__, gouji.__file__)"

    assert inside(code).startswith("False ")
    assert "/pythonpath/gouji/" in inside(code)


def test_packages_that_no_command_needs_are_not_imported(inside, tmp_path):
    for name in PACKAGES:
        (tmp_path / f"{name}.py").write_text("raise SystemExit('this takes long')")
    load = "import xlwings_libreoffice, gouji.live"
    found = f"sys.path.append({str(tmp_path)!r})"
    after = "import xlwings; print(xlwings.utils.np, 'numpy' in sys.modules)"
    code = f"{found}\nfrom gouji.extension.optional import left_out\nwith left_out():\n    {load}\n{after}"

    assert "None False\n" == inside(code)


def test_a_file_of_messages_is_there_for_every_one_of_the_package(inside):
    code = "from gouji.messages import texts; print(texts('live', 'zh')['internal'])"

    assert inside(code).strip()


def test_the_functions_are_loaded_without_xlwings(inside, parts):
    tree = ast.parse(parts["pythonpath/gouji/extension/functions.py"])
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    # the component is UNO's alone, which is not here
    own = sorted(name for name in modules - {"gouji.extension.component"} if name.startswith("gouji."))
    code = f"import {', '.join(own)}; gouji.functions.cards.cards(); print('xlwings' in sys.modules)"

    assert "False\n" == inside(code)
