"""A report is held against last year's and against the published budget, and drafts against one another."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditor.app.audit import Auditor, audit
from auditor.app.compare import compare
from auditor.cli.main import cli
from auditor.engine.between import ABSENT_THERE
from auditor.model.finding import DocumentReport, Status
from auditor.report import view
from auditor.report.json import load

EXAMPLES = Path("example_data")
REPORT = EXAMPLES / "final-accounts" / "clean.docx"


def held(which: str) -> DocumentReport:
    folder = EXAMPLES / "years" / which
    beside = (("prior", folder / "2023-final-accounts.txt"), ("budget", folder / "2024-budget.txt"))
    return Auditor.with_library(beside=beside).audit_file(REPORT, "report.docx")


def outcomes(report: DocumentReport) -> set[tuple[str, Status]]:
    return {(entry.check, entry.status) for entry in report.ledger if entry.check.startswith("between/")}


def test_two_years_that_fit_give_no_finding_and_the_relations_pass() -> None:
    report = held("clean")
    assert report.findings == ()
    assert {
        ("between/opening-balance", Status.PASSED),
        ("between/prior-totals", Status.PASSED),
        ("between/prior-general", Status.PASSED),
        ("between/initial-budget-general", Status.PASSED),
        ("between/initial-budget-items", Status.PASSED),
    } <= outcomes(report)


def test_a_stale_opening_balance_a_wrong_prior_figure_and_a_changed_budget_are_found_and_nothing_else() -> None:
    report = held("errors")
    own = [finding for finding in report.findings if finding.follows_from is None]
    assert [(f.claimed, f.expected) for f in own] == [
        ("8.40", "9.40"),
        ("90.64", "80.64"),
        ("1115.09", "1125.09"),
        ("598.20", "608.20"),
        ("92.00", "82.00"),
    ]
    assert all(f.evidence[1].table and not f.evidence[-1].location.line for f in own[:1])
    assert "2023-final-accounts.txt" in own[0].message


def test_what_the_other_report_lacks_is_skipped_with_the_reason() -> None:
    entries = [e for e in held("clean").ledger if e.check == "between/fiscal-opening-balance"]
    assert [(e.status, "另一份报告没有这一数字" in e.reason) for e in entries] == [(Status.SKIPPED, True)]


def test_a_report_of_the_wrong_year_is_not_compared() -> None:
    beside = (("prior", EXAMPLES / "years" / "clean" / "2024-budget.txt"),)
    report = Auditor.with_library(beside=beside).audit_file(REPORT, "report.docx")
    entries = [entry for entry in report.ledger if entry.check.startswith("between/")]
    assert {entry.status for entry in entries} == {Status.SKIPPED} and all("年度" in entry.reason for entry in entries)


def test_an_item_that_the_budget_does_not_print_is_skipped_with_the_reason(tmp_path: Path) -> None:
    text = (EXAMPLES / "years" / "clean" / "2024-budget.txt").read_text("utf-8")
    (tmp_path / "budget.txt").write_text("\n".join(x for x in text.splitlines() if "2012604" not in x), "utf-8")
    report = Auditor.with_library(beside=(("budget", tmp_path / "budget.txt"),)).audit_file(REPORT, "report.docx")
    entries = [entry for entry in report.ledger if entry.check == "between/initial-budget-items"]
    assert {entry.reason for entry in entries if entry.status is not Status.PASSED} == {ABSENT_THERE}
    assert sum(entry.status is Status.SKIPPED for entry in entries) == 1 and len(entries) == 9


def test_a_figure_of_last_year_belongs_to_the_narrowest_thing_that_its_words_name(tmp_path: Path) -> None:
    head = "一、财政拨款“三公”经费支出决算情况说明"
    says = "{}年度“三公”经费财政拨款支出决算为{}万元"
    now = f"{says.format(2024, '12.00')}，比上年增加2.00万元。"
    (tmp_path / "now.txt").write_text(f"云溪市档案馆2024年度部门决算\n\n{head}\n\n{now}\n", "utf-8")
    then = f"{says.format(2023, '9.00')}。"
    (tmp_path / "then.txt").write_text(f"云溪市档案馆2023年度部门决算\n\n{head}\n\n{then}\n", "utf-8")
    held_to = Auditor.with_library(beside=(("prior", tmp_path / "then.txt"),))
    report = held_to.audit_file(tmp_path / "now.txt", "now.txt")
    assert [finding.check for finding in report.findings] == ["between/prior-three-public"]


def test_without_another_report_nothing_is_said() -> None:
    assert outcomes(audit(REPORT).documents[0]) == set()


def test_the_report_of_another_unit_is_not_compared() -> None:
    beside = (("prior", EXAMPLES / "text" / "qinglan-water-2024-final-accounts.txt"),)
    report = Auditor.with_library(beside=beside).audit_file(REPORT, "report.docx")
    assert {status for _, status in outcomes(report)} == {Status.SKIPPED}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["check", "--lang", "zh", *map(str, arguments)])


def test_a_draft_against_an_earlier_one(tmp_path: Path) -> None:
    for name in ("errors", "clean"):
        shutil.copy(EXAMPLES / "final-accounts" / f"{name}.txt", tmp_path)
    text = (tmp_path / "errors.txt").read_text("utf-8")
    (tmp_path / "v2.txt").write_text(
        text.replace("67.67%", "76.67%").replace("完成预算的57.50%", "完成预算的75.50%"), "utf-8"
    )
    before, after = (audit(tmp_path / name).documents[0] for name in ("errors.txt", "v2.txt"))
    drafts = compare(before, after)
    assert [f.claimed for f in drafts.repaired] == ["67.67%"]
    assert [f.claimed for f in drafts.new] == ["75.50%"]
    assert len(drafts.still) == len([f for f in after.findings if f.follows_from is None]) - 1
    said = run(tmp_path / "v2.txt", "--against", tmp_path / "errors.txt", "--exit-zero").output
    assert "已改正 1，新增 1，仍存在" in said


def test_the_drafts_stand_in_json_html_and_markdown(tmp_path: Path) -> None:
    text = (EXAMPLES / "final-accounts" / "errors.txt").read_text("utf-8")
    (tmp_path / "v1.txt").write_text(text, "utf-8")
    (tmp_path / "v2.txt").write_text(text.replace("67.67%", "76.67%"), "utf-8")
    targets = [
        f"--report={name}={tmp_path}/out.{end}"
        for name, end in (("json", "json"), ("html", "html"), ("markdown", "md"))
    ]
    shown = run(tmp_path / "v2.txt", "--against", tmp_path / "v1.txt", "--exit-zero", *targets).output
    read = load(tmp_path / "out.json")
    assert read.drafts is not None
    counts = [len(read.drafts.repaired), len(read.drafts.new), len(read.drafts.still)]
    assert counts == [1, 0, len(view.leading(read.documents[0].findings))]
    line = f"已改正 {counts[0]}，新增 {counts[1]}，仍存在 {counts[2]}"
    html, markdown = ((tmp_path / f"out.{end}").read_text("utf-8") for end in ("html", "md"))
    for text in (shown, html, markdown.replace("\\", "")):
        assert line in text and read.drafts.repaired[0].message in text
    assert all(f"-f-{finding.id}" in html for finding in read.drafts.still)


def test_without_an_earlier_draft_nothing_is_said_of_drafts(tmp_path: Path) -> None:
    run(REPORT, "--report", f"json={tmp_path}/out.json", "--report", f"html={tmp_path}/out.html")
    assert "drafts" not in json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert 'class="drafts"' not in (tmp_path / "out.html").read_text("utf-8")


@pytest.mark.parametrize("option", ["--prior", "--budget", "--against"])
def test_bad_input_is_one_sentence(tmp_path: Path, option: str) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.4 broken")
    gone = run(REPORT, option, tmp_path / "none.txt")
    broken = run(REPORT, option, tmp_path / "x.pdf")
    several = run(EXAMPLES / "text", option, REPORT)
    for result in (gone, broken, several):
        assert result.exit_code == 2 and "Traceback" not in result.output
    assert "只用于一份报告" in several.output
