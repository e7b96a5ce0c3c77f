"""The table of 三公 (T7): budget and final crossed with the items in three orders, or items down the rows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from books.pages import columns_to_rows

if TYPE_CHECKING:
    from books.layout import Layout
    from books.pages import Row

    from gouji.catalogue import TableSpec

ABROAD, CARS, BUYING, RUNNING, GUESTS = (
    "因公出国境费", "公务用车购置及运行维护费", "公务用车购置费", "公务用车运行维护费", "公务接待费",
)  # fmt: skip
TOTAL, BUDGET, FINAL = "合计", "预算数", "决算数"
PRINTED = {ABROAD: "因公出国（境）费"}
DOWN = {
    TOTAL: "“三公”经费合计",
    ABROAD: "1.因公出国（境）费",
    CARS: "2.公务用车购置及运行维护费",
    BUYING: "其中：（1）公务用车购置费",
    RUNNING: "（2）公务用车运行维护费",
    GUESTS: "3.公务接待费",
}
ORDER = (TOTAL, ABROAD, CARS, BUYING, RUNNING, GUESTS)
GUESTS_FIRST = (TOTAL, ABROAD, GUESTS, CARS, BUYING, RUNNING)
MEETINGS = (("会议费", Decimal("0.30")), ("培训费", Decimal("0.20")))


def items_page(spec: TableSpec, layout: Layout) -> tuple[list[Row], list[Row]]:
    """Return head and body of the table of 三公; `meetings` adds columns or rows that no rule asks for."""
    extra = MEETINGS if layout.meetings else ()
    if layout.items == "down":
        rows: list[Row] = [
            (label, (spec.id, row, BUDGET), (spec.id, row, FINAL)) for row, label in DOWN.items()
        ]
        return [("项目", BUDGET, FINAL)], [*rows, *((f"{word}", sum_, sum_) for word, sum_ in extra)]
    order = GUESTS_FIRST if layout.items == "C" else ORDER
    heads: list[Row] = []
    body: list = []
    if layout.items == "B":
        for row in order:
            heads += [(*_levels(row, ""), measure) for measure in (BUDGET, FINAL)]
            body += [(spec.id, row, measure) for measure in (BUDGET, FINAL)]
        return columns_to_rows(heads), [tuple(body)]
    for measure in (BUDGET, FINAL):
        heads += [_levels(row, measure) for row in order]
        body += [(spec.id, row, measure) for row in order]
        heads += [(measure, word, word) for word, _ in extra]
        body += [sum_ for _, sum_ in extra]
    head = columns_to_rows(heads)
    if layout.numbers:
        head.append(tuple(range(1, len(body) + 1)))
    return head, [tuple(body)]


def _levels(row: str, measure: str) -> Row:
    """Return the head of an item's column, below that of its measure where the measure is above."""
    label = PRINTED.get(row, row)
    levels = (CARS, "小计" if row == CARS else label) if row in (CARS, BUYING, RUNNING) else (label, label)
    return (measure, *levels) if measure else levels
