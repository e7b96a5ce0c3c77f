"""Roll-up (汇总): the workbooks of subordinate units, added up cell by cell, against their parent's.

The cells of all workbooks are brought together by table, row and column. Rules are bound to these cells, and
each form is then one of the facts themselves: the parent's and what the units lack on the left, the units' on
the right, so that the interval test applies to all printed figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from gouji.catalogue import catalogue
from gouji.facts import Facts, Line, Table
from gouji.findings import Finding, FindingCell, Verdict
from gouji.reconcile import Stated, exact_forms, finding_of, judge
from gouji.rules import in_order, rollup_rules
from gouji.rules.bind import Bound, bind
from gouji.together import in_file, in_unit, together, with_plain_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gouji.reconcile import Judged
    from gouji.rules.bind import Family, Form

MAY_LACK = frozenset({"T8", "T9"})
"""Tables that count as zero where a workbook does not have them."""

PARENT = ""

Rows = dict[str, dict[str, tuple[int, ...]]]
"""Row key → column key → facts; a code that stands twice in a table is one row."""

Place = tuple[tuple[int, ...], tuple[int, ...]]
"""The facts of one cell: those of the parent and those of the units."""


class _Spread(NamedTuple):
    """The facts of one table in every workbook, and the rows and columns that can be compared."""

    table: Table
    books: Sequence[Rows]
    rows: Sequence[str]
    columns: Sequence[str]
    labels: Mapping[str, str]
    groups: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class RolledUp(Stated):
    """What the roll-up rules say. `families` are forms over `all_facts`, those of all workbooks."""

    all_facts: Facts | None = None
    families: Sequence[Family] = ()

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Every finding, the exact ones included, in the order of the rule book."""
        if self.all_facts is None:
            return self.told
        exact = _findings(exact_forms(self.families, self.all_facts), self.all_facts)
        return in_order([*self.told, *exact], self.book)


def roll_up(parent: Facts, units: Mapping[str, Facts], file: str) -> RolledUp:
    """Return what the roll-up rules say of the parent's workbook, named `file`, and its units', by file name.

    In the findings the sheets of a unit are named [file]sheet, those of the parent as they are.
    """
    parts = {PARENT: parent, **{f"[{name}]": in_file(facts, name) for name, facts in units.items()}}
    book, facts = rollup_rules(), together(parts)
    lacking = {
        table: [name for name, part in parts.items() if table not in part.tables]
        for table in catalogue().tables
        if any(table in part.tables for part in parts.values())
    }
    compared = [table for table, without in lacking.items() if not without or table in MAY_LACK]
    spreads = [_spread(table, facts, parts) for table in compared]
    united, places = _united(spreads, facts)
    bound = bind(book, united)
    families = [f._replace(forms=[_apart(form, places, facts) for form in f.forms]) for f in bound.families]
    judged, exact = judge(families, facts)
    told = [
        *_other_years(parent, units),
        *_lacking(lacking, file),
        *_left_out(spreads, facts),
        *_findings(judged, facts),
        *(
            Finding(gap.rule.id, Verdict.NOT_EVALUATED, gap.rule.severity, gap.says, gap.words)
            for gap in bound.gaps
            if any(facts.printed) and (gap.words[0] not in lacking or gap.words[0] in compared)
        ),
    ]
    nothing = Bound((), (), ())
    own = in_unit(parent, facts.unit)
    return RolledUp(own, book, nothing, (), exact, in_order(told, book), facts, families)


def _spread(name: str, facts: Facts, parts: Iterable[str]) -> _Spread:
    """Return one table of all workbooks, with the rows and columns that mean the same in each of them.

    A workbook in which the table holds no amount has nothing to say on rows and columns: it adds zero.
    """
    tables = [facts.tables.get(part + name) for part in parts]
    books = [_rows(table) if table else {} for table in tables]
    filled = [book for book in books if any(_holds_amounts(row, facts) for row in book.values())]
    columns = dict.fromkeys(column for book in filled for row in book.values() for column in row)
    shared = set(columns).intersection(*({c for row in book.values() for c in row} for book in filled))
    rows = [
        row
        for row in dict.fromkeys(row for book in filled for row in book)
        if (all(row in book for book in filled) if not row.isdecimal() else _is_known(row, filled, facts))
    ]
    present = [table for table in tables if table]
    labels = {_code(row): label for table in reversed(present) for row, label in table.labels.items()}
    groups: dict[str, dict[str, None]] = {}
    for table in present:
        for group, members in table.groups.items():
            groups.setdefault(group, {}).update(dict.fromkeys(row for row in members if row in rows))
    return _Spread(
        present[0],
        books,
        rows,
        tuple(column for column in columns if column in shared),
        {row: labels[row] for row in rows},
        {group: list(members) for group, members in groups.items()},
    )


def _code(row: str) -> str:
    """Return the row's key without the mark of a code's second row."""
    code = row.partition("#")[0]
    return code if code.isdecimal() else row


def _rows(table: Table) -> Rows:
    rows: Rows = {}
    for line in table.lines:
        row = rows.setdefault(_code(line.key), {})
        for n, column in enumerate(line.columns):
            row[column] = (*row.get(column, ()), line.start + n)
    return rows


def _is_known(code: str, books: Iterable[Rows], facts: Facts) -> bool:
    """Say whether every workbook tells the code's amounts.

    It does not where it lists an amount for a code above this one and nothing below that: such a workbook
    prints less detail.
    """
    for book in books:
        if code in book or _topmost_below(code, book):
            continue
        above = next((code[:n] for n in range(len(code) - 1, 2, -1) if code[:n] in book), "")
        if above and not _topmost_below(above, book) and _holds_amounts(book[above], facts):
            return False
    return True


