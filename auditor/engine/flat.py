"""Is what is said to be level with an earlier year level, by the figures of the same sentence?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from auditor.engine.relation import outcome
from auditor.model import formula as formulas
from auditor.model.dossier import Dossier, Sentence
from auditor.model.finding import Evidence, Outcome, Relation
from auditor.model.mention import Mention, Role
from auditor.parsing.labels import alternatives
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import Flat

_YEAR = re.compile(r"(20\d\d)\s*年")
_EQUAL = formulas.parse("current = prior")


def judge(check: Flat, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each sentence that gives two amounts, of two years, and then calls them level."""
    pattern = re.compile(
        rf"(?:{alternatives(check.compared)})(?P<year>20\d\d年|{alternatives(check.prior) or '(?!)'})(?P<what>[^，。；\d]{{0,16}}?)"
        rf"(?P<spot>(?:基本)?(?:{alternatives(check.level)}))"
    )
    amounts: dict[int, list[Mention]] = {}
    for mention in dossier.prose.mentions:
        amounts.setdefault(mention.sentence, []).append(mention)
    for sentence in dossier.prose.sentences:
        for match in pattern.finditer(sentence.text):
            if "基本" in match.group("spot") or any(word in sentence.text for word in check.unless):
                continue
            pair = _pair(amounts.get(sentence.index, []), sentence, match)
            if pair:
                yield _judged(check, dossier, sentence, match, *pair)


def _pair(mentions: list[Mention], sentence: Sentence, match: re.Match[str]) -> tuple[Mention, Mention] | None:
    """The earlier figure and the current one: the only two amounts between the last stop and the words, of two years."""
    at = sentence.start + match.start()
    begin = sentence.start + max(sentence.text.rfind(stop, 0, match.start()) for stop in "；;：") + 1
    between = [m for m in mentions if begin <= m.start < at]
    if len(between) != 2 or any(m.role is not Role.AMOUNT or m.quantity.unit.dimension != "money" for m in between):
        return None
    prior, current = between
    years = [_year(sentence, begin, prior), _year(sentence, prior.stop, current)]
    named = _YEAR.match(match.group("year"))
    if not all(years) or years[0] == years[1] or (named and named.group(1) != years[0]):
        return None
    same_stage = not match.group("what") or any(word in prior.context for word in _words(match.group("what")))
    return (prior, current) if same_stage and int(years[0] or 0) < int(years[1] or 0) else None


def _words(what: str) -> list[str]:
    """The last word of what is compared: 执行数 of 当年预算执行数."""
    return [what.strip("的")[-3:]]


def _year(sentence: Sentence, begin: int, mention: Mention) -> str | None:
    found = _YEAR.findall(sentence.text[begin - sentence.start : mention.start - sentence.start])
    return found[-1] if found else None


def _judged(
    check: Flat, dossier: Dossier, sentence: Sentence, match: re.Match[str], prior: Mention, current: Mention
) -> Outcome:
    operands = {"current": dossier.operand(current, "claimed"), "prior": dossier.operand(prior, "compared")}
    relation = Relation(_EQUAL, operands, "current")
    words = match.group()
    start, end = match.span("spot")
    said = Evidence(
        "claimed",
        match.group("spot"),
        dossier.mention_evidence(current, "claimed").location,
        quote=sentence.text,
        span=(start, end),
        key=(sentence.block, sentence.start + start),
    )
    figures = (said, operands["current"].evidence, operands["prior"].evidence)
    return replace(outcome(check, relation, {"words": words}, evidence=figures), expected=None, gap=None)
