"""Is a figure compared with an earlier year, and not with its own?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.engine.passages import Passage, passages, title_of, years_of_parts
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Severity, Status
from auditor.parsing.labels import alternatives
from auditor.rulebook.check import Check
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import ComparisonYear

_YEAR = re.compile(r"(?<![〔\[（(\d])(20\d\d)\s*年")
_USUAL = 6  # comparisons with the year before for each with the one before that: then these are slips
_STOP = re.compile(r"[。；！？]")


@dataclass(frozen=True, slots=True)
class _Comparison:
    passage: Passage
    span: tuple[int, int]  # of the year
    year: int
    reported: int
    before: str  # its clause up to the comparison
    what: str  # between the year and the change: 预算, 决算数
    words: str

    @property
    def of_reported(self) -> bool:
        """True when the figure compared is that of the year reported: its clause names that year last, or none and its sentence no later one."""
        named = _YEAR.findall(self.before)
        if named:
            return int(named[-1]) == self.reported
        sentence = self.passage.text[: self.span[0]].rpartition("。")[2]
        return all(int(year) <= self.reported for year in _YEAR.findall(sentence))


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each comparison with a year that is named."""
    del vocabulary
    assert isinstance(check, ComparisonYear)
    stages = check.stages.get(dossier.profile.kind, ())
    if not stages:
        return
    stage = re.compile(alternatives(stages))
    comparisons = list(_comparisons(check, dossier))
    usual = Counter((c.passage.part, c.reported - c.year) for c in comparisons if c.of_reported)
    for one in comparisons:
        part = one.passage.part
        if one.year == one.reported:
            said = one.before + one.what
            if (
                one.of_reported
                and not any(word in said for word in check.unless)
                and (not one.what or stage.search(one.what))
            ):
                yield _outcome(check, dossier, one, check.severity)
        elif one.year == one.reported - 2 and one.of_reported and usual[part, 1] >= _USUAL * usual[part, 2]:
            yield _outcome(check, dossier, one, min(check.severity, Severity.WARNING, key=lambda s: s.rank))
        elif one.year < one.reported:
            yield Outcome(check.id, Status.PASSED, evidence=(one.passage.evidence(dossier, *one.span),))


def _comparisons(check: ComparisonYear, dossier: Dossier) -> Iterator[_Comparison]:
    pattern = re.compile(
        rf"(?:{alternatives(check.compared)})\s*(?P<spot>(?P<year>20\d\d)\s*年\s*度?)(?![初末])(?P<what>[^，。；：\d]{{0,14}}?)"
        rf"(?:{alternatives(check.changes)})"
    )
    years = [_only_year(dossier, number, year) for number, year in enumerate(years_of_parts(dossier))]
    for passage in passages(dossier):
        reported = years[passage.part]
        if passage.place != "paragraph" or reported is None:
            continue
        for match in pattern.finditer(passage.text):
            before = passage.text[_begin(passage, match.start()) : match.start()]
            year, what = int(match.group("year")), match.group("what")
            yield _Comparison(passage, match.span("spot"), year, reported, before, what, match.group())


def _outcome(check: ComparisonYear, dossier: Dossier, one: _Comparison, severity: Severity) -> Outcome:
    return Outcome(
        check.id,
        Status.FAILED,
        severity,
        evidence=(one.passage.evidence(dossier, *one.span),),
        expected=f"{one.reported - 1}年",
        context={"words": one.words, "count": str(one.reported)},
    )


def _only_year(dossier: Dossier, number: int, year: int | None) -> int | None:
    """The year that a part reports; None where its title names two: 2025年预算执行情况和2026年预算草案."""
    return year if len(set(_YEAR.findall(title_of(dossier, number)))) < 2 else None


def _begin(passage: Passage, at: int) -> int:
    return max((stop.end() for stop in _STOP.finditer(passage.text, 0, at)), default=0)
