"""Sums with figures that are printed coarsely, in reports that leave off the zeros at the end of a decimal and in others."""

from __future__ import annotations

from pathlib import Path

from auditor.app.audit import Auditor
from auditor.model.finding import Severity
from auditor.reading.text.document import read

AUDITOR = Auditor.with_library()
HEAD = "关于青岚市2031年预算执行情况和2032年预算（草案）的报告\n\n一、2031年预算执行情况\n\n"
INCOME = "市级一般公共预算收入143亿元，加上上级补助收入120亿元、下级上解收入{}亿元、调入资金37.6亿元，收入总计412亿元。"
SPENT = (
    "市级一般公共预算支出266.8亿元，加上上解上级支出77亿元、债务还本支出64.7亿元、年终结转3.5亿元，支出总计412亿元。"
)
FUND = "市级政府性基金预算收入125亿元，加上上级补助收入1.6亿元、调入资金62.8亿元，收入总计189.4亿元。"
DEBT = "全市债务余额200亿元，其中：一般债务80.5亿元，专项债务119.5亿元。"
OFF = "市级国有资本经营预算收入12亿元，加上上级补助收入1.6亿元、调入资金2.8亿元，收入总计16.1亿元。"


def _alarms(*paragraphs: str) -> list[Severity]:
    document = read(Path("report.txt"), (HEAD + "\n\n".join(paragraphs) + "\n").encode("utf-8"))
    return [found.severity for found in AUDITOR.audit(document).findings if found.severity is not Severity.NOTE]


def test_a_report_whose_sums_hold_to_the_last_digit_is_held_to_it() -> None:
    assert _alarms(INCOME.format("111.4"), SPENT, FUND, DEBT) == []
    assert _alarms(INCOME.format("111.8"), SPENT, FUND, DEBT) == [Severity.WARNING]


def test_one_sum_shows_no_habit() -> None:
    assert _alarms(INCOME.format("111.8"), SPENT) == []


def test_a_report_whose_sums_are_off_by_rounding_is_not_held_to_the_last_digit() -> None:
    assert _alarms(INCOME.format("111.8"), SPENT, FUND, DEBT, OFF) == []


def test_what_no_slip_explains_is_left_alone() -> None:
    assert _alarms(INCOME.format("111.65"), SPENT, FUND, DEBT) == []
