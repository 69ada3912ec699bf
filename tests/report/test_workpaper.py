"""The workpaper holds amounts as numbers, text as text, and the reviewer's decisions come back."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from auditor.errors import UsageError
from auditor.report import Context, workpaper, write
from auditor.report.messages import say
from tests.report.sample import ACCEPTED, GROWTH, INJECTION, PDF, TEXT, report


def book(**context: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workpaper.write(report(), Context(**context))))


def rows(sheet: Any) -> list[dict[str, Any]]:
    head, *body = sheet.iter_rows()
    return [{name.value: cell for name, cell in zip(head, row, strict=True)} for row in body]


def decide(path: Path, finding: str, **answers: Any) -> None:
    opened = openpyxl.load_workbook(path)
    row = next(row for row in rows(opened.worksheets[0]) if row["编号"].value == finding)
    for key, value in answers.items():
        row[say(key, "zh")].value = value
    opened.save(path)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_there_are_five_sheets(lang: str) -> None:
    first, *rest = [say(f"sheet.{key}", lang) for key in ("findings", "ledger", "tables", "unverified")]
    assert book(lang=lang).sheetnames == [first, say("summary", lang), *rest]


def test_every_finding_has_a_row_with_its_figures_as_numbers() -> None:
    found = rows(book().worksheets[0])
    assert len(found) == sum(finding.follows_from is None for finding in report().findings())
    growth = next(row for row in found if row["编号"].value == GROWTH.id)
    assert (growth["报告数"].value, growth["报告数"].number_format) == (0.228, "0.0%")
    foot = next(row for row in found if row["检查"].value == "table/expenditure-crossfoots")
    assert (foot["报告数"].value, foot["报告数"].number_format) == (13830.7, '#,##0.00"万元"')


def test_table_amounts_are_numbers_and_failed_cells_are_filled() -> None:
    sheet = book().worksheets[3]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 13830.7)
    assert cell.fill.fgColor.rgb == "00FBDCD7"
    assert {cell.value for row in sheet.iter_rows() for cell in row} >= {4728.95, 9102.11, "一般公共服务"}


@pytest.mark.parametrize("text", [f"={INJECTION}", "+1+1", "-2+3", "@SUM(A1)", "  =1+1", '=HYPERLINK("http://x")'])
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    sheet = openpyxl.Workbook().active
    assert sheet is not None
    workpaper._set(sheet["A1"], text)
    assert (sheet["A1"].data_type, sheet["A1"].value, sheet["A1"].quotePrefix) == ("s", text, True)


def test_no_cell_of_a_workpaper_is_a_formula() -> None:
    assert not any(cell.data_type == "f" for sheet in book() for row in sheet.iter_rows() for cell in row)


def test_characters_that_a_workbook_cannot_hold_are_replaced() -> None:
    sheet = openpyxl.Workbook().active
    assert sheet is not None
    workpaper._set(sheet["A1"], "甲\x00\ud800乙" + "长" * 40_000)
    assert sheet["A1"].value.startswith("甲\ufffd\ufffd乙") and len(sheet["A1"].value) == workpaper.LONGEST


@pytest.mark.parametrize(
    ("text", "value"), [("1,234.50", "1234.50"), ("-3", "-3"), ("12345", "12345"), ("29.57%", "0.2957")]
)
def test_printed_numbers_become_numbers(text: str, value: str) -> None:
    amount = workpaper._amount(text)
    assert isinstance(amount, workpaper._Amount) and amount.value == Decimal(value)


@pytest.mark.parametrize("text", ["持平", "1,23,4", "≥95%", "", None, "12345678901234567890"])
def test_other_words_do_not(text: str | None) -> None:
    assert workpaper._amount(text) == (text or "")


def test_decisions_are_read_back(tmp_path: Path) -> None:
    path = tmp_path / "wp.xlsx"
    write(report(), "workpaper", path, Context())
    assert [each.finding for each in workpaper.decisions(path)] == [ACCEPTED.id]  # the waived one
    decide(path, GROWTH.id, decision="接受", decision_reason="口径", decision_by="李", decision_until=date(2031, 1, 2))
    found = {each.finding: each for each in workpaper.decisions(path)}[GROWTH.id]
    assert (found.document, found.decision, found.reason, found.by, found.until) == (
        TEXT,
        "accept",
        "口径",
        "李",
        "2031-01-02",
    )


def test_writing_again_keeps_the_decisions(tmp_path: Path) -> None:
    path = tmp_path / "wp.xlsx"
    write(report(), "workpaper", path, Context())
    decide(path, GROWTH.id, decision="核实", decision_reason="问过")
    write(report(), "workpaper", path, Context(lang="en"))
    found = {each.finding: each for each in workpaper.decisions(path)}[GROWTH.id]
    assert (found.decision, found.reason) == ("ask", "问过")


def test_an_unknown_decision_is_refused_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "wp.xlsx"
    write(report(), "workpaper", path, Context())
    decide(path, GROWTH.id, decision="也许")
    with pytest.raises(UsageError, match=r"wp\.xlsx row 2: the decision '也许'"):
        workpaper.decisions(path)


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_a_broken_workpaper_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "wp.xlsx"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="is not a workpaper"):
        workpaper.decisions(path)


def test_another_workbook_is_not_a_workpaper(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(UsageError, match="is not a workpaper"):
        workpaper.decisions(tmp_path / "other.xlsx")
    with pytest.raises(UsageError, match="not written by auditor"):
        write(report(), "workpaper", tmp_path / "other.xlsx", Context())


def test_the_document_of_each_row_is_named() -> None:
    assert {row["报告"].value for row in rows(book().worksheets[0])} == {TEXT, PDF}
