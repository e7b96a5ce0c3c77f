"""The benchmark's statements tie: every rule is added up here by hand, without the rule book."""

import random
from decimal import Decimal
from itertools import product

import pytest
from benchmarks.statements import consistent_statement, mutations

SEEDS = range(40)
HALF = Decimal("0.005")
FUNDS = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
EARNED = ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
SPENT = ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
CAR = "公务用车购置及运行维护费"


class Figures:
    """A statement's amounts by table, row and column; what is not there is zero."""

    def __init__(self, statement):
        self.amounts = statement.amounts
        self.rows = {f"T{number}": [] for number in range(1, 10)}
        for at, row in dict.fromkeys((at, row) for at, row, _ in self.amounts if row.isdigit()):
            self.rows[at].append(row)

    def __call__(self, table, row, column):
        return self.amounts.get((table, row, column), Decimal(0))

    def row(self, table, row, *columns):
        return [self(table, row, column) for column in columns]

    def column(self, table, column, *rows):
        return [self(table, row, column) for row in rows]

    def codes(self, table, digits, under=""):
        return [row for row in self.rows[table] if len(row) == digits and row.startswith(under)]


def sums(f):
    """Yield every total with its addends."""
    classes = f.codes("T1", 3)
    yield f("T1", "本年收入合计", "收入"), f.column("T1", "收入", *(fund + "收入" for fund in FUNDS), *EARNED)
    yield f("T1", "本年支出合计", "支出"), f.column("T1", "支出", *classes)
    yield (
        f("T1", "总计", "收入"),
        f.column("T1", "收入", "本年收入合计", "使用非财政拨款结余", "年初结转和结余"),
    )
    yield f("T1", "总计", "支出"), f.column("T1", "支出", "本年支出合计", "结余分配", "年末结转和结余")
    yield from coded_sums(f)
    yield f("T4", "本年收入合计", "收入"), f.column("T4", "收入", *FUNDS)
    yield (
        f("T4", "年初财政拨款结转和结余", "收入"),
        f.column("T4", "收入", *("年初" + fund for fund in FUNDS)),
    )
    yield f("T4", "总计", "收入"), f.column("T4", "收入", "本年收入合计", "年初财政拨款结转和结余")
    for row in (*classes, "本年支出合计", "年末财政拨款结转和结余", "总计"):
        yield f("T4", row, "合计"), f.row("T4", row, *FUNDS)
    for column in ("合计", *FUNDS):
        yield f("T4", "本年支出合计", column), f.column("T4", column, *classes)
        yield f("T4", "总计", column), f.column("T4", column, "本年支出合计", "年末财政拨款结转和结余")
    for fund in FUNDS:
        left = f.column("T4", fund, "本年支出合计", "年末财政拨款结转和结余")
        yield f("T4", "年初" + fund, "收入"), [*left, -f("T4", fund, "收入")]
    for code in f.codes("T6", 3):
        yield f("T6", code, "决算数"), f.column("T6", "决算数", *f.codes("T6", 5, under=code))
    yield f("T6", "人员经费合计", "决算数"), f.column("T6", "决算数", "301", "303")
    yield f("T6", "公用经费合计", "决算数"), f.column("T6", "决算数", "302", "307", "310", "399")
    for column in ("预算数", "决算数"):
        yield f("T7", "合计", column), f.column("T7", column, "因公出国境费", CAR, "公务接待费")
        yield f("T7", CAR, column), f.column("T7", column, "公务用车购置费", "公务用车运行维护费")
    yield f("T2", "合计", "财政拨款收入"), f.column("T1", "收入", *(fund + "收入" for fund in FUNDS))
    yield f("T5", "合计", "基本支出"), f.column("T6", "决算数", "人员经费合计", "公用经费合计")
    yield f("T5", "21011", "基本支出"), f.column("T6", "决算数", "30110", "30111")


