"""The example reports: what was planted is found where it stands, and nothing else is.

``example_data/expected/NAME.yaml`` says what must be found in ``example_data/text/NAME.txt``. An entry with ``todo`` is a
known gap: it need not be found, or not in full.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from auditor import audit
from auditor.model.finding import DocumentReport, Finding, Severity

FOLDER = Path(__file__).parent.parent / "example_data"
EXPECTED = sorted((FOLDER / "expected").glob("*.yaml"))


def _expectation(file: Path) -> dict[str, Any]:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def reports() -> dict[str, DocumentReport]:
    return {Path(report.path).stem: report for report in audit(FOLDER / "text").documents}


def _leading(report: DocumentReport) -> list[Finding]:
    folded = {name for finding in report.findings for name in finding.folded}
    return [finding for finding in report.findings if finding.id not in folded]


def _answers(finding: Finding, entry: dict[str, Any]) -> bool:
    first = finding.evidence[0]
    return (
        finding.family in entry["families"]
        and finding.severity.value == entry["severity"]
        and first.location.line == entry["line"]
        and entry.get("claimed") in (None, finding.claimed)
        and entry.get("expected") in (None, finding.expected)
    )


def _known(finding: Finding, entry: dict[str, Any]) -> bool:
    """Also a finding that gets a known gap half right."""
    return _answers(finding, entry) or ("todo" in entry and finding.evidence[0].location.line == entry["line"])


def test_there_is_an_expectation_for_every_text():
    assert [file.stem for file in EXPECTED] == sorted(path.stem for path in (FOLDER / "text").glob("*.txt"))
    assert len(EXPECTED) >= 5


@pytest.mark.parametrize("file", EXPECTED, ids=lambda file: file.stem)
def test_what_kind_of_report_it_is(file, reports):
    wanted, report = _expectation(file), reports[file.stem]
    assert (report.kind, report.entity, report.year) == (wanted["kind"], wanted["entity"], wanted["year"])


@pytest.mark.parametrize("file", EXPECTED, ids=lambda file: file.stem)
def test_every_planted_error_is_found_where_it_stands(file, reports):
    found = _leading(reports[file.stem])
    missed = [
        entry
        for entry in _expectation(file)["findings"]
        if "todo" not in entry and not any(_answers(finding, entry) for finding in found)
    ]
    assert missed == []


@pytest.mark.parametrize("file", EXPECTED, ids=lambda file: file.stem)
def test_nothing_else_is_an_error_or_a_warning(file, reports):
    entries = _expectation(file)["findings"]
    extra = [
        f"line {finding.evidence[0].location.line}: {finding.check}: {finding.message}"
        for finding in _leading(reports[file.stem])
        if finding.severity is not Severity.NOTE and not any(_known(finding, entry) for entry in entries)
    ]
    assert extra == []


def test_the_clean_report_has_no_finding_of_any_severity(reports):
    clean = [file.stem for file in EXPECTED if not _expectation(file)["findings"]]
    assert clean
    for name in clean:
        assert reports[name].findings == ()
        assert reports[name].outcomes()["passed"] > 100
        assert reports[name].outcomes()["broken"] == 0
