"""Findings: what a form or a reader's remark says, in the words of the result format."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Verdict(StrEnum):
    """What the interval test says of a form."""

    EXACT = "exact"
    ROUNDING = "rounding"
    PLUG = "plug"
    MISMATCH = "mismatch"
    NOT_EVALUATED = "not_evaluated"


_NOTHING = (None, "0.00")


class FindingCell(NamedTuple):
    """A cell a finding is about.

    `weight` is +1 on the left side of the tie and -1 on the right, 0 where no tie weighs it; `value` is the
    printed value in the table's own unit, None for a blank. `table`, `row` and `column` are catalogue keys,
    '' where the cell belongs to none; `label` is the row's printed label. `culprit`: the cell is in the first
    of the smallest sets whose correction makes every tie hold.
    """

    sheet: str
    cell: str
    table: str = ""
    row: str = ""
    column: str = ""
    weight: int = 0
    value: str | None = None
    label: str = ""
    culprit: bool = False


def telling(cells: Iterable[FindingCell]) -> list[FindingCell]:
    """Return the cells that add something to their side of a tie, the first one of a side that has none."""
    every, told = list(cells), []
    for weight in (0, 1, -1):
        side = [cell for cell in every if cell.weight == weight]
        told += [cell for cell in side if not weight or cell.value not in _NOTHING] or side[:1]
    return told


class Place(NamedTuple):
    """Where in a document a finding stands.

    `section` is the heading above, `sentence` the sentence as printed, `page` counted from 1 and 0 where the
    format has none. `offset` and `end` are where the number or words begin and end in the sentence;
    `paragraph` is the index of the paragraph in the document.
    """

    section: str
    sentence: str
    page: int
    offset: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `says` and `words` are the key and the words of its message in the message catalogue.

    `difference` is left minus right in the workbook's unit, None where nothing was added up; `relation` is
    what should hold between left and right: ==, <= or >=. `place` is where in a document it stands, None for
    one about cells alone; `corrected` is the sentence as it should be.
    """

    rule: str
    verdict: Verdict
    severity: str
    says: str
    words: tuple[str, ...] = ()
    difference: str | None = None
    cells: tuple[FindingCell, ...] = ()
    relation: str = "=="
    place: Place | None = None
    corrected: str | None = None

    @property
    def id(self) -> str:
        """What the finding is about, in twelve signs that are the same in every run on the same forms.

        Made of the rule and the cells, by table, row and column where they are known, never of amounts.
        """
        from hashlib import sha256  # noqa: PLC0415 only where ids are asked for

        places = [
            f"{cell.table}/{cell.row}/{cell.column}"
            if cell.row and cell.column
            else f"{cell.sheet}!{cell.cell}"
            for cell in self.cells
        ]
        text = "\n".join([self.rule, *(places or (self.says, *self.words))])
        return sha256(text.encode()).hexdigest()[:12]
