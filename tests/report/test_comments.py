"""Comments stand at the disputed figures of a Word or Excel draft, and the original is not touched."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from auditor.app.audit import audit
from auditor.errors import UsageError
from auditor.model.finding import Report
from auditor.report import Context, annotated, output, view, write

EXAMPLES = Path("example_data/final-accounts")


def checked(tmp_path: Path, name: str) -> tuple[Report, Context, Path]:
    source = tmp_path / name
    shutil.copy(EXAMPLES / f"errors{source.suffix}", source)
    report = audit(source)
    return report, Context(sources={report.documents[0].path: source}), source


def written(tmp_path: Path, name: str) -> Path:
    report, context, _ = checked(tmp_path, name)
    folder = tmp_path / "out"
    folder.mkdir()
    (target,) = write(report, "annotated", folder, context)
    return target


def marked(document: Any) -> list[str]:
    """The words inside each comment's range."""
    found = []
    for start in document.element.body.iter(qn("w:commentRangeStart")):
        node, text = start.getnext(), ""
        while node is not None and node.tag != qn("w:commentRangeEnd"):
            text += "".join(t.text or "" for t in node.iter(qn("w:t")))
            node = node.getnext()
        found.append(text)
    return found


def test_a_word_comment_marks_the_figure_and_nothing_around_it(tmp_path: Path) -> None:
    document = docx.Document(str(written(tmp_path, "草稿.docx")))
    findings = view.leading(audit(EXAMPLES / "errors.docx").documents[0].findings)
    assert marked(document) == [finding.evidence[0].text for finding in findings]
    said = [comment.text for comment in document.comments]
    assert "应为 9.15%" in said[2] and "误以本年数为基数" in said[2]


def test_the_words_of_the_draft_stay_the_same(tmp_path: Path) -> None:
    target = written(tmp_path, "草稿.docx")
    texts = [[p.text for p in docx.Document(str(path)).paragraphs] for path in (target, EXAMPLES / "errors.docx")]
    assert texts[0] == texts[1]


def test_a_cell_has_comment_and_fill_and_what_it_was_compared_with_a_pale_one(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(tmp_path, "草稿.xlsx"))
    commented = {c.value: c for sheet in book for row in sheet.iter_rows() for c in row if c.comment}
    assert "139.17" in commented[149.17].comment.text
    assert commented[149.17].fill.fgColor.rgb == "00FFC7BF"
    fills = [c.fill.fgColor.rgb for sheet in book for row in sheet.iter_rows() for c in row]
    assert "00DBE8F7" in fills


@pytest.mark.parametrize("name", ["草稿.docx", "草稿.xlsx", "草稿.pdf"])
def test_the_original_is_not_touched_and_the_copy_is_ours(tmp_path: Path, name: str) -> None:
    target = written(tmp_path, name)
    assert (tmp_path / name).read_bytes() == (EXAMPLES / f"errors{Path(name).suffix}").read_bytes()
    assert output.is_ours(target) and target.name == f"草稿.annotated{Path(name).suffix}"
    report, context, source = checked(tmp_path, name)
    with pytest.raises(UsageError, match="never overwritten"):
        write(report, "annotated", source, context)


def test_a_formula_stays_a_formula(tmp_path: Path) -> None:
    source = tmp_path / "x.xlsx"
    shutil.copy(EXAMPLES / "errors.xlsx", source)
    book = openpyxl.load_workbook(source)
    book.worksheets[0]["Z1"] = "=1+1"
    book.save(source)
    report = audit(source)
    (target,) = write(report, "annotated", tmp_path / "y.xlsx", Context(sources={report.documents[0].path: source}))
    assert openpyxl.load_workbook(target).worksheets[0]["Z1"].value == "=1+1"


def test_what_a_reviewer_wrote_in_a_cell_before_is_kept(tmp_path: Path) -> None:
    from openpyxl.comments import Comment

    source = tmp_path / "x.xlsx"
    book = openpyxl.load_workbook(EXAMPLES / "errors.xlsx")
    cell = next(c for sheet in book for row in sheet.iter_rows() for c in row if c.value == 149.17)
    cell.comment = Comment("已问过财务", "甲")
    book.save(source)
    report = audit(source)
    (target,) = write(report, "annotated", tmp_path / "y.xlsx", Context(sources={report.documents[0].path: source}))
    found = openpyxl.load_workbook(target)[cell.parent.title][cell.coordinate]
    assert found.comment.text.startswith("已问过财务\n\n") and "139.17" in found.comment.text


def test_a_damaged_document_is_one_sentence(tmp_path: Path) -> None:
    report, context, source = checked(tmp_path, "x.docx")
    shutil.copy(EXAMPLES / "errors.xlsx", source)  # a package, but no Word document
    with pytest.raises(UsageError, match="damaged"):
        annotated.write(report.documents[0], context)
