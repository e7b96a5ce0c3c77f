"""Storage: workbooks on any file system that fsspec knows, named by URLs such as s3://bucket/unit.xlsx.

A name without :// is a local path and needs no fsspec. Credentials and endpoints are those of fsspec's
configuration and of the file system's own environment variables.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from gouji.accepted import SUFFIX as ACCEPTED
from gouji.workbook.read import MAX_FILE, SUFFIXES, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAGIC = frozenset("*?[")


def is_url(name: str) -> bool:
    """Say whether the name is a URL and no local path."""
    return "://" in name


def workbooks_at(url: str) -> list[str]:
    """Return the URLs of the workbooks that a URL of a file, a folder or a glob names, in sorted order.

    What is there none of is returned as it is, so that a result says so. Raises UnreadableError.
    """
    with _said():
        files, path = _file_system(url)
        if _MAGIC & set(path):
            found = [name for name in files.glob(path) if files.isfile(name)]
        elif files.isdir(path):
            found = [name for name in files.find(path) if _is_workbook(PurePosixPath(name))]
        else:
            found = []
        return sorted(map(files.unstrip_protocol, found)) or [url]


@contextmanager
def at_hand(name: str) -> Iterator[Path]:
    """Give the local path of a file; one of another file system is fetched, with its accepted findings.

    Raises UnreadableError.
    """
    if not is_url(name):
        yield Path(name)
        return
    with TemporaryDirectory() as folder:
        with _said():
            files, path = _file_system(name)
            copy = Path(folder, PurePosixPath(path).name)
            _fetch(files, path, copy)
        yield copy


def _fetch(files: Any, path: str, copy: Path) -> None:
    about = files.info(path)
    if about["type"] == "directory":
        raise UnreadableError("not_a_file")
    if (about["size"] or 0) > MAX_FILE:
        raise UnreadableError("file_too_large", str(MAX_FILE // 1024**2))
    copy.write_bytes(files.cat_file(path))
    try:
        accepted = files.cat_file(path + ACCEPTED)
    except FileNotFoundError:
        return
    copy.with_name(copy.name + ACCEPTED).write_bytes(accepted)


def _is_workbook(path: PurePosixPath) -> bool:
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(("~$", "."))


def _file_system(url: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs  # noqa: PLC0415 optional

    files, path = url_to_fs(url)
    return files, path


@contextmanager
def _said() -> Iterator[None]:
    """Say what a file system raises as a local file's reader does."""
    try:
        yield
    except UnreadableError:
        raise
    except FileNotFoundError:
        raise UnreadableError("not_found") from None
    except PermissionError:
        raise UnreadableError("no_permission") from None
    except ImportError as error:
        raise UnreadableError("no_file_system", str(error)) from None
    except Exception as error:  # noqa: BLE001 each file system has exceptions of its own
        raise UnreadableError("system_error", str(error) or type(error).__name__) from None
