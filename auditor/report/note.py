"""What does the comment beside a figure say? Everything about a finding but the quotation, which stands there already."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.model.finding import DocumentReport, Evidence, Finding
from auditor.report import view
from auditor.report.messages import labelled, say
from auditor.report.text import printable
from auditor.report.view import Context

_DISTANT = 6  # figures that stand elsewhere


def note(finding: Finding, document: DocumentReport, context: Context) -> str:
    """The comment in plain lines."""
    lang = context.lang
    check = context.check(finding.check)
    lines = [
        f"{say(finding.severity.value, lang)} · {check.title.say(lang) if check else finding.check}",
        finding.message,
        view.figures(finding, lang),
        labelled("formula", finding.formula, lang) if finding.formula else "",
        view.cause(finding, lang),
        *(labelled("evidence", f"{each.text} {view.place(each, lang)}", lang) for each in _distant(finding)),
        *(labelled("folded", other.message, lang) for other in view.consequences(finding, document)),
    ]
    if finding.waived:
        lines.append(say("waived_by", lang, by=finding.waived.by, reason=finding.waived.reason))
    if finding.decision:
        decided = say(f"decision.{finding.decision.kind}", lang)
        lines.append(f"{decided} · {say('waived_by', lang, by=finding.decision.by, reason=finding.decision.reason)}")
    return printable("\n".join(line for line in lines if line))


def _distant(finding: Finding) -> Iterator[Evidence]:
    """A few of the figures that do not stand on the page or in the row of the disputed one."""
    page = finding.evidence[0].location.page if finding.evidence else None
    others = (e for e in view.elsewhere(finding) if page is None or e.location.page != page)
    return (evidence for evidence, _ in zip(others, range(_DISTANT), strict=False))
