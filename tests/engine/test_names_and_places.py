"""Codes of other names, indicators, and columns of two halves: what is judged, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.app.audit import Auditor
from auditor.engine.run import run
from auditor.model.finding import Outcome, Status
from auditor.reading.text import read
from auditor.rulebook.library import default_library

AUDITOR = Auditor.with_library(default_library())


def judged(text: str, check: str) -> list[Outcome]:
    dossier = AUDITOR.understand(read(Path("t.txt"), text.encode()))
    return [outcome for outcome in run(AUDITOR.library, dossier) if outcome.check == check]


def failed(text: str, check: str) -> list[str]:
    return [outcome.evidence[0].text for outcome in judged(text, check) if outcome.status is Status.FAILED]


def coded(*codes: str, name: str = "档案馆") -> str:
    """A table for each code, in which the name stands under that code."""
    titles = ("收入决算表", "支出决算表", "一般公共预算财政拨款支出决算表")
    head = "单位：万元\n| 科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 |\n"
    rows = "| 合计 | | 30.00 | 20.00 | 10.00 |\n"
    return "\n".join(
        f"{title}\n{head}{rows}| {code} | {name} | 30.00 | 20.00 | 10.00 |\n"
        for title, code in zip(titles, codes, strict=False)
    )


@pytest.mark.parametrize(
    ("codes", "wrong"),
    [
        (("2012604", "2012604", "2012604"), False),
        (("2012604", "2012604", "2012605"), True),
        (("2012604", "2012605"), False),  # one against one tells nothing
        (("2012604", "2012604", "2012704"), False),  # of another parent
        (("201", "201", "202"), False),  # a class
        (("20126", "20126", "20127"), True),
        (("2012604", "2012604", "20126"), False),  # of another level
    ],
)
def test_a_name_under_the_code_of_one_table_alone_is_misplaced(codes: tuple[str, ...], wrong: bool) -> None:
    found = [o for o in judged(coded(*codes), "tie/code-names") if o.status is Status.FAILED]
    assert [(o.context["row"], o.context["words"]) for o in found] == [(codes[-1], f"{codes[0]} 档案馆")] * wrong


def form(name: str, stated: str) -> str:
    return f"""2023年度部门整体支出绩效自评表
| 年度预算申请（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 | |
| | 年度资金总额 | 100.00 | 120.00 | 96.00 | 10 | 80% | 8 | |
| 年度总体目标 | 预期目标 | | | | 实际完成情况 | | | |
| | 保障各乡镇的{name}达到{stated}以上 | | | | 已完成各项任务。 | | | |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析 |
| | 产出指标（50分） | 质量指标 | {name} | 95% | 96% | 50 | 50 | |
| | 效益指标（40分） | 社会效益指标 | 培训人数 | 300人 | 310人 | 40 | 40 | |
"""


@pytest.mark.parametrize(
    ("name", "stated", "status"),
    [
        ("河道清洁率", "95%", [Status.PASSED]),
        ("河道清洁率", "96%", [Status.PASSED]),
        ("河道清洁率", "85%", [Status.FAILED]),
        ("清洁率", "85%", []),  # too short to tell an indicator
    ],
)
def test_a_named_indicator_has_the_target_or_the_result_of_its_row(
    name: str, stated: str, status: list[Status]
) -> None:
    assert [o.status for o in judged(form(name, stated), "score/indicator-restated")] == status


def test_an_indicator_whose_target_is_a_number_has_no_percentage_to_compare() -> None:
    counted = form("基层干部培训", "85%").replace("| 95% | 96% |", "| 300人 | 310人 |")
    assert judged(counted, "score/indicator-restated") == []


def halves(first: str, second: str) -> str:
    """Expenditure in two halves, of which each has its own columns."""
    return f"""支出决算表
单位：万元
| 科目编码 | 科目名称 | 一般公共预算 | 一般公共预算 | 一般公共预算 | 政府性基金预算 | 政府性基金预算 | 政府性基金预算 |
| 科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 本年支出合计 | 基本支出 | 经营支出 |
| 合计 | | 120.00 | 70.00 | 50.00 | 33.00 | 21.00 | 12.00 |
| 201 | 一般公共服务支出 | {first} | 40.00 | 50.00 | {second} | 11.00 | 4.00 |
| 208 | 社会保障和就业支出 | 30.00 | 30.00 | | 18.00 | 10.00 | 8.00 |
"""


@pytest.mark.parametrize(
    ("first", "second", "wrong"),
    [("90.00", "15.00", []), ("90.50", "15.00", ["90.50"]), ("90.00", "15.70", ["15.70"])],
)
def test_each_half_of_a_table_adds_up_over_its_own_columns(first: str, second: str, wrong: list[str]) -> None:
    assert failed(halves(first, second), "table/expenditure-crossfoots") == wrong
