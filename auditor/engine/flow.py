"""Is what the sentence says is left what came in less what went out?

The sentence is read from left to right with a running balance; a stated remainder closes it and opens the next one:
下达 180000 − 缩减 95900 = 剩余 84100; 84100 − 已使用 60707.4 = 剩 23392.6.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product

from auditor.engine._cells import warned
from auditor.engine.claim import best
from auditor.engine.relation import outcome
from auditor.model.dossier import Dossier
from auditor.model.finding import Operand, Outcome, Relation, Status
from auditor.model.mention import Mention, Role
from auditor.parsing.unmarked import TOLD_BY_SUM
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Flow
from auditor.rulebook.vocabulary import Vocabulary

_MOST = 8  # figures of which the signs are tried
_UNCLEAR = "句中另有未说明增减的金额 (the sentence has amounts of which it does not say whether they came or went)"
_PAID = frozenset({"spent", "final"})
_STAGES = frozenset({"full_budget", "adjusted"})  # a budget that replaces the one before


@dataclass(slots=True)
class _Balance:
    inflow: list[Mention] = field(default_factory=list)
    outflow: list[Mention] = field(default_factory=list)
    unclear: list[Mention] = field(default_factory=list)  # neither in nor out, by its words

    @property
    def complete(self) -> bool:
        return bool(self.inflow and self.outflow)


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    del vocabulary
    assert isinstance(check, Flow)
    listed = {part for found in dossier.prose.breakdowns if found.cue not in TOLD_BY_SUM for part in found.parts}
    listed |= {i for total in dossier.prose.totals if total.named for i in (*total.heads, *total.added, total.total)}
    sentences: dict[int, list[Mention]] = {}
    for mention in dossier.prose.mentions:
        if mention.role is Role.AMOUNT and not mention.numeral and mention.index not in listed:
            sentences.setdefault(mention.sentence, []).append(mention)
    for mentions in sentences.values():
        if any(not mention.concepts.isdisjoint(check.apart) for mention in mentions):
            continue
        money = [m for m in mentions if m.quantity.unit.dimension == "money"]
        budget = _budget_before(check, dossier, money)
        if budget is None:
            yield from _walk(check, dossier, money, _Balance())
        else:
            yield from map(warned, _walk(check, dossier, money, _Balance([budget])))


def _budget_before(check: Flow, dossier: Dossier, money: list[Mention]) -> Mention | None:
    """The budget of the sentence before, for one that says what was spent of it and what is left, and at which rate: where
    the rate is right, it is the budget that is meant."""
    if not money or any(m.tags & set(check.inflow) for m in money):
        return None
    mentions = dossier.prose.mentions
    for rate in mentions[money[0].index :]:
        if rate.sentence != money[0].sentence:
            break
        if rate.role is not Role.EXECUTION or not rate.of:
            continue
        spent = mentions[rate.of[0]].quantity.base
        for budget in (mentions[index] for index in rate.bases):
            above = budget.sentence < rate.sentence and budget.quantity.base > 0
            if above and abs(spent / budget.quantity.base - rate.quantity.base) <= rate.quantity.step:
                return budget
    return None


def _walk(check: Flow, dossier: Dossier, money: list[Mention], balance: _Balance) -> Iterator[Outcome]:
    for mention in money:
        if mention.tags & _STAGES and "remaining" not in mention.tags and any(m.tags & _PAID for m in balance.outflow):
            balance = _Balance([mention])  # a budget told after what was spent is not what is left of it
        elif "initial_budget" in mention.tags and any("opening" not in m.tags for m in balance.inflow):
            balance = _Balance([mention])  # of another thing: 甲年初预算9万元，调减2万元，调整后7万元；乙年初预算6万元
        elif mention.tags & set(check.left) and balance.complete:
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
        elif balance.inflow:
            balance.unclear.append(mention)


def _judged(check: Flow, dossier: Dossier, balance: _Balance, left: Mention) -> Outcome:
    """A budget may already hold what was carried in."""
    carried = [m for m in balance.inflow if "opening" in m.tags]
    others = [m for m in balance.inflow if m not in carried]
    readings = [balance.inflow, others] if carried and others else [balance.inflow]
    result = best(_reading(check, dossier, _Balance(inflow, balance.outflow), left) for inflow in readings)
    if result.status is not Status.FAILED or not balance.unclear:
        return result
    proof = next(_exact(balance, left), None)
    return _reading(check, dossier, proof, left) if proof else replace(result, status=Status.SKIPPED, reason=_UNCLEAR)


def _exact(balance: _Balance, left: Mention) -> Iterator[_Balance]:
    """The readings of figures that say neither in nor out under which the balance comes out to the last digit."""
    opening, *moved = [*balance.inflow, *balance.outflow, *balance.unclear]
    if len(moved) > _MOST:
        return
    for signs in product((1, -1), repeat=len(moved)):
        gap = sum((m.quantity.base * sign for m, sign in zip(moved, signs, strict=True)), opening.quantity.base)
        if gap == left.quantity.base:
            signed = list(zip(moved, signs, strict=True))
            yield _Balance([opening, *(m for m, s in signed if s > 0)], [m for m, s in signed if s < 0])


def _reading(check: Flow, dossier: Dossier, balance: _Balance, left: Mention) -> Outcome:
    operands: dict[str, Operand | tuple[Operand, ...]] = {
        "left": dossier.operand(left, "claimed"),
        "inflow": tuple(dossier.operand(m, "base") for m in balance.inflow),
        "outflow": tuple(dossier.operand(m, "part") for m in balance.outflow),
    }
    return outcome(check, Relation(check.holds, operands, "left"), {"label": left.label})
