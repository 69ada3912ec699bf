"""What was read by a method that may err is never an error."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.app.audit import Auditor
from auditor.model.document import Document, Location, Paragraph, Run
from auditor.model.finding import Severity

WRONG = "本年支出合计120万元，比上年增加20万元，增长35%。"


@pytest.mark.parametrize(("trusted", "severity"), [(True, Severity.ERROR), (False, Severity.WARNING)])
def test_a_wrong_rate_is_an_error_unless_it_was_read_from_a_picture(trusted: bool, severity: Severity) -> None:
    paragraph = Paragraph(WRONG, (Run(0, len(WRONG), Location(page=1)),))
    document = Document("r.pdf", "pdf", "0" * 64, (replace(paragraph, trusted=trusted),))
    report = Auditor.with_library().audit(document)
    assert [finding.severity for finding in report.findings] == [severity]
