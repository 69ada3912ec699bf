"""A mistake that several reports share is shown as one with its places; the findings and their number stay as they are."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest

from auditor.app.audit import audit
from auditor.model.finding import Report
from auditor.model.verdict import verdict_of_run
from auditor.report import Context, html, markdown, overview, sarif, terminal, workpaper
from auditor.report.shared import shared

SENTENCE = "{unit}2026年支出预算{now}万元，比2026年预算增加{more}万元。"
FIGURE = "本系统支出120.00万元，其中：人员经费80.00万元，公用经费45.00万元。"


def run(folder: Path, **texts: str) -> Report:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return audit(folder, lang="zh")


def unit(name: str, *paragraphs: str) -> str:
    return "\n\n".join((f"{name}2026年部门预算", *paragraphs)) + "\n"


@pytest.fixture
def three(tmp_path: Path) -> Report:
    """A sentence copied from unit to unit with other figures, and a wrong figure of a bureau that one of its units repeats."""
    return run(
        tmp_path,
        a=unit("云溪市农业局", SENTENCE.format(unit="云溪市农业局", now="80.00", more="3.00"), FIGURE),
        b=unit("云溪市水利站", SENTENCE.format(unit="云溪市水利站", now="15.50", more="1.25"), FIGURE),
        c=unit("云溪市种子站", SENTENCE.format(unit="云溪市种子站", now="9.00", more="0.40")),
    )


def test_the_same_sentence_and_the_same_figure_are_each_one_mistake_with_its_places(three: Report) -> None:
    found = {each.finding.check: [document.path for document, _ in each.places] for each in shared(three)}
    assert found["date/comparison-year"] == ["a.txt", "b.txt", "c.txt"]
    assert ["a.txt", "b.txt"] in found.values()


def test_other_figures_in_one_form_of_words_are_mistakes_of_their_own(tmp_path: Path) -> None:
    one = "2026年支出120.00万元，其中：人员经费80.00万元，公用经费45.00万元。"
    two = "2026年支出60.00万元，其中：人员经费40.00万元，公用经费25.00万元。"
    assert shared(run(tmp_path, a=unit("云溪市农业局", one), b=unit("云溪市水利站", two))) == ()


def test_a_mistake_that_one_report_repeats_is_none_that_reports_share(tmp_path: Path) -> None:
    text = SENTENCE.format(unit="本单位", now="80.00", more="3.00")
    assert shared(run(tmp_path, a=unit("云溪市农业局", text, text))) == ()


def test_the_number_of_findings_is_the_same_in_every_format(three: Report) -> None:
    counted = verdict_of_run(three).tally.open
    assert counted == 5
    assert len(json.loads(sarif.write(three))["runs"][0]["results"]) == counted
    assert sum(1 for _ in openpyxl.load_workbook(io.BytesIO(workpaper.write(three)))["问题"].rows) - 1 == counted
    assert html.write(three).count("<article") == counted
    assert markdown.write(three, Context("en")).count("5 errors") == 1


def test_terminal_html_and_overview_show_it_with_every_place(three: Report) -> None:
    text = terminal.write(three).rpartition("多份报告共有的问题")[2]
    assert "云溪市农业局 2026年预算 第3行；云溪市水利站 2026年预算 第3行；云溪市种子站" in text
    page = html.write(three).partition("多份报告共有的问题")[2].partition("</details>")[0]
    assert page.count("<li>") == 2 and page.count('<a href="#d') == 5
    sheet = openpyxl.load_workbook(io.BytesIO(overview.write(three)))["共有问题"]
    assert {row[3] for row in sheet.iter_rows(min_row=2, values_only=True)} == {"3", "2"}
    assert "共有问题" in openpyxl.load_workbook(io.BytesIO(workpaper.write(three))).sheetnames


def test_nothing_is_said_where_nothing_is_shared(tmp_path: Path) -> None:
    report = run(tmp_path, a=unit("云溪市农业局", FIGURE), b=unit("云溪市水利站", "无。"))
    assert "多份报告共有的问题" not in terminal.write(report) + html.write(report)
    assert openpyxl.load_workbook(io.BytesIO(overview.write(report))).sheetnames == ["概览"]
