"""A summary for pull requests and job pages: GitHub-flavoured Markdown."""

from __future__ import annotations

import re

from auditor.model.finding import DocumentReport, Finding, Report
from auditor.model.verdict import standing, tally, verdict_of_run
from auditor.report import headline, view
from auditor.report.messages import labelled, say
from auditor.report.view import Context

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$!&@])")
_SIGNS = {"error": "🔴", "warning": "🟡", "note": "🔵", "known": "⚪", "waived": "⚪"}


def write(report: Report, context: Context | None = None) -> str:
    lang = (context or Context()).lang
    lines = [f"# {say('title', lang)}", "", _sums(report, lang), "", *_overview(report, lang)]
    lines += _drafts(report, lang)
    for document in report.documents:
        lines += _document(document, lang)
    for notice in report.notices:
        lines += ["", f"> {labelled('notice', escape(notice), lang)}"]
    lines += ["", f"<sub>{escape(say('made_by', lang, version=report.version, checks=report.checks))}</sub>"]
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """Text that Markdown shows as it is, on one line: no markup, no HTML, no mention of people."""
    return _SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", text)).replace("\\@", "@\u200b").replace("://", ":\u200b//")


def _sums(report: Report, lang: str) -> str:
    return " · ".join(f"**{escape(words)}**" for _, words in headline.parts(verdict_of_run(report), lang))


def _overview(report: Report, lang: str) -> list[str]:
    keys = ("error", "warning", "note")
    heads = [say("document", lang), *(say(key, lang) for key in keys), say("coverage", lang), say("verdict", lang)]
    lines = [f"| {' | '.join(heads)} |", "|---|--:|--:|--:|--:|---|"]
    for document in report.documents:
        counts = tally(document.findings)
        numbers = [str(getattr(counts, key) or "") for key in keys]
        covered = view.percent(document.coverage.rate) if document.status == "checked" else "–"
        said = escape(headline.of_document(document, lang))
        lines.append(f"| {' | '.join([escape(document.shown), *numbers, covered, said])} |")
    if report.passed_over:
        lines += ["", f"> {escape(headline.passed_over(report, lang, most=len(report.passed_over)))}"]
    return lines


def _drafts(report: Report, lang: str) -> list[str]:
    """What became of the findings of an earlier draft, where one was given."""
    if report.drafts is None:
        return []
    lines = ["", f"## {escape(view.drafts_counted(report, lang))}", ""]
    for key, findings in view.drafts(report):
        for finding in findings:
            place = " ".join(part for part in (view.where(finding, lang), finding.message) if part)
            lines.append(f"- **{say(f'drafts.{key}', lang)}** {escape(place)}")
    return lines


def _document(document: DocumentReport, lang: str) -> list[str]:
    findings = view.by_severity(view.leading(document.findings))
    remarks = headline.remarks(document, lang)
    if not findings and not remarks:
        return []
    lines = ["", f"## {escape(document.shown)}", ""]
    about = view.profile(document, lang)
    if about:
        lines += [escape(about), ""]
    lines += [f"> {escape(remark)}  " for remark in remarks] + ([""] if remarks else [])
    for finding in findings:
        lines += _finding(finding, document, lang)
    return lines


def _finding(finding: Finding, document: DocumentReport, lang: str) -> list[str]:
    shown_as = standing(finding)
    head = f"- {_SIGNS[shown_as]} **{say(shown_as, lang)}**"
    at = view.place(finding.evidence[0], lang) if finding.evidence else ""
    place = " ".join(name for name in (view.part(finding, document), at) if name)
    if place:
        head += f" {escape(place)}"
    lines = [f"{head}  ", f"  {escape(finding.message)}  "]
    quote = "".join(
        f"**{escape(piece.text)}**" if piece.mark == "disputed" else escape(piece.text)
        for piece in view.shared_quote(finding)
    )
    if quote:
        lines.append(f"  > {quote}")
        lines.append("")
    figures = view.figures(finding, lang)
    cause = view.cause(finding, lang)
    lines += [f"  {escape(text)}  " for text in (figures, cause) if text]
    if finding.waived:
        said = say("waived_by", lang, by=finding.waived.by, reason=finding.waived.reason)
        lines.append(f"  {escape(said)}  ")
    lines.append(f"  <sub>{escape(finding.check)}</sub>")
    return lines
