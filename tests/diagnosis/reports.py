"""Audits small invented reports, for tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from auditor.app.audit import Auditor
from auditor.model.finding import Finding
from auditor.reading.text import read


@cache
def auditor(lang: str = "zh") -> Auditor:
    return Auditor.with_library(lang=lang)


def audited(text: str, lang: str = "zh") -> tuple[Finding, ...]:
    return auditor(lang).audit(read(Path("report.txt"), text.encode())).findings


def errors(text: str, lang: str = "zh") -> list[Finding]:
    return [finding for finding in audited(text, lang) if finding.severity.value == "error"]
