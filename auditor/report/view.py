"""How does a report read? Orders, counts, places and marked sentences that every format shares."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.model.document import Location
from auditor.model.finding import AGAIN, DocumentReport, Evidence, Finding, LedgerEntry, Report, Severity, Status
from auditor.model.verdict import own, standing
from auditor.report.messages import labelled, say

if TYPE_CHECKING:
    from auditor.rulebook.check import Check
    from auditor.rulebook.library import Library

FAR = 10**9
_OTHER_KIND = "does not apply to this kind of report"
PIECES = " ｜ "
KINDS = ("final_accounts", "budget", "self_evaluation")


@dataclass(frozen=True, slots=True)
class Context:
    """How to write: language, threshold of failure, and where the documents are (``path`` of the document → file)."""

    lang: str = "zh"
    fail_on: Severity = Severity.ERROR
    sources: dict[str, Path] = field(default_factory=dict)
    details: frozenset[str] = frozenset({"ledger", "unverified", "tables", "duties"})  # optional parts of JSON
    target: Path | None = None  # the file that is about to be written
    library: Library | None = None  # the checks that were used; None for those that are shipped

    def source(self, document: DocumentReport) -> Path:
        return self.sources.get(document.path, Path(document.path))

    def check(self, name: str) -> Check | None:
        """The check of that id, for its title, reason and source."""
        from auditor.rulebook.library import default_library

        return (self.library or default_library()).checks.get(name)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a quotation; ``mark`` is disputed or compared when it is a figure of the finding."""

    text: str
    mark: str = ""


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings as they stand in the document: by page, line, height on the page."""
    return tuple(sorted(findings, key=_position))


def _position(finding: Finding) -> tuple[int, float, int, tuple[int, ...], str]:
    if not finding.evidence:
        return (FAR, 0.0, 0, (), finding.check)
    first = finding.evidence[0]
    location = first.location
    top = location.bbox[1] if location.bbox else 0.0
    return (location.page or 0, top, location.line or 0, first.key, finding.check)


def leading(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in document order, without those that only follow from another."""
    return in_order(own(findings))


