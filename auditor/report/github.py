"""The findings as annotations of a GitHub Actions run: one workflow command a line.

Waived and known findings are left out, and those that only follow from another. What was not read is a warning, and the
last command says the verdict on all documents.
"""

from __future__ import annotations

from auditor.model.finding import DocumentReport, Finding, Report, Severity
from auditor.model.verdict import is_open
from auditor.report import headline, view
from auditor.report.messages import say
from auditor.report.text import printable
from auditor.report.view import Context

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def write(report: Report, context: Context | None = None) -> str:
    lang = (context or Context()).lang
    lines = []
    for document in report.documents:
        about = {"file": document.shown, "title": "auditor"}
        kind = "error" if document.error else "warning"
        lines += [_command(kind, about, said) for said in headline.remarks(document, lang)]
        lines += [_annotation(f, document, lang) for f in view.leading(document.findings) if is_open(f)]
    if report.passed_over:
        named = headline.passed_over(report, lang, most=len(report.passed_over))
        lines.append(_command("warning", {"title": "auditor"}, named))
    made = say("made_by", lang, version=report.version, checks=report.checks)
    lines.append(_command("notice", {"title": "auditor"}, f"{headline.of_run(report, lang)} ({made})"))
    return "\n".join(lines) + "\n"


def _annotation(finding: Finding, document: DocumentReport, lang: str) -> str:
    fields = {"file": document.shown}
    where = view.place(finding.evidence[0], lang) if finding.evidence else ""
    line = finding.evidence[0].location.line if finding.evidence else None
    if line is not None:
        fields["line"] = str(line)
    fields["title"] = f"{finding.check} ({where})" if where else finding.check
    return _command(_COMMANDS[finding.severity], fields, view.plain(finding, lang))


def _command(name: str, fields: dict[str, str], message: str) -> str:
    said = ",".join(f"{key}={_property(value)}" for key, value in fields.items())
    return f"::{name} {said}::{_data(message)}"


def _data(text: str) -> str:
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
