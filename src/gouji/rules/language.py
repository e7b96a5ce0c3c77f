"""The language of rules: one rule's text → a tree.

A rule is an expression in Python's own grammar over tables, rows and columns; it is parsed, never evaluated:

    T1[本年收入合计].收入 == sum(T1[收入项].收入)      rows and columns by their catalogue keys
    T3.本年支出合计 == T3.基本支出 + T3.项目支出        no row: for every row
    T3[合计] == sum(T3[下级])                         no column: for every column
    T3[科目] == sum(T3[下级])                         each code is the sum of the codes directly below it
    T1[类].支出 == T3[类].本年支出合计                  one class in both tables
    T6[30212].决算数 <= T7[因公出国境费].决算数          ==, <= and >=
    T5[科目] in T3                                    each code of T5 is a row of T3
    same_order(T5, T3)                               a check by name

Row words: 科目 any code, 类 款 项 a level, 行 any row, 下级 (in a sum) the codes directly below, and the row
groups of the catalogue. Outside `sum` a row word ranges over its rows; inside, it is added up.
"""

from __future__ import annotations

import ast
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NoReturn

from gouji.catalogue import CLASS_GROUP, catalogue
from gouji.facts import TOTAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ANY_CODE, ANY_ROW, BELOW = "科目", "行", "下级"
LEVELS = {CLASS_GROUP: 3, "款": 5, "项": 7}
"""Level word → length of its functional codes."""

LONGEST_RULE = 5_000
PAIR = 2
PAIRWISE = frozenset({"same_order"})
"""The checks of one table against another; the others take one table or more."""

_RELATIONS: dict[type[ast.cmpop], str] = {ast.Eq: "==", ast.LtE: "<=", ast.GtE: ">="}


class RuleError(ValueError):
    """A rule's text cannot be read. `column` is the one-based position in the text."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.column = column


class _FoundError(Exception):
    """What is wrong with a node, and its line and byte as the parser counts them."""

    def __init__(self, message: str, line: int, byte: int) -> None:
        super().__init__(message)
        self.line, self.byte = line, byte


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to facts: a table, a row key or word, a column key; '' means every row or column.

    `ranges`: the row is a word that stands for several rows.
    """

    table: str
    row: str
    column: str
    summed: bool
    ranges: bool


@dataclass(frozen=True, slots=True)
class Equation:
    """Sum of left refs, relation, sum of right refs. A subtracted term stands on the other side."""

    left: tuple[Ref, ...]
    right: tuple[Ref, ...]
    relation: str


@dataclass(frozen=True, slots=True)
class Membership:
    """Each row of `ref` that holds an amount is a row of the table `within`."""

    ref: Ref
    within: str


@dataclass(frozen=True, slots=True)
class Check:
    """A named check of the workbook's structure on some tables."""

    name: str
    tables: tuple[str, ...]


Tree = Equation | Membership | Check


def parse(text: str, checks: frozenset[str] = frozenset()) -> Tree:
    """Return the tree of a rule's text; `checks` are the names of the structural checks that exist.

    Raises RuleError with the position of what cannot be read.
    """
    with _positions_in(text) as source:
        node = _expression(source)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in checks:
            return _check(node, node.func.id)
        if not isinstance(node, ast.Compare):
            _fail("a rule compares two sides with ==, <= or >=", node)
        return _comparison(node)


def parse_condition(text: str) -> tuple[Equation, ...]:
    """Return the equations, joined by `and`, of a rule's precondition. Raises RuleError."""
    with _positions_in(text) as source:
        node = _expression(source)
        parts = node.values if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) else [node]
        return tuple(_equation(part) for part in parts)


@cache
def row_words(table: str) -> frozenset[str]:
    """Return the words that stand for several rows of the table."""
    spec = catalogue().tables[table]
    groups = {group for row in spec.rows for group in row.groups}
    return frozenset({ANY_CODE, ANY_ROW, BELOW, *LEVELS, *groups})


@contextmanager
def _positions_in(text: str) -> Iterator[str]:
    """Turn whatever a text can make the parser raise into a RuleError at a position in the text."""
    source = text.strip()
    before = text.index(source)
    if len(source) > LONGEST_RULE:
        raise RuleError(f"a rule has at most {LONGEST_RULE} characters", before + 1)
    try:
        yield source
    except _FoundError as error:
        raise RuleError(str(error), before + _character(source, error.line, error.byte) + 1) from None
    except SyntaxError as error:
        lines = source.split("\n")[: (error.lineno or 1) - 1]
        column = sum(len(line) + 1 for line in lines) + (error.offset or 1)
        raise RuleError(error.msg, before + max(1, min(column, len(source) + 1))) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise RuleError(str(error) or "the rule is nested too deeply", before + 1) from None


