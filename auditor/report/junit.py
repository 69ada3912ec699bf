"""The findings for build servers: JUnit XML, one suite a document.

Each finding is a test case that fails when it reaches the threshold, is skipped when it is waived or known, and else
passes with its words as output. A check whose relations all hold is one passed case. What was not read is an error of the
case *verdict*; a document without a conclusion is a skipped case, and so is each file that was passed over.
"""

from __future__ import annotations

from xml.etree.ElementTree import Comment, Element, SubElement, indent, tostring

from auditor.model.finding import DocumentReport, Finding, Report
from auditor.model.verdict import fails, own, verdict_of
from auditor.report import headline, view
from auditor.report.messages import say
from auditor.report.text import printable
from auditor.report.view import Context


def write(report: Report, context: Context | None = None) -> str:
    """An XML document with a ``testsuites`` root."""
    context = context or Context()
    root = Element("testsuites", name="auditor")
    said = headline.of_run(report, context.lang).replace("--", "-")
    root.append(Comment(f" Made by auditor {report.version}: {printable(said)} "))
    for document in report.documents:
        _suite(root, document, context)
    if report.passed_over:
        _passed_over(root, report, context.lang)
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root.iter("testsuite"))))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, document: DocumentReport, context: Context) -> None:
    suite = SubElement(root, "testsuite", name=printable(document.shown))
    said = headline.of_document(document, context.lang)
    SubElement(SubElement(suite, "properties"), "property", name="verdict", value=printable(said))
    remarks = headline.remarks(document, context.lang)
    if remarks:
        case = SubElement(suite, "testcase", classname=printable(document.shown), name="verdict")
        verdict = verdict_of(document)
        SubElement(case, "error" if not verdict.complete else "skipped", message=printable("；".join(remarks)))
    for finding in view.leading(document.findings):
        _case(suite, finding, document, context)
    for check in _quiet_checks(document):
        SubElement(suite, "testcase", classname=printable(document.shown), name=printable(check))
    _sum_up(suite)


def _passed_over(root: Element, report: Report, lang: str) -> None:
    suite = SubElement(root, "testsuite", name=say("passed_over_suite", lang))
    for path in report.passed_over:
        case = SubElement(suite, "testcase", classname=printable(path), name="verdict")
        SubElement(case, "skipped", message=printable(say("passed_over", lang, files=path)))
    _sum_up(suite)


def _sum_up(suite: Element) -> None:
    suite.set("tests", str(len(suite.findall("testcase"))))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(len(suite.findall(f"testcase/{tag}"))))


def _quiet_checks(document: DocumentReport) -> list[str]:
    loud = {finding.check for finding in own(document.findings)}
    decided = {entry.check for entry in document.ledger if entry.status.value == "passed"}
    return sorted(decided - loud)


def _case(suite: Element, finding: Finding, document: DocumentReport, context: Context) -> None:
    where = view.where(finding, context.lang)
    name = " ".join(part for part in (finding.check, where, f"[{finding.id[:8]}]") if part)
    case = SubElement(suite, "testcase", classname=printable(document.shown), name=printable(name))
    if finding.evidence and finding.evidence[0].location.line is not None:
        case.set("file", printable(document.shown))
        case.set("line", str(finding.evidence[0].location.line))
    if finding.waived or finding.known:
        reason = finding.waived.reason if finding.waived else say("known", context.lang)
        SubElement(case, "skipped", message=printable(reason))
    elif fails(finding, context.fail_on):
        failure = SubElement(case, "failure", type=finding.severity.value, message=printable(finding.message))
        failure.text = printable(view.plain(finding, context.lang))
    else:
        SubElement(case, "system-out").text = printable(view.plain(finding, context.lang))
