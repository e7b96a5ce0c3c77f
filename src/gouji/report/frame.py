"""DataFrame: findings as a table, a row a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from gouji.report.data import file_result

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gouji.report import Report

_FINDING = ["id", "rule", "verdict", "severity", "message", "difference"]
_CELL = ["sheet", "cell", "table", "row", "column", "weight", "value", "culprit", "proposed", "hypothesis"]


def to_frame(reports: Iterable[Report], lang: str) -> pd.DataFrame:
    """Return path, the finding's fields and its cells' fields; a finding without cells is one row."""
    rows = [
        {"path": result["path"], **{k: finding[k] for k in _FINDING}, **{k: cell.get(k) for k in _CELL}}
        for report in reports
        for result in [file_result(report, lang)]
        for finding in result["findings"]
        for cell in finding["cells"] or [{}]
    ]
    return pd.DataFrame(rows, columns=["path", *_FINDING, *_CELL])
