"""Imported: the nine tables of a published PDF file as a statement, and what found no place in it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from gouji.catalogue import catalogue
from gouji.documents.glyphs import Line
from gouji.documents.lifted import lift
from gouji.documents.pages import read_pages
from gouji.documents.pagetext import check_text
from gouji.documents.read import PDF, why_not
from gouji.facts import Cell
from gouji.figures import plain
from gouji.labels import plain_label
from gouji.locate import locate
from gouji.locate.cells import holds_sum
from gouji.statement import Key, Statement
from gouji.workbook.forms import official_forms
from gouji.workbook.read import UnreadableError, content_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from gouji.documents.lifted import LiftedSheet
    from gouji.documents.pages import Page
    from gouji.facts import Facts

_DEPARTMENT = re.compile(r"(?:部门|(?:编制|填报)?单位)(?:名称)?[:：](.+)")
_HEAD_ROWS = 6
_HEAD = 1024
_MONEY = re.compile(r"[百千万亿]*元$")


class LeftOut(NamedTuple):
    """Something that was not placed: the key and words of the message that says what, and its page or 0."""

    says: str
    words: tuple[str, ...]
    page: int = 0


@dataclass(frozen=True, slots=True)
class Imported:
    """A statement read from a PDF file, the titles of its tables, and what of the file is not in it."""

    statement: Statement
    tables: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


def import_tables(path: Path, progress: Callable[[int, int], None] | None = None) -> Imported:
    """Return the nine tables of a published PDF file; `progress` is told page and number of pages.

    Every amount in a table is either in the statement or named in `left_out`. Raises UnreadableError when the
    file cannot be read or has none of the nine tables.
    """
    data = content_of(path)
    if PDF not in data[:_HEAD]:
        raise UnreadableError("not_a_pdf" if why_not(data) == "not_a_document" else why_not(data))
    pages = read_pages(data, progress)
    check_text("".join(_texts(pages)))
    sheets, unruled = lift(pages)
    facts = locate([lifted.sheet for lifted in sheets])
    if not facts.tables:
        raise UnreadableError(
            "no_ruled_table" if unruled else "no_table", *(one.title for one in unruled[:1])
        )
    whole = _statement(facts, sheets)
    placed = {cell for form in official_forms(whole) for row in form.body for cell in row}
    amounts, texts = dict(whole.amounts), dict(whole.texts)
    odd = []
    for key in [key for key in whole.origins if key not in placed]:
        value = amounts.pop(key) if key in amounts else texts.pop(key)
        odd.append(LeftOut("no_cell", (_title(key[0]), *key[1:], str(value)), int(whole.origins[key])))
    left_out = [
        *(LeftOut("picture", (), page.number) for page in pages if page.is_picture),
        *(LeftOut("unruled", (one.title,), one.page) for one in unruled),
        *_remarked(facts, sheets),
        *odd,
        *_beside(facts, sheets),
    ]
    titles = tuple(_title(table) for table in facts.tables)
    return Imported(replace(whole, amounts=amounts, texts=texts), titles, tuple(left_out))


def _statement(facts: Facts, sheets: Sequence[LiftedSheet]) -> Statement:
    pages = {lifted.sheet.name: lifted.pages for lifted in sheets}
    units = Counter(table.unit for table in facts.tables.values())
    amounts: dict[Key, Decimal] = {}
    texts: dict[Key, str] = {}
    origins: dict[Key, str] = {}
    for index in range(len(facts.printed) - 1):
        table, row, column, cell, text = facts.fact(index)
        if text is None:
            continue
        key = (table, row, column)
        origins[key] = str(pages[cell.sheet][cell.row])
        if index in facts.unreadable:
            texts[key] = text
        else:
            amounts[key] = Decimal(text)
    return Statement(
        department=_department(facts, sheets),
        year=facts.layout.year,
        unit=units.most_common(1)[0][0],
        amounts=amounts,
        origins=origins,
        labels={
            (table.id, code): plain_label(label)
            for table in facts.tables.values()
            for code, label in table.labels.items()
            if code.isdecimal() and label and table.id not in ("T1", "T4")
        },
        notes={table.id: table.notes for table in facts.tables.values()},
        texts=texts,
        absent=frozenset(catalogue().tables.keys() - facts.tables.keys()),
    )


def _department(facts: Facts, sheets: Iterable[LiftedSheet]) -> str:
    """Return the unit that the head of a table names, '' when none does."""
    located = {table.sheet for table in facts.tables.values()}
    for lifted in sheets:
        if lifted.sheet.name in located:
            for value in (v for row in lifted.sheet.rows[:_HEAD_ROWS] for v in row if isinstance(v, str)):
                match = _DEPARTMENT.match(value.strip())
                if match and not _MONEY.search(match[1]):
                    return match[1].strip()
    return ""


def _remarked(facts: Facts, sheets: Sequence[LiftedSheet]) -> Iterator[LeftOut]:
    """Yield what the reader of tables remarks upon."""
    pages = {lifted.sheet.name: lifted.pages for lifted in sheets}
    for remark in facts.remarks:
        page = pages[remark.cells[0].sheet][remark.cells[0].row] if remark.cells else 0
        words = (_title(remark.table), remark.text, remark.row, str(len(remark.cells)))
        yield LeftOut(remark.rule, words, page)


def _beside(facts: Facts, sheets: Iterable[LiftedSheet]) -> Iterator[LeftOut]:
    """Yield the amounts in tables that are no facts and that no remark names, one for each row and sheet."""
    known = {facts.cell(n) for n in range(len(facts.printed) - 1)}
    known |= {cell for remark in facts.remarks for cell in remark.cells}
    located = {line.sheet: _title(line.table) for line in facts.lines}
    for lifted in sheets:
        name = lifted.sheet.name
        missed = [
            (
                r,
                row,
                [plain(round(v * 100)) for c, v in enumerate(row) if _is_missed(v, Cell(name, r, c), known)],
            )
            for r, row in enumerate(lifted.sheet.rows)
        ]
        if name not in located and (found := [(r, row) for r, row, amounts in missed if amounts]):
            title = next((v for v in lifted.sheet.rows[0] if isinstance(v, str) and v), "")
            yield LeftOut("other_table", (title, str(len(found))), lifted.pages[found[0][0]])
        elif name in located:
            for r, row, amounts in missed:
                label = next((v for v in row if isinstance(v, str) and v), "")
                if amounts:
                    yield LeftOut("beside", (located[name], label, "、".join(amounts)), lifted.pages[r])


def _is_missed(value: object, cell: Cell, known: set[Cell]) -> bool:
    return isinstance(value, float) and holds_sum(value) and cell not in known


def _texts(pages: Iterable[Page]) -> Iterator[str]:
    for page in pages:
        for item in page.items:
            if isinstance(item, Line):
                yield item.text
            else:
                yield from (cell.text for row in item.rows for cell in row)


def _title(table: str) -> str:
    return catalogue().tables[table].title if table else ""
