"""What did the checks find? Outcomes of relations, findings for reviewers, and the report that holds them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from auditor.model.carried import Carried
from auditor.model.document import BBox, Location
from auditor.model.formula import Formula
from auditor.model.quantity import Quantity


class Status(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"  # the report lacks the input, or the input cannot be trusted; ``reason`` says which
    BROKEN = "broken"  # the check crashed


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        return ("note", "warning", "error").index(self.value)


@dataclass(frozen=True, slots=True)
class Evidence(Carried):
    """A printed figure (or words) that a finding rests on, and where it stands."""

    role: str  # claimed, total, part, base, compared, context
    text: str  # the literal number, or the words in dispute
    location: Location
    quantity: Quantity | None = None
    table: str | None = None
    row: str | None = None
    column: str | None = None
    quote: str = ""  # the sentence or the row, at most 120 characters
    span: tuple[int, int] | None = None  # where ``text`` stands in ``quote``
    key: tuple[int, ...] = ()  # which printed number this is: (block, offset) in prose, (block, row, column) in a table
    boxes: tuple[tuple[int, BBox], ...] = ()  # page and box of each line, where the text goes over several


@dataclass(frozen=True, slots=True)
class Operand:
    """A named figure of a relation."""

    quantity: Quantity
    evidence: Evidence


Binding = Mapping[str, Operand | tuple[Operand, ...]]


@dataclass(frozen=True, slots=True)
class Relation:
    """A formula bound to printed figures; ``claimed`` names the operand in dispute when it fails."""

    formula: Formula
    operands: Binding
    claimed: str

    def figures(self) -> Iterator[Operand]:
        for bound in self.operands.values():
            yield from bound if isinstance(bound, tuple) else (bound,)

    def mapped(self, view: Callable[[Operand], Operand]) -> Relation:
        """The relation with another operand in the place of each."""
        operands = {
            name: tuple(map(view, bound)) if isinstance(bound, tuple) else view(bound)
            for name, bound in self.operands.items()
        }
        return replace(self, operands=operands)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one relation. Checks that compare words have no ``relation``; their evidence says what they saw."""

    check: str
    status: Status
    severity: Severity = Severity.ERROR
    message: str = ""
    relation: Relation | None = None
    evidence: tuple[Evidence, ...] = ()  # first the disputed figure
    expected: str | None = None
    gap: str | None = None
    reason: str = ""
    arithmetic: str = ""  # the formula with its numbers
    cause: Cause | None = None  # when the check itself knows
    context: Mapping[str, str] = field(default_factory=dict)  # further words for the message: label, table, row …


@dataclass(frozen=True, slots=True)
class Cause:
    kind: str  # wrong_base, magnitude, unit, transposed, digit, truncated, missing_part, double_part, copied, sign …
    text: str  # in the language of the run
    suggestion: str | None = None
    zh: str = ""
    en: str = ""


AGAIN = "again"  # the kind of cause of a finding that is another one's mistake repeated elsewhere


@dataclass(frozen=True, slots=True)
class Waiver:
    reason: str
    by: str
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers in dispute, all in ``unit``; None where there is none, or where words are in dispute."""

    claimed: Decimal | None
    expected: Decimal | None
    gap: Decimal | None
    unit: str  # symbol: 万元, % …; the gap of two percentages is in percentage points


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer decided about a finding that stays open: confirm (the unit must answer) or ask (look again)."""

    kind: str
    by: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a reviewer should look at. Field for field what FINDINGS_FORMAT calls a finding."""

    id: str
    check: str
    family: str
    severity: Severity
    message: str
    claimed: str | None
    expected: str | None
    gap: str | None
    formula: str
    cause: Cause | None
    evidence: tuple[Evidence, ...]
    folded: tuple[str, ...] = ()
    waived: Waiver | None = None
    known: bool = False  # stands in the baseline
    follows_from: str | None = None  # the id of the finding that explains this one
    decision: Decision | None = None

    @property
    def unit(self) -> str:
        """The unit of the figure in dispute; empty for bare numbers and for words."""
        quantity = self.evidence[0].quantity if self.evidence else None
        return quantity.unit.symbol if quantity is not None else ""

    @property
    def figures(self) -> Figures:
        """The figures as numbers; as texts, as printed, they are ``claimed``, ``expected`` and ``gap``."""
        disputed = bool(self.evidence) and self.evidence[0].quantity is not None
        claimed = _number(self.claimed) if disputed else None
        return Figures(claimed, _number(self.expected), _number(self.gap), self.unit)


_PRINTED = re.compile(r"-?\d[\d,，]*(?:\.\d+)?")


def _number(text: str | None) -> Decimal | None:
    """The number that a text begins with."""
    match = _PRINTED.match("".join(text.split())) if text else None
    return Decimal(match.group().replace(",", "").replace("，", "")) if match else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the printed amounts, counts and percentages stand in a decided relation."""

    numbers: int
    verified: int

    @property
    def rate(self) -> float:
        return self.verified / self.numbers if self.numbers else 0.0


