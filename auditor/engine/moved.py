"""Does a figure that moved from one value to another move by what the sentence says: 由100万元调整为120万元，调增20万元?

The two values and the difference stand next to each other, told by their words; what stands between them may only be percentages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.engine.claim import signed
from auditor.engine.relation import outcome
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Relation
from auditor.model.mention import Mention, Role
from auditor.model.quantity import POINTS
from auditor.parsing.labels import alternatives
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Moved
from auditor.rulebook.vocabulary import Vocabulary

_VALUE = frozenset({Role.AMOUNT, Role.RATIO, Role.EXECUTION, Role.SHARE, Role.PRICE})
_MOVE = frozenset({Role.AMOUNT, Role.CHANGE, Role.RATE, Role.RATIO})
_RATE = re.compile(r"[，,](?=[^，,]*$)")
_BETWEEN = re.compile(r"[。；;]")


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    assert isinstance(check, Moved)
    cues = vocabulary.cues
    starts = re.compile(rf"(?:{alternatives(cues.moved_from)})[^，。；]{{0,30}}$")
    ends = re.compile(rf"^[^，。；]{{0,4}}(?:{alternatives(cues.moved_to)})[^，。；\d]{{0,12}}$")
    rises, falls = (
        re.compile(rf"^[，,]?[^，,]{{0,3}}(?:{alternatives(words)})了?$") for words in (cues.rise, cues.fall)
    )
    mentions = [m for m in dossier.prose.mentions if not m.numeral]
    for at, after in enumerate(mentions):
        before = mentions[at - 1] if at else None
        if (
            before is None
            or not _same(before, after)
            or not starts.search(before.context)
            or not ends.search(after.context)
        ):
            continue
        moved = _difference(mentions[at + 1 : at + 3], after)
        lead = _RATE.split(moved.context)[-1] if moved else ""
        rise = bool(rises.search(lead))
        if moved is None or rise is bool(falls.search(lead)):
            continue  # no difference is stated, or its words do not say which way
        operands = {
            "after": dossier.operand(after, "claimed"),
            "before": dossier.operand(before, "base"),
            "change": signed(dossier.operand(moved, "part"), 1 if rise else -1),
        }
        yield outcome(check, Relation(check.holds, operands, "change"), {"label": before.label})


def _same(before: Mention, after: Mention) -> bool:
    unit, other = before.quantity.unit, after.quantity.unit
    kinds = before.role in _VALUE and after.role in _VALUE and other is not POINTS
    return kinds and before.sentence == after.sentence and unit.dimension == other.dimension


def _difference(following: list[Mention], after: Mention) -> Mention | None:
    """The difference that is stated right after, in 个百分点 for percentages; a rate may stand before it."""
    for mention in following:
        if mention.sentence != after.sentence or _BETWEEN.search(mention.context):
            return None
        unit = mention.quantity.unit
        points = (
            unit is POINTS
            if after.quantity.unit.dimension == "ratio"
            else unit.dimension == after.quantity.unit.dimension
        )
        if points:
            return mention if mention.role in _MOVE else None
        if unit.dimension != "ratio":
            return None
    return None
