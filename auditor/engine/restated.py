"""Is one fact, stated twice in the same words, stated with the same figure?

Two sentences of one report state the same facts as far as they begin with the same words, figures masked; a single
figure is the same fact when long enough a stretch without figures beside it is the same. Parallel sections (one for
each project or budget item) say the same of different things, so only sections that are not siblings are compared. Within them two
figures are one fact where a slip of the pen leads from one long figure to the other under the same name, and where one passage
begins twice with the same name and year.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from auditor.engine.context import unknown
from auditor.engine.relation import outcome
from auditor.engine.slips import explained
from auditor.engine.sums import significant
from auditor.model.dossier import Dossier, Sentence
from auditor.model.finding import Outcome, Relation, Status
from auditor.model.mention import Mention, Role
from auditor.parsing.labels import alternatives, squeeze
from auditor.rulebook.check import Check
from auditor.rulebook.prose_checks import Restated
from auditor.rulebook.vocabulary import Vocabulary

_TARGETS = ("计划", "任务")
_COMPARED_ROLES = (Role.CHANGE, Role.RATE)
_LONG = 5  # digits that do not agree but for one by chance
_CLAUSE = re.compile(r"[，,；;：:]")
_YEAR = re.compile(r"20\d\d(?=年)")


@dataclass(frozen=True, slots=True)
class _Stated:
    """A figure with the words before it back to the last figure, and after it up to the next."""

    mention: Mention
    sentence: Sentence
    before: str
    after: str
    chain: tuple[str, ...]  # every stretch of words from the beginning of the sentence to the figure


def judge(check: Check, dossier: Dossier, vocabulary: Vocabulary) -> Iterator[Outcome]:
    target = re.compile(alternatives((*vocabulary.cues.target, *_TARGETS)))
    assert isinstance(check, Restated)
    groups: dict[tuple[object, ...], list[_Stated]] = defaultdict(list)
    for stated in _all(dossier):
        if check.same in ("label", "slip") and _class_of_many(stated.mention.label, vocabulary):
            continue
        for key in _KEYS[check.same](stated, check.context):
            sentence = stated.sentence
            aimed = bool(target.search("".join((*sentence.section[-1:], stated.before))))
            unit = stated.mention.quantity.unit.dimension
            groups[(sentence.part, sentence.item, unit, aimed, *key)].append(stated)
    whole = _wholes(dossier)
    printed = _printed(dossier) if check.same == "slip" else frozenset()
    judged: set[tuple[int, int]] = set()
    for group in groups.values():
        for number, second in enumerate(group):
            first = next((s for s in group[:number] if _one_fact(check, dossier, whole, s, second)), None)
            if first is not None and abs(first.mention.quantity.base - second.mention.quantity.base) in printed:
                continue  # what they differ by is a figure of the report: income with and without what was carried over
            if first is not None and (pair := (first.mention.index, second.mention.index)) not in judged:
                judged.add(pair)
                yield _judged(check, dossier, first.mention, second.mention)


def _printed(dossier: Dossier) -> frozenset[Decimal]:
    """The amounts, other than 0, that the report prints in sentences and tables."""
    cells = (amount for grid in dossier.grids for amount in grid.amounts.values())
    figures = (*(m.quantity for m in dossier.prose.mentions), *cells)
    return frozenset(quantity.base for quantity in figures if quantity.value)


def _wholes(dossier: Dossier) -> dict[int, str]:
    """What each figure of a list is part of: 一般公共预算支出 of 三公经费 is another fact than that of 机关运行经费."""
    mentions = dossier.prose.mentions
    return {part: mentions[listed.total].label for listed in dossier.prose.breakdowns for part in listed.parts}


def _one_whole(whole: dict[int, str], one: int, other: int) -> bool:
    return one not in whole or other not in whole or whole[one] == whole[other]


def _one_fact(check: Restated, dossier: Dossier, whole: dict[int, str], one: _Stated, other: _Stated) -> bool:
    """False where the words around two figures tell of two things: another section, whole, year, level, fund or basis."""
    contexts = dossier.prose.contexts
    comparable = {"slip": _near_misses, "opening": _one_passage}.get(check.same, _comparable_sections)
    return (
        comparable(one, other)
        and _moments(check, one) == _moments(check, other)
        and _one_whole(whole, one.mention.index, other.mention.index)
        and not contexts.clash(one.mention.dims, other.mention.dims)
        and not contexts.clash(one.mention.against, other.mention.against)
    )


def _moments(check: Restated, stated: _Stated) -> set[str]:
    """The points and parts of a year that the words before a figure name."""
    return {word for pattern in check.moments for word in re.findall(pattern, stated.before)}


def _class_of_many(label: str, vocabulary: Vocabulary) -> bool:
    """True of a functional class: each budget, and each year's money, has an amount of that name."""
    return vocabulary.tables.line_key(label).startswith("class_")