@dataclass(frozen=True, slots=True)
class Figure(Carried):
    """A figure of a relation in the ledger: its name with its value, which printed number it is, and where."""

    name: str  # 合计／财政拨款 1178.25万元
    key: tuple[int, ...] = ()
    page: int | None = None
    bbox: BBox | None = None


@dataclass(frozen=True, slots=True)
class LedgerEntry(Carried):
    """One relation in the ledger of a document."""

    check: str
    status: Status
    arithmetic: str
    location: Location
    reason: str = ""
    figures: tuple[Figure, ...] = ()


class Answer(StrEnum):
    """Is a duty of disclosure fulfilled? ``OPEN`` when it could not be told."""

    YES = "yes"
    NO = "no"
    OPEN = ""


@dataclass(frozen=True, slots=True)
class DutyAnswer:
    """One line of the checklist of disclosure; ``evidence`` is what shows or refutes it."""

    duty: str
    group: str
    title: str
    source: str
    answer: Answer
    evidence: Evidence | None = None
    check: str = ""  # the check that refutes it


@dataclass(frozen=True, slots=True)
class ReportPart:
    """One of several reports within a document: blocks ``start`` to ``end``, named by its project or title.

    ``line`` and ``page`` say where it begins.
    """

    name: str
    start: int
    end: int
    line: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What auditing one document gave."""

    path: str
    sha256: str | None
    kind: str = "unknown"
    entity: str | None = None
    year: int | None = None
    level: str = ""  # of government: central, province, city, county, township; empty when the name does not tell
    status: str = "checked"  # or unreadable
    error: str | None = None
    coverage: Coverage = Coverage(0, 0)
    findings: tuple[Finding, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    unverified: tuple[Evidence, ...] = ()
    warnings: tuple[str, ...] = ()
    unread: tuple[int, ...] = ()  # pages that were not read
    parts: tuple[ReportPart, ...] = ()  # when there are several
    tables: tuple[dict[str, object], ...] = ()  # the tables as understood, for reports that show them
    gate: Mapping[str, object] = field(default_factory=dict)  # the fitness gate's result, when it ran
    duties: tuple[DutyAnswer, ...] = ()  # the checklist of disclosure
    file: str = ""  # its path from the working directory

    @property
    def shown(self) -> str:
        """How reports for people and pipelines name it: the path from the working directory, where it is known."""
        return self.file or self.path

    def outcomes(self) -> dict[str, int]:
        counts = {status.value: 0 for status in Status}
        for entry in self.ledger:
            counts[entry.status.value] += 1
        return counts


@dataclass(frozen=True, slots=True)
class Drafts:
    """The findings of two drafts of a report, apart; ``still`` and ``new`` are those of the later one."""

    earlier: str  # the earlier draft, as it was named
    repaired: tuple[Finding, ...]
    new: tuple[Finding, ...]
    still: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a run over documents."""

    version: str
    checks: str  # fingerprint of the check library
    documents: tuple[DocumentReport, ...]
    notices: tuple[str, ...] = field(default_factory=tuple)  # unused or expired waivers and the like
    passed_over: tuple[str, ...] = ()  # files that lay among the documents and are of no kind that can be read
    drafts: Drafts | None = None  # when the only document was held against an earlier draft

    def findings(self) -> Iterator[Finding]:
        return (finding for document in self.documents for finding in document.findings)