def _topmost_below(code: str, book: Rows) -> list[str]:
    """Return the codes below this one that the workbook lists, without those below them."""
    below = [row for row in book if row != code and row.isdecimal() and row.startswith(code)]
    return [row for row in below if not any(row != other and row.startswith(other) for other in below)]


def _holds_amounts(row: Mapping[str, tuple[int, ...]], facts: Facts) -> bool:
    """Say whether a cell of the row holds an amount, or something that may be one."""
    return any(facts.amounts[i] or i in facts.unreadable for indices in row.values() for i in indices)


def _united(spreads: Iterable[_Spread], facts: Facts) -> tuple[Facts, list[Place]]:
    """Return the cells of all workbooks as facts that rules can be bound to, and what each stands for.

    Their amounts are only told apart as zero and not zero. The last place is that of an absent fact.
    """
    tables: dict[str, Table] = {}
    places: list[Place] = []
    for table, books, rows, columns, labels, groups in spreads:
        lines = []
        for row in rows:
            lines.append(Line(len(places), _id(table), row, "", 0, columns, range(len(columns))))
            places += (_place(row, column, books) for column in columns)
        tables[_id(table)] = Table(_id(table), table.title, "", facts.unit, 0, lines, labels, groups, ())
    amounts = [int(any(facts.amounts[i] for side in place for i in side)) for place in places]
    size = len(places) + 1
    lines = [line for table in tables.values() for line in table.lines]
    united = Facts(tables, [*amounts, 0], [0] * size, [False] * size, lines, {}, facts.unit)
    return united, [*places, ((), ())]


def _id(table: Table) -> str:
    return table.id.rpartition("]")[2]


def _place(row: str, column: str, books: Sequence[Rows]) -> Place:
    parent, *units = (_cells(row, column, book) for book in books)
    return parent, tuple(index for unit in units for index in unit)


def _cells(row: str, column: str, book: Rows) -> tuple[int, ...]:
    """Return the facts of a row, or of what is below it in a workbook that does not print the row itself."""
    rows = [row] if row in book or not row.isdecimal() else _topmost_below(row, book)
    return tuple(index for one in rows for index in book.get(one, {}).get(column, ()))


def _apart(form: Form, places: Sequence[Place], facts: Facts) -> Form:
    """Return the form over facts: the units' amounts stand on the other side of the parent's.

    Of the right side, amounts that are the sum as printed are left out: nothing is eliminated there, and
    their rounding must not make room for a mistake on the left.
    """
    left, right = ([places[index] for index in side] for side in form)
    right = [place for place in right if not _adds_up(place, facts)]
    return _sum(left, right), _sum(right, left)


def _adds_up(place: Place, facts: Facts) -> bool:
    parent, units = place
    amount = facts.amounts.__getitem__
    return facts.unreadable.keys().isdisjoint(parent + units) and sum(map(amount, parent)) == sum(
        map(amount, units)
    )


def _sum(own: Iterable[Place], other: Iterable[Place]) -> tuple[int, ...]:
    return tuple(i for parent, _ in own for i in parent) + tuple(i for _, units in other for i in units)


def _other_years(parent: Facts, units: Mapping[str, Facts]) -> Iterator[Finding]:
    """Yield a finding on each unit whose workbook prints another year than the parent's."""
    year = parent.layout.year
    for name, facts in units.items():
        if year and facts.layout.year not in (0, year):
            yield _remark("R-5", ("", name, str(facts.layout.year)), Verdict.MISMATCH)


def _lacking(lacking: Mapping[str, Sequence[str]], parent: str) -> Iterator[Finding]:
    """Yield a finding on each workbook that lacks a table which others have, and which cannot be zero."""
    for table, names in lacking.items():
        for name in names if table not in MAY_LACK else ():
            yield _remark("R-6", (table, name[1:-1] or parent, ""))


def _left_out(spreads: Iterable[_Spread], facts: Facts) -> Iterator[Finding]:
    """Yield a finding on each row and column that holds amounts but is not in every workbook."""
    for spread in spreads:
        for key in dict.fromkeys(k for book in spread.books for row in book for k in (row, *book[row])):
            if key in spread.rows or key in spread.columns:
                continue
            cells = [
                index
                for book in spread.books
                for row, columns in book.items()
                for column, indices in columns.items()
                for index in indices
                if key in (row, column) and facts.amounts[index]
            ]
            if cells:
                yield _remark("R-7", (_id(spread.table), key, ""), cells=tuple(_shown(cells, facts)))


def _shown(cells: Iterable[int], facts: Facts) -> Iterator[FindingCell]:
    for index in cells:
        table, row, column, cell, text = facts.fact(index)
        label = facts.tables[table].labels[row]
        yield FindingCell(cell.sheet, cell.address, table.rpartition("]")[2], row, column, 0, text, label)


def _remark(
    rule: str,
    words: tuple[str, str, str],
    verdict: Verdict = Verdict.NOT_EVALUATED,
    cells: tuple[FindingCell, ...] = (),
) -> Finding:
    severity = next(one.severity for one in rollup_rules() if one.id == rule)
    return Finding(rule, verdict, severity, rule, words, None, cells)


def _findings(judged: Iterable[Judged], facts: Facts) -> Iterator[Finding]:
    names = {name: name.rpartition("]")[2] for name in facts.tables}
    return (with_plain_tables(finding_of(one, facts), names) for one in judged)
