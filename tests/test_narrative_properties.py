"""Whatever the text is, it is read to its end, and what is told of it stands in it."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.narratives import tied
from tests.test_narrative_provinces import TEXTS
from tests.test_narrative_tie import T5

WORDS = """
2023年度 收入总计 支出总计 收、支总计 各是 其中： 教育支出（类） 行政运行（项） 占 本年支出合计的
比上年 增加 减少 增长 下降
1.00万元 0.00万元 -3.5% 100% 12 12辆 ， 。 ； 、 （ ） … 主要原因是 年初预算为
支出决算为 上年决算数 完成预算的
决算数小于预算数 “三公”经费 公务接待费 一、 （一） 包括： 与上年相比 上年为0 >=88% =10次=10次10
"""
PARTS = [*WORDS.split(), "\n", "\f", " ", "项目支出绩效自评表\n", "年度资金总额 1 2 3 "]
TEXT = st.lists(st.sampled_from(PARTS), max_size=40).map("".join) | st.text(max_size=200)


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_any_text_is_read_and_every_place_is_in_its_sentence(text):
    result = tied(text, T5, T5)

    places = [f.place for f in result.all_findings] + [one.place for one in result.coverage.unread]
    assert all(0 <= p.offset <= p.end <= len(p.sentence) for p in places)
    assert 0 <= result.coverage.read <= result.coverage.numbers


def test_blanks_between_the_signs_change_nothing():
    drawn = random.Random(1)
    for text in TEXTS.values():
        spaced = "".join(
            sign + " " * (drawn.random() < 0.3 and not (sign + after).isascii())
            for sign, after in zip(text, text[1:] + " ", strict=True)
        )
        assert tied(text).counts == tied(spaced).counts
