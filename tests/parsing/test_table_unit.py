"""A caption is overruled only when the prose shows that the figures stand in another unit."""

from pathlib import Path

from auditor.app.audit import Auditor
from auditor.reading.text import read

AUDITOR = Auditor.with_library()
TABLE = """
支出决算表
{caption}
| 科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |
| 合计 | | 1,234,567.89 | 1,034,567.89 | 200,000.00 |
| 2010301 | 行政运行 | 1,234,567.89 | 1,034,567.89 | 200,000.00 |

一、支出决算情况说明

{prose}
"""


def grid(caption, prose):
    text = TABLE.format(caption=caption, prose=prose)
    return AUDITOR.understand(read(Path("t.txt"), text.encode())).grids[0]


def test_two_figures_that_agree_only_in_yuan_overrule_the_caption():
    found = grid("单位：万元", "本年支出合计123.46万元，其中：基本支出103.46万元。")
    assert (found.captioned.symbol, found.unit.symbol) == ("万元", "元")
    assert "1,234,567.89" in found.unit_reason
    assert {q.unit.symbol for q in found.amounts.values()} == {"元"}


def test_one_agreeing_figure_does_not_overrule_the_caption():
    assert grid("单位：万元", "本年支出合计123.46万元，其中：基本支出99.99万元。").unit.symbol == "万元"


def test_a_right_caption_stands():
    found = grid("单位：元", "本年支出合计123.46万元，其中：基本支出103.46万元。")
    assert found.unit.symbol == "元"
    assert not found.unit_reason


def test_a_missing_caption_is_supplied_by_the_prose():
    found = grid("", "本年支出合计123.46万元，其中：基本支出103.46万元。")
    assert found.captioned is None
    assert found.unit.symbol == "元"
