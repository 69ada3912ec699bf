"""Does a sentence add up in itself? Relations between figures found by their roles.

The check's slots are filled from an anchor, the figure that hangs on the others: a growth rate leads to its change, the
change to the current figure. Where the text leaves several readings open, the relation holds if it holds under one
of them; when it fails, the reading that comes nearest to holding is reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Literal

from auditor.engine._mending import slipped
from auditor.engine.relation import outcome
from auditor.model.dossier import Dossier
from auditor.model.fact import PLANS
from auditor.model.finding import Operand, Outcome, Relation, Severity, Status
from auditor.model.formula import Formula
from auditor.model.mention import Mention, Role
from auditor.parsing.links.executions import SETTLED
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Claim, Slot
from auditor.rulebook.vocabulary import Vocabulary

MOST_READINGS = 24
YEARS_APART = "两数相隔不止一年，所称可能是年均 (the figures lie years apart, so an average may be meant)"
_DIGITS = 4  # of a rate that a slip explains by no chance
_HEAD = 2  # characters at the end of a name that say what it is: 收入, 支出
PROOF = 2  # relations over paragraphs that hold, for each that fails, before the reading of the words is trusted
UNPROVEN = "跨段的比较在本文中未得到印证 (comparisons over paragraphs do not prove themselves in this report)"
Filled = Mapping[str, Mention]


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    assert isinstance(check, Claim)
    filler = _Filler(check, dossier, vocabulary)
    judged: list[tuple[Outcome, str]] = []
    for anchor in dossier.prose.mentions:
        if not filler.fits(filler.anchor, anchor) or filler.excluded(anchor):
            continue
        readings = list(islice(filler.readings(anchor), MOST_READINGS))
        if readings:
            judged.append((certain(_judged(check, dossier, reading) for reading in readings), _over(readings, anchor)))
        elif filler.expected(anchor):
            evidence = dossier.mention_evidence(anchor, "claimed")
            yield Outcome(
                check.id, Status.SKIPPED, evidence=(evidence,), reason=f"缺少 {filler.lacking(anchor)} (missing)"
            )
    proven = Counter(result.status for result, far in judged if far)
    customs = Counter((far, result.status) for result, far in judged)
    for result, far in judged:
        unproven = proven[Status.PASSED] < PROOF * proven[Status.FAILED]
        unproven |= customs[far, Status.PASSED] < customs[far, Status.FAILED]
        if far and result.status is Status.FAILED and unproven and not _by_slip(result):
            yield replace(result, status=Status.SKIPPED, reason=UNPROVEN)
        else:
            yield result


def _by_slip(result: Outcome) -> bool:
    """True where one slip of the pen in the rate explains the gap to all of its digits: that proves the reading."""
    relation = result.relation
    claimed = relation.operands[relation.claimed] if relation else ()
    return isinstance(claimed, Operand) and relation is not None and slipped(relation, claimed, _DIGITS)


def _over(readings: list[Filled], anchor: Mention) -> str:
    """How a comparison reaches over paragraphs; empty when one reading stays within one.

    A plan that grows by 5 % may grow over last year's plan or over what was carried out: each report has its own custom,
    one for income perhaps and one for expenditure, which only its other plans prove.
    """
    if SETTLED in anchor.tags or any(len({mention.block for mention in reading.values()}) == 1 for reading in readings):
        return ""
    plan = anchor.dims.basis.value in PLANS and not anchor.against.basis.value
    heads = {mention.measured[-_HEAD:] for mention in readings[0].values() if mention.role is Role.AMOUNT}
    return f"plan {min(heads)}" if plan and heads else "said"


def best(outcomes: Iterator[Outcome]) -> Outcome:
    """The outcome of several readings of the same words: the first that holds, else the mildest failure."""
    seen: list[Outcome] = []
    for result in outcomes:
        if result.status is Status.PASSED:
            return result
        seen.append(result)
    failed = [result for result in seen if result.status is Status.FAILED]
    return min(failed, key=lambda result: result.severity.rank) if failed else seen[0]


def certain(outcomes: Iterator[Outcome]) -> Outcome:
    """As :func:`best`, but a reading that is undecided may be the one that holds: then nothing is accused."""
    seen = list(outcomes)
    undecided = next((result for result in seen if result.status is Status.SKIPPED), None)
    chosen = best(iter(seen))
    return undecided if undecided and chosen.status is Status.FAILED else chosen


def _judged(check: Claim, dossier: Dossier, reading: Filled) -> Outcome:
    formula: Formula = check.holds
    claimed = check.disputed or str(formula.names()[0])
    operands: dict[str, Operand | tuple[Operand, ...]] = {
        slot.name: signed(dossier.operand(m, "claimed" if slot.name == claimed else slot.evidence), m.direction_sign)
        if (m := reading.get(slot.name))
        else ()
        for slot in check.match
        if slot.name in reading or slot.optional
    }
    near = len({mention.block for mention in reading.values()}) == 1
    result = outcome(
        check,
        Relation(formula, operands, claimed),
        {"label": _subject(check, reading)},
        at_most=None if near else Severity.WARNING,
    )
    if result.status is Status.FAILED and any(_far_off(reading, slot) for slot in check.match if slot.year_before):
        return Outcome(check.id, Status.SKIPPED, relation=result.relation, evidence=result.evidence, reason=YEARS_APART)
    return result


def _far_off(reading: Filled, slot: Slot) -> bool:
    """True when a figure is known to lie more than a year before another one of its reading."""
    figures = [mention for mention in reading.values() if mention.role is Role.AMOUNT]
    return slot.name in reading and any(m.dims.years_since(reading[slot.name].dims) > 1 for m in figures)


def _subject(check: Claim, reading: Filled) -> str:
    return next(
        (reading[slot.name].label for slot in check.match if slot.name in reading and reading[slot.name].label), ""
    )


def signed(operand: Operand, direction: int) -> Operand:
    """A fall counts as a negative change."""
    return (
        operand
        if direction >= 0
        else replace(operand, quantity=replace(operand.quantity, value=-operand.quantity.value))
    )


class _Filler:
    """Finds the figures for the slots of one check."""

    def __init__(self, check: Claim, dossier: Dossier, vocabulary: Vocabulary) -> None:
        self.check = check
        self.mentions = dossier.prose.mentions
        self.dossier = dossier
        self.slots = {slot.name: slot for slot in check.match}
        hung_on = {slot.of for slot in check.match}
        linked = [slot for slot in check.match if slot.of and slot.name not in hung_on]
        self.anchor = linked[0] if linked else self.slots[check.disputed or check.match[0].name]
        self.within: Literal["sentence", "block"] = "sentence" if check.within == "sentence" else "block"
        self.groups: dict[int, list[Mention]] = {}
        for mention in self.mentions:
            self.groups.setdefault(self.group_of(mention), []).append(mention)

    def group_of(self, mention: Mention) -> int:
        return mention.sentence if self.within == "sentence" else mention.block

    def fits(self, slot: Slot, mention: Mention) -> bool:
        """True when a mention is what a slot asks for."""
        return (
            mention.role is slot.role
            and not mention.numeral
            and (not slot.unit or mention.quantity.unit.dimension == slot.unit)
            and (not slot.over_whole or mention.quantity.base > 1)
            and (slot.zero is None or slot.zero == (mention.quantity.value == 0))
            and all(tag in mention.tags for tag in slot.tags)
            and (not slot.any_tag or any(tag in mention.tags for tag in slot.any_tag))
            and not any(tag in mention.tags for tag in slot.not_tags)
            and (not slot.label or slot.label in mention.concepts)
            and all(word in mention.context for word in slot.context)
            and not any(word in self.dossier.sentence_of(mention).text for word in slot.not_beside)
            and (not slot.label_ends or mention.label.endswith(tuple(slot.label_ends)))
            and (not slot.after or mention.after.startswith(tuple(slot.after)))
            and (not slot.base or slot.base in mention.base_concepts)
            and (not slot.direction or mention.direction == (1 if slot.direction == "rise" else -1))
        )

    def excluded(self, anchor: Mention) -> bool:
        """True when a figure beside the anchor says that more is involved than the formula knows."""
        return any(not m.tags.isdisjoint(self.check.unless) for m in self.groups[self.group_of(anchor)])

    def readings(self, anchor: Mention) -> Iterator[Filled]:
        yield from self._fill(
            {self.anchor.name: anchor}, [slot for slot in self.check.match if slot is not self.anchor]
        )

    def _fill(self, filled: Filled, rest: list[Slot]) -> Iterator[Filled]:
        if not rest:
            yield filled
            return
        ready = next((slot for slot in rest if self._linked(slot, filled)), None) or rest[0]
        others = [slot for slot in rest if slot is not ready]
        for mention in self._candidates(ready, filled):
            if mention in filled.values():
                continue
            yield from self._fill({**filled, ready.name: mention}, others)
        if ready.optional:  # what it adds may be held in another figure
            yield from self._fill(filled, others)

    def _linked(self, slot: Slot, filled: Filled) -> bool:
        return bool(slot.base_of in filled or any(self.slots[name].of == slot.name for name in filled))

    def _candidates(self, slot: Slot, filled: Filled) -> list[Mention]:
        for name, mention in filled.items():
            if self.slots[name].of == slot.name:
                hung_on = [m for i in mention.of if self.fits(slot, m := self.mentions[i])]
                return [m for m in hung_on if not slot.same_sentence or m.sentence == mention.sentence]
        if slot.base_of in filled:
            bases = [self.mentions[i] for i in filled[slot.base_of].bases]
            fitting = [m for m in bases if self.fits(slot, m)]
            return fitting if len(fitting) == len(bases) or not slot.zero else []  # another base may be the one meant
        anchor = filled[self.anchor.name]
        group = [m for m in self.groups[self.group_of(anchor)] if self.fits(slot, m)]
        if slot.beside:
            group = [m for m in group if abs(m.index - anchor.index) == 1]
        if slot.alone and len(self._alike_before(anchor)) != 1:
            return []
        return sorted(group, key=lambda m: (m.index > anchor.index, abs(m.index - anchor.index)))[:4]

    def _alike_before(self, anchor: Mention) -> list[Mention]:
        """The amounts of an anchor's kind that stand before it in its group."""
        kind = anchor.quantity.unit.dimension
        group = self.groups[self.group_of(anchor)]
        return [m for m in group if m.index < anchor.index and m.quantity.unit.dimension == kind and not m.numeral]

    def expected(self, anchor: Mention) -> bool:
        """True when the anchor alone says that the relation is meant, so that silence would hide it: no words of another figure do."""
        told = (slot for slot in self.check.match if slot.context and slot is not self.anchor)
        meant = all(self._candidates(slot, {self.anchor.name: anchor}) for slot in told)
        return bool(self.anchor.of) and anchor.role is not Role.AMOUNT and meant

    def lacking(self, anchor: Mention) -> str:
        filled = {self.anchor.name: anchor}
        return "、".join(s.name for s in self.check.match if s is not self.anchor and not self._candidates(s, filled))
