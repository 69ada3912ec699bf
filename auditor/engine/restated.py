"""Is one fact, stated twice in the same words, stated with the same figure?

The words around each figure are compared with all digits masked. Within one report, two figures are one fact when the
masked words before and after them agree for long enough, in the same unit and year.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from auditor.engine.relation import outcome
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Relation
from auditor.model.mention import Mention
from auditor.parsing.labels import squeeze
from auditor.spec.check import Check
from auditor.spec.kinds import Restated
from auditor.spec.vocabulary import Vocabulary

_DIGITS = re.compile(r"\d[\d,.]*")
_CLAUSE = re.compile(r"[，,；;。：:、]")
_MIN_HANZI = 8


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    del vocabulary
    assert isinstance(check, Restated)
    groups: dict[tuple[object, ...], list[Mention]] = defaultdict(list)
    for mention in dossier.prose.mentions:
        if mention.numeral:
            continue
        sentence = dossier.prose.sentences[mention.sentence]
        for window in _windows(sentence.text, mention.start - sentence.start, mention.stop - sentence.start, check.context):
            year = re.search(r"20\d\d(?=\s*年)", sentence.text)
            key = (sentence.part, sentence.item, mention.quantity.unit.dimension, mention.role, year and year.group(), window)
            groups[key].append(mention)
    judged: set[tuple[int, int]] = set()
    for mentions in groups.values():
        for first, second in pairwise(mentions):
            if (first.index, second.index) in judged or first.sentence == second.sentence:
                continue
            judged.add((first.index, second.index))
            yield _judged(check, dossier, first, second)


def _windows(text: str, start: int, stop: int, length: int) -> Iterator[tuple[str, str]]:
    """Masked words around a figure: what precedes it in its clause with what follows, and what follows at length."""
    before = _mask(text[max(0, start - 3 * length) : start])
    after = _mask(text[stop : stop + 3 * length])
    half = length // 2
    if len(before) >= half and len(after) >= half and _hanzi(before[-half:] + after[:half]) >= _MIN_HANZI:
        yield before[-half:], after[:half]
    if len(before) >= length and _hanzi(before[-length:]) >= length - 4:
        yield before[-length:], ""
    if len(after) >= length and _hanzi(after[:length]) >= length - 4:
        yield "", after[:length]


def _mask(text: str) -> str:
    return _DIGITS.sub("#", squeeze(text))


def _hanzi(text: str) -> int:
    return sum("\u4e00" <= c <= "\u9fff" for c in text)


def _judged(check: Restated, dossier: Dossier, first: Mention, second: Mention) -> Outcome:
    operands = {"there": dossier.operand(first, "compared"), "here": dossier.operand(second, "claimed")}
    return outcome(check, Relation(check.holds, operands, "here"), {"label": second.label or second.after})
