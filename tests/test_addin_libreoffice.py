"""gouji addin on Linux: the extension in the LibreOffice of a user, and what keeps it from working."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.libreoffice import missing
from typer.testing import CliRunner

from gouji.addin import libreoffice, machine
from gouji.addin.examination import State
from gouji.addin.installation import InstallError
from gouji.addin.libreoffice import Office, examine
from gouji.addin.places import LINUX
from gouji.cli import app
from gouji.messages import LANGUAGES, texts
from gouji.version import __version__

GOOD = Office(Path("/usr/lib/libreoffice/program"), (7, 4, 7, 2), (3, 11), __version__)
TROUBLES = [
    ({"folder": None}, "no_libreoffice"),
    ({"version": (7, 3, 9, 1)}, "old_libreoffice"),
    ({"version": ()}, "old_libreoffice"),
    ({"python": None}, "no_python_in_libreoffice"),
    ({"python": (3, 10)}, "old_python"),
    ({"extension": None}, "extension_missing"),
    ({"extension": "0.0.9"}, "extension_other"),
]


def keys(office, state=State.WRONG):
    return [step.key for step in examine(office) if step.state is state]


def test_a_good_installation_has_no_troubles():
    assert (
        keys(GOOD, State.FINE) == ["libreoffice", "its_python", "extension"] == [s.key for s in examine(GOOD)]
    )


@pytest.mark.parametrize(("change", "key"), TROUBLES)
def test_each_trouble_is_found_alone(change, key):
    assert [key] == keys(replace(GOOD, **change))


@pytest.mark.parametrize(
    ("change", "key"),
    [({"is_root": True}, "root_has_no_extension"), ({"in_virtual_environment": True}, "virtual_environment")],
)
def test_what_may_be_meant_so_is_only_noted(change, key):
    assert ([], [key]) == (keys(replace(GOOD, **change)), keys(replace(GOOD, **change), State.WARNING))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_step_has_a_sentence(lang):
    words = texts("addin", lang)
    changes = [{}, {"is_root": True}, {"in_virtual_environment": True}, *(change for change, _ in TROUBLES)]
    for change in changes:
        for step in examine(replace(GOOD, **change)):
            assert "{" not in words[step.key].format(*step.words)


@pytest.mark.parametrize(
    ("change", "key"), [({"folder": None}, "no_libreoffice"), ({"is_root": True}, "not_as_root")]
)
@pytest.mark.parametrize(
    "act", [lambda office: libreoffice.install(office, Path("gouji.oxt")), libreoffice.remove]
)
def test_what_cannot_be_done_is_said(change, key, act):
    with pytest.raises(InstallError) as caught:
        act(replace(GOOD, **change))

    assert key == caught.value.key


@pytest.mark.parametrize("content", [None, b"no zip", b"PK\5\6" + bytes(18)])
def test_a_file_that_is_no_extension_is_not_installed(tmp_path, content):
    file = tmp_path / "other.oxt"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(InstallError) as caught:
        libreoffice.install(GOOD, file)

    assert ("no_extension_file", (str(file),)) == (caught.value.key, caught.value.words)


def test_the_version_of_the_built_extension_is_that_of_the_package(extension_file):
    assert __version__ == libreoffice.built_version(extension_file)


def test_the_commands_say_what_is_wrong(monkeypatch):
    monkeypatch.setattr(machine, "this_machine", lambda: SimpleNamespace(system=LINUX))
    monkeypatch.setattr(libreoffice, "this_office", lambda: Office(None))
    said = [CliRunner().invoke(app, ["addin", command]) for command in ("install", "remove", "doctor")]

    assert [2, 2, 1] == [result.exit_code for result in said]
    assert all("apt install libreoffice-calc python3-uno" in result.output for result in said)


# --- with the real program, as a user ---------------------------------------------------------------------


@pytest.fixture
def gouji_addin(tmp_path):
    """Run `gouji addin` with a home of its own, as a user who is not root."""
    if missing():
        pytest.skip(f"NOT TESTED IN A REAL SPREADSHEET: {missing()}")
    as_user = []
    if os.geteuid() == 0:
        as_user = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
        if not shutil.which("unshare") or subprocess.run([*as_user, "true"], check=False).returncode:
            pytest.skip("root may not become another user here, and LibreOffice gives root no extensions")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}

    def run(*arguments, command=(sys.executable, "-m", "gouji", "addin")):
        return subprocess.run(
            [*as_user, *command, *map(str, arguments)],
            env={**kept, "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run


def test_install_doctor_and_remove_in_a_real_libreoffice(gouji_addin, extension_file, tmp_path):
    before = gouji_addin("doctor")
    installed = gouji_addin("install", extension_file)
    examined = gouji_addin("doctor")
    removed = gouji_addin("remove")
    again = gouji_addin("remove")

    assert [1, 0, 0, 0, 0] == [r.returncode for r in (before, installed, examined, removed, again)]
    assert "没有安装扩展" in before.stdout
    assert "请重新启动 LibreOffice" in installed.stdout
    assert f"已安装扩展，版本 {__version__}" in examined.stdout
    assert "扩展已移除" in removed.stdout
    assert "没有安装过扩展" in again.stdout

    # the next start takes away what LibreOffice itself keeps of an extension that was removed
    gouji_addin("--headless", "--terminate_after_init", command=["soffice"])
    files = [path for path in tmp_path.rglob("*") if path.is_file()]

    assert files
    assert [] == [path for path in files if "gouji" in str(path.relative_to(tmp_path)).lower()]
    assert [] == [path for path in files if b"gouji" in path.read_bytes().lower()]
