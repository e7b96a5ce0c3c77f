"""Scores: self-evaluation sheets (绩效自评表), found and read in grids, and what the P rules say of them.

`titles` and `regions` find the sheets, `read` reads them; `within`, `marks`, `measures` and `across` judge
them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gouji.scores.titles import has_score_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gouji.facts import Facts
    from gouji.grid import Sheet
    from gouji.reconcile import Reconciliation


def with_scores(
    reconciliation: Reconciliation, sheets: Sequence[Sheet], facts: Facts | None = None
) -> Reconciliation:
    """Return the reconciliation with the findings on the score sheets among the sheets, if there are any.

    `facts` are the nine tables that a unit's sheet repeats, those of the reconciliation unless given.
    """
    if not has_score_sheet(sheets):
        return reconciliation
    from gouji.scores.scored import scored  # noqa: PLC0415 most workbooks have no score sheets

    return scored(reconciliation, sheets, reconciliation.facts if facts is None else facts)
