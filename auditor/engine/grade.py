"""Does the grade of a score follow from its points: 得分88.5分，等级为优?

The report's own scale is used where it has one (90分以上为优), else the one of the regulation; then the finding is a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Severity, Status
from auditor.model.mention import Mention, Role
from auditor.parsing.labels import alternatives
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Grade
from auditor.rulebook.vocabulary import Vocabulary

_FULL = 100
_QUOTES = "“”\"'‘’「」《》"
_FROM = r"(?<![\d.\-—~～至到])(\d{2})(?:\.0{1,2})?\s?分?(?:[（(]含[^）)]{0,4}[）)]|及|含)?"
_UP = rf"{_FROM}\s?(?:以上|[-—~～至到]{{1,2}}\s?\d{{2,3}})[^，。；、\d]{{0,12}}?[为是属：:]?[{_QUOTES}]?(?P<grade>%s)"
_NAMED = rf"(?P<grade>%s)[{_QUOTES}]?\s?[（(：:][^\d，。；）)]{{0,8}}[≥>]?=?\s?(\d{{2}})\s?分?"


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each sentence that has one score and one grade."""
    del vocabulary
    assert isinstance(check, Grade)
    names = {word: band.words[0] for band in check.bands for word in band.words}
    words = alternatives(tuple(names))
    given = re.compile(rf"(?:{alternatives(check.grades)})[^，。；\d]{{0,6}}?[为是属“\"：:]+(?P<grade>{words})(?![\w])")
    own = _own_scale(dossier, names, words)
    least = {band.words[0]: own.get(band.words[0], band.least) for band in check.bands}
    scores: dict[int, list[Mention]] = {}
    for mention in dossier.prose.mentions:
        if _is_score(mention):
            scores.setdefault(mention.sentence, []).append(mention)
    for number, found in scores.items():
        sentence = dossier.prose.sentences[number]
        grades = list(given.finditer(_unquoted(sentence.text)))
        if len(found) == 1 and len(grades) == 1:
            yield _judged(check, dossier, found[0], names[grades[0].group("grade")], least, laid_down=bool(own))


def _unquoted(text: str) -> str:
    return "".join(" " if c in _QUOTES else c for c in text).replace("为 ", "为").replace("是 ", "是")


def _is_score(mention: Mention) -> bool:
    points = mention.quantity.unit.symbol == "分" and mention.role is Role.AMOUNT and not mention.numeral
    return points and 0 < mention.quantity.base < _FULL


def _own_scale(dossier: Dossier, names: Mapping[str, str], words: str) -> dict[str, int]:
    """The points that a grade begins with where the report says so."""
    found: dict[str, int] = {}
    patterns = [re.compile(pattern % words) for pattern in (_UP, _NAMED)]
    for sentence in dossier.prose.sentences:
        if "分" in sentence.text:
            for match in (m for pattern in patterns for m in pattern.finditer(sentence.text)):
                points = next(group for name, group in _groups(match) if name != "grade")
                found.setdefault(names[match.group("grade")], int(points))
    return found


def _groups(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    for number in range(1, (match.re.groups or 0) + 1):
        yield ("grade" if match.re.groupindex.get("grade") == number else "points"), match.group(number)


def _judged(
    check: Grade,
    dossier: Dossier,
    score: Mention,
    grade: str,
    least: Mapping[str, int],
    *,
    laid_down: bool,
) -> Outcome:
    right = next((name for name, points in least.items() if score.quantity.base >= Decimal(points)), grade)
    evidence = (dossier.mention_evidence(score, "claimed"),)
    context = {"words": grade, "score": score.quantity.text}
    result = Outcome(check.id, Status.PASSED, check.severity, evidence=evidence, context=context)
    if right == grade:
        return result
    severity = check.severity if laid_down else Severity.WARNING
    return replace(result, status=Status.FAILED, severity=severity, expected=right)
