"""Whatever a report says, extracted to JSON it is read back the same, and checked the same."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.app.audit import Auditor
from auditor.reading.open import document_in
from auditor.reading.store import dump, load

AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2).map(lambda value: f"{value:,.2f}")
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)


@st.composite
def reports(draw) -> str:
    """A report of a few sentences and a table whose figures may or may not add up, with odd words between."""
    lines = ["某市某局2023年度部门决算", "一、收入支出决算总体情况说明"]
    for _ in range(draw(st.integers(1, 3))):
        total, one, two = draw(AMOUNTS), draw(AMOUNTS), draw(AMOUNTS)
        lines += [f"2023年度收入总计{total}万元，其中：财政拨款收入{one}万元，其他收入{two}万元。{draw(WORDS)}"]
    lines += [
        "二、收入决算表",
        "项目\t金额",
        *(f"{draw(WORDS)}\t{draw(AMOUNTS)}" for _ in range(draw(st.integers(0, 4)))),
    ]
    return "\n".join([*lines, f"合计\t{draw(AMOUNTS)}"])


@pytest.fixture(scope="module")
def auditor() -> Auditor:
    return Auditor.with_library()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=reports())
def test_a_stored_document_is_read_back_the_same_and_checked_the_same(auditor, text):
    document = document_in(Path("a.txt"), text.encode())
    again = load(dump(document))
    assert again == document
    one, two = auditor.audit(document), auditor.audit(again)
    assert one == two
    assert replace(one, path="b") != one


@settings(max_examples=60, deadline=None)
@given(value=st.decimals(min_value=Decimal("0.01"), max_value=10**12, places=2), share=st.integers(1, 99))
def test_parts_that_add_up_raise_no_alarm(auditor, value, share):
    first = (value * share / 100).quantize(Decimal("0.01"))
    text = f"2023年度收入总计{value}万元，其中：财政拨款收入{first}万元，其他收入{value - first}万元。"
    report = auditor.audit(document_in(Path("a.txt"), text.encode()))
    assert [finding.message for finding in report.findings if finding.severity.value == "error"] == []
