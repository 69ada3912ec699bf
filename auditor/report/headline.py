"""How is a verdict said? One line for a document or a run, and one sentence for each thing that was not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.model.finding import Coverage, DocumentReport, Report
from auditor.model.verdict import LITTLE, MOST, Conclusion, Verdict, verdict_of, verdict_of_run
from auditor.report.messages import count, say
from auditor.report.view import percent

COUNTED = ("error", "warning", "note", "known", "waived")
BESIDE = ("error", "warning", "note")  # those that have columns of their own in lists of documents
Part = tuple[str, str]  # what it is: error, warning, note, known, waived, gap, none, agrees, adds_up; and its words
_NAMED = 6


def parts(verdict: Verdict, lang: str) -> tuple[Part, ...]:
    """The verdict in stretches: findings or the conclusion, then what was not read."""
    return (*_said(verdict, lang), *_missing(verdict, lang))


def line(verdict: Verdict, lang: str) -> str:
    """The verdict in one line: ``错误 3 · 警告 1 · 2 页未读取``."""
    return " · ".join(words for _, words in parts(verdict, lang))


def uncounted_parts(verdict: Verdict, lang: str) -> tuple[Part, ...]:
    """The verdict where the counts stand beside it: that there are findings, or the conclusion, then what was not read."""
    if verdict.conclusion is Conclusion.UNREADABLE:
        return parts(verdict, lang)
    found = [("findings", say("has_findings", lang))] if verdict.conclusion is Conclusion.FINDINGS else []
    return (*found, *(part for part in parts(verdict, lang) if part[0] not in BESIDE))


def uncounted(verdict: Verdict, lang: str) -> str:
    """``有问题 · 2 页未读取``: :func:`uncounted_parts` in one line."""
    return " · ".join(words for _, words in uncounted_parts(verdict, lang))


def of_document(document: DocumentReport, lang: str) -> str:
    return line(verdict_of(document), lang)


def of_run(report: Report, lang: str) -> str:
    return line(verdict_of_run(report), lang)


def _said(verdict: Verdict, lang: str) -> Iterator[Part]:
    counts = {key: number for key in COUNTED if (number := getattr(verdict.tally, key))}
    match verdict.conclusion:
        case Conclusion.UNREADABLE if verdict.documents == 1:
            yield "error", say("unreadable", lang)
        case Conclusion.NONE:
            yield "none", no_conclusion(verdict.coverage, lang)
        case Conclusion.AGREES:
            rest = percent(1 - verdict.coverage.rate)
            yield "agrees", say("agrees", lang, rest=rest)
        case Conclusion.ADDS_UP:
            yield "adds_up", say("adds_up", lang, rate=percent(verdict.coverage.rate))
    for key, number in counts.items():
        yield key, count(key, number, lang)


def no_conclusion(coverage: Coverage, lang: str) -> str:
    """Why nothing can be said: ``无结论：10 个数字中只核对了 0 个``."""
    key = "no_conclusion" if coverage.numbers else "no_figures"
    return say(key, lang, verified=coverage.verified, numbers=coverage.numbers)


def level(coverage: Coverage) -> str:
    """most, some or little of the figures: green is only for the first."""
    if coverage.rate >= MOST:
        return "most"
    return "some" if coverage.verified and coverage.rate >= LITTLE else "little"


def _missing(verdict: Verdict, lang: str) -> Iterator[Part]:
    """What was not read, counted."""
    several = verdict.documents > 1
    for key, number, shown in (
        ("unreadable_count", verdict.unreadable, several),
        ("undecided_count", verdict.undecided, several),
        ("unread_count", verdict.unread, True),
        ("passed_over_count", verdict.passed_over, True),
        ("broken_relations", verdict.broken, True),
    ):
        if number and shown:
            yield "gap", say(key if number != 1 else f"{key}_one", lang, n=number)


def unread(document: DocumentReport, lang: str) -> str:
    """Which pages were not read: ``第3、5–7页未读取``; empty when all were."""
    if not document.unread:
        return ""
    said = pages(document.unread, lang)
    return say("unread_pages" if len(document.unread) != 1 else "unread_page", lang, pages=said)


def pages(numbers: Sequence[int], lang: str) -> str:
    """``3、5–7``."""
    return ("、" if lang == "zh" else ", ").join(_ranges(numbers))


def _ranges(pages: Sequence[int]) -> Iterator[str]:
    start = end = pages[0]
    for page in (*pages[1:], None):
        if page == end + 1:
            end = page
            continue
        yield str(start) if start == end else f"{start}–{end}"
        if page is not None:
            start = end = page


def remarks(document: DocumentReport, lang: str) -> tuple[str, ...]:
    """What keeps a document from a clear verdict, a sentence each: unread pages, no conclusion, broken checks."""
    verdict = verdict_of(document)
    said = [document.error or say("unreadable", lang)] if verdict.unreadable else []
    if verdict.undecided:
        said.append(no_conclusion(document.coverage, lang))
    if document.unread:
        said.append(unread(document, lang))
    if verdict.broken:
        said.append(say("broken_count", lang, n=verdict.broken))
    return tuple(said)


def passed_over(report: Report, lang: str, most: int = _NAMED) -> str:
    """Which files were passed over; empty when none was."""
    files = report.passed_over
    if not files:
        return ""
    named = ("、" if lang == "zh" else ", ").join(files[:most])
    if len(files) > most:
        named += say("and_more", lang, n=len(files))
    return say("passed_over", lang, files=named)
