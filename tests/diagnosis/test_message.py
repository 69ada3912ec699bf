"""The sentence of a finding: figures with their units, sums exact, changes as a rise or a fall."""

from __future__ import annotations

import pytest

from auditor.diagnosis.message import fill
from auditor.model.finding import Outcome, Status
from auditor.rulebook.check import Text
from tests.diagnosis.reports import audited

TITLE = "云溪市档案馆2024年度部门决算\n"


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            "本年支出120万元，与上年相比减少30万元，下降25%。",
            "称下降 25%，而减少 30万元、本年数 120万元，应为下降 20.00%",
            "a fall of 25% is stated; a fall of 30万元 to 120万元 gives a fall of 20.00%",
        ),
        (
            "本年收入12.30万元，比上年增加12.30万元，增长100%。",
            "称增长 100%，而增加 12.30万元、本年数 12.30万元，应为“基数为 0，无法计算”",
            "a rise of 100% is stated; a rise of 12.30万元 to 12.30万元 gives nothing, for the base is 0",
        ),
        (
            "2024年支出合计30万元，其中：基本支出20.5万元，项目支出10.7万元。",
            "支出为 30万元，所列各项之和为 31.2万元，相差 1.2万元",
            "支出 is 30万元, its parts add to 31.2万元",
        ),
    ],
    ids=["a fall", "no base", "a sum finer than the total"],
)
def test_a_message_states_what_the_figures_give(text: str, zh: str, en: str) -> None:
    assert [finding.message for finding in audited(TITLE + text)] == [zh]
    assert [finding.message for finding in audited(TITLE + text, "en")] == [en]


def test_an_amount_printed_as_nothing_is_expected_with_the_decimals_of_money() -> None:
    (finding,) = audited(f"{TITLE}2024年支出合计0万元，其中：基本支出20.5万元，项目支出10.7万元。")
    assert finding.expected == "31.20"


def test_a_table_is_named_as_a_title() -> None:
    rows = "合计\t\t91.00\t40.00\t50.00\n2010301\t行政运行\t90.00\t40.00\t50.00"
    heads = "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出"
    message = audited(f"{TITLE}支出决算表\n单位：万元\n{heads}\n{rows}")[0].message
    assert message.startswith("《支出决算表》“合计”行")


def test_a_table_without_a_title_still_makes_a_sentence() -> None:
    message = Text(zh="《{table}》“{row}”行不平", en="“{table}”, row {row}")
    assert fill(message, "zh", Outcome("x", Status.FAILED, context={"table": "", "row": "合计"})) == "表中“合计”行不平"
