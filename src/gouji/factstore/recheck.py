"""Recheck: the rule book over all files of a fact store at once, without opening one of them again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gouji.factstore.chunk import Words, chunk_of
from gouji.factstore.kinds import Kinds
from gouji.factstore.layouts import Layouts, is_filled
from gouji.factstore.parquet import opened, record_at, row_group, row_groups
from gouji.factstore.products import VERDICTS, FactRows, judge
from gouji.factstore.record import report_of
from gouji.factstore.screens import Screened, kept_back
from gouji.factstore.universe import Universe
from gouji.findings import Verdict
from gouji.reconcile import CELL_RULES
from gouji.report import MISMATCH, TIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pyarrow as pa

    from gouji.factstore.chunk import Bools, Chunk, Ints, Lines
    from gouji.factstore.layouts import Group
    from gouji.factstore.layouts import Layout as Common
    from gouji.factstore.products import Judged
    from gouji.report import Report
    from gouji.rules import RuleBook


_NAMES = tuple(map(str, VERDICTS))


class Outcome(NamedTuple):
    """What the rules say of one file: its status, its findings by verdict, and its mismatches by rule.

    `says` and `words` are why it could not be read, as in a report.
    """

    path: str
    status: str
    counts: Mapping[str, int]
    mismatches: Mapping[str, int]
    says: str = ""
    words: tuple[str, ...] = ()


def outcome_of(report: Report) -> Outcome:
    """Return the outcome of a file that was checked by itself."""
    # not report.findings: that would look for culprits
    findings = report.reconciliation.findings if report.reconciliation else ()
    mismatches = Counter(f.rule for f in findings if f.verdict == Verdict.MISMATCH)
    return Outcome(str(report.path), report.status, report.counts, mismatches, report.says, report.words)


def reports(path: Path, book: RuleBook) -> Iterator[Report]:
    """Yield the report of each file, one after another. Raises record.NoFactsError."""
    for table in row_groups(path):
        for place in range(len(table)):
            yield report_of(record_at(table, place), book)


def recheck(path: Path, book: RuleBook, jobs: int = 1) -> Iterator[Outcome]:
    """Yield the outcome of each file, as `check` would have it, by so many processes.

    Raises record.NoFactsError, and OSError where the facts cannot be read.
    """
    with opened(path) as file:
        groups = range(file.num_row_groups)
    if min(jobs, len(groups)) <= 1:
        together = Together(book)
        for table in row_groups(path):
            yield from together.outcomes(table)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 only for several processes
    from multiprocessing import get_context  # noqa: PLC0415

    with ProcessPoolExecutor(jobs, get_context("spawn"), _take_up, (path, book)) as pool:
        for outcomes in pool.map(_outcomes, groups):
            yield from outcomes


def _take_up(path: Path, book: RuleBook) -> None:
    """Make this process one that rechecks row groups of the file."""
    _shared["path"], _shared["together"] = path, Together(book)


def _outcomes(group: int) -> list[Outcome]:
    return list(_shared["together"].outcomes(row_group(_shared["path"], group)))


_shared: dict[str, Any] = {}
"""What a process that rechecks row groups works on."""


class Together:
    """The rule book, and what is known of the layouts of files so far."""

    def __init__(self, book: RuleBook) -> None:
        self._book = book
        self._places = {rule.id: place for place, rule in enumerate(book)}
        self._must = np.array([rule.severity == "must" for rule in book], bool)
        self._keys, self._labels = Words(), Words()
        self._kinds = Kinds()
        self._layouts = Layouts(self._kinds, self._keys)
        self._universes: dict[Common, Universe] = {}

    def outcomes(self, table: pa.Table) -> Iterator[Outcome]:
        """Yield the outcomes of a row group's files in their order."""
        chunk = chunk_of(table, self._keys, self._labels)
        tally = Tally(chunk.size, len(self._book))
        self._evaluate(chunk, tally)
        for place, rest in chunk.rests.items():
            self._add_rest(place, rest, tally)
        broken = (tally.mismatches[:, self._must].sum(axis=1) > 0).tolist()
        mismatches: list[dict[str, int]] = [{} for _ in broken]
        for place, n in np.argwhere(tally.mismatches).tolist():
            mismatches[place][self._book[n].id] = int(tally.mismatches[place, n])
        paths, verdicts = table.column("path").to_pylist(), tally.verdicts.tolist()
        for place, is_done in enumerate(tally.done.tolist()):
            if is_done:
                status = MISMATCH if broken[place] else TIES
                counts = dict(zip(_NAMES, verdicts[place], strict=True))
                yield Outcome(paths[place], status, counts, mismatches[place])
            else:
                yield outcome_of(report_of(record_at(table, place), self._book))

    def _evaluate(self, chunk: Chunk, tally: Tally) -> None:
        """Evaluate the forms of all files that can be evaluated together."""
        kinds = self._kinds.numbers(chunk.lines, self._keys)
        filled = is_filled(chunk.lines)
        ranks = self._kinds.ranks[kinds]
        screened = Screened(chunk, ranks, filled, self._keys, self._labels)
        together = chunk.readable & ~kept_back(screened, self._book)
        # whether a file ties is for `check` to say where somebody has accepted findings
        together[[place for place, rest in chunk.rests.items() if rest.get("accepted")]] = False
        for group in self._layouts.groups(chunk, kinds, filled, together):
            self._evaluate_group(group, chunk, kinds[group.lines], filled[group.lines], tally)

    def _evaluate_group(self, group: Group, chunk: Chunk, kinds: Ints, filled: Bools, tally: Tally) -> None:
        if group.layout not in self._universes:
            self._universes[group.layout] = Universe(self._book, group.layout, self._kinds, kinds)
        universe = self._universes[group.layout]
        universe.take(kinds)
        owners = np.searchsorted(group.files, chunk.lines.file[group.lines])
        admitted = universe.admits(owners, kinds, filled, len(group.files))
        if not admitted.any():
            return
        chosen = admitted[owners]
        files = np.flatnonzero(admitted)
        rows = _fact_rows(
            chunk.lines,
            group.lines[chosen],
            universe.starts[kinds[chosen]],
            np.searchsorted(files, owners[chosen]),
            len(files),
        )
        judged = judge(rows, universe.forms)
        rules = np.array([self._places[rule] for rule in universe.rules], np.int64)
        gaps = len(universe.gaps) * (np.bincount(rows.files[rows.printed], minlength=rows.size) > 0)
        tally.add(group.files[files], judged, rules[universe.forms.families], gaps)

    def _add_rest(self, place: int, rest: Mapping[str, Any], tally: Tally) -> None:
        """Add what was remarked upon when the file was read, and the findings on its score sheets."""
        told = [
            (r[0], Verdict.MISMATCH if r[0] in CELL_RULES else Verdict.NOT_EVALUATED)
            for r in rest.get("remarks", ())
        ]
        told += [(f["rule"], Verdict(f["verdict"])) for f in rest.get("told", ())]
        for rule, verdict in told:
            if rule in self._places:
                tally.verdicts[place, VERDICTS.index(verdict)] += 1
                tally.mismatches[place, self._places[rule]] += verdict == Verdict.MISMATCH


