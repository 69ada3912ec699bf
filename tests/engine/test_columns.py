"""Columns that total others, or are computed from two others, are found by the rows that bear them out."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.app.audit import Auditor
from auditor.engine.run import run
from auditor.model.finding import Status
from auditor.reading.text import read
from auditor.rulebook.library import default_library

AUDITOR = Auditor.with_library(default_library())
LEVELS = """2024年各级财政收入情况表

单位：万元

项目\t全县\t县本级\t乡镇级
增值税\t430\t300\t130
契税\t225\t125\t100
房产税\t88\t70\t18
资源税\t{resource}\t30\t11
车船税\t63\t33\t30
印花税\t99\t79\t20
"""
GROWTH = """2024年一般公共预算收入执行情况表

单位：万元

项目\t2023年决算数\t2024年预算数\t2024年执行数\t{header}
增值税\t400\t420\t430\t7.5
企业所得税\t210\t230\t225\t7.1
个人所得税\t90\t95\t88\t-2.2
资源税\t35\t36\t41\t17.1
房产税\t64\t66\t63\t-1.6
契税\t120\t110\t99\t-17.5
车船税\t20\t22\t24\t20.0
印花税\t15\t16\t18\t20.0
土地增值税\t77\t80\t70\t-9.1
烟叶税\t{base}\t4\t5\t{last}
"""


def judged(text, check):
    dossier = AUDITOR.understand(read(Path("t.txt"), text.encode()))
    return [outcome for outcome in run(AUDITOR.library, dossier) if outcome.check == check]


def failed(text, check):
    return [outcome.evidence[0].text for outcome in judged(text, check) if outcome.status is Status.FAILED]


def test_a_column_that_equals_those_beside_it_is_their_total_without_a_word_that_says_so():
    outcomes = judged(LEVELS.format(resource=41), "table/columns-crossfoot")
    assert [outcome.status for outcome in outcomes] == [Status.PASSED] * 6


def test_a_row_that_does_not_cross_foot_is_failed_where_the_others_do():
    rows = "".join(f"税种{n}\t{100 + 2 * n}\t{60 + n}\t{40 + n}\n" for n in range(5))
    assert failed(LEVELS.format(resource=43) + rows, "table/columns-crossfoot") == ["43"]


def test_transfers_between_levels_leave_the_same_gap_in_the_total():
    rows = "补助下级支出\t\t7\t\n支出总计\t946\t644\t309\n"
    assert failed(LEVELS.format(resource=41) + rows, "table/columns-crossfoot") == []


def test_the_rows_tell_what_a_rate_is_taken_on():
    text = GROWTH.format(header="比上年增长%", base=3, last="25.0")
    assert failed(text, "table/rates-recompute") == ["25.0"]  # that is the growth on the budget


@pytest.mark.parametrize(("header", "base", "last"), [("可比增长%", 3, "25.0"), ("比上年增长%", -3, "-66.7")])
def test_a_growth_that_no_printed_figure_decides_is_skipped(header, base, last):
    outcomes = judged(GROWTH.format(header=header, base=base, last=last), "table/rates-recompute")
    assert outcomes[-1].status is Status.SKIPPED and outcomes[-1].reason


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(100, 9999), st.integers(100, 9999)), min_size=6, max_size=12, unique=True))
def test_a_table_of_right_rates_raises_nothing(rows):
    lines = "".join(f"项目{n}\t{a}\t{b}\t{100 * b / a:.2f}\t{100 * b / a - 100:.2f}\n" for n, (a, b) in enumerate(rows))
    text = f"2024年执行情况表\n\n单位：万元\n\n项目\t上年数\t本年数\t为上年%\t增长%\n{lines}"
    assert failed(text, "table/rates-recompute") == []


OUTTURN = """2031年一般公共预算支出完成情况表

单位：万元

预算科目\t调整预算数\t完成数\t占调整预算(%)
本年支出合计\t{total}\t1640\t{share}
一、教育\t600\t550\t91.7
二、农林水\t500\t450\t{water}
三、交通运输\t300\t270\t90.0
四、住房保障\t160\t140\t87.5
五、其他支出\t100\t90\t90.0
六、金融\t30\t27\t90.0
七、国防\t40\t33\t82.5
八、外交\t20\t13\t65.0
九、粮油\t50\t42\t84.0
十、文化\t70\t25\t35.7
"""


def test_a_column_of_what_was_reached_holds_amounts():
    text = OUTTURN.format(total=1870, share=87.7, water=93.0)
    assert failed(text, "table/rates-recompute") == ["93.0"]


@pytest.mark.parametrize(("total", "share", "accused"), [(2213, 74.1, []), (1890, 86.8, []), (1170, 140.2, ["1170"])])
def test_a_plan_may_hold_a_reserve_that_has_no_line(total, share, accused):
    assert failed(OUTTURN.format(total=total, share=share, water=90.0), "table/lines-foot") == accused
