"""``auditor extract``: what was read is written down, shown, corrected by hand and checked again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from auditor.cli.main import cli
from auditor.reading.open import read_document

ROWS = (
    ("科目代码", "科目名称", "合计", "基本支出", "项目支出", "经营支出"),
    ("合计", "", "130,000.00", "110,000.00", "20,000.00", ""),
    ("201", "一般公共服务支出", "130,000.00", "110,000.00", "20,000.00", ""),
    ("20126", "档案事务", "130,000.00", "110,000.00", "20,000.00", ""),
    ("2012601", "行政运行", "110,00 0.00", "110,000.00", "", ""),
    ("2012604", "档案馆", "20,000.00", "", "20,000.00", ""),
)
REPORT = "青岚县档案馆2024年度部门决算\n\n支出决算表\n\n单位：元\n\n" + "\n".join("\t".join(row) for row in ROWS)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "报告.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args])


def test_the_document_is_printed_as_json(report: Path) -> None:
    result = run("extract", report)
    assert result.exit_code == 0
    assert json.loads(result.output)["schema"] == "auditor.document"


def test_a_correction_by_hand_is_checked(report: Path, tmp_path: Path) -> None:
    stored = tmp_path / "document.json"
    assert run("extract", report, "-o", stored).exit_code == 0
    assert read_document(stored).blocks == read_document(report).blocks
    assert run("check", stored, "--no-gate").exit_code == 0
    text = stored.read_text(encoding="utf-8")
    stored.write_text(text.replace('"20,000.00", ""]', '"21,000.00", ""]', 1), encoding="utf-8")
    assert stored.read_text(encoding="utf-8") != text
    assert run("check", stored, "--no-gate").exit_code == 1


def test_a_corrected_document_is_not_written_over_without_force(report: Path, tmp_path: Path) -> None:
    stored = tmp_path / "document.json"
    run("extract", report, "-o", stored)
    again = run("extract", report, "-o", stored, "--lang", "en")
    assert again.exit_code == 2
    assert "--force" in again.output
    assert run("extract", report, "-o", stored, "--force").exit_code == 0


def test_the_report_itself_is_never_written_over(report: Path) -> None:
    assert run("extract", report, "-o", report, "--force").exit_code == 2
    assert report.read_text(encoding="utf-8") == REPORT


def test_a_wrong_document_is_named_with_its_place(report: Path, tmp_path: Path) -> None:
    stored = tmp_path / "document.json"
    run("extract", report, "-o", stored)
    stored.write_text(stored.read_text(encoding="utf-8").replace('"level": 0', '"level": "0"', 1), encoding="utf-8")
    result = run("extract", stored, "--lang", "en")
    assert result.exit_code == 2
    assert "blocks[0].level: an integer is expected" in result.output


def test_show_says_how_tables_are_understood(report: Path) -> None:
    result = run("extract", report, "--show", "--gate", "--lang", "en")
    lines = result.output.splitlines()
    table = next(at for at, line in enumerate(lines) if line.startswith("支出决算表"))
    assert "line 7" in lines[table]
    assert "支出表" in lines[table + 1] and "元" in lines[table + 1] and "unfit" not in lines[table + 1]
    assert any("20126" in line and "  档案事务" in line and line.count("130,000.00") == 1 for line in lines)
    assert any("operating" in line and "blank columns" in line for line in lines)
    assert any("“110,00 0.00” joined to 110,000.00" in line for line in lines)
    assert "1 tables" in result.output


def test_data_docs_are_written_where_asked(report: Path, tmp_path: Path) -> None:
    assert run("extract", report, "-o", tmp_path / "d.json", "--data-docs", tmp_path / "docs").exit_code == 0
    assert (tmp_path / "docs" / report.name / "index.html").is_file()
    stored = json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))
    assert stored["gate"]["success"] is True
