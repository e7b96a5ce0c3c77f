"""Functions: growth, variance, share, execution, score, ties, written once for every spreadsheet.

Pure functions of cells and ranges. `FUNCTIONS` names them as worksheets do; their cards are in cards.toml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gouji.functions.phrases import phrase
from gouji.functions.ratios import change, execution, growth, share, variance
from gouji.functions.scores import execution_score, score
from gouji.functions.ties import tie

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gouji.functions.ranges import Function

FUNCTIONS: Mapping[str, Function] = {
    "GJ_CHANGE": change,
    "GJ_GROWTH": growth,
    "GJ_VARIANCE": variance,
    "GJ_SHARE": share,
    "GJ_EXECUTION": execution,
    "GJ_EXECUTION_SCORE": execution_score,
    "GJ_SCORE": score,
    "GJ_TIE": tie,
    "GJ_PHRASE": phrase,
}
