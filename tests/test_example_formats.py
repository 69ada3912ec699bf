"""One report as PDF, Word, Excel, HTML and text: read alike, judged alike, and made anew byte for byte."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from auditor import audit
from auditor.model.document import Document, Heading, Paragraph, Table, TocEntry
from auditor.model.finding import DocumentReport, Finding, Severity
from auditor.reading.open import read_document

EXAMPLES = Path(__file__).parent.parent / "example_data"
FOLDER = EXAMPLES / "final-accounts"
FORMATS = ("pdf", "docx", "xlsx", "html", "txt")
NAMES = ("clean", "errors")


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {file: read_document(FOLDER / file) for name in NAMES for form in FORMATS for file in [f"{name}.{form}"]}


@pytest.fixture(scope="module")
def reports() -> dict[str, DocumentReport]:
    return {report.path: report for report in audit(FOLDER).documents}


def squeezed(text: str) -> str:
    return "".join(text.split())


def shape(document: Document) -> list[Any]:
    """The blocks without places, white space, and the texts that merged cells repeat."""
    found: list[Any] = []
    for block in document.blocks:
        match block:
            case Heading() | TocEntry():
                found.append((type(block).__name__, block.level, squeezed(block.text)))
            case Paragraph():
                found.append(("Paragraph", squeezed(block.text)))
            case Table():
                rows = [[squeezed(cell.text) for cell in row if not cell.spanned and cell.text] for row in block.rows]
                found.append(("Table", block.title, [row for row in rows if row], tuple(map(squeezed, block.notes))))
    return found


@pytest.mark.parametrize("form", FORMATS[:-1])
@pytest.mark.parametrize("name", NAMES)
def test_every_format_has_the_same_headings_paragraphs_and_tables(
    documents: dict[str, Document], name: str, form: str
) -> None:
    assert shape(documents[f"{name}.{form}"]) == shape(documents[f"{name}.txt"])


def told(finding: Finding) -> tuple[object, ...]:
    cause = finding.cause
    figures = [(evidence.role, squeezed(evidence.text)) for evidence in finding.evidence]
    return (
        finding.check,
        finding.severity,
        finding.claimed and squeezed(finding.claimed),
        finding.expected,
        figures,
        cause and (cause.kind, cause.suggestion),
        len(finding.folded),
    )


@pytest.mark.parametrize("form", FORMATS[:-1])
@pytest.mark.parametrize("name", NAMES)
def test_every_format_gives_the_same_findings(reports: dict[str, DocumentReport], name: str, form: str) -> None:
    ours, text = reports[f"{name}.{form}"], reports[f"{name}.txt"]
    assert sorted(map(told, ours.findings), key=str) == sorted(map(told, text.findings), key=str)
    assert (ours.kind, ours.entity, ours.year) == (text.kind, text.entity, text.year)
    assert ours.coverage == text.coverage


@pytest.mark.parametrize("form", FORMATS)
def test_the_clean_report_has_no_finding_of_any_severity(reports: dict[str, DocumentReport], form: str) -> None:
    report = reports[f"clean.{form}"]
    assert [finding.message for finding in report.findings] == []
    assert report.outcomes()["broken"] == 0
    assert report.coverage.rate > 0.9
    assert report.warnings == ()


def answers(finding: Finding, entry: dict[str, Any]) -> bool:
    first = finding.evidence[0]
    return (
        finding.claimed == entry["claimed"]
        and entry.get("expected") in (None, finding.expected)
        and finding.family in entry["families"]
        and squeezed(entry["near"]) in squeezed(f"{first.quote}{first.row or ''}")
    )


@pytest.mark.parametrize("form", FORMATS)
def test_what_was_planted_is_found_and_nothing_else_is_an_error(reports: dict[str, DocumentReport], form: str) -> None:
    entries = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))["findings"]
    report = reports[f"errors.{form}"]
    folded = {name for finding in report.findings for name in finding.folded}
    leading = [f for f in report.findings if f.id not in folded and f.severity is not Severity.NOTE]
    assert [e for e in entries if not any(answers(finding, e) for finding in leading)] == []
    assert [f.message for f in leading if not any(answers(f, e) for e in entries)] == []


def test_the_files_are_those_that_the_maker_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(EXAMPLES))
    make: Any = __import__("make")
    stale = [path.name for path, data in make.files(None) if path.read_bytes() != data]
    for module in [name for name in sys.modules if name == "make" or name.split(".")[0] == "maker"]:
        monkeypatch.delitem(sys.modules, module)
    assert stale == []
