"""Does the reason given for a change say the contrary of it?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.engine.passages import Passage, passages
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Outcome, Status
from auditor.model.mention import Mention, Role
from auditor.parsing.labels import alternatives
from auditor.rulebook.vocabulary import Vocabulary
from auditor.rulebook.wording import Reason

_REASON = re.compile(r"[^。；]{2,120}")
_REACH = 40  # characters between a change and the words that announce its reason
_FILL = r"(?:数|额|总额|总量|规模)?(?:有所|均|相应|的|较多|大幅|同比|比上年|比去年|较上年|略有)?"
_CLAUSE = re.compile(r"[；。]")


def judge(check: Reason, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:  # noqa: ARG001
    """One outcome for each reason of a change whose direction is said."""
    announced = re.compile(
        rf"(?:{alternatives(check.reasons)}|(?P<beside>{alternatives(check.beside) or '(?!)'}))(?:是|为)?[：:，,]?"
    )
    by_block: dict[int, list[Mention]] = {}
    for mention in dossier.prose.mentions:
        by_block.setdefault(mention.block, []).append(mention)
    for passage in passages(dossier):
        if passage.place != "paragraph":
            continue
        for match in announced.finditer(passage.text):
            change = _change(by_block.get(passage.block, []), match.start())
            reason = _REASON.match(passage.text, match.end())
            if change is None or reason is None:
                continue
            if match["beside"] and passage.text[change.stop : match.start()].strip("，, "):
                continue
            yield from _judged(check, dossier, passage, change, reason)


def _change(mentions: list[Mention], at: int) -> Mention | None:
    """The change or rate right before the words that announce the reason, if it is not nothing."""
    before = [m for m in mentions if m.stop <= at]
    last = before[-1] if before else None
    if last is None or at - last.stop > _REACH or last.role not in (Role.CHANGE, Role.RATE) or not last.direction:
        return None
    return last if last.quantity.value else None


def _judged(
    check: Reason, dossier: Dossier, passage: Passage, change: Mention, reason: re.Match[str]
) -> Iterator[Outcome]:
    between = passage.text[change.stop : reason.start()]
    if _CLAUSE.sub("", between) and re.search(alternatives((*check.rise, *check.fall)), between):
        return  # another change is spoken of in between
    along, against = (check.rise, check.fall) if change.direction > 0 else (check.fall, check.rise)
    words = reason.group()
    said = dossier.mention_evidence(change, "compared")
    evidence = (passage.evidence(dossier, *reason.span()), said, *_figures(dossier, change))
    nouns = _nouns(check, dossier, change)
    contrary = nouns and re.search(rf"(?:{alternatives(nouns)}){_FILL}(?:{alternatives(against)})", words)
    if not contrary or re.search(alternatives((*along, *check.unless)), words):
        yield Outcome(check.id, Status.PASSED, evidence=evidence)
        return
    yield Outcome(
        check.id,
        Status.FAILED,
        check.severity,
        evidence=evidence,
        context={"words": words.strip(), "label": ("增加" if change.direction > 0 else "减少") + change.quantity.text},
    )


def _figures(dossier: Dossier, change: Mention) -> Iterator[Evidence]:
    """The two amounts before the change, which show its direction."""
    near = dossier.prose.mentions[max(0, change.index - 4) : change.index]
    amounts = [m for m in near if m.sentence == change.sentence and m.role is Role.AMOUNT]
    return (dossier.mention_evidence(mention, "context") for mention in amounts[-2:])


def _nouns(check: Reason, dossier: Dossier, change: Mention) -> tuple[str, ...]:
    """What means the figure itself, by the topic of its sentence (a word of the mapping; the empty one is for any)."""
    sentence = dossier.sentence_of(change)
    before = sentence.text[: change.start - sentence.start] + sentence.item
    return next((tuple(nouns) for topic, nouns in check.nouns.items() if topic in before), ())