def placed(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The leading findings and every further place of theirs, for reports that mark the document itself."""
    return in_order(f for f in findings if f.follows_from is None or (f.cause and f.cause.kind == AGAIN))


def by_severity(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Worst first, document order within a severity; known and waived findings last."""
    settled = ("known", "waived")
    return tuple(
        sorted(in_order(findings), key=lambda f: (standing(f) in settled, -f.severity.rank)),
    )


def consequences(finding: Finding, document: DocumentReport) -> tuple[Finding, ...]:
    """The findings of the document that are folded under this one."""
    names = set(finding.folded)
    return in_order(other for other in document.findings if other.id in names and other.id != finding.id)


def at(evidence: Evidence, lang: str) -> str:
    """Page, line or sheet: ``第21页``."""
    return at_location(evidence.location, lang)


def at_location(location: Location, lang: str) -> str:
    names = [say("sheet", lang, sheet=location.sheet)] if location.sheet else []
    if location.page is not None:
        names.append(say("page", lang, page=location.page))
    elif location.line is not None:
        names.append(say("line", lang, line=location.line))
    return " ".join(names)


def where(finding: Finding, lang: str) -> str:
    """Page or line of the disputed figure; empty when the finding has no evidence."""
    return at(finding.evidence[0], lang) if finding.evidence else ""


def part(finding: Finding, document: DocumentReport) -> str:
    """The report within the document that a finding is about; empty when there is only one."""
    if not document.parts or not finding.evidence:
        return ""
    key, location = finding.evidence[0].key, finding.evidence[0].location
    if key:
        return next((part.name for part in document.parts if part.start <= key[0] < part.end), "")
    if location.line is not None:
        begun = [part.name for part in document.parts if part.line is not None and part.line <= location.line]
    else:
        begun = [part.name for part in document.parts if part.page and location.page and part.page <= location.page]
    return begun[-1] if begun else ""


def cell(evidence: Evidence, lang: str) -> str:
    """Table, row and column: ``《收入决算表》“合计”行“财政拨款”列``; empty for prose."""
    names = [
        say(key, lang, **{key: value})
        for key, value in (("table", evidence.table), ("row", evidence.row), ("column", evidence.column))
        if value
    ]
    return ("" if lang == "zh" else ", ").join(names)


def place(evidence: Evidence, lang: str) -> str:
    """Where a figure stands, in words."""
    return " ".join(name for name in (at(evidence, lang), cell(evidence, lang)) if name)


Span = tuple[int, int]


def marked(evidence: Evidence) -> tuple[Piece, ...]:
    """The quotation cut at its figure; tabs between the cells of a row become bars."""
    span = _span(evidence, evidence)
    return _pieces(evidence.quote, [(span, "disputed")] if span else [])


def shared_quote(finding: Finding) -> tuple[Piece, ...]:
    """The quotation of the disputed figure with every figure of the finding that stands in it marked."""
    if not finding.evidence:
        return ()
    first = finding.evidence[0]
    marks: list[tuple[Span, str]] = []
    for evidence in finding.evidence:
        span = _span(evidence, first)
        if span and all(span[1] <= start or span[0] >= end for (start, end), _ in marks):
            marks.append((span, "disputed" if evidence is first else "compared"))
    return _pieces(first.quote, sorted(marks))


def elsewhere(finding: Finding) -> tuple[Evidence, ...]:
    """The evidence that does not stand in the quotation of the disputed figure, each figure once."""
    if not finding.evidence:
        return ()
    first = finding.evidence[0]
    others = {
        (evidence.key, evidence.text, evidence.location): evidence
        for evidence in finding.evidence[1:]
        if _span(evidence, first) is None
    }
    return tuple(others.values())


@dataclass(frozen=True, slots=True)
class Companions:
    """Figures that stand together away from the disputed one, and the quotation that shows them."""

    figures: tuple[Evidence, ...]
    pieces: tuple[Piece, ...]

    @property
    def first(self) -> Evidence:
        return self.figures[0]


def companions(others: Iterable[Evidence]) -> tuple[Companions, ...]:
    """Evidence grouped by the sentence or row that it stands in."""
    left = list(others)
    groups = []
    while left:
        first = left[0]
        spans = [(evidence, _span(evidence, first)) for evidence in left]
        same = [(evidence, span) for evidence, span in spans if span is not None or evidence is first]
        left = [evidence for evidence, span in spans if span is None and evidence is not first]
        marks = dict.fromkeys((span, "compared") for _, span in same if span is not None)
        groups.append(Companions(tuple(evidence for evidence, _ in same), _pieces(first.quote, sorted(marks))))
    return tuple(groups)


MANY = 6


def compared(others: Iterable[Evidence], lang: str) -> tuple[str, ...]:
    """What a figure was compared with, in lines: figures of one sentence together, cells of one column together."""
    lines = []
    left = list(companions(others))
    while left:
        group = left.pop(0)
        first = group.first
        same = [each for each in left if _same_column(each, group)]
        if not same:
            shown = first if len(group.figures) == 1 else replace(first, column=None)
            lines.append(f"{_list([figure(evidence) for evidence in group.figures], lang)}  {place(shown, lang)}")
            continue
        left = [each for each in left if each not in same]
        cells = [f"{each.first.row} {figure(each.first)}" for each in (group, *same)]
        where_ = " ".join(part for part in (at(first, lang), cell(replace(first, row=None), lang)) if part)
        lines.append(f"{where_}{say('colon', lang)}{_list(cells, lang)}")
    return tuple(lines)


def _same_column(one: Companions, other: Companions) -> bool:
    """True when both are a single cell of one column of one table."""
    cells = [group.first for group in (one, other) if len(group.figures) == 1]
    return (
        len(cells) == 2
        and len({(e.table, e.column, e.location.page) for e in cells}) == 1
        and all(e.table and e.row for e in cells)
    )


def _list(texts: list[str], lang: str) -> str:
    texts = list(dict.fromkeys(texts))
    joined = ("、" if lang == "zh" else ", ").join(texts[:MANY])
    return joined + say("and_more", lang, n=len(texts)) if len(texts) > MANY else joined


def _span(evidence: Evidence, quoted: Evidence) -> Span | None:
    """Where a figure stands in the quotation of ``quoted``; a % sign behind it belongs to it."""
    span = evidence.span
    if span is None or quoted.span is None:
        return None
    if evidence.quote != quoted.quote or evidence.location.page != quoted.location.page:
        # Two sentences cut out of one paragraph: the offsets of the figures tell.
        if len(evidence.key) != 2 or len(quoted.key) != 2 or evidence.key[0] != quoted.key[0]:
            return None
        start = quoted.span[0] + evidence.key[1] - quoted.key[1]
        figure = evidence.quote[span[0] : span[1]]
        if start < 0 or quoted.quote[start : start + len(figure)] != figure:
            return None
        span = (start, start + len(figure))
    if not 0 <= span[0] < span[1] <= len(quoted.quote):
        return None
    if evidence.text.endswith("%") and quoted.quote[span[1] - 1] != "%" and quoted.quote[span[1] :].startswith("%"):
        return (span[0], span[1] + 1)
    return span


def _pieces(quote: str, marks: list[tuple[Span, str]]) -> tuple[Piece, ...]:
    if not quote:
        return ()
    cuts = sorted({0, len(quote), *(edge for span, _ in marks for edge in span)})
    names = {span[0]: mark for span, mark in marks}
    return tuple(Piece(quote[start:end].replace("\t", PIECES), names.get(start, "")) for start, end in pairwise(cuts))


def percent(rate: float) -> str:
    return f"{Decimal(str(rate)) * 100:.1f}%"


def is_pdf(path: Path) -> bool:
    """True when the file is there and begins as a PDF does."""
    try:
        with path.open("rb") as stream:
            return b"%PDF-" in stream.read(1024)
    except OSError:
        return False


def coverage(document: DocumentReport, lang: str) -> str:
    figures = document.coverage
    return say("coverage_of", lang, rate=percent(figures.rate), verified=figures.verified, numbers=figures.numbers)


def profile(document: DocumentReport, lang: str) -> str:
    """Who reports what for which year: ``云溪市档案馆 · 2024年 · 决算``."""
    return " · ".join(part for part in (document.entity or "", kind_and_year(document, lang)) if part)


def kind_and_year(document: DocumentReport, lang: str) -> str:
    kind = say(document.kind, lang) if document.kind in KINDS else ""
    year = say("year", lang, year=document.year) if document.year else ""
    level = say(f"level_{document.level}", lang) if document.level else ""
    return " · ".join(part for part in (level, year, kind) if part)


_UNTRUE = {"<=": ">", ">=": "<", "!=": "=", "=": "≠", "<": "≥", ">": "≤"}
_SIGN = re.compile(r" (<=|>=|!=|=|<|>) ")


def true_equation(formula: str) -> str:
    """A relation that fails, written as what is true of its figures: ``34.27 ≠ 34.72``."""
    return _SIGN.sub(lambda match: f" {_UNTRUE[match.group(1)]} ", formula, count=1)


def ledger(document: DocumentReport) -> tuple[tuple[LedgerEntry, ...], int]:
    """The relations of a document, and how many checks are for other kinds of report."""
    others = {
        entry.check for entry in document.ledger if entry.status is Status.SKIPPED and _OTHER_KIND in entry.reason
    }
    return tuple(e for e in document.ledger if e.check not in others), len(others)


def figures_with_places(entry: LedgerEntry, lang: str) -> str:
    """The figures of a relation by their names, each with its page where that is another than the relation's."""
    names = []
    for figure in entry.figures:
        elsewhere = figure.page is not None and figure.page != entry.location.page
        names.append(f"{figure.name}（{say('page', lang, page=figure.page)}）" if elsewhere else figure.name)
    return ("；" if lang == "zh" else "; ").join(dict.fromkeys(names))


def drafts(report: Report) -> tuple[tuple[str, tuple[Finding, ...]], ...]:
    """What became of the findings of an earlier draft: repaired, new, still; empty when none was given."""
    found = report.drafts
    return (("repaired", found.repaired), ("new", found.new), ("still", found.still)) if found else ()


def drafts_counted(report: Report, lang: str) -> str:
    """``与 v1.docx 相比：已改正 3，新增 1，仍存在 2``."""
    assert report.drafts is not None
    counts = {key: len(findings) for key, findings in drafts(report)}
    return say("drafts", lang, path=report.drafts.earlier, **counts)


def figure_parts(finding: Finding, lang: str) -> tuple[tuple[str, str], ...]:
    """The figures in dispute with their unit: claimed, expected, gap. Words in dispute stand in the quotation already."""
    words = finding.expected is None and not (finding.evidence and finding.evidence[0].quantity)
    parts = (("claimed", None if words else finding.claimed), ("expected", finding.expected), ("gap", finding.gap))
    return tuple((key, with_unit(text, unit_of(finding, key, lang))) for key, text in parts if text)


def unit_of(finding: Finding, key: str, lang: str) -> str:
    """The unit of a figure in dispute: two percentages differ by percentage points."""
    return say("points", lang) if key == "gap" and finding.unit == "%" else finding.unit


def with_unit(text: str, unit: str) -> str:
    """A figure with its unit, where it is one and does not carry it already."""
    return text + unit if text[-1:].isdigit() and not text.endswith(unit) else text


def suggestion(finding: Finding, lang: str) -> str:
    """What to print instead, or to add; empty when that is not known."""
    text = finding.cause.suggestion if finding.cause else None
    if not text or not finding.cause:
        return ""
    key = "suggestion_add" if finding.cause.kind == "missing_part" else "suggestion"
    return say(key, lang, text=with_unit(text, finding.unit))


def figures(finding: Finding, lang: str) -> str:
    """``报告数 22.8%，应为 29.57%，相差 6.77个百分点``; empty when no figure is in dispute."""
    return ("，" if lang == "zh" else ", ").join(
        f"{say(key, lang)} {text}" for key, text in figure_parts(finding, lang)
    )


def printed(evidence: Evidence) -> str:
    """A figure with its unit, as it would be read out."""
    return with_unit(figure(evidence), evidence.quantity.unit.symbol if evidence.quantity else "")


_NAME = 14  # characters of the words before a figure
_BREAK = re.compile(r"[，。；：、,;:（）()\t]")


def named(evidence: Evidence) -> str:
    """A figure with its name: row and column of its table, or the words before it."""
    text = printed(evidence)
    if evidence.row or evidence.column:
        return f"{'／'.join(name for name in (evidence.row, evidence.column) if name)} {text}"
    before = evidence.quote[: evidence.span[0]] if evidence.span else ""
    words = _BREAK.split(before)[-1][-_NAME:].strip()
    return f"{words} {text}".strip()


def figure(evidence: Evidence) -> str:
    """A figure without the spaces that extraction left in it; words as they are."""
    return "".join(evidence.text.split()) if evidence.quantity else evidence.text


def cause(finding: Finding, lang: str) -> str:
    """Why it is wrong and what to change, by its label; empty when no cause is known."""
    return labelled("cause", cause_alone(finding, lang), lang) if finding.cause else ""


def cause_alone(finding: Finding, lang: str) -> str:
    """Why it is wrong and what to change; empty when no cause is known."""
    if not finding.cause:
        return ""
    suggested = suggestion(finding, lang)
    return f"{finding.cause.text} → {suggested}" if suggested else finding.cause.text


def plain(finding: Finding, lang: str) -> str:
    """A finding in a few lines of plain text: message, quotation, figures, working, cause."""
    quote = "".join(f">>{piece.text}<<" if piece.mark == "disputed" else piece.text for piece in shared_quote(finding))
    working = labelled("formula", finding.formula, lang) if finding.formula else ""
    lines = (finding.message, quote, figures(finding, lang), working, cause(finding, lang))
    return "\n".join(line for line in lines if line)


def name(document: DocumentReport) -> str:
    """What to call a document: the unit that reports, else the file's name."""
    return document.entity or Path(document.path).name or document.path


def report_names(report: Report, lang: str) -> dict[str, str]:
    """What to call each document of a run (by its ``path``) in a narrow column: unit, year and kind; where several would go by
    one name, or it has none, the file's name as well."""
    names = {}
    for document in report.documents:
        year = say("year", lang, year=document.year) if document.year else ""
        kind = say(document.kind, lang) if document.kind in KINDS else ""
        about = (" " if lang == "en" else "").join(part for part in (year, kind) if part)
        names[document.path] = "\n".join(part for part in (document.entity or "", about) if part)
    several = Counter(names.values())
    return {
        path: name if name and several[name] == 1 else "\n".join(filter(None, (name, Path(path).name)))
        for path, name in names.items()
    }


def statistics(report: Report) -> tuple[tuple[str, dict[str, int], dict[str, int]], ...]:
    """For each check that did something: its id, outcomes by status, findings by severity; most findings first."""
    outcomes: dict[str, dict[str, int]] = {}
    findings: dict[str, dict[str, int]] = {}
    for document in report.documents:
        for entry in document.ledger:
            row = outcomes.setdefault(entry.check, {})
            row[entry.status.value] = row.get(entry.status.value, 0) + 1
        for finding in own(document.findings):
            row = findings.setdefault(finding.check, {})
            row[finding.severity.value] = row.get(finding.severity.value, 0) + 1
    names = sorted(outcomes.keys() | findings.keys(), key=lambda name: (-sum(findings.get(name, {}).values()), name))
    return tuple((name, outcomes.get(name, {}), findings.get(name, {})) for name in names)
