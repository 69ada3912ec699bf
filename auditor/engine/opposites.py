"""Do the counts on both sides make up the whole: 13个税种中，9个增收，4个减收; 8个问题已整改5个，其余3个正在整改?

The counts are in one unit; words beside them say on which side each is. More than the whole they cannot be; less they may be where some are on
neither side, unless the last is called the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.engine._cells import skipped
from auditor.engine.relation import outcome
from auditor.model.dossier import Dossier
from auditor.model.finding import Operand, Outcome, Relation, Status
from auditor.model.mention import Mention, Role
from auditor.model.quantity import Qualifier
from auditor.parsing.labels import alternatives
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Opposites
from auditor.rulebook.vocabulary import Vocabulary

_NEITHER = "可能另有不增不减的 (some may be on neither side)"
_STOP = re.compile(r"[，,；;。：:、（(]")


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each sentence with a whole and counts on two sides of it."""
    del vocabulary
    assert isinstance(check, Opposites)
    reader = _Reader(check, dossier)
    by_sentence: dict[int, list[Mention]] = {}
    for mention in dossier.prose.mentions:
        by_sentence.setdefault(mention.sentence, []).append(mention)
    for mentions in by_sentence.values():
        for at, whole in enumerate(mentions):
            if _is_count(whole) and (parts := reader.parts(whole, mentions[at + 1 :])):
                yield reader.judged(whole, parts)


class _Reader:
    def __init__(self, check: Opposites, dossier: Dossier) -> None:
        self.check = check
        self.dossier = dossier
        self.against = [re.compile(alternatives(pair.against)) for pair in check.pairs]
        self.level = re.compile(alternatives(check.level) or "(?!)")
        self.rest = re.compile(alternatives(check.rest) or "(?!)")
        self.among = re.compile(rf"^[^，,；;。\d]{{0,16}}(?:{alternatives(check.among)})(?:[，,：:]|$)")

    def parts(self, whole: Mention, following: Sequence[Mention]) -> list[Mention]:
        """The counts right behind a whole that are on one side or the other, or on neither; none unless both sides are told."""
        sentence = self.dossier.sentence_of(whole)
        announced = self.among.match(sentence.text[whole.stop - sentence.start :])
        found: list[Mention] = []
        told: set[str] = set()
        for mention in following:
            same = _is_count(mention) and mention.quantity.unit == whole.quantity.unit
            side = self._side(mention) if same else ""
            if not side or (side in told and side != "level"):
                break
            found.append(mention)
            told.add(side)
        both = any({f"{n}+", f"{n}-"} <= told for n in range(len(self.check.pairs)))
        rest = {"rest"} < told
        return found if (both and announced) or rest else []

    def _side(self, mention: Mention) -> str:
        lead = _STOP.split(mention.context)[-1]
        for words in (lead, mention.after):
            if self.rest.search(words):
                return "rest"
            if self.level.search(words):
                return "level"
            for number, (pair, against) in enumerate(zip(self.check.pairs, self.against, strict=True)):
                if against.search(words):
                    return f"{number}-"
                if any(word in words for word in pair.along):
                    return f"{number}+"
        return ""

    def judged(self, whole: Mention, parts: Sequence[Mention]) -> Outcome:
        operands: dict[str, Operand | tuple[Operand, ...]] = {
            "whole": self.dossier.operand(whole, "claimed"),
            "parts": tuple(self.dossier.operand(part, "part") for part in parts),
        }
        result = outcome(self.check, Relation(self.check.holds, operands, "whole"), {"label": whole.after})
        less = sum(part.quantity.base for part in parts) < whole.quantity.base
        complete = any(self.rest.search(part.context) or self.level.search(part.context + part.after) for part in parts)
        return skipped(result, _NEITHER) if result.status is Status.FAILED and less and not complete else result


def _is_count(mention: Mention) -> bool:
    quantity = mention.quantity
    return quantity.unit.counted and mention.role is Role.AMOUNT and quantity.qualifier is Qualifier.EXACT
