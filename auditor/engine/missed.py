"""Is a result on the side of its target that the words say: 满意度93.95%，高于95%的目标值?

The two percentages stand beside one another, with a word that compares them between, and words that say that the second is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from auditor.engine.relation import outcome
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Relation
from auditor.model.formula import Formula
from auditor.model.mention import Mention, Role
from auditor.model.quantity import POINTS
from auditor.parsing.labels import alternatives
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Missed
from auditor.rulebook.vocabulary import Vocabulary

_RESULTS = frozenset({Role.RATIO, Role.EXECUTION, Role.SHARE, Role.RATE})
_WANTED = frozenset({Role.RATIO, Role.TARGET, Role.RATE, Role.EXECUTION, Role.SHARE})
_SOFT = r"[，,；;]?[^，。；、\d]{0,6}?"


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each percentage beside its target with a comparison between."""
    del vocabulary
    assert isinstance(check, Missed)
    targets = alternatives(check.targets)
    ways = [
        (re.compile(rf"{_SOFT}(?<![未没有])(?P<words>{alternatives(c.words)})(?P<noun>[^，。；、\d]{{0,12}})"), c.holds)
        for c in check.comparisons
    ]
    named, behind = (
        re.compile(rf"(?:{targets})[^，。；\d]{{0,4}}$"),
        re.compile(rf"(?:以上)?的[^，。；\d]{{0,8}}?(?:{targets})"),
    )
    for result, target in pairwise(m for m in dossier.prose.mentions if not m.numeral):
        if not _alike(result, target):
            continue
        sentence = dossier.sentence_of(result)
        between = sentence.text[result.stop - sentence.start : target.start - sentence.start]
        after = sentence.text[target.stop - sentence.start :]
        for words, holds in ways:
            match = words.fullmatch(between)
            if match and (behind.match(after) or (_above(holds) and named.search(match.group("noun")))):
                operands = {"result": dossier.operand(result, "claimed"), "target": dossier.operand(target, "base")}
                yield outcome(
                    check, Relation(holds, operands, "result"), {"label": result.label, "words": match.group("words")}
                )
                break


def _above(holds: Formula) -> bool:
    """True where the result is to be the larger: 低于目标2% may say by how much."""
    return holds.operator.startswith(">")


def _alike(result: Mention, target: Mention) -> bool:
    units = (result.quantity.unit, target.quantity.unit)
    both = result.sentence == target.sentence and result.role in _RESULTS and target.role in _WANTED
    return both and POINTS not in units and {unit.dimension for unit in units} == {"ratio"}
