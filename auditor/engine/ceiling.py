"""Does what there is stay below what there may be: 债务限额90亿元，债务余额85亿元?

The two figures have one name but for its end (政府债务限额, 政府债务余额), and stand in one paragraph. Of several that could be meant
one that holds is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.engine.claim import best
from auditor.engine.relation import outcome
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Relation
from auditor.model.mention import Mention, Role
from auditor.parsing.labels import alternatives
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Ceiling
from auditor.rulebook.vocabulary import Vocabulary

_OTHERS = frozenset({"prior", "other_year", "opening", "reason"})


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    del vocabulary
    assert isinstance(check, Ceiling)
    there = re.compile(f"(?:{alternatives(check.there)})$")
    allowed = re.compile(f"(?:{alternatives(check.allowed)})$")
    lead = re.compile(f"^(?:{alternatives(check.lead) or '(?!)'})+")
    ceilings: dict[tuple[int, str], list[Mention]] = {}
    for mention in dossier.prose.mentions:
        if _is_amount(mention) and allowed.search(mention.measured):
            ceilings.setdefault((mention.block, _stem(mention, allowed, lead)), []).append(mention)
    for mention in dossier.prose.mentions:
        if _is_amount(mention) and there.search(mention.measured):
            found = ceilings.get((mention.block, _stem(mention, there, lead)), [])
            meant = [limit for limit in found if not dossier.prose.contexts.clash(mention.dims, limit.dims)]
            if meant:
                yield _judged(check, dossier, mention, meant)


def _is_amount(mention: Mention) -> bool:
    return mention.role is Role.AMOUNT and not mention.numeral and not mention.direction and not mention.tags & _OTHERS


def _stem(mention: Mention, end: re.Pattern[str], lead: re.Pattern[str]) -> str:
    return lead.sub("", end.sub("", mention.measured))


def _judged(check: Ceiling, dossier: Dossier, mention: Mention, limits: Sequence[Mention]) -> Outcome:
    there = dossier.operand(mention, "claimed")
    relations = (
        Relation(check.holds, {"there": there, "allowed": dossier.operand(limit, "compared")}, "there")
        for limit in limits
    )
    return best(outcome(check, relation, {"label": mention.label}) for relation in relations)