def _character(source: str, line: int, byte: int) -> int:
    """Return the place in the source of a position that the parser counts in lines and bytes of UTF-8."""
    lines = source.split("\n")
    before = sum(len(text) + 1 for text in lines[: line - 1])
    return before + len(lines[line - 1].encode()[:byte].decode(errors="ignore"))


def _check(node: ast.Call, name: str) -> Check:
    if node.keywords or (len(node.args) != PAIR if name in PAIRWISE else not node.args):
        _fail(f"{name} takes {'two tables' if name in PAIRWISE else 'tables'}", node)
    return Check(name, tuple(_table(argument) for argument in node.args))


def _equation(node: ast.expr) -> Equation:
    tree = _comparison(node) if isinstance(node, ast.Compare) else None
    return tree if isinstance(tree, Equation) else _fail("a condition compares amounts", node)


def _expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _comparison(node: ast.Compare) -> Equation | Membership:
    if len(node.ops) != 1:
        _fail("a rule has one comparison", node)
    operator, right = node.ops[0], node.comparators[0]
    if isinstance(operator, ast.In):
        return Membership(_reference(node.left, summed=False), _table(right))
    relation = _RELATIONS.get(type(operator)) or _fail("a rule compares with ==, <= or >=", node)
    plus: list[Ref] = []
    minus: list[Ref] = []
    _terms(node.left, plus, minus)
    _terms(right, minus, plus)
    if not plus:
        _fail("the left side has no term", node)
    bound = {ref.row for ref in plus + minus if ref.ranges and not ref.summed}
    if len(bound) > 1:
        _fail(f"one rule ranges over one row word, not over {' and '.join(sorted(bound))}", node)
    if BELOW in bound:
        _fail(f"{BELOW} stands only inside sum()", node)
    return Equation(tuple(plus), tuple(minus), relation)


def _terms(node: ast.expr, plus: list[Ref], minus: list[Ref]) -> None:
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            _terms(left, plus, minus)
            _terms(right, plus, minus)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            _terms(left, plus, minus)
            _terms(right, minus, plus)
        case ast.Call(func=ast.Name(id="sum"), args=[argument], keywords=[]):
            plus.append(_reference(argument, summed=True))
        case ast.Constant(value=0):
            pass
        case _:
            plus.append(_reference(node, summed=False))


def _reference(node: ast.expr, *, summed: bool) -> Ref:
    column = ""
    place: ast.expr = node
    if isinstance(place, ast.Attribute):
        column, place = place.attr, place.value
    row = ""
    if isinstance(place, ast.Subscript):
        row, place = _row_name(place.slice), place.value
    table = _table(place)
    _must_know(table, row, column, node)
    ranges = not row or row in row_words(table)
    if summed and not ranges:
        _fail(f"sum() needs a row word, and {row} is one row", node)
    return Ref(table, row, column, summed, ranges)


def _row_name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Constant(value=str() | int() as value):
            return str(value)
    return _fail("a row is a label, a code or a row word", node)


def _table(node: ast.expr) -> str:
    if isinstance(node, ast.Name) and node.id in catalogue().tables:
        return node.id
    return _fail(f"a table is one of {', '.join(catalogue().tables)}", node)


def _must_know(table: str, row: str, column: str, node: ast.expr) -> None:
    rows, columns = _known(table)
    if row and row not in rows and not row.isdecimal():
        _fail(f"{table} has no row {row}{_suggestion(row, rows)}", node)
    if column and column not in columns:
        _fail(f"{table} has no column {column}{_suggestion(column, columns)}", node)


@cache
def _known(table: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the row keys and words, and the column keys, of the table."""
    spec = catalogue().tables[table]
    rows = {row.key for row in spec.rows} | row_words(table) | {TOTAL}
    return frozenset(rows), frozenset(column.key for column in spec.columns)


def _suggestion(word: str, known: Iterable[str]) -> str:
    import difflib  # noqa: PLC0415 only where a rule is wrong

    near = difflib.get_close_matches(word, known, 1, 0.5)
    return f"; did you mean {near[0]}?" if near else ""


def _fail(message: str, node: ast.AST) -> NoReturn:
    raise _FoundError(message, getattr(node, "lineno", 1), getattr(node, "col_offset", 0))
