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
from auditor.report import Context, sheets, workpaper, write
from auditor.report import workpaper_decisions as reading
from auditor.report.messages import say
from tests.report.sample import ACCEPTED, CROSSFOOT, FOLLOWS, GROWTH, INJECTION, PDF, TEXT, report


def book(**context: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workpaper.write(report(), Context(**context))))


def rows(sheet: Any) -> list[dict[str, Any]]:
    head, *body = sheet.iter_rows()
    return [{name.value: cell for name, cell in zip(head, row, strict=True)} for row in body]


def decide(path: Path, finding: str, **answers: Any) -> None:
    opened = openpyxl.load_workbook(path)
    row = next(row for row in rows(opened.worksheets[1]) if row["编号"].value == finding)
    for key, value in answers.items():
        row[say(key, "zh")].value = value
    opened.save(path)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_there_are_five_sheets(lang: str) -> None:
    names = [say(f"sheet.{key}", lang) for key in ("overview", "findings", "ledger", "tables", "unverified")]
    assert book(lang=lang).sheetnames == names


def test_every_finding_has_a_row_with_its_figures_as_numbers() -> None:
    found = rows(book().worksheets[1])
    assert len(found) == len(list(report().findings()))
    growth = next(row for row in found if row["编号"].value == GROWTH.id)
    assert (growth["报告数"].value, growth["报告数"].number_format) == (0.228, "0.0%")
    foot = next(row for row in found if row["编号"].value == CROSSFOOT.id)
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
    sheets.put(sheet, 1, 1, text)
    assert (sheet["A1"].data_type, sheet["A1"].value, sheet["A1"].quotePrefix) == ("s", text, True)


def test_no_cell_of_a_workpaper_is_a_formula() -> None:
    assert not any(cell.data_type == "f" for sheet in book() for row in sheet.iter_rows() for cell in row)


def test_characters_that_a_workbook_cannot_hold_are_replaced() -> None:
    sheet = openpyxl.Workbook().active
    assert sheet is not None
    sheets.put(sheet, 1, 1, "甲\x00\ud800乙" + "长" * 40_000)
    assert sheet["A1"].value.startswith("甲\ufffd\ufffd乙") and len(sheet["A1"].value) == sheets.LONGEST


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
    assert [each.finding for each in reading.decisions(path)] == [ACCEPTED.id]  # the waived one
    decide(path, GROWTH.id, decision="豁免", decision_reason="口径", decision_by="李", decision_until=date(2031, 1, 2))
    found = {each.finding: each for each in reading.decisions(path)}[GROWTH.id]
    assert (found.document, found.decision, found.reason, found.by, found.until) == (
        TEXT,
        "waive",
        "口径",
        "李",
        "2031-01-02",
    )


def test_writing_again_keeps_the_decisions(tmp_path: Path) -> None:
    path = tmp_path / "wp.xlsx"
    write(report(), "workpaper", path, Context())
    decide(path, GROWTH.id, decision="核实", decision_reason="问过")
    write(report(), "workpaper", path, Context(lang="en"))
    found = {each.finding: each for each in reading.decisions(path)}[GROWTH.id]
    assert (found.decision, found.reason) == ("ask", "问过")


def test_all_faults_are_said_at_once_with_the_names_of_their_cells(tmp_path: Path) -> None:
    path = tmp_path / "wp.xlsx"
    write(report(), "workpaper", path, Context())
    decide(path, GROWTH.id, decision="也许", decision_until="明天")
    decide(path, CROSSFOOT.id, decision="豁免", decision_reason="  ")
    with pytest.raises(UsageError) as caught:
        reading.decisions(path)
    said = caught.value.say("zh")
    assert "有 3 处要改" in said and "\n" not in said
    assert "C2 “也许”不是处理决定" in said and "F2 “明天”不是日期" in said and "豁免须写理由" in said


