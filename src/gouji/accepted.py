"""Accepted: findings that somebody has explained, kept in a file beside the workbook.

`决算.xlsx.gouji.json` lists them: the finding's id, its rule, its cells with the values that were accepted,
and the reason. When one of the values changes the acceptance lapses, and the finding counts again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from gouji.written import written_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from gouji.findings import Finding

SUFFIX = ".gouji.json"
_FIELDS = {"id", "rule", "cells", "reason"}


class AcceptedError(ValueError):
    """The file of accepted findings cannot be read; the message is its path."""


class Accepted(NamedTuple):
    """One accepted finding: id and rule, (sheet, cell, value) of its cells, and why it is accepted."""

    id: str
    rule: str
    cells: tuple[tuple[str, str, str | None], ...]
    reason: str

    def covers(self, finding: Finding) -> bool:
        """Say whether this accepts the finding with the values it has now."""
        return self.id == finding.id and self.cells == cells_of(finding)


def accepting(finding: Finding, reason: str) -> Accepted:
    """Return the acceptance of a finding as it is now."""
    return Accepted(finding.id, finding.rule, cells_of(finding), reason)


def cells_of(finding: Finding) -> tuple[tuple[str, str, str | None], ...]:
    """Return the finding's cells with their values; where only texts were found, the texts."""
    cells = tuple((cell.sheet, cell.cell, cell.value) for cell in finding.cells)
    return cells or tuple(("", "", word) for word in finding.words)


def file_beside(workbook: Path) -> Path:
    """Return the path of the file that keeps the accepted findings of a workbook."""
    return workbook.with_name(workbook.name + SUFFIX)


def read_accepted(workbook: Path) -> tuple[Accepted, ...]:
    """Return the accepted findings of a workbook, none where there is no file. Raises AcceptedError."""
    path = file_beside(workbook)
    if not path.is_file():
        return ()
    import json  # noqa: PLC0415 most workbooks have no such file

    try:
        return tuple(map(_entry, json.loads(path.read_text("utf-8"))["accepted"]))
    except (OSError, ValueError, TypeError, KeyError):
        raise AcceptedError(str(path)) from None


def write_accepted(workbook: Path, accepted: Iterable[Accepted]) -> Path:
    """Write the accepted findings of a workbook, whole or not at all, and return the file's path."""
    import json  # noqa: PLC0415 checking does not write

    path = file_beside(workbook)
    entries = [
        {
            "id": one.id,
            "rule": one.rule,
            "cells": [dict(zip(("sheet", "cell", "value"), cell, strict=True)) for cell in one.cells],
            "reason": one.reason,
        }
        for one in accepted
    ]
    with written_whole(path) as part:
        part.write_text(json.dumps({"accepted": entries}, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def reason_of(finding: Finding, accepted: Sequence[Accepted]) -> str | None:
    """Return why the finding is accepted, None where it is not."""
    return next((one.reason for one in accepted if one.covers(finding)), None)


def _entry(data: Any) -> Accepted:
    if set(data) != _FIELDS or not all(isinstance(data[key], str) for key in ("id", "rule", "reason")):
        raise ValueError(data)
    cells = tuple((cell["sheet"], cell["cell"], cell["value"]) for cell in data["cells"])
    return Accepted(data["id"], data["rule"], cells, data["reason"])