def coded_sums(f):
    columns = {
        "T2": ("本年收入合计", "财政拨款收入", *EARNED),
        "T3": ("本年支出合计", *SPENT),
        "T5": ("合计", *SPENT[:2]),
        "T8": ("年初结转和结余", "本年收入", "本年支出合计", *SPENT[:2], "年末结转和结余"),
    }
    columns["T9"] = columns["T8"]
    for table, names in columns.items():
        parents = [code for digits in (3, 5) for code in f.codes(table, digits)]
        total, *parts = names if table < "T8" else names[2:5]
        for row in ("合计", *parents, *f.codes(table, 7)):
            yield f(table, row, total), f.row(table, row, *parts)
            if table >= "T8":
                opening, income, spending, closing = f.row(table, row, names[0], names[1], names[2], names[5])
                yield closing, [opening, income, -spending]
        for column in names:
            yield f(table, "合计", column), f.column(table, column, *f.codes(table, 3))
            for parent in parents:
                children = f.codes(table, len(parent) + 2, under=parent)
                assert children
                yield f(table, parent, column), f.column(table, column, *children)


def same(f):
    """Yield pairs of figures that are one amount printed twice."""
    yield f("T1", "总计", "收入"), f("T1", "总计", "支出")
    yield f("T4", "总计", "收入"), f("T4", "总计", "合计")
    yield f("T1", "本年收入合计", "收入"), f("T2", "合计", "本年收入合计")
    yield f("T1", "本年支出合计", "支出"), f("T3", "合计", "本年支出合计")
    yield f("T2", "合计", "财政拨款收入"), f("T4", "本年收入合计", "收入")
    for column in EARNED:
        yield f("T1", column, "收入"), f("T2", "合计", column)
    for fund in FUNDS:
        yield f("T1", fund + "收入", "收入"), f("T4", fund, "收入")
    for (table, total), fund in zip(
        (("T5", "合计"), ("T8", "本年支出合计"), ("T9", "本年支出合计")), FUNDS, strict=True
    ):
        yield f("T4", "本年支出合计", fund), f(table, "合计", total)
        for code in f.codes("T1", 3):
            yield f("T4", code, fund), f(table, code, total)
    for code in f.codes("T1", 3):
        yield f("T1", code, "支出"), f("T3", code, "本年支出合计")
    for table, fund in (("T8", FUNDS[1]), ("T9", FUNDS[2])):
        yield f("T4", fund, "收入"), f(table, "合计", "本年收入")
        yield f("T4", "年初" + fund, "收入"), f(table, "合计", "年初结转和结余")
        yield f("T4", "年末财政拨款结转和结余", fund), f(table, "合计", "年末结转和结余")
    for code, item in (("30108", "2080505"), ("30109", "2080506"), ("30113", "2210201")):
        yield f("T6", code, "决算数"), f("T5", item, "基本支出")


def limits(f):
    """Yield pairs of which the first is not the greater."""
    for code in f.codes("T1", 3):
        yield f("T4", code, "合计"), f("T1", code, "支出")
    yield f("T4", "年初财政拨款结转和结余", "收入"), f("T1", "年初结转和结余", "收入")
    yield f("T4", "年末财政拨款结转和结余", "合计"), f("T1", "年末结转和结余", "支出")
    for code, (total, *kinds) in product(
        [code for digits in (3, 5, 7) for code in f.codes("T3", digits)],
        [
            ("本年支出合计", "合计", "本年支出合计", "本年支出合计"),
            *((kind, kind, kind, kind) for kind in SPENT[:2]),
        ],
    ):
        parts = zip(("T5", "T8", "T9"), kinds, strict=True)
        yield sum(f(table, code, column) for table, column in parts), f("T3", code, total)
    for row, code in (
        ("因公出国境费", "30212"),
        ("公务接待费", "30217"),
        ("公务用车运行维护费", "30231"),
        ("公务用车购置费", "31013"),
    ):
        yield f("T6", code, "决算数"), f("T7", row, "决算数")
        yield f("T7", row, "决算数"), f("T7", row, "预算数")
    yield f("T7", "合计", "决算数"), f("T4", "本年支出合计", "合计")


def broken(f):
    """Yield what is further apart than the roundings of its parts allow."""
    for total, parts in sums(f):
        if abs(total - sum(parts)) > HALF * (1 + sum(part != 0 for part in parts)):
            yield total, parts
    yield from (pair for pair in same(f) if pair[0] != pair[1])
    yield from (pair for pair in limits(f) if pair[0] > pair[1] + 2 * HALF)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("funds", [True, False])
