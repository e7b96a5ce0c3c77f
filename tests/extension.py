"""A profile of LibreOffice with the extension in it, and a LibreOffice that runs on it.

backports.sh makes a place in which the same tests run with a newer LibreOffice.
"""

import contextlib
import shutil
import subprocess
import time
import uuid
from pathlib import Path

import pytest
from addin.oxt.build import build_extension
from tests.libreoffice import missing

from xlwings_libreoffice.bridge import is_uno, struct, uno
from xlwings_libreoffice.errors import LostConnectionError
from xlwings_libreoffice.process import RESTART, connect, environment, find_program
from xlwings_libreoffice.profile import SETTINGS, write_fonts

CHINESE = (
    ("/org.openoffice.Setup/L10N", "ooLocale", "zh-CN"),
    ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", "zh-CN"),
    ("/org.openoffice.Office.Linguistic/General", "UILocale", "zh-CN"),
)
STARTED_WITHIN = 60


def write_chinese_profile(profile, settings=()):
    """Write the settings of a new profile with a Chinese interface."""
    items = "\n".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in (*SETTINGS, *CHINESE, *settings)
    )
    user = Path(profile) / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry"'
        f' xmlns:xs="http://www.w3.org/2001/XMLSchema">\n{items}\n</oor:items>\n',
        "utf-8",
    )


@contextlib.contextmanager
def office(profile, *options, surroundings=None):
    """Give the component context of a LibreOffice that runs on a profile, and end it afterwards."""
    fonts = Path(profile) / "fonts.conf"
    write_fonts(fonts)
    pipe = f"gouji{uuid.uuid4().hex}"
    command = [
        find_program(),
        f"-env:UserInstallation={Path(profile).absolute().as_uri()}",
        f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nofirststartwizard",
        "--nolockcheck",
        *options,
    ]

    def start():
        return subprocess.Popen(
            command,
            env={**environment(fonts), **(surroundings or {})},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    running, until = start(), time.monotonic() + STARTED_WITHIN
    try:
        while True:
            with contextlib.suppress(LostConnectionError):
                context = connect(pipe)
                break
            if running.poll() == RESTART:
                running = start()
            assert running.poll() is None, f"soffice ended with {running.poll()}"
            assert time.monotonic() < until, "soffice does not answer"
            time.sleep(0.05)
        try:
            yield context
        except Exception as error:
            # an exception of UNO's takes no traceback, which leaving this would give it
            if is_uno(error):
                raise AssertionError(f"{type(error).__name__}: {error}") from None
            raise
        with contextlib.suppress(Exception):
            service(context, "com.sun.star.frame.Desktop").terminate()
        running.wait(30)
    finally:
        if running.poll() is None:
            running.kill()
            running.wait()


def service(context, name):
    return context.ServiceManager.createInstanceWithContext(name, context)


def install(context, extension):
    """Put an extension into the user's own extensions; it works from the next start on."""
    manager, command = _manager(context)
    manager.addExtension(
        Path(extension).absolute().as_uri(), (), "user", manager.createAbortChannel(), command
    )


def remove(context, identifier, file_name):
    """Take an extension away."""
    manager, command = _manager(context)
    manager.removeExtension(identifier, file_name, "user", manager.createAbortChannel(), command)


def profile_with(extension, folder, settings=()):
    """Return a profile with a Chinese interface and the extension, made in a folder."""
    profile = Path(folder) / "profile"
    write_chinese_profile(profile, settings)
    with office(profile, "--headless") as context:
        install(context, extension)
    return profile


def copied(profile, folder):
    """Return a copy of a profile, to be changed by a test; extensions are found by relative paths."""
    return Path(shutil.copytree(profile, Path(folder) / "profile"))


def _manager(context):
    singleton = "/singletons/com.sun.star.deployment.ExtensionManager"
    return context.getValueByName(singleton), Approving()


class Approving:
    """Says yes to whatever is asked, such as the licence: a UNO object by its two first methods."""

    INTERFACES = ("ucb.XCommandEnvironment", "task.XInteractionHandler", "lang.XTypeProvider")

    def getTypes(self):
        return tuple(uno().getTypeByName(f"com.sun.star.{name}") for name in self.INTERFACES)

    def getImplementationId(self):
        return uno().ByteSequence(b"")

    def getInteractionHandler(self):
        return self

    def getProgressHandler(self):
        return None

    def handle(self, request):
        # request.getRequest() is a UNO exception, which pyuno cannot hand over
        approve = uno().getTypeByName("com.sun.star.task.XInteractionApprove")
        for continuation in request.getContinuations():
            chosen = continuation.queryInterface(approve)
            if chosen is not None:
                chosen.select()


def missing_chinese():
    """Return why there is no Chinese interface, None when there is one."""
    texts = Path(find_program()).parent / "resource" / "zh_CN"
    return None if texts.is_dir() else "libreoffice-l10n-zh-cn is not installed (make office)"


@pytest.fixture(scope="session")
def extension_file(tmp_path_factory):
    """Return gouji.oxt, just built."""
    file = tmp_path_factory.mktemp("extension") / "gouji.oxt"
    file.write_bytes(build_extension())
    return file


@pytest.fixture(scope="session")
def extension_profile(extension_file, tmp_path_factory):
    """Return a profile with a Chinese interface and the extension; skip where there is no LibreOffice."""
    reason = missing() or missing_chinese()
    if reason:
        pytest.skip(f"NOT TESTED IN A REAL SPREADSHEET: {reason}")
    return profile_with(extension_file, tmp_path_factory.mktemp("with_extension"))


@pytest.fixture(scope="module")
def extended(extension_profile, tmp_path_factory):
    """Give the component context of a LibreOffice without windows that has the extension."""
    with office(copied(extension_profile, tmp_path_factory.mktemp("extended")), "--headless") as context:
        yield context


@pytest.fixture
def calc(extended):
    """Give an empty spreadsheet in it."""
    document = new_spreadsheet(extended)
    yield document
    document.close(True)  # noqa: FBT003 UNO knows no names of arguments


def new_spreadsheet(context):
    desktop = service(context, "com.sun.star.frame.Desktop")
    return desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())


def open_file(context, path):
    desktop = service(context, "com.sun.star.frame.Desktop")
    return desktop.loadComponentFromURL(Path(path).absolute().as_uri(), "_blank", 0, ())


def version(context):
    """Return the first two numbers of the version of LibreOffice."""
    provider = service(context, "com.sun.star.configuration.ConfigurationProvider")
    node = struct("beans.PropertyValue", "nodepath", 0, "/org.openoffice.Setup/Product", 0)
    product = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (node,))
    return tuple(map(int, product.getByName("ooSetupVersion").split(".")[:2]))
