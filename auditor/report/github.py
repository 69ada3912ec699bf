"""The findings as annotations of a GitHub Actions run: one workflow command a line.

Waived and known findings are left out, and those folded under another.
"""

from __future__ import annotations

from auditor.model.finding import DocumentReport, Finding, Report, Severity
from auditor.report import view
from auditor.report.messages import count, say
from auditor.report.text import printable
from auditor.report.view import Context

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def write(report: Report, context: Context | None = None) -> str:
    lang = (context or Context()).lang
    lines = []
    for document in report.documents:
        if document.error:
            lines.append(_command("error", {"file": document.path, "title": "auditor"}, document.error))
        for finding in view.leading(document.findings):
            if not (finding.waived or finding.known):
                lines.append(_annotation(finding, document, lang))
    tally = view.tally_report(report)
    sums = "  ".join(count(key, getattr(tally, key), lang) for key in ("error", "warning", "note"))
    made = say("made_by", lang, version=report.version, checks=report.checks)
    lines.append(_command("notice", {"title": "auditor"}, f"{sums} ({made})"))
    return "\n".join(lines) + "\n"


def _annotation(finding: Finding, document: DocumentReport, lang: str) -> str:
    fields = {"file": document.path}
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
