"""Is what is left under a limit the limit less what there is: 限额344亿元，余额327亿元，比限额低17亿元?

The words before the figure say that it lies between the two. Of several limits and balances of the paragraph one pair is enough; a pair
is of one thing where the names are the same but for their ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.engine._cells import skipped
from auditor.engine.claim import best
from auditor.engine.relation import outcome
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Relation, Status
from auditor.model.mention import Mention, Role
from auditor.parsing.labels import alternatives, last_clause
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Headroom
from auditor.rulebook.vocabulary import Vocabulary

_CLAUSE = re.compile(r"[，,；;。：:、（(]")
_NEAR = 2  # paragraphs back in which the limit may stand
_SEVERAL = "段中另有限额或余额 (the paragraph has other limits or balances)"
_OTHERS = frozenset({"prior", "other_year", "opening", "reason"})


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each figure that is said to lie between a balance and its limit."""
    del vocabulary
    assert isinstance(check, Headroom)
    there, allowed = re.compile(f"(?:{alternatives(check.there)})$"), re.compile(f"(?:{alternatives(check.allowed)})$")
    left = re.compile("|".join(f"(?:{pattern.pattern})" for pattern in check.patterns))
    lead = re.compile(f"^(?:{alternatives(check.lead) or '(?!)'})+")
    mentions = dossier.prose.mentions
    for mention in mentions:
        if mention.numeral or not left.search(last_clause(mention.context, _CLAUSE)):
            continue
        near = [m for m in mentions[: mention.index] if mention.block - m.block <= _NEAR and _amount(m)]
        balances = [m for m in near if m.sentence == mention.sentence and there.search(m.measured)]
        balances = balances or [m for m in near if m.block == mention.block and there.search(m.measured)]
        limits = [m for m in near if allowed.search(m.measured)]
        if any(limit.quantity.base == mention.quantity.base for limit in limits):
            continue  # 低于限额344亿元 names the limit
        pairs = [
            (balance, limit)
            for balance in balances
            for limit in limits
            if lead.sub("", there.sub("", balance.measured)) == lead.sub("", allowed.sub("", limit.measured))
        ]
        if pairs:
            yield _judged(check, dossier, mention, pairs)


def _amount(mention: Mention) -> bool:
    return (
        mention.role is Role.AMOUNT
        and mention.quantity.unit.dimension == "money"
        and not mention.numeral
        and not mention.tags & _OTHERS
    )


def _judged(check: Headroom, dossier: Dossier, mention: Mention, pairs: Sequence[tuple[Mention, Mention]]) -> Outcome:
    result = best(
        outcome(
            check,
            Relation(
                check.holds,
                {
                    "left": dossier.operand(mention, "claimed"),
                    "there": dossier.operand(there, "part"),
                    "allowed": dossier.operand(allowed, "base"),
                },
                "left",
            ),
            {"label": there.label},
        )
        for there, allowed in pairs
    )
    one = len({(there.quantity.base, allowed.quantity.base) for there, allowed in pairs}) == 1
    return result if one or result.status is not Status.FAILED else skipped(result, _SEVERAL)