def test_every_tie_is_exact_in_yuan(seed, funds):
    f = Figures(consistent_statement(seed, unit="元", funds=funds))
    assert [(total, parts) for total, parts in sums(f) if total != sum(parts)] == []
    assert [pair for pair in same(f) if pair[0] != pair[1]] == []
    assert [pair for pair in limits(f) if pair[0] > pair[1]] == []
    assert [key for key, amount in f.amounts.items() if amount and amount < 100] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_ties_are_rounded_in_wan(seed):
    f = Figures(consistent_statement(seed))
    assert any(total != sum(parts) for total, parts in sums(f))
    assert list(broken(f)) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_codes_stand_where_their_money_does(seed):
    f = Figures(consistent_statement(seed))
    t2, t3, t5, t8, t9 = (f.codes(table, 7) for table in ("T2", "T3", "T5", "T8", "T9"))
    assert sorted(t5 + t8 + t9) == t3
    assert [code for code in t3 if code not in t8 + t9] == t5
    assert set(t2) <= set(t3)
    assert 2 <= len(f.codes("T5", 3)) <= 12
    assert f("T5", "合计", "合计") > 0


def test_some_units_have_neither_balances_nor_money_of_their_own():
    plain = still = 0
    for seed in SEEDS:
        f = Figures(consistent_statement(seed, unit="元"))
        moved = f.column("T1", "收入", "使用非财政拨款结余", "年初结转和结余")
        moved += f.column("T1", "支出", "结余分配", "年末结转和结余")
        if not any(moved):
            still += 1
            assert all(
                f("T2", code, "本年收入合计") == f("T3", code, "本年支出合计") for code in f.codes("T3", 7)
            )
        if not any(f.row("T2", "合计", *EARNED)):
            plain += 1
            assert f("T1", "总计", "收入") == f("T4", "总计", "收入")
    assert plain
    assert still


def test_a_seed_is_one_statement():
    assert consistent_statement(7) == consistent_statement(7)
    assert consistent_statement(7).amounts != consistent_statement(8).amounts


def test_default_size_is_that_of_the_nine_forms():
    counts = [len(consistent_statement(seed).amounts) for seed in SEEDS]
    assert 1350 <= sum(counts) / len(counts) <= 1450
    assert min(counts) > 1250
    assert max(counts) < 1550


@pytest.mark.parametrize("size", [3, 10, 30, 120, 200])
def test_size_is_the_rows_of_t5(size):
    for seed in SEEDS:
        f = Figures(consistent_statement(seed, size=size))
        assert abs(sum(len(f.codes("T5", digits)) for digits in (3, 5, 7)) - size) <= 2


def test_units_and_zeros_change_only_the_print():
    wan, yuan, blank = (
        consistent_statement(3),
        consistent_statement(3, unit="元"),
        consistent_statement(3, zeros="blank"),
    )
    assert list(wan.amounts) == list(yuan.amounts)
    assert all(abs(wan.amounts[key] * 10_000 - amount) <= 50 for key, amount in yuan.amounts.items())
    assert blank.amounts == {key: amount for key, amount in wan.amounts.items() if amount}
    assert {amount.as_tuple().exponent for amount in (wan.amounts | yuan.amounts).values()} == {-2}


def test_every_code_has_a_name():
    statement = consistent_statement(5)
    assert {row for _, row, _ in statement.amounts if row.isdigit()} == set(statement.names)
    assert statement.names["201"] == "一般公共服务支出"
    assert statement.names["30101"] == "基本工资"


def test_a_mutation_changes_one_figure_beyond_rounding():
    statement = consistent_statement(1)
    changed = dict(mutations(statement, random.Random(1)))
    assert list(changed) == list(statement.amounts)
    for key, wrong in changed.items():
        assert {k for k in statement.amounts if wrong.amounts[k] != statement.amounts[k]} == {key}
        assert abs(wrong.amounts[key] - statement.amounts[key]) > Decimal("0.30")
        assert wrong.amounts[key] == wrong.amounts[key].quantize(Decimal("0.01"))


@pytest.mark.parametrize("seed", range(4))
def test_a_mutation_breaks_a_tie(seed):
    rng = random.Random(seed)
    changed = list(mutations(consistent_statement(seed), rng))
    assert [key for key, wrong in rng.sample(changed, 60) if not any(broken(Figures(wrong)))] == []
