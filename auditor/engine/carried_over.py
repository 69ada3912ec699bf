"""Does the plan begin with what the year before left, and roll it on by its own surplus: 年末滚存结余162亿元 … 当年结余10亿元，年末滚存结余172亿元?

Budget reports tell the year that was carried out and, sections later, the plan for the next: level by level, fund by fund. What is left of the
one is what the other begins with, and what the other leaves is that with its own surplus. Both hold in nearly every report; where
they do so for the report's other levels and funds, a pair that fails is named, and is an error where a slip of the pen explains it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from auditor.engine._mending import any_slipped
from auditor.engine._things import Things
from auditor.engine.claim import UNPROVEN, signed
from auditor.engine.relation import outcome
from auditor.engine.slips import mends
from auditor.engine.solve import solve
from auditor.engine.sums import significant
from auditor.model.account import EXPENDITURE, INCOME
from auditor.model.dossier import Dossier
from auditor.model.fact import PLANS
from auditor.model.finding import Operand, Outcome, Relation, Severity, Status
from auditor.model.mention import Mention, Role
from auditor.parsing.labels import alternatives, last_clause, squeeze
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import CarriedOver
from auditor.rulebook.vocabulary import Vocabulary

_PROOF = 2  # pairs of the report that hold, before one that fails is trusted to be read rightly
_DIGITS = 3  # of a figure: fewer agree with a slip of the pen by chance
_ASIDE = frozenset({"prior", "basis", "reason"})
_CARRIED_OUT = frozenset({"execution", "final"})
_COMMA = re.compile(r"[，,；;。：:]|\.(?!\d)")
_NEAR = 2  # paragraphs from the surplus of a plan to the balance it leads to

Key = tuple[str, str, str]  # level, fund, and what the balance is of by name: 失业保险基金


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each level and fund of which one balance is told in both years."""
    assert isinstance(check, CarriedOver)
    results = list(_Reader(check, dossier, vocabulary).judged())
    proven = sum(result.status is Status.PASSED for result in results)
    for result in results:
        assert result.relation is not None
        if result.status is not Status.FAILED or _slipped(result.relation):
            yield result
        elif proven < _PROOF:
            yield replace(result, status=Status.SKIPPED, reason=UNPROVEN)
        else:
            yield replace(result, severity=Severity.WARNING)


class _Reader:
    def __init__(self, check: CarriedOver, dossier: Dossier, vocabulary: Vocabulary) -> None:
        self.check = check
        self.dossier = dossier
        self.things = Things(check.generic, vocabulary)
        self.left, self.told = (re.compile(f"(?:{'|'.join(words)})$") for words in (check.left, check.told))
        self.whole = re.compile(f"(?:{alternatives(check.left_of_whole) or '(?!)'})$")
        self.surplus = re.compile(f"(?:{alternatives(check.surplus)})$") if check.surplus else None
        self.figures = [m for m in dossier.prose.mentions if _is_plain(m)]

    def judged(self) -> Iterator[Outcome]:
        before: dict[Key, list[Mention]] = defaultdict(list)
        planned: dict[Key, list[Mention]] = defaultdict(list)
        for mention in self.figures:
            words, basis = squeeze(last_clause(mention.context)), mention.dims.basis.value
            one = mention.dims.fund.value not in self.check.several
            if basis in _CARRIED_OUT and (self.left.search(words) or (one and self.whole.search(words))):
                before[self._key(mention)].append(mention)
            elif basis in PLANS and self.told.search(words):
                planned[self._key(mention)].append(mention)
        for key, plans in planned.items():
            yield from self._paired(before.get(key, []), plans)

    def _paired(self, before: Sequence[Mention], plans: Sequence[Mention]) -> Iterator[Outcome]:
        """A plan's balance against each that was left before: one that holds is enough, several that fail are open."""
        for plan in plans:
            results = list(filter(None, map(partial(self._outcome, plan), before)))
            held = [result for result in results if result.status is Status.PASSED]
            if held or len(before) == len(plans) == len(results) == 1:
                yield (held or results)[0]

    def _outcome(self, plan: Mention, before: Mention) -> Outcome | None:
        if before.index > plan.index:
            return None
        operands: dict[str, Operand | tuple[Operand, ...]] = {
            "told": self.dossier.operand(plan, "claimed"),
            "left": self.dossier.operand(before, "base"),
        }
        if self.surplus is not None:
            flows = self._flows(plan, self.surplus)
            if not flows:
                return None
            operands["flows"] = flows
        return outcome(self.check, Relation(self.check.holds, operands, "told"), {"label": plan.label})

    def _flows(self, plan: Mention, surplus: re.Pattern[str]) -> tuple[Operand, ...]:
        """The surplus told before a balance, or the income and the expenditure right before it."""
        at = self.figures.index(plan)
        for mention in reversed(self.figures[max(0, at - _NEAR) : at]):
            words = squeeze(last_clause(mention.context))
            if plan.block - mention.block <= _NEAR and surplus.search(words) and self._key(mention) == self._key(plan):
                lacking = any(word in words for word in self.check.lack)
                return (signed(self.dossier.operand(mention, "part"), -1 if lacking else 1),)
        income, spent = self.figures[at - 2 : at] if at > 1 else (plan, plan)
        things = (self.things.on_side(income, INCOME), self.things.on_side(spent, EXPENDITURE))
        if income.block != plan.block or None in things or things[1] not in (things[0], ""):
            return ()
        return self.dossier.operand(income, "part"), signed(self.dossier.operand(spent, "part"), -1)

    def _key(self, mention: Mention) -> Key:
        """Level, fund and, of a fund that is several, which of them: as its own words, or the income or expenditure before it, name it."""
        level, fund = mention.dims.scope.value, mention.dims.fund.value
        if fund not in self.check.several:
            return level, fund, ""
        words = squeeze(last_clause(mention.context))
        named = next((found for p in (self.left, self.told, self.surplus) if p and (found := p.search(words))), None)
        thing = self.things.of(words[: named.start()]) if named else ""
        if not thing:
            told = (m for m in reversed(self.figures) if m.block == mention.block and m.index < mention.index)
            sides = (self.things.on_side(m, side) for m in told for side in (INCOME, EXPENDITURE))
            thing = next(filter(None, sides), "")
        return level, fund, thing


def _slipped(relation: Relation) -> bool:
    """True when a slip of the pen explains the gap, in any figure as it is printed, or in the plan's as the others round it."""
    told, others = relation.operands["told"], [*relation.figures()]
    assert isinstance(told, Operand)
    right, width = solve(relation, told), sum(o.quantity.step / 2 for o in others if o is not told)
    if right is None or significant(told.quantity) < _DIGITS:
        return False
    return any_slipped(relation, _DIGITS) or mends(told.quantity, right - width, right + width)


def _is_plain(mention: Mention) -> bool:
    """True for an amount of a known fund that is of one thing: not 加上转移支付、上年结转3亿元."""
    money = mention.role is Role.AMOUNT and mention.quantity.unit.dimension == "money" and not mention.numeral
    clause = _COMMA.split(mention.context.strip("，,；;、"))[-1]
    return money and bool(mention.dims.fund.value) and not mention.tags & _ASIDE and "、" not in clause
