"""Points are awarded, not measured: a whole number of them is exact, a total may be rounded where a part is finer."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.app.audit import Auditor
from auditor.app.examples import outcomes_of
from auditor.model.finding import Status
from auditor.model.quantity import POINT
from auditor.reading.text import read

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


def test_points_keep_their_unit_beside_tables_in_ten_thousand_yuan() -> None:
    points = (
        "绩效自评表\n一级指标\t三级指标\t分值\t得分\n产出\t培训人数\t60\t60\n效益\t知晓率\t40\t39\n合计\t\t100\t98\n"
    )
    money = "支出决算表\n单位：万元\n科目名称\t合计\t基本支出\t项目支出\n行政运行\t20.00\t15.00\t5.00\n合计\t20.00\t15.00\t5.00\n"
    dossier = Auditor.with_library().understand(read(Path("report.txt"), f"{points}\n{money}".encode()))
    form = next(grid for grid in dossier.grids if grid.role == "self_evaluation")
    assert {column.unit for side in form.sides for column in side.columns} == {POINT}


def test_the_last_row_with_full_marks_is_no_member_of_the_last_group_whatever_it_is_called() -> None:
    check = AUDITOR.library.get("score/groups-add-up")
    (example,) = check.examples.pass_
    total = "| 总分 | 总分 | 总分 | 总分 | 总分 | 总分 |"
    assert total in example
    found = outcomes_of(AUDITOR, check, example.replace(total, "| 本表得分 | | | | | |"))
    assert {outcome.status for outcome in found} == {Status.PASSED}
