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
REPORTS = {"final-accounts": ("pdf", "docx", "xlsx", "html", "txt"), "budget": ("pdf", "docx")}
FILES = [(report, form) for report, forms in REPORTS.items() for form in forms]
PAIRS = [
    (report, name, form, forms[-1])
    for report, forms in REPORTS.items()
    for name in ("clean", "errors")
    for form in forms[:-1]
]


@pytest.fixture(scope="module")
def reports() -> dict[str, DocumentReport]:
    """By folder and file."""
    return {f"{folder}/{report.path}": report for folder in REPORTS for report in audit(EXAMPLES / folder).documents}


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


@pytest.mark.parametrize(("folder", "name", "form", "other"), PAIRS)
def test_every_format_has_the_same_headings_paragraphs_and_tables(
    folder: str, name: str, form: str, other: str
) -> None:
    one, two = (read_document(EXAMPLES / folder / f"{name}.{extension}") for extension in (form, other))
    assert shape(one) == shape(two)


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


@pytest.mark.parametrize(("folder", "name", "form", "other"), PAIRS)
def test_every_format_gives_the_same_findings(
    reports: dict[str, DocumentReport], folder: str, name: str, form: str, other: str
) -> None:
    one, two = (reports[f"{folder}/{name}.{extension}"] for extension in (form, other))
    assert sorted(map(told, one.findings), key=str) == sorted(map(told, two.findings), key=str)
    assert (one.kind, one.entity, one.year) == (two.kind, two.entity, two.year)
    assert one.coverage == two.coverage


@pytest.mark.parametrize(("folder", "form"), FILES)
def test_the_clean_report_has_no_finding_of_any_severity(
    reports: dict[str, DocumentReport], folder: str, form: str
) -> None:
    report = reports[f"{folder}/clean.{form}"]
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


@pytest.mark.parametrize(("folder", "form"), FILES)
def test_what_was_planted_is_found_and_nothing_else_is_an_error(
    reports: dict[str, DocumentReport], folder: str, form: str
) -> None:
    entries = yaml.safe_load((EXAMPLES / folder / "expected.yaml").read_text(encoding="utf-8"))["findings"]
    report = reports[f"{folder}/errors.{form}"]
    folded = {name for finding in report.findings for name in finding.folded}
    leading = [f for f in report.findings if f.id not in folded]
    assert [e for e in entries if not any(answers(finding, e) for finding in leading)] == []
    errors = [f for f in leading if f.severity is Severity.ERROR]
    assert [f.message for f in errors if not any(answers(f, e) for e in entries)] == []


def test_the_files_are_those_that_the_maker_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(EXAMPLES))
    make: Any = __import__("make")
    stale = [path.name for path, data in make.files(None) if path.read_bytes() != data]
    for module in [name for name in sys.modules if name == "make" or name.split(".")[0] == "maker"]:
        monkeypatch.delitem(sys.modules, module)
    assert stale == []
