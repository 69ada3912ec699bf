"""Does a balance roll forward: 年初余额6亿元，当年动用2亿元，补充3亿元，年末余额7亿元?

The sentence gives both balances and what came in and went out between them, each with a word that says which. A figure between
that says neither leaves the sum open, and so may what the sentence does not tell: only a slip of the pen is accused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.engine._mending import any_slipped
from auditor.engine.claim import signed
from auditor.engine.relation import outcome
from auditor.model.dossier import Dossier
from auditor.model.finding import Operand, Outcome, Relation, Status
from auditor.model.mention import Mention, Role
from auditor.parsing.labels import alternatives, last_clause
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import RollForward
from auditor.rulebook.vocabulary import Vocabulary

_YEAR = re.compile(r"20\d\d(?=年)")
_NOUN = 2  # characters at its end that say that it is a balance
_MORE = "句中所列增减可能不全，差额又不似笔误 (not every flow may be told, and no slip of the pen explains the gap)"


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    """One outcome for each sentence with an opening balance, flows and a closing balance, in this order."""
    del vocabulary
    assert isinstance(check, RollForward)
    reader = _Reader(check, dossier)
    by_sentence: dict[int, list[Mention]] = {}
    for mention in dossier.prose.mentions:
        if mention.role not in (Role.RATE, Role.SHARE, Role.RATIO):
            by_sentence.setdefault(mention.sentence, []).append(mention)
    for mentions in by_sentence.values():
        if (result := reader.judged(mentions)) is not None:
            yield result


class _Reader:
    def __init__(self, check: RollForward, dossier: Dossier) -> None:
        self.check = check
        self.dossier = dossier
        self.opening, self.closing = (re.compile("|".join(map(_named, ws))) for ws in (check.opening, check.closing))
        self.inflow, self.outflow = (re.compile(alternatives(ws)) for ws in (check.inflow, check.outflow))

    def judged(self, mentions: Sequence[Mention]) -> Outcome | None:
        ends = [n for n, m in enumerate(mentions) if self.closing.search(last_clause(m.context))]
        starts = [n for n, m in enumerate(mentions) if self.opening.search(last_clause(m.context))]
        if not starts and len(ends) > 1 and _of_year(mentions[ends[0]]) == _of_year(mentions[ends[-1]]) - 1:
            starts, ends = ends[:1], ends[1:]  # 2030年末余额6亿元 … 2031年末余额7亿元
        if len(starts) != 1 or len(ends) != 1 or ends[0] - starts[0] < 2:
            return None
        opening, *flows, closing = mentions[starts[0] : ends[0] + 1]
        signs = [self._sign(flow) for flow in flows]
        alike = {m.quantity.unit.dimension for m in (opening, *flows, closing)} == {closing.quantity.unit.dimension}
        if not all(signs) or not alike or any(m.numeral for m in (opening, *flows, closing)):
            return None
        operands: dict[str, Operand | tuple[Operand, ...]] = {
            "closing": self.dossier.operand(closing, "claimed"),
            "opening": self.dossier.operand(opening, "base"),
            "flows": tuple(signed(self.dossier.operand(m, "part"), sign) for m, sign in zip(flows, signs, strict=True)),
        }
        relation = Relation(self.check.holds, operands, "closing")
        result = outcome(self.check, relation, {"label": closing.label})
        if result.status is Status.FAILED and not any_slipped(relation) and not _forgotten(relation):
            return replace(result, status=Status.SKIPPED, reason=_MORE)
        return result

    def _sign(self, flow: Mention) -> int:
        """1 for what comes in, -1 for what goes out, 0 where the words say neither or both."""
        words = last_clause(flow.context)
        return bool(self.inflow.search(words)) - bool(self.outflow.search(words))


def _forgotten(relation: Relation) -> bool:
    """True when the balance comes out once a flow is left out, or taken with the other sign."""
    closing, opening, flows = (relation.operands[name] for name in ("closing", "opening", "flows"))
    assert isinstance(closing, Operand) and isinstance(opening, Operand) and isinstance(flows, tuple)
    moved = sum((flow.quantity.base for flow in flows), opening.quantity.base)
    without = (moved - times * flow.quantity.base for flow in flows for times in (1, 2))
    return len(flows) > 1 and any(amount in closing.quantity.interval for amount in without)


def _named(balance: str) -> str:
    """The pattern of a balance, of which the name may stand within: 年末余额, 年末预算稳定调节基金余额."""
    return rf"{re.escape(balance[:-_NOUN])}[^，。；、\d]{{0,14}}?{re.escape(balance[-_NOUN:])}"


def _of_year(mention: Mention) -> int:
    """The year that the words right before a balance name; 0 where they name none."""
    found = _YEAR.findall(last_clause(mention.context))
    return int(found[-1]) if found else 0
