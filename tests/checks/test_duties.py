"""Every duty of disclosure answers its own examples, run through the whole pipeline."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from auditor.app.audit import Auditor
from auditor.app.examples import examine_duties
from auditor.cli.main import cli
from auditor.errors import CheckError
from auditor.model.finding import Answer
from auditor.reading.text import read
from auditor.rulebook.examined import read_duties
from auditor.rulebook.library import default_library, load_library
from auditor.rulebook.yamlfile import load


@cache
def auditor() -> Auditor:
    return Auditor.with_library()


@pytest.mark.parametrize("name", list(default_library().duties))
def test_the_examples_of_a_list_are_answered_as_they_say(name: str) -> None:
    assert examine_duties(auditor(), name) == []


def test_there_are_examples_of_every_answer() -> None:
    duties = [duty for each in default_library().duties.values() for _, duty in each.all()]
    assert {answer for duty in duties for answer, _ in duty.examples.each()} == set(Answer)


def test_a_duty_holds_only_in_its_years() -> None:
    text = "云溪市档案馆2017年度部门决算\n\n第一部分 云溪市档案馆概况\n\n负责保管档案。\n"
    duties = {each.duty for each in auditor().audit(read(Path("example.txt"), text.encode())).duties}
    assert "final-accounts/fund" in duties
    assert "final-accounts/capital" not in duties


def test_other_kinds_of_report_have_no_checklist() -> None:
    text = "云溪市绿化项目绩效自评报告\n\n项目预算100.00万元。\n"
    assert auditor().audit(read(Path("example.txt"), text.encode())).duties == ()


def test_a_misspelt_field_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("title:\n  zh: 甲\n  en: a\nreports: [budget]\nyear: 2020\ngroups: []\n", "utf-8")
    with pytest.raises(CheckError, match=r"x.yaml:5"):
        read_duties(load(file))


PROVINCE = """\
title: {zh: 云溪省补充要求, en: what Yunxi demands}
reports: [final_accounts]
source: 云溪省通知
since: 2024
regions: ['^云溪']
groups:
  - name: {zh: 本省要求, en: of the province}
    duties:
      appraisal:
        title: {zh: 公开绩效评价报告, en: appraisals are published}
        shown: {headings: [绩效评价报告]}
        refuted: [structure/unit-name-given]
        examples:
          yes: ["云溪省档案馆2024年度部门决算\\n\\n一、绩效评价报告\\n\\n评价结果为优。"]
          open: ["云溪省档案馆2024年度部门决算\\n\\n负责保管档案。"]
      archive:
        title: {zh: 公开历年决算, en: earlier accounts stay public}
        since: 2025
        shown: {words: [历年决算]}
        examples:
          yes: ["云溪省档案馆2025年度部门决算\\n\\n历年决算见本网站。"]
          open: ["云溪省档案馆2025年度部门决算\\n\\n负责保管档案。"]
"""


def own(tmp_path: Path, text: str = PROVINCE) -> Auditor:
    folder = tmp_path / "ours" / "duties"
    folder.mkdir(parents=True)
    (folder / "yunxi.yaml").write_text(text, "utf-8")
    return Auditor.with_library(load_library([tmp_path / "ours"]))


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("云溪省档案馆2024年度部门决算", ["yunxi/appraisal"]),
        ("云溪省档案馆2025年度部门决算", ["yunxi/appraisal", "yunxi/archive"]),
        ("云溪省档案馆2023年度部门决算", []),
        ("临岸省档案馆2024年度部门决算", []),
        ("云溪省档案馆2024年部门预算", []),
    ],
)
def test_a_province_adds_its_duties_for_its_region_years_and_kind_of_report(
    tmp_path: Path, title: str, asked: list[str]
) -> None:
    report = read(Path("example.txt"), f"{title}\n\n负责保管档案。\n".encode())
    duties = [each.duty for each in own(tmp_path).audit(report).duties]
    assert [duty for duty in duties if duty.startswith("yunxi/")] == asked
    assert any(duty.startswith(("final-accounts/", "budget/")) for duty in duties)  # the national ones stay


def test_the_examples_of_a_province_are_run_with_its_checks(tmp_path: Path) -> None:
    own(tmp_path)
    command = ["checks", "test", "--checks", str(tmp_path / "ours"), "--lang", "zh"]
    result = CliRunner().invoke(cli, command)
    assert (result.exit_code, result.output) == (0, "2 项公开事项，4 个例文，全部相符\n")
    wrong = PROVINCE.replace("headings: [绩效评价报告]", "headings: [评价结果公示]")
    (tmp_path / "ours" / "duties" / "yunxi.yaml").write_text(wrong, "utf-8")
    result = CliRunner().invoke(cli, command)
    assert result.exit_code == 1 and "appraisal 应答“是”，实答“空白”" in result.output


def test_the_checklist_of_a_province_has_its_duties_with_their_source(tmp_path: Path) -> None:
    own(tmp_path)
    report = tmp_path / "report.txt"
    report.write_text("云溪省档案馆2024年度部门决算\n\n一、绩效评价报告\n\n评价结果为优。\n", "utf-8")
    target = tmp_path / "list.xlsx"
    called = ["check", str(report), "--checks", str(tmp_path / "ours"), "--report", f"checklist={target}"]
    assert CliRunner().invoke(cli, called).exit_code == 0
    rows = openpyxl.load_workbook(target).worksheets[0].iter_rows(values_only=True)
    (row,) = (row for row in rows if row[2] == "公开绩效评价报告")
    assert row[1] == "本省要求" and row[3] == "是" and "云溪省通知" in row[5]


@pytest.mark.parametrize(
    ("field", "misspelt", "line"),
    [("final_accounts", "final_acounts", 2), ("structure/unit-name-given", "structure/unit-name-givn", 12)],
)
def test_a_list_that_names_what_does_not_exist_is_refused_with_its_line(
    tmp_path: Path, field: str, misspelt: str, line: int
) -> None:
    with pytest.raises(CheckError, match=rf"yunxi.yaml:{line}: .*{misspelt}.*{field}"):
        own(tmp_path, PROVINCE.replace(field, misspelt))
