"""Checks of words stay silent where the report may well be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.app.audit import Auditor
from auditor.reading.text import read

AUDITOR = Auditor.with_library()
TABLE = "项目\t金额\n合计\t9.20\n甲\t9.20"


def found(text: str) -> list[str]:
    """The checks that dispute something, numbering aside."""
    report = AUDITOR.audit(read(Path("r.txt"), text.encode()))
    return [f.check for f in report.findings if not f.check.startswith("structure/numbers-")]


CONTENTS = "2025年度部门决算\n\n目录\n一、收入决算表\n二、支出决算表\n\n收入决算表\n\n" + TABLE


def test_a_table_that_the_contents_name_is_missed() -> None:
    assert found(CONTENTS) == ["structure/contents-tables"]


def test_a_table_under_a_title_that_no_entry_has_may_be_the_missing_one() -> None:
    assert found(CONTENTS + "\n\n支出情况表\n\n" + TABLE) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "2026年收入预算80万元，比2025年预算增加3万元。",
        "2026年调整后预算80万元，比2026年预算增加3万元。",
        "2025年执行数为90万元，2026年收入预算80万元，比2025年减少10万元，下降11.11%。",
    ],
)
def test_an_earlier_year_or_stage_may_be_compared(sentence: str) -> None:
    assert found(f"云溪市档案局2026年部门预算\n\n一、概况\n{sentence}") == []


def test_a_title_with_two_years_reports_neither_alone() -> None:
    title = "关于云溪市2025年预算执行情况和2026年预算草案的报告"
    assert found(f"{title}\n\n一、概况\n收入预算80万元，比2025年预算增加3万元。") == []


@pytest.mark.parametrize(
    "reason",
    ["培训经费减少", "上年设备经费增加", "厉行节约", "退休人员增加，在职人员经费减少"],
)
def test_a_reason_that_may_explain_the_change_is_none_against_it(reason: str) -> None:
    assert (
        found(f"云溪市档案局2026年部门预算\n\n一、概况\n培训费支出20万元，比上年减少2万元，主要原因是{reason}。") == []
    )


def test_a_quotation_over_two_paragraphs_is_paired() -> None:
    assert found("一、概况\n按照“健全标准；\n严肃纪律”的原则编制。") == []


@pytest.mark.parametrize(
    ("places", "said"), [(1, "疑有错字或衍字：“公务车用车”"), (2, "疑有错字或衍字：“公务车用车”（共 2 处）")]
)
def test_how_many_places_there_are_is_said_only_of_several(places: int, said: str) -> None:
    words = "".join(f"\n\n{n}、公务车用车运行维护情况良好。" for n in ("一", "二")[:places])
    report = AUDITOR.audit(read(Path("r.txt"), f"2025年度部门决算{words}".encode()))
    assert said in {finding.message for finding in report.findings}
