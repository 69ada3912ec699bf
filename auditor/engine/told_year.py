"""Is what the text says of a year said of the year reported: 对2030年度部门整体支出开展自评 in a report of 2031?

Only the year before the right one is named: that is what last year's text leaves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.engine.passages import passages, squeezed, title_of, years_of_parts
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Status
from auditor.parsing.labels import alternatives
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import ToldYear

_OTHER = re.compile(r"20\d\d\s*年")


def judge(check: ToldYear, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each place that one of the patterns finds, whose sentence names no other year before it."""
    del vocabulary
    unless = re.compile(alternatives(check.unless) or "(?!)")
    years = years_of_parts(dossier)
    for passage in passages(dossier):
        reported = years[passage.part]
        titled = str(reported) in title_of(dossier, passage.part)  # a year that was counted may be another
        if passage.place != "paragraph" or reported is None or not titled:
            continue
        right = reported + check.after
        for match in (m for pattern in check.patterns for m in pattern.finditer(passage.text)):
            start, end = match.span("spot")
            before = passage.sentence(start, end).partition(match.group())[0]
            if unless.search(before) or (check.alone and _stale(before, reported)):
                continue
            year = int(match.group("spot"))
            if year not in (right, right - 1):
                continue
            yield Outcome(
                check.id,
                Status.PASSED if year == right else Status.FAILED,
                check.severity,
                evidence=(passage.evidence(dossier, start, end),),
                expected=None if year == right else str(right),
                context={"words": squeezed(match.group()), "count": str(right)},
            )


def _stale(before: str, reported: int) -> bool:
    """True where the sentence speaks of an earlier year before the place: 2030年结转2031年使用的资金."""
    return any(int(year[:4]) < reported for year in _OTHER.findall(before))