@pytest.mark.parametrize("written", ["2027/1/1", "2027年1月1日", "2027-01-01", "２０２７．１．１", date(2027, 1, 1)])
def test_dates_as_excel_wps_and_people_write_them(tmp_path: Path, written: Any) -> None:
    path = tmp_path / "wp.xlsx"
    write(report(), "workpaper", path, Context())
    decide(path, GROWTH.id, decision="豁免", decision_reason="口径", decision_until=written)
    found = {each.finding: each for each in reading.decisions(path)}[GROWTH.id]
    assert found.until == "2027-01-01"


def test_words_of_earlier_workpapers_are_read(tmp_path: Path) -> None:
    path = tmp_path / "wp.xlsx"
    write(report(), "workpaper", path, Context())
    decide(path, GROWTH.id, decision="接受", decision_reason="口径")
    decide(path, CROSSFOOT.id, decision="更正")
    found = {each.finding: each.decision for each in reading.decisions(path)}
    assert (found[GROWTH.id], found[CROSSFOOT.id]) == ("waive", "confirm")


def test_consequences_follow_their_finding_and_are_numbered_under_it() -> None:
    found = rows(book().worksheets[1])
    numbers = {row["编号"].value: row["序号"].value for row in found}
    assert (numbers[GROWTH.id], numbers[FOLLOWS.id]) == ("1", "1.1")
    assert found[1]["编号"].value == FOLLOWS.id and found[1]["说明"].value.startswith("由此引起")


def test_checks_go_by_their_titles() -> None:
    sheet = book().worksheets[1]
    assert "prose/growth-rate" not in {cell.value for cells in sheet.iter_rows() for cell in cells}


def test_the_overview_has_a_row_a_report_with_the_unread_first_and_lines_to_sign_on() -> None:
    sheet = book().worksheets[0]
    texts = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=7)]
    assert texts[0][2] == "reports/坏.docx" and texts[0][4] == "无法读取"
    assert {row[2] for row in texts} == {"reports/坏.docx", TEXT, PDF, "reports/clean.txt"}
    assert {"编制：", "复核：", "日期："} <= {cell.value for row in sheet.iter_rows() for cell in row}


def test_every_sheet_is_set_up_for_printing_with_frozen_heads() -> None:
    for sheet in book().worksheets[:3]:
        assert sheet.freeze_panes and sheet.print_title_rows
        assert sheet.page_setup.orientation == "landscape" and sheet.sheet_properties.pageSetUpPr.fitToPage


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_a_broken_workpaper_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "wp.xlsx"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="is not a workpaper"):
        reading.decisions(path)


def test_another_workbook_is_not_a_workpaper(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(UsageError, match="is not a workpaper"):
        reading.decisions(tmp_path / "other.xlsx")
    with pytest.raises(UsageError, match="not written by auditor"):
        write(report(), "workpaper", tmp_path / "other.xlsx", Context())


def test_the_document_of_each_row_is_named() -> None:
    assert {row["报告"].value for row in rows(book().worksheets[1])} == {TEXT, PDF}


def test_on_paper_nothing_runs_over_its_cell() -> None:
    sheet = book().worksheets[1]
    (area,) = sheet.print_area.split(",")
    printed = list(sheet[area.rpartition("!")[2].replace("$", "")])
    assert len(printed) == sheet.max_row and printed[0][-1].value == say("cause", "zh")
    for row in printed[1:]:
        words = [cell for cell in row if cell.data_type == "s"]
        assert all(cell.alignment.wrap_text and cell.alignment.vertical == "top" for cell in words)
        widths = [sheet.column_dimensions[cell.column_letter].width for cell in words]
        needed = max(2 * len(cell.value) / width for cell, width in zip(words, widths, strict=True))
        assert sheet.row_dimensions[row[0].row].height >= 14 * int(needed)


def test_the_report_of_a_finding_goes_by_unit_year_and_kind_and_its_file_stands_at_the_end() -> None:
    found = rows(book().worksheets[1])
    pdf = next(row for row in found if row["编号"].value == CROSSFOOT.id)
    assert pdf["单位与报告"].value == "青岚县民政局\n2023年决算" and pdf["报告"].value == PDF
