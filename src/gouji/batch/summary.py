"""Summary: how many files tie, what mismatches by rule, and a line for each file that could not be read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from gouji.messages import texts
from gouji.report import MISMATCH, TIES, UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Summary:
    """Counts over the results that pass through it."""

    def __init__(self) -> None:
        self.statuses: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.failures: list[tuple[str, str]] = []

    def counting(self, results: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Yield the results and count them."""
        for data in results:
            self.statuses[data["status"]] += 1
            self.rules.update(f["rule"] for f in data["findings"] if f["verdict"] == "mismatch")
            if data["status"] == UNREADABLE:
                self.failures.append((data["path"], data["error"]))
            yield data

    def lines(self, lang: str) -> Iterator[str]:
        """Yield the lines that a person reads."""
        words = texts("batch", lang)
        for path, error in self.failures:
            yield words["failed"].format(path, error)
        for rule, count in sorted(self.rules.items()):
            yield words["rule"].format(rule, count)
        counts = {name: self.statuses[name] for name in (TIES, MISMATCH, UNREADABLE)}
        yield texts("report", lang)["summary"].format(files=self.statuses.total(), **counts)
