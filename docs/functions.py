"""Write docs/functions.md from the cards of the worksheet functions.

Run `.venv/bin/python docs/functions.py` after a change of src/gouji/functions/cards.toml.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gouji.functions.cards import cards, meanings
from gouji.functions.values import CellError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gouji.functions.cards import Card, Parameter

PAGE = Path(__file__).with_suffix(".md")

HEAD = """\
# Worksheet functions

One answer in every host: Excel (by xlwings), LibreOffice, the engines formualizer and formulas, and Python.
This page is made from [`cards.toml`](../src/gouji/functions/cards.toml) by `docs/functions.py`; every example
on it is run as a test in each of them. In the examples `blank` is an empty cell and `{1,2;3,4}` a range.
§, 整体, 雇员 and 工作队 are parts of the 2023 statement, `seed` in [sources.md](sources.md).

| where | how |
|---|---|
| Excel | the add-in, see [addin.md](addin.md) |
| LibreOffice | the extension, see [libreoffice.md](libreoffice.md) |
| formualizer | `gouji.workbook.engines.register_in_formualizer(workbook)` |
| formulas | `gouji.workbook.engines.register_in_formulas()` before a workbook is loaded |
| Python | `from gouji.functions import FUNCTIONS`; numbers come as `Decimal`, errors as `CellError` |

xlwings cannot hand a true error value to Excel; the add-in's wrappers make one of the text it hands over.
"""


def page() -> str:
    """Return the page."""
    return "\n".join([HEAD, *_meanings(), *(line for card in cards().values() for line in _section(card))])


def _meanings() -> Iterator[str]:
    for meaning in meanings():
        yield f"- {meaning['zh']}\n  {meaning['en']}"
    yield ""


def _section(card: Card) -> Iterator[str]:
    yield f"## {card.name}\n"
    yield f"`={card.name}({', '.join(map(_place, card.parameters))})` · {card.category}\n"
    yield f"{card.zh}\n\n{card.en}\n\n{card.source}\n"
    yield from _table(
        ["parameter", "说明", "meaning"], ([f"`{p.name}`", p.zh, p.en] for p in card.parameters)
    )
    yield from _table(["example", "result", "printed in"], _examples(card))


def _examples(card: Card) -> Iterator[list[str]]:
    for example in card.examples:
        call = f"={card.name}({','.join(map(_formula, example.arguments))})"
        yield [f"`{call}`", f"`{_formula(example.result)}`", example.source]


def _table(heads: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield "|---" * len(heads) + "|"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


def _place(parameter: Parameter) -> str:
    if parameter.repeated:
        return f"{parameter.name}…"
    return f"[{parameter.name}]" if parameter.optional else parameter.name


def _formula(value: Any) -> str:
    """Return a cell or a range as a formula writes it."""
    match value:
        case tuple():
            return "{" + ";".join(",".join(map(_formula, row)) for row in value) + "}"
        case None:
            return "blank"
        case bool():
            return str(value).upper()
        case str():
            return f'"{value}"'
        case date():
            return f"DATE({value.year},{value.month},{value.day})"
        case CellError():
            return value.text
    return repr(value).removesuffix(".0")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
