"""Is the surplus of the year what came in less what went out, where income, expenditure and surplus are told sentences apart?

Reports tell the funds in three paragraphs: 失业保险基金收入6.5亿元 … 失业保险基金支出5.2亿元 … 失业保险基金当年收支结余1.3亿元. The names say
what belongs together; a surplus without a name belongs to the figures right before it. A balance that rolls on is another thing, and
what is told so far apart may be of another level or basis: only a slip of the pen is accused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.engine._mending import any_slipped
from auditor.engine._things import Things
from auditor.engine.claim import signed
from auditor.engine.relation import outcome
from auditor.model.account import EXPENDITURE, INCOME
from auditor.model.dossier import Dossier
from auditor.model.finding import Outcome, Relation, Status
from auditor.model.mention import Mention, Role
from auditor.parsing.labels import alternatives, last_clause
from auditor.parsing.unmarked import INTERLEAVED
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Surplus
from auditor.rulebook.vocabulary import Vocabulary

_NEAR = 3  # paragraphs between a surplus without a name and what it is left of
_DIGITS = 3  # of a figure: fewer agree with a slip of the pen by chance
_ASIDE = frozenset({"prior", "basis", "reason"})
_APART = "收入、支出与结余不在一处，差额又不似笔误 (income, expenditure and surplus are told apart, and no slip explains the gap)"


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each surplus whose income and expenditure are told before it in its section."""
    assert isinstance(check, Surplus)
    reader = _Reader(check, dossier, vocabulary)
    told: list[Mention] = []
    for mention in dossier.prose.mentions:
        if mention.role is not Role.AMOUNT or mention.numeral or mention.quantity.unit.dimension != "money":
            continue
        if (found := reader.judged(mention, told)) is not None:
            yield found
        if not mention.tags & _ASIDE:
            told.append(mention)


class _Reader:
    def __init__(self, check: Surplus, dossier: Dossier, vocabulary: Vocabulary) -> None:
        self.check = check
        self.dossier = dossier
        lists = (listed for listed in dossier.prose.breakdowns if listed.cue != INTERLEAVED)
        self.parts = {part for listed in lists for part in listed.parts}
        self.things = Things(check.generic, vocabulary)
        self.left = re.compile(f"(?:{alternatives(check.left)})$")
        self.handed = re.compile(alternatives(check.handed) or "(?!)")

    def judged(self, left: Mention, told: Sequence[Mention]) -> Outcome | None:
        clause = last_clause(left.context)
        found = self.left.search(clause)
        if found is None:
            return None
        of = self.things.of(clause[: found.start()])
        income, spent = self._nearest(of, left, told, INCOME), self._nearest(of, left, told, EXPENDITURE)
        if income is None or spent is None or not _belong(income, spent) or income.sentence == left.sentence:
            return None
        operands = {
            "left": self.dossier.operand(left, "claimed"),
            "income": self.dossier.operand(income, "base"),
            "spent": self.dossier.operand(spent, "part"),
        }
        if any(word in clause for word in self.check.lack):
            operands["left"] = signed(operands["left"], -1)
        holds = self.check.holds
        if (handed := self._handed(spent, left, told)) is not None:
            operands["handed"], holds = self.dossier.operand(handed, "part"), self.check.netted
        relation = Relation(holds, operands, "left")
        result = outcome(self.check, relation, {"label": of or left.label})
        if result.status is Status.FAILED and not any_slipped(relation, _DIGITS):
            return replace(result, status=Status.SKIPPED, reason=_APART)
        return result

    def _handed(self, spent: Mention, left: Mention, told: Sequence[Mention]) -> Mention | None:
        """What was handed to another level right before a surplus: 上解中央调剂金5亿元后，当年收支结余14亿元."""
        between = [m for m in told if spent.index < m.index < left.index and m.sentence == left.sentence]
        return between[0] if len(between) == 1 and self.handed.search(last_clause(between[0].context)) else None

    def _nearest(self, of: str, left: Mention, told: Sequence[Mention], side: str) -> Mention | None:
        """The last figure of a side before a surplus, in its section: of the same thing, or of whatever was told last."""
        section = self.dossier.sentence_of(left).section
        after: Mention | None = None
        for mention in reversed(told):
            if self.dossier.sentence_of(mention).section != section or (not of and left.block - mention.block > _NEAR):
                return None
            thing = self.things.on_side(mention, side)
            if thing is not None and (thing == of if of else mention.index not in self.parts):
                return None if after is not None and self._outdone(mention, after) else mention
            after = mention
        return None

    def _outdone(self, mention: Mention, after: Mention) -> bool:
        """True of a budget that the figure behind it outdoes: 支出预算100万元，实际完成90万元."""
        told = self.things.sided(after) or self.left.search(last_clause(after.context))
        return after.sentence == mention.sentence and not told


def _belong(income: Mention, spent: Mention) -> bool:
    """True for figures of one level, fund and basis."""
    one, other = income.dims, spent.dims
    return all(getattr(one, name).value == getattr(other, name).value for name in ("scope", "fund", "basis", "period"))