class Tally:
    """Findings of a chunk's files by verdict, and mismatches by rule; `done` are the files evaluated."""

    def __init__(self, files: int, rules: int) -> None:
        self.verdicts = np.zeros((files, len(VERDICTS)), np.int64)
        self.mismatches = np.zeros((files, rules), np.int64)
        self.done = np.zeros(files, bool)

    def add(self, files: Ints, judged: Judged, rules: Ints, gaps: Ints) -> None:
        """Add what is judged of some files; `rules` are those of the forms, by place in the book."""
        self.done[files] = True
        self.verdicts[files, VERDICTS.index(Verdict.EXACT)] += judged.exact
        self.verdicts[files, VERDICTS.index(Verdict.NOT_EVALUATED)] += gaps
        np.add.at(self.verdicts, (files[judged.files], judged.verdicts), 1)
        wrong = judged.verdicts == VERDICTS.index(Verdict.MISMATCH)
        np.add.at(self.mismatches, (files[judged.files[wrong]], rules[judged.forms[wrong]]), 1)


def _fact_rows(lines: Lines, chosen: Ints, starts: Ints, files: Ints, size: int) -> FactRows:
    """Return the facts of chosen lines, given the first fact of each by number and its file."""
    lengths = lines.start[chosen + 1] - lines.start[chosen]
    ends = np.cumsum(lengths)
    within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - lengths, lengths)
    cells = np.repeat(lines.start[chosen], lengths) + within
    return FactRows(
        size,
        np.repeat(files, lengths),
        np.repeat(starts, lengths) + within,
        lines.amounts[cells],
        np.repeat(lines.ulp[chosen], lengths),
        lines.printed[cells],
        lines.unreadable[cells],
    )
