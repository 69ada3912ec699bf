"""Is the adjusted budget the initial one with what was added and taken off: 年初预算100万元，追加30万元，核减5万元，全年预算125万元?

Between the two budgets of one thing every figure must say which way it went; what was carried in may be in the initial budget already.
A gap is accused where a slip of the pen explains it: a sentence may leave an adjustment out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from auditor.engine._mending import any_slipped
from auditor.engine.claim import best, signed
from auditor.engine.relation import outcome
from auditor.engine.slips import explained
from auditor.model.dossier import Dossier
from auditor.model.finding import Operand, Outcome, Relation, Status
from auditor.model.mention import Mention, Role
from auditor.parsing.labels import alternatives
from auditor.parsing.unmarked import TOLD_BY_SUM
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Adjusted
from auditor.rulebook.vocabulary import Vocabulary

_JOINS = frozenset("、和及与")  # 追加人员经费8万元、项目经费12万元
_OPENING = "opening"
_UNCLEAR = "句中另有未说明增减的金额 (the sentence has amounts of which it does not say whether they came or went)"
_DIGITS = 3  # of another figure than the total: fewer agree with a slip of the pen by chance
_NOT_ALL = "所列调整可能不是全部 (not every adjustment may be told)"
Move = tuple[Mention, int]


@dataclass(frozen=True, slots=True)
class _Words:
    added: re.Pattern[str]
    taken: re.Pattern[str]
    within: re.Pattern[str]  # what follows is part of the figure before


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    assert isinstance(check, Adjusted)
    words = _Words(*(re.compile(alternatives(w)) for w in (check.added, check.taken, vocabulary.cues.parts)))
    listed = {part for found in dossier.prose.breakdowns if found.cue not in TOLD_BY_SUM for part in found.parts}
    sentences: dict[int, list[Mention]] = {}
    for mention in dossier.prose.mentions:
        money = mention.quantity.unit.dimension == "money" and mention.role in (Role.AMOUNT, Role.CHANGE)
        if money and not mention.numeral and mention.index not in listed:
            sentences.setdefault(mention.sentence, []).append(mention)
    for mentions in sentences.values():
        yield from _chains(check, dossier, mentions, words)


def _chains(check: Adjusted, dossier: Dossier, mentions: Sequence[Mention], words: _Words) -> Iterator[Outcome]:
    initial: Mention | None = None
    moves: list[Move] = []
    for mention in mentions:
        if mention.tags & set(check.initial):
            initial, moves = mention, []
        elif initial is not None and moves and mention.tags & set(check.full):
            if _one_thing(initial, mention) or mention.subject == moves[-1][0].subject:
                yield _judged(check, dossier, initial, moves, mention)
            initial = None
        elif initial is not None and not words.within.search(mention.context):
            joined = bool(moves) and mention.context[:1] in _JOINS
            moves.append(
                (mention, _way(mention, words) or (moves[-1][1] if joined and not _said(mention, words) else 0))
            )


def _way(move: Mention, words: _Words) -> int:
    """+1 for what was added, -1 for what was taken off, 0 where the words do not say or compare with an earlier year."""
    if move.role is Role.CHANGE:
        return 0
    rise = bool(words.added.search(move.context)) or _OPENING in move.tags
    fall = bool(words.taken.search(move.context))
    return 0 if rise is fall else 1 if rise else -1


def _said(move: Mention, words: _Words) -> bool:
    return move.role is Role.CHANGE or bool(words.added.search(move.context) or words.taken.search(move.context))


def _one_thing(initial: Mention, full: Mention) -> bool:
    one, other = initial.subject, full.subject
    return not one or not other or one.endswith(other) or other.endswith(one)


def _judged(check: Adjusted, dossier: Dossier, initial: Mention, moves: Sequence[Move], full: Mention) -> Outcome:
    without = [move for move in moves if _OPENING not in move[0].tags]
    readings = [moves, without] if without and len(without) < len(moves) else [moves]
    result = best(_relation(check, dossier, initial, reading, full) for reading in readings)
    if result.status is not Status.FAILED:
        return result
    if not all(way for _, way in moves):
        return replace(result, status=Status.SKIPPED, reason=_UNCLEAR)
    right = initial.quantity.base + sum((move.quantity.base * way for move, way in moves), Decimal(0))
    in_moves = result.relation is not None and any_slipped(result.relation, _DIGITS)
    slip = right > 0 and (explained(full.quantity, right) or in_moves)
    return result if slip else replace(result, status=Status.SKIPPED, reason=_NOT_ALL)


def _relation(check: Adjusted, dossier: Dossier, initial: Mention, moves: Sequence[Move], full: Mention) -> Outcome:
    operands: dict[str, Operand | tuple[Operand, ...]] = {
        "full": dossier.operand(full, "claimed"),
        "initial": dossier.operand(initial, "base"),
        "moves": tuple(signed(dossier.operand(move, "part"), way or 1) for move, way in moves),
    }
    return outcome(check, Relation(check.holds, operands, "full"), {"label": full.label})
