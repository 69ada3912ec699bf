"""Is a figure compared with an earlier year, and not with its own?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.engine.passages import Passage, passages, title_of, years_of_parts
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Status
from auditor.parsing.labels import alternatives
from auditor.spec.vocabulary import Vocabulary
from auditor.spec.wording import ComparisonYear

_YEAR = re.compile(r"(?<![〔\[（(\d])(20\d\d)\s*年")
_STOP = re.compile(r"[。；！？]")


def judge(check: ComparisonYear, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each comparison with a year that is named."""
    stages = check.stages.get(dossier.profile.kind, ())
    if not stages:
        return
    pattern = re.compile(
        rf"(?:{alternatives(check.compared)})\s*(?P<spot>(?P<year>20\d\d)\s*年\s*度?)(?![初末])(?P<what>[^，。；：\d]{{0,14}}?)"
        rf"(?:{alternatives(check.changes)})"
    )
    stage = re.compile(alternatives(stages))
    years = [_only_year(dossier, number, year) for number, year in enumerate(years_of_parts(dossier))]
    for passage in passages(dossier):
        reported = years[passage.part]
        if passage.place != "paragraph" or reported is None:
            continue
        for match in pattern.finditer(passage.text):
            year = int(match.group("year"))
            before = passage.text[_begin(passage, match.start()) : match.start()]
            if year > reported or any(word in before + match.group("what") for word in check.unless):
                continue
            evidence = passage.evidence(dossier, *match.span("spot"))
            if year < reported:
                yield Outcome(check.id, Status.PASSED, evidence=(evidence,))
            elif _same(before, match.group("what"), reported, stage):
                yield Outcome(
                    check.id,
                    Status.FAILED,
                    check.severity,
                    evidence=(evidence,),
                    expected=f"{reported - 1}年",
                    context={"words": passage.text[match.start() : match.end()], "count": str(reported)},
                )


def _only_year(dossier: Dossier, number: int, year: int | None) -> int | None:
    """The year that a part reports; None where its title names two: 2025年预算执行情况和2026年预算草案."""
    return year if len(set(_YEAR.findall(title_of(dossier, number)))) < 2 else None


def _begin(passage: Passage, at: int) -> int:
    return max((stop.end() for stop in _STOP.finditer(passage.text, 0, at)), default=0)


def _same(before: str, what: str, reported: int, stage: re.Pattern[str]) -> bool:
    """True when what is compared is the reported figure itself: of that year, or of none that is said, and of its stage."""
    named = _YEAR.findall(before)
    return (not named or int(named[-1]) == reported) and (not what or bool(stage.search(what)))
