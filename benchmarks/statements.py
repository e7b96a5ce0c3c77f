"""Statements that tie: random final accounts in which every rule between the tables holds, and wrong copies.

Amounts are whole numbers of 分 until they are printed.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import accumulate, pairwise, product
from math import exp, log
from typing import TYPE_CHECKING

from gouji.catalogue import catalogue
from gouji.statement import Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gouji.statement import Key

GENERAL, FUND, CAPITAL = FISCAL = (
    "一般公共预算财政拨款",
    "政府性基金预算财政拨款",
    "国有资本经营预算财政拨款",
)
BASIC, PROJECT = "基本支出", "项目支出"
SMALLEST = 100_00
"""No amount but zero is smaller, so that a printed 0.00 万元 is exactly nothing."""
SLACK = Decimal("0.30")
"""An amount that is wrong by more breaks its rules whatever the roundings of up to 26 addends."""

OWN = {
    "其他收入": (PROJECT, BASIC, "对附属单位补助支出"),
    "事业收入": (BASIC, PROJECT, "上缴上级支出"),
    "经营收入": ("经营支出",),
    "上级补助收入": (PROJECT,),
    "附属单位上缴收入": (BASIC,),
}
"""What a unit earns itself, and the kinds of spending such money goes to, the likelier first."""

SECTIONS = {
    "201": "01人大事务 02政协事务 03政府办公厅（室）及相关机构事务 04发展与改革事务 06财政事务 32组织事务",
    "204": "02公安 06司法 10缉私",
    "205": "01教育管理事务 02普通教育 03职业教育 04成人教育 07特殊教育 08进修及培训",
    "206": "01科学技术管理事务 02基础研究 04技术研究与开发 05科技条件与服务 07科学技术普及",
    "207": "01文化和旅游 02文物 03体育 06新闻出版电影 08广播电视",
    "208": "05行政事业单位养老支出 01人力资源和社会保障管理事务 02民政管理事务 07就业补助 10社会福利",
    "210": "11行政事业单位医疗 01卫生健康管理事务 02公立医院 03基层医疗卫生机构 04公共卫生",
    "211": "01环境保护管理事务 02环境监测与监察 03污染防治 04自然生态保护",
    "212": "01城乡社区管理事务 02城乡社区规划与管理 03城乡社区公共设施 05城乡社区环境卫生",
    "213": "01农业农村 02林业和草原 03水利 05巩固脱贫攻坚成果衔接乡村振兴 07农村综合改革",
    "214": "01公路水路运输 02铁路运输 03民用航空运输",
    "215": "01资源勘探开发 02制造业 05工业和信息产业监管 08支持中小企业发展和管理支出",
    "220": "01自然资源事务 05气象事务",
    "221": "02住房改革支出 01保障性安居工程支出 03城乡社区住宅",
    "222": "01粮油物资事务 05重要商品储备",
    "224": "01应急管理事务 02消防救援事务 04矿山安全 05地震事务",
}
"""Classes that the general budget pays for and their 款, first the one that a unit with the class has."""
WAGES = {
    "20805": "05机关事业单位基本养老保险缴费支出 06机关事业单位职业年金缴费支出 01行政单位离退休",
    "21011": "01行政单位医疗 02事业单位医疗 03公务员医疗补助 99其他行政事业单位医疗支出",
    "22102": "01住房公积金 03购房补贴",
}
"""The 款 of wages and pensions and their 项, first the one that a unit with the 款 has."""
USUAL = "01行政运行 02一般行政管理事务 03机关服务 50事业运行 99其他{}支出"
"""The 项 of every other 款."""
FUNDS = {
    "212": "08国有土地使用权出让收入安排的支出",
    "21208": "01征地和拆迁补偿支出 03城市建设支出 04农村基础设施建设支出",
    "221": "98超长期特别国债安排的支出",
    "22198": "99其他超长期特别国债安排的支出",
    "229": "60彩票公益金安排的支出",
    "22960": "02用于社会福利的彩票公益金支出 03用于体育事业的彩票公益金支出",
    "234": "01基础设施建设",
    "23401": "01公共卫生体系建设",
}
CAPITALS = {
    "223": "01解决历史遗留问题及改革成本支出 99其他国有资本经营预算支出",
    "22301": "05国有企业退休人员社会化管理补助支出 99其他解决历史遗留问题及改革成本支出",
    "22399": "99其他国有资本经营预算支出",
}
TRAVEL = {
    "因公出国境费": "30212",
    "公务用车购置费": "31013",
    "公务用车运行维护费": "30231",
    "公务接待费": "30217",
}
"""The items of T7 and the economic codes of T6 that are a part of them."""


@dataclass(frozen=True, slots=True)
class Purse:
    """The year of one source's money under one 项, in 分; `spent` is by column of T3.

    `source` is a fiscal fund or a column of T2; `drawn` is 使用非财政拨款结余, `shared` is 结余分配.
    """

    code: str
    source: str
    spent: Mapping[str, int]
    opening: int = 0
    closing: int = 0
    drawn: int = 0
    shared: int = 0

    @property
    def spending(self) -> int:
        """All that was spent."""
        return sum(self.spent.values())

    @property
    def income(self) -> int:
        """What must have come in for the purse to balance."""
        return self.spending + self.shared + self.closing - self.opening - self.drawn


def consistent_statement(
    seed: int, *, size: int = 58, unit: str = "万元", funds: bool = True, zeros: str = "print"
) -> Statement:
    """Return a statement whose amounts satisfy every rule exactly in 元, printed in `unit`.

    In 万元 each amount is rounded half up by itself, so some totals are a cent or two off their addends.
    `size` is the number of code rows of T5, give or take two, from 3 to about 300.
    Without `funds` T8 and T9 have no figures at all.
    `zeros` is "print", a 0.00 in each empty cell of a printed row, or "blank".
    """
    rng = random.Random(seed)
    purses = list(_purses(rng, _general_codes(rng, size), funds=funds))
    sums: Counter[Key] = Counter()
    for purse in purses:
        sums.update(_balances(purse))
        sums.update(_codes(purse))
    sums.update(_economic(rng, purses))
    sums.update(_travel(rng, sums))
    amounts = {key: sums[key] for key in _printed_keys(sums) if sums[key] or zeros == "print"}
    names = {code.code: code.name for code in (*catalogue().classes, *catalogue().economic)}
    names |= _general_names() | _listed(FUNDS) | _listed(CAPITALS)
    return Statement(
        department=rng.choice(("政务服务管理局", "水务局", "教育局", "交通运输局")),
        year=2024,
        unit=unit,
        amounts={key: _printed(fen, unit) for key, fen in amounts.items()},
        names={row: names[row] for _, row, _ in amounts if row in names},
    )


def mutations(statement: Statement, rng: random.Random) -> Iterator[tuple[Key, Statement]]:
    """Yield for each figure its key and a copy in which it alone is wrong, beyond what roundings explain."""
    for key, amount in statement.amounts.items():
        value = rng.choice([wrong for wrong in _mistakes(amount, rng) if abs(wrong - amount) > SLACK])
        yield key, replace(statement, amounts={**statement.amounts, key: value})


def _mistakes(amount: Decimal, rng: random.Random) -> tuple[Decimal, ...]:
    """Return the amount with something added, two digits exchanged, one left out, the sign lost, tenfold."""
    digits = f"{amount:.2f}".replace(".", "")
    at = rng.randrange(len(digits) - 1)
    before, first, second, after = digits[:at], digits[at], digits[at + 1], digits[at + 2 :]
    exchanged = Decimal(before + second + first + after).scaleb(-2)
    dropped = Decimal(before + second + after).scaleb(-2)
    return amount + rng.choice((1, 10, 100)), exchanged, dropped, -amount, amount * 10


def _listed(tree: Mapping[str, str]) -> dict[str, str]:
    return {parent + word[:2]: word[2:] for parent, text in tree.items() for word in text.split()}


@cache
def _general_names() -> dict[str, str]:
    sections = _listed(SECTIONS)
    items = {code: USUAL.format(name.removesuffix("支出")) for code, name in sections.items()}
    return sections | _listed(items | WAGES)


def _general_codes(rng: random.Random, size: int) -> list[str]:
    """Draw 项 that make `size` rows of 类, 款 and 项, from 2 to 12 classes while these have enough."""
    sections = list(_listed(SECTIONS))
    firsts = {code[:3]: code for code in reversed(sections)}
    staff = [code[:3] for code in WAGES]
    own, *others = rng.sample([code for code in SECTIONS if code not in staff], len(SECTIONS) - len(staff))
    classes = [own, *staff, *others][: rng.randint(2, 12)]
    codes: list[str] = []

    def late(section: str) -> tuple[bool, bool, bool, float]:
        drawn, first = section[:3] in classes, section in firsts.values()
        return not drawn, not first, not section.startswith(own), rng.random()

    for section in sorted(sections, key=late):
        room = size - len({code[:digits] for code in codes for digits in (3, 5, 7)}) - 2
        if room > 0:
            first, *more = (code for code in _general_names() if len(code) == 7 and code.startswith(section))
            codes += [first, *rng.sample(more, min(rng.randint(0, 3), len(more), room - 1))]
    return sorted(codes)


def _purses(rng: random.Random, general: Iterable[str], *, funds: bool) -> Iterator[Purse]:
    """Fill the purses of a year: the general budget's, the unit's own beside some of them, the funds'."""
    carries, earns = rng.random() < 0.8, rng.random() < 0.7
    for code in general:
        yield _fiscal_purse(rng, code, GENERAL, carries=carries)
        if earns and rng.random() < 0.25:
            yield _own_purse(rng, code, carries=carries)
    for source, tree, most in ((FUND, FUNDS, 5), (CAPITAL, CAPITALS, 2)) if funds else ():
        items = [code for code in _listed(tree) if len(code) == 7]
        for code in rng.sample(items, rng.randint(most // 2, most)):
            yield _fiscal_purse(rng, code, source, carries=carries)


def _fiscal_purse(rng: random.Random, code: str, source: str, *, carries: bool) -> Purse:
    wages = code[:5] in WAGES
    runs = wages or (source == GENERAL and code[5:] in {"01", "50"})
    mixed = source == GENERAL and not wages and rng.random() < 0.2
    spent = {kind: _amount(rng) for kind in (BASIC, PROJECT) if mixed or runs == (kind == BASIC)}
    total = sum(spent.values())
    if carries and not runs and rng.random() < 0.15:
        return Purse(code, source, spent, opening=total)
    opening, closing = (_part(rng, total, 0.3 * carries) for _ in range(2))
    return Purse(code, source, spent, opening, closing)


def _own_purse(rng: random.Random, code: str, *, carries: bool) -> Purse:
    source = rng.choices(tuple(OWN), (8, 5, 2, 2, 1))[0]
    spent = {kind: _amount(rng) // 4 for kind in OWN[source][: rng.randint(1, 3)]}
    total = sum(spent.values())
    balances = (_part(rng, total, chance * carries) for chance in (0.3, 0.3, 0.1, 0.1))
    return Purse(code, source, spent, *balances)


def _amount(rng: random.Random) -> int:
    """Draw 4,000 元 to 20 million 元, each order of magnitude equally likely."""
    return int(exp(rng.uniform(log(4_000_00), log(20_000_000_00))))


def _part(rng: random.Random, whole: int, chance: float) -> int:
    """Draw a part of the whole, so that two such parts leave something, or by chance nothing."""
    return int(whole * rng.uniform(0.1, 0.4)) if rng.random() < chance else 0


def _balances(purse: Purse) -> dict[Key, int]:
    """Return what a purse adds to the cells of T1 and T4."""
    fiscal, kind = purse.source in FISCAL, purse.code[:3]
    had, came, went, left = purse.opening, purse.income, purse.spending, purse.closing
    income = {f"{purse.source}收入" if fiscal else purse.source: came, "本年收入合计": came}
    income |= {"使用非财政拨款结余": purse.drawn, "年初结转和结余": had, "总计": came + purse.drawn + had}
    spending = {kind: went, "本年支出合计": went}
    spending |= {"结余分配": purse.shared, "年末结转和结余": left, "总计": went + purse.shared + left}
    cells = {("T1", row, "收入"): fen for row, fen in income.items()}
    cells |= {("T1", row, "支出"): fen for row, fen in spending.items()}
    if fiscal:
        income = {purse.source: came, "本年收入合计": came, "总计": came + had}
        income |= {"年初财政拨款结转和结余": had, f"年初{purse.source}": had}
        spending = {kind: went, "本年支出合计": went, "年末财政拨款结转和结余": left, "总计": went + left}
        cells |= {("T4", row, "收入"): fen for row, fen in income.items()}
        for column in ("合计", purse.source):
            cells |= {("T4", row, column): fen for row, fen in spending.items()}
    return cells


def _codes(purse: Purse) -> dict[Key, int]:
    """Return what a purse adds to the rows 合计, 类, 款 and 项 of the tables by functional code."""
    came, went = purse.income, purse.spending
    lines = {"T3": {"本年支出合计": went, **purse.spent}}
    if came:
        column = "财政拨款收入" if purse.source in FISCAL else purse.source
        lines["T2"] = {"本年收入合计": came, column: came}
    if purse.source == GENERAL:
        lines["T5"] = {"合计": went, **purse.spent}
    elif purse.source in FISCAL:
        balance = {"年初结转和结余": purse.opening, "本年收入": came, "年末结转和结余": purse.closing}
        lines["T8" if purse.source == FUND else "T9"] = {**balance, "本年支出合计": went, **purse.spent}
    rows = ("合计", *(purse.code[:digits] for digits in (3, 5, 7)))
    return {
        (table, row, column): fen
        for table, line in lines.items()
        for row, (column, fen) in product(rows, line.items())
    }


def _economic(rng: random.Random, purses: Iterable[Purse]) -> dict[Key, int]:
    """T6: the basic spending of the general budget by economic code."""
    basic = {purse.code: purse.spent.get(BASIC, 0) for purse in purses if purse.source == GENERAL}
    medical = sum(fen for code, fen in basic.items() if code.startswith("21011"))
    wages = {
        "30108": basic.get("2080505", 0),
        "30109": basic.get("2080506", 0),
        "30110": medical - basic.get("2101103", 0),
        "30111": basic.get("2101103", 0),
        "30113": basic.get("2210201", 0),
    }
    rest = sum(basic.values()) - sum(wages.values())
    free = [code for code in _economic_rows() if len(code) == 5 and code not in wages]
    chosen = rng.sample(free, min(rng.randint(25, 50), rest // SMALLEST))
    leaves = {**wages, **dict(zip(chosen, _split(rng, rest, len(chosen)), strict=True))}
    rows = {row: sum(fen for code, fen in leaves.items() if code.startswith(row)) for row in _economic_rows()}
    staff = rows["301"] + rows["303"]
    rows |= {"人员经费合计": staff, "公用经费合计": sum(basic.values()) - staff}
    return {("T6", row, "决算数"): fen for row, fen in rows.items()}


def _economic_rows() -> list[str]:
    return [code.code for code in catalogue().economic if code.block]


def _split(rng: random.Random, whole: int, parts: int) -> list[int]:
    """Divide the whole into parts of quite different sizes, none too small to be printed."""
    weights = [int(exp(rng.uniform(0, 6))) for _ in range(parts)]
    spare = whole - parts * SMALLEST
    bounds = [spare * weight // sum(weights) for weight in accumulate(weights, initial=0)]
    return [SMALLEST + end - start for start, end in pairwise(bounds)]


def _travel(rng: random.Random, sums: Mapping[Key, int]) -> dict[Key, int]:
    """T7: what T6 has of it and a little of the projects' money, within a budget that is no smaller."""
    cells: Counter[Key] = Counter()
    for row, code in TRAVEL.items():
        project = _part(rng, sums["T5", "合计", PROJECT] // 40, 0.3)
        final = sums["T6", code, "决算数"] + (project if project >= SMALLEST else 0)
        budget = final + _part(rng, final, 0.5)
        car = ("公务用车购置及运行维护费",) if row.startswith("公务用车") else ()
        for at in ("合计", *car, row):
            cells.update({("T7", at, "预算数"): budget, ("T7", at, "决算数"): final})
    return cells


def _printed_keys(sums: Mapping[Key, int]) -> Iterator[Key]:
    """Yield all cells of the printed rows, table by table in the order of the forms."""
    for table, spec in catalogue().tables.items():
        rows = [(row.key, row.side) for row in spec.rows if not row.form]
        if spec.layout == "balance":
            at = rows.index(("本年支出合计", "支出"))
            rows[at:at] = [(code.code, "支出") for code in catalogue().classes]
        elif spec.layout == "coded":
            codes = sorted({row for at, row, _ in sums if at == table} - {"合计"})
            rows = [(row, "") for row in ("合计", *codes) if codes]
        elif spec.layout == "economic":
            rows = [*((code, "") for code in _economic_rows()), *rows]
        for (row, side), column in product(rows, spec.columns):
            if column.side == side:
                yield table, row, column.key


def _printed(fen: int, unit: str) -> Decimal:
    hundredths = (fen + 5_000) // 10_000 if unit == "万元" else fen
    return Decimal(hundredths).scaleb(-2)
