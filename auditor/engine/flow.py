"""Is what the sentence says is left what came in less what went out?

The sentence is read from left to right with a running balance; a stated remainder closes it and opens the next one:
下达 180000 − 缩减 95900 = 剩余 84100; 84100 − 已使用 60707.4 = 剩 23392.6.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from auditor.engine.claim import best
from auditor.engine.relation import outcome
from auditor.model.dossier import Dossier
from auditor.model.finding import Operand, Outcome, Relation
from auditor.model.mention import Mention, Role
from auditor.spec.check import Check
from auditor.spec.prose_checks import Flow
from auditor.spec.vocabulary import Vocabulary

_STAGES = frozenset({"full_budget", "adjusted"})  # a budget that replaces the one before


@dataclass(slots=True)
class _Balance:
    inflow: list[Mention] = field(default_factory=list)
    outflow: list[Mention] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        return bool(self.inflow and self.outflow)


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    del vocabulary
    assert isinstance(check, Flow)
    listed = {part for breakdown in dossier.prose.breakdowns for part in breakdown.parts}
    sentences: dict[int, list[Mention]] = {}
    for mention in dossier.prose.mentions:
        if mention.role is Role.AMOUNT and not mention.numeral and mention.index not in listed:
            sentences.setdefault(mention.sentence, []).append(mention)
    for mentions in sentences.values():
        if all(mention.concepts.isdisjoint(check.apart) for mention in mentions):
            yield from _walk(check, dossier, mentions)


def _walk(check: Flow, dossier: Dossier, mentions: list[Mention]) -> Iterator[Outcome]:
    balance = _Balance()
    money = [m for m in mentions if m.quantity.unit.dimension == "money"]
    for mention in money:
        if mention.tags & set(check.left) and balance.complete:
            yield _judged(check, dossier, balance, mention)
            balance = _Balance([mention])
        elif (
            mention.tags & _STAGES and balance.inflow and not balance.outflow and not mention.tags & {"initial_budget"}
        ):
            balance = _Balance([*(m for m in balance.inflow if "opening" in m.tags), mention])
        elif mention.tags & set(check.outflow):
            balance.outflow.append(mention)
        elif mention.tags & set(check.inflow):
            if balance.outflow and not mention.tags & {"increased"}:
                balance = _Balance()  # another line of money begins
            balance.inflow.append(mention)
        elif mention.tags & set(check.left):
            balance = _Balance([mention])


def _judged(check: Flow, dossier: Dossier, balance: _Balance, left: Mention) -> Outcome:
    """A budget may already hold what was carried in."""
    carried = [m for m in balance.inflow if "opening" in m.tags]
    others = [m for m in balance.inflow if m not in carried]
    readings = [balance.inflow, others] if carried and others else [balance.inflow]
    return best(_reading(check, dossier, _Balance(inflow, balance.outflow), left) for inflow in readings)


def _reading(check: Flow, dossier: Dossier, balance: _Balance, left: Mention) -> Outcome:
    operands: dict[str, Operand | tuple[Operand, ...]] = {
        "left": dossier.operand(left, "claimed"),
        "inflow": tuple(dossier.operand(m, "base") for m in balance.inflow),
        "outflow": tuple(dossier.operand(m, "part") for m in balance.outflow),
    }
    return outcome(check, Relation(check.holds, operands, "left"), {"label": left.label})
