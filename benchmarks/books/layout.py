"""Layout: what a unit chose for its workbook, drawn at random from what statements were seen to print.

The choices are those of the published statements that docs/sources.md lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

USUAL = "123456789"
STORED, UNSTORED = "stored", "unstored"
SIDE_BY_SIDE, STACKED, ONE_SHEET, APART = "side by side", "stacked", "one sheet", "apart"


@dataclass(frozen=True, slots=True)
class Layout:
    """The choices of one workbook.

    `formulas` of the totals are '' for none, `stored` with their results, or `unstored` without them.
    `zero` is what stands in the cell of an amount of zero; `as_text` amounts are texts like 1,234.50.
    `order` are the tables, `names` how their sheets are called, `binding` how they share sheets and `front`
    the sheet before them. `top` and `left` are blank rows and columns before every page.
    `page_head` is how title, unit and the rest stand above a table. `lines` is the first 行次 of the right
    side of T1, 0 for none; `numbers` says whether 栏次 is printed. `classes` are 24, 26, or 0 for those with
    amounts. `wide` gives T5 income and balances. `amount` heads a single amount column, `part` the total of
    本年支出. `codes` is how codes are split over cells, `total` where 合计 stands. `blocks` of T6 are 1 to 3,
    `economic` how their codes are split. `items` is the order of T7. `linked` classes of T1 are formulas
    that take over those of T3.
    """

    suffix: str
    formulas: str
    unit: str
    zero: str
    as_text: bool
    funds: bool
    absent: bool
    order: str
    names: str
    binding: str
    front: str
    top: int
    left: int
    page_head: str
    dated_title: bool
    spaced_title: bool
    other_titles: bool
    wide: bool
    lines: int
    numbers: bool
    classes: int
    amount: str
    budgets: bool
    other_labels: bool
    openings_first: bool
    codes: str
    total: str
    indented: bool
    part: str
    flat: bool
    fees: bool
    short_capital: bool
    continued: bool
    blocks: int
    economic: str
    filled_only: bool
    items: str
    meetings: bool
    linked: bool


def draw_layout(rng: Random) -> Layout:
    """Draw the choices of one workbook, the usual ones more often."""

    def chance(share: float) -> bool:
        return rng.random() < share

    def pick(*weighted: tuple[str, int]) -> str:
        return rng.choices([word for word, _ in weighted], [weight for _, weight in weighted])[0]

    suffix = pick((".xlsx", 3), (".xls", 1))
    as_text = chance(0.08)
    formulas = pick(("", 9), (STORED, 10), (UNSTORED, 1)) if suffix == ".xlsx" and not as_text else ""
    ministry = chance(0.5)
    blocks = rng.choice((1, 2, 2, 2, 3, 3))
    codes = pick(
        ("one", 8), ("number", 3), ("spaced", 1), ("three", 5), ("three numbers", 1), ("cumulative", 1),
        ("last part", 1), ("by level", 1), ("joined", 2), ("name first", 1), ("numbered", 1),
    )  # fmt: skip
    return Layout(
        suffix=suffix,
        formulas=formulas,
        unit=pick(("万元", 3), ("元", 2)),
        zero=pick(("0.00", 4), ("", 5), ("—", 1), ("-", 1)),
        as_text=as_text,
        funds=chance(0.7),
        absent=chance(0.2),
        order=pick((USUAL, 6), ("123456897", 3), ("".join(rng.sample(USUAL, len(USUAL))), 1)),
        names=pick(("number", 4), ("title", 3), ("internal", 1), ("sheet", 1), ("annex", 1)),
        binding=pick((APART, 7), (STACKED, 1), (SIDE_BY_SIDE, 1), (ONE_SHEET, 1)),
        front=pick(("", 7), ("cover", 1), ("contents", 1), ("beyond", 1)),
        top=rng.choice((0, 0, 0, 0, 1, 2)),
        left=rng.choice((0, 0, 0, 0, 0, 1)),
        page_head=pick(("ministry", 4), ("number below", 1), ("split unit", 1))
        if ministry
        else pick(("plain", 4), ("in title", 1)),
        dated_title=chance(0.2),
        spaced_title=chance(0.1),
        other_titles=chance(0.2),
        wide=chance(0.1),
        lines=rng.choice((31, 32, 32, 32)) if ministry else 0,
        numbers=ministry and chance(0.8),
        classes=rng.choice((26, 26, 24, 24, 0)),
        amount=pick(("决算数", 5), ("金额", 3), ("决算金额", 1), ("2024年度决算数", 1)),
        budgets=chance(0.1),
        other_labels=chance(0.3),
        openings_first=chance(0.1),
        codes=codes,
        total=pick(("top", 5), ("bottom", 3), *([("head", 3)] if codes == "three" else [])),
        indented=chance(0.3),
        part=pick(("小计", 3), ("合计", 2)),
        flat=chance(0.2),
        fees=chance(0.1),
        short_capital=chance(0.2),
        continued=chance(0.1),
        blocks=blocks,
        economic=pick(("one", 4), ("two", 2), ("last part", 1), ("joined", 1)) if blocks > 1 else "one",
        filled_only=chance(0.2),
        items=pick(("A", 4), ("B", 4), ("C", 1), ("down", 2)),
        meetings=chance(0.1),
        linked=chance(0.3),
    )  # fmt: skip
