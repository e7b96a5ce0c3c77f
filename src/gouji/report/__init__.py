"""Reports: what one file's check found, and the forms it is shown in, one module a form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from gouji.accepted import reason_of
from gouji.findings import Verdict
from gouji.reconcile import finding_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from gouji.accepted import Accepted
    from gouji.culprits import Culprits
    from gouji.findings import Finding
    from gouji.narrative.tie import Coverage
    from gouji.reconcile import Reconciliation
    from gouji.rules import Rule

TIES, MISMATCH, UNREADABLE = "ties", "mismatch", "unreadable"


@dataclass(frozen=True)
class Report:
    """The result of checking one file.

    `reconciliation` is None when the file could not be read; `says` and `words` are then the key and the
    words of the message that says why. `accepted` are findings that somebody has explained.
    """

    path: Path
    reconciliation: Reconciliation | None = None
    says: str = ""
    words: tuple[str, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    coverage: Coverage | None = None
    """How much of a narrative was understood, None for a workbook."""

    @property
    def status(self) -> str:
        """Return ties, mismatch (a finding of severity must does not tie) or unreadable."""
        if self.reconciliation is None:
            return UNREADABLE
        return TIES if self.ties else MISMATCH

    @cached_property
    def ties(self) -> bool:
        """Whether the file was read and no mismatch of severity must is left that nobody accepted."""
        if self.reconciliation is None:
            return False
        return self.reconciliation.ties or not any(
            finding.verdict == Verdict.MISMATCH
            and finding.severity == "must"
            and self.reason_for(finding) is None
            for finding in self.reconciliation.findings
        )

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding but the exact ones, in the order of the rule book; none for an unreadable file."""
        return self._accusing(self.reconciliation.findings) if self.reconciliation else ()

    @property
    def counted(self) -> tuple[Finding, ...]:
        """The findings that nobody has accepted."""
        if not self.accepted:
            return self.findings
        return tuple(finding for finding in self.findings if self.reason_for(finding) is None)

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """The rules that were checked, by id."""
        return {rule.id: rule for rule in self.reconciliation.book} if self.reconciliation else {}

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Every finding, the exact ones included, in the order of the rule book."""
        return self._accusing(self.reconciliation.all_findings) if self.reconciliation else ()

    @cached_property
    def culprits(self) -> Culprits:
        """The cells that explain the mismatches; searched for when first asked, and only if there are any."""
        from gouji.culprits import Culprits, culprits  # noqa: PLC0415 most files tie

        result = self.reconciliation
        if result is None or result.ties:
            return Culprits()
        excused = [
            one
            for one in result.judged
            if self.accepted and self.reason_for(finding_of(one, result.facts)) is not None
        ]
        return culprits(result, excused=excused)

    def reason_for(self, finding: Finding) -> str | None:
        """Return why the finding is accepted, None where it is not."""
        return reason_of(finding, self.accepted)

    def _accusing(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """Return the findings with their culprits marked; nothing is searched for where all ties."""
        if self.reconciliation is None or self.reconciliation.ties:
            return findings
        from gouji.culprits import with_culprits  # noqa: PLC0415 most files tie

        return with_culprits(findings, self.culprits)

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
