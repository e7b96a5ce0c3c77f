"""Diff: what two runs found, finding by finding, on results in the form of docs/result.schema.json."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from rich.console import Group
from rich.text import Text

from gouji.messages import texts
from gouji.report.indented import indented

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

Result = dict[str, Any]
NEW, GONE, CHANGED, SAME = "new", "gone", "changed", "same"
_STYLES = {NEW: "bold red", GONE: "bold green", CHANGED: "bold yellow"}
_TOLD = ("verdict", "difference", "accepted")
"""What of a finding makes it another one when it changes."""


class Change(NamedTuple):
    """One finding in two runs, None where a run does not have it."""

    kind: str
    before: Result | None
    after: Result | None

    @property
    def finding(self) -> Result:
        """The finding as the later run has it, else as the earlier one."""
        return self.after or self.before or {}


def diff(before: Result, after: Result) -> list[Change]:
    """Return the findings of both results of a file, those of the later one first, in its order."""
    earlier = {finding["id"]: finding for finding in before["findings"] if finding["verdict"] != "exact"}
    later = {finding["id"]: finding for finding in after["findings"] if finding["verdict"] != "exact"}
    changes = [_change(earlier.get(key), finding) for key, finding in later.items()]
    return changes + [Change(GONE, finding, None) for key, finding in earlier.items() if key not in later]


def _change(before: Result | None, after: Result) -> Change:
    if before is None:
        return Change(NEW, None, after)
    same = all(before[key] == after[key] for key in _TOLD)
    return Change(SAME if same else CHANGED, before, after)


def is_worse(changes: Sequence[Change]) -> bool:
    """Say whether a mismatch of severity must is new, or counts that did not."""
    return any(_counts(change.after) and not _counts(change.before) for change in changes)


def _counts(finding: Result | None) -> bool:
    return finding is not None and (finding["verdict"], finding["severity"], finding["accepted"]) == (
        "mismatch",
        "must",
        None,
    )


def diff_text(changes: Sequence[Change], paths: tuple[str, str], lang: str) -> RenderableType:
    """Return what changed, by kind; of what stayed only the number."""
    words = texts("diff", lang)
    lines: list[RenderableType] = [Text(words["title"].format(*paths), style="bold")]
    for kind, style in _STYLES.items():
        some = [change for change in changes if change.kind == kind]
        if some:
            lines.append(Text(words[kind].format(len(some)), style=style))
            lines += (indented(Text(line)) for line in _lines(some, words, lang))
    lines.append(Text(words[SAME].format(sum(change.kind == SAME for change in changes)), style="dim"))
    return Group(*lines)


def _lines(changes: Sequence[Change], words: Mapping[str, str], lang: str) -> Iterator[str]:
    verdicts = texts("verdicts", lang)
    for change in changes:
        finding = change.finding
        states = [one and _state(one, verdicts, words) for one in (change.before, change.after)]
        how = words["from_to"].format(*states) if change.kind == CHANGED else states[change.kind == NEW]
        yield f"{finding['rule']} [{finding['id']}] {how}  {finding['message']}"


def _state(finding: Result, verdicts: Mapping[str, str], words: Mapping[str, str]) -> str:
    parts = [verdicts[finding["verdict"]], finding["difference"] or ""]
    parts += [words["accepted"]] if finding["accepted"] else []
    return " ".join(filter(None, parts))


def diff_data(changes: Sequence[Change], paths: tuple[str, str]) -> dict[str, Any]:
    """Return the changes as plain data, findings as in the result format."""
    listed = [
        {"change": one.kind, "id": one.finding["id"], "before": one.before, "after": one.after}
        for one in changes
    ]
    return {"before": paths[0], "after": paths[1], "changes": listed}
