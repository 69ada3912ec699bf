"""Points are awarded, not measured: a whole number of them is exact, a total may be rounded where a part is finer."""

from __future__ import annotations

import pytest

from auditor.app.audit import Auditor
from auditor.app.examples import outcomes_of
from auditor.model.finding import Status

AUDITOR = Auditor.with_library()
TABLE = """\
2023年度部门整体支出绩效自评表
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| 产出指标 | 数量指标 | 培训人数 | 300人 | 310人 | 40 | {first} |
| | 质量指标 | 合格率 | 95% | 96% | 20 | 19 |
| 效益指标 | 社会效益指标 | 群众知晓率 | 90% | 91% | 40 | 38 |
| 总分 | 总分 | 总分 | 总分 | 总分 | 100 | {total} |
"""


@pytest.mark.parametrize(
    ("first", "total", "status"),
    [
        ("30", "87", Status.PASSED),
        ("30", "88", Status.FAILED),
        ("30", "86", Status.FAILED),
        ("29.69", "86.69", Status.PASSED),
        ("29.69", "87.69", Status.FAILED),
        ("29.69", "87", Status.PASSED),
    ],
)
def test_a_total_that_is_one_point_off_is_found(first, total, status):
    check = AUDITOR.library.get("score/points-add-up")
    found = [
        o for o in outcomes_of(AUDITOR, check, TABLE.format(first=first, total=total)) if o.evidence[0].text == total
    ]
    assert [outcome.status for outcome in found] == [status]
