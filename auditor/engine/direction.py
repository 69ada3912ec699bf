"""Do words that compare two figures agree with the figures?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from auditor.engine.relation import outcome
from auditor.model.dossier import Dossier, Sentence, clip, locate
from auditor.model.finding import Evidence, Operand, Outcome, Relation, Severity, Status
from auditor.model.formula import Formula
from auditor.model.mention import Mention, Role
from auditor.model.quantity import PERCENT, Quantity
from auditor.parsing.labels import alternatives, core
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Direction
from auditor.rulebook.vocabulary import Vocabulary

_BUDGETS = frozenset({"budget", "initial_budget", "full_budget", "adjusted"})
_WHOLE = Quantity("100%", Decimal(100), PERCENT, 9)  # of the budget, to the last digit of any rate
_REACH = 3  # sentences back in which the compared figures may stand


@dataclass(frozen=True, slots=True)
class _Pattern:
    words: re.Pattern[str]
    left: dict[str, str]
    right: dict[str, str]
    holds: Formula


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    del vocabulary
    assert isinstance(check, Direction)
    patterns = [_compile(check, comparison.words, comparison.holds) for comparison in check.comparisons]
    amounts = [m for m in dossier.prose.mentions if m.role is Role.AMOUNT and not m.numeral]
    for sentence in dossier.prose.sentences:
        for pattern in patterns:
            for match in pattern.words.finditer(sentence.text):
                yield _judged(check, dossier, sentence, match, pattern, amounts)


def _compile(check: Direction, words: tuple[str, ...], holds: Formula) -> _Pattern:
    left = {alias: tag for tag, aliases in check.left.items() for alias in aliases}
    right = {alias: tag for tag, aliases in check.right.items() for alias in aliases}
    verbs = "|".join(re.escape(word) for word in words)
    one, other = alternatives(tuple(left)), alternatives(tuple(right))
    return _Pattern(
        re.compile(rf"(?P<left>{one})(?:与(?P<with>{other}))?(?:{verbs})(?P<right>{other})?"), left, right, holds
    )


def _judged(
    check: Direction,
    dossier: Dossier,
    sentence: Sentence,
    match: re.Match[str],
    pattern: _Pattern,
    amounts: list[Mention],
) -> Outcome:
    words = match.group("right") or match.group("with")
    start = sentence.start + match.start()
    quote, span = clip(sentence.text, match.start(), match.end())
    said = Evidence(
        "claimed", match.group(), locate(dossier.document.blocks[sentence.block], start), quote=quote, span=span
    )
    if words is None and pattern.right and "right" in {str(n) for n in pattern.holds.names()}:
        return Outcome(check.id, Status.SKIPPED, evidence=(said,), reason="未说明与何数相比 (compared with what?)")
    left = _nearest(sentence, start, pattern.left[match.group("left")], amounts)
    right = _nearest(sentence, start, pattern.right[words], amounts) if words else None
    if words and right is None and (rate := _executed(sentence, start, words, dossier.prose.mentions)):
        return _against_whole(check, dossier, rate, said, pattern.holds, match.group())
    if left is None or (words and right is None):
        return Outcome(check.id, Status.SKIPPED, evidence=(said,), reason="缺少相比的数 (a compared figure is missing)")
    operands = {"left": dossier.operand(left, "compared")}
    if right is not None:
        operands["right"] = dossier.operand(right, "compared")
    relation = Relation(pattern.holds, operands, "left")
    figures = (said, *(operand.evidence for operand in operands.values()))
    said_of = [(left, match.group("left")), *([(right, words)] if right else [])]
    vague = any(_vague(one, said, sentence, {left, right}, amounts) for one, said in said_of)
    at_most = Severity.WARNING if vague else None
    result = outcome(check, relation, {"words": match.group()}, evidence=figures, at_most=at_most)
    return replace(result, expected=None, gap=None)  # words are in dispute, not a figure


def _executed(sentence: Sentence, start: int, words: str, mentions: Sequence[Mention]) -> Mention | None:
    """The rate right before the words at which the budget that they name was carried out: 完成预算96%，决算数小于预算数."""
    before = next((m for m in reversed(mentions) if m.sentence == sentence.index and m.start < start), None)
    if before is None or before.role is not Role.EXECUTION or core(before.base) != core(words):
        return None
    return before


def _against_whole(
    check: Direction, dossier: Dossier, rate: Mention, said: Evidence, holds: Formula, words: str
) -> Outcome:
    """Where only the rate is printed, what is more than the budget is more than 100 % of it."""
    figure = dossier.operand(rate, "compared")
    whole = Operand(_WHOLE, Evidence("total", "100%", said.location, _WHOLE))
    relation = Relation(holds, {"left": figure, "right": whole}, "left")
    result = outcome(check, relation, {"words": words}, evidence=(said, figure.evidence))
    return replace(result, expected=None, gap=None)


def _vague(one: Mention, words: str, sentence: Sentence, both: set[Mention | None], amounts: list[Mention]) -> bool:
    """True of 预算数 alone where it need not mean the figure found: one of several budgets, or of a sentence further up
    than the one that gives both figures."""
    if words not in ("预算", "预算数"):
        return False
    others = any(m.sentence == one.sentence and m is not one and m.tags & _BUDGETS for m in amounts)
    together = all(m is None or m.sentence == one.sentence for m in both) and one.sentence >= sentence.index - 1
    return others or not (one.sentence == sentence.index or together)


def _nearest(sentence: Sentence, start: int, tag: str, amounts: list[Mention]) -> Mention | None:
    """The last figure with the tag before the words, in the same item and block; behind a ；what stands before it is of another."""
    parted = sentence.text.rfind("；", 0, start - sentence.start)
    for mention in reversed(amounts):
        if parted >= 0 and mention.start < sentence.start + parted:
            return None
        if mention.block != sentence.block or mention.start >= start or tag not in mention.tags:
            continue
        if mention.sentence < sentence.index - _REACH or mention.quantity.unit.dimension != "money":
            continue
        return mention
    return None
