"""What a finding shows is what stands there: the marked words are the disputed ones, and what is missing is named."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from auditor.app.audit import Auditor
from auditor.diagnosis.surroundings import Nearby
from auditor.model.finding import DocumentReport, Status
from auditor.model.quantity import WAN, Quantity
from auditor.reading.text import read

AUDITOR = Auditor.with_library()


def audited(text: str) -> DocumentReport:
    return AUDITOR.audit(read(Path("r.txt"), text.encode()))


@pytest.mark.parametrize("check", list(AUDITOR.library), ids=lambda check: check.id)
def test_the_marked_stretch_of_a_quotation_is_the_figure_or_the_words(check):
    """A sign of per cent may stand outside the mark."""
    for text in check.examples.fail:
        report = audited(text.replace(">>", "").replace("<<", ""))
        for evidence in (evidence for finding in report.findings for evidence in finding.evidence if evidence.span):
            assert evidence.quote[slice(*evidence.span)] in (evidence.text, evidence.text.rstrip("%‰"))


def test_a_blank_is_what_the_total_leaves_for_it():
    (finding,) = audited("离退休人数14人，其中离休人员3人，退休人员人。").findings
    assert finding.expected == "11人"


def test_contents_of_which_many_entries_are_not_found_were_not_read_rightly():
    numbers = [*"一二三四五六七八九十", "十一", "十二", "十三", "十四", "十五", "十六"]
    names = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"
    entries = [f"{number}、{name}情况" for number, name in zip(numbers, names, strict=True)]
    for found in (12, 11):
        body = [f"{entry}\n本年完成任务。" for entry in entries[:found]]
        report = audited("\n\n".join(["2025年度部门决算", "目录\n" + "\n".join(entries), *body]))
        results = [entry.status for entry in report.ledger if entry.check == "structure/contents-match"]
        assert results
        assert (Status.SKIPPED in results) is (found == 11)


@pytest.mark.parametrize(
    ("label", "table", "zh", "en"),
    [
        ("合计", "收入表", "《收入表》“合计”2.5万元", "2.5万元 (合计 of 收入表)"),
        ("合计", "", "“合计”2.5万元", "2.5万元 (合计)"),
        ("", "收入表", "《收入表》2.5万元", "2.5万元 of 收入表"),
    ],
)
def test_a_figure_nearby_is_named_with_its_table(label, table, zh, en):
    one = Nearby(Quantity("2.5", Decimal("2.5"), WAN, 1), label, (), table)
    assert (one.zh, one.en) == (zh, en)
