"""Is a rate as far ahead of the calendar as the words say: 上半年完成预算的53.1%，快于序时进度3.1个百分点?

The calendar is the share of the year's months that the report covers. A difference that has the other sign, or that a slip of the pen
explains, is accused; some offices reckon their schedule otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from auditor.engine._mending import any_slipped
from auditor.engine.claim import signed
from auditor.engine.relation import outcome
from auditor.model.dossier import Dossier
from auditor.model.finding import Evidence, Operand, Outcome, Relation, Status
from auditor.model.mention import Mention, Role
from auditor.model.quantity import PERCENT, POINTS, Quantity
from auditor.parsing.labels import alternatives, last_clause
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Schedule
from auditor.rulebook.vocabulary import Vocabulary

_MONTHS = 12
_SPAN = re.compile(r"1\s?月?\s?[-—–~～至到]{1,2}\s?(\d{1,2})\s?月|截[至止](?:20\d\d年)?(\d{1,2})月[底末]")
_EXACT = 6  # decimals that the share of the calendar is known to
_OTHERWISE = "序时进度可能另有算法 (the schedule may be reckoned otherwise)"


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each difference to the calendar behind a rate of execution."""
    del vocabulary
    assert isinstance(check, Schedule)
    reader = _Reader(check, dossier)
    for mention in dossier.prose.mentions:
        if mention.quantity.unit is POINTS and (found := reader.judged(mention)):
            yield found


class _Reader:
    def __init__(self, check: Schedule, dossier: Dossier) -> None:
        self.check = check
        self.dossier = dossier
        self.ahead, self.behind = (re.compile(alternatives(words)) for words in (check.ahead, check.behind))

    def judged(self, difference: Mention) -> Outcome | None:
        clause = last_clause(difference.context)
        ahead = bool(self.ahead.search(clause))
        rate, months = self._rate(difference), self._months(difference)
        if not any(word in clause for word in self.check.schedule) or ahead is bool(self.behind.search(clause)):
            return None
        if rate is None or not 0 < months <= _MONTHS:
            return None
        share = Quantity(f"{months}/{_MONTHS}", Decimal(100 * months) / _MONTHS, PERCENT, _EXACT)
        evidence = Evidence("base", share.text, self.dossier.mention_evidence(rate, "base").location, share)
        operands = {
            "difference": signed(self.dossier.operand(difference, "claimed"), 1 if ahead else -1),
            "rate": self.dossier.operand(rate, "part"),
            "calendar": Operand(share, evidence),
        }
        relation = Relation(self.check.holds, operands, "difference")
        result = outcome(self.check, relation, {"label": rate.label, "words": clause})
        turned = outcome(self.check, replace(relation, operands={**operands, "difference": signed_back(operands)}))
        if result.status is Status.FAILED and turned.status is not Status.PASSED and not any_slipped(relation):
            return replace(result, status=Status.SKIPPED, reason=_OTHERWISE)
        return result

    def _rate(self, difference: Mention) -> Mention | None:
        """The rate of execution right before a difference, in its sentence."""
        before = self.dossier.prose.mentions[: difference.index][-1:]
        return next((m for m in before if m.sentence == difference.sentence and m.role is Role.EXECUTION), None)

    def _months(self, difference: Mention) -> int:
        """The months of the year that the sentence speaks of, or its report; 0 where nothing says."""
        sentence = self.dossier.sentence_of(difference)
        said = _SPAN.findall(sentence.text[: difference.start - sentence.start])
        if said:
            return int("".join(said[-1]))
        words = (sentence.text, difference.dims.period.value)
        return next((n for part, n in self.check.months.items() if any(part in text for text in words)), 0)


def signed_back(operands: dict[str, Operand]) -> Operand:
    """The difference with the other sign."""
    return signed(operands["difference"], -1)
