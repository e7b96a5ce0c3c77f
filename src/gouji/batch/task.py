"""Task: one file → its result as plain data, with a hash of its content."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from gouji.accepted import file_beside
from gouji.batch.storage import at_hand
from gouji.report import Report
from gouji.report.data import file_result
from gouji.rules import rule_book, with_rules
from gouji.workbook.check import check_sheets
from gouji.workbook.read import UnreadableError, content_of, is_folder, sheets_of
from gouji.written import readable

if TYPE_CHECKING:
    from collections.abc import Container

    from gouji.rules import RuleBook

DIGEST_BYTES = 16


@dataclass(frozen=True)
class Task:
    """How files are checked: the text of the user's own rules, the unit of tables without one, the language.

    `with_exact`: the results list the exact forms as well.
    """

    rules: str = ""
    unit: str = ""
    lang: str = "zh"
    with_exact: bool = False

    @property
    def book(self) -> RuleBook:
        """The rules that files are checked by."""
        return _book(self.rules)

    def data_of(self, report: Report) -> dict[str, Any]:
        """Return what is kept of a file's report."""
        return file_result(report, self.lang, with_exact=self.with_exact)


class Result(NamedTuple):
    """What came of a file: the hash of its content, '' where it was not read to the end, and its result.

    `line` is the result in the documented format, a line of JSON without its end, as it goes through pipes
    and into the journal; it is empty where the hash is of content that is known to be finished.
    """

    digest: str
    line: bytes

    @property
    def data(self) -> dict[str, Any]:
        """The result as plain data."""
        data: dict[str, Any] = json.loads(self.line)
        return data


def check_file(path: str, task: Task, known: Container[str] = ()) -> Result:
    """Check one file; whatever happens is a result, never an exception. `known` are hashes to pass over."""
    digest = ""
    try:
        with at_hand(path) as file:
            if is_folder(file):
                return failed(path, task, "no_files")
            content = content_of(file)
            digest = _hash(content, file)
            if digest in known:
                return Result(digest, b"")
            data = task.data_of(check_sheets(sheets_of(content), file, task.book, task.unit))
            data["path"] = readable(path)
            if data["error"]:  # it may name a copy at hand
                data["error"] = data["error"].replace(str(file), data["path"])
            return Result(digest, _line_of(data))
    except UnreadableError as error:
        return failed(path, task, error.says, *error.words, digest=digest)
    except MemoryError:
        return failed(path, task, "out_of_memory")
    except Exception as error:  # noqa: BLE001 one file's defect never stops the others
        return failed(path, task, "internal", f"{type(error).__name__}: {error}", digest=digest)


def _hash(content: bytes, file: Path) -> str:
    """Return the hash of all that the result depends on: the file's content and its accepted findings."""
    beside = file_beside(file)
    accepted = beside.read_bytes() if beside.is_file() else b""
    parts = len(content).to_bytes(8, "big"), content, accepted
    return blake2b(b"".join(parts), digest_size=DIGEST_BYTES).hexdigest()


def failed(path: str, task: Task, says: str, *words: str, digest: str = "") -> Result:
    """Return the result of a file that could not be checked."""
    report = Report(Path(path), says=says, words=words)
    return Result(digest, _line_of({**task.data_of(report), "path": readable(path)}))


def _line_of(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")


@lru_cache(maxsize=1)
def _book(rules: str) -> RuleBook:
    return with_rules(rule_book(), rules, "rules") if rules else rule_book()
