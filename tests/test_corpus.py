"""Reports in the wording of many provinces, years and drafters: right ones raise nothing, planted slips are found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.app.audit import Auditor
from auditor.model.finding import Finding, Severity
from auditor.reading.open import read_document

CORPUS = Path(__file__).parent / "corpus"


@pytest.fixture(scope="module")
def auditor() -> Auditor:
    return Auditor.with_library()


def _alarms(auditor: Auditor, path: Path) -> list[Finding]:
    report = auditor.audit(read_document(path))
    return [finding for finding in report.findings if finding.severity is not Severity.NOTE]


@pytest.mark.parametrize("path", sorted((CORPUS / "clean").glob("*.txt")), ids=lambda path: path.stem)
def test_a_right_report_raises_no_error_and_no_warning(auditor: Auditor, path: Path) -> None:
    assert [(finding.check, finding.message) for finding in _alarms(auditor, path)] == []


@pytest.mark.parametrize("path", sorted((CORPUS / "planted").glob("*.txt")), ids=lambda path: path.stem)
def test_planted_slips_are_found_and_nothing_else(auditor: Auditor, path: Path) -> None:
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    found = {evidence.text for finding in _alarms(auditor, path) for evidence in finding.evidence}
    assert set(expected["found"]) <= found
    assert len(_alarms(auditor, path)) <= expected["at_most"]
