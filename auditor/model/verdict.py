"""What may be said of a document, and of a run? The one place where findings are counted and a verdict is given.

Every format, the exit status and the Python interface say the same, because they ask here. A report *adds up* only when
everything was read and most of its figures were decided; where next to nothing was decided there is no conclusion, and
what follows from a finding is never counted as a finding of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

from auditor.model.finding import Coverage, DocumentReport, Finding, Report, Severity, Status

LITTLE = 0.1  # of the figures: below it nothing can be said
MOST = 0.9  # of the figures: from it a document adds up


class Conclusion(StrEnum):
    """The verdict in a word."""

    UNREADABLE = "unreadable"
    FINDINGS = "findings"
    NONE = "no_conclusion"
    AGREES = "agrees"  # what was checked agrees; the rest was not checked
    ADDS_UP = "adds_up"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many findings: open ones by severity, then known and waived ones, then what only follows from another."""

    error: int = 0
    warning: int = 0
    note: int = 0
    known: int = 0
    waived: int = 0
    follows: int = 0

    @property
    def open(self) -> int:
        return self.error + self.warning + self.note


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be said of a document, or of all documents of a run.

    ``undecided`` counts documents without a conclusion, ``unread`` pages, ``passed_over`` files, ``broken`` relations.
    """

    conclusion: Conclusion
    tally: Tally
    coverage: Coverage
    documents: int = 1
    unreadable: int = 0
    undecided: int = 0
    unread: int = 0
    passed_over: int = 0
    broken: int = 0

    @property
    def complete(self) -> bool:
        """True when everything was read and every check ran."""
        return not (self.unreadable or self.unread or self.passed_over or self.broken)

    @property
    def clean(self) -> bool:
        """True when nothing was found in something that was looked at."""
        return self.conclusion in (Conclusion.AGREES, Conclusion.ADDS_UP)


def own(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings without those that only follow from another."""
    return tuple(finding for finding in findings if finding.follows_from is None)


def is_open(finding: Finding) -> bool:
    """True for a finding of its own that is neither accepted nor known."""
    return finding.follows_from is None and not finding.waived and not finding.known


def fails(finding: Finding, threshold: Severity) -> bool:
    """True when an open finding reaches the threshold."""
    return is_open(finding) and finding.severity.rank >= threshold.rank


def standing(finding: Finding) -> str:
    """waived, known, or the severity of a finding that is open."""
    if finding.waived:
        return "waived"
    return "known" if finding.known else finding.severity.value


def tally(findings: Iterable[Finding]) -> Tally:
    counts = dict.fromkeys((field.name for field in fields(Tally)), 0)
    for finding in findings:
        counts["follows" if finding.follows_from is not None else standing(finding)] += 1
    return Tally(**counts)


def verdict_of(report: DocumentReport | Report) -> Verdict:
    """The verdict on one document, or on all documents of a run."""
    return verdict_of_run(report) if isinstance(report, Report) else _of_document(report)


def _of_document(document: DocumentReport) -> Verdict:
    counts = tally(document.findings)
    broken = sum(entry.status is Status.BROKEN for entry in document.ledger)
    unread = len(document.unread)
    conclusion = _conclusion(document, counts, complete=not (unread or broken))
    return Verdict(
        conclusion,
        counts,
        document.coverage,
        unreadable=int(conclusion is Conclusion.UNREADABLE),
        undecided=int(conclusion is Conclusion.NONE),
        unread=unread,
        broken=broken,
    )


def _conclusion(document: DocumentReport, counts: Tally, *, complete: bool) -> Conclusion:
    if document.status != "checked":
        return Conclusion.UNREADABLE
    if counts.open:
        return Conclusion.FINDINGS
    if not document.coverage.verified or document.coverage.rate < LITTLE:
        return Conclusion.NONE
    return Conclusion.ADDS_UP if complete and document.coverage.rate >= MOST else Conclusion.AGREES


def verdict_of_run(report: Report) -> Verdict:
    """The verdict on all documents of a run."""
    each = [verdict_of(document) for document in report.documents]
    total = {name: sum(getattr(verdict, name) for verdict in each) for name in _SUMS}
    counts = Tally(*(sum(getattr(verdict.tally, field.name) for verdict in each) for field in fields(Tally)))
    coverage = Coverage(sum(v.coverage.numbers for v in each), sum(v.coverage.verified for v in each))
    conclusion = _of_all([verdict.conclusion for verdict in each], complete=not report.passed_over)
    return Verdict(conclusion, counts, coverage, passed_over=len(report.passed_over), **total)


_SUMS = ("documents", "unreadable", "undecided", "unread", "broken")


def _of_all(each: Sequence[Conclusion], *, complete: bool) -> Conclusion:
    """Findings outweigh all; a run adds up only when each of its documents does."""
    if Conclusion.FINDINGS in each:
        return Conclusion.FINDINGS
    if each and set(each) == {Conclusion.UNREADABLE}:
        return Conclusion.UNREADABLE
    if each and complete and set(each) == {Conclusion.ADDS_UP}:
        return Conclusion.ADDS_UP
    return Conclusion.AGREES if set(each) & {Conclusion.AGREES, Conclusion.ADDS_UP} else Conclusion.NONE
