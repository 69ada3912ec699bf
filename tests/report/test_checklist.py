"""The checklist says yes where it is shown, no where a finding refutes it, and nothing otherwise."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl

from auditor.app.audit import audit
from auditor.model.document import Location
from auditor.model.dossier import QUOTE
from auditor.model.finding import Answer, DutyAnswer, Evidence, Report
from auditor.report import Context, checklist
from auditor.report.json import from_dict, to_dict
from tests.report import pdf
from tests.report.sample import PDF, report

PLACE = Evidence(
    "context", "支出决算表", Location(page=3, bbox=(60, 100, 160, 112)), table="支出决算表", quote="支出决算表"
)
DUTIES = (
    DutyAnswer("x/a", "报表", "公开支出决算表", "某办法", Answer.YES, PLACE),
    DutyAnswer("x/b", "报表", "空表附有说明", "某办法", Answer.NO, PLACE, "structure/empty-table-explained"),
    DutyAnswer("x/c", "说明", "=1+1", "另一办法", Answer.OPEN),
)


def sample() -> Report:
    whole = report()
    documents = tuple(replace(d, duties=DUTIES) if d.path == PDF else d for d in whole.documents)
    return replace(whole, documents=documents)


def sheet(**context: Any) -> Any:
    data = checklist.write(sample(), Context(**context))
    return openpyxl.load_workbook(io.BytesIO(data))["青岚县民政局"]


def test_yes_no_and_blank() -> None:
    rows = list(sheet().iter_rows(min_row=4, max_row=6, values_only=True))
    assert [row[3] or "" for row in rows] == ["是", "否", ""]
    assert rows[2][2] == "=1+1"
    assert sheet().cell(6, 3).data_type == "s"


def test_it_says_how_many_duties_were_decided() -> None:
    assert "共 3 项，已判定 2 项（是 1，否 1），其余 1 项" in sheet()["A2"].value


def test_the_place_has_its_picture(tmp_path: Path) -> None:
    source = pdf.make(tmp_path / "x.pdf")
    drawn = sheet(sources={PDF: source})._images
    assert [image.anchor._from.row for image in drawn] == [3, 4]


def test_a_document_without_duties_says_so() -> None:
    book = openpyxl.load_workbook(io.BytesIO(checklist.write(sample())))
    assert "没有适用于这类报告" in book.worksheets[0]["A2"].value


def test_the_answers_survive_json() -> None:
    whole = sample()
    assert [d.duties for d in from_dict(to_dict(whole)).documents] == [d.duties for d in whole.documents]


def test_the_example_report_shows_its_duties() -> None:
    document = audit("example_data/final-accounts/clean.docx").documents[0]
    given = {duty.duty: duty.answer for duty in document.duties}
    assert given["final-accounts/summary"] is given["final-accounts/procurement"] is Answer.YES
    assert Answer.NO not in given.values()


def test_the_accounts_of_a_government_get_no_list_of_a_department(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("云溪市2024年财政总决算\n\n2024年全市一般公共预算收入100亿元。\n", "utf-8")
    (document,) = audit(tmp_path / "x.txt").documents
    assert document.kind == "final_accounts" and document.duties == ()
    assert checklist.counted(document, "zh") == "没有适用于这类报告的检查内容。"


def test_what_was_not_read_stands_beside_the_count() -> None:
    assert "页未读取" in sheet()["A2"].value


def test_a_quotation_has_single_marks_within_and_shows_where_it_goes_on() -> None:
    assert checklist._quoted("“三公”经费支出0元。") == "“‘三公’经费支出0元。”"
    assert checklist._quoted("共" * QUOTE) == f"“{'共' * QUOTE}…”"
