"""Reports: what one file's check found, and the forms it is shown in, one module a form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from gouji.findings import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from gouji.findings import Finding
    from gouji.reconcile import Reconciliation

TIES, MISMATCH, UNREADABLE = "ties", "mismatch", "unreadable"


@dataclass(frozen=True)
class Report:
    """The result of checking one file.

    `reconciliation` is None when the file could not be read; `says` and `words` are then the key and the
    words of the message that says why.
    """

    path: Path
    reconciliation: Reconciliation | None = None
    says: str = ""
    words: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """Return ties, mismatch (a finding of severity must does not tie) or unreadable."""
        if self.reconciliation is None:
            return UNREADABLE
        return TIES if self.ties else MISMATCH

    @cached_property
    def ties(self) -> bool:
        """Whether the file was read and no finding of severity must mismatches; an empty statement ties."""
        return self.reconciliation is not None and self.reconciliation.ties

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding but the exact ones, in the order of the rule book; none for an unreadable file."""
        return self.reconciliation.findings if self.reconciliation else ()

    @property
    def counts(self) -> Mapping[str, int]:
        """Number of findings by verdict."""
        return (
            self.reconciliation.counts if self.reconciliation else {verdict.value: 0 for verdict in Verdict}
        )

    def to_json(self, lang: str = "zh") -> str:
        """Return the result as a JSON text in the documented format, messages in zh or en."""
        from gouji.report.data import to_json  # noqa: PLC0415 json is not needed to check

        return to_json([self], lang)

    def to_frame(self, lang: str = "zh") -> pd.DataFrame:
        """Return the findings as a table, a row a cell. Needs pandas."""
        from gouji.report.frame import to_frame  # noqa: PLC0415 pandas is heavy and optional

        return to_frame([self], lang)
