"""Failed relations become findings: worded, with a stable id, the consequences folded under what explains them."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace

from auditor.engine.relation import fill
from auditor.model.finding import Cause, Finding, Outcome, Status
from auditor.parsing.labels import squeeze
from auditor.spec.library import Library


def findings(outcomes: tuple[Outcome, ...], library: Library, lang: str) -> tuple[Finding, ...]:
    """The findings of one document, in document order."""
    seen: Counter[str] = Counter()
    found = []
    failed = [outcome for outcome in outcomes if outcome.status is Status.FAILED]
    for outcome in sorted(failed, key=lambda o: (o.evidence[0].key if o.evidence else (), o.check)):
        finding = _finding(outcome, library, lang)
        seen[finding.id] += 1
        if seen[finding.id] > 1:
            finding = replace(finding, id=f"{finding.id}-{seen[finding.id]}")
        found.append(finding)
    return tuple(found)


def _finding(outcome: Outcome, library: Library, lang: str) -> Finding:
    check = library.checks[outcome.check]
    cause = outcome.cause
    if cause is not None:
        cause = Cause(cause.kind, (cause.zh if lang == "zh" else cause.en) or cause.text, cause.suggestion)
    return Finding(
        id=_fingerprint(outcome),
        check=outcome.check,
        family=check.family,
        severity=outcome.severity,
        message=fill(check.message, lang, outcome),
        claimed=outcome.evidence[0].text if outcome.evidence else None,
        expected=outcome.expected,
        gap=outcome.gap,
        formula=outcome.arithmetic,
        cause=cause,
        evidence=outcome.evidence,
    )


def _fingerprint(outcome: Outcome) -> str:
    """The same for the same finding after unrelated edits: made of words and figures, not of places."""
    parts = [outcome.check]
    for evidence in outcome.evidence[:3]:
        parts += [
            evidence.table or "",
            evidence.row or "",
            evidence.column or "",
            evidence.text,
            squeeze(evidence.quote),
        ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
