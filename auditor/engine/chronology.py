"""Does time run forward: 2031年5月至2031年3月, or 2031年4月开工，2031年2月竣工?

A date is the days it may mean: one without its day is any of the month. What ends before it began, whatever days are meant, is a slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from auditor.engine.passages import Passage, cells, passages, squeezed
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Status
from auditor.parsing.labels import alternatives
from auditor.rulebook.check import Check
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import Chronology

_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*(?:年\s*(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*日)?"
    r"|(?P<mark>[./-])(?P<m>\d{1,2})(?:(?P=mark)(?P<d>\d{1,2}))?)(?![\d.%])"
)
_TO = re.compile(r"\s{0,3}起?\s{0,3}[-~～—–－至到]{1,2}\s{0,3}")
_CLAUSE = re.compile(r"[，,；;。（(）)]")
_SENTENCE = re.compile(r"[。；;\n]")
_YEARS = 30  # apart at most: of a range of dates, not of numbers that look like them


@dataclass(frozen=True, slots=True)
class _Date:
    start: int
    end: int
    first: tuple[int, int, int]
    last: tuple[int, int, int]


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each range of dates, and for each end that is told behind its beginning in one sentence."""
    del vocabulary
    assert isinstance(check, Chronology)
    stages = [tuple(re.compile(alternatives(words)) for words in (stage.begins, stage.ends)) for stage in check.stages]
    unless = re.compile(alternatives(check.unless))
    for passage in chain(passages(dossier), cells(dossier)):
        dates = _dates(passage.text)
        for one, two in pairwise(dates):
            if _TO.fullmatch(passage.text[one.end : two.start]) and two.first[0] - one.first[0] < _YEARS:
                yield _outcome(check, dossier, passage, one, two)
        for begins, ends in stages:
            for one, two in _told(passage.text, dates, begins, ends, unless):
                yield _outcome(check, dossier, passage, one, two)


def _dates(text: str) -> list[_Date]:
    found = []
    for match in _DATE.finditer(text):
        year, month = int(match["year"]), int(match["month"] or match["m"])
        day = int(match["day"] or match["d"] or 0)
        if 1 <= month <= 12 and day <= 31:
            found.append(_Date(*match.span(), (year, month, day or 1), (year, month, day or 31)))
    return found


def _told(
    text: str, dates: Sequence[_Date], begins: re.Pattern[str], ends: re.Pattern[str], unless: re.Pattern[str]
) -> Iterator[tuple[_Date, _Date]]:
    """The date of a beginning and the next one, of its end, in one sentence without words that part plan and fact."""
    for one, two in pairwise(dates):
        between = text[one.end : two.start]
        after = _CLAUSE.split(text[two.end :], maxsplit=1)[0]
        whole = text[max((m.end() for m in _SENTENCE.finditer(text, 0, one.start)), default=0) : two.end] + after
        started = begins.search(_CLAUSE.split(between, maxsplit=1)[0]) and not ends.search(between)
        if started and ends.search(after) and not (_SENTENCE.search(between) or unless.search(whole)):
            yield one, two


def _outcome(check: Chronology, dossier: Dossier, passage: Passage, one: _Date, two: _Date) -> Outcome:
    begun = passage.evidence(dossier, one.start, one.end, "compared")
    ended = passage.evidence(dossier, two.start, two.end)
    status = Status.FAILED if two.last < one.first else Status.PASSED
    said = {"words": squeezed(ended.text), "count": squeezed(begun.text)}
    return Outcome(check.id, status, check.severity, evidence=(ended, begun), context=said)
