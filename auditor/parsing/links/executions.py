"""Which figure was spent, and on which budget?"""

from __future__ import annotations

from dataclasses import replace

from auditor.model.mention import Mention, Role
from auditor.parsing.labels import names
from auditor.parsing.links.around import BUDGETS, NAME, SPENT, Around, same_kind, unique

SETTLED = "settled"  # an execution rate whose budget is proven
_NOT_SPENT = BUDGETS | {"remaining", "reduced", "increased", "opening", "closing"}
_SPECIFIC = frozenset({"initial_budget", "full_budget", "adjusted"})
_NAMED = frozenset({"initial", "adjusted"})  # bases of an execution rate that only a budget of that name is
_BASIS = 2  # characters at its end that say that it is a budget


class ExecutionLinks:
    """Links execution rates."""

    def __init__(self, around: Around) -> None:
        self.around = around

    def link(self, mention: Mention) -> Mention:
        of = self._spent(mention)
        budgets = self._budgets(mention, of)
        if of and not budgets and (behind := self._behind(mention)):
            budgets = (behind.index,)
        if of and not budgets and (budget := self._settled(mention, self.around.mentions[of[0]])):
            return replace(mention, of=of, bases=(budget.index,), tags=mention.tags | {SETTLED})
        return replace(mention, of=of, bases=budgets)

    def _spent(self, mention: Mention) -> tuple[int, ...]:
        told = self.around.before(mention)
        before = [m for m in told if self.around.own_subject(mention, m)]
        if told and not before:
            return ()
        before = [m for m in before if "prior" not in m.tags] or before
        spent = [m for m in before if m.tags & SPENT and not m.tags & {"remaining", "reduced"}]
        plain = [m for m in before if not m.tags & _NOT_SPENT]
        earlier = [m for m in self.around.earlier(mention) if m.tags & SPENT] if not before else []
        return unique(m.index for m in (*spent, *plain, *earlier))

    def _behind(self, rate: Mention) -> Mention | None:
        """The budget in a bracket right behind a rate: 为调整预算的95%（调整预算13万元）."""
        sentence = self.around.sentences[rate.sentence]
        for m in self.around.mentions[rate.index + 1 : rate.index + 2]:
            words = sentence.text[rate.stop - sentence.start : m.start - sentence.start].strip()
            basis = rate.against.basis.value
            named = m.tags & BUDGETS and (not basis or m.dims.basis.value == basis)
            if m.sentence == rate.sentence and named and words[:1] in ("（", "(") and not {"）", ")"} & {*words}:
                return m
        return None

    def _settled(self, rate: Mention, spent: Mention) -> Mention | None:
        """The budget of a paragraph further up, where what is left, or the rate, proves that it is meant: 全年预算100万元。…
        支出90万元，执行率90%，结余10万元."""
        here = [m for m in self.around.by_sentence[rate.sentence] if m.role is Role.AMOUNT and not m.numeral]
        left = [m.quantity.base for m in here if "remaining" in m.tags and same_kind(m, spent)]
        part = self.around.sentences[rate.sentence].part
        if len(left) != 1 or spent.sentence != rate.sentence:
            return None
        for m in reversed(self.around.mentions[: here[0].index]):
            if self.around.sentences[m.sentence].part != part:
                break
            if m.role is not Role.AMOUNT or not m.tags & BUDGETS or not same_kind(m, spent) or m.quantity.base <= 0:
                continue
            by_rate = abs(spent.quantity.base / m.quantity.base - rate.quantity.base) <= rate.quantity.step / 2
            if by_rate or spent.quantity.base + left[0] == m.quantity.base:
                return m
        return None

    def _meant_for(self, budget: Mention, spent: Mention) -> bool:
        """False for a budget of something else, and for one whose own spending is stated between."""
        part = spent.index in self.around.members and budget.index not in self.around.members and bool(spent.measured)
        if part and not _named_alike(budget, spent):
            return False  # a part's own budget is not that of its whole
        if _one_subject(spent, budget):
            return True
        if budget.sentence != spent.sentence or (budget.concepts and spent.concepts):
            return False
        between = self.around.mentions[budget.index + 1 : spent.index]
        return not any(m.role is Role.AMOUNT and m.tags & SPENT for m in between)

    def _budgets(self, mention: Mention, of: tuple[int, ...]) -> tuple[int, ...]:
        """The budgets that an execution rate may be measured against: of the thing that was spent on, on the basis named."""
        spent = of[0] if of else mention.index
        before = [m for m in self.around.before(mention) if m.index not in of]
        earlier = self.around.earlier(mention)
        near = [m for m in before if m.tags & BUDGETS and m.index < spent]
        near = near or [m for m in before if m.tags & _SPECIFIC and not m.tags & {"other_year", "reason"}]
        left = [m for m in before if "remaining" in m.tags and m.index < spent and m not in near]
        kinds = BUDGETS if "budget" in mention.tags else BUDGETS | {"remaining"}  # what was left is no 预算
        pool = [*near, *left, *(m for m in earlier if m.tags & kinds)]
        told = [m for m in pool if _named_by(mention, m)]
        pool = told or [m for m in pool if not of or self._meant_for(m, self.around.mentions[of[0]])]
        wanted = mention.tags & _SPECIFIC if mention.base else frozenset()
        basis = mention.against.basis.value
        named = [m for m in pool if m.tags & wanted or (basis in _NAMED and m.dims.basis.value == basis)]
        if named:
            return unique(m.index for m in named)
        if len(mention.base) >= NAME and not mention.tags & BUDGETS:  # 占计划总投资的: no budget
            far = [m for m in reversed(self.around.wholes(mention)) if m.index < mention.index]
            return unique(m.index for m in (*far, *named) if not of or m.index not in of)
        if basis == "adjusted":
            return ()  # what was adjusted is not printed
        if wanted:
            return unique(m.index for m in pool if not m.tags & {"initial_budget", "full_budget"})
        return unique(m.index for m in pool)


def _named_by(rate: Mention, budget: Mention) -> bool:
    """True when the words that a rate is measured against name what a budget is for: 占采购预算总额的."""
    of_what = rate.base[:-_BASIS]
    return bool(of_what) and budget.subject.endswith(of_what) and names(rate.base, budget.label)


def _named_alike(one: Mention, other: Mention) -> bool:
    return bool(one.measured) and one.measured == other.measured


def _one_subject(spent: Mention, budget: Mention) -> bool:
    """False when the two figures are said to measure different things."""
    one, other = spent.subject, budget.subject
    if not one or not other or one == other or spent.measured == budget.measured:
        return True
    return min((one, other), key=len) == other[: len(one)] == one[: len(other)]
