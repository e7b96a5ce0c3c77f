"""Installation: putting the add-in and its settings where Excel finds them, and taking them away."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from gouji.addin.builtfile import built_versions
from gouji.addin.settings import settings_text, wanted_settings
from gouji.written import written_whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import PurePath

    from gouji.addin.machine import Machine


class InstallError(Exception):
    """What keeps the add-in from being installed: the key of a sentence, and its words."""

    def __init__(self, key: str, *words: str) -> None:
        super().__init__(key, *words)
        self.key, self.words = key, words


def install(machine: Machine, addin: Path, python_path: PurePath | None) -> list[Path]:
    """Put the add-in in place with settings for the machine's interpreter; return the files written.

    Settings of other names are kept. Raises InstallError when the system has no Excel, the file is no
    add-in or one of another xlwings, Excel could not read the settings, or holds the file open.
    """
    places = machine.places
    if places is None:
        raise InstallError("no_excel_here")
    if not machine.package.xlwings:
        raise InstallError("no_xlwings")
    built = built_versions(addin)
    if built is None:
        raise InstallError("no_addin_file", str(addin))
    if built.xlwings != machine.package.xlwings:
        raise InstallError("other_xlwings", built.xlwings, machine.package.xlwings)
    wanted = wanted_settings(machine.system, machine.interpreter, python_path)
    text = settings_text({**(machine.settings or {}), **wanted})
    contents = {places.settings: _encoded(text, machine), places.addin: addin.read_bytes()}
    if places.script is not None:
        contents[places.script] = _xlwings_script(places.script.name)
    return [_on_disk(path, partial(_write, data=data)) for path, data in contents.items()]


def remove(machine: Machine) -> list[Path]:
    """Remove the add-in and its settings; return the files that were there.

    The script on macOS stays, as it is xlwings' and may serve others. Raises InstallError as `install` does.
    """
    if machine.places is None:
        raise InstallError("no_excel_here")
    files = [path for path in (machine.places.addin, machine.places.settings) if Path(path).exists()]
    removed = [_on_disk(path, Path.unlink) for path in files]
    folder = Path(machine.places.settings).parent
    if folder.name == ".gouji" and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
    return removed


def _encoded(text: str, machine: Machine) -> bytes:
    """Return the settings as VBA reads them, in the encoding of the system."""
    try:
        return text.encode(machine.encoding)
    except UnicodeEncodeError as error:
        raise InstallError("path_not_readable", str(machine.interpreter), machine.encoding) from error


def _xlwings_script(name: str) -> bytes:
    import xlwings  # noqa: PLC0415 only macOS needs it

    return (Path(xlwings.__file__).parent / name).read_bytes()


def _write(path: Path, data: bytes) -> None:
    """Write a file so that it is never seen half written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(path) as part:
        part.write_bytes(data)


def _on_disk(path: PurePath, work: Callable[[Path], None]) -> Path:
    file = Path(path)
    try:
        work(file)
    except OSError as error:
        raise InstallError("file_in_use", str(file), error.strerror or "") from error
    return file
