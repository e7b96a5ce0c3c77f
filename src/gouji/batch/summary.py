"""Summary: how many files tie, what mismatches by rule, and a line for each file that could not be read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from gouji.messages import rule_text, texts
from gouji.report import MISMATCH, TIES, UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from rich.table import Table

    from gouji.rules import RuleBook


class Mismatches(NamedTuple):
    """What mismatches by one rule: its text, the severity, how often and in how many files."""

    rule: str
    text: str
    severity: str
    findings: int
    files: int


class Summary:
    """Counts over the results that pass through it."""

    def __init__(self, book: RuleBook, lang: str) -> None:
        self.statuses: Counter[str] = Counter()
        self._blank = 0
        self._findings: Counter[str] = Counter()
        self._files: Counter[str] = Counter()
        self._severities: dict[str, str] = {}
        self._book, self._lang = {rule.id: rule for rule in book}, lang

    def counting(
        self, results: Iterable[dict[str, Any]], tell: Callable[[str], object] = lambda _: None
    ) -> Iterator[dict[str, Any]]:
        """Yield the results and count them; `tell` is given the line of a file that could not be read."""
        for data in results:
            self.statuses[data["status"]] += 1
            self._blank += data["status"] == TIES and not any(data.get("counts", {}).values())
            found = [(f["rule"], f["severity"]) for f in data["findings"] if f["verdict"] == "mismatch"]
            self._findings.update(rule for rule, _ in found)
            self._files.update({rule for rule, _ in found})
            self._severities.update(found)
            if line := self.failure(data):
                tell(line)
            yield data

    def failure(self, data: Mapping[str, Any]) -> str:
        """Return the line of a result that is of no readable file, '' of any other."""
        if data["status"] != UNREADABLE:
            return ""
        return texts("batch", self._lang)["failed"].format(data["path"], data["error"])

    @property
    def mismatches(self) -> list[Mismatches]:
        """What mismatches, in the order of the rules' ids."""
        return [
            Mismatches(
                rule,
                rule_text(self._book[rule], self._lang) if rule in self._book else "",
                self._severities[rule],
                count,
                self._files[rule],
            )
            for rule, count in sorted(self._findings.items())
        ]

    @property
    def total(self) -> str:
        """The line that counts the files, and those among them that hold as they are blank."""
        counts = {name: self.statuses[name] for name in (TIES, MISMATCH, UNREADABLE)}
        line = texts("report", self._lang)["summary"].format(files=self.statuses.total(), **counts)
        return line + texts("batch", self._lang)["blank"].format(self._blank) * bool(self._blank)

    def lines(self) -> Iterator[str]:
        """Yield the lines that a person reads in a file or a pipe."""
        words = texts("batch", self._lang)
        for one in self.mismatches:
            yield words["rule"].format(one.rule, one.findings)
        yield self.total

    def table(self) -> Table:
        """Return what a person reads on a terminal."""
        from rich.table import Table  # noqa: PLC0415 slow to import

        words, severities = texts("batch", self._lang), texts("severities", self._lang)
        table = Table(caption=self.total, caption_style="bold", caption_justify="left", highlight=False)
        table.add_column(words["column_rule"], no_wrap=True)
        table.add_column(words["column_text"])
        table.add_column(words["column_severity"], no_wrap=True)
        table.add_column(words["column_mismatches"], justify="right")
        table.add_column(words["column_files"], justify="right")
        for one in self.mismatches:
            table.add_row(one.rule, one.text, severities[one.severity], f"{one.findings:,}", f"{one.files:,}")
        return table
