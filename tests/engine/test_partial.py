"""A list that may leave something out accuses nobody, even where one slip of the pen would explain what it lacks."""

from pathlib import Path

import pytest

from auditor.app.audit import Auditor
from auditor.engine.run import run
from auditor.model.finding import Status
from auditor.reading.text import read
from auditor.rulebook.library import default_library

AUDITOR = Auditor.with_library(default_library())
SHORT = "非税收入完成36619万元，增长4%。其中：专项收入完成11260万元；罚没收入完成8596万元；其他收入完成16463万元。\n"
FULL = "".join(
    f"{name}收入完成{3 * n}万元，其中：甲项收入完成{n}万元，乙项收入完成{n + 1}万元，丙项收入完成{n - 1}万元。\n"
    for n, name in enumerate(("城东", "城西", "城南", "城北", "河东", "河西", "河南", "河北"), 12345)
)
PENSIONS = (
    "居民养老保险基金收入15.18亿元，其中：保险费收入3.08亿元，政府补贴收入11.51亿元。\n",
    "职工养老保险基金收入215.05亿元，其中：保险费收入145.12亿元，政府补贴收入38.00亿元。\n",
)


def failed(text, check="prose/parts-make-total"):
    dossier = AUDITOR.understand(read(Path("t.txt"), text.encode()))
    found = [outcome for outcome in run(AUDITOR.library, dossier) if outcome.check == check]
    return [outcome.evidence[0].text for outcome in found if outcome.status is Status.FAILED]


@pytest.mark.parametrize(
    ("before", "accused"), [("", ["36619"]), ("全县收入完成174802万元。\n\n税收收入完成138183万元。\n\n", [])]
)
def test_a_list_short_of_a_total_that_other_figures_bear_out(before, accused):
    assert failed(before + SHORT) == accused


@pytest.mark.parametrize(("lists", "accused"), [(PENSIONS[:1], ["15.18"]), (PENSIONS, [])])
def test_a_list_whose_twin_falls_short_as_well(lists, accused):
    assert failed(FULL + "\n".join(lists)) == accused


TRANSFERS = """2024年转移支付分地区表

单位：万元

项目\t合计\t东县\t西县\t南县\t北县
农田补助\t30\t10\t8\t7\t5
水利补助\t25\t5\t9\t6\t5
道路补助\t47\t12\t13\t11\t11
学校补助\t22\t9\t4\t3\t6
桥梁补助\t33\t8\t8\t9\t8
"""


@pytest.mark.parametrize(("row", "accused"), [("宣传补助\t2\t0\t0\t0\t0", []), ("宣传补助\t9\t0\t0\t0\t0", ["9"])])
def test_a_zero_among_whole_amounts_may_be_one_that_was_rounded_away(row, accused):
    assert failed(TRANSFERS + row + "\n", "table/columns-crossfoot") == accused


def test_a_header_that_swallowed_the_figures_below_it_is_doubted():
    header = "项目\t预算数\t完成预算%100.0100.0100.0100.0\n"
    rows = "一、农业\t30\t99.0\n（一）种植\t10\t98.0\n（二）养殖\t20\t99.5\n二、水利\t40\t97.0\n（一）水库\t10\t98.0\n（二）灌溉\t30\t96.5\n"
    assert failed(f"2024年支出表\n\n单位：万元\n\n{header}{rows}", "table/lines-foot") == []
