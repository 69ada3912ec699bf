"""Did a figure move the way that the words say: 占比由86.88%升为84.79%?

Both values stand beside one another, 由 before the first and the word that says which way before the second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from auditor.engine.relation import outcome
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Relation
from auditor.model.mention import Mention, Role
from auditor.model.quantity import POINTS
from auditor.parsing.labels import alternatives
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Turned
from auditor.rulebook.vocabulary import Vocabulary

_VALUES = frozenset({Role.AMOUNT, Role.SHARE, Role.RATIO, Role.EXECUTION})


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each pair of values between which words say which way it went."""
    assert isinstance(check, Turned)
    starts = re.compile(rf"(?:{alternatives(vocabulary.cues.moved_from)})[^，。；]{{0,30}}$")
    ways = [(re.compile(rf"(?:{alternatives(c.words)})(?:20\d\d年)?的?$"), c.holds) for c in check.comparisons]
    mentions = [m for m in dossier.prose.mentions if not m.numeral]
    for before, after in pairwise(mentions):
        if not _alike(before, after) or not starts.search(before.context):
            continue
        holds = next((holds for words, holds in ways if words.fullmatch(after.context)), None)
        if holds is not None:
            operands = {"after": dossier.operand(after, "claimed"), "before": dossier.operand(before, "base")}
            yield outcome(check, Relation(holds, operands, "after"), {"label": before.label, "words": after.context})


def _alike(before: Mention, after: Mention) -> bool:
    """True for two values of one kind in one sentence."""
    unit, other = before.quantity.unit, after.quantity.unit
    values = {before.role, after.role} <= _VALUES and POINTS not in (unit, other)
    return values and before.sentence == after.sentence and unit.dimension == other.dimension
