"""Audit documents: a pure function of documents, check library and options."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import localcontext
from pathlib import Path

from auditor import __version__
from auditor.app.gating import BY_FORMAT, Gating
from auditor.app.recall import KEPT, Recall, document_key, report_key
from auditor.diagnosis.boxes import with_boxes
from auditor.diagnosis.findings import findings
from auditor.engine.duties import answers
from auditor.engine.run import run
from auditor.errors import LANGUAGES, InputError, UsageError
from auditor.model.document import Document, Location, Paragraph
from auditor.model.dossier import Dossier
from auditor.model.finding import (
    Coverage,
    DocumentReport,
    Evidence,
    Figure,
    LedgerEntry,
    Outcome,
    Report,
    ReportPart,
    Status,
)
from auditor.parsing.profile import profile
from auditor.parsing.prose import ProseReader
from auditor.parsing.table_unit import settle_units
from auditor.parsing.tables import read_grids
from auditor.reading.open import Found, Source, bytes_of, document_in, kind_of, look_for, read_document
from auditor.report.tableview import describe
from auditor.report.view import named
from auditor.rulebook.library import Library, default_library

_DIGITS = 60  # of a computed value: the longest figure, in the smallest unit, with the decimals of another
_AMOUNTS_OF_A_TABLE = 4  # fewer are a form or a list
_NAMED = 40  # figures of a relation that the ledger names
_DECIDED = (Status.PASSED, Status.FAILED)


@dataclass(frozen=True, slots=True)
class Auditor:
    """Audits documents with one library, in one language (``zh`` or ``en``); ``recall`` knows those of earlier runs."""

    library: Library
    lang: str
    prose: ProseReader
    gating: Gating = BY_FORMAT
    recall: Recall | None = None
    beside: tuple[tuple[str, Path], ...] = ()  # reports that every document is held against: prior, budget

    @classmethod
    def with_library(
        cls,
        library: Library | None = None,
        lang: str = "zh",
        gating: Gating | None = None,
        recall: Recall | None = None,
        beside: tuple[tuple[str, Path], ...] = (),
    ) -> Auditor:
        chosen = library or default_library()
        return cls(chosen, lang, ProseReader(chosen.vocabulary), gating or BY_FORMAT, recall, beside)

    def understand(self, document: Document) -> Dossier:
        vocabulary = self.library.vocabulary
        prose = self.prose.read(document)
        grids = settle_units(read_grids(document, vocabulary, self.prose.mentions.numbers), prose.mentions)
        document, grids = self.gating.apply(document, grids, vocabulary.tables.roles)
        return Dossier(document, profile(document, vocabulary), prose, grids)

    def with_others(self, dossier: Dossier) -> Dossier:
        """The document with the reports that it is held against. ``InputError`` when one cannot be read."""
        if not self.beside:
            return dossier
        alone = replace(self, beside=())
        return replace(dossier, others={name: alone.understand(read_document(path)) for name, path in self.beside})

    def audit(self, document: Document) -> DocumentReport:
        """Everything the checks say about one document."""
        return self.judge(self.with_others(self.understand(document)))

    def judge(self, dossier: Dossier) -> DocumentReport:
        """Everything the checks say about one document that was understood."""
        with localcontext(prec=_DIGITS):
            return self._judge(dossier)

    def _judge(self, dossier: Dossier) -> DocumentReport:
        document = dossier.document
        outcomes = run(self.library, dossier)
        decided = {key for outcome in outcomes if outcome.status in _DECIDED for key in _keys(outcome)}
        numbers = numbers_of(dossier)
        return DocumentReport(
            path=document.path,
            sha256=document.sha256,
            kind=dossier.profile.kind,
            entity=dossier.profile.entity,
            year=dossier.profile.year,
            level=dossier.profile.level,
            coverage=Coverage(len(numbers), sum(evidence.key in decided for evidence in numbers)),
            findings=with_boxes(findings(outcomes, self.library, self.lang, dossier), document),
            ledger=tuple(_entry(outcome) for outcome in outcomes),
            unverified=tuple(evidence for evidence in numbers if evidence.key not in decided),
            warnings=(*dossier.document.warnings, *not_understood(dossier, self.lang)),
            unread=document.unread,
            gate=dossier.document.gate,
            parts=_parts(document),
            tables=tuple(describe(grid) for grid in dossier.grids),
            duties=answers(self.library, dossier, outcomes, self.lang),
        )

    def audit_source(self, source: Source) -> DocumentReport:
        """Read and audit one file; an unreadable one becomes a report that says so."""
        return replace(self.audit_file(source.path, source.shown), file=source.file)

    def audit_file(self, path: Path, shown_as: str) -> DocumentReport:
        """The same of a file that is called ``shown_as``."""
        try:
            return replace(self.audit_bytes(path, bytes_of(path)), path=shown_as)
        except InputError as error:
            said = error.say(self.lang).replace(str(path), shown_as)
            return DocumentReport(shown_as, None, status="unreadable", error=said)

    def audit_bytes(self, path: Path, data: bytes) -> DocumentReport:
        """Audit the content of a file, or recall what an earlier run said of it. ``InputError`` when it is unreadable."""
        recall = self.recall
        if recall is None or self.beside or self.gating.docs is not None or kind_of(path, data) not in KEPT:
            return self.audit(document_in(path, data))
        as_read = document_key(path, data)
        as_judged = report_key(as_read, *self._terms())
        if (known := recall.report(as_judged)) is not None:
            return known
        document = recall.document(as_read)
        found = document or document_in(path, data)
        dossier = self.understand(found)
        if document is None or document.gate != dossier.document.gate:
            recall.keep_document(as_read, replace(found, gate=dossier.document.gate))
        report = self.judge(dossier)
        recall.keep_report(as_judged, report)
        return report

    def _terms(self) -> tuple[str, ...]:
        """What decides about a report beside the document."""
        return (self.library.fingerprint, self.lang, str(self.gating.run), *self.library.checks)

    def report(self, documents: tuple[DocumentReport, ...], found: Found | None = None) -> Report:
        passed_over = tuple(source.file for source in found.passed_over) if found else ()
        return Report(__version__, self.library.fingerprint, documents, passed_over=passed_over)


def numbers_of(dossier: Dossier) -> list[Evidence]:
    """Every printed amount, count and percentage, in document order."""
    found = [dossier.mention_evidence(m, "context") for m in dossier.prose.mentions if not m.numeral]
    for grid in dossier.grids:
        for side in grid.sides:
            for line in side.lines:
                found += [
                    dossier.cell(grid, line, column, "context").evidence
                    for column in side.columns
                    if grid.amount(line, column) is not None
                ]
    return sorted({evidence.key: evidence for evidence in found}.values(), key=lambda evidence: evidence.key)


def not_understood(dossier: Dossier, lang: str) -> list[str]:
    """One sentence for each table with amounts that no role of the vocabulary fits, with its place."""
    sentences = []
    for grid in dossier.grids:
        if grid.role or len(grid.amounts) < _AMOUNTS_OF_A_TABLE:
            continue
        place, title = grid.table.location, grid.table.title or "—"
        if lang == "zh":
            where = f"第{place.page}页" if place.page else f"第{place.line}行" if place.line else ""
            sentences.append(f"{where}《{title}》是未识别的表，只按合计、其中等通用关系核对")
        else:
            where = f"page {place.page}: " if place.page else f"line {place.line}: " if place.line else ""
            sentences.append(f"{where}the table “{title}” is not understood; only its totals were checked")
    return sentences


def _parts(document: Document) -> tuple[ReportPart, ...]:
    """The names of the reports in a document that holds several, and where they begin."""
    if len(document.parts) < 2:
        return ()
    parts = []
    for part in document.parts:
        block = document.blocks[part.start] if part.start < len(document.blocks) else None
        begin = block.locate(0) if isinstance(block, Paragraph) else block.location if block else Location()
        name = part.field("项目名称") or part.title
        parts.append(ReportPart(name, part.start, part.end, begin.line, begin.page))
    return tuple(parts)


def _keys(outcome: Outcome) -> set[tuple[int, ...]]:
    figures = {evidence.key for evidence in outcome.evidence}
    if outcome.relation is not None:
        figures |= {figure.evidence.key for figure in outcome.relation.figures()}
    return figures - {()}


def _entry(outcome: Outcome) -> LedgerEntry:
    location = outcome.evidence[0].location if outcome.evidence else Location()
    figures = [figure.evidence for figure in outcome.relation.figures()] if outcome.relation else [*outcome.evidence]
    shown = dict.fromkeys(Figure(named(e), e.key, e.location.page, e.location.bbox) for e in figures[:_NAMED])
    return LedgerEntry(outcome.check, outcome.status, outcome.arithmetic, location, outcome.reason, tuple(shown))


def audit(*paths: str | Path, lang: str = "zh", library: Library | None = None) -> Report:
    """Audit files, folders and zip files, in Chinese (``zh``) or English (``en``).

    A document that cannot be read stands in the report as unreadable, beside the others. Raises
    :class:`~auditor.errors.InputError` when none could be read, :class:`~auditor.errors.UsageError` without a path or for
    another language.

    >>> from auditor import audit
    >>> report = audit("example_data/text/bailu-commerce-2024-self-evaluation.txt")
    >>> finding = report.documents[0].findings[1]
    >>> finding.claimed, finding.expected, finding.figures.expected, finding.unit
    ('4.42%', '4.63%', Decimal('4.63'), '%')
    """
    if lang not in LANGUAGES:
        known = " ".join(LANGUAGES)
        raise UsageError(f"没有语言 {lang!r}；可用：{known}", f"no language {lang!r}; there are: {known}")
    if not paths:
        raise UsageError("没有给出要核对的文件或文件夹", "no file or folder to audit")
    auditor = Auditor.with_library(library, lang)
    found = look_for(paths)
    report = auditor.report(tuple(auditor.audit_source(source) for source in found.documents), found)
    if all(document.status == "unreadable" for document in report.documents):
        said = report.documents[0].error or ""
        more = len(report.documents) - 1
        raise InputError(
            said + (f"（另有 {more} 份也无法读取）" if more else ""),
            said + (f" ({more} more are unreadable)" if more else ""),
        )
    return report
