"""The findings for code-scanning tools: SARIF 2.1.0.

A line of a text report is the region's line. A PDF has no lines, so its page takes the line's place, with page and box
in the region's properties. Waived and known findings are suppressed results; ``partialFingerprints`` carries the
finding's id, which stays the same after edits elsewhere.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from auditor.model.finding import DocumentReport, Evidence, Finding, Report, Severity
from auditor.report import view
from auditor.report.messages import family, say
from auditor.report.view import Context

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
RELATED = 20


def write(report: Report, context: Context | None = None) -> str:
    """One SARIF log with one run."""
    lang = (context or Context()).lang
    rules = sorted({(finding.check, finding.family) for finding in report.findings()})
    positions = {check: position for position, (check, _) in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "auditor",
                "semanticVersion": report.version,
                "rules": [_rule(check, kind, lang) for check, kind in rules],
                "properties": {"checks": report.checks},
            }
        },
        "columnKind": "unicodeCodePoints",
        "artifacts": [_artifact(document) for document in report.documents],
        "results": [
            _result(finding, document, index, positions[finding.check], lang)
            for index, document in enumerate(report.documents)
            for finding in view.in_order(document.findings)
        ],
        "invocations": [
            {
                "executionSuccessful": all(document.status == "checked" for document in report.documents),
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": document.error or say("unreadable", lang)}}
                    for document in report.documents
                    if document.status != "checked"
                ],
            }
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _rule(check: str, kind: str, lang: str) -> dict[str, Any]:
    return {
        "id": check,
        "name": "".join(word.capitalize() for word in check.replace("/", "-").split("-")),
        "shortDescription": {"text": f"{family(kind, lang)}: {check}"},
        "help": {"text": f"auditor explain {check}"},
        "properties": {"family": kind, "tags": [kind]},
    }


def _artifact(document: DocumentReport) -> dict[str, Any]:
    artifact: dict[str, Any] = {"location": {"uri": uri(document.path)}}
    if document.sha256:
        artifact["hashes"] = {"sha-256": document.sha256}
    return artifact


def uri(path: str) -> str:
    """A relative or file URI, percent-encoded."""
    place = Path(path)
    return place.as_uri() if place.is_absolute() else quote(place.as_posix(), errors="replace")


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
        text += f"\n{say('cause', lang)}: {finding.cause.text}"
        if finding.cause.suggestion:
            text += f" ({say('suggestion', lang, text=finding.cause.suggestion)})"
    return text


def _location(evidence: Evidence | None, document: DocumentReport, index: int) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri(document.path), "index": index}}
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
