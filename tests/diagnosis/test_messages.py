"""What a reviewer reads of a failure is a whole sentence: units, names of tables, and what cannot be computed."""

from __future__ import annotations

from pathlib import Path

from auditor.app.audit import Auditor
from auditor.diagnosis.message import fill
from auditor.model.finding import Outcome, Status
from auditor.reading.text import read
from auditor.rulebook.check import Text

AUDITOR = Auditor.with_library()


def said(text: str) -> list[str]:
    report = AUDITOR.audit(read(Path("r.txt"), f"云溪市档案馆2024年度部门决算\n\n{text}\n".encode()))
    return [finding.message for finding in report.findings]


def test_the_expected_figure_of_a_sentence_has_its_unit() -> None:
    found = said("2024年基本支出50万元，其中：人员经费30万元，公用经费25万元。")
    assert "基本支出为 50万元，所列各项之和为 55万元，相差 5万元" in found


def test_a_rate_on_a_base_of_zero_cannot_be_computed() -> None:
    found = said("2024年支出20万元，比上年增加20万元，增长100%。")
    assert any("“基数为 0，无法计算”" in message for message in found)


def test_a_table_is_named_as_a_title() -> None:
    rows = "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n合计\t\t91.00\t40.00\t50.00\n2010301\t行政运行\t90.00\t40.00\t50.00"
    message, *_ = said(f"支出决算表\n单位：万元\n{rows}")
    assert message.startswith("《支出决算表》“合计”行")


def test_a_table_without_a_title_still_makes_a_sentence() -> None:
    message = Text(zh="《{table}》“{row}”行为 {claimed}", en="“{table}”, row {row}: {claimed}")
    outcome = Outcome("x", Status.FAILED, context={"table": "", "row": "合计", "claimed": "9"})
    assert fill(message, "zh", outcome) == "表中“合计”行为 "
