"""Numbers of headings and list items: what is a slip, and what is a list that starts again."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.engine.outline import faults, printed
from auditor.reading.numbering import number_of
from auditor.reading.text import read


def found(text: str) -> list[tuple[str, str, tuple[int, ...]]]:
    _, wrong = faults(read(Path("r.txt"), text.encode()).blocks)
    return [(fault.kind, fault.item.number.text, fault.wanted) for fault in wrong]


def lines(*heads: str) -> str:
    return "\n".join(f"{head}\n好。" for head in heads)


def test_lists_that_start_again_under_each_heading_run_on() -> None:
    assert (
        found(lines("一、职责", "1、甲", "2、乙", "二、机构", "1、丙", "（一）丁", "（二）戊", "2、己", "三、人员"))
        == []
    )


def test_a_missing_number_is_a_gap() -> None:
    assert found(lines("（一）职责", "（二）机构", "（四）人员")) == [("gap", "（四）", (3,))]


def test_numbers_of_another_style_do_not_fill_a_gap() -> None:
    assert found(lines("（一）甲", "（二）乙", "1. 丙", "2. 丁", "3. 戊", "（四）己")) == [("gap", "（四）", (3,))]


def test_a_number_twice_is_a_repeat_but_a_new_list_is_not() -> None:
    assert found(lines("1. 甲", "2. 乙", "2. 丙")) == [("repeat", "2.", ())]
    assert found(lines("1. 甲", "2. 乙", "1. 丙", "2. 丁")) == []


def test_a_stray_style_is_told_once_and_its_numbers_are_not_missing() -> None:
    assert found(lines("一、甲", "二、乙", "3、丙", "4、丁", "五、戊")) == [("style", "3、", ())]


def test_numbers_run_on_inside_a_paragraph_are_not_missing() -> None:
    assert found("（一）收集档案；\n（二）整理档案；（三）编目；\n（四）保管档案。") == []


def test_numbers_in_a_table_are_not_missing() -> None:
    assert found("一、职责\n管理档案。\n\n项目\t金额\n二、机构\t3\n合计\t3\n\n三、人员\n9人。") == []


def test_each_report_of_a_file_has_its_own_numbers() -> None:
    report = "项目支出绩效自评报告\n\n项目名称：甲\n\n一、概况\n好。\n二、评分\n好。\n\n"
    assert found(report + report) == []


def test_parts_are_counted_through_an_annexed_report() -> None:
    text = "第一部分 概况\n一、职责\n好。\n第二部分 附件\n\n2024年度绩效自评报告\n\n一、概况\n好。\n第三部分 名词解释\n好。"
    assert found(text) == []


@pytest.mark.parametrize(
    ("value", "like", "expected"),
    [
        (3, "（二）甲", "（三）"),
        (12, "十、甲", "十二、"),
        (20, "一、甲", "二十、"),
        (2, "(5)甲", "(2)"),
        (2, "③甲", "②"),
    ],
)
def test_a_missing_number_is_printed_in_its_style(value: int, like: str, expected: str) -> None:
    number = number_of(like)
    assert number is not None
    assert printed(value, number) == expected
