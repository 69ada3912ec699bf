"""The findings report as JSON, field for field as FINDINGS_FORMAT says, with its reading back.

Printed numbers are strings as printed, computed ones strings of a decimal. Fields beyond the format: ``known``, ``decision``, ``part`` and
``follows_from`` on findings, ``span`` and ``key`` on evidence, ``file``, ``verdict``, ``unread``, ``warnings``, ``parts``, ``ledger``,
``unverified``, ``tables`` and ``duties`` on documents, ``verdict``, ``passed_over``, ``notices`` and ``drafts`` on the report.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from auditor.errors import InputError
from auditor.model.document import Location
from auditor.model.finding import (
    Answer,
    Cause,
    Coverage,
    Decision,
    DocumentReport,
    Drafts,
    DutyAnswer,
    Evidence,
    Figure,
    Finding,
    LedgerEntry,
    Report,
    ReportPart,
    Severity,
    Status,
    Waiver,
)
from auditor.model.quantity import BARE, PERCENT, PERMILLE, POINTS, WAN, YI, YUAN, Quantity, Unit
from auditor.model.verdict import Verdict, verdict_of, verdict_of_run
from auditor.report import headline, view
from auditor.report.plain import dumps
from auditor.report.view import Context

_UNITS = {unit.symbol: unit for unit in (YUAN, WAN, YI, PERCENT, PERMILLE, POINTS, BARE)}


def write(report: Report, context: Context | None = None) -> str:
    """The report as JSON text, ending in a newline, with the optional parts that ``context.details`` names."""
    context = context or Context()
    return dumps(to_dict(report, context.details, context.lang)) + "\n"


def to_dict(
    report: Report, details: Collection[str] = ("ledger", "unverified", "tables", "duties"), lang: str = "zh"
) -> dict[str, Any]:
    return {
        "tool": {"name": "auditor", "version": report.version, "checks": report.checks},
        "verdict": _verdict(verdict_of_run(report), lang),
        "documents": [_document(document, details, lang) for document in report.documents],
        "passed_over": list(report.passed_over),
        "notices": list(report.notices),
        **({"drafts": _drafts(report.drafts)} if report.drafts else {}),
    }


def _drafts(drafts: Drafts) -> dict[str, Any]:
    """Findings of this draft by their id; those that were repaired are no longer among them and stand in full."""
    return {
        "earlier": drafts.earlier,
        "repaired": [_finding(finding) for finding in drafts.repaired],
        "new": [finding.id for finding in drafts.new],
        "still": [finding.id for finding in drafts.still],
    }


def _verdict(verdict: Verdict, lang: str) -> dict[str, Any]:
    """What may be said, in a word and in a line, and how many findings; those that follow from another are apart."""
    result: dict[str, Any] = {
        "conclusion": verdict.conclusion.value,
        "headline": headline.line(verdict, lang),
        "findings": asdict(verdict.tally),
        "coverage": round(verdict.coverage.rate, 4),
    }
    counts = ("documents", "unreadable", "undecided", "unread", "passed_over", "broken")
    return result | {name: getattr(verdict, name) for name in counts}


def _document(document: DocumentReport, details: Collection[str], lang: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "path": document.path,
        "file": document.file or None,
        "sha256": document.sha256,
        "kind": document.kind,
        "entity": document.entity,
        "year": document.year,
        "level": document.level or None,
        "status": document.status,
    }
    if document.error is not None:
        result["error"] = document.error
    result |= {
        "verdict": _verdict(verdict_of(document), lang),
        "coverage": {
            "numbers": document.coverage.numbers,
            "verified": document.coverage.verified,
            "rate": round(document.coverage.rate, 4),
        },
        "outcomes": document.outcomes(),
        "unread": list(document.unread),
        "warnings": list(document.warnings),
        "findings": [_finding(finding, document) for finding in document.findings],
    }
    if document.gate:
        result["gate"] = dict(document.gate)
    if document.parts:
        result["parts"] = [asdict(part) for part in document.parts]
    if document.ledger and "ledger" in details:
        result["ledger"] = [_entry(entry) for entry in document.ledger]
    if document.unverified and "unverified" in details:
        result["unverified"] = [_evidence(evidence) for evidence in document.unverified]
    if document.duties and "duties" in details:
        result["duties"] = [_duty(duty) for duty in document.duties]
    if document.tables and "tables" in details:
        result["tables"] = list(document.tables)
    return result


def _finding(finding: Finding, document: DocumentReport | None = None) -> dict[str, Any]:
    cause, waiver = finding.cause, finding.waived
    return {
        "id": finding.id,
        "check": finding.check,
        "family": finding.family,
        "severity": finding.severity.value,
        "message": finding.message,
        "claimed": finding.claimed,
        "expected": finding.expected,
        "gap": finding.gap,
        "formula": finding.formula,
        "cause": cause and {"kind": cause.kind, "text": cause.text, "suggestion": cause.suggestion},
        "folded": list(finding.folded),
        "follows_from": finding.follows_from,
        "waived": waiver and {"reason": waiver.reason, "by": waiver.by, "until": waiver.until},
        "known": finding.known,
        **({"decision": asdict(finding.decision)} if finding.decision else {}),
        "part": (view.part(finding, document) if document else "") or None,
        "evidence": [_evidence(evidence) for evidence in finding.evidence],
    }


def _duty(duty: DutyAnswer) -> dict[str, Any]:
    return {
        "duty": duty.duty,
        "group": duty.group,
        "title": duty.title,
        "source": duty.source,
        "answer": duty.answer.value or None,
        "check": duty.check or None,
        "evidence": duty.evidence and _evidence(duty.evidence),
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    quantity, location = evidence.quantity, evidence.location
    result: dict[str, Any] = {
        "role": evidence.role,
        "text": evidence.text,
        "value": f"{quantity.value:f}" if quantity else None,
        "unit": quantity.unit.symbol if quantity else None,
        "page": location.page,
        "line": location.line,
        "table": evidence.table,
        "row": evidence.row,
        "column": evidence.column,
        "quote": evidence.quote,
        "bbox": [round(edge, 2) for edge in location.bbox] if location.bbox else None,
        "span": list(evidence.span) if evidence.span else None,
        "key": list(evidence.key),
    }
    if evidence.boxes:
        result["boxes"] = [{"page": page, "bbox": [round(edge, 2) for edge in box]} for page, box in evidence.boxes]
    if location.sheet:
        result["sheet"] = location.sheet
    return result


def _entry(entry: LedgerEntry) -> dict[str, Any]:
    return {
        "check": entry.check,
        "status": entry.status.value,
        "arithmetic": entry.arithmetic,
        "page": entry.location.page,
        "line": entry.location.line,
        "reason": entry.reason,
        **({"figures": [_figure(figure) for figure in entry.figures]} if entry.figures else {}),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {"name": figure.name, "key": figure.key, "page": figure.page, "bbox": figure.bbox}


def load(path: Path) -> Report:
    """Read back what :func:`write` wrote. ``InputError`` when the file is not a findings report."""
    try:
        data = json.loads(path.read_text("utf-8"))
        return from_dict(data)
    except OSError as error:
        raise InputError(f"无法读取 {path}：{error.strerror}", f"cannot read {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as error:
        raise InputError(
            f"{path} 不是 auditor 的 JSON 核对报告", f"{path} is not a findings report of auditor"
        ) from error


def from_dict(data: Mapping[str, Any]) -> Report:
    """The report in ``data``. ``KeyError``, ``TypeError`` or ``ValueError`` when it is not one."""
    tool = data["tool"]
    if tool["name"] != "auditor":
        raise ValueError("not a report of auditor")
    documents = tuple(_read_document(document) for document in data["documents"])
    return Report(
        version=tool["version"],
        checks=tool["checks"],
        documents=documents,
        notices=tuple(data.get("notices", ())),
        passed_over=tuple(data.get("passed_over", ())),
        drafts=_read_drafts(data["drafts"], documents[0]) if data.get("drafts") else None,
    )


def _read_drafts(data: Mapping[str, Any], later: DocumentReport) -> Drafts:
    new, still = (tuple(f for f in later.findings if f.id in data[key]) for key in ("new", "still"))
    return Drafts(data["earlier"], tuple(_read_finding(finding) for finding in data["repaired"]), new, still)


def _read_document(data: Mapping[str, Any]) -> DocumentReport:
    return DocumentReport(
        path=data["path"],
        sha256=data["sha256"],
        kind=data["kind"],
        entity=data["entity"],
        year=data["year"],
        level=data.get("level") or "",
        status=data["status"],
        error=data.get("error"),
        coverage=Coverage(data["coverage"]["numbers"], data["coverage"]["verified"]),
        findings=tuple(_read_finding(finding) for finding in data["findings"]),
        ledger=tuple(_read_entry(entry) for entry in data.get("ledger", ())),
        unverified=tuple(_read_evidence(evidence) for evidence in data.get("unverified", ())),
        warnings=tuple(data.get("warnings", ())),
        unread=tuple(data.get("unread", ())),
        gate=data.get("gate", {}),
        file=data.get("file") or "",
        parts=tuple(ReportPart(**part) for part in data.get("parts", ())),
        tables=tuple(data.get("tables", ())),
        duties=tuple(_read_duty(duty) for duty in data.get("duties", ())),
    )


def _read_duty(data: Mapping[str, Any]) -> DutyAnswer:
    evidence, answer = data["evidence"], Answer(data["answer"] or "")
    shown = _read_evidence(evidence) if evidence else None
    return DutyAnswer(data["duty"], data["group"], data["title"], data["source"], answer, shown, data["check"] or "")


def _read_finding(data: Mapping[str, Any]) -> Finding:
    cause, waiver = data["cause"], data["waived"]
    return Finding(
        id=data["id"],
        check=data["check"],
        family=data["family"],
        severity=Severity(data["severity"]),
        message=data["message"],
        claimed=data["claimed"],
        expected=data["expected"],
        gap=data["gap"],
        formula=data["formula"],
        cause=Cause(cause["kind"], cause["text"], cause["suggestion"]) if cause else None,
        evidence=tuple(_read_evidence(evidence) for evidence in data["evidence"]),
        folded=tuple(data["folded"]),
        waived=Waiver(waiver["reason"], waiver["by"], waiver["until"]) if waiver else None,
        known=bool(data.get("known")),
        follows_from=data.get("follows_from"),
        decision=Decision(**data["decision"]) if data.get("decision") else None,
    )


def _read_evidence(data: Mapping[str, Any]) -> Evidence:
    bbox, span = data["bbox"], data.get("span")
    return Evidence(
        role=data["role"],
        text=data["text"],
        location=Location(data["line"], data["page"], tuple(bbox) if bbox else None, data.get("sheet")),
        quantity=_read_quantity(data),
        table=data["table"],
        row=data["row"],
        column=data["column"],
        quote=data["quote"],
        span=(span[0], span[1]) if span else None,
        key=tuple(data.get("key", ())),
        boxes=tuple((each["page"], tuple(each["bbox"])) for each in data.get("boxes", ())),
    )


def _read_quantity(data: Mapping[str, Any]) -> Quantity | None:
    if data["value"] is None:
        return None
    value = Decimal(data["value"])
    symbol = data["unit"] or ""
    unit = _UNITS.get(symbol) or Unit(symbol, symbol, counted=True)
    exponent = value.as_tuple().exponent
    return Quantity(data["text"].removesuffix("%"), value, unit, -exponent if isinstance(exponent, int) else 0)


def _read_entry(data: Mapping[str, Any]) -> LedgerEntry:
    location = Location(line=data["line"], page=data["page"])
    return LedgerEntry(
        data["check"],
        Status(data["status"]),
        data["arithmetic"],
        location,
        data["reason"],
        tuple(data.get("figures", ())),
    )


def _read_figure(data: Mapping[str, Any]) -> Figure:
    bbox = data["bbox"]
    return Figure(data["name"], tuple(data["key"]), data["page"], tuple(bbox) if bbox else None)
