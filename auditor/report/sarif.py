"""The findings for code-scanning tools: SARIF 2.1.0.

A line of a text report is the region's line. A PDF has no lines, so its page takes the line's place, with page and box
in the region's properties. Waived and known findings are suppressed results; ``partialFingerprints`` carries the
finding's id, which stays the same after edits elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from auditor.model.finding import DocumentReport, Evidence, Finding, Report, Severity
from auditor.model.verdict import own
from auditor.report import headline, view
from auditor.report.messages import family, say
from auditor.report.reference import anchor
from auditor.report.view import Context
from auditor.rulebook.library import default_library

if TYPE_CHECKING:
    from auditor.rulebook.check import Check

DOCS = "docs/checks.md"  # the reference of the shipped checks, from the root of the project
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
BASE = "%SRCROOT%"  # what relative URIs are relative to: the working directory, for GitHub the repository
RELATED = 20


def write(report: Report, context: Context | None = None) -> str:
    """One SARIF log with one run."""
    context = context or Context()
    lang = context.lang
    rules = sorted({(finding.check, finding.family) for finding in own(report.findings())})
    positions = {check: position for position, (check, _) in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "auditor",
                "semanticVersion": report.version,
                "rules": [_rule(check, kind, context.check(check), lang) for check, kind in rules],
                "properties": {"checks": report.checks},
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {BASE: {"uri": f"{Path.cwd().as_uri().rstrip('/')}/"}},
        "artifacts": [_artifact(document) for document in report.documents],
        "results": [
            _result(finding, document, index, positions[finding.check], lang)
            for index, document in enumerate(report.documents)
            for finding in view.leading(document.findings)
        ],
        "invocations": [
            {
                "executionSuccessful": all(document.status == "checked" for document in report.documents),
                "toolExecutionNotifications": list(_notifications(report, lang)),
            }
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _notifications(report: Report, lang: str) -> Iterator[dict[str, Any]]:
    """What was not read or not decided, and the verdict on all documents."""
    for index, document in enumerate(report.documents):
        level = "error" if document.status != "checked" else "warning"
        artifact: dict[str, Any] = {**_place(document.shown), "index": index}
        where = {"physicalLocation": {"artifactLocation": artifact}}
        for remark in headline.remarks(document, lang):
            yield {"level": level, "message": {"text": remark}, "locations": [where]}
    for path in report.passed_over:
        where = {"physicalLocation": {"artifactLocation": _place(path)}}
        said = say("passed_over", lang, files=path)
        yield {"level": "warning", "message": {"text": said}, "locations": [where]}
    yield {"level": "note", "message": {"text": headline.of_run(report, lang)}}


def _rule(name: str, kind: str, check: Check | None, lang: str) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": name,
        "name": "".join(word.capitalize() for word in name.replace("/", "-").split("-")),
        "shortDescription": {"text": check.title.say(lang) if check else f"{family(kind, lang)}: {name}"},
        "help": {"text": f"auditor explain {name}"},
        "properties": {"family": kind, "tags": [kind]},
    }
    if name in default_library().checks:
        rule["helpUri"] = f"{DOCS}#{anchor(name)}"
    if check:
        lines = (check.title.say(lang), check.why.say(lang), check.source, f"auditor explain {name}")
        said = [line for line in lines if line]
        rule["fullDescription"] = {"text": check.why.say(lang)}
        rule["help"] = {
            "text": "\n".join(said),
            "markdown": "\n\n".join((f"**{said[0]}**", *said[1:-1], f"`{said[-1]}`")),
        }
    return rule


def _artifact(document: DocumentReport) -> dict[str, Any]:
    artifact: dict[str, Any] = {"location": _place(document.shown)}
    if document.sha256:
        artifact["hashes"] = {"sha-256": document.sha256}
    return artifact


def _place(path: str) -> dict[str, str]:
    """A URI that is relative to the working directory, or that of a file elsewhere; percent-encoded."""
    place = Path(path)
    if ".." in place.parts:
        place = place.resolve()
    if place.is_absolute():
        return {"uri": place.as_uri()}
    return {"uri": quote(place.as_posix(), errors="replace"), "uriBaseId": BASE}


_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def _result(finding: Finding, document: DocumentReport, index: int, rule: int, lang: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding, lang)},
        "locations": [_location(finding.evidence[0] if finding.evidence else None, document, index)],
        "partialFingerprints": {"auditorFinding/v1": finding.id},
        "properties": {
            key: value
            for key, value in {
                "family": finding.family,
                "claimed": finding.claimed,
                "expected": finding.expected,
                "gap": finding.gap,
                "formula": finding.formula or None,
                "folded": list(finding.folded) or None,
            }.items()
            if value is not None
        },
        "suppressions": _suppressions(finding, lang),
    }
    related = [
        {"id": number, "message": {"text": evidence.text}, **_location(evidence, document, index)}
        for number, evidence in enumerate(finding.evidence[1 : RELATED + 1], 1)
    ]
    if related:
        result["relatedLocations"] = related
    return result


def _message(finding: Finding, lang: str) -> str:
    text = finding.message
    if finding.cause:
        text += f"\n{view.cause(finding, lang)}"
    return text


def _location(evidence: Evidence | None, document: DocumentReport, index: int) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {**_place(document.shown), "index": index}}
    location: dict[str, Any] = {"physicalLocation": physical}
    if evidence is None:
        return location
    where = evidence.location
    line = where.line if where.line is not None else where.page
    if line is not None:
        region: dict[str, Any] = {"startLine": line}
        if evidence.quote:
            region["snippet"] = {"text": evidence.quote}
        if where.page is not None:
            region["properties"] = {"page": where.page, "bbox": list(where.bbox) if where.bbox else None}
        physical["region"] = region
    names = [name for name in (evidence.table, evidence.row, evidence.column) if name]
    if names:
        location["logicalLocations"] = [{"fullyQualifiedName": "/".join(names), "kind": "element"}]
    return location


def _suppressions(finding: Finding, lang: str) -> list[dict[str, Any]]:
    if finding.waived:
        said = say("waived_by", lang, by=finding.waived.by, reason=finding.waived.reason)
        return [{"kind": "external", "status": "accepted", "justification": said}]
    return [{"kind": "external", "status": "accepted", "justification": "baseline"}] if finding.known else []