def _all(dossier: Dossier) -> Iterator[_Stated]:
    by_sentence: dict[int, list[Mention]] = defaultdict(list)
    for mention in dossier.prose.mentions:
        if not mention.numeral:
            by_sentence[mention.sentence].append(mention)
    for index, mentions in by_sentence.items():
        sentence = dossier.prose.sentences[index]
        stretches = _stretches(sentence, mentions)
        for n, mention in enumerate(mentions):
            yield _Stated(mention, sentence, stretches[n], stretches[n + 1], tuple(stretches[: n + 1]))


def _stretches(sentence: Sentence, mentions: list[Mention]) -> list[str]:
    ends = [sentence.start, *(m.stop for m in mentions)]
    starts = [*(m.start for m in mentions), sentence.end]
    return [
        squeeze(sentence.text[end - sentence.start : start - sentence.start])
        for end, start in zip(ends, starts, strict=True)
    ]


def _label_key(stated: _Stated, context: int) -> Iterator[tuple[object, ...]]:
    """The long name of money that was budgeted, spent or left, in one year."""
    mention = stated.mention
    flows = bool(mention.tags) and mention.quantity.unit.dimension == "money"
    if mention.role is Role.AMOUNT and flows and not mention.compared and _hanzi(mention.label) >= context:
        yield mention.label, mention.tags, _year(stated)


def _year(stated: _Stated) -> str:
    """The last year named before the figure in its sentence; empty when none is."""
    named = _YEAR.findall(stated.sentence.text[: stated.mention.start - stated.sentence.start].replace(" ", ""))
    return named[-1] if named else ""


def _word_keys(stated: _Stated, context: int) -> Iterator[tuple[object, ...]]:
    if _hanzi(stated.chain[0]) >= context * 3 // 4:
        yield "chain", stated.chain
    if stated.mention.role in _COMPARED_ROLES:
        return
    if _hanzi(stated.before[-context - 4 :]) >= context:
        yield "before", _year(stated), stated.before[-context - 4 :]
    if _hanzi(stated.after[: context + 4]) >= context:
        yield "after", stated.after[: context + 4]


def _slip_key(stated: _Stated, context: int) -> Iterator[tuple[object, ...]]:
    """The name of a long figure that nothing is compared with."""
    mention = stated.mention
    own = (
        mention.role is Role.AMOUNT and not mention.compared and not mention.direction and "reason" not in mention.tags
    )
    named = _hanzi(mention.label) >= context and bool(mention.measured)  # 年初预算 is the name of no thing
    if own and named and significant(mention.quantity) >= _LONG:
        yield mention.label, mention.measured, mention.tags


def _opening_key(stated: _Stated, context: int) -> Iterator[tuple[object, ...]]:
    """What a sentence is about: a name with its year, before the first figure."""
    clause = _CLAUSE.split(stated.chain[-1])[-1]
    first = len(stated.chain) == 1 and stated.mention.role is Role.AMOUNT and not stated.mention.compared
    if first and _YEAR.search(clause) and _hanzi(clause) >= context:
        yield clause, stated.mention.tags


def _near_misses(one: _Stated, other: _Stated) -> bool:
    """True for one figure given twice, and for two of which a slip of the pen makes one."""
    first, second = one.mention.quantity, other.mention.quantity
    return first.base == second.base or (first.unit == second.unit and explained(second, first.base))


def _one_passage(one: _Stated, other: _Stated) -> bool:
    """True for two sentences of one paragraph, or of two that follow each other, in one section."""
    near = one.sentence.section == other.sentence.section and other.mention.block - one.mention.block <= 1
    return near and one.sentence.index != other.sentence.index


_KEYS = {"words": _word_keys, "label": _label_key, "slip": _slip_key, "opening": _opening_key}


def _hanzi(text: str) -> int:
    return sum("\u4e00" <= c <= "\u9fff" for c in text)


def _comparable_sections(one: _Stated, other: _Stated) -> bool:
    return _comparable(one.sentence, other.sentence)


def _comparable(one: Sentence, other: Sentence) -> bool:
    """False within a section, and between siblings and cousins of one title, which run parallel."""
    if one.section == other.section or not one.section or not other.section:
        return False
    if len(one.section) != len(other.section):
        return True
    same_parent, same_title = one.section[:-1] == other.section[:-1], one.section[-1] == other.section[-1]
    return not (same_parent or same_title)


def _judged(check: Restated, dossier: Dossier, first: Mention, second: Mention) -> Outcome:
    operands = {"there": dossier.operand(first, "compared"), "here": dossier.operand(second, "claimed")}
    if doubt := dossier.prose.contexts.doubt(first.dims, second.dims):
        evidence = tuple(operand.evidence for operand in operands.values())
        return Outcome(check.id, Status.SKIPPED, evidence=evidence, reason=unknown(doubt))
    return outcome(check, Relation(check.holds, operands, "here"), {"label": second.label or second.after})
