"""A table's own formulas: what is read, and what is left alone."""

from __future__ import annotations

import pytest

from tests.diagnosis.reports import audited

HEAD = "青岚县2031年预算执行情况的报告\n2031年青岚县专项资金情况表\n单位：万元\n"


def messages(*rows: str) -> list[str]:
    return [found.message for found in audited(HEAD + "\n".join(rows)) if found.check == "table/declared-sums"]


def test_a_numbered_row_gives_the_formulas_of_columns_with_differences() -> None:
    rows = (
        "| 项目 | 收入 | 支出 | 结余 |",
        "| 栏次 | 1 | 2 | 3＝1－2 |",
        "| 甲资金 | 30 | 20 | 10 |",
        "| 乙资金 | 50 | 20 | 40 |",
    )
    assert messages(*rows) == [
        "《2031年青岚县专项资金情况表》“乙资金”（结余）为 40万元，按表内公式 3 = 1 - 2 应为 30万元"
    ]


@pytest.mark.parametrize(
    "row",
    [
        "| 栏次 | 1 | 2 | 3=2/1*100 |",  # a rate
        "| 栏次 | 1 | 1 | 3=1-2 |",  # a name that stands twice
        "| 栏次 | 1 | 2 | 3=1-7 |",  # a column that is not there
        "| 栏次 | 1 | 2 | 3=(1-2 |",  # no formula
    ],
)
def test_what_is_no_sum_of_its_columns_is_left_alone(row: str) -> None:
    assert (
        messages("| 项目 | 收入 | 支出 | 结余 |", row, "| 甲资金 | 30 | 20 | 10 |", "| 乙资金 | 50 | 20 | 40 |") == []
    )
