"""No decision is lost: not between two windows, not to a file that someone edits, and a check reads what the desk wrote."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from auditor.app.waivers import load_rules
from auditor.desk.decisions import NAME, ChangedError, Decisions, Made
from auditor.errors import UsageError

CONFIRM = Made("confirm", "属实", "王")
WAIVE = Made("waive", "口径不同", "李", "2030-01-31")
NOTHING = Made().mark


def test_a_decision_is_what_waivers_reads(tmp_path: Path) -> None:
    Decisions(tmp_path).decide("a/报告[1].docx", "f1", "prose/share", WAIVE, NOTHING)
    (rule,) = load_rules(tmp_path / NAME)
    assert (rule.finding, rule.decision, rule.waiver.reason, rule.waiver.until) == (
        "f1",
        "waive",
        "口径不同",
        "2030-01-31",
    )
    assert Decisions(tmp_path).made("b/报告[1].docx", "f1") == WAIVE


def test_another_window_is_told_and_nothing_is_overwritten(tmp_path: Path) -> None:
    one, other = Decisions(tmp_path), Decisions(tmp_path)
    one.decide("x.docx", "f1", "c", CONFIRM, NOTHING)
    with pytest.raises(ChangedError, match="another window"):
        other.decide("x.docx", "f1", "c", WAIVE, NOTHING)
    assert other.made("x.docx", "f1") == CONFIRM
    other.decide("x.docx", "f1", "c", WAIVE, CONFIRM.mark)
    assert one.made("x.docx", "f1") == WAIVE


def test_many_at_once_are_all_kept(tmp_path: Path) -> None:
    decisions = Decisions(tmp_path)
    threads = [
        threading.Thread(target=decisions.decide, args=("x.docx", f"f{n}", "c", CONFIRM, NOTHING)) for n in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {rule.finding for rule in load_rules(tmp_path / NAME)} == {f"f{n}" for n in range(20)}


def test_what_others_wrote_into_the_file_stays(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("- check: prose/*\n  sentence: 口径\n  reason: 已核实\n  by: 赵\n", "utf-8")
    Decisions(tmp_path).decide("x.docx", "f1", "c", CONFIRM, NOTHING)
    assert {rule.check for rule in load_rules(tmp_path / NAME)} == {"prose/*", "c"}


def test_a_decision_is_taken_back(tmp_path: Path) -> None:
    decisions = Decisions(tmp_path)
    decisions.decide("x.docx", "f1", "c", CONFIRM, NOTHING)
    decisions.decide("x.docx", "f1", "c", Made(), CONFIRM.mark)
    assert decisions.made("x.docx", "f1") == Made() and load_rules(tmp_path / NAME) == ()


def test_a_file_that_someone_broke_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("- [", "utf-8")
    with pytest.raises(UsageError, match="not valid YAML"):
        Decisions(tmp_path).decide("x.docx", "f1", "c", CONFIRM, NOTHING)
    assert (tmp_path / NAME).read_text("utf-8") == "- ["


@pytest.mark.parametrize(
    ("made", "said"),
    [(Made("waive", "", "王"), "reason"), (Made("confirm", "x", ""), "by"), (Made("waive", "x", "王", "明天"), "date")],
)
def test_what_a_decision_lacks_is_said(tmp_path: Path, made: Made, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Decisions(tmp_path).decide("x.docx", "f1", "c", made, NOTHING)
    assert not (tmp_path / NAME).exists()
