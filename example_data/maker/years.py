"""Last year's final accounts and this year's budget of the invented unit, short: clean, and with what no longer fits its final accounts."""

from __future__ import annotations

from decimal import Decimal

from maker import figures as f
from maker.figures import d

_OPENING, _CARRIED = d("10.20"), d("8.40")  # last year's balances; the second is this year's opening balance
_TOTAL, _FISCAL, _GENERAL, _THREE = d("1104.72"), d("1087.16"), d("1029.86"), d("13.36")
_BUDGET, _THREE_BUDGET = d("1115.09"), d("16.00")
GAP = d("10.00")
_ITEM = 7  # digits of an item's code
_CHANGED = ("2012601", "2012602")  # items of one section


def prior(*, clean: bool = True) -> str:
    """Last year's report. Otherwise it closed with another balance, and spent another amount of the general budget."""
    carried = _CARRIED if clean else _CARRIED + 1
    general = _GENERAL if clean else _GENERAL + GAP
    income, year = _TOTAL - _OPENING, f.YEAR - 1
    spent = _TOTAL - carried
    return f"""{f.ENTITY}{year}年度部门决算

第一部分 {year}年度部门决算表

收入支出决算总表
单位：万元
项目\t行次\t金额\t项目\t行次\t金额
一、一般公共预算财政拨款收入\t1\t{income}\t一、一般公共服务支出\t31\t{spent}
本年收入合计\t27\t{income}\t本年支出合计\t57\t{spent}
年初结转和结余\t29\t{_OPENING}\t年末结转和结余\t59\t{carried}
总计\t30\t{_TOTAL}\t总计\t60\t{_TOTAL}

第二部分 {year}年度部门决算情况说明

一、收入支出决算总体情况说明

{year}年度收入、支出总计{_TOTAL}万元。

二、财政拨款收入支出决算总体情况说明

{year}年度财政拨款收入、支出总计{_FISCAL}万元。

三、一般公共预算财政拨款支出决算情况说明

{year}年度一般公共预算财政拨款支出{general}万元。

四、财政拨款“三公”经费支出决算情况说明

{year}年度“三公”经费财政拨款支出决算为{_THREE}万元。
"""


def budget(*, clean: bool = True) -> str:
    """This year's budget; otherwise the published one had another amount."""
    general: Decimal = _BUDGET if clean else _BUDGET + GAP
    rows = {item.code: (item.name, item.budget) for item in f.ITEMS if item.fund == "general"}
    for code in (*rows,):
        for end, names in ((3, f.CLASSES), (5, f.GROUPS)):
            part = sum((amount for each, (_, amount) in rows.items() if len(each) == _ITEM and each[:end] == code[:end]), d("0.00"))  # fmt: skip
            rows[code[:end]] = (names[code[:end]], part)
    if not clean:  # one item was approved with more, another with less, so that the total is as it was
        for code, gap in zip(_CHANGED, (GAP, -GAP), strict=True):
            rows[code] = (rows[code][0], rows[code][1] + gap)
    lines = "\n".join(f"{code}\t{name}\t{amount}" for code, (name, amount) in sorted(rows.items()))
    return f"""{f.ENTITY}{f.YEAR}年部门预算

预算编制情况说明

{f.YEAR}年一般公共预算支出预算{general}万元。

一般公共预算支出表
单位：万元
科目编码\t科目名称\t合计
合计\t\t{_BUDGET}
{lines}
"""
